import EventLog
import System
public import Vault

extension SubsidyLedger {
  /// The file that marks a folder as one that follows a log elsewhere, and names that log.
  private var followedPath: String { "\(path)/FOLLOWS" }

  /// Brings the folder up to the log of the store, verifying the lines as they come; the first time, it makes the folder.
  ///
  /// Without a store it does nothing.
  ///
  /// - Parameter progress: receives how many events the folder has.
  /// - Throws: `LogError.storesDiffer` if the folder has other events than the store, or more; the errors of the store.
  public func followStore(progress: (UInt64) -> Void = { _ in }) throws {
    guard let store else { return }
    if try !Files.exists(path) {
      // A log that is not found gets no folder.
      if try store.head() == nil { throw LogError.notLedger(store.name) }
      try Files.makeDirectories(Files.directory(of: path))
      try Files.makeDirectory(path, mode: 0o700)
    }
    if try !Files.exists(followedPath) { try Files.atomicallyWrite(followedPath, Array("\(store.name)\n".utf8)) }
    _ = try LogTransfer.run(from: store, to: FolderStore(path, waiting: lockWait), progress: progress)
    try followVault()
    // Without the index, a change is decided on all persons, so any record of another process touches it.
    if try !Files.exists(indexPath), let failure = follow() { onNews(.leftBehind(failure)) }
  }

  /// The file that says how far the vault here has followed the shared one.
  private var followedVaultPath: String { "\(path)/vault-follows" }

  /// Takes in the new versions of the shared vault, after the log, so that it has all data that the log names.
  ///
  /// A crash before the number is noted causes the same versions to be taken in once more.
  private func followVault() throws {
    guard let shared = store as? any SharedVault else { return }
    if try !hasVault {
      guard let secret = try shared.vaultSecret() else { return }
      try Vault.create(ledger: path, sharing: secret)
    }
    let noted = try Files.exists(followedVaultPath) ? Files.read(followedVaultPath) : []
    let last = UInt64(String(decoding: noted, as: UTF8.self)) ?? 0
    let now = try shared.vaultVersions(behind: last) { try Vault.take($0, ledger: path) }
    if now != last { try Files.atomicallyWrite(followedVaultPath, Array("\(now)".utf8)) }
  }

  /// Copies the sealed vault of this folder to the place to which its log was copied.
  ///
  /// - Throws: `VaultError.notSealed`, and what the store throws.
  public func shareVault(through share: (SharedSecret, [SharedVersion]) throws -> Void) throws {
    try share(Vault.sharedSecret(ofLedger: path), Vault.sharedVersions(ofLedger: path))
  }

  /// Opens the log for a change; the folder of a log kept elsewhere is first brought up to it.
  ///
  /// - Throws: `LogError`, the errors of the store; ``LedgerFailure/followsStore(_:)``.
  func openLog() throws -> LogWriter {
    guard let store else {
      if try Files.exists(followedPath) { throw LedgerFailure.followsStore(path) }
      return try LogWriter(opening: path, waiting: lockWait)
    }
    var log = try LogWriter(following: path, on: LocalFiles(), waiting: lockWait)
    try log.follow(store)
    try followVault()
    return log
  }

  /// Refuses an act on the folder for a ledger that is kept in a store.
  ///
  /// - Throws: ``LedgerFailure/notOverStore``.
  func demandFolder() throws(LedgerFailure) { if store != nil { throw .notOverStore } }

  /// How often a change is decided, if others record in between what it was decided on.
  public static var mostDecisions: Int { 5 }

  /// Makes a change, and decides it again if another process has recorded an event that touches it meanwhile.
  ///
  /// - Parameters:
  ///   - hasRecorded: whether something was recorded by now, so that nothing is done again.
  ///   - body: does it.
  /// - Returns: the result of `body`.
  /// - Throws: `LogError.moved` after ``mostDecisions``; the errors of `body`.
  public func decidingAgain<Result>(
    unless hasRecorded: () -> Bool = { false }, _ body: () throws -> Result
  ) throws -> Result {
    for _ in 1..<SubsidyLedger.mostDecisions where store != nil {
      do { return try body() } catch LogError.moved where !hasRecorded() {}
    }
    return try body()
  }
}

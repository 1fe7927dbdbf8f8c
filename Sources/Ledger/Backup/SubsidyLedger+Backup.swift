public import EventLog
import Merkle
public import Notes
import System
import Values
import Vault

/// A verified copy of a ledger, and its content.
public struct LedgerCopy: Sendable {
  /// The head of its log, as a checkpoint.
  public let published: PublishedCheckpoint
  /// The report of the verification, which found the log whole.
  public let report: VerificationReport
  /// How its vault compares with the digests of its log; it has them all.
  public let vault: VaultComparison
  /// How its log of looks compares with the closes of its log, and its fault; nil if there is none.
  public let looks: AccessComparison?
  /// Folders beside it that an earlier attempt has left unfinished, or in which another process is building now.
  public let leftovers: [String]
}

extension SubsidyLedger {
  /// Copies the ledger while other processes may write: the log up to HEAD, a HEAD that says so, the vault, the log of looks,
  /// and a checkpoint.
  ///
  /// A damaged log of looks is copied as it is and reported: doing without a backup would not restore what was lost in it.
  ///
  /// HEAD is read first and the vault copied after the log, the looks last. A writer makes the vault durable before the log, so
  /// the copy of the vault has everything that the copy of the log names, and perhaps more. The copy is verified where it is
  /// built, beside its place, and gets its name when it is whole and on the disk.
  ///
  /// - Parameters:
  ///   - folder: the folder to make; nothing may have the name yet.
  ///   - signer: speaks for the log in the checkpoint.
  /// - Returns: the content of the copy.
  /// - Throws: ``LedgerFailure/outputInLedger(_:ledger:)``, ``LedgerFailure/fileExists(_:)``; ``VaultComparison`` if the vault
  ///   lacks something; the failures of the log, the vault and the system.
  public func backUp(to folder: String, by signer: Signer) throws -> LedgerCopy {
    try OutputFile.checkFolder(folder)
    let site = try LedgerSite(folder, for: .backup)
    let leftovers = site.leftovers()
    func copy(to draft: String) throws -> LedgerCopy {
      _ = try LogCopy.make(of: path, in: draft) { _, _ in }
      try Vault.copy(ofLedger: path, isOurs: true, to: draft)
      try AccessLog.copy(ofLedger: path, to: draft)
      var copy = SubsidyLedger(draft, calendar: calendar, clock: clock)
      copy.vaultKeys = vaultKeys
      let (report, vault, looks) = try copy.verifiedAsCopy()
      let published = try copy.published(LogReader(ledger: draft), signer, root: report.root)
      try Files.atomicallyWrite("\(draft)/checkpoint", published.bytes)
      return LedgerCopy(published: published, report: report, vault: vault, looks: looks, leftovers: leftovers)
    }
    // A person may have been erased between the copies of the log and of the vault; then the next copies agree.
    do { return try site.make(copy) } catch is VaultComparison { return try site.make(copy) }
  }

  /// Verifies the log, the vault and the log of looks of a copy that no other process uses yet.
  ///
  /// - Parameter erasesAgain: whether data that the log says erased are destroyed if the copy of the vault has them still.
  /// - Returns: the report of the verification, and how the vault compares.
  /// - Throws: `LogError` for a log that is not whole, ``VaultComparison`` for a vault that lacks something.
  private func verifiedAsCopy(
    erasing erasesAgain: Bool = false
  ) throws -> (VerificationReport, VaultComparison, AccessComparison?) {
    let verified = verifyWithDigests()
    let report = verified.report
    try report.demandWhole()
    try Vault.checkPages(ledger: path)
    let gone = erasesAgain ? try verified.digests.toDestroy() : []
    if !gone.isEmpty { try Vault.erase(gone, ledger: path) }
    let comparison = try compareVault(with: verified.digests)
    if !comparison.isWhole { throw comparison }
    return (report, comparison, try compareLooks(with: verified.lookHeads))
  }
}

/// A ledger that was restored from a backup.
public struct RestoreOutcome: Sendable {
  /// The content of the ledger.
  public let copy: LedgerCopy
  /// How it compares with a checkpoint that was kept; nil if none was given.
  public let kept: KeptComparison?

  /// The events that the kept checkpoint covers and the backup lacks; nil if it lacks none, or if that is not known.
  public var lost: Range<UInt64>? {
    guard let kept, kept.kept.size > kept.size else { return nil }
    return kept.size..<kept.kept.size
  }
}

extension SubsidyLedger {
  /// Makes this ledger from a backup: log, vault and log of looks are copied and verified, the index and the read model made
  /// from the log.
  ///
  /// It is built beside its place, and gets its name when it is whole and on the disk. The backup stays as it is.
  ///
  /// - Parameters:
  ///   - backup: the folder of the backup.
  ///   - kept: a checkpoint that was kept elsewhere.
  ///   - replayed: receives how many events have been taken in, and the total.
  /// - Returns: the content of the ledger, and the events of the checkpoint that it lacks.
  /// - Throws: ``KeptComparison`` if the log is not the one that the backup's own checkpoint or the kept one describes;
  ///   ``LedgerFailure/backupGrown(checkpoint:found:)``, ``VaultComparison``; `LogError.exists` if anything has the ledger's
  ///   name; the failures of the log, the vault and the system.
  public func restore(
    from backup: String, against kept: KeptHead?, replayed: (Int, Int) -> Void = { _, _ in }
  ) throws -> RestoreOutcome {
    try OutputFile.checkFolder(path)
    let stamp = try NoteFiles.checkpoint(inFolder: backup)
    let site = try LedgerSite(path)
    let leftovers = site.leftovers()
    return try site.make { draft in
      _ = try LogCopy.make(of: backup, in: draft) { _, _ in }
      try Vault.copy(ofLedger: backup, isOurs: false, to: draft)
      try AccessLog.copy(ofLedger: backup, to: draft)
      var ledger = SubsidyLedger(draft, calendar: calendar, projections: projections, clock: clock)
      ledger.vaultKeys = vaultKeys
      let (report, vault, looks) = try ledger.verifiedAsCopy(erasing: true)
      let own = try ledger.compare(with: .checkpoint(stamp.checkpoint))
      guard own.isPrefix else { throw own }
      guard own.size == stamp.checkpoint.size else {
        throw LedgerFailure.backupGrown(checkpoint: stamp.checkpoint.size, found: own.size)
      }
      let comparison = try kept.map { try ledger.compare(with: $0) }
      // If the kept log is longer than the backup, no one can tell whether the backup is its beginning.
      if let comparison, comparison.root != nil, !comparison.isPrefix { throw comparison }
      _ = try ledger.rebuildProjections(replayed: replayed)
      return RestoreOutcome(
        copy: LedgerCopy(published: stamp, report: report, vault: vault, looks: looks, leftovers: leftovers),
        kept: comparison)
    }
  }
}

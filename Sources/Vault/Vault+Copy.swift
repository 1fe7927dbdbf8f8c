import System
public import Values

/// Whether the vault has the data for a digest of the log.
public enum VaultHolding: Hashable, Sendable {
  /// It has them, and the digest is that of the data for the person whom the log names.
  case sound
  /// It has no such digest.
  case missing
  /// The data stored under the digest give another one.
  case damaged
  /// The data were erased, and the digest stayed.
  case erased
}

/// A digest as an event of the log has it.
public struct VaultClaim: Hashable, Sendable {
  /// The event.
  public let sequence: UInt64
  /// The owner that it names.
  public let owner: VaultOwner
  /// The digest.
  public let digest: String

  /// Makes a claim.
  public init(sequence: UInt64, owner: VaultOwner, digest: String) {
    self.sequence = sequence
    self.owner = owner
    self.digest = digest
  }

  /// Makes a claim about a person.
  public init(sequence: UInt64, person: Identifier, digest: String) {
    self.init(sequence: sequence, owner: .person(person), digest: digest)
  }
}

extension Vault {
  /// Whether the vault has the data for digests of the log.
  ///
  /// They are looked up together: the file is locked for them, so that some thousands at a time keep no writer waiting.
  ///
  /// - Parameter claims: the digests, each with its person.
  /// - Returns: an answer for each, in their order.
  /// - Throws: ``VaultError``.
  public func holdings(of claims: [VaultClaim]) throws(VaultError) -> [VaultHolding] {
    try database.transaction(.deferred, throwing: { VaultError($0) }) { () throws(VaultError) in
      var answers: [VaultHolding] = []
      answers.reserveCapacity(claims.count)
      for claim in claims { answers.append(try holding(of: claim)) }
      return answers
    }
  }

  /// The accounts in the data for digests of the log; nil if no account is known.
  ///
  /// - Parameter claims: the digests, each with its person.
  /// - Returns: an answer for each, in their order, and whether what the vault has gives the digest or was erased.
  /// - Throws: ``VaultError``.
  public func accounts(of claims: [VaultClaim]) throws(VaultError) -> [(account: String?, isSound: Bool)] {
    try database.transaction(.deferred, throwing: { VaultError($0) }) { () throws(VaultError) in
      var answers: [(account: String?, isSound: Bool)] = []
      answers.reserveCapacity(claims.count)
      for claim in claims {
        var json: [UInt8] = []
        let holding = try holding(of: claim) { json = $0 }
        answers.append(
          (holding == .sound ? PrivateData(canonicalJSON: json)?.account : nil, holding == .sound || holding == .erased)
        )
      }
      return answers
    }
  }

  private func holding(
    of claim: VaultClaim, _ found: ([UInt8]) -> Void = { _ in }
  ) throws(VaultError) -> VaultHolding {
    defer { selectData.reset() }
    var json: [UInt8]?
    do throws(SQLiteError) {
      try selectData.bind(claim.digest, at: 1)
      guard try selectData.step() else { return .missing }
      json = selectData.blob(at: 1)
    } catch { throw VaultError(error) }
    if json == [] { return .erased }
    guard let kept = json, let json = try plain(kept, claim.digest, of: claim.owner),
      try digest(ofJSON: json, of: claim.owner) == claim.digest
    else { return .damaged }
    found(json)
    return .sound
  }

  /// Copies the vault of a ledger into the folder of a copy of it, as it is at one moment, whatever other processes write
  /// meanwhile.
  ///
  /// The copy is not durable yet: the caller that makes the folder brings all of it to the disk.
  ///
  /// - Parameters:
  ///   - ledger: the path of the ledger's directory, or of a copy's.
  ///   - isOurs: whether the file may be repaired as ``open(ledger:)`` does; otherwise it is left as it is.
  ///   - folder: a folder without a vault.
  /// - Throws: ``VaultError/exists``, ``VaultError/inconsistent`` for a file that is nearly all hole, or what failed.
  public static func copy(ofLedger ledger: String, isOurs: Bool, to folder: String) throws(VaultError) {
    let source = VaultFile.path(inLedger: ledger)
    try VaultFile.refuseHole(source)
    if isOurs { try VaultFile.makePrivate(source) } else { try VaultFile.mode(of: source) }
    // A copy of a sealed vault can be made without the means to open it.
    let vault = try database(at: source, isOurs ? .readWrite : .unchanged)
    let path = VaultFile.path(inLedger: folder)
    let target = try makeDatabase(path)
    do throws(SQLiteError) {
      try target.setPragma("synchronous", "OFF")
      try vault.database.copy(into: target)
    } catch {
      VaultFile.discard(path)
      throw VaultError(error)
    }
  }

  /// Checks whether all pages and indexes of the vault of a ledger agree; it is locked meanwhile, so this is for a copy.
  ///
  /// A sealed vault need not be opened for it.
  ///
  /// - Throws: ``VaultError/inconsistent``, or what failed.
  ///
  /// > Source: SQLite, "PRAGMA Statements": integrity_check.
  public static func checkPages(ledger: String) throws(VaultError) {
    let found = try database(at: VaultFile.path(inLedger: ledger), .readWrite)
    let answer: String?
    do throws(SQLiteError) { answer = try found.database.pragma("integrity_check") } catch { throw VaultError(error) }
    if answer != "ok" { throw .inconsistent }
  }
}

import EventLog
import Subsidy
import System
import Values
import Vault

/// The vault, held against the digests of the log.
public struct VaultComparison: Error, Hashable, Sendable {
  /// How many events name a digest.
  public internal(set) var digests: UInt64
  /// Of how many of them the vault has nothing.
  public internal(set) var missing: UInt64
  /// Of how many it has something else than the digest was made of.
  public internal(set) var damaged: UInt64
  /// The first of these events; nil where there is none.
  public internal(set) var firstFault: UInt64?
  /// Whether the vault is sealed and its key was not given, so that only what is missing was looked for.
  public internal(set) var isSealed: Bool

  /// Makes a comparison.
  public init(
    digests: UInt64 = 0, missing: UInt64 = 0, damaged: UInt64 = 0, firstFault: UInt64? = nil, isSealed: Bool = false
  ) {
    self.isSealed = isSealed
    self.digests = digests
    self.missing = missing
    self.damaged = damaged
    self.firstFault = firstFault
  }

  /// Whether the vault has all that the log's digests stand for.
  public var isWhole: Bool { firstFault == nil }
}

/// The digests that events of the log name, for each of which the vault must have something.
public struct VaultDigests: Sendable {
  private var claims: [VaultClaim] = []
  /// The first event that may name one and cannot be read.
  private var unreadable: (sequence: UInt64, error: any Error)?

  init() {}

  /// Takes in what the line with a number of a run names.
  mutating func note(_ run: EventRun, _ line: Int) {
    guard unreadable == nil, VaultDigests.mayName(run.bytes, run.lines[line]) else { return }
    do {
      let event = try Replay.event(run, line)
      guard let digest = event.body.vault, let person = event.body.person else { return }
      claims.append(VaultClaim(sequence: event.sequence, person: person, digest: digest))
    } catch {
      unreadable = (run.firstSequence + UInt64(line), error)
    }
  }

  /// Whether a line may name a digest: most of those that can name none, and are not read for that.
  private static func mayName(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    EventLine.mayBeSealed(bytes, line)
      && (ByteSearch.first(#""vault""#, in: bytes, line) != nil
        || ByteSearch.first(UInt8(ascii: "\\"), in: bytes, line) != nil)
  }

  /// Leaves out what events name that no commit covers.
  mutating func cut(at size: UInt64) {
    claims.removeAll { $0.sequence >= size }
    if let first = unreadable?.sequence, first >= size { unreadable = nil }
  }

  /// Looks whether a vault has what each of them stands for.
  ///
  /// - Throws: what made an event unreadable, or the failures of the vault.
  func compare(with vault: borrowing Vault) throws -> VaultComparison {
    try compare(isSealed: false) { try vault.holdings(of: $0) }
  }

  /// Looks whether the sealed vault of a ledger has something for each of them, which needs no key.
  ///
  /// - Throws: as ``compare(with:)``.
  func compare(withSealed ledger: String) throws -> VaultComparison {
    try compare(isSealed: true) { claims in
      try Vault.has(claims.map(\.digest), ledger: ledger).map { $0 ? .sound : .missing }
    }
  }

  private func compare(
    isSealed: Bool, _ holdings: ([VaultClaim]) throws -> [VaultHolding]
  ) throws -> VaultComparison {
    if let unreadable { throw unreadable.error }
    var comparison = VaultComparison(digests: UInt64(claims.count), isSealed: isSealed)
    for start in stride(from: 0, to: claims.count, by: VaultDigests.claimsAtOnce) {
      let part = Array(claims[start..<min(start + VaultDigests.claimsAtOnce, claims.count)])
      for (claim, holding) in zip(part, try holdings(part)) {
        switch holding {
        case .sound: continue
        case .missing: comparison.missing += 1
        case .damaged: comparison.damaged += 1
        }
        comparison.firstFault = comparison.firstFault ?? claim.sequence
      }
    }
    return comparison
  }

  /// So few keep no writer waiting.
  static var claimsAtOnce: Int { 4_096 }
}

extension SubsidyLedger {
  /// Whether the folder has a vault; an auditor's copy of the log has none.
  public var hasVault: Bool {
    get throws { try Files.look(at: "\(path)/vault.sqlite", followingLink: false) != nil }
  }

  /// Looks whether the vault has what digests of the log stand for, and writes nothing.
  ///
  /// The vault is read after the log: what a writer is about to record is in the vault first. Of a sealed vault whose key nobody
  /// gives, only what is missing is told.
  ///
  /// - Parameter digests: those of a verified log.
  /// - Returns: the comparison; the vault may hold more than the log names.
  /// - Throws: ``LedgerFailure`` for an event that cannot be read, and the failures of the vault.
  public func compareVault(with digests: VaultDigests) throws -> VaultComparison {
    do {
      return try digests.compare(with: Vault.openUnchanged(ledger: path, with: vaultKeys))
    } catch VaultError.sealed {
      return try digests.compare(withSealed: path)
    }
  }
}

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

  /// Makes a comparison.
  public init(digests: UInt64 = 0, missing: UInt64 = 0, damaged: UInt64 = 0, firstFault: UInt64? = nil) {
    self.digests = digests
    self.missing = missing
    self.damaged = damaged
    self.firstFault = firstFault
  }

  /// Whether the vault has all that the log's digests stand for.
  public var isWhole: Bool { firstFault == nil }
}

extension SubsidyLedger {
  /// Whether the folder has a vault; an auditor's copy of the log has none.
  public var hasVault: Bool {
    get throws { try Files.look(at: "\(path)/vault.sqlite", followingLink: false) != nil }
  }

  /// Looks whether the vault has what each digest of the log stands for, and writes nothing.
  ///
  /// The log is read up to HEAD and the vault after that: what a writer is about to record is in the vault first. The log
  /// is not verified on the way.
  ///
  /// - Returns: the comparison; the vault may hold more than the log names.
  /// - Throws: the failures of the log and of the vault.
  public func compareVault() throws -> VaultComparison {
    let reader = try LogReader(ledger: path)
    return try compare(Vault.openUnchanged(ledger: path), reader)
  }

  /// As ``compareVault()``, with a vault that is open.
  func compare(_ vault: borrowing Vault, _ reader: borrowing LogReader) throws -> VaultComparison {
    var comparison = VaultComparison()
    try reader.read(
      verifying: false,
      preparing: { run in
        try run.lines.indices.compactMap { line -> VaultClaim? in
          guard EventLine.mayBeSealed(run.bytes, run.lines[line]) else { return nil }
          let event = try Replay.event(run, line)
          guard let digest = event.body.vault, let person = event.body.person else { return nil }
          return VaultClaim(sequence: event.sequence, person: person, digest: digest)
        }
      },
      { claims in
        comparison.digests += UInt64(claims.count)
        for (claim, holding) in zip(claims, try vault.holdings(of: claims)) {
          switch holding {
          case .sound: continue
          case .missing: comparison.missing += 1
          case .damaged: comparison.damaged += 1
          }
          comparison.firstFault = comparison.firstFault ?? claim.sequence
        }
        return true
      })
    return comparison
  }
}

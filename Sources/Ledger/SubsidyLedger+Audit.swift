public import EventLog
public import Merkle
public import Subsidy
import Policy
import System
public import Values

/// What a replay of history shows.
public struct AuditReport: Sendable {
  /// How many events were replayed.
  public let size: UInt64
  /// The root of the tree at that size.
  public let root: Digest
  /// The state that the events amount to.
  public let state: LedgerState
  /// The sums over all claims.
  public let totals: AuditTotals
  /// What is wrong.
  public let findings: [Finding]
}

extension SubsidyLedger {
  /// Recomputes every hash and commit, and looks at the order of the events, read-only.
  public func verify() -> VerificationReport { LogVerifier.verify(ledger: path, checkingOrder: true) }

  /// Replays history: verifies it, folds it, and finds what was wrongly paid and whether it could have been known.
  ///
  /// - Parameters:
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - progress: hears how many events have been taken in, of how many.
  /// - Returns: the sums over all claims, and the findings.
  /// - Throws: ``LedgerFailure`` and the log's failures.
  public func auditReplay(
    knownAt: Instant? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> AuditReport {
    let replay = try Replay(self, knownAt: knownAt)
    let state = try replay.state(verifying: true, leavingOut: replay.annulments(), progress: progress)
    var totals = AuditTotals()
    var suspects: Set<Identifier> = []
    for number in state.people.indices {
      let claims = state.entitlements(ofPersonAt: number)
      if !claims.isEmpty { totals.persons += 1 }
      for claim in claims {
        totals.add(claim)
        if state.needsAudit(claim) { suspects.insert(state.persons.identifiers[number]) }
      }
    }
    let findings = try personFindings(replay, suspects, state) + state.batchesApprovedByDrafter()
    return AuditReport(
      size: state.size, root: try root(replay, at: state.size), state: state, totals: totals, findings: findings)
  }

  /// Audits the persons whose payments give cause to, each from the events that bear on them.
  private func personFindings(
    _ replay: borrowing Replay, _ suspects: Set<Identifier>, _ state: LedgerState
  ) throws -> [Finding] {
    if suspects.isEmpty { return [] }
    var evidence = Evidence()
    _ = try replay.state(verifying: false, leavingOut: Annulments()) { evidence.note($0, suspects) }
    var findings: [Finding] = []
    for person in suspects.sorted() {
      findings.append(
        contentsOf: try PersonAudit(person, events: evidence.events(of: person), policies: state).findings())
    }
    return findings
  }

  /// The root of the tree over the first `size` events.
  func root(_ replay: borrowing Replay, at size: UInt64) throws -> Digest {
    if size == replay.reader.head.size { return replay.reader.head.root }
    var range = CompactRange(hasher: SHA256TreeHasher())
    try replay.reader.read(verifying: false) { run in
      for line in run.lines where range.size < size { range.append(run.bytes, line) }
      return range.size < size
    }
    return range.root
  }
}

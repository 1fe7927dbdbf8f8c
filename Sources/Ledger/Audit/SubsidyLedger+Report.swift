import EventLog
public import Notes
public import Subsidy
import System
public import Values

/// All that a report for auditors shows.
public struct AuditBrief: Sendable {
  /// The head that the report is of.
  public let checkpoint: Checkpoint
  /// When the last event that counts was recorded; nil for an empty ledger.
  public let lastRecorded: Instant?
  /// The day that ages are counted to, and on which it is asked what is late.
  public let day: CivilDate
  /// What a replay shows.
  public let report: AuditReport
  /// The sums of the whole ledger.
  public let survey: AuditSurvey
  /// The persons with findings, by key.
  public let persons: [Person]

  /// A person with findings.
  public struct Person: Sendable {
    /// The person's key.
    public let person: Identifier
    /// The findings, in the order of the report.
    public let findings: [Finding]
    /// The claims, in the order in which their schemes were first named.
    public let claims: [ClaimEntitlement]
    /// Everything recorded of the person, in the order of the log.
    public let history: [HistoryEvent]
  }
}

extension SubsidyLedger {
  /// Gathers what a report for auditors shows.
  ///
  /// It depends on the head, the point and the day alone, so that a report can be made again byte for byte.
  ///
  /// - Parameters:
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - day: the day that ages are counted to, and on which it is asked what is late; nil for that of the point, else of
  ///     the last event.
  ///   - unpaidAfter: after how many days a month counts as unpaid, as in a replay.
  ///   - progress: hears how many events have been taken in, of how many.
  /// - Returns: the replay, the sums of the ledger and the histories of the persons with findings.
  /// - Throws: ``LedgerFailure`` and the log's failures.
  ///
  /// > Source: durability rule 30.
  public func auditBrief(
    knownAt: Instant? = nil, on day: CivilDate? = nil, unpaidAfter: Int? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> AuditBrief {
    let report = try auditReplay(knownAt: knownAt, on: day, unpaidAfter: unpaidAfter, progress: progress)
    let persons = Set(report.findings.compactMap(\.person))
    // A writer may have gone on since: what is read now ends where the replay ended.
    let replay = try Replay(self, knownAt: knownAt, size: report.size)
    let annulments = try replay.annulments()
    var events = PersonEvents(of: persons)
    var rejected: [Rejected] = []
    _ = try replay.state(verifying: false, leavingOut: annulments) { event in
      events.note(event)
      if case .rejected(let body) = event.body, !annulments.contains(event) { rejected.append(body) }
    }
    let state = report.state
    guard
      let checkpoint = Checkpoint(origin: NoteName.made(from: state.name), size: report.size, root: report.root)
    else { preconditionFailure("a name can be an origin") }
    let findings = Dictionary(grouping: report.findings.filter { $0.person != nil }) { $0.person }
    return AuditBrief(
      checkpoint: checkpoint, lastRecorded: state.lastRecorded, day: report.day, report: report,
      survey: AuditSurvey(state, rejected: rejected, on: report.day),
      persons: persons.sorted().map { person in
        AuditBrief.Person(
          person: person, findings: findings[person] ?? [],
          claims: state.number(ofPerson: person).map { state.entitlements(ofPersonAt: Int($0)) } ?? [],
          history: events.history(of: person).map {
            HistoryEvent(event: $0, annulledBy: annulments.annulment(of: $0))
          })
      })
  }
}

import EventLog
public import Notes
package import Papers
import Policy
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
  /// The replay of the whole ledger.
  public let report: AuditReport
  /// The part of the ledger that the report is about.
  public let cut: AuditCut
  /// The sums of the cut.
  public let survey: AuditSurvey
  /// The findings of the cut.
  public let findings: [Finding]
  /// The same by code, the largest amount first.
  public let groups: [FindingGroup]
  /// The persons of the listed findings whose history is shown, by key.
  public let persons: [Person]
  /// The adoptions of policies, in the order of the log.
  public let adoptions: [Event]

  /// The names that people use for the codes of the ledger.
  package let words: LocalWords

  /// Whether a batch, a review or a finding names an operator.
  package func knows(_ by: Identifier) -> Bool {
    report.state.knowsOperator(by) || report.findings.contains { $0.responsible.contains { $0.isSameOperator(as: by) } }
  }

  /// The most persons whose histories a report shows: those with the largest findings of each code.
  public static let mostPersons = 150

  /// A person with findings.
  public struct Person: Sendable {
    /// The person's key.
    public let person: Identifier
    /// The findings of the cut.
    public let findings: [Finding]
    /// The claims, in the order in which their schemes were first named.
    public let claims: [ClaimEntitlement]
    /// Everything recorded of the person, in the order of the log.
    public let history: [HistoryEvent]
    /// The names that people use for the codes in it.
    package let words: LocalWords
  }
}

/// What an audit has found, with the rest that a report shows.
struct AuditedLedger {
  let report: AuditReport
  let annulments: Annulments
  /// In which months the events were recorded.
  let months: RecordedMonths
  /// The survey of the claims of the cut; nil if the caller did not ask for one.
  let survey: SurveyPart?
  /// The rejections of applications, as they were recorded.
  let rejected: [Rejected]
  /// The adoptions of policies.
  let adoptions: [Event]
}

extension SubsidyLedger {
  /// Gathers what a report for auditors shows.
  ///
  /// It depends only on the head, the point, the day and the cut, so that a report can be made again byte for byte.
  ///
  /// - Parameters:
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - day: the day that ages are counted to, and on which it is asked what is late; nil for that of the point, else of
  ///     the last event.
  ///   - unpaidAfter: the number of days after which a month counts as unpaid, as in a replay.
  ///   - cut: the part of the ledger that the report is about.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Returns: the replay, the sums of the cut, its findings and the histories of some of their persons.
  /// - Throws: ``LedgerFailure`` and the log's failures.
  ///
  /// > Source: durability rule 30.
  public func auditBrief(
    knownAt: Instant? = nil, on day: CivilDate? = nil, unpaidAfter: Int? = nil, cut: AuditCut = AuditCut(),
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> AuditBrief {
    let audited = try audit(knownAt: knownAt, on: day, unpaidAfter: unpaidAfter, cut: cut, progress: progress)
    let (report, state) = (audited.report, audited.report.state)
    guard let part = audited.survey,
      let checkpoint = Checkpoint(origin: NoteName.made(from: state.name), size: report.size, root: report.root)
    else { preconditionFailure("a cut is surveyed, and a name can be an origin") }
    if let scheme = cut.scheme, state.timeline(of: scheme) == nil { throw Refusal.unknownScheme(scheme) }
    let wrong = report.wrong.filter { cut.includes($0, in: audited.months) }
    let findings = cut.findings(of: report.findings, wrong, in: state, audited.months)
    let groups = FindingGroup.groups(of: findings)
    return AuditBrief(
      checkpoint: checkpoint, lastRecorded: state.lastRecorded, day: report.day, report: report, cut: cut,
      survey: part.survey(wrong, rejected: audited.rejected, state, on: report.day), findings: findings, groups: groups,
      persons: try persons(of: groups, findings, audited), adoptions: audited.adoptions,
      words: LocalWords(state))
  }

  /// The histories of the persons whom the listed findings are about, beginning with the person of the largest finding of each
  /// code.
  private func persons(
    of groups: [FindingGroup], _ findings: [Finding], _ audited: AuditedLedger
  ) throws -> [AuditBrief.Person] {
    var shown: Set<Identifier> = []
    let listed = groups.map { $0.first.compactMap(\.person) }
    let state = audited.report.state
    for place in 0..<(listed.map(\.count).max() ?? 0) {
      for persons in listed where place < persons.count && shown.count < AuditBrief.mostPersons {
        shown.insert(state.personKey(persons[place]))
      }
    }
    // A writer may have gone on since, so this reading ends at the same place as the replay.
    let events = try PersonEvents(
      of: shown.flatMap { state.keys(of: $0) }, in: LogReader(ledger: path), at: audited.annulments.clock,
      below: state.size)
    let theirs = Dictionary(grouping: findings.filter { $0.person != nil }) { $0.person.map { state.personKey($0) } }
    return shown.sorted().map { person in
      AuditBrief.Person(
        person: person, findings: theirs[person] ?? [],
        claims: state.number(ofPerson: person).map { state.entitlements(ofPersonAt: Int($0)) } ?? [],
        history: events.history(of: state.keys(of: person)).map {
          HistoryEvent(event: $0, annulledBy: audited.annulments.annulment(of: $0))
        }, words: LocalWords(state, events.own(of: state.keys(of: person))))
    }
  }
}

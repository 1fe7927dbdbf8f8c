import Catalogue
import Ledger
import Papers
import Policy
import Reports
import Subsidy
import Values
import Web

/// A finding's key in a path, which a slash would divide.
struct FindingName: PathParameter {
  /// The key as people copy it.
  let text: String

  init(_ text: String) { self.text = text }
  init?(pathSegment: String) { text = pathSegment.replacing("~", with: "/") }
  var pathSegment: String { text.replacing("/", with: "~") }
}

/// The act that records what became of a finding, by an auditor who is not responsible for the finding.
enum FindingActs {
  /// A finding with its evidence, and the form for its disposition; nil if the audit has no such finding.
  ///
  /// Before an audit was asked for, only its name is known here; the ledger looks for it when it records.
  static func act(of name: FindingName, _ desk: Desk, _ audits: Audits) throws -> Act? {
    let brief = AuditPage.brief(desk, audits)
    let finding = brief?.findings.first { $0.key.description == name.text }
    if brief != nil, finding == nil { return nil }
    let (by, day) = (desk.seat.by, brief?.day)
    var act = Act(
      path: Paths.finding(name), place: .audit, title: finding?.code.words ?? Text(same: name.text.printable),
      question: .findingsQuestion, above: [(.reportFindings, Paths.findings())],
      button: .disposeIt, events: [.findingDisposed], subject: .finding(name.text),
      fields: [
        FormField(
          "outcome", Heading.disposition.text, .disposeHint,
          .radio(FindingDisposed.Outcome.allCases.map { ($0.rawValue, $0.words) })),
        FormField("note", Heading.note.text, .disposeNoteHint, .value(.text)),
      ],
      against: Act.against { () throws(Refusal) in
        try desk.state.requireRole(EventType.findingDisposed.roles, of: by, clause: nil)
        if let finding {
          _ = try desk.state.decideDisposition(of: name.text, .confirmed, note: "", by: by, among: [finding])
        }
      }, isReadable: true, isLong: true
    ) { ledger, values in
      let outcome = try values.read("outcome") { FindingDisposed.Outcome(rawValue: $0) }
      let (isNew, _) = try ledger.dispose(of: name.text, outcome, note: values["note"], on: day, by: by)
      return Act.Outcome(notes: [.findingDisposed(name.text, outcome, isNew: isNew)])
    }
    guard let finding else {
      act.parts = [.note(.auditNotYet, .note), AuditPage.begin(again: false)]
      return act
    }
    act.parts = [
      Page.facts(.reportFindings, FindingReports.findings, .init(finding, desk.state), desk), links(finding),
    ]
    if let known = desk.state.dispositions[finding.key] {
      act.parts.append(Page.facts(Heading.disposition.text, FindingReports.disposition, known, desk))
    }
    act.below = try evidence(of: finding, desk)
    return act
  }

  /// Links to the subjects of a finding.
  private static func links(_ finding: Finding) -> Page.Part {
    var links: [(Text, LocalPath)] = []
    if let person = finding.person {
      links.append((Heading.person.text + Text(same: " \(person)"), Paths.person(person)))
      if let month = finding.month {
        links.append((.explain(month), Paths.explanation(person, month)))
      }
    }
    if let batch = finding.batch { links.append((Heading.batch.text + Text(same: " \(batch)"), Paths.batch(batch))) }
    return .links(links)
  }

  /// The events that prove a finding, as far as they are a person's.
  private static func evidence(of finding: Finding, _ desk: Desk) throws -> [Page.Part] {
    guard let person = finding.person else { return [] }
    let timeline = try desk.ledger.timeline(of: person, knownAt: desk.knownAt)
    let shown = timeline.content.filter { finding.sequences.contains($0.event.sequence) }
    return [
      try desk.table("events", .findingEvents, ExplainReports.timeline(timeline.words), shown)
    ]
  }
}

package import Ledger
package import Papers
import Policy
package import Subsidy
import Values

/// The tables of the audit's page.
package enum AuditPageReports {
  /// A row for each month that was paid for.
  package static let months = Report<AuditSurvey.MonthSum>(
    "money by month", totalLabel: Heading.total.text,
    [
      .column("month", .month) { $0.month },
      .column("claims", .claims) { $0.claims },
      .column("paidFen", .paid) { $0.paid }.summed(),
      .column("wrongFen", .wrong) { $0.wrong }.summed(),
      .column("knownFen", .knownThen) { $0.known }.summed(),
      .column("repaidFen", .repaid) { $0.repaid }.summed(),
      .column("openFen", .toRecover) { $0.open }.summed(),
    ])

  /// A row for each sum of money that has something in common.
  ///
  /// - Parameters:
  ///   - heading: the heading of the property that the sums have in common.
  ///   - words: people's words for it; nil if it is not a code.
  /// - Returns: the table.
  package static func money(
    by heading: Heading, named words: @escaping @Sendable (String) -> Text?
  ) -> Report<AuditSurvey.MoneySum> {
    Report(
      "wrong money", totalLabel: Heading.total.text,
      [
        .column("name", heading) { sum in
          sum.name.isEmpty ? Table.Cell.text("–") : words(sum.name).map { .word($0, code: sum.name) } ?? .text(sum.name)
        },
        .column("months", .months) { $0.months }.summed(),
        .column("wrongFen", .wrong) { $0.wrong }.summed(),
        .column("knownFen", .knownThen) { $0.known }.summed(),
        .column("openFen", .toRecover) { $0.open }.summed(),
        .column("paidFen", .paid) { $0.paid }.hidden(.ifBlank),
      ])
  }

  /// A row for each reason, with how many applications or months it is against.
  package static func reasons(counting heading: Heading) -> Report<AuditSurvey.ReasonCount> {
    Report(
      "reasons",
      [
        .column("reason", .reasons) { Table.Cell.word(.code($0.code), code: $0.code) },
        .column("code", .code) { $0.code },
        .column("count", heading) { $0.count },
      ])
  }

  /// A row for each part of the limits that claims have used.
  package static let limits = Report<AuditSurvey.LimitClass>(
    "limits",
    [
      .column("used", .used) { entry -> String in
        let (low, high) = (entry.months.lowerBound, entry.months.upperBound)
        return low == high ? "\(low)" : high > 99 ? "\(low)+" : "\(low)–\(high)"
      },
      .column("limited", .limited) { $0.limited },
      .column("until", .untilRetirement) { $0.untilRetirement },
    ])

  /// A row for each age of demands.
  package static let recoveries = Report<AgeSum>(
    "demands by age", totalLabel: Heading.total.text,
    [
      .column("age", .age) { $0.age },
      .column("notices", .demands) { $0.demands }.summed(),
      .column("outstandingFen", .outstanding) { $0.outstanding }.summed(),
    ])

  /// A row for each code that was found.
  package static let codes = Report<FindingGroup>(
    "findings by code",
    [
      .column("code", .finding) { $0.code },
      .column("id", .code) { $0.code.code },
      .column("severity", .severity) { $0.sum.severity },
      .column("amountFen", .amount) { $0.sum.amount },
      .column("count", .count) { $0.sum.count },
      .column("known", .knownCount) { $0.known },
      .column("persons", .persons) { $0.persons },
    ])

  /// A row for each finding of a code.
  package static let findings = Report<FindingReports.Row>(
    "findings of a code", hiding: .ifBlank,
    [
      .person { $0.finding.person },
      .column("batch", .batch) { $0.finding.batch },
      .scheme { $0.finding.scheme },
      .column("month", .month) { $0.finding.month },
      .column("amountFen", .amount) { $0.finding.amount },
      .column("known", .knownWhenPaid) { $0.finding.wasKnownWhenPaid },
      .column("by", .responsible) { $0.finding.responsible },
      .column("application", .application) { $0.finding.application },
      .column("stage", .stage) { $0.finding.stage },
      .column("clause", .clause) { $0.finding.clause },
      .column("seqs", .events) { row -> [Table.Cell] in
        let all = row.finding.sequences.map { Table.Cell.number($0) }
        return all.count > mostEvents ? all.prefix(mostEvents) + [.text("…+\(all.count - mostEvents)")] : all
      },
      .column("outcome", .disposition) { $0.disposition?.outcome },
    ])

  /// How many events of a finding the page names; the list beside it names all.
  private static let mostEvents = 8

  /// A policy as it was adopted.
  package struct Adoption: Sendable {
    let scheme: Identifier
    let policy: Policy
    let event: Event?
  }

  /// The adopted policies of a cut, by scheme, in the order of their adoption.
  package static func adoptions(_ brief: AuditBrief) -> [Adoption] {
    let state = brief.report.state
    let events = Dictionary(brief.adoptions.map { ($0.sequence, $0) }, uniquingKeysWith: { first, _ in first })
    return state.schemes.identifiers.filter { $0 == brief.cut.scheme ?? $0 }.sorted().flatMap { scheme -> [Adoption] in
      guard let timeline = state.timeline(of: scheme) else { return [] }
      return zip(timeline.policies, timeline.sequences).map { policy, sequence in
        Adoption(scheme: scheme, policy: policy, event: events[sequence])
      }
    }
  }

  /// A row for each adopted policy.
  package static let policies = Report<Adoption>(
    "policies", hiding: .ifBlank,
    [
      .column("policy", .policy) { $0.policy.pack.id },
      .scheme { $0.scheme },
      .column("document", .document) { $0.policy.pack.document.number },
      .column("effectiveFrom", .effectiveFrom) { $0.policy.effectiveFrom },
      .column("parameters", .parameter) { adoption -> [Table.Cell] in
        adoption.policy.parameters.sorted { $0.key < $1.key }.map { .text("\($0.key)=\($0.value)") }
      },
      .column("seq", .sequence) { $0.event.map { Table.Cell.number($0.sequence) } ?? .none },
      .column("recorded", .recorded) { $0.event?.recorded },
      .column("by", .by) { $0.event?.by },
    ])
}

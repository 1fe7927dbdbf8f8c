import Ledger
package import Papers
package import Subsidy
import Values

/// The tables of the audit's page.
package enum AuditPageReports {
  /// A row for each month in which money moved.
  package static let months = Report<AuditSurvey.MonthSum>(
    "money by month", totalLabel: Heading.total.text,
    [
      .column("month", .month) { $0.month },
      .column("claims", .claims) { $0.claims },
      .column("paidFen", .paid) { $0.paid }.summed(),
      .column("repaidFen", .repaid) { $0.repaid }.summed(),
    ])

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
  package static let recoveries = Report<AuditSurvey.AgeSum>(
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
      .column("count", .count) { $0.sum.count },
      .column("known", .knownCount) { $0.known },
      .column("persons", .persons) { $0.persons },
      .column("amountFen", .amount) { $0.sum.amount },
    ])

  /// A row for each finding of a code.
  package static let findings = Report<FindingReports.Row>(
    "findings of a code", hiding: .ifBlank,
    [
      .person { $0.finding.person },
      .column("batch", .batch) { $0.finding.batch },
      .column("scheme", .scheme) { $0.finding.scheme },
      .column("month", .month) { $0.finding.month },
      .all(of: particulars) { $0 },
    ])

  /// A row for each finding of a person.
  package static let ofPerson = Report<FindingReports.Row>(
    "findings of a person", hiding: .ifBlank,
    [
      .column("month", .month) { $0.finding.month?.description ?? "–" },
      .column("code", .finding) { $0.finding.code },
      .all(of: particulars) { $0 }.without(["by"]),
    ])

  private static let particulars = Report<FindingReports.Row>(
    "particulars", hiding: .ifBlank,
    [
      .column("amountFen", .amount) { $0.finding.amount },
      .column("known", .knownWhenPaid) { $0.finding.wasKnownWhenPaid },
      .column("by", .responsible) { $0.finding.responsible },
      .column("application", .application) { $0.finding.application },
      .column("stage", .stage) { $0.finding.stage },
      .column("clause", .clause) { $0.finding.clause },
      .column("seqs", .events) { $0.finding.sequences.map { Table.Cell.number($0) } },
      .column("outcome", .disposition) { $0.disposition?.outcome },
    ])
}

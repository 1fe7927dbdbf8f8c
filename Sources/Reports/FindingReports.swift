package import Ledger
import Merkle
package import Papers
package import Subsidy
import Values

/// The reports of an audit about its findings.
package enum FindingReports {
  /// A finding and its disposition.
  package struct Row: Sendable {
    let finding: Finding
    let disposition: FindingDisposition?

    /// Takes a finding with the disposition that a state has of it.
    package init(_ finding: Finding, _ state: LedgerState) {
      self.finding = finding
      disposition = state.dispositions[finding.key]
    }
  }

  /// The rows of an audit.
  package static func rows(_ report: AuditReport) -> [Row] { report.findings.map { Row($0, report.state) } }

  /// A row for each code, the gravest first.
  package static let sums = Report<FindingSum>(
    "findings by code", order: ["severity"],
    [
      .column("code", .finding) { $0.code },
      .column("severity", .severity) { $0.severity },
      .column("count", .items) { $0.count },
      .column("amountFen", .amount) { $0.amount },
    ])

  /// A row for each finding; the columns that the contract has come first, in its order.
  ///
  /// > Source: contract section 7, `audit replay --format json`.
  package static let findings = Report<Row>(
    "findings", hiding: .ifBlank,
    [
      .column("code", .finding) { $0.finding.code },
      .person { $0.finding.person },
      .scheme { $0.finding.scheme },
      .column("month", .month) { $0.finding.month },
      .column("amountFen", .amount) { $0.finding.amount },
      .column("knownWhenPaid", .knownWhenPaid) { $0.finding.wasKnownWhenPaid },
      .column("responsible", .responsible) { $0.finding.responsible },
      .column("clause", .clause) { $0.finding.clause },
      .column("seqs", .events) { $0.finding.sequences.map { Table.Cell.number($0) } },
      .column("severity", .severity) { $0.finding.severity },
      .column("application", .application) { $0.finding.application },
      .column("stage", .stage) { $0.finding.stage },
      .column("batch", .batch) { $0.finding.batch },
      .column("outcome", .disposition) { $0.disposition?.outcome }.inTablesOnly(),
      .column("finding", .findingName) { $0.finding.key.description },
      .object("disposition", disposition) { $0.disposition },
    ])

  /// The disposition of a finding.
  package static let disposition = Report<FindingDisposition>(
    "disposition",
    [
      .column("outcome", .disposition) { $0.outcome },
      .column("note", .note) { $0.note },
      .column("by", .disposedBy) { $0.by },
      .column("recorded", .recorded) { $0.recorded },
      .column("seq", .sequence) { Table.Cell.number($0.sequence) },
    ])

  /// The list of doubtful points: a row for each finding, the gravest first and of these the largest, with room for its
  /// outcome.
  package static func doubts(_ report: AuditReport, in language: Language) -> PaperTable {
    doubts(report.findings, report, in: language)
  }

  /// The same of some of the findings.
  package static func doubts(_ findings: [Finding], _ report: AuditReport, in language: Language) -> PaperTable {
    let gravest = Finding.Severity.allCases.flatMap { severity in
      findings.filter { $0.severity == severity }.largestFirst
    }
    let numbered = gravest.enumerated().map { (number: $0.offset + 1, row: Row($0.element, report.state)) }
    return PaperTable(
      title: Text.doubtsTitle(in: language),
      heading: [Text.doubtsHeading(day: report.day, size: report.size, root: report.root.description)(in: language)],
      doubts.table(numbered), in: language)
  }

  private static let doubts = Report<(number: Int, row: Row)>(
    "doubtful points",
    [
      .column("number", .number, .number) { $0.number },
      .column("finding", .findingName) { $0.row.finding.key.description },
      .column("severity", .severity) { $0.row.finding.severity },
      .column("code", .finding) { $0.row.finding.code },
      .person { $0.row.finding.person },
      .scheme { $0.row.finding.scheme },
      .column("month", .month) { $0.row.finding.month },
      .column("application", .application) { $0.row.finding.application },
      .column("stage", .stage) { $0.row.finding.stage },
      .column("batch", .batch) { $0.row.finding.batch },
      .column("amountFen", .amount) { $0.row.finding.amount },
      .column("knownWhenPaid", .knownWhenPaid) { $0.row.finding.wasKnownWhenPaid },
      .column("responsible", .responsible) { $0.row.finding.responsible },
      .column("clause", .clause) { $0.row.finding.clause },
      .column("seqs", .events) { $0.row.finding.sequences.map { Table.Cell.number($0) } },
      .column("outcome", .disposition) { $0.row.disposition?.outcome },
      .column("note", .note) { $0.row.disposition?.note },
      .column("by", .disposedBy) { $0.row.disposition?.by },
      .column("recorded", .disposedOn) { $0.row.disposition?.recorded.civilDate },
    ])
}

extension Text {
  /// The title of the list.
  static var doubtsTitle: Text { Text(en: "Doubtful points", zh: "疑点清单") }
  /// The source of the list.
  static func doubtsHeading(day: CivilDate, size: UInt64, root: String) -> Text {
    Text(en: "as of \(day); \(size) events, root \(root)", zh: "截至 \(day)；事件 \(size) 条，根哈希 \(root)")
  }
}

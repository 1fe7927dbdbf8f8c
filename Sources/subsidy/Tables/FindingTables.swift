import JSONText
import Ledger
import Merkle
import Papers
import Subsidy
import Values

/// The tables of findings.
enum FindingTables {
  /// A row for each code, the gravest first.
  static func sums(_ findings: [Finding]) -> Table {
    var table = Table([
      .init("severity", .severity), .init("code", .finding), .init("count", .items, .number),
      .init("amountFen", .amount, .money),
    ])
    for sum in FindingSum.sums(of: findings) {
      table.row([
        severity(sum.severity), .word(.finding(sum.code), code: sum.code.code), .number(Int64(sum.count)),
        .money(sum.amount),
      ])
    }
    return table
  }

  /// A row for each finding; the columns that the contract has come first, in its order.
  static func findings(_ report: AuditReport) -> Table {
    var table = Table([
      .init("code", .finding), .init("person", .person), .init("scheme", .scheme), .init("month", .month),
      .init("amountFen", .amount, .money), .init("knownWhenPaid", .knownWhenPaid), .init("responsible", .responsible),
      .init("clause", .clause), .init("seqs", .events), .init("severity", .severity),
      .init("application", .application), .init("stage", .stage), .init("batch", .batch),
      .init("outcome", .disposition), .init("finding", .findingName),
    ])
    for finding in report.findings {
      let outcome = report.state.dispositions[finding.key]?.outcome
      table.row([
        .word(.finding(finding.code), code: finding.code.code), text(finding.person), text(finding.scheme),
        finding.month.map { .text($0.description) } ?? .none, .money(finding.amount), known(finding.wasKnownWhenPaid),
        .text(finding.responsible.map(\.description).joined(separator: " ")), .text(finding.clause ?? ""),
        .text(finding.sequences.map(String.init).joined(separator: " ")), severity(finding.severity),
        text(finding.application), text(finding.stage), text(finding.batch),
        outcome.map { .word(.outcome($0), code: $0.rawValue) } ?? .none, .text(finding.key.description),
      ])
    }
    return table
  }

  private static func text(_ name: Identifier?) -> Table.Cell { name.map { .text($0.description) } ?? .none }

  /// How grave a finding is, as a cell.
  static func severity(_ severity: Finding.Severity) -> Table.Cell {
    .word(.severity(severity), code: severity.rawValue)
  }

  /// Whether what makes a payment wrong was known, as a cell.
  static func known(_ wasKnown: Bool?) -> Table.Cell {
    switch wasKnown {
    case true?: .word(Word.yes.text, code: "true")
    case false?: .word(Word.no.text, code: "false")
    case nil: .none
    }
  }

  /// The list of doubtful points: a row for each finding, the gravest first, with room for what became of it.
  static func doubts(_ report: AuditReport, in language: Language) -> PaperTable {
    let headings: [Heading] = [
      .number, .findingName, .severity, .finding, .person, .scheme, .month, .application, .stage, .batch, .amount,
      .knownWhenPaid, .responsible, .clause, .events, .disposition, .note, .disposedBy, .disposedOn,
    ]
    let gravest = report.findings.enumerated().sorted { left, right in
      left.element.severity == right.element.severity
        ? left.offset < right.offset : left.element.severity > right.element.severity
    }
    let rows = gravest.enumerated().map { number, item in
      let finding = item.element
      let disposition = report.state.dispositions[finding.key]
      return [
        String(number + 1), finding.key.description, Text.severity(finding.severity)(in: language),
        Text.finding(finding.code)(in: language), finding.person?.description ?? "",
        finding.scheme?.description ?? "", finding.month?.description ?? "", finding.application?.description ?? "",
        finding.stage?.description ?? "", finding.batch?.description ?? "", finding.amount.yuan,
        finding.wasKnownWhenPaid.map { ($0 ? Word.yes : .no).text(in: language) } ?? "",
        finding.responsible.map(\.description).joined(separator: " "), finding.clause ?? "",
        finding.sequences.map(String.init).joined(separator: " "),
        disposition.map { Text.outcome($0.outcome)(in: language) } ?? "", disposition?.note ?? "",
        disposition?.by.description ?? "", disposition?.recorded.civilDate.description ?? "",
      ]
    }
    return PaperTable(
      title: Text.doubtsTitle(in: language),
      heading: [Text.doubtsHeading(day: report.day, size: report.size, root: report.root.description)(in: language)],
      columns: headings.map { $0.text(in: language) }, rows: rows)
  }
}

extension FindingTables {
  /// Writes a finding: the contract's members first, in its order.
  ///
  /// > Source: contract section 7, `audit replay --format json`.
  static func write(_ finding: Finding, _ disposition: FindingDisposition?, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("code", finding.code.code)
    writer.field("person", orNull: finding.person?.description)
    writer.field("scheme", orNull: finding.scheme?.description)
    writer.field("month", orNull: finding.month?.description)
    writer.field("amountFen", finding.amount)
    writer.key("knownWhenPaid")
    if let wasKnown = finding.wasKnownWhenPaid { writer.value(wasKnown) } else { writer.null() }
    writer.key("responsible")
    writer.beginArray()
    for person in finding.responsible { writer.value(person) }
    writer.endArray()
    writer.field("clause", orNull: finding.clause)
    writer.key("seqs")
    writer.beginArray()
    for sequence in finding.sequences { writer.value(Int64(clamping: sequence)) }
    writer.endArray()
    writer.field("severity", finding.severity.rawValue)
    writer.field("application", orNull: finding.application?.description)
    writer.field("stage", orNull: finding.stage?.description)
    writer.field("batch", orNull: finding.batch?.description)
    writer.field("finding", finding.key.description)
    writer.key("disposition")
    if let disposition { write(disposition, to: &writer) } else { writer.null() }
    writer.endObject()
  }

  private static func write(_ disposition: FindingDisposition, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("outcome", disposition.outcome.rawValue)
    writer.field("note", disposition.note)
    writer.field("by", disposition.by)
    writer.field("recorded", disposition.recorded)
    writer.field("seq", Int64(clamping: disposition.sequence))
    writer.endObject()
  }

  /// Writes the sums by code.
  static func writeSums(_ findings: [Finding], to writer: inout JSONWriter) {
    writer.beginArray()
    for sum in FindingSum.sums(of: findings) {
      writer.beginObject()
      writer.field("code", sum.code.code)
      writer.field("severity", sum.severity.rawValue)
      writer.field("count", sum.count)
      writer.field("amountFen", sum.amount)
      writer.endObject()
    }
    writer.endArray()
  }
}

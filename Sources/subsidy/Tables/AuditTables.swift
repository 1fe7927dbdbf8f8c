import EventLog
import JSONText
import Ledger
import Merkle
import Subsidy
import Values

/// The tables of an audit.
enum AuditTables {
  /// What verification found, a row for each figure.
  static func verification(_ report: VerificationReport) -> Table {
    var table = Table([.init("check", .check), .init("value", .value)])
    func count(_ label: Text, _ code: String, _ value: UInt64) {
      table.row([.word(label, code: code), .word(.count(value), code: "\(value)")])
    }
    table.row([.word(Heading.result.text, code: "outcome"), .word(.outcome(report), code: outcome(report))])
    count(.verifiedEvents, "size", report.size)
    table.row([.word(.verifiedRoot, code: "root"), .text(report.root.description)])
    count(.verifiedCommits, "commits", report.commits)
    count(.verifiedSegments, "segments", UInt64(report.segments))
    count(.verifiedBytes, "bytes", report.bytes)
    return table
  }

  /// The exit code that says how verification ended.
  ///
  /// > Source: contract section 7, `audit verify`.
  static func exit(of report: VerificationReport) -> ExitCode {
    switch report.outcome {
    case .whole: .done
    case .corrupt: .found
    case .tornTail: .tornTail
    case .unreadable: .unreadable
    }
  }

  /// How verification ended, as a code.
  private static func outcome(_ report: VerificationReport) -> String {
    switch report.outcome {
    case .whole: "whole"
    case .corrupt: "corrupt"
    case .tornTail: "torn-tail"
    case .unreadable: "unreadable"
    }
  }

  /// Writes what verification found, and how a checkpoint that was kept agrees with it.
  static func write(
    _ report: VerificationReport, _ comparison: KeptComparison? = nil, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.field("outcome", outcome(report))
    writer.field("size", Int64(clamping: report.size))
    writer.field("root", report.root.description)
    writer.field("commits", Int64(clamping: report.commits))
    writer.field("segments", report.segments)
    writer.field("bytes", Int64(clamping: report.bytes))
    writer.field("inFlightBytes", Int64(clamping: report.inFlightBytes))
    if case .corrupt(let fault) = report.outcome {
      writer.key("fault")
      writer.beginObject()
      writer.field("segment", fault.segmentName)
      writer.field("line", Int64(clamping: fault.line))
      writer.field("offset", Int64(clamping: fault.offset))
      writer.endObject()
    }
    if let comparison {
      writer.key("against")
      ProofTables.write(comparison, to: &writer)
    }
    writer.endObject()
  }

  /// The sums over all claims, a row for each.
  static func totals(_ totals: AuditTotals) -> Table {
    var table = Table([
      .init("persons", .persons, .number), .init("months", .months, .number), .init("entitledFen", .entitled, .money),
      .init("paidFen", .paid, .money), .init("repaidFen", .repaid, .money), .init("payableFen", .payable, .money),
      .init("overpaidFen", .overpaid, .money), .init("demandedFen", .demanded, .money),
      .init("outstandingFen", .outstanding, .money), .init("undemandedFen", .undemanded, .money),
    ])
    table.row([
      .number(Int64(totals.persons)), .number(Int64(totals.months)), .money(totals.entitled), .money(totals.paid),
      .money(totals.repaid), .money(totals.payable), .money(totals.recovery.overpaid), .money(totals.recovery.demanded),
      .money(totals.recovery.outstanding), .money(totals.recovery.undemanded),
    ])
    return table
  }

  /// A row for each finding.
  static func findings(_ findings: [Finding]) -> Table {
    var table = Table([
      .init("code", .finding), .init("person", .person), .init("scheme", .scheme), .init("month", .month),
      .init("amountFen", .amount, .money), .init("knownWhenPaid", .knownWhenPaid), .init("responsible", .responsible),
      .init("clause", .clause), .init("seqs", .events),
    ])
    for finding in findings {
      table.row([
        .word(.finding(finding.code), code: finding.code.code), .text(finding.person?.description ?? ""),
        .text(finding.scheme?.description ?? ""),
        .text(finding.month?.description ?? ""), .money(finding.amount), known(finding.wasKnownWhenPaid),
        .text(finding.responsible.map(\.description).joined(separator: " ")), .text(finding.clause ?? ""),
        .text(finding.sequences.map(String.init).joined(separator: " ")),
      ])
    }
    return table
  }

  /// Whether what makes a payment wrong was known, as a cell.
  static func known(_ wasKnown: Bool?) -> Table.Cell {
    switch wasKnown {
    case true?: .word(Word.yes.text, code: "true")
    case false?: .word(Word.no.text, code: "false")
    case nil: .none
    }
  }

  /// Writes the report in the contract's form.
  ///
  /// > Source: contract section 7, `audit replay --format json`.
  static func write(_ report: AuditReport, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("size", Int64(clamping: report.size))
    writer.field("root", report.root.description)
    writer.key("totals")
    write(report.totals, to: &writer)
    writer.key("findings")
    writer.beginArray()
    for finding in report.findings { write(finding, to: &writer) }
    writer.endArray()
    writer.endObject()
  }

  private static func write(_ totals: AuditTotals, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("persons", totals.persons)
    writer.field("months", totals.months)
    writer.field("entitledFen", totals.entitled)
    writer.field("paidFen", totals.paid)
    writer.field("repaidFen", totals.repaid)
    writer.field("payableFen", totals.payable)
    writer.field("overpaidFen", totals.recovery.overpaid)
    writer.field("demandedFen", totals.recovery.demanded)
    writer.field("outstandingFen", totals.recovery.outstanding)
    writer.field("undemandedFen", totals.recovery.undemanded)
    writer.endObject()
  }

  private static func write(_ finding: Finding, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("code", finding.code.code)
    writer.key("person")
    if let person = finding.person { writer.value(person) } else { writer.null() }
    writer.key("scheme")
    if let scheme = finding.scheme { writer.value(scheme) } else { writer.null() }
    writer.key("month")
    if let month = finding.month { writer.value(month) } else { writer.null() }
    writer.field("amountFen", finding.amount)
    writer.key("knownWhenPaid")
    if let wasKnown = finding.wasKnownWhenPaid { writer.value(wasKnown) } else { writer.null() }
    writer.key("responsible")
    writer.beginArray()
    for person in finding.responsible { writer.value(person) }
    writer.endArray()
    writer.key("clause")
    if let clause = finding.clause { writer.value(clause) } else { writer.null() }
    writer.key("seqs")
    writer.beginArray()
    for sequence in finding.sequences { writer.value(Int64(clamping: sequence)) }
    writer.endArray()
    writer.endObject()
  }
}

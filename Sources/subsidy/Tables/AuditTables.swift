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

  /// Writes what verification found, and how a checkpoint that was kept agrees with it; the file is that of the proof
  /// that fails.
  static func write(
    _ report: VerificationReport, _ kept: (comparison: KeptComparison, file: String?)? = nil,
    to writer: inout JSONWriter
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
    if let kept {
      writer.key("against")
      ProofTables.write(kept.comparison, failingProof: kept.file, to: &writer)
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
    for finding in report.findings {
      FindingTables.write(finding, report.state.dispositions[finding.key], to: &writer)
    }
    writer.endArray()
    writer.field("day", report.day)
    writer.key("sums")
    FindingTables.writeSums(report.findings, to: &writer)
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
}

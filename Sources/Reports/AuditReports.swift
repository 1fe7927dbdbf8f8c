package import EventLog
import JSONText
package import Ledger
import Merkle
package import Notes
package import Papers
package import Subsidy
import Values

/// The reports of an audit.
package enum AuditReports {
  /// The findings of a verification, and its comparisons with the vault and with a checkpoint that was kept.
  package struct Verification: Sendable {
    let report: VerificationReport
    let vault: VaultVerdict
    let kept: KeptRow?
    let clocks: [CorrectedClock]
    let incidents: [Event]
    let looks: AccessComparison?

    /// Joins them.
    package init(
      _ report: VerificationReport, vault: VaultVerdict, against kept: KeptRow? = nil, clocks: [CorrectedClock] = [],
      incidents: [Event] = [], looks: AccessComparison? = nil
    ) {
      self.looks = looks
      self.clocks = clocks
      self.incidents = incidents
      self.report = report
      self.vault = vault
      self.kept = kept
    }

    /// The result: a log that differs from the kept checkpoint is reported as such, even if it agrees with itself.
    var result: Result {
      if let kept, !kept.comparison.isPrefix { return .notKept }
      return .log(report.outcome)
    }
  }

  /// The result of a verification.
  enum Result {
    /// As the log alone shows.
    case log(VerificationReport.Outcome)
    /// The log does not begin with the kept checkpoint's events.
    case notKept
  }

  /// The verdict on the vault, compared with a log.
  package enum VaultVerdict: Sendable {
    /// Nothing: the log is not whole.
    case notCompared
    /// There is none here.
    case absent
    /// It could not be read.
    case unreadable
    /// It was compared with the log's digests.
    case compared(VaultComparison)

    package var code: String {
      switch self {
      case .notCompared: "not-compared"
      case .absent: "absent"
      case .unreadable: "unreadable"
      case .compared(let comparison): comparison.isWhole ? "whole" : "damaged"
      }
    }

    var comparison: VaultComparison? {
      switch self {
      case .notCompared, .absent, .unreadable: nil
      case .compared(let comparison): comparison
      }
    }
  }

  /// A checkpoint that was kept, and the file of the proof that fails.
  package typealias KeptRow = (comparison: KeptComparison, failingProof: String?)

  /// The findings of a verification, one figure each.
  package static let verification = Report<Verification>(
    "audit verify",
    [
      .column("outcome", .result) { $0.result },
      .column("size", .events) { $0.report.size },
      .column("root", .root) { $0.report.root.description },
      .column("commits", .commits) { $0.report.commits },
      .column("signed", .signed) { $0.report.signed },
      .column("segments", .segments) { $0.report.segments },
      .column("bytes", .bytes) { $0.report.bytes },
      .member("inFlightBytes") { $0.report.inFlightBytes },
      .json { row, writer in
        if case .corrupt(let found) = row.report.outcome {
          writer.key("fault")
          fault.write((found, row.report.missing), to: &writer)
        }
        if let found = row.kept {
          writer.key("against")
          kept.write(found, to: &writer)
        }
      },
      .object("vault", vault) { $0.vault },
      .json { row, writer in
        guard let looks = row.looks else { return }
        writer.key("looks")
        AccessReports.verified.write(looks, to: &writer)
      },
      .rowsIfAny("clockCorrections", clocks) { $0.clocks },
      .rowsIfAny("incidents", incidents) { $0.incidents },
    ])

  /// A row for each event that reports an intervention in the log, its time or closed books.
  package static let incidents = Report<Event>(
    "incidents", order: ["seq"],
    [
      .column("seq", .sequence, .number) { Table.Cell.number($0.sequence) },
      .column("recorded", .recorded) { $0.recorded },
      .column("by", .by) { $0.by },
      .column("type", .kind) { Table.Cell.word(EventWords($0.body).matter, code: $0.body.type.rawValue) },
      .column("event", .content) { EventContent(event: $0, local: LocalWords()) },
    ])

  /// The corrections of the clock.
  private static let clocks = Report<CorrectedClock>(
    "clock corrections",
    [
      .member("seq") { $0.sequence },
      .member("of") { $0.body.of },
      .member("request") { $0.body.request },
      .member("reason") { $0.body.reason },
      .member("by") { $0.by },
      .member("recorded") { $0.recorded },
      .rows("events", changedInstants) { $0.changes },
    ])

  /// A row for each event whose instant a correction of the clock changes.
  package static let changedInstants = Report<ClockSurvey.Change>(
    "clock correct", order: ["seq"],
    [
      .column("seq", .sequence) { $0.sequence },
      .column("type", .kind) { Table.Cell.word(EventWords($0.body).matter, code: $0.body.type.rawValue) },
      .column("recorded", .recorded) { $0.recorded },
      .column("corrected", .countsAs) { $0.corrected },
    ])

  private static let vault = Report<VaultVerdict>(
    "vault",
    [
      .member("outcome") { $0.code },
      .member("digests") { $0.comparison?.digests },
      .member("missing") { $0.comparison?.missing },
      .member("damaged") { $0.comparison?.damaged },
      .member("firstSeq") { $0.comparison?.firstFault },
      .json { row, writer in
        guard let comparison = row.comparison, comparison.erased > 0 else { return }
        writer.key("erased")
        comparison.erased.write(to: &writer)
        writer.key("toErase")
        comparison.toErase.write(to: &writer)
      },
    ])

  private static let fault = Report<(fault: LogFault, missing: UInt64?)>(
    "fault",
    [
      .member("segment") { $0.fault.segmentName },
      .member("line") { $0.fault.line },
      .member("offset") { $0.fault.offset },
      .json { row, writer in
        if let missing = row.missing {
          writer.key("missing")
          missing.write(to: &writer)
        }
      },
    ])

  private static let kept = Report<KeptRow>(
    "kept checkpoint",
    [
      .member("origin") { $0.comparison.kept.origin },
      .member("size") { $0.comparison.kept.size },
      .member("root") { $0.comparison.kept.digits },
      .member("found") { $0.comparison.root?.description },
      .member("isPrefix") { $0.comparison.isPrefix },
      .member("failingProof") { $0.failingProof },
    ])

  /// The sums over all claims.
  package static let totals = Report<AuditTotals>(
    "totals",
    [
      .column("persons", .persons) { $0.persons },
      .column("months", .months) { $0.months },
      .column("entitledFen", .entitled) { $0.entitled },
      .column("paidFen", .paid) { $0.paid },
      .column("repaidFen", .repaid) { $0.repaid },
      .column("payableFen", .payable) { $0.payable },
      .column("overpaidFen", .overpaid) { $0.recovery.overpaid },
      .column("demandedFen", .demanded) { $0.recovery.demanded },
      .column("outstandingFen", .outstanding) { $0.recovery.outstanding },
      .column("undemandedFen", .undemanded) { $0.recovery.undemanded },
    ])

  /// The whole of a replay.
  ///
  /// > Source: contract section 7, `audit replay --format json`.
  package static let replay = Report<AuditReport>(
    "audit replay",
    [
      .member("size") { $0.size },
      .member("root") { $0.root.description },
      .member("isSigned") { $0.state.operators.demandsKeys },
      .object("totals", totals) { $0.totals },
      .rows("findings", FindingReports.findings) { FindingReports.rows($0) },
      .member("day") { $0.day },
      .rows("sums", FindingReports.sums) { FindingSum.sums(of: $0.findings) },
      .rowsIfAny("clockCorrections", clocks) { $0.clocks },
      .rowsIfAny("incidents", incidents) { $0.incidents },
    ])

  /// The statements that a proof proves, one figure each.
  package static let proof = Report<CheckedProof>(
    "audit check-proof", order: ["origin"],
    [
      .json { proof, writer in
        switch proof.claim {
        case .inclusion: writer.field("kind", "inclusion")
        case .consistency: writer.field("kind", "consistency")
        }
      },
      .column("index", .sequence, .number) { proof -> Table.Cell? in
        if case .inclusion(let index, _) = proof.claim { .number(index) } else { nil }
      }.ifAny(),
      .column("oldSize", .oldSize, .number) { proof -> Table.Cell? in
        if case .consistency(let size, _) = proof.claim { .number(size) } else { nil }
      }.ifAny(),
      .column("oldRoot", .oldRoot) { proof -> String? in
        if case .consistency(_, let root) = proof.claim { root.description } else { nil }
      }.ifAny(),
      .column("origin", .origin) { $0.checkpoint.origin },
      .column("size", .events, .number) { Table.Cell.number($0.checkpoint.size) },
      .column("root", .root) { $0.checkpoint.root.description },
      .column("event", .eventLine) { proof -> String? in
        if case .inclusion(_, let line) = proof.claim { String(decoding: line, as: UTF8.self) } else { nil }
      }.ifAny(),
      .member("signatures") { $0.signatures },
      .member("signers") { $0.signers.map { "\($0.name)+\($0.hexID)" } },
    ])

  /// The data that a witness keeps.
  package static let witness = Report<Witness.Kept>(
    "audit witness",
    [
      .column("origin", .origin) { $0.checkpoint.origin },
      .column("size", .events, .number) { Table.Cell.number($0.checkpoint.size) },
      .column("root", .root) { $0.checkpoint.root.description },
      .member("file") { $0.file },
    ])

  /// The payments of a month, each with the file of its proof.
  package static let payments = Report<PackageContents.Payment>(
    "payments",
    [
      .column("seq", .sequence) { $0.sequence },
      .person { $0.payment.person },
      .scheme { $0.payment.scheme },
      .column("month", .month) { $0.payment.month },
      .column("amountFen", .amount) { $0.payment.amount },
      .column("batch", .batch) { $0.payment.batch },
      .column("proof", .proof) { $0.proof },
    ])
}

extension AuditReports.Result: Worded {
  var code: String {
    switch self {
    case .log(.whole): "whole"
    case .log(.corrupt): "corrupt"
    case .log(.tornTail): "torn-tail"
    case .log(.unreadable): "unreadable"
    case .notKept: "not-kept"
    }
  }

  var words: Text {
    switch self {
    case .log(let outcome): outcome.words
    case .notKept: Text(en: "not what was kept", zh: "与所保存的不符")
    }
  }
}

extension VerificationReport.Outcome {
  /// The result of a verification, in a word.
  package var words: Text {
    switch self {
    case .whole: Text(en: "whole", zh: "完整")
    case .corrupt: Text(en: "corrupt", zh: "已损坏")
    case .tornTail: Text(en: "whole but for a torn tail", zh: "完整，末尾有未写完的字节")
    case .unreadable: Text(en: "unreadable", zh: "无法读取")
    }
  }
}

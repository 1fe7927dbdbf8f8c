import JSONText
package import Ledger
package import Papers
package import ReadModel
package import Subsidy
import Values

/// The reports about payment batches.
package enum BatchReports {
  /// A batch, with its items if they are wanted.
  package struct Row: Sendable {
    let found: BatchSummary
    let items: [BatchLine]?

    /// Takes a batch.
    package init(_ found: BatchSummary, items: [BatchLine]? = nil) {
      self.found = found
      self.items = items
    }
  }

  /// A row for each batch; one that was cancelled or recalled moves no money.
  package static let list = Report<Row>(
    "batch list",
    [
      .column("batch", .batch) { $0.found.batch },
      .scheme { $0.found.scheme },
      .column("through", .through) { $0.found.through },
      .column("state", .state) { state(of: $0.found) },
      .column("persons", .persons) { $0.found.persons },
      .column("items", .items) { $0.found.items }.summed { !$0.found.isGivenUp },
      .column("totalFen", .total) { $0.found.total }.summed { !$0.found.isGivenUp },
      .column("paidFen", .paid) { $0.found.paid }.summed().inTablesOnly().notInCSV(),
      .column("returnedFen", .bankReturned) { $0.found.answers[.returned].total }.summed().inTablesOnly().notInCSV(),
      .column("silentFen", .silent) { silent(in: $0.found)?.total }.summed { silent(in: $0.found) != nil }
        .inTablesOnly().notInCSV().hidden(.ifBlank),
      .column("fundsReceivedFen", .funds) { $0.found.fundsReceived }.summed().inTablesOnly().notInCSV()
        .hidden(.ifZero),
      .member("draftedBy") { $0.found.drafter },
      .member("approvedBy") { $0.found.approver },
      .member("exportSha256") { $0.found.exportSHA256 },
      .json { row, writer in
        guard row.found.fundsToReturn > .zero else { return }
        writer.key("fundsToReturnFen")
        writer.value(row.found.fundsToReturn)
      },
      .json { row, writer in
        guard let items = row.items else { return }
        writer.key("lines")
        BatchReports.items.write(items, to: &writer)
      },
    ])

  /// The state of a batch: settled once the bank has answered for all of it.
  private static func state(of batch: BatchSummary) -> Table.Cell {
    .word(batch.isSettled ? .settled : batch.stage.words, code: batch.stage.code)
  }

  /// The part that was sent and has no answer; nil before it is sent.
  private static func silent(in batch: BatchSummary) -> BatchAnswers.Part? {
    batch.stage.isSent ? batch.answers[.open] : nil
  }

  /// The outcome of a line; before it is sent there is no answer.
  private static func outcome(of line: BatchLine) -> Table.Cell {
    let outcome = line.item.outcome
    return .word(outcome == .open && !line.isSent ? .notSent : outcome.words, code: outcome.code)
  }

  /// A row for each batch and a column for each of its steps: the month as a board.
  package static let board = Report<BatchProgress>(
    "batch board",
    [
      .column("batch", .batch) { $0.batch.batch },
      .scheme { $0.batch.scheme },
      .column("items", .items) { $0.batch.items }.summed { !$0.batch.isGivenUp },
      .column("totalFen", .total) { $0.batch.total }.summed { !$0.batch.isGivenUp },
      .column("draft", .stepDraft, .code) { standing(.draft, of: $0) },
      .column("check", .stepCheck, .code) { standing(.check, of: $0) },
      .column("approve", .stepApprove, .code) { standing(.approve, of: $0) },
      .column("request", .stepRequest, .code) { standing(.request, of: $0) },
      .column("fund", .stepFund, .code) { standing(.fund, of: $0) },
      .column("export", .stepExport, .code) { standing(.export, of: $0) },
      .column("settle", .stepSettle, .code) { standing(.settle, of: $0) },
      .column("reconcile", .stepReconcile, .code) { standing(.reconcile, of: $0) },
    ])

  /// The standing of a step of a batch; a batch that was given up takes no further steps.
  private static func standing(_ step: BatchStep, of progress: BatchProgress) -> Table.Cell {
    switch progress[step] {
    case .done(let by): .word(by.map { Text(same: $0.description) } ?? .stepDone, code: "done")
    case .now: .word(.stepNow, code: "now")
    case .later: progress.batch.isGivenUp ? .word(.stepGivenUp, code: "given-up") : .word(.stepLater, code: "later")
    case .notAsked: .word(.stepNotAsked, code: "not-asked")
    case .notRecorded(let clause): .word(.stepNotRecorded + .inBrackets(clause), code: "not-recorded")
    }
  }

  /// A row for each item of a batch.
  package static let items = Report<BatchLine>(
    "batch show",
    [
      .person { $0.item.person },
      .scheme { $0.item.scheme }.inTablesOnly(),
      .column("month", .month) { $0.item.month },
      .column("amountFen", .amount) { $0.item.amount }.summed(),
      .column("outcome", .state) { outcome(of: $0) },
      .column("returnedFrom", .returnedFrom) { $0.item.returnedFrom }.ifAny(),
      .column("hold", .hold) { $0.hold }.ifAny().hidden(.ifBlank),
    ])

  /// The draft.
  package static let draft = Report<DraftOutcome>(
    "batch draft",
    [
      .column("batch", .batch) { $0.drafted.batch },
      .scheme { $0.drafted.scheme },
      .column("through", .through) { $0.drafted.through },
      .column("persons", .persons) { $0.drafted.persons },
      .column("items", .items) { $0.drafted.items },
      .column("totalFen", .total) { $0.drafted.total },
      .rowsIfAny("held", held) { $0.held },
      .rowsIfAny("unswept", DeadlineReports.sweep) { $0.unswept },
    ])

  /// A payment that a draft left out.
  private static let held = Report<HeldPayment>(
    "batch held",
    [
      .person { $0.person },
      .column("month", .month) { $0.month },
      .column("amountFen", .amount) { $0.amount },
      .column("hold", .hold) { $0.hold.kind },
    ])

  /// A row for each total of a batch.
  package static let totals = Report<BatchTotal>(
    "batch totals",
    [
      .column("kind", .kind) { $0.kind },
      .column("value", .name) { Table.Cell.word($0.words, code: $0.value) },
      .column("items", .items) { $0.items },
      .column("totalFen", .total) { $0.total },
    ])
}

extension BatchReports {
  /// A part of the sums of a settlement or a reconciliation.
  package struct Part: Sendable {
    let name: Table.Cell
    let items: Int?
    let amount: Fen?

    init(_ words: Text, _ code: String, _ items: Int?, _ amount: Fen?) {
      name = .word(words, code: code)
      self.items = items
      self.amount = amount
    }
  }

  /// A row for each part.
  package static let parts = Report<Part>(
    "batch parts",
    [
      .column("result", .result) { $0.name },
      .column("items", .items) { $0.items },
      .column("amountFen", .amount) { $0.amount },
    ])

  /// The results of a settlement, as rows.
  package static func parts(of outcome: SettlementOutcome) -> [Part] {
    let (paid, returned, open) = (BatchItem.Outcome.paid, BatchItem.Outcome.returned, BatchItem.Outcome.open)
    return [
      Part(paid.words, paid.code, outcome.paid, outcome.paidTotal),
      Part(returned.words, returned.code, outcome.returned, outcome.returnedTotal),
      Part(.knownAlready, "known", outcome.known, nil), Part(open.words, open.code, outcome.open, nil),
    ]
  }

  /// The results of a settlement, as one object.
  package static let settlement = Report<SettlementOutcome>(
    "batch settle",
    [
      .member("paid") { $0.paid },
      .member("paidFen") { $0.paidTotal },
      .member("returned") { $0.returned },
      .member("returnedFen") { $0.returnedTotal },
      .member("known") { $0.known },
      .member("open") { $0.open },
    ])

  /// The outcome of a batch and of the treasury's money, as rows.
  package static func parts(of found: BatchReconciliation) -> [Part] {
    func part(_ words: Text, _ code: String, _ part: BatchAnswers.Part) -> Part {
      Part(words, code, part.items, part.total)
    }
    return [
      part(BatchState.Stage.drafted.words, "drafted", found.drafted), part(.ordered, "ordered", found.answers.all),
      part(BatchItem.Outcome.paid.words, "paid", found.answers[.paid]),
      part(BatchItem.Outcome.returned.words, "returned", found.answers[.returned]),
      part(found.isSent ? .silent : .notSent, "silent", found.answers[.open]),
      Part(.fundsRequested, "funds-requested", nil, found.fundsRequested),
      Part(.fundsReceived, "funds-received", nil, found.fundsReceived),
    ]
  }

  /// The outcome of a batch, as one object.
  package static let reconciliation = Report<BatchReconciliation>(
    "batch reconcile",
    [
      .object("drafted", part) { $0.drafted },
      .object("ordered", part) { $0.answers.all },
      .object("paid", part) { $0.answers[.paid] },
      .object("returned", part) { $0.answers[.returned] },
      .object("silent", part) { $0.answers[.open] },
      .member("fundsRequestedFen") { $0.fundsRequested },
      .member("fundsReceivedFen") { $0.fundsReceived },
      .member("balanced") { $0.isBalanced },
    ])

  private static let part = Report<BatchAnswers.Part>(
    "batch part",
    [
      .member("items") { $0.items },
      .member("amountFen") { $0.total },
    ])
}

extension Text {
  fileprivate static var stepDone: Text { Text(en: "done", zh: "已办") }
  fileprivate static var stepNow: Text { Text(en: "now", zh: "待办") }
  fileprivate static var stepLater: Text { Text(en: "later", zh: "待") }
  fileprivate static var stepGivenUp: Text { Text(en: "given up", zh: "已作废") }
  fileprivate static var stepNotAsked: Text { Text(en: "not asked for", zh: "不要求") }
  fileprivate static var stepNotRecorded: Text { Text(en: "not recorded", zh: "未登记") }
  static var knownAlready: Text { Text(en: "known already", zh: "早已登记") }
  static var ordered: Text { Text(en: "ordered", zh: "已列入批次") }
  static var silent: Text { Text(en: "sent, no answer", zh: "已送未回盘") }
  static var notSent: Text { Text(en: "not sent yet", zh: "尚未送银行") }
  static var settled: Text { Text(en: "settled", zh: "已结清") }
  static var fundsRequested: Text { Text(en: "requested of the treasury", zh: "申请拨付资金") }
  static var fundsReceived: Text { Text(en: "received of the treasury", zh: "资金到位") }
}

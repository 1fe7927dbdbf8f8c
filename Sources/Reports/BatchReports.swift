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
      .column("scheme", .scheme) { $0.found.scheme },
      .column("through", .through) { $0.found.through },
      .column("state", .state) { $0.found.stage },
      .column("persons", .persons) { $0.found.persons },
      .column("items", .items) { $0.found.items }.summed { !$0.found.isGivenUp },
      .column("totalFen", .total) { $0.found.total }.summed { !$0.found.isGivenUp },
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

  /// A row for each item of a batch.
  package static let items = Report<BatchLine>(
    "batch show",
    [
      .person { $0.item.person },
      .column("scheme", .scheme) { $0.item.scheme }.inTablesOnly(),
      .column("month", .month) { $0.item.month },
      .column("amountFen", .amount) { $0.item.amount }.summed(),
      .column("outcome", .state) { $0.item.outcome },
      .column("returnedFrom", .returnedFrom) { $0.item.returnedFrom }.ifAny(),
      .column("hold", .hold) { $0.hold }.ifAny().hidden(.ifBlank),
    ])

  /// What was drafted.
  package static let draft = Report<DraftOutcome>(
    "batch draft",
    [
      .column("batch", .batch) { $0.drafted.batch },
      .column("scheme", .scheme) { $0.drafted.scheme },
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
      .column("value", .name) { $0.value.isEmpty ? .word(.valueUnknown, code: "") : Table.Cell.text($0.value) },
      .column("items", .items) { $0.items },
      .column("totalFen", .total) { $0.total },
    ])
}

extension BatchReports {
  /// A part of what a settlement or a reconciliation comes to.
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

  /// What a settlement did, as rows.
  package static func parts(of outcome: SettlementOutcome) -> [Part] {
    let (paid, returned, open) = (BatchItem.Outcome.paid, BatchItem.Outcome.returned, BatchItem.Outcome.open)
    return [
      Part(paid.words, paid.code, outcome.paid, outcome.paidTotal),
      Part(returned.words, returned.code, outcome.returned, outcome.returnedTotal),
      Part(.knownAlready, "known", outcome.known, nil), Part(open.words, open.code, outcome.open, nil),
    ]
  }

  /// What a settlement did, as one object.
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

  /// What became of a batch and of the treasury's money, as rows.
  package static func parts(of found: BatchReconciliation) -> [Part] {
    func part(_ words: Text, _ code: String, _ part: BatchReconciliation.Part) -> Part {
      Part(words, code, part.items, part.total)
    }
    return [
      part(BatchState.Stage.drafted.words, "drafted", found.drafted), part(.ordered, "ordered", found.ordered),
      part(BatchItem.Outcome.paid.words, "paid", found.paid),
      part(BatchItem.Outcome.returned.words, "returned", found.returned), part(.silent, "silent", found.silent),
      Part(.fundsRequested, "funds-requested", nil, found.fundsRequested),
      Part(.fundsReceived, "funds-received", nil, found.fundsReceived),
    ]
  }

  /// What became of a batch, as one object.
  package static let reconciliation = Report<BatchReconciliation>(
    "batch reconcile",
    [
      .object("drafted", part) { $0.drafted },
      .object("ordered", part) { $0.ordered },
      .object("paid", part) { $0.paid },
      .object("returned", part) { $0.returned },
      .object("silent", part) { $0.silent },
      .member("fundsRequestedFen") { $0.fundsRequested },
      .member("fundsReceivedFen") { $0.fundsReceived },
      .member("balanced") { $0.isBalanced },
    ])

  private static let part = Report<BatchReconciliation.Part>(
    "batch part",
    [
      .member("items") { $0.items },
      .member("amountFen") { $0.total },
    ])
}

extension Text {
  static var valueUnknown: Text { Text(en: "(not known)", zh: "（未知）") }
  static var knownAlready: Text { Text(en: "known already", zh: "早已登记") }
  static var ordered: Text { Text(en: "ordered", zh: "已列支") }
  static var silent: Text { Text(en: "sent, no answer", zh: "已送未回盘") }
  static var fundsRequested: Text { Text(en: "requested of the treasury", zh: "申请拨付资金") }
  static var fundsReceived: Text { Text(en: "received of the treasury", zh: "资金到位") }
}

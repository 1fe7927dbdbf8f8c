import Subsidy
import Values

/// One row for each payment batch that has an event of its own.
///
/// A batch of an imported past that only payments name has none, because payees are for the persons' tables.
struct BatchesProjection: Projection {
  struct Row {
    let name: Identifier
    let scheme: Identifier?
    let drafter: Identifier?
    let approver: Identifier?
    let checker: Identifier?
    let batch: BatchState
  }

  let table = TableDeclaration<Row>(
    "batches", version: 3,
    key: [Column("batch") { $0.name }],
    columns: [
      Column("scheme") { $0.scheme },
      Column("through") { $0.batch.through },
      Column("stage") { $0.batch.stage },
      Column("persons") { $0.batch.persons },
      Column("items") { $0.batch.itemsDrafted },
      Column("total_fen") { $0.batch.totalDrafted },
      Column("drafted_by") { $0.drafter },
      Column("drafted_at") { $0.batch.draftedAt },
      Column("approved_by") { $0.approver },
      Column("export_sha256") { $0.batch.export?.sha256 },
      Column("checked_by") { $0.checker },
      Column("funds_requested_fen") { $0.batch.fundsRequested },
      Column("funds_received_fen") { $0.batch.fundsReceived },
      Column("district") { $0.batch.district },
    ])

  func rows(_ state: Void, in ledger: LedgerState) -> [Row] {
    zip(ledger.batchNames.identifiers, ledger.batches).filter(\.1.isTold).map { name, batch in
      Row(
        name: name, scheme: batch.scheme.map { ledger.schemes[$0] }, drafter: batch.drafter.map { ledger.names[$0] },
        approver: batch.approver.map { ledger.names[$0] }, checker: batch.checker.map { ledger.names[$0] },
        batch: batch)
    }
  }
}

extension BatchState.Stage: ColumnCode {}

extension BatchState {
  /// Whether an event is about the batch itself and not only about a payment.
  fileprivate var isTold: Bool {
    stage != .named || checker != nil || fundsRequested > .zero || !funds.isEmpty
  }
}

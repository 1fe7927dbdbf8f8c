import Subsidy
import Values

/// One row for each payment batch that an event of its own tells of.
///
/// A batch of an imported past that only payments name has none, because who was paid is for the persons' tables.
struct BatchesProjection: Projection {
  let name = "batches"
  let version = 2
  let columns = """
    batch TEXT NOT NULL, scheme TEXT, through TEXT, stage TEXT NOT NULL, persons INTEGER NOT NULL,
    items INTEGER NOT NULL, total_fen INTEGER NOT NULL, drafted_by TEXT, drafted_at TEXT, approved_by TEXT,
    export_sha256 TEXT, checked_by TEXT, funds_requested_fen INTEGER NOT NULL, funds_received_fen INTEGER NOT NULL
    """
  let key = "batch"

  func rows(_ state: Void, in ledger: LedgerState, into rows: inout Rows) {
    for (number, batch) in ledger.batches.enumerated() where batch.isTold {
      rows.add(ledger.batchNames.identifiers[number])
      rows.add(batch.scheme.map { ledger.schemes[$0] })
      rows.add(batch.through)
      rows.add(batch.stage.rawValue)
      rows.add(batch.persons)
      rows.add(batch.items)
      rows.add(batch.total)
      rows.add(batch.drafter.map { ledger.names[$0] })
      rows.add(batch.draftedAt)
      rows.add(batch.approver.map { ledger.names[$0] })
      rows.add(batch.export?.sha256)
      rows.add(batch.checker.map { ledger.names[$0] })
      rows.add(batch.fundsRequested)
      rows.add(batch.fundsReceived)
    }
  }
}

extension BatchState {
  /// Whether an event is about the batch itself and not only about a payment.
  fileprivate var isTold: Bool {
    stage != .named || checker != nil || fundsRequested > .zero || !funds.isEmpty
  }
}

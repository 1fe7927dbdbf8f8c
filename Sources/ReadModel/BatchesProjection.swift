import Subsidy
import Values

/// One row for each payment batch.
struct BatchesProjection: Projection {
  let name = "batches"
  let columns = """
    batch TEXT NOT NULL, scheme TEXT, through TEXT, stage TEXT NOT NULL, persons INTEGER NOT NULL,
    items INTEGER NOT NULL, total_fen INTEGER NOT NULL, drafted_by TEXT, drafted_at TEXT, approved_by TEXT,
    export_sha256 TEXT
    """
  let key = "batch"
  let columnCount = 11

  func rows(in state: LedgerState) -> [Row] {
    let order = state.batches.indices.sorted {
      state.batchNames.identifiers[$0] < state.batchNames.identifiers[$1]
    }
    return order.map { number -> Row in
      let batch = state.batches[number]
      return [
        .text(state.batchNames.identifiers[number].description),
        .text(ifAny: batch.scheme.map { state.schemes[$0] }),
        .text(ifAny: batch.through), .text(batch.stage.rawValue),
        .count(batch.persons), .count(batch.items), .fen(batch.total),
        .text(ifAny: batch.drafter.map { state.names[$0] }),
        .text(ifAny: batch.draftedAt),
        .text(ifAny: batch.approver.map { state.names[$0] }),
        .text(ifAny: batch.export?.sha256),
      ]
    }
  }
}

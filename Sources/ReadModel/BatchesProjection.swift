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
    return order.map { number in
      let batch = state.batches[number]
      return [
        .text(state.batchNames.identifiers[number].description),
        batch.scheme.map { .text(state.schemes[$0].description) } ?? .null,
        batch.through.map { .text($0.description) } ?? .null, .text(batch.stage.rawValue),
        .integer(Int64(batch.persons)), .integer(Int64(batch.items)), .integer(batch.total.value),
        batch.drafter.map { .text(state.names[$0].description) } ?? .null,
        batch.draftedAt.map { .text($0.description) } ?? .null,
        batch.approver.map { .text(state.names[$0].description) } ?? .null,
        batch.export.map { .text($0.sha256) } ?? .null,
      ]
    }
  }
}

import Subsidy
import Values

/// One row for each paper with a number of its own that was issued.
struct PapersProjection: Projection {
  struct Row {
    let event: Event
    let paper: PaperIssued
  }

  let table = TableDeclaration<Row>(
    "papers", version: 1,
    // An imported past may give a number twice.
    key: [
      Column("paper") { $0.paper.paper },
      Column("number") { $0.paper.number },
      Column("event") { $0.event.sequence },
    ],
    columns: [
      Column("scheme") { $0.paper.scheme },
      Column("month") { $0.paper.month },
      Column("rows") { $0.paper.rows },
      Column("sha256") { $0.paper.sha256 },
      Column("issued_at") { $0.event.recorded },
      Column("issued_by") { $0.event.by },
    ])
  let eventTypes: Set<EventType> = [.paperIssued]

  var initial: [Event] { [] }

  func evolve(_ state: inout [Event], _ event: Event) { state.append(event) }

  func rows(_ state: [Event], in ledger: LedgerState) -> [Row] {
    state.compactMap { event in
      guard case .paperIssued(let paper) = event.body else { return nil }
      return Row(event: event, paper: paper)
    }
  }
}

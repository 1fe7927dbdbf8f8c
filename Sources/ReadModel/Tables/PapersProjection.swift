import Subsidy
import Values

/// One row for each paper with a number of its own that was issued.
struct PapersProjection: Projection {
  let name = "papers"
  let version = 1
  let columns = """
    paper TEXT NOT NULL, number TEXT NOT NULL, event INTEGER NOT NULL, scheme TEXT NOT NULL, month TEXT NOT NULL,
    rows INTEGER NOT NULL, sha256 TEXT NOT NULL, issued_at TEXT NOT NULL, issued_by TEXT NOT NULL
    """
  // An imported past may give a number twice.
  let key = "paper, number, event"
  let takes: Set<EventType> = [.paperIssued]

  var initial: [Event] { [] }

  func evolve(_ state: inout [Event], _ event: Event) { state.append(event) }

  func rows(_ state: [Event], in ledger: LedgerState, into rows: inout Rows) {
    for event in state {
      guard case .paperIssued(let paper) = event.body else { continue }
      rows.add(paper.paper)
      rows.add(paper.number)
      rows.add(Int64(clamping: event.sequence))
      rows.add(paper.scheme)
      rows.add(paper.month)
      rows.add(paper.rows)
      rows.add(paper.sha256)
      rows.add(event.recorded)
      rows.add(event.by)
    }
  }
}

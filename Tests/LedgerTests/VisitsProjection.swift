import ReadModel
import Subsidy
import Values

/// One row for each person whom the community has visited (走访): how often, when last, and what was found then.
struct VisitsProjection: Projection {
  /// What is remembered of one person's visits.
  struct State: Sendable {
    var count = 0
    var last: CivilDate?
    var finding: String?
  }

  let name = "visits"
  let version = 1
  let columns = "person TEXT NOT NULL, visits INTEGER NOT NULL, last_on TEXT NOT NULL, finding TEXT"
  let key = "person"
  let takes: Set<EventType> = [.visited]

  var initial: State { State() }

  func evolve(_ state: inout State, _ event: Event) {
    guard case .visited(let visit) = event.body else { return }
    state.count += 1
    if let last = state.last, visit.on < last { return }
    state.last = visit.on
    state.finding = visit.finding
  }

  func rows(of person: PersonView, _ state: State, in ledger: LedgerState, into rows: inout Rows) {
    guard let last = state.last else { return }
    rows.add(person.person)
    rows.add(state.count)
    rows.add(last)
    rows.add(state.finding)
  }
}

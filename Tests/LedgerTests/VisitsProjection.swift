import ReadModel
import Subsidy
import Values

/// One row for each person whom the community has visited (走访): how often, when last, and the finding then.
struct VisitsProjection: Projection {
  /// The state kept of one person's visits.
  struct State: Sendable {
    var count = 0
    var last: CivilDate?
    var finding: String?
  }

  /// The content of a row.
  struct Row {
    let person: Identifier
    let visits: State
    let last: CivilDate
  }

  let table = TableDeclaration<Row>(
    "visits", version: 1,
    key: [Column("person") { $0.person }],
    columns: [
      Column("visits") { $0.visits.count },
      Column("last_on") { $0.last },
      Column("finding") { $0.visits.finding },
    ])
  let eventTypes: Set<EventType> = [.visited]

  var initial: State { State() }

  func evolve(_ state: inout State, _ event: Event) {
    guard case .visited(let visit) = event.body else { return }
    state.count += 1
    if let last = state.last, visit.on < last { return }
    state.last = visit.on
    state.finding = visit.finding
  }

  func rows(of person: PersonView, _ state: State, in ledger: LedgerState) -> [Row] {
    guard let last = state.last else { return [] }
    return [Row(person: person.person, visits: state, last: last)]
  }
}

import Subsidy
import Values

/// One row for each notice that reached a person (通知).
struct ToldProjection: Projection {
  struct Row {
    let person: Identifier
    let event: Event
    let told: Notified
  }

  let table = TableDeclaration<Row>(
    "told", version: 1,
    key: [
      Column("person") { $0.person },
      Column("event") { $0.event.sequence },
    ],
    columns: [
      Column("scheme") { $0.told.scheme },
      Column("notice") { $0.told.notice },
      Column("on_date") { $0.told.on },
      Column("channel") { $0.told.channel },
      Column("application") { $0.told.application },
      Column("recorded_at") { $0.event.recorded },
    ],
    of: .claims)
  let takes: Set<EventType> = [.notified]

  var initial: [Event] { [] }

  func evolve(_ state: inout [Event], _ event: Event) { state.append(event) }

  func rows(of person: PersonView, _ state: [Event], in ledger: LedgerState) -> [Row] {
    state.compactMap { event in
      guard case .notified(let told) = event.body else { return nil }
      return Row(person: person.person, event: event, told: told)
    }
  }
}

import Subsidy
import Values

/// One row for each notification that reached a person (通知).
struct NotificationsProjection: Projection {
  struct Row {
    let person: Identifier
    let event: Event
    let body: Notified
  }

  let table = TableDeclaration<Row>(
    "notifications", version: 2,
    key: [
      Column("person") { $0.person },
      Column("event") { $0.event.sequence },
    ],
    columns: [
      Column("scheme") { $0.body.scheme },
      Column("notification") { $0.body.notification },
      Column("on_date") { $0.body.on },
      Column("channel") { $0.body.channel },
      Column("application") { $0.body.application },
      Column("recorded_at") { $0.event.recorded },
    ],
    of: .claims)
  let eventTypes: Set<EventType> = [.notified]
  let unchangedBy = EventType.ofBatches

  var initial: [Event] { [] }

  func evolve(_ state: inout [Event], _ event: Event) { state.append(event) }

  func rows(of person: PersonView, _ state: [Event], in ledger: LedgerState) -> [Row] {
    state.compactMap { event in
      guard case .notified(let body) = event.body else { return nil }
      return Row(person: person.person, event: event, body: body)
    }
  }
}

import Subsidy
import Values

/// One row for each notice that reached a person (通知).
struct ToldProjection: Projection {
  let name = "told"
  let version = 1
  let columns = """
    person TEXT NOT NULL, event INTEGER NOT NULL, scheme TEXT NOT NULL, notice TEXT NOT NULL, on_date TEXT NOT NULL,
    channel TEXT NOT NULL, application TEXT, recorded_at TEXT NOT NULL
    """
  let key = "person, event"
  let constraints = "FOREIGN KEY (person, scheme) REFERENCES claims (person, scheme)"
  let takes: Set<EventType> = [.notified]

  var initial: [Event] { [] }

  func evolve(_ state: inout [Event], _ event: Event) { state.append(event) }

  func rows(of person: PersonView, _ state: [Event], in ledger: LedgerState, into rows: inout Rows) {
    for event in state {
      guard case .notified(let told) = event.body else { continue }
      rows.add(person.person)
      rows.add(Int64(clamping: event.sequence))
      rows.add(told.scheme)
      rows.add(told.notice)
      rows.add(told.on)
      rows.add(told.channel)
      rows.add(told.application)
      rows.add(event.recorded)
    }
  }
}

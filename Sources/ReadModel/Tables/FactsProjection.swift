import Policy
import Subsidy
import Values

/// One row for each fact that another authority knows of a person.
struct FactsProjection: Projection {
  let name = "facts"
  let version = 1
  let columns = """
    person TEXT NOT NULL, event INTEGER NOT NULL, fact TEXT NOT NULL, from_date TEXT NOT NULL, to_date TEXT,
    source TEXT NOT NULL, detail TEXT, recorded_at TEXT NOT NULL, work_entry TEXT, work_urban INTEGER, work_place TEXT,
    work_kind TEXT, work_hours INTEGER, work_income_fen INTEGER, work_platform TEXT
    """
  let key = "person, event"
  let takes: Set<EventType> = [.factRecorded]

  var initial: [Event] { [] }

  func evolve(_ state: inout [Event], _ event: Event) { state.append(event) }

  func rows(of person: PersonView, _ state: [Event], in ledger: LedgerState, into rows: inout Rows) {
    for event in state {
      guard case .factRecorded(let fact) = event.body else { continue }
      rows.add(person.person)
      rows.add(Int64(clamping: event.sequence))
      rows.add(fact.fact.rawValue)
      rows.add(fact.from)
      rows.add(fact.to)
      rows.add(fact.source)
      rows.add(fact.detail)
      rows.add(event.recorded)
      let work = fact.employment
      rows.add(work?.entry.rawValue)
      if let work { rows.add(work.isUrban) } else { rows.addNull() }
      rows.add(work?.place?.description)
      rows.add(work?.kind)
      rows.add(work?.hours)
      rows.add(work?.income)
      rows.add(work?.platform)
    }
  }
}

import Policy
import Subsidy
import Values

/// One row for each fact that comes from another authority about a person.
struct FactsProjection: Projection {
  struct Row {
    let person: Identifier
    let event: Event
    let fact: FactRecorded
  }

  let table = TableDeclaration<Row>(
    "facts", version: 1,
    key: [
      Column("person") { $0.person },
      Column("event") { $0.event.sequence },
    ],
    columns: [
      Column("fact") { $0.fact.fact.rawValue },
      Column("from_date") { $0.fact.from },
      Column("to_date") { $0.fact.to },
      Column("source") { $0.fact.source },
      Column("detail") { $0.fact.detail },
      Column("recorded_at") { $0.event.recorded },
      Column("work_entry") { $0.fact.employment?.entry.rawValue },
      Column("work_urban") { $0.fact.employment?.isUrban },
      Column("work_place") { $0.fact.employment?.place?.description },
      Column("work_kind") { $0.fact.employment?.kind },
      Column("work_hours") { $0.fact.employment?.hours },
      Column("work_income_fen") { $0.fact.employment?.income },
      Column("work_platform") { $0.fact.employment?.platform },
    ])
  let eventTypes: Set<EventType> = [.factRecorded]
  let unchangedBy = EventType.ofBatches

  var initial: [Event] { [] }

  func evolve(_ state: inout [Event], _ event: Event) { state.append(event) }

  func rows(of person: PersonView, _ state: [Event], in ledger: LedgerState) -> [Row] {
    state.compactMap { event in
      guard case .factRecorded(let fact) = event.body else { return nil }
      return Row(person: person.person, event: event, fact: fact)
    }
  }
}

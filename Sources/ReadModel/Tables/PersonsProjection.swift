import Subsidy
import Values

/// One row for each registered person: the log's data of the last registration.
struct PersonsProjection: Projection {
  struct Row {
    let person: Identifier
    let registered: PersonState.Registration
    let keys: Int
  }

  let table = TableDeclaration<Row>(
    "persons", version: 1,
    key: [Column("person") { $0.person }],
    columns: [
      Column("birth") { $0.registered.birth },
      Column("male") { $0.registered.isMale },
      Column("household") { $0.registered.household },
      Column("keys") { $0.keys },
    ])
  let unchangedBy = Set(EventType.allCases).subtracting([.registered, .samePerson, .annulled, .reversed])

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    guard let registered = ledger.people[person.number].registered else { return [] }
    return [Row(person: person.person, registered: registered, keys: ledger.keys(of: person.person).count)]
  }
}

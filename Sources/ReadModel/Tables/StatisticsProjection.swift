import Policy
import Subsidy
import Values

/// One row for each person, scheme and month in which the employment statistics of that month alone count the person.
struct StatisticsProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let month: Month
    let rule: String
  }

  let table = TableDeclaration<Row>(
    "statistics", version: 1,
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.scheme },
      Column("month") { $0.month },
    ],
    columns: [Column("rule") { $0.rule }])
  let eventTypes: Set<EventType> = [.factRecorded]
  let unchangedBy = EventType.ofBatches

  var initial: [FactRecorded] { [] }

  func evolve(_ state: inout [FactRecorded], _ event: Event) {
    if case .factRecorded(let fact) = event.body { state.append(fact) }
  }

  func rows(of person: PersonView, _ state: [FactRecorded], in ledger: LedgerState) -> [Row] {
    // Every rule asks for a registration that names the work, and counts in the month in which the work began or in one with a
    // contribution.
    let work = state.filter { $0.employment != nil }
    if work.isEmpty { return [] }
    let insured = ledger.people[person.number].insuredMonths
    let months = Set(work.map(\.from.month) + insured).sorted()
    return ledger.schemes.identifiers.sorted().flatMap { scheme in
      months.compactMap { month in
        ledger.statisticRule(counting: person.number, facts: state, in: scheme, month).map {
          Row(person: person.person, scheme: scheme, month: month, rule: $0.test.rawValue)
        }
      }
    }
  }
}

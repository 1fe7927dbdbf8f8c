import Policy
import Subsidy
import Values

/// One row for each person, scheme and month in which the employment statistics of that month alone count the person.
struct StatisticsProjection: Projection {
  let name = "statistics"
  let version = 1
  let columns = """
    person TEXT NOT NULL, scheme TEXT NOT NULL, month TEXT NOT NULL, rule TEXT NOT NULL
    """
  let key = "person, scheme, month"
  let takes: Set<EventType> = [.factRecorded]

  var initial: [FactRecorded] { [] }

  func evolve(_ state: inout [FactRecorded], _ event: Event) {
    if case .factRecorded(let fact) = event.body { state.append(fact) }
  }

  func rows(of person: PersonView, _ state: [FactRecorded], in ledger: LedgerState, into rows: inout Rows) {
    // Every rule asks for a registration that says what the work is, and counts in the month in which that began or in
    // one with a contribution.
    let work = state.filter { $0.employment != nil }
    if work.isEmpty { return }
    let insured = ledger.people[person.number].contributions.filter { $0.amount > .zero }.map(\.month)
    let months = Set(work.map(\.from.month) + insured).sorted()
    for scheme in ledger.schemes.identifiers.sorted() {
      for month in months {
        let rule = ledger.statisticRule(counting: person.number, facts: state, in: scheme, month)
        guard let rule else { continue }
        rows.add(person.person)
        rows.add(scheme)
        rows.add(month)
        rows.add(rule.test.rawValue)
      }
    }
  }
}

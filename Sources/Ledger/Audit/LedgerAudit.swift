import Policy
import Subsidy
import System
import Values

/// An audit under way: who has to be looked at is known from the state, what to find from their events.
///
/// Persons are looked at one by one, by all threads, and what was found is put together in the order of the persons.
struct LedgerAudit {
  private let state: LedgerState
  private let watch: DecisionWatch
  private let terms: AuditTerms
  private let threads: Int
  /// The sums over all claims.
  private(set) var totals = AuditTotals()
  /// The persons to be looked at, ascending.
  let suspects: [Identifier]
  /// The years that the calendar lacks.
  private(set) var yearsMissing: Set<Int> = []

  /// Goes through all claims.
  init(
    _ state: LedgerState, _ watch: DecisionWatch, _ terms: AuditTerms, suspects: Set<Identifier>, threads: Int
  ) throws(SystemError) {
    self.state = state
    self.watch = watch
    self.terms = terms
    self.threads = threads
    // Whoever has nothing but annulled events is not in the state.
    var suspects = suspects.filter { state.number(ofPerson: $0) != nil }
    let surveys = try Threads.results(ofParts: state.people.count, each: 64, threads: threads) {
      ClaimSurvey(of: $0, state, watch, terms)
    }
    for survey in surveys {
      totals += survey.totals
      suspects.formUnion(survey.suspects)
      yearsMissing.formUnion(survey.yearsMissing)
    }
    self.suspects = suspects.sorted()
  }

  /// The findings: by person, scheme and month, then those about batches.
  mutating func findings(_ events: PersonEvents) throws -> [Finding] {
    let (state, watch, terms, suspects) = (state, watch, terms, suspects)
    let parts = try Threads.results(ofParts: suspects.count, each: 16, threads: threads) { part in
      Result { () throws(PolicyError) in
        try suspects[part].map { person throws(PolicyError) in
          var audit = try PersonAudit(
            person, events: events.events(of: person), state: state, watch: watch, terms: terms)
          return (findings: audit.findings(), yearsMissing: audit.yearsMissing)
        }
      }
    }
    var findings: [Finding] = []
    for part in parts {
      for found in try part.get() {
        findings += found.findings
        yearsMissing.formUnion(found.yearsMissing)
      }
    }
    return findings + state.batchFaults() + watch.findingsOfEvents
  }
}

/// What the claims of some persons show before any event is read again.
private struct ClaimSurvey: Sendable {
  /// The sums over their claims.
  private(set) var totals = AuditTotals()
  /// Those with something to find.
  private(set) var suspects: [Identifier] = []
  /// The years that the calendar lacks.
  private(set) var yearsMissing: Set<Int> = []

  init(of people: Range<Int>, _ state: LedgerState, _ watch: DecisionWatch, _ terms: AuditTerms) {
    for number in people {
      let claims = state.entitlements(ofPersonAt: number)
      if !claims.isEmpty { totals.persons += 1 }
      for claim in claims { totals.add(claim) }
      if state.needsAudit(number, claims, watch, terms, yearsMissing: &yearsMissing) {
        suspects.append(state.persons.identifiers[number])
      }
    }
  }
}

import Policy
import Subsidy
import System
import Values

/// An audit under way: the state says which persons must be looked at, and their events what there is to find.
///
/// Persons are looked at one by one, by all threads, and the findings are put together in the order of the persons.
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
  /// The survey of the claims, if the caller asks for one.
  private(set) var survey: SurveyPart?
  /// The money that was paid wrongly, by person, scheme and month; complete once there are findings.
  private(set) var wrong: [WrongPayment] = []

  /// Goes through all claims.
  init(
    _ state: LedgerState, _ watch: DecisionWatch, _ terms: AuditTerms, suspects: Set<Identifier>,
    surveying surveyed: SurveyPart.Terms?, threads: Int
  ) throws(SystemError) {
    self.state = state
    self.watch = watch
    self.terms = terms
    self.threads = threads
    // A person with nothing but annulled events is not in the state.
    var suspects = Set(suspects.filter { state.number(ofPerson: $0) != nil }.map { state.personKey($0) })
    let surveys = try Threads.results(ofParts: state.people.count, each: 64, threads: threads) {
      ClaimSurvey(of: $0, state, watch, terms, surveyed)
    }
    survey = surveyed.map { SurveyPart($0) }
    for found in surveys {
      totals += found.totals
      suspects.formUnion(found.suspects)
      yearsMissing.formUnion(found.yearsMissing)
      if let part = found.part { survey? += part }
    }
    self.suspects = suspects.sorted()
  }

  /// The findings: by person, scheme and month, then those about batches.
  ///
  /// - Parameters:
  ///   - room: how many bytes of lines are held at a time.
  ///   - gather: gathers what bears on some of the suspects, by all of their keys.
  /// - Returns: the findings, which depend on neither.
  /// - Throws: the errors of `gather`, and ``LedgerFailure``.
  mutating func findings(room: Int, _ gather: ([Identifier]) throws -> PersonLines) throws -> [Finding] {
    var findings: [Finding] = []
    for group in groups(room) {
      findings += try self.findings(of: Array(suspects[group]), gather(suspects[group].flatMap { state.keys(of: $0) }))
    }
    return findings + state.batchFaults() + watch.findingsOfEvents(state)
  }

  private mutating func findings(of persons: [Identifier], _ lines: PersonLines) throws -> [Finding] {
    let (state, watch, terms) = (state, watch, terms)
    let parts = try Threads.results(ofParts: persons.count, each: 16, threads: threads) { part in
      Result {
        try persons[part].map { person in
          var audit = try PersonAudit(
            person, events: state.counting(lines.events(of: state.keys(of: person)), for: person), state: state,
            watch: watch, terms: terms)
          return (findings: audit.findings(), wrong: audit.wrong, yearsMissing: audit.yearsMissing)
        }
      }
    }
    var findings: [Finding] = []
    for part in parts {
      for found in try part.get() {
        findings += found.findings
        wrong += found.wrong
        yearsMissing.formUnion(found.yearsMissing)
      }
    }
    return findings
  }

  /// The room for the lines of the persons that are looked at together, unless the caller asks for another.
  ///
  /// > Units: bytes.
  static let roomForLines = 192 << 20

  /// The suspects in groups, each of about as many lines as there is room for.
  private func groups(_ most: Int) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var (start, room) = (0, 0)
    for (place, person) in suspects.enumerated() {
      guard let number = state.number(ofPerson: person) else { continue }
      room += state.people[Int(number)].expectedLines * 200
      if room > most {
        groups.append(start..<place + 1)
        (start, room) = (place + 1, 0)
      }
    }
    return start < suspects.count ? groups + [start..<suspects.count] : groups
  }
}

extension PersonState {
  /// About how many lines of the log are about the person.
  fileprivate var expectedLines: Int {
    8 + facts.count + contributions.count + claims.reduce(0) { $0 + 2 * $1.items.count + $1.applications.count }
  }
}

/// A survey of the claims of some persons, before any event is read again.
private struct ClaimSurvey: Sendable {
  /// The sums over their claims.
  private(set) var totals = AuditTotals()
  /// Those with something to find.
  private(set) var suspects: [Identifier] = []
  /// The years that the calendar lacks.
  private(set) var yearsMissing: Set<Int> = []
  /// The survey of the claims, if the caller asks for one.
  private(set) var part: SurveyPart?

  init(
    of people: Range<Int>, _ state: LedgerState, _ watch: DecisionWatch, _ terms: AuditTerms,
    _ surveyed: SurveyPart.Terms?
  ) {
    part = surveyed.map { SurveyPart($0) }
    for number in people {
      let claims = state.entitlements(ofPersonAt: number)
      part?.add(number, claims, state)
      if !claims.isEmpty { totals.persons += 1 }
      for claim in claims { totals.add(claim) }
      if state.needsAudit(number, claims, watch, terms, yearsMissing: &yearsMissing) {
        suspects.append(state.persons.identifiers[number])
      }
    }
  }
}

import EventLog
import Policy
import Subsidy
import System
import Values

/// An audit under way: who has to be looked at is known from the state, what to find from their events.
struct LedgerAudit {
  private let state: LedgerState
  private let watch: DecisionWatch
  private let terms: AuditTerms
  /// The sums over all claims.
  private(set) var totals = AuditTotals()
  /// The persons to be looked at.
  private(set) var suspects: Set<Identifier>
  /// The years that the calendar lacks.
  private(set) var yearsMissing: Set<Int> = []

  /// Goes through all claims.
  init(_ state: LedgerState, _ watch: DecisionWatch, _ terms: AuditTerms, suspects: Set<Identifier>) {
    self.state = state
    self.watch = watch
    self.terms = terms
    // Whoever has nothing but annulled events is not in the state.
    self.suspects = suspects.filter { state.number(ofPerson: $0) != nil }
    for number in state.people.indices {
      let claims = state.entitlements(ofPersonAt: number)
      if !claims.isEmpty { totals.persons += 1 }
      for claim in claims { totals.add(claim) }
      if state.needsAudit(number, claims, watch, terms, yearsMissing: &yearsMissing) {
        self.suspects.insert(state.persons.identifiers[number])
      }
    }
  }

  /// The findings: by person, scheme and month, then those about batches.
  mutating func findings(_ evidence: Evidence) throws(PolicyError) -> [Finding] {
    var findings: [Finding] = []
    for person in suspects.sorted() {
      var audit = try PersonAudit(
        person, events: evidence.events(of: person), state: state, watch: watch, terms: terms)
      findings += audit.findings()
      yearsMissing.formUnion(audit.yearsMissing)
    }
    return findings + state.batchesApprovedByDrafter()
  }
}

extension Replay {
  /// The events that bear on some persons, of those that a state was folded from.
  ///
  /// Most lines are about others, and those are passed over without being read as JSON.
  func events(of persons: Set<Identifier>, _ state: LedgerState) throws -> Evidence {
    var evidence = Evidence()
    if persons.isEmpty { return evidence }
    let filter = LineFilter(persons, state)
    let size = state.size
    try reader.read(verifying: false, preparing: { try filter.events(of: $0) }) { events in
      for event in events {
        if event.sequence >= size { return false }
        evidence.note(event, persons)
      }
      return true
    }
    return evidence
  }
}

/// Picks the lines that may bear on some persons.
private struct LineFilter: Sendable {
  private let table: IdentifierTable
  private let isWanted: [Bool]

  init(_ persons: Set<Identifier>, _ state: LedgerState) {
    table = state.persons
    var isWanted = Array(repeating: false, count: state.persons.count)
    for person in persons { if let number = state.number(ofPerson: person) { isWanted[Int(number)] = true } }
    self.isWanted = isWanted
  }

  func events(of run: EventRun) throws -> [Event] {
    var events: [Event] = []
    for line in run.lines.indices where mayBear(run, run.lines[line]) { events.append(try Replay.event(run, line)) }
    return events
  }

  /// Whether a line names one of the persons, or leaves it open whom it names.
  ///
  /// A name inside of a text would have its quotation marks escaped; a line with an escape is read in full.
  private func mayBear(_ run: EventRun, _ line: Range<Int>) -> Bool {
    let member: StaticString = "\"person\":\""
    guard let found = ByteSearch.first(member, in: run.bytes, line),
      ByteSearch.first(UInt8(ascii: "\\"), in: run.bytes, line) == nil
    else { return true }
    let start = found + member.utf8CodeUnitCount
    guard let end = ByteSearch.first(UInt8(ascii: "\""), in: run.bytes, start..<line.upperBound),
      let person = Identifier(bytes: run.bytes, at: start, count: end - start)
    else { return true }
    return table.number(of: person).map { isWanted[Int($0)] } ?? false
  }
}

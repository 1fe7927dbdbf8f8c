import HistorySupport
import JSONText
import Policy
import Subsidy
import Values

/// An office at work under one pack: its acts, and the ledger's answers, line by line.
///
/// It asks the pure functions of ``LedgerState`` alone and keeps its state from event to event.
struct Office {
  /// A line that differs from the one of the run it is compared with.
  struct Difference: Error {
    /// The line printed there; nil if there was none.
    let expected: String?
    /// The line printed now; nil if there is none.
    let found: String?
  }

  /// The present state of what happened so far.
  private(set) var state = LedgerState()
  /// The events so far.
  private(set) var events: [Event] = []
  /// The cases of all persons, from the same events.
  private(set) var records = CaseRecords()
  /// The lines printed so far.
  private(set) var lines: [String] = []
  /// The day on which the next thing happens, at 10:00 in China.
  var day: CivilDate
  /// The lines that are expected; nil for a run that is compared with none.
  private let expected: [String]?

  private static let calendar = WorkingDayCalendar.shipped()

  init(on day: CivilDate, expecting expected: [String]? = nil) {
    self.day = day
    self.expected = expected
  }

  /// Prints a line.
  ///
  /// - Throws: ``Difference`` if it is not the expected one.
  mutating func tell(_ line: String) throws {
    let place = lines.count
    lines.append(line)
    guard let expected else { return }
    let wanted = expected.indices.contains(place) ? expected[place] : nil
    if wanted != line { throw Difference(expected: wanted, found: line) }
  }

  /// Ends the run.
  ///
  /// - Throws: ``Difference`` if more lines are expected.
  func close() throws {
    if let expected, expected.count > lines.count { throw Difference(expected: expected[lines.count], found: nil) }
  }

  /// Lets something happen, whether a rule is against it or not.
  mutating func given(_ body: EventBody, by: Identifier = "op-1", key: Identifier? = nil) throws {
    let event = Event(
      sequence: state.size, recorded: now, by: by, key: key, id: nil, body: body)
    try state.evolve(event)
    events.append(event)
    records.note(event)
  }

  private var now: Instant { Instant(seconds: Int64(day.days) * 86_400 + 7_200) }

  func context(by: Identifier = "op-1", key: Identifier? = nil) -> DecisionContext {
    DecisionContext(now: now, by: by, key: key, calendar: Office.calendar)
  }

  /// Asks for something, prints the answer, and applies its events.
  mutating func ask(
    _ what: String, by: Identifier = "op-1", key: Identifier? = nil,
    _ decide: (LedgerState, DecisionContext) throws -> [EventBody]
  ) throws {
    let answer = answer(by: by, key: key, decide)
    try tell("\(day) \(what): \(answer.words)")
    for body in answer.events { try given(body, by: by, key: key) }
  }

  /// Asks for something and prints the answer; none of it is applied.
  mutating func wonder(
    _ what: String, by: Identifier = "op-1", key: Identifier? = nil,
    _ decide: (LedgerState, DecisionContext) throws -> [EventBody]
  ) throws {
    try tell("\(day) \(what): \(answer(by: by, key: key, decide).words)")
  }

  /// The answer to an act that is only tried, in words, with the events.
  func answer(
    by: Identifier = "op-1", key: Identifier? = nil, _ decide: (LedgerState, DecisionContext) throws -> [EventBody]
  ) -> (events: [EventBody], words: String) {
    do {
      let events = try decide(state, context(by: by, key: key))
      return (events, events.map(OfficeWords.of).joined(separator: ", "))
    } catch {
      return ([], "refused, \(error)")
    }
  }

  /// Prints the work due on the day: whose, by when, in which state and by which clause.
  ///
  /// They are printed for the first applicant and the first recipient: the same is due for all others.
  mutating func tellDeadlines(_ scheme: Identifier) throws {
    guard let list = try? state.deadlines(on: day, scheme: scheme, calendar: Office.calendar) else {
      return try tell("\(day) no deadlines")
    }
    for row in list.rows where row.person == "a-0" || row.person == "r-0" {
      let what = "\(row.kind.rawValue) \(row.person) \(row.stage.words) \(row.month.words) at \(row.office)"
      try tell("\(day) \(what) \(row.state.rawValue) \(row.since) to \(row.due.words) \(row.clause.words)")
    }
  }

  /// The findings of an audit of a day about a person.
  func findings(of person: Identifier, on day: CivilDate) throws -> [Finding] {
    var watch = DecisionWatch { "\($0.count)" }
    var past = LedgerState()
    for event in events {
      watch.note(event, before: past)
      try past.evolve(event)
    }
    let terms = AuditTerms(day: day, unpaidAfter: nil, calendar: Office.calendar)
    let own = events.filter { $0.body.person == person }
    var audit = try PersonAudit(person, events: own, state: state, watch: watch, terms: terms)
    return audit.findings()
  }

  /// Prints the findings of a sweep of the day; with `keeping` they are applied.
  mutating func tellSweep(_ scheme: Identifier, keeping: Bool = false) throws {
    let items = (try? state.sweep(on: day, scheme: scheme)) ?? []
    for item in items {
      try tell("\(day) \(item.effect) \(item.person) from \(item.from), \(item.cause.rawValue) \(item.clause.words)")
      if keeping { try given(item.body) }
    }
  }

  /// Prints a person's months, with the amount of each or the reason against it, and how long they run.
  mutating func tellMonths(of person: Identifier, in scheme: Identifier) throws {
    guard let claim = state.entitlement(of: person, in: scheme), let policies = state.timeline(of: scheme) else {
      return try tell("\(person) has no months")
    }
    let remaining = claim.remainingMonths.map { "\($0)" } ?? "-"
    let basis = claim.basis.map { "\($0)" } ?? "-"
    var line = "\(person) \(basis) \(claim.term?.name ?? "-") used \(claim.usedMonths) left \(remaining):"
    for month in claim.months {
      let reasons = month.reasons(in: policies, term: claim.term).map { "\($0.code.code)@\($0.clause.words)" }
      line += " \(month.month)=\(reasons.isEmpty ? "\(month.entitled)" : reasons.joined(separator: "+"))"
    }
    try tell(line)
  }
}

/// The words of a transcript.
enum OfficeWords {
  /// The parts of an event that a rule may have decided.
  static func of(_ body: EventBody) -> String {
    switch body {
    case .rejected(let body):
      "rejected \(body.reasons.map { "\($0.code)@\($0.clause.words)" }.joined(separator: "+"))"
    case .approved(let body): "approved \(body.policy) from \(body.from) \(body.basis) \(body.first)"
    case .paymentOrdered(let body): "ordered \(body.person) \(body.month) \(body.amount)"
    case .clawedBack(let body):
      "demanded \(body.person) \(body.months.map { "\($0.month) \($0.amount)" }) \(body.reason)@\(body.clause.words)"
    case .sampleDrawn(let body): "drawn \(body.persons)"
    default: body.type.rawValue
    }
  }
}

extension Optional where Wrapped: CustomStringConvertible {
  /// The value, or a dash.
  var words: String { map(\.description) ?? "-" }
}

extension Identifier {
  /// A name that is put together.
  init(joined parts: String...) { self.init(stringLiteral: parts.joined(separator: "-")) }
}

import JSONText
import Papers
import Policy
import Subsidy
import Values

/// Writes the past of the district as a file for an import of history.
///
/// The past is made by the same decisions as the present: what it approves and pays is what was due on what was known
/// then. Only the lines of the story go in as they are, one careless payment among them.
struct DemoPast {
  private var state: LedgerState
  private let tables: DemoTables
  private let calendar = WorkingDayCalendar.shipped()
  private(set) var bytes: [UInt8] = []
  /// Entries written.
  private(set) var entries = 0

  private enum Action {
    case register(DemoTables.Person)
    case record(EventBody, by: Identifier, key: Identifier?)
    case raw(JSONValue, by: Identifier)
    case draft(Month), approve(Month), pay(Month)
  }

  /// Continues a ledger's state.
  init(_ state: LedgerState, _ tables: DemoTables) {
    self.state = state
    self.tables = tables
  }

  /// Writes the adoption of a scheme's document.
  mutating func adopt(_ scheme: DemoScenario.Scheme, at: Instant) throws {
    let pack = must(ShippedPacks.all.first { $0.scheme == scheme.name })
    let adopted = PolicyAdopted(
      scheme: pack.scheme, policy: pack.id, effectiveFrom: pack.effectiveFrom,
      document: try JSONValue(must(ShippedPacks.text(pack.id))),
      parameters: scheme.parameters.map { .init(name: $0.key, value: $0.value) })
    try add(.policyAdopted(adopted), at: at, by: "op-001")
  }

  /// Writes what happened from the state's last event to a point.
  mutating func write(until end: Instant) throws {
    let start = must(state.lastRecorded)
    let actions = try actions().filter { $0.at > start && $0.at <= end }
    // Stable: of entries with the same time the one listed first comes first.
    for (_, action) in actions.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) {
      try perform(action.action, at: action.at)
    }
  }

  private func actions() throws -> [(at: Instant, action: Action)] {
    var list: [(at: Instant, action: Action)] = []
    for person in tables.people { list.append((person.registered.at(hour: 9), .register(person))) }
    for fact in tables.facts {
      for person in tables.people where fact.persons.contains(person.key) {
        let day = max(person.registered, fact.from)
        list.append((day.at(hour: 10), .record(fact.body(person.key), by: "op-110", key: nil)))
      }
    }
    for application in tables.applications {
      list += try review(of: application)
      list += reports(of: application)
    }
    for contribution in tables.contributions {
      for month in contribution.everyMonth where month < DemoScenario.month {
        let paidOn = month.firstDay.adding(days: 17)
        let body = Contributed(
          person: contribution.person, month: month, amount: contribution.amount, paidOn: paidOn, source: "si-bureau")
        list.append((paidOn.adding(days: 4).at(hour: 17), .record(.contributed(body), by: "si-bureau", key: nil)))
      }
    }
    var month = must(Month("2022-11"))
    while month < DemoScenario.month {
      let next = month.adding(1).firstDay
      list.append((next.adding(days: 11).at(hour: 10), .draft(month)))
      list.append((next.adding(days: 12).at(hour: 10), .approve(month)))
      list.append((next.adding(days: 17).at(hour: 16), .pay(month)))
      month = month.adding(1)
    }
    for line in tables.story where line.step == "past" {
      let at = must(line.entry["recorded"]?.text.flatMap { Instant($0) })
      list.append((at, .raw(line.entry, by: must(line.entry["by"]?.text.flatMap { Identifier($0) }))))
    }
    return list
  }

  /// The form and the review stages of an application, each in time: on the day itself where the document says so, the
  /// next working day where it counts working days, and after the publicity where the stage waits for it.
  private func review(of application: DemoTables.Application) throws -> [(at: Instant, action: Action)] {
    let id = must(Identifier("A-\(application.person)"))
    let town = application.person.description.prefix(2)
    let process = must(ShippedPacks.all.first { $0.scheme == application.scheme }).process
    let work = Applied.Work(kind: application.work, since: application.since, incomeBand: application.income)
    let applied = Applied(
      person: application.person, application: id, scheme: application.scheme, from: application.from,
      undertaking: true, channel: "counter", work: work)
    var list: [(at: Instant, action: Action)] = [
      (application.applied.at(hour: 11), .record(.applied(applied), by: "op-110", key: nil))
    ]
    var day = application.applied
    var passed: [Identifier: CivilDate] = [:]
    for (index, stage) in process.stages.enumerated() {
      if stage.afterPublicity, let rule = process.publicity, let start = passed[rule.after] {
        day = try calendar.day(rule.workingDays + 1, workingDaysAfter: start)
      } else {
        switch stage.deadline?.length {
        case .immediate, .sameDay, .week: break
        case .workingDays: day = try calendar.day(1, workingDaysAfter: day)
        case nil: day = day.adding(days: 2)
        }
      }
      passed[stage.name] = day
      let body = Verified(person: application.person, application: id, stage: stage.name, hasPassed: true)
      list.append(
        (
          day.at(hour: 15),
          .record(
            .verified(body), by: must(Identifier("op-\(town)-\(index + 1)")), key: Identifier("key-0\(index + 1)"))
        ))
    }
    return list
  }

  /// The periodic reports of an application's person, each in the last month that it is about.
  private func reports(of application: DemoTables.Application) -> [(at: Instant, action: Action)] {
    let pack = must(ShippedPacks.all.first { $0.scheme == application.scheme })
    guard let rule = pack.supervision?.reports else { return [] }
    var list: [(at: Instant, action: Action)] = []
    var last = application.from.adding(rule.everyMonths - 1)
    while last <= DemoScenario.month {
      let day = last.firstDay.adding(days: 9)
      let body = Reported(person: application.person, on: day, channel: "counter")
      list.append((day.at(hour: 12), .record(.reported(body), by: "op-110", key: nil)))
      last = last.adding(rule.everyMonths)
    }
    return list
  }

  private mutating func perform(_ action: Action, at: Instant) throws {
    switch action {
    case .register(let person):
      try evolve(person.registration, at: at, by: "op-110")
      write { person.write(to: &$0, recorded: at, by: "op-110") }
    case .raw(let entry, let by):
      let text = JSONWriter.line(entry)
      try evolve(EventLine.readEntry(text, 0..<text.count, source: .history).body, at: at, by: by)
      write { $0.value(entry) }
    case .record(let body, let by, let key):
      let context = DecisionContext(now: at, by: by, key: key, calendar: calendar)
      for event in try state.decide(body, context) { try add(event, at: at, by: by, key: key) }
    case .draft(let month):
      for scheme in DemoScenario.schemes {
        guard let events = try? state.decideDraft(scheme.batch(month), scheme: scheme.name, through: month) else {
          continue
        }
        for event in events { try add(event, at: at, by: DemoScenario.drafter) }
      }
    case .approve(let month):
      for scheme in DemoScenario.schemes where state.batch(scheme.batch(month)) != nil {
        try add(.batchApproved(BatchApproved(batch: scheme.batch(month))), at: at, by: DemoScenario.approver)
      }
    case .pay(let month):
      for scheme in DemoScenario.schemes {
        for item in state.items(ofBatch: scheme.batch(month)) {
          let paid = Paid(
            person: item.person, scheme: item.scheme, month: item.month, amount: item.amount,
            batch: scheme.batch(month))
          try add(.paid(paid), at: at, by: DemoScenario.drafter)
        }
      }
    }
  }

  private mutating func add(_ body: EventBody, at: Instant, by: Identifier, key: Identifier? = nil) throws {
    var line = JSONWriter()
    EventLine.write(Event(sequence: state.size, recorded: at, by: by, key: key, body: body), to: &line)
    try evolve(body, at: at, by: by, key: key)
    // An entry is its event without the sequence number, which comes first.
    let comma = must(line.bytes.firstIndex(of: UInt8(ascii: ",")))
    bytes += [UInt8(ascii: "{")] + line.bytes[(comma + 1)...] + [UInt8(ascii: "\n")]
    entries += 1
  }

  private mutating func evolve(_ body: EventBody, at: Instant, by: Identifier, key: Identifier? = nil) throws {
    try state.evolve(Event(sequence: state.size, recorded: at, by: by, key: key, body: body))
  }

  private mutating func write(_ body: (inout JSONWriter) -> Void) {
    var line = JSONWriter()
    body(&line)
    line.newline()
    bytes += line.bytes
    entries += 1
  }
}

import Policy
import Subsidy
import Values

extension ReadModelSource {
  /// Finds, for each row that differs, the event from which on no fold gives the row as it is stored.
  ///
  /// The events that bear on it are folded one after the other, with the annulments known at each point, and the row is
  /// made after each: the event behind the last fold that gave the stored row is the one. A row that no fold ever gave
  /// is wrong from the first event on that is about its person, or about the ledger.
  func date(_ check: inout ProjectionCheck, _ projection: some Projection) throws {
    for number in check.differences.indices {
      let difference = check.differences[number]
      var history = RowHistory(projection, of: difference.person, imports: state.imports)
      check.differences[number].since = try history.firstEvent(
        without: difference.stored, like: difference.folded, in: events(of: difference.person))
    }
  }

  /// The events of a person with those about no person, in the order of the log.
  private func events(of person: Identifier?) throws -> [Event] {
    let keys = person.map { annulments.keys.together(with: $0) } ?? []
    let places = index.shared.places + keys.flatMap { index.places(of: $0).places }
    return try places.map(\.place).sorted().map(read)
  }
}

/// The row of one key after each of the events that bear on it.
private struct RowHistory<Shown: Projection> {
  private let projection: Shown
  private let layout: TableLayout
  private let person: Identifier?
  private var state = LedgerState()
  private var folded: [Event] = []
  private var annulments = Annulments()
  /// The events that may be undone, for which the fold keeps what that takes.
  private var reversible: Set<UInt64> = []
  /// The keys that may belong to one human.
  private var keys = PersonKeys()
  private let imports: Imports

  init(_ projection: Shown, of person: Identifier?, imports: Imports) {
    self.imports = imports
    self.projection = projection
    self.person = person
    layout = projection.layout
  }

  mutating func firstEvent(without stored: [Cell]?, like other: [Cell]?, in events: [Event]) throws -> UInt64? {
    guard let key = (stored ?? other)?.prefix(layout.keyWidth) else { return nil }
    let known = Annulments(in: events)
    (reversible, keys) = (known.reversible, known.keys)
    let theirs = person.map { keys.together(with: $0) } ?? []
    var since = events.first { $0.body.person.map { theirs.contains($0) } ?? (person == nil) }?.sequence
    state = LedgerState(imports: imports, keeping: reversible, joining: keys)
    for (number, event) in events.enumerated() {
      try take(event)
      if try row(key) == stored { since = number + 1 < events.count ? events[number + 1].sequence : nil }
    }
    return since
  }

  private mutating func take(_ event: Event) throws(PolicyError) {
    if case .annulled(let body) = event.body {
      var target = Annulments()
      target.insert(body, at: event.sequence)
      annulments.insert(body, at: event.sequence)
      if folded.contains(where: { target.contains($0) }) {
        state = LedgerState(imports: imports, keeping: reversible, joining: keys)
        try state.evolve(folded, leavingOut: annulments)
      }
    }
    folded.append(event)
    try state.evolve(event)
  }

  private func row(_ key: ArraySlice<Cell>) throws(ProjectionHalt) -> [Cell]? {
    let number = person.flatMap { state.number(ofPerson: $0) }
    if person != nil, number == nil { return nil }
    let theirs = person.map { state.keys(of: $0) } ?? []
    // The events of a key that was joined are among the person's.
    if let person, theirs.first != person { return nil }
    let own = folded.filter { event in
      (event.body.listedPerson.map { theirs.contains($0) } ?? (person == nil)) && !annulments.contains(event)
    }
    var rows = Rows(width: layout.width)
    try projection.render(
      TypedEvents(own), of: number.map { PersonView(Int($0), in: state) }, in: state, layout.shape, into: &rows)
    return (0..<rows.count).lazy.map { rows.row($0) }.first { $0.prefix(layout.keyWidth) == key }
  }
}

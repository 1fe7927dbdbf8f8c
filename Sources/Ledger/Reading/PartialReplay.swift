import EventLog
import Policy
import ReadModel
public import Subsidy
import System
public import Values

/// The state of some persons, from their own events and those about no person: the cost is that of these events, not of the
/// log.
///
/// The index gives the places of the events, as far as it has come; later events are read from the log. For these persons the
/// fold equals the fold of the whole log (``LedgerState/evolve(_:)``).
struct PartialReplay {
  let state: LedgerState
  let annulments: Annulments
  /// The events of these persons and those about no person, in the order of the log, annulled ones, too.
  let events: [Event]
  /// The events that have the ids asked for.
  let named: [Event]
  /// The persons, with all keys that may belong to the same humans.
  let persons: Set<Identifier>

  /// More persons than these are loaded faster by folding everything.
  static let mostPersons = 1_000
  /// More events than these behind the index are not read for one person.
  static let mostBehind: UInt64 = 65_536

  /// Loads some persons.
  ///
  /// - Parameters:
  ///   - ledger: the ledger.
  ///   - persons: the persons to load; those whose events have one of the ids come with them.
  ///   - ids: the ids of entries to look up.
  ///   - point: the point up to which events count.
  /// - Returns: nil if the index is missing, of another version or another log, too far behind, or not what it should be. Then
  ///   the whole log must be folded, which reports the fault if it is in the log.
  static func load(
    _ ledger: SubsidyLedger, persons: Set<Identifier>, ids: Set<Identifier> = [], at point: ReplayPoint = ReplayPoint()
  ) -> PartialReplay? {
    guard persons.count + ids.count <= mostPersons else { return nil }
    do {
      return try PartialReplay(ledger, persons, ids, point)
    } catch {
      return nil
    }
  }

  private init(
    _ ledger: SubsidyLedger, _ persons: Set<Identifier>, _ ids: Set<Identifier>, _ point: ReplayPoint
  ) throws {
    let index = try IndexFile(opening: ledger.indexPath, access: .readOnly)
    try index.beginReading()
    // The index is read before the log, so that it is never ahead of it while another process appends.
    guard let stamp = try index.stamp() else { throw IndexUnfit() }
    let source = try EventSource(ledger)
    guard try source.holds(stamp),
      let tail = try source.events(from: stamp, to: source.head.size, most: PartialReplay.mostBehind)
    else { throw IndexUnfit() }
    let lookup = try index.lookup(segments: ledger.segments())
    let named =
      try PartialReplay.events(with: ids, lookup, source)
      + tail.map(\.event).filter { event in
        event.id.map { ids.contains($0) } ?? false
      }
    // An event that joins keys is not about one key alone, so it is among the events that every fold has.
    var events = try PartialReplay.events(
      of: nil, index.index(of: [Identifier]()).shared, lookup, source, below: stamp.size)
    var keys = PersonKeys()
    for event in events + tail.map(\.event) { keys.note(event) }
    let persons = keys.together(with: persons.union(named.compactMap(\.body.person)))
    self.persons = persons
    let listed = try index.index(of: persons)
    for person in persons.sorted() {
      events += try PartialReplay.events(of: person, listed.places(of: person), lookup, source, below: stamp.size)
    }
    try index.endReading()
    events += tail.map(\.event).filter { $0.body.listedPerson.map { persons.contains($0) } ?? true }
    events = PartialReplay.inOrder(events)
    var clock = ClockCorrections()
    for event in events { clock.note(event) }
    events = events.map(clock.corrected)
    // An import that the point cuts is still an import.
    var imports = Imports()
    for event in events { imports.note(event) }
    if let end = events.firstIndex(where: { point.isBefore($0.sequence, $0.recorded) }) {
      events.removeSubrange(end...)
    }
    self.events = events
    self.named = named.map(clock.corrected)
    var (state, annulments) = try PartialReplay.fold(events, imports)
    annulments.clock = clock
    if point.isHead {
      state.passOver(to: source.head.size, lastRecorded: tail.last?.event.recorded ?? stamp.recorded)
    }
    self.state = state
    self.annulments = annulments
  }

  private static func events(
    with ids: Set<Identifier>, _ lookup: borrowing EntryLookup, _ source: EventSource
  ) throws -> [Event] {
    var found: [Event] = []
    for id in ids.sorted() {
      for place in try lookup.places(of: id) {
        let event = try source.event(at: place)
        // Another id may have the same hash.
        if event.id == id { found.append(event) }
      }
    }
    return found
  }

  /// The events of a person, or those about no person, with the events that take any of them back.
  ///
  /// - Throws: if one of them is about another person, or not among the first events of the log: then the index is not one of
  ///   this log.
  private static func events(
    of person: Identifier?, _ list: PlaceList, _ lookup: borrowing EntryLookup, _ source: EventSource,
    below size: UInt64
  ) throws -> [Event] {
    var events: [Event] = []
    // Annulments and reversals are about no person, and may be many in all: each is found from the event that it takes back.
    for (place, type) in list.places where type != .annulled && type != .reversed {
      let event = try source.event(at: place, of: person, type)
      guard event.sequence < size else { throw IndexUnfit() }
      events.append(event)
      for candidate in try lookup.places(takingBack: event) {
        let other = try source.event(at: candidate)
        guard other.sequence < size else { throw IndexUnfit() }
        if let target = other.takenBack, target.names(event) { events.append(other) }
      }
    }
    return events
  }

  /// Events in the order of the log, each once.
  private static func inOrder(_ events: [Event]) -> [Event] {
    var taken: Set<UInt64> = []
    return events.sorted { $0.sequence < $1.sequence }.filter { taken.insert($0.sequence).inserted }
  }

  private static func fold(_ events: [Event], _ imports: Imports) throws(PolicyError) -> (LedgerState, Annulments) {
    let annulments = Annulments(in: events)
    var state = LedgerState(imports: imports)
    try state.evolve(events, leavingOut: annulments)
    return (state, annulments)
  }
}

extension SubsidyLedger {
  /// The state of one person at a point in time; it may lack other persons.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - knownAt: the point; nil for now.
  ///   - progress: receives how many events have been taken in, and the total, if all have to be.
  /// - Returns: a fold that equals the fold of all events for this person.
  /// - Throws: ``LedgerFailure`` and the log's own failures.
  public func state(
    of person: Identifier, knownAt: Instant? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> LedgerState {
    try state(of: [person], at: ReplayPoint(knownAt: knownAt), verifying: true, progress: progress)
  }

  /// The state of some persons at a point, from their own events if that is possible; it may lack other persons.
  ///
  /// - Parameters:
  ///   - persons: the persons.
  ///   - point: the point up to which events count.
  ///   - verifying: whether every byte of the log is hashed, if all events have to be folded.
  ///   - progress: receives how many events have been taken in, and the total, if all have to be.
  /// - Returns: a fold that equals the fold of all events for these persons.
  /// - Throws: ``LedgerFailure`` and the log's own failures.
  func state(
    of persons: Set<Identifier>, at point: ReplayPoint, verifying: Bool,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> LedgerState {
    if let found = try kept?.fold(at: point, of: self) { return found.state }
    if let partial = PartialReplay.load(self, persons: persons, at: point) { return partial.state }
    return try state(at: point, verifying: verifying, progress: progress)
  }

  /// The requests that await consent and have not lapsed on a day, in the order of the log.
  ///
  /// An event that uses a request up may be about a person, so the persons named by open requests are loaded as well.
  ///
  /// - Throws: ``LedgerFailure`` and the log's own failures.
  public func openRequests(on day: CivilDate, at point: ReplayPoint = ReplayPoint()) throws -> [ConsentRequest] {
    let asked = try stateOfPolicies(at: point).openRequests(on: day)
    if asked.isEmpty { return [] }
    let (source, segments) = (try EventSource(self), try segments())
    var persons: Set<Identifier> = []
    for act in asked.flatMap(\.body.acts) {
      if let person = act.person { persons.insert(person) }
      // A reversal names an event by its number, and is found from that.
      if case .reversed(let body) = act, let person = try source.event(numbered: body.of, of: segments)?.body.person {
        persons.insert(person)
      }
    }
    return try state(of: persons, at: point, verifying: true).openRequests(on: day)
  }

  /// The policies that were adopted by a point in time; the state may lack persons.
  ///
  /// - Throws: ``LedgerFailure`` and the log's own failures.
  public func stateOfPolicies(at point: ReplayPoint = ReplayPoint()) throws -> LedgerState {
    try state(of: [], at: point, verifying: false)
  }
}

public import EventLog
public import Subsidy
public import Values

/// Where each person's events stand in the log, where those about no person, and where the ids of entries and annulments.
///
/// It is gathered in the pass that folds the state, and kept in a file so that one person's events can be read without
/// all others (``IndexFile``).
public struct EventIndex: Sendable {
  /// The persons, numbered as they are first named; also those all of whose events are annulled.
  public private(set) var persons = IdentifierTable()
  /// The places of each person's events, by person number.
  public private(set) var places: [PlaceList] = []
  /// The places of the events that are about no person.
  public private(set) var shared = PlaceList()
  /// Where the ids of entries stand.
  public private(set) var ids = EntryIDs()
  /// Where annulments and reversals stand, under what they name.
  public private(set) var annulments = EntryIDs()
  /// What stands in front of the segments, as far as somebody has hashed the log.
  public var starts: [LogStart] = []
  private var segments: [UInt64]

  /// An index of nothing.
  ///
  /// - Parameter segments: the segments of the log before the first event that will be noted, in order.
  public init(segments: [UInt64] = []) { self.segments = segments }

  /// Notes where an event stands.
  public mutating func note(_ event: Event, at place: LinePlace) {
    var placed = PlacedEvents(capacity: 1)
    var persons = IdentifierTable()
    placed.append(
      event.body.type, person: event.body.listedPerson.map { persons.intern($0) }, idHash: event.id?.stableHash,
      takingBack: event.takenBack, at: place)
    note(placed, of: persons)
  }

  /// Notes where the next events stand.
  ///
  /// - Parameters:
  ///   - placed: the events, all in one segment.
  ///   - names: what the numbers of their persons mean.
  public mutating func note(_ placed: PlacedEvents, of names: IdentifierTable) {
    guard let segment = placed.events.first?.place.segment else { return }
    if segments.last ?? 0 < segment || segments.isEmpty { segments.append(segment) }
    var numbers = Array(repeating: UInt32.max, count: names.count)
    for event in placed.events {
      guard event.person != .max else {
        shared.append(event.place, number: event.type)
        continue
      }
      let position = Int(event.person)
      if numbers[position] == .max {
        numbers[position] = persons.intern(names[event.person])
        if Int(numbers[position]) == places.count { places.append(PlaceList()) }
      }
      places[Int(numbers[position])].append(event.place, number: event.type)
    }
    if placed.ids.isEmpty, placed.targets.isEmpty { return }
    let known = position(of: segment)
    for (hash, event) in placed.ids { ids.insert(hash, segment: known, placed.events[event].place) }
    for (hash, event) in placed.targets { annulments.insert(hash, segment: known, placed.events[event].place) }
  }

  private func position(of segment: UInt64) -> Int {
    guard let known = segments.lastIndex(of: segment) else {
      preconditionFailure("the segments of a log are known from the first to the last")
    }
    return known
  }

  /// The places of one person's events; none if no event is about them.
  public func places(of person: Identifier) -> PlaceList {
    persons.number(of: person).map { places[Int($0)] } ?? PlaceList()
  }

  /// Takes up what a table holds of one person, who was not noted before, or of nobody.
  mutating func restore(_ person: Identifier?, _ list: PlaceList) {
    guard let person else { return shared = list }
    _ = persons.intern(person)
    places.append(list)
  }

  /// Puts ids and annulments in the order in which they are written; to be called after the last event.
  public mutating func finish() {
    ids.sort()
    annulments.sort()
  }
}

public import EventLog
public import Subsidy
public import Values

/// The places in the log of each person's events, of those about no person, and of the ids of entries and annulments.
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
  /// The places of the ids of entries.
  public private(set) var ids = EntryIDs()
  /// The places of annulments and reversals, under the events that they name.
  public private(set) var annulments = EntryIDs()
  /// The starts of the segments, as far as the log was hashed.
  public var starts: [LogStart] = []
  private var segments: [UInt64]

  /// An index of nothing.
  ///
  /// - Parameter segments: the segments of the log before the first event that will be noted, in order.
  public init(segments: [UInt64] = []) { self.segments = segments }

  /// Notes the place of an event.
  public mutating func note(_ event: Event, at place: LinePlace) { note([(event, place)]) }

  /// Notes the places of the next events.
  public mutating func note(_ events: ArraySlice<(event: Event, place: LinePlace)>) {
    var next = events.startIndex
    while next < events.endIndex {
      let segment = events[next].place.segment
      var placed = PlacedEvents(capacity: events.endIndex - next)
      var names = IdentifierTable()
      while next < events.endIndex, events[next].place.segment == segment {
        placed.append(
          events[next].event.body.type, person: events[next].event.body.listedPerson.map { names.intern($0) },
          idHash: events[next].event.id?.stableHash, takingBack: events[next].event.takenBack,
          at: events[next].place)
        next += 1
      }
      note(placed, of: names)
    }
  }

  /// Notes the places of the next events.
  ///
  /// - Parameters:
  ///   - placed: the events, all in one segment.
  ///   - names: the names for the numbers of their persons.
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

  /// Takes the places that a table holds of one person, not noted before, or of no person.
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

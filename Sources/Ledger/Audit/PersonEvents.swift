import EventLog
import Subsidy
import System
import Values

/// The events that bear on some persons, gathered in one pass over the log.
struct PersonEvents: Sendable {
  /// The persons, numbered from 0.
  private let persons: IdentifierTable
  /// The persons' events, as they came; an event is wide, so they are never moved.
  private var gathered: [[Event]] = []
  /// The places of each person's own events, by number.
  private var own: [[Place]]
  private var shared = SharedEvents()

  private struct Place {
    let part: UInt32
    let index: UInt32
  }

  /// Nothing yet.
  init(of persons: some Sequence<Identifier>) {
    var table = IdentifierTable()
    for person in persons { _ = table.intern(person) }
    self.persons = table
    own = Array(repeating: [], count: table.count)
  }

  /// Takes in the next event; one that bears on none of the persons is passed over.
  mutating func note(_ event: Event) {
    guard let person = event.body.person else { return shared.note(event) }
    if let owner = persons.number(of: person) { note([event], of: [owner]) }
  }

  /// Takes in the next events, each of one of the persons or about no person.
  private mutating func note(_ events: [Event], of owners: [UInt32?]) {
    for index in events.indices {
      if let owner = owners[index] {
        own[Int(owner)].append(Place(part: UInt32(gathered.count), index: UInt32(index)))
      } else {
        shared.note(events[index])
      }
    }
    gathered.append(events)
  }

  /// A person's own events, in the order of the log.
  func own(of person: Identifier) -> [Event] {
    let places = persons.number(of: person).map { own[Int($0)] } ?? []
    return places.map { gathered[Int($0.part)][Int($0.index)] }
  }

  /// A person's own events with what takes any of them back, in the order of the log.
  func history(of person: Identifier) -> [Event] { shared.history(own(of: person)) }

  /// The events of all keys of a person, in the order of the log.
  func own(of keys: [Identifier]) -> [Event] {
    keys.count == 1 ? own(of: keys[0]) : keys.flatMap { own(of: $0) }.sorted { $0.sequence < $1.sequence }
  }

  /// The events of all keys of a person with what takes any of them back, in the order of the log.
  func history(of keys: [Identifier]) -> [Event] { shared.history(own(of: keys)) }

  /// The events of all keys of a person with the events of their batches and what takes their events back, in the order of
  /// the log.
  func events(of keys: [Identifier]) -> [Event] { shared.events(own(of: keys)) }
}

extension PersonEvents {
  /// Gathers the events below a size of the log that bear on some persons, as they count by the corrections of the clock.
  init(
    of persons: some Sequence<Identifier>, in reader: borrowing LogReader, at clock: ClockCorrections,
    below size: UInt64 = .max,
    threads: Int = Threads.available
  ) throws {
    self.init(of: persons)
    if self.persons.count == 0 { return }
    let table = self.persons
    try reader.forEachBlock(below: size, about: table, threads: threads) { block in
      note(clock.isEmpty ? block.events : block.events.map(clock.corrected), of: block.owners)
      return true
    }
  }
}

/// Events that are no person's own, and bear on the events of persons.
struct SharedEvents: Sendable {
  private var batches: [Identifier: [Event]] = [:]
  /// The annulments and reversals, by what they take back.
  private var takenBack: [Annulled.Target: [Event]] = [:]

  /// Takes in the next event that is no person's own.
  mutating func note(_ event: Event) {
    switch event.body {
    case .batchDrafted(let body): batches[body.batch, default: []].append(event)
    case .batchApproved(let body): batches[body.batch, default: []].append(event)
    case .batchCancelled(let body): batches[body.batch, default: []].append(event)
    case .batchRecalled(let body): batches[body.batch, default: []].append(event)
    default:
      if let target = event.takenBack { takenBack[target, default: []].append(event) }
    }
  }

  /// A person's own events with what takes any of them back, in the order of the log.
  func history(_ own: [Event]) -> [Event] {
    takenBack.isEmpty ? own : SharedEvents.merge(own, own.flatMap(taking(back:)))
  }

  /// A person's own events with the events of their batches and what takes their events back, in the order of the log.
  func events(_ own: [Event]) -> [Event] {
    let history = history(own)
    if batches.isEmpty { return history }
    var named: Set<Identifier> = []
    for event in history {
      switch event.body {
      case .paymentOrdered(let body): named.insert(body.batch)
      case .paid(let body): named.insert(body.batch)
      case .paymentReturned(let body): named.insert(body.batch)
      default: break
      }
    }
    return SharedEvents.merge(history, named.flatMap { batches[$0] ?? [] })
  }

  private func taking(back event: Event) -> [Event] {
    (takenBack[.sequence(event.sequence)] ?? []) + (event.id.flatMap { takenBack[.id($0)] } ?? [])
  }

  /// Merges events in any order into others that are in the order of the log.
  private static func merge(_ events: [Event], _ others: [Event]) -> [Event] {
    if others.isEmpty { return events }
    var merged: [Event] = []
    merged.reserveCapacity(events.count + others.count)
    var rest = events[...]
    for other in others.sorted(by: { $0.sequence < $1.sequence }) {
      let before = rest.prefix { $0.sequence <= other.sequence }
      merged += before
      merged.append(other)
      rest = rest[before.endIndex...]
    }
    return merged + rest
  }
}

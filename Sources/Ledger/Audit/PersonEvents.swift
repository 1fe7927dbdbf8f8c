import EventLog
import JSONText
import Subsidy
import System
import Values

/// The events that bear on some persons, gathered in one pass over the log.
struct PersonEvents: Sendable {
  /// The persons, numbered from 0.
  fileprivate let persons: IdentifierTable
  /// The persons' events, as they came; an event is wide, so they stay where they are.
  private var gathered: [[Event]] = []
  /// Where each person's own events are, by number.
  private var own: [[Place]]
  private var batches: [Identifier: [Event]] = [:]
  private var annulments: [Annulled.Target: [Event]] = [:]

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

  /// Takes the next event in; one that bears on none of the persons is passed over.
  mutating func note(_ event: Event) {
    guard let person = event.body.person else { return noteShared(event) }
    if let number = persons.number(of: person) { note([event], of: [number]) }
  }

  /// Takes the next events of some of the persons in.
  fileprivate mutating func note(_ events: [Event], of owners: [UInt32]) {
    let part = UInt32(gathered.count)
    gathered.append(events)
    for (index, owner) in owners.enumerated() { own[Int(owner)].append(Place(part: part, index: UInt32(index))) }
  }

  /// Takes an event in that is no person's own.
  fileprivate mutating func noteShared(_ event: Event) {
    switch event.body {
    case .batchDrafted(let body): batches[body.batch, default: []].append(event)
    case .batchApproved(let body): batches[body.batch, default: []].append(event)
    case .batchCancelled(let body): batches[body.batch, default: []].append(event)
    case .annulled(let body): annulments[body.of, default: []].append(event)
    default: break
    }
  }

  /// A person's own events with the annulments of any of them, in the order of the log.
  func history(of person: Identifier) -> [Event] {
    let places = persons.number(of: person).map { own[Int($0)] } ?? []
    let theirs = places.map { gathered[Int($0.part)][Int($0.index)] }
    return annulments.isEmpty ? theirs : PersonEvents.merge(theirs, theirs.flatMap(annulments(of:)))
  }

  /// A person's events with the events of their batches and the annulments of their events.
  func events(of person: Identifier) -> [Event] {
    let history = history(of: person)
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
    return PersonEvents.merge(history, named.flatMap { batches[$0] ?? [] })
  }

  private func annulments(of event: Event) -> [Event] {
    (annulments[.sequence(event.sequence)] ?? []) + (event.id.flatMap { annulments[.id($0)] } ?? [])
  }

  /// Puts events of any order in their places among others that are in the order of the log.
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

extension Replay {
  /// The events below a size of the log that bear on some persons.
  ///
  /// Most lines are about others, and those are passed over without being read as JSON.
  func events(of persons: [Identifier], below size: UInt64, threads: Int = Threads.available) throws -> PersonEvents {
    var events = PersonEvents(of: persons)
    if persons.isEmpty { return events }
    let table = events.persons
    try reader.read(
      verifying: false, threads: threads, preparing: { try EventPick($0, below: size, of: table) }
    ) { pick in
      events.note(pick.events, of: pick.owners)
      for event in pick.shared { events.noteShared(event) }
      return !pick.reachesSize
    }
    return events
  }
}

/// The events of a block that bear on some persons.
private struct EventPick: Sendable {
  /// The persons' own events.
  private(set) var events: [Event] = []
  /// Whose each of them is.
  private(set) var owners: [UInt32] = []
  /// The events that are nobody's own.
  private(set) var shared: [Event] = []
  /// Whether nothing behind the block counts.
  private(set) var reachesSize = false

  init(_ run: EventRun, below size: UInt64, of persons: IdentifierTable) throws {
    var names = PersonNames(run.bytes)
    for (index, line) in run.lines.enumerated() {
      if run.firstSequence + UInt64(index) >= size {
        reachesSize = true
        return
      }
      if let name = names.name(in: line), persons.number(of: name, in: run.bytes) == nil { continue }
      let event = try Replay.event(run, index)
      if let person = event.body.person {
        guard let owner = persons.number(of: person) else { continue }
        events.append(event)
        owners.append(owner)
      } else {
        shared.append(event)
      }
    }
  }
}

/// Finds whom the lines of a block name, without reading them as JSON.
private struct PersonNames {
  private let bytes: [UInt8]
  private let hasEscapes: Bool
  /// How far into their lines the names found so far stand: most lines are laid out like one before.
  private var offsets: [Int] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    hasEscapes = ByteSearch.first(UInt8(ascii: "\\"), in: bytes, bytes.indices) != nil
  }

  /// The person that a line names, to be compared with known ones only; nil where that is left open.
  ///
  /// A name inside of a text would have its quotation marks escaped; of a line with an escape nothing is said.
  mutating func name(in line: Range<Int>) -> QuotedName? {
    if hasEscapes, ByteSearch.first(UInt8(ascii: "\\"), in: bytes, line) != nil { return nil }
    return place(in: line).flatMap { QuotedName(bytes, at: $0) }
  }

  private mutating func place(in line: Range<Int>) -> Int? {
    let length = LineHead.person.utf8CodeUnitCount
    for offset in offsets where offset + length <= line.count {
      let place = line.lowerBound + offset
      if LineHead.person.stands(in: bytes, at: place) { return place + length }
    }
    guard let place = ByteSearch.first(LineHead.person, in: bytes, line) else { return nil }
    if offsets.count < 8 { offsets.append(place - line.lowerBound) }
    return place + length
  }
}

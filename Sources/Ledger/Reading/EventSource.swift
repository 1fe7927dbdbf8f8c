import EventLog
import Merkle
import ReadModel
import Subsidy
import System
import Values

/// Reads single events of a log at their places, for any number of threads.
final class EventSource: Sendable {
  private let reader: LogReader

  init(_ ledger: SubsidyLedger) throws { reader = try LogReader(ledger: ledger.path) }

  /// The head that the log has acknowledged.
  var head: Head { reader.head }

  /// The event at a place.
  ///
  /// - Throws: the log's failures, and `EventError` if the line is no event.
  func event(at place: LinePlace) throws -> Event {
    let bytes = try reader.line(at: place)
    return try EventLine.readEvent(bytes, 0..<bytes.count)
  }

  /// The event at a place at which the index has one of a type, about a person or about no person.
  ///
  /// - Throws: ``IndexUnfit`` if another event is there; as ``event(at:)``.
  func event(at place: LinePlace, of person: Identifier?, _ type: EventType) throws -> Event {
    let event = try event(at: place)
    guard event.body.listedPerson == person, event.body.type == type else { throw IndexUnfit() }
    return event
  }

  /// The event with a number; nil if the log has none.
  ///
  /// - Throws: the log's failures, and `EventError` if its line is no event.
  func event(numbered number: UInt64, of segments: [UInt64]) throws -> Event? {
    try place(ofNumber: number, among: segments).map { try event(at: $0) }
  }

  /// The place of the event with a number; nil if the log has none.
  ///
  /// - Throws: the log's failures.
  func place(ofNumber number: UInt64, among segments: [UInt64]) throws -> LinePlace? {
    guard let segment = segments.last(where: { $0 <= number }) else { return nil }
    return try reader.find(in: segment) { bytes, line in
      // A commit says nothing.
      guard let event = try? EventLine.readEvent(bytes, line) else { return nil }
      return number < event.sequence ? -1 : number == event.sequence ? 0 : 1
    }
  }

  /// Whether the log has reached a noted position, with the noted root there.
  func holds(_ position: LogStamp) throws -> Bool {
    if position.size == head.size { return position.root == head.root.description }
    guard position.size < head.size else { return false }
    return try reader.hasCommit(at: LogPosition(position), root: position.root)
  }

  /// The events behind a position, as many as there are but no more than some.
  ///
  /// - Returns: nil if there are more.
  func events(
    from position: LogStamp, to size: UInt64, most: UInt64
  ) throws -> [(event: Event, place: LinePlace)]? {
    guard size >= position.size, size - position.size <= most else { return nil }
    var events: [(event: Event, place: LinePlace)] = []
    if size == position.size { return events }
    try reader.forEachBlock(from: LogPosition(position), below: size) { block in
      events += zip(block.events, block.places).map { (event: $0, place: $1) }
      return true
    }
    return events
  }
}

/// The index is not one that the log can be read with.
struct IndexUnfit: Error {}

/// Consecutive events of the log, each with its place.
struct EventStretch {
  /// How many events the log has before them.
  let from: UInt64
  /// How many it has with them.
  private(set) var to: UInt64
  private(set) var events: [(event: Event, place: LinePlace)]

  /// The first events behind a size.
  init(from: UInt64, _ events: [(event: Event, place: LinePlace)] = []) {
    (self.from, self.events) = (from, events)
    to = from + UInt64(events.count)
  }

  /// Adds the next events.
  mutating func append(_ next: some Sequence<(event: Event, place: LinePlace)>) {
    events += next
    to = from + UInt64(events.count)
  }
}

/// The events that several files made from the log lack, read once.
struct NewEvents {
  /// The events.
  let source: EventSource
  /// How many events a file may lack; if it lacks more, it is rebuilt in less time.
  let most: UInt64
  private var read: EventStretch?

  /// The events of a log.
  ///
  /// - Parameters:
  ///   - source: reads them.
  ///   - most: how many events a file may lack.
  ///   - known: events in hand, which serve a caller who asks up to their end; nil if there are none.
  init(of source: EventSource, most: UInt64, knowing known: EventStretch? = nil) {
    self.source = source
    self.most = most
    read = known
  }

  /// The events behind a position, up to a size of the log; nil if there are more than a file may lack.
  mutating func events(
    from position: LogStamp, to size: UInt64
  ) throws -> ArraySlice<(event: Event, place: LinePlace)>? {
    if let read, read.from <= position.size, read.to == size {
      return read.events.dropFirst(Int(position.size - read.from))
    }
    guard let events = try source.events(from: position, to: size, most: most) else { return nil }
    read = EventStretch(from: position.size, events)
    return events[...]
  }
}

extension LogPosition {
  init(_ position: LogStamp) {
    self.init(sequence: position.size, segment: position.segment, offset: position.offset)
  }
}

extension LogStamp {
  init(_ head: Head, recorded: Instant?) {
    self.init(
      size: head.size, root: head.root.description, segment: head.segment, offset: head.offset, recorded: recorded)
  }
}

extension SubsidyLedger {
  /// The segments of the log, in order, by the numbers in their names.
  func segments() throws -> [UInt64] {
    try Files.names(in: "\(path)/log").compactMap { UInt64($0.prefix(20)) }
  }
}

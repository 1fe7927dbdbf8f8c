public import EventLog
public import Subsidy
import Values

/// The data of consecutive events that the index needs, gathered by the thread that reads them.
///
/// ``EventIndex/note(_:of:)`` takes it in the order of the log, without another look at the events.
public struct PlacedEvents: Sendable {
  struct Placed: BitwiseCopyable {
    let place: LinePlace
    /// The type's `ordinal`.
    let type: UInt8
    /// The person's number; the largest one for an event about no person.
    let person: UInt32
  }

  private(set) var events: [Placed] = []
  /// The hashes of the senders' ids, each with the position of its event.
  private(set) var ids: [(hash: UInt64, event: Int)] = []
  /// The hashes of what annulments name, each with the position of the annulment.
  private(set) var targets: [(hash: UInt64, event: Int)] = []

  /// No events.
  ///
  /// - Parameter capacity: how many are expected.
  public init(capacity: Int) { events.reserveCapacity(capacity) }

  /// Adds the next event.
  ///
  /// - Parameters:
  ///   - type: its type.
  ///   - person: the number of its person among the names of the block; nil for an event about no person.
  ///   - idHash: the hash of the sender's id, if it has one (``Identifier/stableHash``).
  ///   - target: the event that it annuls, if it is an annulment.
  ///   - place: the place of its line.
  public mutating func append(
    _ type: EventType, person: UInt32?, idHash: UInt64?, takingBack target: Annulled.Target? = nil,
    at place: LinePlace
  ) {
    if let idHash { ids.append((EntryIDs.tag(of: idHash), events.count)) }
    if let target { targets.append((EntryIDs.hash(of: target), events.count)) }
    events.append(Placed(place: place, type: UInt8(type.ordinal), person: person ?? .max))
  }
}

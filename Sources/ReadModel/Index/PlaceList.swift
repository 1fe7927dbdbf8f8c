public import EventLog
public import Subsidy

/// The places of some events in the order of the log, packed: 3 bytes for an event right behind the one before it, 5 to
/// 7 for one further on.
///
/// An event is two numbers of seven bits a byte, the lowest first and the highest bit set on all but the last byte:
/// how many bytes lie between the end of the event before and this one, times two, and the length of its line times 64
/// plus the number of its type among ``EventType/allCases``. In another segment than the event before, the first number
/// is odd: the distance between the segments' numbers times two plus one, and then the offset in the segment.
///
/// > Source: docs/read-model.md, events.
public struct PlaceList: Hashable, Sendable {
  /// The packed bytes.
  public private(set) var bytes: [UInt8] = []
  /// How many places there are.
  public private(set) var count = 0
  private var segment: UInt64 = 0
  /// The end of the last line, its newline included.
  private var end: UInt64 = 0

  /// No places.
  public init() {}

  /// Takes a packed list up again; nil if the bytes are none.
  public init?(packed bytes: [UInt8]) {
    var reader = PlaceReader(bytes)
    while let next = reader.next() {
      count += 1
      segment = next.place.segment
      end = next.place.offset + UInt64(next.place.count) + 1
    }
    guard reader.isAtEnd else { return nil }
    self.bytes = bytes
  }

  /// Whether all of it is before a place, so that lines from there on can be added.
  func ends(before segment: UInt64, _ offset: UInt64) -> Bool {
    count == 0 || (self.segment, end) <= (segment, offset)
  }

  /// Adds the place of a later event.
  public mutating func append(_ place: LinePlace, _ type: EventType) {
    append(place, number: UInt8(type.ordinal))
  }

  /// Adds the place of a later event, whose type has this number.
  mutating func append(_ place: LinePlace, number: UInt8) {
    if place.segment == segment {
      precondition(place.offset >= end, "places come in the order of the log")
      write((place.offset - end) << 1)
    } else {
      precondition(place.segment > segment, "places come in the order of the log")
      write((place.segment - segment) << 1 | 1)
      write(place.offset)
    }
    write(UInt64(place.count) << 6 | UInt64(number))
    segment = place.segment
    end = place.offset + UInt64(place.count) + 1
    count += 1
  }

  /// Adds the places of another list, all of them later.
  public mutating func append(contentsOf other: PlaceList) {
    var reader = PlaceReader(other.bytes)
    while let next = reader.next() { append(next.place, number: next.number) }
  }

  @inline(__always)
  private mutating func write(_ number: UInt64) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// The places with the types of their events.
  public var places: [(place: LinePlace, type: EventType)] {
    var reader = PlaceReader(bytes)
    var places: [(place: LinePlace, type: EventType)] = []
    places.reserveCapacity(count)
    while let next = reader.next() { places.append((next.place, EventType.allCases[Int(next.number)])) }
    return places
  }

  /// The places of events of some types.
  func places(of types: TypeSet) -> [LinePlace] {
    var reader = PlaceReader(bytes)
    var places: [LinePlace] = []
    while let next = reader.next() { if types.contains(next.number) { places.append(next.place) } }
    return places
  }

  /// Types by the numbers that a list holds.
  struct TypeSet: Sendable {
    private var bits: UInt64 = 0

    init(_ types: Set<EventType>) { for type in types { bits |= 1 << UInt64(type.ordinal) } }

    func contains(_ type: EventType) -> Bool { contains(UInt8(type.ordinal)) }

    func contains(_ number: UInt8) -> Bool { bits >> UInt64(number) & 1 == 1 }
  }
}

/// Reads a packed list from its start.
private struct PlaceReader {
  private let bytes: [UInt8]
  private var position = 0
  private var segment: UInt64 = 0
  private var end: UInt64 = 0
  private var isBroken = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count && !isBroken }

  /// The next place, and the number of its event's type, which is one that there is.
  mutating func next() -> (place: LinePlace, number: UInt8)? {
    guard position < bytes.count, !isBroken else { return nil }
    let gap = read()
    if gap & 1 == 1 {
      segment &+= gap >> 1
      end = read()
    } else {
      end &+= gap >> 1
    }
    let line = read()
    guard !isBroken, line & 63 < UInt64(EventType.allCases.count), segment < 1 << 60, end <= LogPosition.largestOffset,
      line >> 6 < 1 << 16
    else {
      isBroken = true
      return nil
    }
    let place = LinePlace(segment: segment, offset: end, count: Int(line >> 6))
    end &+= UInt64(place.count) + 1
    return (place, UInt8(line & 63))
  }

  private mutating func read() -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 63 {
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    isBroken = true
    return 0
  }
}

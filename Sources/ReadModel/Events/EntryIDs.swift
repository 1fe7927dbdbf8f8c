import System
import Values

/// Which entry ids stand in the log, and where: 16 bytes an id, found by its hash.
///
/// Two ids may share a hash, so that a hit is a candidate: whoever asks reads the event at its place and compares the id.
/// In the table they stand in buckets by the upper bits of the hash, so that a look-up reads one row.
public struct EntryIDs: Sendable {
  // The upper 48 bits of the hash above the number of the segment among all, 16 bits; then offset and length.
  struct Slot: Hashable, Sendable, BitwiseCopyable {
    let tag: UInt64
    let line: UInt64
  }

  private(set) var slots: [Slot] = []

  /// No ids.
  public init() {}

  static func hash(of id: Identifier) -> UInt64 { id.stableHash & ~0xFFFF }

  /// How many upper bits of the hash choose a bucket, so that one has a hundred ids or fewer; at least 256 buckets.
  var bucketBits: Int {
    var bits = 8
    while bits < 32, slots.count >> bits > 64 { bits += 1 }
    return bits
  }

  /// Notes where an id stands.
  ///
  /// - Parameters:
  ///   - hash: the ``hash(of:)`` of the id.
  ///   - segment: the position of the segment among all segments of the log.
  ///   - place: where the event's line stands in it.
  mutating func insert(_ hash: UInt64, segment: Int, _ place: EventPlace) {
    precondition(segment < 1 << 16, "a log has fewer than 65,536 segments")
    slots.append(Slot(tag: hash | UInt64(segment), line: place.offset << 16 | UInt64(place.count)))
  }

  /// Takes up what a table holds.
  mutating func restore(_ slots: [Slot]) { self.slots.append(contentsOf: slots) }

  mutating func sort() { slots.sort(by: EntryIDs.isBefore) }

  static func isBefore(_ left: Slot, _ right: Slot) -> Bool { (left.tag, left.line) < (right.tag, right.line) }

  /// The rows of the table, in parts of some hundred buckets.
  func forEachPart(bits: Int, _ body: (inout Rows) throws -> Void) rethrows {
    var rows = Rows(width: 2)
    var next = 0
    while next < slots.count {
      let bucket = slots[next].tag >> UInt64(64 - bits)
      var bytes: [UInt8] = []
      while next < slots.count, slots[next].tag >> UInt64(64 - bits) == bucket {
        slots[next].append(to: &bytes)
        next += 1
      }
      rows.add(Int64(bucket))
      rows.add(blob: bytes)
      if rows.count == 256 {
        try body(&rows)
        rows.removeAll()
      }
    }
    if !rows.isEmpty { try body(&rows) }
  }
}

extension EntryIDs.Slot {
  init(_ bytes: ArraySlice<UInt8>) {
    tag = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    line = bytes.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  func append(to bytes: inout [UInt8]) {
    for word in [tag, line] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
  }

  /// The slots of a bucket.
  static func all(in bytes: [UInt8]) -> [EntryIDs.Slot] {
    stride(from: 0, to: bytes.count - 15, by: 16).map { EntryIDs.Slot(bytes[$0..<$0 + 16]) }
  }

  /// The place, in a log of these segments; nil where it has fewer.
  func place(_ segments: [UInt64]) -> EventPlace? {
    let segment = Int(tag & 0xFFFF)
    guard segment < segments.count else { return nil }
    return EventPlace(segment: segments[segment], offset: line >> 16, count: Int(line & 0xFFFF))
  }
}

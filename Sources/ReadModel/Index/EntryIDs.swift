import EventLog
import Subsidy
import System
import Values

/// The entry ids of the log and their places: 16 bytes an id, found by its hash.
///
/// A second list holds annulments. Each is listed under the event's id or number that it names. So the annulments of a person's
/// events are found from these events, and loading one person costs no other's annulments. Two ids may share a hash, so that a
/// hit is a candidate: the caller reads the event at its place and compares. In their table the ids are in buckets by the upper
/// bits of the hash, so that a look-up reads one row.
public struct EntryIDs: Sendable {
  // The upper 48 bits of the hash above the number of the segment among all, 16 bits; then offset and length.
  struct Slot: Hashable, Sendable, BitwiseCopyable {
    let tag: UInt64
    let line: UInt64
  }

  /// A row of their table: the slots whose hashes have the same upper bits.
  typealias Bucket = (number: Int, entries: [UInt8])

  private(set) var slots: [Slot] = []

  /// No ids.
  public init() {}

  static func hash(of id: Identifier) -> UInt64 { tag(of: id.stableHash) }

  /// The part of a hash that is kept.
  static func tag(of hash: UInt64) -> UInt64 { hash & ~0xFFFF }

  /// The hash under which an annulment is listed: that of the id, or, for a number, of `seq-` and the number.
  static func hash(of target: Annulled.Target) -> UInt64 {
    switch target {
    case .id(let id): return hash(of: id)
    case .sequence(let number):
      guard let name = Identifier("seq-\(number)") else { preconditionFailure("a number has 20 digits or fewer") }
      return hash(of: name)
    }
  }

  /// How many upper bits of a hash may choose a bucket: there are at least 256.
  static let bucketBits = 8...32

  /// How many upper bits of the hash choose a bucket, so that one has a hundred ids or fewer.
  var bucketBits: Int {
    var bits = EntryIDs.bucketBits.lowerBound
    while bits < EntryIDs.bucketBits.upperBound, slots.count >> bits > 64 { bits += 1 }
    return bits
  }

  /// Notes the place of an id.
  ///
  /// - Parameters:
  ///   - hash: the ``hash(of:)`` of the id.
  ///   - segment: the position of the segment among all segments of the log.
  ///   - place: the place of the event's line in it.
  mutating func insert(_ hash: UInt64, segment: Int, _ place: LinePlace) {
    precondition(segment < 1 << 16, "a log has fewer than 65,536 segments")
    slots.append(Slot(tag: hash | UInt64(segment), line: place.packed))
  }

  mutating func sort() { slots.sort(by: EntryIDs.isBefore) }

  static func isBefore(_ left: Slot, _ right: Slot) -> Bool { (left.tag, left.line) < (right.tag, right.line) }

  /// The rows of the table, in parts of some hundred buckets.
  func forEachPart(
    of table: TableDeclaration<Bucket>, bits: Int, _ body: (inout Rows) throws -> Void
  ) rethrows {
    var rows = Rows(width: table.layout.width)
    var next = 0
    while next < slots.count {
      let bucket = slots[next].tag >> UInt64(64 - bits)
      var bytes: [UInt8] = []
      while next < slots.count, slots[next].tag >> UInt64(64 - bits) == bucket {
        slots[next].append(to: &bytes)
        next += 1
      }
      table.append((Int(bucket), bytes), to: &rows)
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
    bytes.append(bigEndian: tag)
    bytes.append(bigEndian: line)
  }

  /// The slots of a bucket.
  static func all(in bytes: [UInt8]) -> [EntryIDs.Slot] {
    stride(from: 0, to: bytes.count - 15, by: 16).map { EntryIDs.Slot(bytes[$0..<$0 + 16]) }
  }

  /// The slots of a bucket that have a hash: they are side by side.
  static func all(in bytes: [UInt8], of hash: UInt64) -> [EntryIDs.Slot] {
    func slot(_ number: Int) -> EntryIDs.Slot { EntryIDs.Slot(bytes[number * 16..<number * 16 + 16]) }
    let all = 0..<bytes.count / 16
    let first = all.firstNot(before: { slot($0).tag < hash })
    return Array(all[first...].lazy.map(slot).prefix { EntryIDs.tag(of: $0.tag) == hash })
  }

  /// The place, in a log of these segments; nil if it has fewer.
  func place(_ segments: [UInt64]) -> LinePlace? {
    let segment = Int(tag & 0xFFFF)
    guard segment < segments.count else { return nil }
    return LinePlace(segment: segments[segment], packed: line)
  }
}

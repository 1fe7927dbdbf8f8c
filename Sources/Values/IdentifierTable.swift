/// Numbers identifiers in the order in which they are first seen, so that state can hold 4 bytes instead of 64.
///
/// > Complexity: one probe of an open-addressing table for a look-up, O(1) expected; 64 bytes and about 12 for each
///   identifier.
public struct IdentifierTable: Sendable {
  /// The identifiers by number.
  public private(set) var identifiers: [Identifier] = []
  // What each slot holds, `empty` for nothing; the count is a power of two.
  private var slots: [Slot]

  /// The number of an identifier, and as much of its hash as tells nearly every other one apart without a look at it.
  private struct Slot: Sendable, BitwiseCopyable {
    var tag: UInt32
    var number: UInt32

    static var empty: Slot { Slot(tag: 0, number: .max) }
    var isEmpty: Bool { number == .max }
  }

  /// Makes an empty table.
  ///
  /// - Parameter capacity: how many identifiers are expected.
  public init(capacity: Int = 0) {
    var count = 64
    while count * 3 < capacity * 4 { count *= 2 }
    slots = Array(repeating: .empty, count: count)
    identifiers.reserveCapacity(capacity)
  }

  /// How many identifiers the table holds.
  public var count: Int { identifiers.count }

  /// The identifier with this number, which must be one the table gave out.
  public subscript(number: UInt32) -> Identifier { identifiers[Int(number)] }

  /// The number of an identifier that was seen before; nil otherwise.
  public func number(of identifier: Identifier) -> UInt32? {
    number(of: identifier, hash: identifier.stableHash)
  }

  /// The number of an identifier by its bytes in a block; nil where these were not seen before.
  public func number(of name: QuotedName, in bytes: [UInt8]) -> UInt32? {
    number(hash: name.hash) { $0.stands(in: bytes, at: name.start, count: name.count) }
  }

  @inline(__always)
  private func number(of identifier: Identifier, hash: UInt64) -> UInt32? { number(hash: hash) { $0 == identifier } }

  @inline(__always)
  private func number(hash: UInt64, _ isWanted: (Identifier) -> Bool) -> UInt32? {
    let mask = slots.count - 1
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var place = Int(truncatingIfNeeded: hash) & mask
    while !slots[place].isEmpty {
      let slot = slots[place]
      if slot.tag == tag, isWanted(identifiers[Int(slot.number)]) { return slot.number }
      place = (place + 1) & mask
    }
    return nil
  }

  /// The number of an identifier, a new one where it was not seen before.
  public mutating func intern(_ identifier: Identifier) -> UInt32 {
    let hash = identifier.stableHash
    if let known = number(of: identifier, hash: hash) { return known }
    if (identifiers.count + 1) * 4 > slots.count * 3 { grow() }
    let number = UInt32(identifiers.count)
    identifiers.append(identifier)
    place(number, hash)
    return number
  }

  private mutating func place(_ number: UInt32, _ hash: UInt64) {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while !slots[place].isEmpty { place = (place + 1) & mask }
    slots[place] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), number: number)
  }

  private mutating func grow() {
    slots = Array(repeating: .empty, count: slots.count * 2)
    for number in identifiers.indices { place(UInt32(number), identifiers[number].stableHash) }
  }
}

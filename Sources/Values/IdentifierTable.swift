/// Numbers identifiers in the order in which they are first seen, so that state can hold 4 bytes instead of 64.
///
/// > Complexity: one probe of an open-addressing table for a look-up, O(1) expected; 64 bytes and about 6 for each
///   identifier.
public struct IdentifierTable: Sendable {
  /// The identifiers by number.
  public private(set) var identifiers: [Identifier] = []
  // Number + 1 of the identifier that a slot holds, 0 for an empty slot; the count is a power of two.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)

  /// Makes an empty table.
  public init() {}

  /// How many identifiers the table holds.
  public var count: Int { identifiers.count }

  /// The identifier with this number, which must be one the table gave out.
  public subscript(number: UInt32) -> Identifier { identifiers[Int(number)] }

  /// The number of an identifier that was seen before; nil otherwise.
  public func number(of identifier: Identifier) -> UInt32? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: identifier.stableHash) & mask
    while slots[slot] != 0 {
      let number = slots[slot] - 1
      if identifiers[Int(number)] == identifier { return number }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The number of an identifier, a new one where it was not seen before.
  public mutating func intern(_ identifier: Identifier) -> UInt32 {
    if let known = number(of: identifier) { return known }
    if (identifiers.count + 1) * 4 > slots.count * 3 { grow() }
    let number = UInt32(identifiers.count)
    identifiers.append(identifier)
    place(number)
    return number
  }

  private mutating func place(_ number: UInt32) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: identifiers[Int(number)].stableHash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = number + 1
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for number in identifiers.indices { place(UInt32(number)) }
  }
}

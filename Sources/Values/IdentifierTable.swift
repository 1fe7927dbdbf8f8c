/// Numbers identifiers in the order in which they are first seen, so that state can hold 4 bytes instead of 64.
///
/// > Complexity: one probe of an open-addressing table for a look-up, O(1) expected; 64 bytes and about 20 for each
///   identifier.
public struct IdentifierTable: Sendable {
  /// The identifiers by number.
  public private(set) var identifiers: [Identifier] = []
  // The identifiers' hashes, by number.
  private var hashes: [UInt64] = []
  // The content of each slot, `empty` for none; the count is a power of two.
  @usableFromInline var slots: [Slot]

  /// The number of an identifier, and as much of its hash as distinguishes nearly every other one without reading it.
  @usableFromInline
  struct Slot: Sendable, BitwiseCopyable {
    @usableFromInline var tag: UInt32
    @usableFromInline var number: UInt32

    static var empty: Slot { Slot(tag: 0, number: .max) }
    @inlinable var isEmpty: Bool { number == .max }
  }

  /// Makes an empty table.
  ///
  /// - Parameter capacity: how many identifiers are expected.
  public init(capacity: Int = 0) {
    var count = 64
    while count * 3 < capacity * 4 { count *= 2 }
    slots = Array(repeating: .empty, count: count)
    identifiers.reserveCapacity(capacity)
    hashes.reserveCapacity(capacity)
  }

  /// How many identifiers the table holds.
  public var count: Int { identifiers.count }

  /// The identifier with this number, which must be one the table gave out.
  public subscript(number: UInt32) -> Identifier { identifiers[Int(number)] }

  /// The number of an identifier that was seen before; nil otherwise.
  public func number(of identifier: Identifier) -> UInt32? {
    number(of: identifier, hash: identifier.stableHash)
  }

  /// The number of an identifier by its bytes in a block; nil if these were not seen before.
  @inlinable @inline(__always)
  public func number(of name: QuotedName, in bytes: [UInt8]) -> UInt32? {
    number(hash: name.hash) { identifiers[$0].stands(in: bytes, as: name) }
  }

  /// The numbers of another table's identifiers, by their numbers there; nil for those that were not seen before.
  public func numbers(of other: IdentifierTable) -> [UInt32?] {
    zip(other.identifiers, other.hashes).map { number(of: $0, hash: $1) }
  }

  @inline(__always)
  private func number(of identifier: Identifier, hash: UInt64) -> UInt32? {
    number(hash: hash) { identifiers[$0] == identifier }
  }

  @inlinable @inline(__always)
  func number(hash: UInt64, _ isWanted: (Int) -> Bool) -> UInt32? {
    let mask = slots.count - 1
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var place = Int(truncatingIfNeeded: hash) & mask
    while !slots[place].isEmpty {
      let slot = slots[place]
      if slot.tag == tag, isWanted(Int(slot.number)) { return slot.number }
      place = (place + 1) & mask
    }
    return nil
  }

  /// The number of an identifier, a new one if it was not seen before.
  public mutating func intern(_ identifier: Identifier) -> UInt32 {
    let hash = identifier.stableHash
    return number(of: identifier, hash: hash) ?? add(identifier, hash)
  }

  /// The number of an identifier by its bytes in a block, a new one if it was not seen before.
  ///
  /// - Parameters:
  ///   - name: the range of the bytes.
  ///   - bytes: the block.
  ///   - isWanted: whether a new one may be numbered.
  /// - Returns: nil if the bytes are not an identifier, or not one that is wanted.
  public mutating func intern(
    _ name: QuotedName, in bytes: [UInt8], where isWanted: (Identifier) -> Bool = { _ in true }
  ) -> UInt32? {
    if let known = number(of: name, in: bytes) { return known }
    guard let identifier = Identifier(name, in: bytes), isWanted(identifier) else { return nil }
    return add(identifier, name.hash)
  }

  private mutating func add(_ identifier: Identifier, _ hash: UInt64) -> UInt32 {
    if (identifiers.count + 1) * 4 > slots.count * 3 { grow() }
    let number = UInt32(identifiers.count)
    identifiers.append(identifier)
    hashes.append(hash)
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
    for (number, hash) in hashes.enumerated() { place(UInt32(number), hash) }
  }
}

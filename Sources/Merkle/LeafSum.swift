/// The number of leaves and the sum of their hashes, whatever their order.
///
/// The hashes are numbers of 256 bits, the first byte the highest, added modulo 2^256. Sums of parts add up to that of the
/// whole, so a reader of a log in parts sees whether a leaf was lost, doubled or changed on the way. It is no proof against an
/// attacker who chooses the leaves: that needs the root.
///
/// > Source: docs/formats.md, the lines of `fold`.
public struct LeafSum: Hashable, Sendable {
  /// How many leaves.
  public private(set) var count: UInt64 = 0
  /// The sum of their hashes.
  public private(set) var sum = Digest()

  /// No leaves.
  public init() {}

  /// Adds a leaf by its hash.
  public mutating func add(_ leaf: Digest) { add(1, leaf) }

  /// Adds the leaves of another part.
  public static func += (left: inout LeafSum, right: LeafSum) { left.add(right.count, right.sum) }

  private mutating func add(_ more: UInt64, _ hash: Digest) {
    count += more
    var carry: UInt64 = 0
    for word in (0..<4).reversed() {
      let (part, first) = sum.words[word].addingReportingOverflow(hash.words[word])
      let (whole, second) = part.addingReportingOverflow(carry)
      sum.words[word] = whole
      carry = first || second ? 1 : 0
    }
  }
}

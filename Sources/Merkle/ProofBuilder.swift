/// Computes the hashes of a proof while the leaves of a tree go by once.
///
/// Every hash of a proof is the root of the tree over a range of leaves. The ranges of one proof do not overlap, so only
/// one of them is being summed up at a time.
///
/// > Complexity: O(log n) memory; a leaf costs the hashing of one node on average.
public struct ProofBuilder<Hasher: TreeHasher>: Sendable {
  /// The ranges in the order of their leaves, each with its place in the proof.
  private let ranges: [(leaves: Range<UInt64>, place: Int)]
  private let size: UInt64
  private let hasher: Hasher
  private var path: [Digest]
  private var current: CompactRange<Hasher>
  private var next = 0
  private var count: UInt64 = 0

  private init(_ ranges: [Range<UInt64>], size: UInt64, hasher: Hasher) {
    self.ranges = ranges.enumerated().map { ($0.element, $0.offset) }.sorted {
      $0.leaves.lowerBound < $1.leaves.lowerBound
    }
    self.size = size
    self.hasher = hasher
    path = Array(repeating: Digest(), count: ranges.count)
    current = CompactRange(hasher: hasher)
  }

  /// Begins the path from a leaf to the root of a tree of a size.
  public init(inclusionOf index: UInt64, size: UInt64, hasher: Hasher) {
    precondition(index < size, "only a leaf of the tree has a path")
    self.init(ProofBuilder.inclusion(index, 0..<size), size: size, hasher: hasher)
  }

  /// Begins the proof that the tree of one size is the beginning of the tree of another.
  public init(consistencyFrom oldSize: UInt64, to newSize: UInt64, hasher: Hasher) {
    precondition(oldSize <= newSize, "a tree never shrinks")
    let ranges = oldSize == 0 ? [] : ProofBuilder.consistency(oldSize, 0..<newSize, isOldRoot: true)
    self.init(ranges, size: newSize, hasher: hasher)
  }

  /// `PATH(m, D_n)`.
  ///
  /// > Source: RFC 9162 section 2.1.3.1.
  private static func inclusion(_ index: UInt64, _ leaves: Range<UInt64>) -> [Range<UInt64>] {
    guard leaves.count > 1 else { return [] }
    let middle = split(leaves)
    return index < middle
      ? inclusion(index, leaves.lowerBound..<middle) + [middle..<leaves.upperBound]
      : inclusion(index, middle..<leaves.upperBound) + [leaves.lowerBound..<middle]
  }

  /// `SUBPROOF(m, D_n, b)`, `end` being the end of the old tree counted over the whole one.
  ///
  /// > Source: RFC 9162 section 2.1.4.1.
  private static func consistency(_ end: UInt64, _ leaves: Range<UInt64>, isOldRoot: Bool) -> [Range<UInt64>] {
    if end == leaves.upperBound { return isOldRoot ? [] : [leaves] }
    let middle = split(leaves)
    return end <= middle
      ? consistency(end, leaves.lowerBound..<middle, isOldRoot: isOldRoot) + [middle..<leaves.upperBound]
      : consistency(end, middle..<leaves.upperBound, isOldRoot: false) + [leaves.lowerBound..<middle]
  }

  /// The end of the left subtree: the largest power of two that is smaller than the number of leaves.
  private static func split(_ leaves: Range<UInt64>) -> UInt64 {
    let count = leaves.upperBound - leaves.lowerBound
    return leaves.lowerBound + 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
  }

  /// Takes the next leaf's hash; leaves beyond the tree are passed over.
  public mutating func append(leaf: Digest) {
    defer { count += 1 }
    guard next < ranges.count, count >= ranges[next].leaves.lowerBound else { return }
    current.append(leaf: leaf)
    guard count + 1 == ranges[next].leaves.upperBound else { return }
    path[ranges[next].place] = current.root
    current = CompactRange(hasher: hasher)
    next += 1
  }

  /// The hashes of the proof; nil before all leaves have gone by.
  public var finished: [Digest]? { count >= size ? path : nil }
}

/// The two hashes that a Merkle tree is made of.
///
/// > Source: RFC 9162 section 2.1.1: a leaf is `H(0x00 || entry)`, a node `H(0x01 || left || right)`.
public protocol TreeHasher: Sendable {
  /// The head of the tree without leaves, the hash of no bytes.
  func emptyRoot() -> Digest
  /// The hash of a leaf.
  ///
  /// - Parameters:
  ///   - bytes: the block that holds the entry.
  ///   - range: the entry's bytes.
  /// - Returns: the leaf's hash.
  func leaf(_ bytes: [UInt8], _ range: Range<Int>) -> Digest
  /// The hashes of many leaves of one block, in their order: the unit of work that a thread can take whole.
  ///
  /// - Parameters:
  ///   - bytes: the block.
  ///   - lines: the ranges of the entries in it.
  ///   - digests: takes the hashes; its earlier content is dropped.
  func leaves(_ bytes: [UInt8], _ lines: [Range<Int>], into digests: inout [Digest])
  /// The hash of a node.
  func node(_ left: Digest, _ right: Digest) -> Digest
}

extension TreeHasher {
  /// The hashes of many leaves, one by one.
  public func leaves(_ bytes: [UInt8], _ lines: [Range<Int>], into digests: inout [Digest]) {
    digests.removeAll(keepingCapacity: true)
    digests.reserveCapacity(lines.count)
    for line in lines { digests.append(leaf(bytes, line)) }
  }
}

/// The roots of the perfect subtrees that a tree of some size falls into, largest first: all that appending needs.
///
/// A tree of 13 leaves is subtrees of 8, 4 and 1, one for each binary digit of its size.
///
/// > Complexity: O(log n) memory; appending a leaf hashes one node on average, the root at most log n.
/// > Source: RFC 9162 section 2.1; the compact range of transparency-dev/merkle.
public struct CompactRange<Hasher: TreeHasher>: Sendable {
  // Appending is inlined into the callers' loops, and what is inlined may not use a setter that callers lack.
  @usableFromInline var count: UInt64
  @usableFromInline var subtrees: [Digest]
  /// How many leaves the tree has.
  @inlinable public var size: UInt64 { count }
  /// The roots of the perfect subtrees, largest first: with ``size``, all that must be kept to continue from here.
  @inlinable public var roots: [Digest] { subtrees }
  /// Hashes leaves and nodes.
  public let hasher: Hasher

  /// Makes the tree without leaves.
  @inlinable
  public init(hasher: Hasher) {
    self.hasher = hasher
    count = 0
    subtrees = []
    subtrees.reserveCapacity(48)
  }

  /// Continues a tree from its subtrees; nil if the number of roots is not the number of ones in the size's binary form.
  ///
  /// Only a comparison of ``root`` with a known head can tell whether the roots are right.
  @inlinable
  public init?(size: UInt64, roots: [Digest], hasher: Hasher) {
    guard roots.count == size.nonzeroBitCount else { return nil }
    self.hasher = hasher
    count = size
    subtrees = roots
  }

  /// Appends a leaf by its hash.
  @inlinable
  public mutating func append(leaf: Digest) { append(subtree: leaf, height: 0) }

  /// Appends a perfect subtree by its root.
  ///
  /// - Parameters:
  ///   - subtree: its root.
  ///   - height: its height: it has 2^height leaves.
  ///
  /// > Precondition: the tree's size is a multiple of the subtree's, as it is for those of a ``SubtreeList``.
  @inlinable
  public mutating func append(subtree: Digest, height: Int) {
    precondition(count.trailingZeroBitCount >= height, "a subtree stands at a multiple of its size")
    var root = subtree
    // Each trailing one above the height is a perfect subtree that the new one completes to one of twice its size.
    var merges = (~(count >> UInt64(height))).trailingZeroBitCount
    while merges > 0 {
      root = hasher.node(subtrees.removeLast(), root)
      merges -= 1
    }
    subtrees.append(root)
    count += 1 << UInt64(height)
  }

  /// Appends a leaf by its bytes.
  @inlinable
  public mutating func append(_ bytes: [UInt8], _ range: Range<Int>) {
    append(leaf: hasher.leaf(bytes, range))
  }

  /// The head of the tree: its Merkle tree hash.
  @inlinable
  public var root: Digest {
    guard var root = subtrees.last else { return hasher.emptyRoot() }
    for left in subtrees.dropLast().reversed() { root = hasher.node(left, root) }
    return root
  }
}

/// The perfect subtrees that consecutive leaves fall into, at any place in the tree: the part that can be hashed before
/// anything on their left is known.
///
/// The leaves 5 to 11 are the subtrees 5, 6–7 and 8–11. Appended in order to the tree of the leaves before them they
/// give the same tree as the leaves one by one, so threads may each hash a part of a log.
///
/// > Complexity: n leaves make at most 2 log n subtrees and as many nodes as are saved later.
/// > Source: the compact range of transparency-dev/merkle, which may begin anywhere.
public struct SubtreeList: Sendable {
  /// A perfect subtree.
  public struct Subtree: Sendable {
    /// Its root.
    public let root: Digest
    /// Its height: it has 2^height leaves.
    public let height: Int
  }

  /// The subtrees of all parts, from left to right.
  public private(set) var subtrees: [Subtree] = []
  /// The index of the next leaf in the tree.
  private var next: UInt64
  /// The index in ``subtrees`` at which the part that leaves are added to begins; nothing merges across it.
  private var partStart = 0

  /// Begins before a leaf.
  ///
  /// - Parameter first: the leaf's index in the whole tree.
  public init(first: UInt64) { next = first }

  /// Adds leaves as a part of their own: a caller that needs the tree's head between leaves ends a part there.
  ///
  /// - Parameters:
  ///   - leaves: the hashes of the leaves.
  ///   - hasher: hashes nodes.
  /// - Returns: the range of the part's subtrees in ``subtrees``.
  public mutating func addPart(_ leaves: ArraySlice<Digest>, _ hasher: some TreeHasher) -> Range<Int> {
    partStart = subtrees.count
    for leaf in leaves { add(leaf, hasher) }
    return partStart..<subtrees.count
  }

  @inline(__always)
  private mutating func add(_ leaf: Digest, _ hasher: some TreeHasher) {
    var root = leaf
    var height = 0
    // A left neighbour is of the same height only if it was completed here; a leaf's place says which neighbours are its
    // siblings.
    while next >> UInt64(height) & 1 == 1, subtrees.count > partStart, subtrees[subtrees.count - 1].height == height {
      root = hasher.node(subtrees.removeLast().root, root)
      height += 1
    }
    subtrees.append(Subtree(root: root, height: height))
    next += 1
  }
}

extension CompactRange {
  /// Appends some of a list's subtrees, whose first leaf must be the tree's next.
  @inlinable
  public mutating func append(_ subtrees: ArraySlice<SubtreeList.Subtree>) {
    for subtree in subtrees { append(subtree: subtree.root, height: subtree.height) }
  }
}

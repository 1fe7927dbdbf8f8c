/// Builds the paths of many leaves while all leaves go by once, in order.
///
/// A tree of some size is perfect subtrees, and appending a leaf joins the last ones. When two are joined, the root of each is
/// the next hash on the path of every marked leaf of the other; so a path grows with the tree, and each node is hashed once for
/// all of them.
///
/// > Complexity: O(n + m log n) for m of n leaves; memory for the paths and log n subtrees.
/// > Source: RFC 9162 section 2.1.3.1.
public struct ProofCollector<Hasher: TreeHasher>: Sendable {
  private struct Subtree: Sendable {
    let root: Digest
    let height: Int
    /// The place among the marked leaves of the first one in the subtree.
    let firstMarked: Int
  }

  private let hasher: Hasher
  private var subtrees: [Subtree] = []
  private var marked: [UInt64] = []
  private var paths: [[Digest]] = []
  /// How many leaves have gone by.
  public private(set) var size: UInt64 = 0

  /// Begins before the first leaf.
  public init(hasher: Hasher) { self.hasher = hasher }

  /// Takes the next leaf's hash.
  ///
  /// - Parameters:
  ///   - leaf: the hash.
  ///   - isMarked: whether a proof is wanted for it.
  public mutating func append(leaf: Digest, isMarked: Bool) {
    var last = Subtree(root: leaf, height: 0, firstMarked: marked.count)
    if isMarked {
      marked.append(size)
      paths.append([])
    }
    size += 1
    while let left = subtrees.last, left.height == last.height {
      subtrees.removeLast()
      last = join(left, last)
    }
    subtrees.append(last)
  }

  private mutating func join(_ left: Subtree, _ right: Subtree) -> Subtree {
    extend(left.firstMarked..<right.firstMarked, by: right.root)
    extend(right.firstMarked..<paths.count, by: left.root)
    return Subtree(
      root: hasher.node(left.root, right.root), height: left.height + 1, firstMarked: left.firstMarked)
  }

  private mutating func extend(_ range: Range<Int>, by hash: Digest) {
    for place in range { paths[place].append(hash) }
  }

  /// The root of the tree of all leaves that have gone by, and the proofs of the marked ones, ascending.
  public consuming func finish() -> (root: Digest, proofs: [InclusionProof]) {
    guard var last = subtrees.popLast() else { return (hasher.emptyRoot(), []) }
    while let left = subtrees.popLast() { last = join(left, last) }
    let size = size
    return (
      last.root, zip(marked, paths).map { InclusionProof(index: $0, size: size, path: $1) }
    )
  }
}

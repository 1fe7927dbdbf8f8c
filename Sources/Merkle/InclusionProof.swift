/// The hashes that lead from a leaf to the root: they prove to a holder of the root that the leaf is at its index.
///
/// Every hash is a ``Digest`` and so has 32 bytes: the algorithm of the RFC, taken literally, accepts shorter ones.
///
/// > Source: RFC 9162 section 2.1.3.
public struct InclusionProof: Hashable, Sendable {
  /// The leaf's place, counted from 0.
  public let index: UInt64
  /// How many leaves the tree has.
  public let size: UInt64
  /// The hashes, the leaf's sibling first.
  public let path: [Digest]

  /// Makes a proof, which need not be right.
  public init(index: UInt64, size: UInt64, path: [Digest]) {
    self.index = index
    self.size = size
    self.path = path
  }

  /// How many hashes the proof for an index in a tree of a size has.
  ///
  /// Below the level at which the paths of the leaf and of the last leaf meet, there is a sibling at each level, above it only
  /// where the path turns right.
  public static func length(index: UInt64, size: UInt64) -> Int {
    guard index < size else { return 0 }
    let inner = 64 - (index ^ (size - 1)).leadingZeroBitCount
    return inner + (inner == 64 ? 0 : (index >> UInt64(inner)).nonzeroBitCount)
  }

  /// The root to which the hashes lead from a leaf.
  ///
  /// > Source: RFC 9162 section 2.1.3.2, steps 1 to 4 and the first condition of 5.
  /// - Parameters:
  ///   - leaf: the hash of the leaf.
  ///   - hasher: hashes nodes.
  /// - Returns: the root; only a known root can tell whether it is the right one.
  /// - Throws: ``ProofError`` if the index lies outside the tree or the number of hashes is another.
  public func root(of leaf: Digest, hasher: some TreeHasher) throws(ProofError) -> Digest {
    guard index < size else { throw .indexOutsideTree(index: index, size: size) }
    let length = InclusionProof.length(index: index, size: size)
    guard path.count == length else { throw .length(expected: length, actual: path.count) }
    var (node, last, root) = (index, size - 1, leaf)
    for hash in path {
      // The exact length makes sure that the path has not reached the root yet.
      if node & 1 == 1 || node == last {
        root = hasher.node(hash, root)
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        root = hasher.node(root, hash)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    guard last == 0 else { throw .length(expected: length, actual: path.count) }
    return root
  }

  /// Checks that the leaf is at the index of the tree with this root.
  ///
  /// - Parameters:
  ///   - leaf: the hash of the leaf.
  ///   - root: the root of the tree.
  ///   - hasher: hashes nodes.
  /// - Throws: ``ProofError``.
  public func verify(leaf: Digest, root: Digest, hasher: some TreeHasher) throws(ProofError) {
    let found = try self.root(of: leaf, hasher: hasher)
    guard found == root else { throw .root(expected: root, actual: found) }
  }
}

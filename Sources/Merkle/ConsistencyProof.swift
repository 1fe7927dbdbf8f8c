/// The hashes that show that a tree's first leaves are those of an older tree: nothing was changed, only added.
///
/// > Source: RFC 9162 section 2.1.4.
public struct ConsistencyProof: Hashable, Sendable {
  /// How many leaves the old tree has.
  public let oldSize: UInt64
  /// How many leaves the new tree has.
  public let newSize: UInt64
  /// The hashes, from the lowest subtree up.
  public let path: [Digest]

  /// Makes a proof, which need not be right.
  public init(oldSize: UInt64, newSize: UInt64, path: [Digest]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.path = path
  }

  /// How many hashes the proof between two sizes has.
  public static func length(oldSize: UInt64, newSize: UInt64) -> Int {
    guard oldSize > 0, oldSize < newSize else { return 0 }
    // The proof begins at the largest perfect subtree that ends the old tree; one that is the whole old tree is left out.
    let shift = UInt64(oldSize.trailingZeroBitCount)
    let path = InclusionProof.length(index: (oldSize - 1) >> shift, size: ((newSize - 1) >> shift) + 1)
    return path + (oldSize.nonzeroBitCount == 1 ? 0 : 1)
  }

  /// Checks that the tree with the old root is the beginning of the tree with the new one.
  ///
  /// Where the RFC leaves it open: equal sizes need no hashes but equal roots, and the tree without leaves, with the root of no
  /// leaves, is the beginning of every tree.
  ///
  /// > Source: RFC 9162 section 2.1.4.2; C2SP tlog-witness for the old size 0.
  /// - Parameters:
  ///   - oldRoot: the root of the old tree.
  ///   - newRoot: the root of the new tree.
  ///   - hasher: hashes nodes.
  /// - Throws: ``ProofError``.
  public func verify(oldRoot: Digest, newRoot: Digest, hasher: some TreeHasher) throws(ProofError) {
    guard oldSize <= newSize else { throw .sizesReversed(old: oldSize, new: newSize) }
    let length = ConsistencyProof.length(oldSize: oldSize, newSize: newSize)
    guard path.count == length else { throw .length(expected: length, actual: path.count) }
    if oldSize == 0 {
      let empty = hasher.emptyRoot()
      guard oldRoot == empty else { throw .oldRoot(expected: oldRoot, actual: empty) }
      guard newSize > 0 || newRoot == empty else { throw .root(expected: newRoot, actual: empty) }
      return
    }
    if oldSize == newSize {
      guard oldRoot == newRoot else { throw .root(expected: newRoot, actual: oldRoot) }
      return
    }
    let roots = roots(from: oldRoot, hasher)
    guard roots.isAtTop else { throw .length(expected: length, actual: path.count) }
    guard roots.old == oldRoot else { throw .oldRoot(expected: oldRoot, actual: roots.old) }
    guard roots.new == newRoot else { throw .root(expected: newRoot, actual: roots.new) }
  }

  /// The two roots to which the hashes lead, for 0 < old size < new size and a proof of the right length.
  private func roots(
    from oldRoot: Digest, _ hasher: some TreeHasher
  ) -> (old: Digest, new: Digest, isAtTop: Bool) {
    let shift = UInt64(oldSize.trailingZeroBitCount)
    var (node, last) = ((oldSize - 1) >> shift, (newSize - 1) >> shift)
    var hashes = path[...]
    let first = oldSize.nonzeroBitCount == 1 ? oldRoot : hashes.removeFirst()
    var (old, new) = (first, first)
    for hash in hashes {
      if node & 1 == 1 || node == last {
        old = hasher.node(hash, old)
        new = hasher.node(hash, new)
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        new = hasher.node(new, hash)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return (old, new, last == 0)
  }
}

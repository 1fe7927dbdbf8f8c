/// Why a proof does not prove its claim, with the expected and the found value.
public enum ProofError: Error, Hashable, Sendable {
  /// The index is not one of a tree of this size.
  case indexOutsideTree(index: UInt64, size: UInt64)
  /// The old tree is larger than the new one.
  case sizesReversed(old: UInt64, new: UInt64)
  /// The proof has another number of hashes than the index and the sizes ask for.
  case length(expected: Int, actual: Int)
  /// The hashes lead to another root than the tree has.
  case root(expected: Digest, actual: Digest)
  /// The hashes lead to another root than the old tree has.
  case oldRoot(expected: Digest, actual: Digest)
}

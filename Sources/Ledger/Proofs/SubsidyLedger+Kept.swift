import EventLog
public import Merkle
public import Notes

/// A checkpoint that was kept, held against the log.
public struct KeptComparison: Error, Hashable, Sendable {
  /// What was kept.
  public let kept: Checkpoint
  /// The root that the log has at the kept size; nil where it is shorter.
  public let root: Digest?
  /// How many events the log has.
  public let size: UInt64
  /// The root over them.
  public let head: Digest
  /// The proof of growth as the log has it, which fails against what was kept; nil where the log agrees.
  public let failing: ConsistencyFile?

  /// Makes a comparison.
  public init(kept: Checkpoint, root: Digest?, size: UInt64, head: Digest, failing: ConsistencyFile? = nil) {
    self.kept = kept
    self.root = root
    self.size = size
    self.head = head
    self.failing = failing
  }

  /// Whether the log begins with what was kept.
  public var isPrefix: Bool { root == kept.root }
}

extension SubsidyLedger {
  /// Holds a checkpoint that was kept outside against the log.
  ///
  /// - Returns: both heads, and whether the log begins with the kept one.
  /// - Throws: the log's failures.
  ///
  /// > Source: durability rule 26: it shows a log that was cut back or made anew, which nothing inside it can.
  public func compare(with kept: Checkpoint) throws -> KeptComparison {
    try compare(kept, try LogReader(ledger: path))
  }

  func compare(_ kept: Checkpoint, _ reader: borrowing LogReader) throws -> KeptComparison {
    let head = reader.head
    let hasher = ChosenTreeHasher(kept.tree)
    var whole = WholeRoot(hasher, head)
    var beginning = CompactRange(hasher: hasher)
    try reader.readLeaves(hasher) { leaves in
      for leaf in leaves.hashes where beginning.size < kept.size { beginning.append(leaf: leaf) }
      whole.append(leaves.hashes)
    }
    let root = kept.size <= head.size ? beginning.root : nil
    let agrees = root == kept.root
    return KeptComparison(
      kept: kept, root: root, size: head.size, head: whole.root,
      failing: agrees ? nil : try failingProof(kept, reader, whole.root))
  }

  /// The proof that the log would have to give, in the name of the log that was kept: against the kept root it fails.
  ///
  /// From more events than the log has there is no proof; then the file says with its two sizes that the log shrank.
  ///
  /// > Source: durability rule 31: the evidence must be able to leave the building.
  private func failingProof(
    _ kept: Checkpoint, _ reader: borrowing LogReader, _ root: Digest
  ) throws -> ConsistencyFile {
    let size = reader.head.size
    guard let checkpoint = Checkpoint(origin: kept.origin, size: size, root: root) else {
      preconditionFailure("an origin that was read can be written")
    }
    let published = PublishedCheckpoint(checkpoint, signedBy: [], by: NoteFiles.cryptography)
    guard kept.size <= size else {
      let proof = ConsistencyProof(oldSize: kept.size, newSize: size, path: [])
      return ConsistencyFile(proof: proof, published: published)
    }
    let hasher = ChosenTreeHasher(kept.tree)
    var prover = ConsistencyProver(from: kept.size, hasher, reader.head)
    try reader.readLeaves(hasher) { prover.append($0.hashes) }
    return ConsistencyFile(proof: prover.proof, published: published)
  }
}

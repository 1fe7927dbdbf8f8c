import EventLog
public import Merkle
public import Notes

/// A head of the log that was kept outside the office.
public enum KeptHead: Hashable, Sendable {
  /// In a file, whole.
  case checkpoint(Checkpoint)
  /// On paper: a size and the beginning of a root.
  case printed(PrintedHead)

  /// How many events the log had.
  public var size: UInt64 {
    switch self {
    case .checkpoint(let checkpoint): checkpoint.size
    case .printed(let head): head.size
    }
  }

  /// The log that it says it is of; nil if it does not say.
  public var origin: String? { if case .checkpoint(let checkpoint) = self { checkpoint.origin } else { nil } }

  /// The root as it was kept, in hexadecimal digits, 64 or the first of them.
  public var digits: String {
    switch self {
    case .checkpoint(let checkpoint): checkpoint.root.description
    case .printed(let head): head.root.digits
    }
  }

  /// The tree whose root it is; for a paper, the ledger's own.
  var tree: TreeHash { if case .checkpoint(let checkpoint) = self { checkpoint.tree } else { .sha256 } }

  /// Whether a root is the one that was kept, as far as it was kept.
  func agrees(with root: Digest) -> Bool {
    switch self {
    case .checkpoint(let checkpoint): checkpoint.root == root
    case .printed(let head): head.root.begins(root)
    }
  }
}

/// The comparison of a kept head with the log.
public struct KeptComparison: Error, Hashable, Sendable {
  /// The head that was kept.
  public let kept: KeptHead
  /// The root that the log has at the kept size; nil if it is shorter.
  public let root: Digest?
  /// How many events the log has.
  public let size: UInt64
  /// The root over them.
  public let head: Digest
  /// The proof of growth that the log gives, which fails against the head that was kept; nil if the log agrees, or if the paper
  /// has too little of a root to prove against.
  public let failing: ConsistencyFile?

  /// Makes a comparison.
  public init(kept: KeptHead, root: Digest?, size: UInt64, head: Digest, failing: ConsistencyFile? = nil) {
    self.kept = kept
    self.root = root
    self.size = size
    self.head = head
    self.failing = failing
  }

  /// Whether the log begins with what was kept.
  public var isPrefix: Bool { root.map(kept.agrees(with:)) ?? false }
}

extension SubsidyLedger {
  /// Compares a head that was kept outside with the log.
  ///
  /// - Returns: both heads, and whether the log begins with the kept one.
  /// - Throws: the log's failures.
  ///
  /// > Source: durability rule 26: it shows a log that was cut back or rebuilt, which nothing inside it can.
  public func compare(with kept: KeptHead) throws -> KeptComparison {
    try compare(kept, try LogReader(ledger: path))
  }

  func compare(_ kept: KeptHead, _ reader: borrowing LogReader) throws -> KeptComparison {
    let head = reader.head
    let hasher = ChosenTreeHasher(kept.tree)
    var whole = WholeRoot(hasher, head)
    var beginning = CompactRange(hasher: hasher)
    try reader.readLeaves(hasher) { leaves in
      for leaf in leaves.hashes where beginning.size < kept.size { beginning.append(leaf: leaf) }
      whole.append(leaves.hashes)
    }
    let root = kept.size <= head.size ? beginning.root : nil
    let agrees = root.map(kept.agrees(with:)) ?? false
    guard !agrees, case .checkpoint(let checkpoint) = kept else {
      return KeptComparison(kept: kept, root: root, size: head.size, head: whole.root)
    }
    return KeptComparison(
      kept: kept, root: root, size: head.size, head: whole.root,
      failing: try failingProof(checkpoint, reader, whole.root))
  }

  /// The proof that the log would have to give, in the name of the log that was kept: against the kept root it fails.
  ///
  /// There is no proof from more events than the log has; then the file shows by its two sizes that the log shrank.
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

import EventLog
import Merkle
public import Notes
import Subsidy
import System

/// The signer that speaks for the log in a checkpoint, and its tree.
public struct Signer: Sendable {
  /// The origin to be written; nil for the first key's name, else one made from the ledger's name.
  public let origin: String?
  /// The keys that sign, each on a line of its own.
  public let keys: [SigningKey]
  /// The tree whose root the checkpoint gives.
  public let tree: TreeHash

  /// Makes a signer.
  public init(origin: String? = nil, keys: [SigningKey] = [], tree: TreeHash = .sha256) {
    self.origin = origin
    self.keys = keys
    self.tree = tree
  }
}

extension SubsidyLedger {
  /// The head of the log as a checkpoint, after every hash of the log was recomputed.
  ///
  /// - Parameters:
  ///   - signer: speaks for the log.
  ///   - kept: the checkpoint before; a log that does not begin with it gets no new one.
  /// - Returns: the checkpoint.
  /// - Throws: ``KeptComparison``, ``LedgerFailure`` or the log's failures.
  ///
  /// > Source: durability rule 11: a log that signs two heads that do not agree gives itself away.
  public func checkpoint(by signer: Signer, after kept: Checkpoint? = nil) throws -> PublishedCheckpoint {
    let reader = try LogReader(ledger: path)
    guard let kept else { return try published(reader, signer, root: try wholeRoot(reader, signer.tree)) }
    let origin = try origin(reader, signer)
    guard origin.utf8.elementsEqual(kept.origin.utf8) else {
      throw LedgerFailure.otherOrigin(kept: kept.origin, found: origin)
    }
    let comparison = try compare(.checkpoint(kept), reader)
    guard comparison.isPrefix else { throw comparison }
    return try published(reader, signer, root: comparison.head)
  }

  /// The proof that an event is in the log, with the event's line.
  ///
  /// - Parameters:
  ///   - sequence: the event.
  ///   - signer: speaks for the log.
  /// - Returns: the proof as a file.
  /// - Throws: ``LedgerFailure/unknownEvent(sequence:size:)`` or the log's failures.
  public func proof(of sequence: UInt64, by signer: Signer) throws -> InclusionFile {
    let reader = try LogReader(ledger: path)
    let size = reader.head.size
    guard sequence < size else { throw LedgerFailure.unknownEvent(sequence: sequence, size: size) }
    let hasher = ChosenTreeHasher(signer.tree)
    var builder = ProofBuilder(inclusionOf: sequence, size: size, hasher: hasher)
    var whole = WholeRoot(hasher, reader.head)
    var event: (line: [UInt8], hash: Digest)?
    try reader.readLeaves(hasher, keeping: [sequence]) { leaves in
      for leaf in leaves.hashes { builder.append(leaf: leaf) }
      whole.append(leaves.hashes)
      if let kept = leaves.kept.first { event = (kept.line, leaves.hashes[Int(sequence - leaves.first)]) }
    }
    guard let event, let path = builder.finished else { preconditionFailure("the reader gives every event") }
    let proof = InclusionProof(index: sequence, size: size, path: path)
    // A proof is checked before it leaves, as its reader will check it.
    guard
      case .success = Result(catching: { () throws(ProofError) in
        try proof.verify(leaf: event.hash, root: whole.root, hasher: hasher)
      })
    else { throw LogError.rootsDisagree(whole.root, event.hash) }
    return InclusionFile(extra: event.line, proof: proof, published: try published(reader, signer, root: whole.root))
  }

  /// The proof that the log has only grown since an old size.
  ///
  /// - Parameters:
  ///   - oldSize: how many events the log had.
  ///   - signer: speaks for the log.
  /// - Returns: the proof as a file.
  /// - Throws: ``LedgerFailure/sizeAhead(_:size:)`` or the log's failures.
  public func proofOfGrowth(from oldSize: UInt64, by signer: Signer) throws -> ConsistencyFile {
    let reader = try LogReader(ledger: path)
    let size = reader.head.size
    guard oldSize <= size else { throw LedgerFailure.sizeAhead(oldSize, size: size) }
    let hasher = ChosenTreeHasher(signer.tree)
    var prover = ConsistencyProver(from: oldSize, hasher, reader.head)
    try reader.readLeaves(hasher) { prover.append($0.hashes) }
    let proof = prover.proof
    guard
      case .success = Result(catching: { () throws(ProofError) in
        try proof.verify(oldRoot: prover.oldRoot, newRoot: prover.root, hasher: hasher)
      })
    else { throw LogError.rootsDisagree(prover.root, prover.oldRoot) }
    return ConsistencyFile(proof: proof, published: try published(reader, signer, root: prover.root))
  }

  /// The proofs of many events, made in one reading of the log.
  ///
  /// - Parameters:
  ///   - sequences: the events, ascending, all of them in the log.
  ///   - signer: speaks for the log.
  /// - Returns: the checkpoint, and the proofs in the order of the events.
  /// - Throws: the log's failures.
  func proofs(
    of sequences: [UInt64], by signer: Signer
  ) throws -> (published: PublishedCheckpoint, proofs: [InclusionFile]) {
    let reader = try LogReader(ledger: path)
    let hasher = ChosenTreeHasher(signer.tree)
    var collector = ProofCollector(hasher: hasher)
    var kept: [(line: [UInt8], hash: Digest)] = []
    try reader.readLeaves(hasher, keeping: sequences) { leaves in
      var next = leaves.kept.startIndex
      for (offset, leaf) in leaves.hashes.enumerated() {
        let isMarked = next < leaves.kept.count && leaves.kept[next].sequence == leaves.first + UInt64(offset)
        collector.append(leaf: leaf, isMarked: isMarked)
        guard isMarked else { continue }
        kept.append((leaves.kept[next].line, leaf))
        next += 1
      }
    }
    let (root, proofs) = collector.finish()
    let published = try published(reader, signer, root: root)
    let files = zip(proofs, kept).map { InclusionFile(extra: $1.line, proof: $0, published: published) }
    // The proofs are checked before they leave, as their reader will check them.
    for (proof, event) in zip(proofs, kept) {
      guard
        case .success = Result(catching: { () throws(ProofError) in
          try proof.verify(leaf: event.hash, root: root, hasher: hasher)
        })
      else { throw LogError.rootsDisagree(reader.head.root, root) }
    }
    return (published, files)
  }

  /// The root over the whole log; every hash is computed again on the way.
  private func wholeRoot(_ reader: borrowing LogReader, _ tree: TreeHash) throws -> Digest {
    let hasher = ChosenTreeHasher(tree)
    var whole = WholeRoot(hasher, reader.head)
    if tree == .sha256 {
      try reader.read(verifying: true) { _ in false }
    } else {
      try reader.readLeaves(hasher) { whole.append($0.hashes) }
    }
    return whole.root
  }

  private func origin(_ reader: borrowing LogReader, _ signer: Signer) throws -> String {
    if let given = signer.origin, !NoteName.isValid(given) {
      throw LedgerFailure.note(file: "--origin", NoteError(.name))
    }
    let log = try signer.origin ?? signer.keys.first?.verifier.name ?? NoteName.made(from: reader.ledgerName())
    let origin = signer.tree.origin(of: log)
    // Read back, the origin must name the tree that the root is of.
    guard TreeHash(origin: origin) == signer.tree else { throw LedgerFailure.originOfOtherTree(origin) }
    return origin
  }

  /// A root that was computed, as a checkpoint of the log at its head.
  func published(_ reader: borrowing LogReader, _ signer: Signer, root: Digest) throws -> PublishedCheckpoint {
    guard let checkpoint = Checkpoint(origin: try origin(reader, signer), size: reader.head.size, root: root) else {
      preconditionFailure("a name can be an origin")
    }
    return PublishedCheckpoint(checkpoint, signedBy: signer.keys, by: NoteFiles.cryptography)
  }
}

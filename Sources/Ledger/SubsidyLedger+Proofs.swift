import EventLog
import EventText
public import Merkle
public import Notes
import Subsidy
import System

/// Who speaks for the log in a checkpoint.
public struct Signer: Sendable {
  /// The origin to be written; nil for the key's name, else one made from the ledger's name.
  public let origin: String?
  /// The key that signs; nil for none.
  public let key: SigningKey?

  /// Makes a signer.
  public init(origin: String? = nil, key: SigningKey? = nil) {
    self.origin = origin
    self.key = key
  }
}

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

  /// Makes a comparison.
  public init(kept: Checkpoint, root: Digest?, size: UInt64, head: Digest) {
    self.kept = kept
    self.root = root
    self.size = size
    self.head = head
  }

  /// Whether the log begins with what was kept.
  public var isPrefix: Bool { root == kept.root }
}

extension SubsidyLedger {
  /// The head of the log as a checkpoint, after every hash of the log was recomputed.
  ///
  /// - Parameters:
  ///   - signer: who speaks for the log.
  ///   - kept: the checkpoint before; a log that does not begin with it gets no new one.
  /// - Returns: the checkpoint.
  /// - Throws: ``KeptComparison``, ``LedgerFailure`` or the log's failures.
  ///
  /// > Source: durability rule 11: a log that signs two heads that do not agree gives itself away.
  public func checkpoint(by signer: Signer, after kept: Checkpoint? = nil) throws -> PublishedCheckpoint {
    let reader = try LogReader(ledger: path)
    if let kept {
      let comparison = try compare(kept, reader)
      guard comparison.isPrefix else { throw comparison }
    } else {
      try reader.read(verifying: true) { _ in false }
    }
    return try published(reader, signer)
  }

  /// The proof that an event stands in the log, with the event's line.
  ///
  /// - Parameters:
  ///   - sequence: the event.
  ///   - signer: who speaks for the log.
  /// - Returns: the proof as a file.
  /// - Throws: ``LedgerFailure/unknownEvent(sequence:size:)`` or the log's failures.
  public func proof(of sequence: UInt64, by signer: Signer) throws -> InclusionFile {
    let reader = try LogReader(ledger: path)
    let size = reader.head.size
    guard sequence < size else { throw LedgerFailure.unknownEvent(sequence: sequence, size: size) }
    let hasher = SHA256TreeHasher()
    var builder = ProofBuilder(inclusionOf: sequence, size: size, hasher: hasher)
    var event: (line: [UInt8], hash: Digest)?
    try reader.readLeaves(keeping: [sequence]) { leaves in
      for leaf in leaves.hashes { builder.append(leaf: leaf) }
      if let kept = leaves.kept.first { event = (kept.line, leaves.hashes[Int(sequence - leaves.first)]) }
    }
    guard let event, let path = builder.finished else { preconditionFailure("the reader gives every event") }
    let proof = InclusionProof(index: sequence, size: size, path: path)
    // What leaves the building is checked as its reader will check it.
    guard
      case .success = Result(catching: { () throws(ProofError) in
        try proof.verify(leaf: event.hash, root: reader.head.root, hasher: hasher)
      })
    else { throw LogError.rootsDisagree(reader.head.root, event.hash) }
    return InclusionFile(extra: event.line, proof: proof, published: try published(reader, signer))
  }

  /// The proof that the log has only grown since an old size.
  ///
  /// - Parameters:
  ///   - oldSize: how many events the log had.
  ///   - signer: who speaks for the log.
  /// - Returns: the proof as a file.
  /// - Throws: ``LedgerFailure/sizeAhead(_:size:)`` or the log's failures.
  public func proofOfGrowth(from oldSize: UInt64, by signer: Signer) throws -> ConsistencyFile {
    let reader = try LogReader(ledger: path)
    let size = reader.head.size
    guard oldSize <= size else { throw LedgerFailure.sizeAhead(oldSize, size: size) }
    let hasher = SHA256TreeHasher()
    var builder = ProofBuilder(consistencyFrom: oldSize, to: size, hasher: hasher)
    var old = CompactRange(hasher: hasher)
    try reader.readLeaves { leaves in
      for leaf in leaves.hashes {
        builder.append(leaf: leaf)
        if old.size < oldSize { old.append(leaf: leaf) }
      }
    }
    guard let path = builder.finished else { preconditionFailure("the reader gives every event") }
    let proof = ConsistencyProof(oldSize: oldSize, newSize: size, path: path)
    guard
      case .success = Result(catching: { () throws(ProofError) in
        try proof.verify(oldRoot: old.root, newRoot: reader.head.root, hasher: hasher)
      })
    else { throw LogError.rootsDisagree(reader.head.root, old.root) }
    return ConsistencyFile(proof: proof, published: try published(reader, signer))
  }

  /// Holds a checkpoint that was kept outside against the log.
  ///
  /// - Returns: both heads, and whether the log begins with the kept one.
  /// - Throws: the log's failures.
  ///
  /// > Source: durability rule 26: it shows a log that was cut back or made anew, which nothing inside it can.
  public func compare(with kept: Checkpoint) throws -> KeptComparison {
    try compare(kept, try LogReader(ledger: path))
  }

  private func compare(_ kept: Checkpoint, _ reader: borrowing LogReader) throws -> KeptComparison {
    let head = reader.head
    var tree = CompactRange(hasher: SHA256TreeHasher())
    try reader.readLeaves { leaves in
      for leaf in leaves.hashes where tree.size < kept.size { tree.append(leaf: leaf) }
    }
    return KeptComparison(
      kept: kept, root: kept.size <= head.size ? tree.root : nil, size: head.size, head: head.root)
  }

  /// The proofs of many events, made in one reading of the log.
  ///
  /// - Parameters:
  ///   - sequences: the events, ascending, all of them in the log.
  ///   - signer: who speaks for the log.
  /// - Returns: the checkpoint, and the proofs in the order of the events.
  /// - Throws: the log's failures.
  func proofs(
    of sequences: [UInt64], by signer: Signer
  ) throws -> (published: PublishedCheckpoint, proofs: [InclusionFile]) {
    let reader = try LogReader(ledger: path)
    let published = try published(reader, signer)
    let hasher = SHA256TreeHasher()
    var collector = ProofCollector(hasher: hasher)
    var kept: [(line: [UInt8], hash: Digest)] = []
    try reader.readLeaves(keeping: sequences) { leaves in
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
    let files = zip(proofs, kept).map { InclusionFile(extra: $1.line, proof: $0, published: published) }
    // What leaves the building is checked as its reader will check it.
    for (proof, event) in zip(proofs, kept) {
      guard
        case .success = Result(catching: { () throws(ProofError) in
          try proof.verify(leaf: event.hash, root: reader.head.root, hasher: hasher)
        })
      else { throw LogError.rootsDisagree(reader.head.root, root) }
    }
    return (published, files)
  }

  private func published(_ reader: borrowing LogReader, _ signer: Signer) throws -> PublishedCheckpoint {
    let origin: String
    if let given = signer.origin {
      guard NoteName.isValid(given) else { throw LedgerFailure.note(file: "--origin", NoteError(.name)) }
      origin = given
    } else {
      origin = try signer.key?.verifier.name ?? NoteName.made(from: reader.ledgerName())
    }
    guard let checkpoint = Checkpoint(origin: origin, size: reader.head.size, root: reader.head.root) else {
      preconditionFailure("a name can be an origin")
    }
    return PublishedCheckpoint(checkpoint, signedBy: signer.key, by: NoteFiles.cryptography)
  }
}

/// The hashes of a block of events.
private struct Leaves: Sendable {
  let first: UInt64
  let hashes: [Digest]
  /// The lines that were to be kept and are among these, ascending.
  let kept: [(sequence: UInt64, line: [UInt8])]
}

extension LogReader {
  /// Gives the hash of every acknowledged event in order while the log is verified.
  ///
  /// The hashing runs on a thread of its own, beside that of the verification.
  ///
  /// - Parameters:
  ///   - sequences: the events whose lines are wanted, ascending.
  ///   - body: takes a block.
  /// - Throws: the log's failures, or what the body throws.
  fileprivate func readLeaves(keeping sequences: [UInt64] = [], _ body: (Leaves) throws -> Void) throws {
    try read(
      verifying: true,
      preparing: { run in
        var hashes: [Digest] = []
        SHA256TreeHasher().leaves(run.bytes, run.lines, into: &hashes)
        let end = run.firstSequence + UInt64(run.lines.count)
        let kept = sequences[sequences.place(of: run.firstSequence)..<sequences.place(of: end)].map { sequence in
          (sequence, Array(run.bytes[run.lines[Int(sequence - run.firstSequence)]]))
        }
        return Leaves(first: run.firstSequence, hashes: hashes, kept: kept)
      },
      { leaves in
        try body(leaves)
        return true
      })
  }

  /// What the ledger was called when it was opened; empty where its first event does not say.
  fileprivate func ledgerName() throws -> String {
    var name = ""
    try read(verifying: false) { run in
      if let line = run.lines.first, let event = try? EventLine.readEvent(run.bytes, line, expecting: 0),
        case .ledgerOpened(let opened) = event.body
      {
        name = opened.ledger
      }
      return false
    }
    return name
  }
}

extension [UInt64] {
  /// Where the first number that is not below another stands in an ascending list.
  fileprivate func place(of number: UInt64) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

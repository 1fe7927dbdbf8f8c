import EventLog
import Merkle
import Notes
import Subsidy
import System
import Values

/// The hasher of a tree that is known only when the program runs: one branch a hash.
struct ChosenTreeHasher: TreeHasher {
  let tree: TreeHash

  init(_ tree: TreeHash) { self.tree = tree }

  func emptyRoot() -> Digest {
    switch tree {
    case .sha256: SHA256TreeHasher().emptyRoot()
    case .sm3: SM3TreeHasher().emptyRoot()
    }
  }

  func leaf(_ bytes: [UInt8], _ range: Range<Int>) -> Digest {
    switch tree {
    case .sha256: SHA256TreeHasher().leaf(bytes, range)
    case .sm3: SM3TreeHasher().leaf(bytes, range)
    }
  }

  func leaves(_ bytes: [UInt8], _ lines: [Range<Int>], into digests: inout [Digest]) {
    switch tree {
    case .sha256: SHA256TreeHasher().leaves(bytes, lines, into: &digests)
    case .sm3: SM3TreeHasher().leaves(bytes, lines, into: &digests)
    }
  }

  func node(_ left: Digest, _ right: Digest) -> Digest {
    switch tree {
    case .sha256: SHA256TreeHasher().node(left, right)
    case .sm3: SM3TreeHasher().node(left, right)
    }
  }
}

/// The root over the whole log: HEAD has that of the ledger's own tree, and the reader compares every commit with it; another
/// tree's is computed from the leaves.
struct WholeRoot {
  private var tree: CompactRange<ChosenTreeHasher>?
  private let known: Digest

  init(_ hasher: ChosenTreeHasher, _ head: Head) {
    tree = hasher.tree == .sha256 ? nil : CompactRange(hasher: hasher)
    known = head.root
  }

  mutating func append(_ hashes: [Digest]) {
    guard tree != nil else { return }
    for hash in hashes { tree?.append(leaf: hash) }
  }

  var root: Digest { tree?.root ?? known }
}

/// A proof of growth in the making, with both its roots.
struct ConsistencyProver {
  private let oldSize: UInt64
  private let newSize: UInt64
  private var builder: ProofBuilder<ChosenTreeHasher>
  private var old: CompactRange<ChosenTreeHasher>
  private var whole: WholeRoot

  init(from oldSize: UInt64, _ hasher: ChosenTreeHasher, _ head: Head) {
    self.oldSize = oldSize
    newSize = head.size
    builder = ProofBuilder(consistencyFrom: oldSize, to: head.size, hasher: hasher)
    old = CompactRange(hasher: hasher)
    whole = WholeRoot(hasher, head)
  }

  mutating func append(_ hashes: [Digest]) {
    for hash in hashes {
      builder.append(leaf: hash)
      if old.size < oldSize { old.append(leaf: hash) }
    }
    whole.append(hashes)
  }

  var oldRoot: Digest { old.root }
  var root: Digest { whole.root }

  /// The proof, once all leaves have gone by.
  var proof: ConsistencyProof {
    guard let path = builder.finished else { preconditionFailure("the reader gives every event") }
    return ConsistencyProof(oldSize: oldSize, newSize: newSize, path: path)
  }
}

/// The hashes of a block of events.
struct Leaves: Sendable {
  let first: UInt64
  let hashes: [Digest]
  /// The lines that were to be kept and are among these, ascending.
  let kept: [(sequence: UInt64, line: [UInt8])]
}

extension LogReader {
  /// Gives the hash of every acknowledged event in order while the log is verified.
  ///
  /// - Parameters:
  ///   - hasher: the tree whose hashes to compute.
  ///   - sequences: the events whose lines to keep, ascending.
  ///   - body: takes a block.
  /// - Throws: the log's failures, or what the body throws.
  func readLeaves(
    _ hasher: ChosenTreeHasher, keeping sequences: [UInt64] = [], _ body: (Leaves) throws -> Void
  ) throws {
    try read(
      verifying: true,
      preparing: { run in
        var hashes: [Digest] = []
        hasher.leaves(run.bytes, run.lines, into: &hashes)
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

  /// The name that the ledger was given when it was opened; empty if its first event does not say.
  func ledgerName() throws -> String {
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
  /// The index of the first number that is not below another, in an ascending list.
  fileprivate func place(of number: UInt64) -> Int { indices.firstNot(before: { self[$0] < number }) }
}

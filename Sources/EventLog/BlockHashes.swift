import Merkle
import System

/// The hashes of one block, made without the log in front of it: the work of one thread.
struct BlockHashes: Sendable {
  /// The subtrees of the block's events, in parts that end at each commit line.
  let subtrees: SubtreeList
  /// The range in ``subtrees`` of the part before each commit, and of one more part behind the last commit.
  let parts: [Range<Int>]
  /// The statements in events of the block about the log in front of them.
  let closes: [ClosingLine]

  /// Hashes a block's events.
  init(_ block: LogBlock) {
    let hasher = SHA256TreeHasher()
    var digests: [Digest] = []
    hasher.leaves(block.bytes, block.lines.events, into: &digests)
    var subtrees = SubtreeList(first: block.firstSequence)
    var parts: [Range<Int>] = []
    parts.reserveCapacity(block.lines.commits.count + 1)
    var done = 0
    for commit in block.lines.commits {
      parts.append(subtrees.addPart(digests[done..<commit.eventsBefore], hasher))
      done = commit.eventsBefore
    }
    parts.append(subtrees.addPart(digests[done...], hasher))
    self.subtrees = subtrees
    self.parts = parts
    closes = ClosingLine.all(in: block.bytes, block.lines.events)
  }
}

package import Merkle
package import System

/// Reads the lines of an append back from the bytes that are written, and computes their tree once more, by other code
/// than the writer's.
///
/// A long append is read part by part by other threads while its next lines are still being added.
///
/// > Source: durability rule 7.
package struct SecondReading: ~Copyable {
  /// Bytes of the append, whole lines, and the number of their first event.
  private struct Part: Sendable {
    let bytes: [UInt8]
    let first: UInt64
  }

  /// The lines read of a part.
  private struct Lines: Sendable {
    /// Whether the bytes are sound lines and nothing else.
    let isSound: Bool
    let commits: [CommitLine?]
    let subtrees: SubtreeList

    init(_ part: Part) {
      let hasher = PlainSHA256TreeHasher()
      let lines = BlockLines(part.bytes, count: part.bytes.count, isLast: true)
      isSound = lines.fault == nil && lines.end == part.bytes.count
      commits = lines.commits.map { CommitLine(part.bytes, $0.line) }
      var digests: [Digest] = []
      hasher.leaves(part.bytes, lines.events, into: &digests)
      var subtrees = SubtreeList(first: part.first)
      _ = subtrees.addPart(digests[...], hasher)
      self.subtrees = subtrees
    }
  }

  /// The tree of what was read so far.
  private var tree: CompactRange<PlainSHA256TreeHasher>
  private var crew: WorkCrew<Part, Lines>?
  /// How many events the tree will have when all parts are read.
  private var size: UInt64
  private var isSound = true
  private var commits: [CommitLine?] = []

  /// Begins behind what is acknowledged.
  package init(behind committed: CompactRange<SHA256TreeHasher>) {
    guard
      let tree = CompactRange(size: committed.size, roots: committed.roots, hasher: PlainSHA256TreeHasher())
    else { preconditionFailure("a compact range has its own number of roots") }
    self.tree = tree
    size = tree.size
  }

  deinit { crew?.close() }

  /// Takes a part of a longer append, to be read while the append goes on.
  ///
  /// - Parameters:
  ///   - bytes: the part.
  ///   - size: how many events the log has with it.
  package mutating func take(_ bytes: [UInt8], upTo size: UInt64) {
    if crew == nil { crew = try? WorkCrew(threads: Threads.available) { Lines($0) } }
    read(bytes, upTo: size)
  }

  /// Takes the last part of an append and waits until everything is read.
  ///
  /// - Parameters:
  ///   - bytes: the part, which must end with the append's only commit.
  ///   - size: how many events the log has with it.
  ///   - commit: the commit.
  /// - Returns: the root that was read, if it differs from the commit's or the lines differ from what was to be written; nil if
  ///   all is well.
  package mutating func end(_ bytes: [UInt8], upTo size: UInt64, _ commit: CommitLine) -> Digest? {
    read(bytes, upTo: size)
    while let lines = crew?.next() { join(lines) }
    crew?.close()
    crew = nil
    let isRight = isSound && tree.size == size && commits == [commit] && tree.root == commit.root
    return isRight ? nil : tree.root
  }

  private mutating func read(_ bytes: [UInt8], upTo size: UInt64) {
    let part = Part(bytes: bytes, first: self.size)
    self.size = size
    // A short append, and one on a machine that gives no thread, is read at once.
    guard let crew else { return join(Lines(part)) }
    crew.submit(part)
    while crew.pending > crew.enough, let lines = crew.next() { join(lines) }
  }

  private mutating func join(_ lines: Lines) {
    isSound = isSound && lines.isSound
    commits += lines.commits
    tree.append(lines.subtrees.subtrees[...])
  }
}

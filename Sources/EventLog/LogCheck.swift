import Merkle
import System
import Values

/// Follows the log step by step and checks everything that depends on earlier steps: names, sizes, roots, times.
///
/// After an error ``head`` is the last good commit.
struct LogCheck {
  private enum Before { case nothing, commit, event }

  private(set) var head: Head
  private(set) var recorded: Instant?
  private(set) var totals = LogTotals()
  /// The appends that are marked as imports of a history, with the places of their commit lines.
  private(set) var histories: [MarkedHistory] = []
  /// The starts of all segments but the first, if events are hashed.
  private(set) var starts: [LogStart] = []
  /// The compact range over the events so far, if they are hashed.
  private(set) var tree: CompactRange<SHA256TreeHasher>?
  /// The compact range at ``head``.
  private(set) var treeAtHead: CompactRange<SHA256TreeHasher>?
  /// The link of the chain over commit lines in front of the commit at ``head``, if events are hashed.
  private var linkBefore = Digest()
  /// How many lines of the segment precede the block that was taken last.
  private(set) var linesBefore: UInt64 = 0

  private var position: LogPosition
  private var line: UInt64 = 0
  private var before = Before.nothing
  /// The statements in events of the append about the log in front of it, with their places.
  private var closes: [(said: ClosingLine, place: LogFault)] = []
  /// The line of the last event, if its block ended with it.
  private var lastEvent: [UInt8] = []

  /// Whether blocks must come with hashes.
  var isHashing: Bool { tree != nil }

  /// Starts at the beginning of the log.
  init(hashing: Bool) {
    self.init(from: .start)
    before = .commit
    if hashing { hash(from: .empty, .empty, recorded: nil) }
  }

  /// Starts at a position, without hashing.
  init(from position: LogPosition) {
    self.position = position
    head = Head(
      size: position.sequence, root: Head.empty.root, segment: position.segment, offset: position.offset,
      commits: Digest())
  }

  /// Continues hashing from the content of HEAD at the check's position.
  ///
  /// - Parameters:
  ///   - front: the tree and the chain there.
  ///   - head: the head there.
  ///   - recorded: when its commit was made.
  mutating func hash(from front: HeadFront, _ head: Head, recorded: Instant?) {
    tree = front.tree
    treeAtHead = front.tree
    linkBefore = front.before
    self.head = head
    self.recorded = recorded
    before = .commit
  }

  /// The content of a HEAD at ``head``; it has no front if events are not hashed.
  var saved: SavedHead {
    SavedHead(head: head, front: treeAtHead.map { HeadFront(tree: $0, before: linkBefore) })
  }

  /// Takes the next step.
  ///
  /// - Parameters:
  ///   - step: the step read.
  ///   - hashes: those of the block, if blocks are hashed.
  /// - Throws: `LogError.corrupt` with the first fault.
  mutating func take(_ step: LogStep, _ hashes: BlockHashes?) throws(LogError) {
    switch step {
    case .segment(let segment):
      if let tree = treeAtHead, let recorded, head.size == segment {
        starts.append(LogStart(head, HeadFront(tree: tree, before: linkBefore), recorded: recorded))
      }
      position = LogPosition(sequence: position.sequence, segment: segment, offset: 0)
      line = 0
      totals.segments += 1
    case .block(let block): try take(block, hashes)
    case .endOfSegment: if before == .event { throw fault(.eventsWithoutCommit) }
    case .fault(let kind, let segment): throw fault(kind, segment: segment)
    }
  }

  private mutating func take(_ block: LogBlock, _ hashes: BlockHashes?) throws(LogError) {
    precondition(!isHashing || hashes != nil, "a block without its hashes")
    linesBefore = line
    var done = 0
    for (number, commit) in block.lines.commits.enumerated() {
      take(events: done..<commit.eventsBefore, of: block, hashes, part: number)
      done = commit.eventsBefore
      line += 1
      try take(commit, of: block)
    }
    take(events: done..<block.lines.events.count, of: block, hashes, part: block.lines.commits.count)
    if done < block.lines.events.count, let last = block.lines.events.last { lastEvent = Array(block.bytes[last]) }
    if let kind = block.lines.fault { throw fault(kind) }
  }

  private mutating func take(events: Range<Int>, of block: LogBlock, _ hashes: BlockHashes?, part: Int) {
    guard !events.isEmpty else { return }
    if tree != nil, let hashes { tree!.append(hashes.subtrees.subtrees[hashes.parts[part]]) }
    let lines = block.lines.events
    for close in hashes?.closes ?? [] where events.contains(close.line) {
      closes.append(
        (
          close,
          LogFault(
            segment: position.segment, line: line + UInt64(close.line - events.lowerBound) + 1,
            offset: block.offset + UInt64(lines[close.line].lowerBound), kind: .notAnEvent)
        ))
    }
    before = .event
    line += UInt64(events.count)
    totals.bytes += UInt64(lines[events.upperBound - 1].upperBound - lines[events.lowerBound].lowerBound + 1)
    position = LogPosition(
      sequence: block.firstSequence + UInt64(events.upperBound), segment: position.segment,
      offset: block.offset + UInt64(lines[events.upperBound - 1].upperBound) + 1)
  }

  private mutating func take(_ place: EventRun.Commit, of block: LogBlock) throws(LogError) {
    let range = place.line
    let known = CommitLine(block.bytes, range)
    guard let commit = known ?? CommitLine(newer: block.bytes, range) else { throw fault(.malformedCommit) }
    if before == .commit { throw fault(.commitWithoutEvents) }
    if commit.size != position.sequence {
      throw fault(.commitSize(expected: position.sequence, actual: commit.size))
    }
    if let root = tree?.root, root != commit.root { throw fault(.commitRoot(expected: root, actual: commit.root)) }
    if let recorded, commit.recorded < recorded, !isOfClock(commit, place.eventsBefore, of: block) {
      throw fault(.recordedBackwards(previous: recorded, found: commit.recorded))
    }
    if known == nil { throw .newer(.commit(segment: position.segment, line: line)) }
    try check(closesOf: commit)
    if commit.isHistory {
      histories.append(
        MarkedHistory(
          events: head.size..<commit.size,
          fault: LogFault(segment: position.segment, line: line, offset: position.offset, kind: .marksNoHistory)))
    }
    before = .commit
    recorded = commit.recorded
    totals.commits += 1
    if commit.signature != nil { totals.signed += 1 }
    totals.bytes += UInt64(range.count) + 1
    position = LogPosition(
      sequence: position.sequence, segment: position.segment, offset: block.offset + UInt64(range.upperBound) + 1)
    linkBefore = head.commits
    head = Head(
      size: commit.size, root: commit.root, segment: position.segment, offset: position.offset,
      commits: tree == nil ? Digest() : Head.link(head.commits, block.bytes, range))
    treeAtHead = tree
  }

  /// Compares the statements in events of an append about the log in front of it with that log; a history may speak of another
  /// log.
  private mutating func check(closesOf commit: CommitLine) throws(LogError) {
    defer { closes = [] }
    if commit.isHistory { return }
    for (said, place) in closes {
      let kind: LogFault.Kind
      if said.size != head.size {
        kind = .closedSize(expected: head.size, actual: said.size)
      } else if said.root != head.root {
        kind = .closedRoot(expected: head.root, actual: said.root)
      } else {
        continue
      }
      throw .corrupt(LogFault(segment: place.segment, line: place.line, offset: place.offset, kind: kind))
    }
  }

  /// Whether an append asks for a correction of the clock or is one, and nothing else.
  private func isOfClock(_ commit: CommitLine, _ eventsBefore: Int, of block: LogBlock) -> Bool {
    guard commit.size == head.size + 1 else { return false }
    let clock =
      eventsBefore > 0
      ? ClockLine(block.bytes, block.lines.events[eventsBefore - 1]) : ClockLine(lastEvent, lastEvent.indices)
    return clock != nil
  }

  /// Checks that what was read ends as HEAD says.
  func check(reached saved: SavedHead) throws(LogError) {
    let wanted = saved.head
    if head.size != wanted.size {
      throw fault(.headSize(expected: wanted.size, actual: head.size))
    }
    if head.root != wanted.root { throw fault(.headRoot(expected: wanted.root, actual: head.root)) }
    if tree != nil, head.commits != wanted.commits {
      throw fault(.headCommits(expected: wanted.commits, actual: head.commits))
    }
    if tree != nil, let front = saved.front, front.before != linkBefore {
      throw fault(.headCommits(expected: front.before, actual: linkBefore))
    }
    if head.position != wanted.position { throw fault(.tooShort(expected: wanted.offset, actual: head.offset)) }
  }

  private func fault(_ kind: LogFault.Kind, segment: UInt64? = nil) -> LogError {
    let isElsewhere = segment != nil && segment != position.segment
    return .corrupt(
      LogFault(
        segment: segment ?? position.segment, line: isElsewhere ? 0 : atFault(kind),
        offset: isElsewhere ? 0 : position.offset, kind: kind))
  }

  /// A fault lies in the line that was being read: for commit lines it has been counted already.
  private func atFault(_ kind: LogFault.Kind) -> UInt64 {
    switch kind {
    case .malformedCommit, .commitWithoutEvents, .commitSize, .commitRoot, .recordedBackwards: line
    default: line + 1
    }
  }
}

/// An append whose commit is marked as an import of a history.
struct MarkedHistory {
  /// Its events.
  let events: Range<UInt64>
  /// The fault of its commit line if the events do not confirm the mark.
  let fault: LogFault
}

/// The totals of a scan.
struct LogTotals {
  var segments = 0
  var commits: UInt64 = 0
  /// How many of the commits have signatures, right or wrong.
  var signed: UInt64 = 0
  var bytes: UInt64 = 0
}

import Merkle
import System
import Values

/// Reads the lines of the log in order, block by block, and checks what can be checked on the way.
///
/// Without hashing it checks names, lines and the sizes of commits, with hashing every root as well. After an error
/// ``head`` is the last good commit, however the scan ended.
struct LogScan<Handle: FileHandle & ~Copyable>: ~Copyable {
  private enum Before { case nothing, commit, event }

  private let folder: LogFolder<Handle>
  private var segments: [UInt64]
  /// The head to stop at; nil to go on to the physical end.
  private var until: Head?
  private(set) var head: Head
  private(set) var recorded: Instant?
  private(set) var totals = LogTotals()
  /// The compact range over the events read so far, where they are hashed.
  private(set) var tree: CompactRange<SHA256TreeHasher>?
  /// The compact range at ``head``.
  private(set) var treeAtHead: CompactRange<SHA256TreeHasher>?

  private var position: LogPosition
  private var line: UInt64 = 0
  /// How many lines of the segment stand before the block that was read last.
  private(set) var linesBefore: UInt64 = 0
  private var before = Before.nothing
  private var file: Handle?
  private var limit: UInt64 = 0
  private var buffer: [UInt8] = []
  private var digests: [Digest] = []

  /// Starts at the beginning.
  init(_ folder: LogFolder<Handle>, segments: [UInt64], until: Head?, hashing: Bool) {
    self.init(folder, segments: segments, from: .start, until: until)
    before = .commit
    if hashing { hash(from: CompactRange(hasher: SHA256TreeHasher()), .empty) }
  }

  /// Starts at a position; what is before it is not looked at.
  init(_ folder: LogFolder<Handle>, segments: [UInt64], from position: LogPosition, until: Head?) {
    self.folder = folder
    self.segments = LogScan.relevant(segments, until).filter { $0 >= position.segment }
    self.until = until
    self.position = position
    head = Head(
      size: position.sequence, root: Head.empty.root, segment: position.segment, offset: position.offset,
      commits: Digest())
  }

  /// Goes on hashing from a known tree, which must be that of the head given, where the scan stands.
  mutating func hash(from known: CompactRange<SHA256TreeHasher>, _ head: Head) {
    tree = known
    treeAtHead = known
    self.head = head
  }

  /// Goes on from the end of a segment to a head in the one behind it.
  mutating func go(on segments: [UInt64], until head: Head) {
    continueToEnd(segments: LogScan.relevant(segments, head))
    until = head
  }

  /// Goes on from the head that was reached to the physical end.
  mutating func continueToEnd(segments: [UInt64]) {
    self.segments = segments.filter { $0 >= position.segment }
    until = nil
    file = nil
  }

  private static func relevant(_ segments: [UInt64], _ until: Head?) -> [UInt64] {
    guard let until else { return segments }
    return until.size == 0 ? [] : segments.filter { $0 <= until.segment }
  }

  /// The next block of events; nil at the end.
  ///
  /// - Throws: `LogError.corrupt` with the first fault.
  mutating func next() throws(LogError) -> EventRun? {
    while true {
      if file == nil {
        guard try openSegment() else { return nil }
      }
      if position.offset >= limit {
        try closeSegment()
      } else if let run = try readBlock() {
        return run
      }
    }
  }

  /// Reads to the end without looking at the events.
  mutating func finish() throws(LogError) {
    while try next() != nil {}
  }

  private mutating func openSegment() throws(LogError) -> Bool {
    guard let segment = segments.first else {
      if let until, position != until.position {
        throw fault(.segmentMissing, segment: until.segment)
      }
      return false
    }
    if segment != position.segment || position.offset == 0 {
      guard segment == position.sequence else {
        throw fault(.segmentName(expected: position.sequence, actual: segment), segment: segment)
      }
      position = LogPosition(sequence: position.sequence, segment: segment, offset: 0)
      line = 0
      totals.segments += 1
    }
    let opened = try open(segment)
    let size = try LogError.wrap { () throws(SystemError) in try opened.status().size }
    limit = size
    if let until, until.segment == segment {
      limit = until.offset
      if size < limit { throw fault(.tooShort(expected: limit, actual: size)) }
    }
    if limit == 0 { throw fault(.emptySegment) }
    if limit < position.offset { throw fault(.tooShort(expected: position.offset, actual: limit)) }
    file = consume opened
    return true
  }

  private func open(_ segment: UInt64) throws(LogError) -> Handle {
    do {
      return try folder.open(segment, .readOnly)
    } catch {
      throw error.errno == .noSuchFile ? fault(.segmentMissing, segment: segment) : .system(error)
    }
  }

  private mutating func closeSegment() throws(LogError) {
    if before == .event { throw fault(.eventsWithoutCommit) }
    file = nil
    segments.removeFirst()
  }

  private mutating func readBlock() throws(LogError) -> EventRun? {
    let start = position.offset
    let wanted = Int(min(limit - start, UInt64(BlockLines.blockSize)))
    if buffer.count < wanted { buffer = [UInt8](repeating: 0, count: wanted) }
    let read: Int
    do {
      read = try file!.read(into: &buffer, count: wanted, offset: start)
    } catch {
      throw .system(error)
    }
    if read < wanted { throw fault(.tooShort(expected: limit, actual: start + UInt64(read))) }
    let lines = BlockLines(buffer, count: wanted, isLast: start + UInt64(wanted) == limit)
    let run = EventRun(
      bytes: buffer, lines: lines.events, firstSequence: position.sequence, segment: position.segment, offset: start)
    linesBefore = line
    try take(lines, start)
    if let kind = lines.fault { throw fault(kind) }
    return run.lines.isEmpty ? nil : run
  }

  /// Takes the sound lines of a block: hashes the events, checks the commits.
  private mutating func take(_ lines: BlockLines, _ start: UInt64) throws(LogError) {
    if tree != nil { SHA256TreeHasher().leaves(buffer, lines.events, into: &digests) }
    let first = position.sequence
    var done = 0
    for (number, commit) in lines.commits.enumerated() {
      take(events: lines.events, done..<commit.eventsBefore, first, start)
      done = commit.eventsBefore
      line += 1
      try take(commit.line, start, isFirstInBlock: number == 0 && done == 0)
    }
    take(events: lines.events, done..<lines.events.count, first, start)
  }

  private mutating func take(events: [Range<Int>], _ range: Range<Int>, _ first: UInt64, _ start: UInt64) {
    guard !range.isEmpty else { return }
    if tree != nil {
      for number in range { tree!.append(leaf: digests[number]) }
    }
    before = .event
    line += UInt64(range.count)
    totals.bytes += UInt64(events[range.upperBound - 1].upperBound - events[range.lowerBound].lowerBound + 1)
    position = LogPosition(
      sequence: first + UInt64(range.upperBound), segment: position.segment,
      offset: start + UInt64(events[range.upperBound - 1].upperBound) + 1)
  }

  private mutating func take(_ range: Range<Int>, _ start: UInt64, isFirstInBlock: Bool) throws(LogError) {
    guard let commit = CommitLine(buffer, range) else { throw fault(.malformedCommit) }
    if before == .commit { throw fault(.commitWithoutEvents) }
    if commit.size != position.sequence {
      throw fault(.commitSize(expected: position.sequence, actual: commit.size))
    }
    if let root = tree?.root, root != commit.root { throw fault(.commitRoot(expected: root, actual: commit.root)) }
    if let recorded, commit.recorded < recorded {
      throw fault(.recordedBackwards(previous: recorded, found: commit.recorded))
    }
    before = .commit
    recorded = commit.recorded
    totals.commits += 1
    totals.bytes += UInt64(range.count) + 1
    position = LogPosition(
      sequence: position.sequence, segment: position.segment, offset: start + UInt64(range.upperBound) + 1)
    head = Head(
      size: commit.size, root: commit.root, segment: position.segment, offset: position.offset,
      commits: tree == nil ? Digest() : Head.link(head.commits, buffer, range))
    treeAtHead = tree
  }

  /// Checks that what was read ends as HEAD says.
  func check(reached wanted: Head) throws(LogError) {
    if head.size != wanted.size {
      throw fault(.headSize(expected: wanted.size, actual: head.size))
    }
    if head.root != wanted.root { throw fault(.headRoot(expected: wanted.root, actual: head.root)) }
    if tree != nil, head.commits != wanted.commits {
      throw fault(.headCommits(expected: wanted.commits, actual: head.commits))
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

/// What a scan has gone through.
struct LogTotals {
  var segments = 0
  var commits: UInt64 = 0
  var bytes: UInt64 = 0
}

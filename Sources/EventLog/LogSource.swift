import System
import Values

/// The next step met in the log, before the checks that depend on earlier steps.
enum LogStep: Sendable {
  /// A segment begins.
  case segment(UInt64)
  /// Whole lines.
  case block(LogBlock)
  /// The segment ends at its proper end.
  case endOfSegment
  /// The log cannot be read further: in the segment with this number, or in the one that is being read.
  case fault(LogFault.Kind, segment: UInt64?)
}

/// Lines as they were read, split and not yet hashed.
struct LogBlock: Sendable {
  /// The bytes that were read.
  let bytes: [UInt8]
  /// The places of the lines in them.
  let lines: BlockLines
  /// The sequence number of the first event.
  let firstSequence: UInt64
  /// The segment, and the offset of the bytes in it.
  let segment: UInt64
  let offset: UInt64

  /// The events, for a reader of events.
  var run: EventRun {
    EventRun(
      bytes: bytes, lines: lines.events, commits: lines.commits, firstSequence: firstSequence, segment: segment,
      offset: offset)
  }
}

/// Reads the segments in order, in blocks cut at line ends.
struct LogSource<Handle: FileHandle & ~Copyable>: ~Copyable {
  private let folder: LogFolder<Handle>
  private var segments: [UInt64]
  /// The head to stop at; nil to continue to the physical end.
  private var until: Head?
  private var position: LogPosition
  private var file: Handle?
  private var limit: UInt64 = 0
  /// Whether the segment that is read, or would be next, was reported.
  private var isAnnounced = false
  private var hasFailed = false

  /// Starts at a position; the log before it is not read.
  init(_ folder: LogFolder<Handle>, segments: [UInt64], from position: LogPosition, until: Head?) {
    self.folder = folder
    self.segments = segments.filter { segment in
      segment >= position.segment && until.map { $0.size > 0 && segment <= $0.segment } ?? true
    }
    self.until = until
    self.position = position
  }

  /// Continues from the head that was reached to the physical end.
  mutating func continueToEnd(segments: [UInt64]) {
    self.segments = segments.filter { $0 >= position.segment }
    until = nil
    file = nil
    isAnnounced = false
  }

  /// The next step; nil at the end, and after a fault.
  mutating func next() throws(LogError) -> LogStep? {
    if hasFailed { return nil }
    let step = try read()
    if case .fault? = step { hasFailed = true }
    return step
  }

  private mutating func read() throws(LogError) -> LogStep? {
    if file == nil {
      if !isAnnounced, let step = announceSegment() { return step }
      guard let segment = segments.first else { return nil }
      if let fault = try openFile(segment) { return fault }
    }
    guard position.offset < limit else {
      file = nil
      isAnnounced = false
      segments.removeFirst()
      return .endOfSegment
    }
    return try readBlock()
  }

  /// Announces a segment before it is opened; nil if it was begun before, and if there is none.
  private mutating func announceSegment() -> LogStep? {
    guard let segment = segments.first else {
      guard let until, position != until.position else { return nil }
      return .fault(.segmentMissing, segment: until.segment)
    }
    isAnnounced = true
    if segment == position.segment, position.offset > 0 { return nil }
    guard segment == position.sequence else {
      return .fault(.segmentName(expected: position.sequence, actual: segment), segment: segment)
    }
    position = LogPosition(sequence: position.sequence, segment: segment, offset: 0)
    return .segment(segment)
  }

  /// Opens a segment.
  ///
  /// - Returns: the fault, if there is one.
  private mutating func openFile(_ segment: UInt64) throws(LogError) -> LogStep? {
    let opened: Handle
    do {
      opened = try folder.open(segment, .readOnly)
    } catch {
      guard error.errno == .noSuchFile else { throw .system(error) }
      return .fault(.segmentMissing, segment: segment)
    }
    let size = try LogError.wrap { () throws(SystemError) in try opened.status().size }
    limit = size
    if let until, until.segment == segment {
      limit = until.offset
      if size < limit { return .fault(.tooShort(expected: limit, actual: size), segment: nil) }
    }
    if limit == 0 { return .fault(.emptySegment, segment: nil) }
    if limit < position.offset { return .fault(.tooShort(expected: position.offset, actual: limit), segment: nil) }
    file = consume opened
    return nil
  }

  private mutating func readBlock() throws(LogError) -> LogStep {
    let start = position.offset
    let wanted = Int(min(limit - start, UInt64(BlockLines.blockSize)))
    let bytes: [UInt8]
    do {
      try StopRequest.check()
      bytes = try file!.read(count: wanted, offset: start)
    } catch {
      throw .system(error)
    }
    if bytes.count < wanted {
      return .fault(.tooShort(expected: limit, actual: start + UInt64(bytes.count)), segment: nil)
    }
    let lines = BlockLines(bytes, count: wanted, isLast: start + UInt64(wanted) == limit)
    let block = LogBlock(
      bytes: bytes, lines: lines, firstSequence: position.sequence, segment: position.segment, offset: start)
    position = LogPosition(
      sequence: position.sequence + UInt64(lines.events.count), segment: position.segment,
      offset: start + UInt64(lines.end))
    // The check names the fault of the line behind the last sound one.
    if lines.fault != nil { hasFailed = true }
    return .block(block)
  }
}

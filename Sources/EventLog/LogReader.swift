import System

/// Reads what a ledger has acknowledged, without a lock and without writing anything.
///
/// It takes HEAD once; what a writer adds afterwards it does not see.
///
/// > Source: durability rule 27.
public struct LogReader: ~Copyable {
  private final class OpenSegment {
    let file: FileDescriptor
    init(_ folder: LocalFolder, _ segment: UInt64) throws(SystemError) {
      file = try folder.open(segment, .readOnly)
    }
  }

  private final class OpenSegments {
    var files: [UInt64: OpenSegment] = [:]
  }

  private let folder: LocalFolder
  private let open = OpenSegments()
  /// What was acknowledged when the reader was made.
  public let head: Head

  /// Reads HEAD.
  ///
  /// - Throws: `LogError.headMissing` where HEAD is missing or broken.
  public init(ledger: String) throws(LogError) {
    folder = LocalFolder(ledger)
    head = try HeadFile.read(folder).head
  }

  /// Where the acknowledged events end.
  public var end: LogPosition { head.position }

  /// Gives every acknowledged event in order, block by block.
  ///
  /// - Parameters:
  ///   - verifying: whether every event is hashed and every commit and HEAD compared with the hashes. What the body
  ///     got before an error is thrown must then be discarded.
  ///   - body: takes a block and says whether it wants more; verification goes on to the end nevertheless.
  /// - Throws: `LogError.corrupt`, or what the body throws.
  public func read(verifying: Bool, _ body: (EventRun) throws -> Bool) throws {
    var scan = LogScan(folder, segments: try folder.segments(), until: head, hashing: verifying)
    var isWanted = true
    while let run = try scan.next() {
      if isWanted { isWanted = try body(run) }
      if !isWanted, !verifying { return }
    }
    try scan.check(reached: head)
  }

  /// Gives every acknowledged event in order, each block prepared on a thread of its own while others are read, hashed
  /// and taken in.
  ///
  /// Reading with hashing, preparing and the body each have a thread, and the order of the blocks is the log's, so that
  /// the result is the same as without threads.
  ///
  /// - Parameters:
  ///   - verifying: as in ``read(verifying:_:)``.
  ///   - prepare: makes of a block what the body wants.
  ///   - body: takes a prepared block and says whether it wants more, on the caller's thread.
  /// - Throws: `LogError.corrupt`, or what `prepare` and the body throw.
  public func read<Prepared: Sendable>(
    verifying: Bool, preparing prepare: @escaping @Sendable (EventRun) throws -> Prepared,
    _ body: (Prepared) throws -> Bool
  ) throws {
    let runs = Channel<EventRun>(capacity: 3)
    let prepared = Channel<Prepared>(capacity: 3)
    defer {
      runs.close()
      prepared.close()
    }
    let (folder, head) = (folder, head)
    try Threads.start {
      do {
        var scan = LogScan(folder, segments: try folder.segments(), until: head, hashing: verifying)
        while let run = try scan.next() {
          guard runs.send(run) else { return }
        }
        try scan.check(reached: head)
        runs.finish()
      } catch {
        runs.finish(throwing: error)
      }
    }
    try Threads.start {
      do {
        while let run = try runs.receive() {
          guard prepared.send(try prepare(run)) else { return }
        }
        prepared.finish()
      } catch {
        prepared.finish(throwing: error)
      }
    }
    var isWanted = true
    while let block = try prepared.receive() {
      if isWanted { isWanted = try body(block) }
      if !isWanted, !verifying { return }
    }
  }

  /// Gives the acknowledged events from a position on, without hashing them.
  ///
  /// - Parameters:
  ///   - position: where an earlier reading ended; nil for the start.
  ///   - body: takes a block and says whether it wants more.
  /// - Throws: `LogError.positionAhead` where the log has not got so far, `LogError.corrupt`, or what the body throws.
  public func read(from position: LogPosition?, _ body: (EventRun) throws -> Bool) throws {
    let start = position ?? .start
    guard start.sequence <= end.sequence, (start.segment, start.offset) <= (end.segment, end.offset) else {
      throw LogError.positionAhead(start, end: end)
    }
    if start == end { return }
    var scan = LogScan(folder, segments: try folder.segments(), from: start, until: head)
    while let run = try scan.next() {
      guard try body(run) else { return }
    }
    try scan.check(reached: head)
  }

  /// Reads one line, whose place an index knows.
  ///
  /// - Parameters:
  ///   - segment: the segment.
  ///   - offset: where the line begins in it.
  ///   - count: how many bytes it has without its newline.
  /// - Returns: the bytes; whether they are a line the caller must see.
  /// - Throws: `LogError.corrupt` where the segment is missing or too short.
  public func line(segment: UInt64, offset: UInt64, count: Int) throws(LogError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let file: OpenSegment
    let read: Int
    do {
      file = try opened(segment)
      read = try file.file.read(into: &bytes, count: count, offset: offset)
    } catch {
      guard error.errno == .noSuchFile else { throw .system(error) }
      throw .corrupt(LogFault(segment: segment, line: 0, offset: offset, kind: .segmentMissing))
    }
    if read < count {
      let kind = LogFault.Kind.tooShort(expected: offset + UInt64(count), actual: offset + UInt64(read))
      throw .corrupt(LogFault(segment: segment, line: 0, offset: offset, kind: kind))
    }
    return bytes
  }

  private func opened(_ segment: UInt64) throws(SystemError) -> OpenSegment {
    if let file = open.files[segment] { return file }
    let file = try OpenSegment(folder, segment)
    open.files[segment] = file
    return file
  }
}

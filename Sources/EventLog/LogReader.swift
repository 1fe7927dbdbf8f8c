import Synchronization
public import System
import Values

/// Reads what a ledger has acknowledged, without a lock and without writing anything.
///
/// It reads HEAD once; it does not see lines that a writer adds afterwards.
///
/// > Source: durability rule 27.
public struct LogReader: ~Copyable, Sendable {
  private final class OpenSegment: Sendable {
    let number: UInt64
    let file: FileDescriptor
    init(_ folder: LocalFolder, _ segment: UInt64) throws(SystemError) {
      number = segment
      file = try folder.open(segment, .readOnly)
    }
  }

  private final class OpenSegments: Sendable {
    let files = Mutex<[UInt64: OpenSegment]>([:])
  }

  let folder: LocalFolder
  private let open = OpenSegments()
  private let saved: SavedHead

  /// The head that was acknowledged when the reader was made.
  public var head: Head { saved.head }

  /// Reads HEAD.
  ///
  /// - Throws: `LogError.headMissing` if HEAD is missing or broken.
  public init(ledger: String) throws(LogError) {
    folder = LocalFolder(ledger)
    saved = try HeadFile.read(folder)
  }

  /// The position at which the acknowledged events end.
  public var end: LogPosition { head.position }

  /// Gives the acknowledged events in order, block by block.
  ///
  /// - Parameters:
  ///   - position: the end of an earlier reading; nil for the start.
  ///   - verifying: whether every event is hashed and every commit and HEAD compared with the hashes, which is possible only
  ///     from the start. Blocks that `body` received before an error must then be discarded.
  ///   - body: takes a block, which may hold nothing but a commit, and says whether it wants more; verification goes on to the
  ///     end nevertheless.
  /// - Throws: `LogError.positionAhead` if the log has not got so far, `LogError.corrupt`, or what the body throws.
  public func read(
    from position: LogPosition? = nil, verifying: Bool, _ body: (EventRun) throws -> Bool
  ) throws {
    try read(from: position, verifying: verifying, threads: 1, preparing: { $0 }, body)
  }

  /// Gives the acknowledged events in order, the blocks hashed and prepared by several threads.
  ///
  /// Reading, checking and the body run on the caller's thread in the log's order, so the result does not depend on the number
  /// of threads.
  ///
  /// - Parameters:
  ///   - position: as in ``read(from:verifying:_:)``.
  ///   - verifying: as there.
  ///   - threads: how many threads work at the same time.
  ///   - prepare: makes of a block what the body wants.
  ///   - body: takes a prepared block and says whether it wants more.
  /// - Returns: the log up to HEAD if it was verified; nil otherwise.
  /// - Throws: `LogError.positionAhead`, `LogError.corrupt`, or the errors of `prepare` and `body`, whichever comes first in
  ///   the log.
  @discardableResult
  public func read<Prepared: Sendable>(
    from position: LogPosition? = nil, verifying: Bool, threads: Int = Threads.available,
    preparing prepare: @escaping @Sendable (EventRun) throws -> Prepared,
    _ body: (Prepared) throws -> Bool
  ) throws -> VerifiedLog? {
    let start = position ?? .start
    try checkReached(start)
    if start == end, position != nil { return nil }
    precondition(!verifying || start == .start, "the hashes of what stands before are not known")
    let check = start == .start ? LogCheck(hashing: verifying) : LogCheck(from: start)
    return try read(check, from: start, threads: threads, prepare, body)
  }

  /// Refuses a position that the log has not reached.
  func checkReached(_ position: LogPosition) throws(LogError) {
    guard position.sequence <= end.sequence, (position.segment, position.offset) <= (end.segment, end.offset) else {
      throw .positionAhead(position, end: end)
    }
  }

  /// Continues a check from its position to HEAD.
  ///
  /// - Returns: the log verified up to HEAD; nil if events were not hashed.
  func read<Prepared: Sendable>(
    _ begun: LogCheck, from start: LogPosition, threads: Int,
    _ prepare: @escaping @Sendable (EventRun) throws -> Prepared, _ body: (Prepared) throws -> Bool
  ) throws -> VerifiedLog? {
    var check = begun
    let verifying = check.isHashing
    let crew = try WorkCrew<LogStep, PreparedStep<Prepared>>(threads: threads) { step in
      PreparedStep(step, hashing: verifying, prepare)
    }
    defer { crew.close() }
    var source = LogSource(folder, segments: try folder.segments(), from: start, until: head)
    var (isWanted, isAtEnd) = (true, false)
    while true {
      while !isAtEnd, crew.pending < crew.enough {
        if let step = try source.next() { crew.submit(step) } else { isAtEnd = true }
      }
      guard let step = crew.next() else { break }
      try check.take(step.step, step.hashes)
      if isWanted, let prepared = try step.prepared?.get() { isWanted = try body(prepared) }
      if !isWanted, !verifying { return nil }
    }
    try check.check(reached: saved)
    return check.verified
  }

  /// Collects what a closure makes of single acknowledged lines, commit lines among them, without any check.
  ///
  /// Several threads look at ranges of the segments, cut anywhere: a line belongs to the range in which it begins.
  ///
  /// - Parameters:
  ///   - threads: how many threads look at the same time.
  ///   - look: takes an array and the range of a line in it, without its newline, and adds its results.
  /// - Returns: the results in the order of the lines, whatever the number of threads.
  /// - Throws: `LogError.system`, and `LogError.corrupt` if there are no lines.
  public func lines<Found: Sendable>(
    threads: Int, _ look: @escaping @Sendable ([UInt8], Range<Int>, inout [Found]) -> Void
  ) throws -> [Found] {
    var ranges: [(segment: OpenSegment, range: Range<UInt64>)] = []
    for segment in try folder.segments() where head.size > 0 && segment <= head.segment {
      let file = try opened(segment)
      let size = try file.file.status().size
      let end = segment == head.segment ? head.offset : size
      if end > size {
        throw LogError.corrupt(
          LogFault(segment: segment, line: 0, offset: 0, kind: .tooShort(expected: end, actual: size)))
      }
      for start in stride(from: 0, to: end, by: BlockLines.blockSize) {
        ranges.append((file, start..<min(start + UInt64(BlockLines.blockSize), end)))
      }
    }
    let parts = ranges
    // Of a file without lines, even a hole of a terabyte, only as much is read as shows that.
    let hasFailed = Atomic(false)
    return try Threads.results(ofParts: parts.count, each: 1, threads: threads) { part in
      Result { () throws(LogError) -> [Found] in
        if hasFailed.load(ordering: .relaxed) { return [] }
        let (file, range) = (parts[part.lowerBound].segment, parts[part.lowerBound].range)
        do throws(LogError) { return try LogReader.lines(of: file, range, look) } catch {
          hasFailed.store(true, ordering: .relaxed)
          throw error
        }
      }
    }.flatMap { try $0.get() }
  }

  private static func lines<Found>(
    of segment: OpenSegment, _ range: Range<UInt64>, _ look: ([UInt8], Range<Int>, inout [Found]) -> Void
  ) throws(LogError) -> [Found] {
    // A line that begins before the range is passed over, from the byte before it on; one that ends behind it is whole.
    let before = range.lowerBound == 0 ? 0 : 1
    let bytes = try LogError.wrap { () throws(SystemError) in
      try StopRequest.check()
      return try segment.file.read(
        count: range.count + before + LogLine.longest + 1, offset: range.lowerBound - UInt64(before))
    }
    if bytes.count > LogLine.longest, ByteSearch.first(10, in: bytes, 0..<LogLine.longest + 1) == nil {
      throw .corrupt(LogFault(segment: segment.number, line: 0, offset: range.lowerBound, kind: .lineTooLong))
    }
    var start = before
    if before == 1 { start = ByteSearch.first(10, in: bytes, 0..<bytes.count).map { $0 + 1 } ?? bytes.count }
    var found: [Found] = []
    while start < before + range.count, let end = ByteSearch.first(10, in: bytes, start..<bytes.count) {
      look(bytes, start..<end, &found)
      start = end + 1
    }
    return found
  }

  /// Reads one line at a place that an index has.
  ///
  /// - Parameter place: the line's place.
  /// - Returns: the bytes; whether they are a line the caller must see.
  /// - Throws: `LogError.corrupt` if the segment is missing or too short.
  public func line(at place: LinePlace) throws(LogError) -> [UInt8] {
    try bytes(of: place.segment, at: place.offset, count: place.count)
  }

  /// Reads a stretch of a segment.
  ///
  /// - Throws: `LogError.corrupt` if the segment is missing or too short.
  func bytes(of segment: UInt64, at offset: UInt64, count: Int) throws(LogError) -> [UInt8] {
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
    try open.files.withLock { files throws(SystemError) in
      if let file = files[segment] { return file }
      let file = try OpenSegment(folder, segment)
      files[segment] = file
      return file
    }
  }
}

/// A step of the log with what could be made of it before its turn.
private struct PreparedStep<Prepared: Sendable>: Sendable {
  let step: LogStep
  let hashes: BlockHashes?
  let prepared: Result<Prepared, any Error>?

  init(_ step: LogStep, hashing: Bool, _ prepare: (EventRun) throws -> Prepared) {
    self.step = step
    guard case .block(let block) = step else {
      (hashes, prepared) = (nil, nil)
      return
    }
    hashes = hashing ? BlockHashes(block) : nil
    prepared = block.lines.count == 0 ? nil : Result { try prepare(block.run) }
  }
}

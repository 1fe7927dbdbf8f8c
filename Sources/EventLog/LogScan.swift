import Merkle
import System
import Values

/// A step with what could be made of it before its turn.
private struct ReadStep: Sendable {
  let step: LogStep
  let hashes: BlockHashes?
  let unreadable: UnreadableLine?

  init(_ step: LogStep, hashing: Bool, _ reads: LineReader?) {
    self.step = step
    guard case .block(let block) = step else {
      (hashes, unreadable) = (nil, nil)
      return
    }
    hashes = hashing ? BlockHashes(block) : nil
    unreadable = block.lines.events.isEmpty ? nil : reads?(block.run)
  }
}

/// Reads the lines of a block as events and names the first that is none.
typealias LineReader = @Sendable (EventRun) -> UnreadableLine?

/// Reads the log in order and checks it on the way, on one thread; if lines are read as events, other threads hash and read.
///
/// Without hashing it checks names, lines and the sizes of commits, with hashing every root as well. After an error
/// ``head`` is the last good commit, however the scan ended.
struct LogScan<Handle: FileHandle & ~Copyable>: ~Copyable {
  private var source: LogSource<Handle>
  private var check: LogCheck
  private let reads: LineReader?
  private var crew: WorkCrew<LogStep, ReadStep>?
  private var isAtEnd = false
  private var failure: LogError?

  var head: Head { check.head }
  var recorded: Instant? { check.recorded }
  var totals: LogTotals { check.totals }
  var histories: [MarkedHistory] { check.histories }
  /// The content of a HEAD at ``head``; it has no front if events are not hashed.
  var saved: SavedHead { check.saved }
  /// How many lines of the segment precede the block that was read last.
  var linesBefore: UInt64 { check.linesBefore }

  /// The first line of the block that was read last that is no event, if lines are read as events.
  private(set) var unreadable: UnreadableLine?

  /// Starts at the beginning.
  ///
  /// - Parameters:
  ///   - folder: the ledger.
  ///   - segments: its segments.
  ///   - until: the head to stop at; nil for the physical end.
  ///   - hashing: whether events are hashed.
  ///   - reads: reads lines as events; nil if they are not read so.
  ///   - threads: how many threads hash and read, if lines are read.
  init(
    _ folder: LogFolder<Handle>, segments: [UInt64], until: Head?, hashing: Bool, reading reads: LineReader? = nil,
    threads: Int = Threads.available
  ) {
    source = LogSource(folder, segments: segments, from: .start, until: until)
    check = LogCheck(hashing: hashing)
    self.reads = reads
    // If the system gives no thread, the caller's own thread does everything.
    if let reads { crew = try? WorkCrew(threads: threads) { ReadStep($0, hashing: hashing, reads) } }
  }

  deinit { crew?.close() }

  /// Continues hashing behind a head, to the physical end.
  ///
  /// - Parameters:
  ///   - folder: the ledger.
  ///   - segments: its segments.
  ///   - head: the head; nothing before it is read.
  ///   - front: the tree and the chain there.
  ///   - recorded: when its commit was made.
  init(
    _ folder: LogFolder<Handle>, segments: [UInt64], behind head: Head, _ front: HeadFront, recorded: Instant
  ) {
    source = LogSource(folder, segments: segments, from: head.position, until: nil)
    check = LogCheck(from: head.position)
    check.hash(from: front, head, recorded: recorded)
    reads = nil
  }

  /// Continues from the head that was reached to the physical end.
  mutating func continueToEnd(segments: [UInt64]) {
    source.continueToEnd(segments: segments)
    isAtEnd = false
  }

  /// The next block of events; nil at the end.
  ///
  /// - Throws: `LogError.corrupt` with the first fault.
  mutating func next() throws(LogError) -> EventRun? {
    while let read = try nextStep() {
      try check.take(read.step, read.hashes)
      if case .block(let block) = read.step, !block.lines.events.isEmpty {
        unreadable = read.unreadable
        return block.run
      }
    }
    return nil
  }

  /// The next step; those behind it are hashed and read meanwhile.
  private mutating func nextStep() throws(LogError) -> ReadStep? {
    guard let crew else { return try source.next().map { ReadStep($0, hashing: check.isHashing, reads) } }
    while !isAtEnd, crew.pending < crew.enough {
      do throws(LogError) {
        if let step = try source.next() { crew.submit(step) } else { isAtEnd = true }
      } catch {
        // Faults before it are reported first.
        (failure, isAtEnd) = (error, true)
      }
    }
    if let read = crew.next() { return read }
    if let failure { throw failure }
    return nil
  }

  /// Reads to the end, ignoring the events.
  mutating func finish() throws(LogError) {
    while try next() != nil {}
  }

  /// Checks that what was read ends as HEAD says.
  func check(reached wanted: SavedHead) throws(LogError) { try check.check(reached: wanted) }
}

public import Merkle
public import System
public import Values

/// The result of a verification.
public struct VerificationReport: Hashable, Sendable {
  /// How it ended.
  public enum Outcome: Hashable, Sendable {
    /// Everything acknowledged is present and unchanged.
    case whole
    /// The log is not what was acknowledged.
    case corrupt(LogFault)
    /// Everything acknowledged is present; behind it are bytes that no commit covers and that the next writer puts into
    /// quarantine.
    case tornTail(bytes: UInt64)
    /// It could not be read to the end.
    case unreadable(LogError)
  }

  /// How it ended.
  public private(set) var outcome: Outcome
  /// How many events were verified.
  public let size: UInt64
  /// The head of the tree over them.
  public let root: Digest
  /// When the last of them was acknowledged, as its commit says; nil for none.
  public let recorded: Instant?
  /// How many segment files were begun.
  public let segments: Int
  /// How many commits were verified.
  public let commits: UInt64
  /// How many of them have signatures, which are not checked here.
  public let signed: UInt64
  /// How many bytes were read, in whole lines.
  public let bytes: UInt64
  /// The last commit up to which everything is known to be right; nil if there is none.
  public private(set) var lastGood: Head?
  /// How many bytes a writer was about to add; they were not judged.
  public let inFlightBytes: UInt64
  /// How many of the events that HEAD acknowledges are missing, if the log ends too early; nil if it does not.
  public let missing: UInt64?

  /// Refuses a log that is not whole; bytes behind it that no commit covers are no harm.
  ///
  /// - Throws: ``LogError``.
  public func demandWhole() throws(LogError) {
    switch outcome {
    case .whole, .tornTail: break
    case .corrupt(let fault): throw .corrupt(fault)
    case .unreadable(let error): throw error
    }
  }

  /// The same report with another outcome, found by a further check.
  public func ended(with outcome: Outcome) -> VerificationReport {
    var report = self
    (report.outcome, report.lastGood) = (outcome, nil)
    return report
  }
}

/// The kinds of first events.
public enum FirstEvent: Sendable {
  /// It opens a ledger.
  case opensLedger
  /// It may open one in a form of a newer program.
  case newer
  /// It opens none.
  case other
}

/// Recomputes the log from its bytes.
///
/// > Source: durability rules 27 to 30.
public enum LogVerifier {
  /// Verifies a ledger's log without writing anything, while a writer may be at work.
  ///
  /// HEAD is read first. While a writer is at work, the bytes behind HEAD are in flight; otherwise whole commits count and the
  /// rest is a torn tail.
  ///
  /// - Parameters:
  ///   - ledger: the directory.
  ///   - types: the types that events may have; an event of another one is a newer program's. None: any will do.
  ///   - silent: the types that close nothing, so that their lines are not asked about.
  ///   - opens: judges a line as the first one. If it is given, lines are events, with `seq` that counts and `recorded` that
  ///     never goes backwards, and the first one must open a ledger.
  ///   - closes: the number of other events that the event closing an import of a history counts, which the commit's mark must
  ///     confirm; nil for every other event. It is asked about the line with a number of a run, in order.
  ///   - reads: reads the lines of a block as events and names the first that is none; several threads do.
  ///   - threads: how many threads work; the result does not depend on it.
  ///   - starts: the starts kept of its segments, in order. Ranges between them are verified side by side. They are not
  ///     trusted: each is compared with the result of the range in front of it. If one is wrong, or anything else is not in
  ///     order, the log is verified once more from its beginning.
  ///   - restart: is called when the questions put to `closes` start again from the beginning.
  /// - Returns: the result.
  public static func verify(
    ledger: String, types: [String] = [], silent: Set<String> = [],
    eventsOpenedBy opens: (@Sendable ([UInt8], Range<Int>) -> FirstEvent)? = nil,
    historyClosedBy closes: @escaping (EventRun, Int) -> UInt64? = { _, _ in nil },
    reading reads: (@Sendable (EventRun) -> UnreadableLine?)? = nil,
    threads: Int = Threads.available, from starts: [LogStart] = [], restarting restart: () -> Void = {}
  ) -> VerificationReport {
    verify(
      ledger: ledger, on: LocalFiles(), types: types, silent: silent, eventsOpenedBy: opens, historyClosedBy: closes,
      reading: reads, threads: threads, from: starts, restarting: restart)
  }

  /// The same on any file system.
  public static func verify<Handle: FileHandle & ~Copyable>(
    ledger: String, on files: FileAccess<Handle>, types: [String] = [], silent: Set<String> = [],
    eventsOpenedBy opens: (@Sendable ([UInt8], Range<Int>) -> FirstEvent)? = nil,
    historyClosedBy closes: @escaping (EventRun, Int) -> UInt64? = { _, _ in nil },
    reading reads: (@Sendable (EventRun) -> UnreadableLine?)? = nil,
    threads: Int = Threads.available, from starts: [LogStart] = [], restarting restart: () -> Void = {}
  ) -> VerificationReport {
    if threads > 1, !starts.isEmpty, let opens {
      let ranges = RangeVerifier(
        folder: LogFolder(files: files, ledger: ledger), types: types, silent: silent, opens: opens, reads: reads)
      if let report = ranges.verify(from: starts, threads: threads, historyClosedBy: closes) { return report }
      restart()
    }
    var progress = Progress(order: opens.map { EventOrder(types: types, silent: silent, opens: $0, closes: closes) })
    do throws(LogError) {
      try verify(LogFolder(files: files, ledger: ledger), reads, threads, &progress)
      if progress.head.size == 0 { throw .noEvents }
      progress.order?.compare(progress.histories, upTo: progress.head.size)
      if let fault = progress.order?.fault {
        progress.outcome = .corrupt(fault)
      } else if let event = progress.order?.newer {
        progress.outcome = .unreadable(.newer(.event(sequence: event)))
      }
    } catch {
      progress.outcome = if case .corrupt(let fault) = error { .corrupt(fault) } else { .unreadable(error) }
    }
    let totals = progress.totals
    return VerificationReport(
      outcome: progress.outcome, size: progress.head.size, root: progress.head.root,
      recorded: progress.recorded, segments: totals.segments, commits: totals.commits, signed: totals.signed,
      bytes: totals.bytes,
      lastGood: progress.lastGood, inFlightBytes: progress.inFlight,
      missing: progress.missing(LogFolder(files: files, ledger: ledger)))
  }

  private struct Progress {
    var outcome = VerificationReport.Outcome.whole
    var head = Head.empty
    var recorded: Instant?
    var totals = LogTotals()
    var inFlight: UInt64 = 0
    /// The head in HEAD; nil if it could not be read.
    var acknowledged: Head?
    var histories: [MarkedHistory] = []
    var order: EventOrder?

    init(order: EventOrder?) { self.order = order }

    var lastGood: Head? {
      // The chain does not tell which of the commit lines differs, and lines in disorder were all hashed.
      if case .corrupt(let fault) = outcome {
        if case .headCommits = fault.kind { return nil }
        if fault == order?.fault { return nil }
      }
      return totals.commits > 0 ? head : nil
    }

    /// Reads on and keeps how far it went, even if it fails.
    mutating func finish<Handle: FileHandle & ~Copyable>(_ scan: inout LogScan<Handle>) throws(LogError) {
      defer {
        head = scan.head
        recorded = scan.recorded
        totals = scan.totals
        histories = scan.histories
      }
      while let run = try scan.next() { order?.check(run, linesBefore: scan.linesBefore, scan.unreadable) }
    }

    /// How many acknowledged events are missing, if that is the fault: only whole commits count as present.
    func missing<Handle: FileHandle & ~Copyable>(_ folder: LogFolder<Handle>) -> UInt64? {
      guard case .corrupt(let fault) = outcome, let acknowledged else { return nil }
      switch fault.kind {
      case .tooShort, .headSize, .segmentMissing, .eventsWithoutCommit: break
      default: return nil
      }
      var there = head.size
      if let segments = try? folder.segments() {
        // Not hashed: the scan before has reported what does not agree.
        var scan = LogScan(folder, segments: segments, until: nil, hashing: false)
        try? scan.finish()
        there = max(there, scan.head.size)
      }
      return acknowledged.size > there ? acknowledged.size - there : nil
    }
  }

  private static func verify<Handle: FileHandle & ~Copyable>(
    _ folder: LogFolder<Handle>, _ reads: LineReader?, _ threads: Int, _ progress: inout Progress
  ) throws(LogError) {
    let saved = try HeadFile.read(folder)
    let head = saved.head
    progress.acknowledged = head
    let segments = try folder.segments()
    var scan = LogScan(folder, segments: segments, until: head, hashing: true, reading: reads, threads: threads)
    try progress.finish(&scan)
    try scan.check(reached: saved)
    // Segments between HEAD's and its end belong to no one: the next one is named by the end, or by a later one.
    if let wrong = segments.first(where: { $0 > head.segment && $0 < head.size }) {
      throw .corrupt(
        LogFault(segment: wrong, line: 0, offset: 0, kind: .segmentName(expected: head.size, actual: wrong)))
    }
    if try isWriting(folder) {
      progress.inFlight = try bytes(folder, segments, after: head)
      return
    }
    scan.continueToEnd(segments: segments)
    do {
      try progress.finish(&scan)
    } catch {
      guard case .corrupt = error else { throw error }
    }
    let tail = try bytes(folder, segments, after: scan.head)
    if tail == 0, segments.last ?? 0 == scan.head.segment { return }
    // A writer may have come meanwhile.
    if try hasWritten(folder, since: head) {
      progress.inFlight = tail
      return
    }
    try LogRecovery.refuseMisplaced(folder, segments, scan.head)
    if tail > 0 { progress.outcome = .tornTail(bytes: tail) }
  }

  private static func hasWritten<Handle: FileHandle & ~Copyable>(
    _ folder: LogFolder<Handle>, since head: Head
  ) throws(LogError) -> Bool {
    if try isWriting(folder) { return true }
    // Only now: a writer that held the lock in between has written HEAD before letting go of it.
    return try HeadFile.read(folder).head != head
  }

  static func isWriting<Handle: FileHandle & ~Copyable>(
    _ folder: LogFolder<Handle>
  ) throws(LogError) -> Bool {
    try LogError.wrap { () throws(SystemError) in try FileLock.isHeld(path: folder.lock, on: folder.files) }
  }

  static func bytes<Handle: FileHandle & ~Copyable>(
    _ folder: LogFolder<Handle>, _ segments: [UInt64], after head: Head
  ) throws(LogError) -> UInt64 {
    var bytes: UInt64 = 0
    for segment in segments where segment >= head.segment {
      // A writer may have taken back a segment that it had begun.
      let size = try folder.size(segment) ?? 0
      let start = segment == head.segment ? head.offset : 0
      bytes += size > start ? size - start : 0
    }
    return bytes
  }
}

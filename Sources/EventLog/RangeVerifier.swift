import Merkle
import Synchronization
import System
import Values

/// Verifies a log in ranges, side by side, as long as nothing is wrong with it.
///
/// Each range begins with a start that was kept of the log, and the same code as for the whole log checks everything in it. Its
/// end must match the kept start of the next range; the first range begins with nothing, and the last ends with HEAD. So if
/// every range is in order, the whole log is. If anything is not in order, this says nothing about it: a reading from the
/// beginning reports what comes first.
struct RangeVerifier<Handle: FileHandle & ~Copyable>: Sendable {
  let folder: LogFolder<Handle>
  let types: [String]
  let silent: Set<String>
  let opens: @Sendable ([UInt8], Range<Int>) -> FirstEvent
  let reads: LineReader?

  /// Segments that are read as one.
  private struct Stretch: Sendable {
    let start: LogStart?
    var segments: [UInt64]
    /// The start of the next range; nil for the last one.
    var end: LogStart?
  }

  /// The result of a range.
  private struct Found: Sendable {
    let verified: VerifiedLog
    let totals: LogTotals
    let histories: [MarkedHistory]
    /// The instants of its first and its last event.
    let instants: ClosedRange<Instant>
    /// The lines of types about which `closes` is asked, each as a run of its own.
    let speaking: [EventRun]
  }

  /// Verifies the log.
  ///
  /// - Parameters:
  ///   - starts: the kept starts, in any order; those of no segment are passed over.
  ///   - threads: how many ranges are read at the same time.
  ///   - closes: as in ``LogVerifier``.
  /// - Returns: the report; nil if something is not in order, or if ranges would save no time.
  func verify(
    from starts: [LogStart], threads: Int, historyClosedBy closes: @escaping (EventRun, Int) -> UInt64?
  ) -> VerificationReport? {
    do { return try report(starts, threads, closes) } catch { return nil }
  }

  private func report(
    _ starts: [LogStart], _ threads: Int, _ closes: @escaping (EventRun, Int) -> UInt64?
  ) throws -> VerificationReport? {
    let saved = try HeadFile.read(folder)
    let (head, segments) = (saved.head, try folder.segments())
    // A kept start proves nothing: without the first segment, no one can say how the log begins.
    guard segments.first == 0, segments.last == head.segment,
      let stretches = try stretches(of: segments, starts, threads)
    else { return nil }
    let hasFailed = Failure()
    let crew = try WorkCrew<Stretch, Found?>(threads: threads) { [self] stretch in
      let found = try? find(stretch, until: saved, hasFailed)
      if found == nil { hasFailed.flag.store(true, ordering: .relaxed) }
      return found
    }
    defer { crew.close() }
    var order = EventOrder(types: types, silent: silent, opens: opens, closes: closes)
    var (totals, histories, last) = (LogTotals(), [MarkedHistory](), Instant?.none)
    var verified: VerifiedLog?
    var isSound = true
    crew.forEachResult(of: stretches) { found in
      guard isSound, let found, last.map({ $0 <= found.instants.lowerBound }) ?? true else {
        isSound = false
        hasFailed.flag.store(true, ordering: .relaxed)
        return
      }
      for run in found.speaking { order.ask(about: run, 0) }
      totals += found.totals
      histories += found.histories
      last = found.instants.upperBound
      verified = found.verified
    }
    guard isSound, let verified, verified.head == head else { return nil }
    order.compare(histories, upTo: head.size)
    if order.fault != nil { return nil }
    let tail = try LogVerifier.bytes(folder, segments, after: head)
    // Bytes behind HEAD that belong to no writer are left to the reading from the beginning.
    if tail > 0, try !LogVerifier.isWriting(folder) { return nil }
    return VerificationReport(
      outcome: .whole, size: head.size, root: head.root, recorded: verified.recorded, segments: totals.segments,
      commits: totals.commits, signed: totals.signed, bytes: totals.bytes, lastGood: head, inFlightBytes: tail,
      missing: nil)
  }

  private final class Failure: Sendable {
    let flag = Atomic(false)
  }

  /// The ranges; nil if there is one, or one is so long that all threads had better share it.
  private func stretches(
    of segments: [UInt64], _ starts: [LogStart], _ threads: Int
  ) throws(LogError) -> [Stretch]? {
    let known = Dictionary(starts.map { ($0.segment, $0) }, uniquingKeysWith: { first, _ in first })
    var stretches: [Stretch] = []
    var (longest, length, total): (UInt64, UInt64, UInt64) = (0, 0, 0)
    for segment in segments {
      let start = segment == 0 ? nil : known[segment]
      if stretches.isEmpty || start != nil {
        if !stretches.isEmpty { stretches[stretches.count - 1].end = start }
        stretches.append(Stretch(start: start, segments: []))
        length = 0
      }
      stretches[stretches.count - 1].segments.append(segment)
      let size = try folder.size(segment) ?? 0
      (length, total) = (length + size, total + size)
      longest = max(longest, length)
    }
    return stretches.count > 1 && longest * UInt64(threads) <= total + total / 2 ? stretches : nil
  }

  /// Reads a range; nil if something is not in order.
  private func find(_ stretch: Stretch, until saved: SavedHead, _ failure: Failure) throws -> Found? {
    var check = stretch.start.map { LogCheck(behind: VerifiedLog($0)) } ?? LogCheck(hashing: true)
    var source = LogSource(
      folder, segments: stretch.segments, from: stretch.start?.head.position.behind ?? .start,
      until: stretch.end == nil ? saved.head : nil)
    let speaking = Speaking()
    var order = EventOrder(types: types, silent: silent, opens: opens) { run, number in
      speaking.runs.append(run.alone(number))
      return nil
    }
    while let step = try source.next() {
      if failure.flag.load(ordering: .relaxed) { return nil }
      guard case .block(let block) = step else {
        try check.take(step, nil)
        continue
      }
      try check.take(step, BlockHashes(block))
      if block.lines.events.isEmpty { continue }
      let run = block.run
      if let reads, reads(run) != nil { return nil }
      order.check(run, linesBefore: check.linesBefore, nil)
      if order.fault != nil || order.newer != nil || order.dependsOnSteps { return nil }
    }
    if stretch.end == nil { try check.check(reached: saved) }
    guard let verified = check.verified, let first = order.first, let last = order.last, first <= last else {
      return nil
    }
    if let end = stretch.end, !verified.ends(with: end) { return nil }
    return Found(
      verified: verified, totals: check.totals, histories: check.histories, instants: first...last,
      speaking: speaking.runs)
  }

  /// Keeps the runs that an order's closure gathers.
  private final class Speaking {
    var runs: [EventRun] = []
  }
}

extension LogPosition {
  /// The beginning of the segment that begins here.
  fileprivate var behind: LogPosition { LogPosition(sequence: sequence, segment: sequence, offset: 0) }
}

extension VerifiedLog {
  fileprivate func ends(with start: LogStart) -> Bool {
    recorded.map { LogStart(head, front, recorded: $0) == start } ?? false
  }
}

extension EventRun {
  /// One of its events as a run of its own.
  fileprivate func alone(_ number: Int) -> EventRun {
    let line = Array(bytes[lines[number]])
    return EventRun(
      bytes: line, lines: [line.indices], firstSequence: firstSequence + UInt64(number), segment: segment,
      offset: offset + UInt64(lines[number].lowerBound))
  }
}

extension LogTotals {
  fileprivate static func += (left: inout LogTotals, right: LogTotals) {
    left.segments += right.segments
    left.commits += right.commits
    left.signed += right.signed
    left.bytes += right.bytes
  }
}

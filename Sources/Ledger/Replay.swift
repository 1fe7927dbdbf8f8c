import EventLog
import EventText
import Policy
public import Subsidy
import System
public import Values

/// Folds the log into state: the one way in which every use case comes to know what is known.
struct Replay: ~Copyable {
  let reader: LogReader
  /// The point in time up to which events count; nil for all of them.
  let knownAt: Instant?
  /// The number of events that count; nil for all of them.
  let size: UInt64?

  init(_ ledger: SubsidyLedger, knownAt: Instant? = nil, size: UInt64? = nil) throws {
    reader = try LogReader(ledger: ledger.path)
    self.knownAt = knownAt
    self.size = size
  }

  /// Whether an event lies beyond the point, and with it all that follow.
  @inline(__always)
  private func isBeyond(_ event: Event) -> Bool {
    if let size, event.sequence >= size { return true }
    if let knownAt { return event.recorded > knownAt }
    return false
  }

  /// The annulments within the point, found before the fold so that it only goes forward.
  ///
  /// Only lines that hold the word, or an escape that could spell it, are read.
  func annulments() throws -> Annulments {
    var annulments = Annulments()
    try reader.read(verifying: false) { run in
      for line in Replay.candidates(run) {
        let event = try Replay.event(run, line)
        if isBeyond(event) { return false }
        if case .annulled(let body) = event.body { annulments.insert(body, at: event.sequence) }
      }
      return true
    }
    return annulments
  }

  /// The lines of a run that may be annulments, ascending.
  private static func candidates(_ run: EventRun) -> [Int] {
    var found: Set<Int> = []
    var last = 0
    func collect(_ next: (Int) -> Int?) {
      last = 0
      var position = 0
      while let offset = next(position) {
        while last + 1 < run.lines.count, run.lines[last + 1].lowerBound <= offset { last += 1 }
        found.insert(last)
        guard last + 1 < run.lines.count else { return }
        position = run.lines[last + 1].lowerBound
      }
    }
    collect { ByteSearch.first("annulled", in: run.bytes, $0..<run.bytes.count) }
    collect { ByteSearch.first(UInt8(ascii: "\\"), in: run.bytes, $0..<run.bytes.count) }
    return found.sorted()
  }

  /// The state at the point.
  ///
  /// - Parameters:
  ///   - verifying: whether to hash every byte and check every commit on the way.
  ///   - annulments: what ``annulments()`` found.
  ///   - observe: sees every event within the point, the annulled ones too.
  ///   - watch: sees every event that counts, with the state just before it.
  ///   - progress: hears, block by block, how many events have been taken in, of how many.
  /// - Returns: the fold.
  /// - Throws: ``LedgerFailure``, the log's failures, or what `observe` throws.
  func state(
    verifying: Bool, leavingOut annulments: Annulments, observe: ((Event) throws -> Void)? = nil,
    watch: ((Event, LedgerState) -> Void)? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> LedgerState {
    var state = LedgerState()
    var last: Instant?
    var done = 0
    let total = Int(clamping: reader.head.size)
    try reader.read(verifying: verifying, preparing: { try Replay.events(of: $0) }) { events in
      for event in events {
        if isBeyond(event) { return false }
        if let last, event.recorded < last {
          throw LedgerFailure.recordedBackwards(sequence: event.sequence, previous: last, found: event.recorded)
        }
        last = event.recorded
        try observe?(event)
        if annulments.contains(event) { continue }
        watch?(event, state)
        do throws(PolicyError) {
          try state.evolve(event)
        } catch {
          throw LedgerFailure.unreadablePolicy(sequence: event.sequence, error)
        }
      }
      done += events.count
      progress(done, total)
      return true
    }
    return state
  }

  /// The events of a block.
  private static func events(of run: EventRun) throws -> [Event] {
    var events: [Event] = []
    events.reserveCapacity(run.lines.count)
    for line in run.lines.indices { events.append(try event(run, line)) }
    return events
  }

  @inline(__always)
  static func event(_ run: EventRun, _ line: Int) throws -> Event {
    let sequence = run.firstSequence + UInt64(line)
    do {
      return try EventLine.readEvent(run.bytes, run.lines[line], expecting: sequence)
    } catch {
      throw LedgerFailure.unreadableEvent(sequence: sequence, error)
    }
  }
}

extension SubsidyLedger {
  /// What is known at a point in time.
  ///
  /// - Parameters:
  ///   - knownAt: the point; nil for now.
  ///   - verifying: whether to hash every byte of the log and check every commit.
  ///   - progress: hears how many events have been taken in, of how many.
  /// - Returns: the fold of all events within the point.
  /// - Throws: ``LedgerFailure`` and the log's own failures.
  public func state(
    knownAt: Instant? = nil, verifying: Bool = true, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> LedgerState {
    let replay = try Replay(self, knownAt: knownAt)
    return try replay.state(verifying: verifying, leavingOut: replay.annulments(), progress: progress)
  }
}

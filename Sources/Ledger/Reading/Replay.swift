import EventLog
import Policy
import ReadModel
public import Subsidy
import System
public import Values

/// Folds the log into state: the only way in which a use case learns what is recorded.
struct Replay: ~Copyable {
  let reader: LogReader
  /// The point up to which events count.
  let point: ReplayPoint

  init(_ ledger: SubsidyLedger, at point: ReplayPoint) throws {
    reader = try LogReader(ledger: ledger.path)
    self.point = point
  }

  init(_ ledger: SubsidyLedger, knownAt: Instant? = nil, size: UInt64? = nil) throws {
    try self.init(ledger, at: ReplayPoint(knownAt: knownAt, size: size))
  }

  /// Refuses a number of events that the log has not reached.
  func demandPoint() throws(LedgerFailure) {
    if let asked = point.size, asked > reader.head.size { throw .sizeAhead(asked, size: reader.head.size) }
  }

  /// Folds all that a reader has taken HEAD of.
  init(_ reader: consuming LogReader) {
    self.reader = reader
    point = ReplayPoint(knownAt: nil, size: nil)
  }

  /// Finds what later events say of earlier ones, before the fold, so that the fold only goes forward.
  ///
  /// Lines are distinguished by their beginnings, and only those that may say something of earlier events are read. An import
  /// that the point cuts is still an import: the event that closes it lies beyond the point.
  func hindsight(threads: Int = Threads.available) throws -> Hindsight {
    let events = try reader.lines(threads: threads) { bytes, line, events in
      // The fold reports a line that is no event.
      if EventLine.maySpeakOfEarlier(bytes, line), let event = try? EventLine.readEvent(bytes, line) {
        events.append(event)
      }
    }
    return Hindsight(events, upTo: point)
  }

  /// The state at the point.
  ///
  /// - Parameters:
  ///   - verifying: whether to hash every byte and check every commit on the way, and then who signed it.
  ///   - hindsight: the result of ``hindsight(threads:)``, perhaps with more events of which to keep something.
  ///   - threads: how many threads hash and parse; the state does not depend on it.
  ///   - shown: which events `observe` is given.
  ///   - observe: sees these of the events within the point, the annulled ones too, in order.
  ///   - place: receives the places of the events within the point, including annulled ones, block by block.
  ///   - watch: sees every event of a rare type that counts, with the state just before it.
  ///   - writer: sees who recorded events of frequent types, with the state just before the first of them.
  ///   - odd: receives the persons with a value in a frequent event that no entry could have had.
  ///   - months: receives each block, for the months in which its events were recorded.
  ///   - misplaced: sees the events that count, that an import brought after the ledger had gone live, and that none may.
  ///   - progress: receives, block by block, how many events have been taken in, and the total.
  ///   - verified: receives the log as far as it was verified, if it was.
  /// - Returns: the fold.
  /// - Throws: ``LedgerFailure``, the log's failures, or what `observe` throws.
  func state(
    verifying: Bool, with hindsight: Hindsight,
    threads: Int = Threads.available, showing shown: ShownEvents = .all, observe: ((Event) throws -> Void)? = nil,
    place: ((PlacedEvents, EventBlock.Names) -> Void)? = nil,
    watch: ((Event, LedgerState) -> Void)? = nil,
    writer: ((EventBlock.Writer, LedgerState) -> Void)? = nil, odd: ((Identifier) -> Void)? = nil,
    months: ((EventBlock) -> Void)? = nil, misplaced: ((Event) -> Void)? = nil,
    progress: (Int, Int) -> Void = { _, _ in }, verified: (VerifiedLog) -> Void = { _ in }
  ) throws -> LedgerState {
    let (annulments, imports) = (hindsight.annulments, hindsight.imports)
    var state = LedgerState(imports: imports, keeping: annulments.reversible, joining: annulments.keys)
    var last: Instant?
    let total = Int(clamping: min(point.size ?? .max, reader.head.size))
    let wanted = FoldBlock.Wanted(
      events: observe == nil ? nil : shown, places: place != nil, misplacedIn: misplaced == nil ? nil : imports,
      writers: writer != nil)
    let (point, clock, size) = (point, annulments.clock, reader.head.size)
    let log = try reader.read(
      verifying: verifying, threads: threads,
      preparing: { try FoldBlock($0, until: point, of: size, leavingOut: annulments, wanted) }
    ) { block in
      if let last, let found = block.events.firstRecorded, found < last,
        !clock.isAskedFor(by: block.events.first, upTo: min(point.size ?? size, size))
      {
        throw LedgerFailure.recordedBackwards(sequence: block.events.first, previous: last, found: found)
      }
      last = block.events.lastRecorded ?? last
      if let observe { for event in block.shown { try observe(event) } }
      place?(block.places, block.events.names)
      if let odd { block.events.oddPersons.forEach(odd) }
      months?(block.events)
      if let misplaced { for event in block.misplaced { misplaced(event) } }
      do throws(PolicyError) {
        try state.evolve(block.events, before: watch, writer: writer)
      } catch {
        throw LedgerFailure.unreadablePolicy(sequence: state.size - 1, error)
      }
      progress(Int(clamping: state.size), total)
      return !block.reachesPoint
    }
    if let log {
      if hindsight.hasKeys || log.signed > 0 { _ = try reader.checkSignatures(clock: clock, threads: threads) }
      verified(log)
    }
    return state
  }

  @inline(__always)
  static func event(_ run: EventRun, _ line: Int) throws -> Event {
    let sequence = run.firstSequence + UInt64(line)
    do {
      return try EventLine.readEvent(run.bytes, run.lines[line], expecting: sequence)
    } catch {
      if error.isOfNewerProgram { throw LogError.newer(.event(sequence: sequence)) }
      throw LedgerFailure.unreadableEvent(sequence: sequence, error)
    }
  }
}

/// What later events say of earlier ones.
struct Hindsight {
  /// The annulments within the point.
  var annulments = Annulments()
  /// The imports of the whole log.
  var imports = Imports()
  /// The events about the log itself, its time and closed books within the point, in the order of the log.
  var incidents: [Event] = []
  /// The corrections of the clock, without what they change.
  var clockCorrections: [CorrectedClock] = []
  /// Whether operators have keys, so that commits are signed.
  var hasKeys = false

  /// Takes in the events found in a log.
  ///
  /// - Parameters:
  ///   - events: those of its events that may say something of earlier ones, in the order of the log, as they were written.
  ///   - point: the point up to which events count.
  init(_ events: [Event], upTo point: ReplayPoint) {
    var isWithinPoint = true
    // For a point in time, the whole log decides when events count as recorded; a fold up to a size ignores everything beyond
    // it.
    for event in events where point.knownAt != nil || event.sequence < point.size ?? .max {
      annulments.clock.note(event)
      if let correction = CorrectedClock(event) { clockCorrections.append(correction) }
    }
    for event in events.map(annulments.clock.corrected) {
      if event.body.givesKeys { hasKeys = true }
      imports.note(event)
      if isWithinPoint, event.body.type.isIncident, !point.isBefore(event.sequence, event.recorded) {
        incidents.append(event)
      }
      if point.isBefore(event.sequence, event.recorded) { isWithinPoint = false }
      if isWithinPoint { annulments.insert(event) }
    }
  }
}

/// The point up to which events count: a time, a number of events, or both.
public struct ReplayPoint: Hashable, Sendable {
  /// The point in time up to which events count; nil for all of them.
  public let knownAt: Instant?
  /// The number of events that count; nil for all of them.
  public let size: UInt64?

  /// Names a point; the end of the log by default.
  public init(knownAt: Instant? = nil, size: UInt64? = nil) {
    self.knownAt = knownAt
    self.size = size
  }

  /// Whether it is the end of the log.
  var isHead: Bool { knownAt == nil && size == nil }

  /// The same point with no more than a number of events.
  func upTo(_ size: UInt64) -> ReplayPoint { ReplayPoint(knownAt: knownAt, size: size) }

  /// Whether an event lies beyond the point, and with it all that follow.
  @inline(__always)
  func isBefore(_ sequence: UInt64, _ recorded: Instant) -> Bool {
    if let size, sequence >= size { return true }
    if let knownAt { return recorded > knownAt }
    return false
  }
}

/// Which events a replay shows whole to a caller that asks for more than the state.
enum ShownEvents: Sendable {
  /// All of them, which takes several times as long to read.
  case all
  /// Those of rare types, those that may be annulled or reversed, and perhaps others.
  case rare
}

/// A block of the log, parsed: a thread's work.
private struct FoldBlock: Sendable {
  /// The results that a caller wants in addition to the fold.
  struct Wanted: Sendable {
    /// The events to see whole.
    let events: ShownEvents?
    /// Whether to give the places of events.
    let places: Bool
    /// The imports in which to look for events that none may bring once the ledger is live; nil if the caller does not ask.
    let misplacedIn: Imports?
    /// Whether to give the authors of events of frequent types.
    let writers: Bool
  }

  private(set) var events: EventBlock
  /// The events that the caller wants to see whole.
  private(set) var shown: [Event] = []
  /// The places of the events, if the caller wants them.
  private(set) var places: PlacedEvents
  /// The events of imports that none may bring once the ledger is live, if the caller asks for them.
  private(set) var misplaced: [Event] = []
  /// Whether the point lies in the block, so that nothing beyond it counts.
  private(set) var reachesPoint = false
  /// How many events may count.
  private let end: UInt64
  /// When events count as recorded: taken out of the annulments once, for its parts are counted by all threads.
  private let clock: ClockCorrections

  init(
    _ run: EventRun, until point: ReplayPoint, of size: UInt64, leavingOut annulments: Annulments, _ wanted: Wanted
  ) throws {
    end = min(point.size ?? size, size)
    clock = annulments.clock
    events = EventBlock(first: run.firstSequence, capacity: run.lines.count)
    places = PlacedEvents(capacity: wanted.places ? run.lines.count : 0)
    try take(run, until: point, leavingOut: annulments, wanted)
    if let imports = wanted.misplacedIn { misplaced = try misplaced(of: run, in: imports, leavingOut: annulments) }
  }

  /// The events of the block that an import brought after the ledger had gone live, though no import may bring them then.
  private func misplaced(
    of run: EventRun, in imports: Imports, leavingOut annulments: Annulments
  ) throws -> [Event] {
    let firstLive = imports.firstLive
    return try (0..<events.count).compactMap { line in
      let sequence = run.firstSequence + UInt64(line)
      guard sequence > firstLive, imports.contains(sequence) else { return nil }
      let event = try Replay.event(run, line)
      return event.body.type.isMisplacedLate && !annulments.contains(event) ? event : nil
    }
  }

  private mutating func take(
    _ run: EventRun, until point: ReplayPoint, leavingOut annulments: Annulments, _ wanted: Wanted
  ) throws {
    var frequent = FrequentLines(run.bytes)
    let isCorrected = !clock.isEmpty
    let mayBeJoined = !annulments.keys.isEmpty
    for line in run.lines.indices {
      let sequence = run.firstSequence + UInt64(line)
      if wanted.events != .all, let found = frequent.read(run.lines[line], expecting: sequence, &events.names),
        !mayBeTakenBack(found, sequence, annulments, run.bytes),
        !mayBeJoined || !annulments.keys.contains(events.names.persons[found.event.subject.person])
      {
        let recorded = isCorrected ? clock.instant(found.recorded, of: sequence) : found.recorded
        if try isBehind(point, sequence, recorded) { return }
        if wanted.writers, let by = frequent.lastBy { events.note(writer: by, of: found.event.subject.type) }
        events.append(found.event, recorded: recorded)
        if wanted.places {
          let (type, person) = found.event.subject
          places.append(type, person: person, idHash: found.id?.hash, at: run.place(of: line))
        }
        continue
      }
      var event = try Replay.event(run, line)
      if isCorrected { event = clock.corrected(event) }
      if try isBehind(point, sequence, event.recorded) { return }
      if wanted.events != nil { shown.append(event) }
      if wanted.places {
        let person = event.body.listedPerson.map { events.names.persons.intern($0) }
        places.append(
          event.body.type, person: person, idHash: event.id?.stableHash, takingBack: event.takenBack,
          at: run.place(of: line))
      }
      if wanted.writers {
        if FrequentLines.types.contains(event.body.type) { events.note(writer: event.by, of: event.body.type) }
        if event.body.type.changesOperators { events.forgetWriters() }
      }
      events.append(event, annulments)
    }
  }

  /// Whether an event has to be read whole, because it may be annulled or reversed.
  @inline(__always)
  private func mayBeTakenBack(
    _ found: FrequentLines.Found, _ sequence: UInt64, _ annulments: Annulments, _ bytes: [UInt8]
  ) -> Bool {
    if annulments.reversible.contains(sequence) { return true }
    guard !annulments.isEmpty, found.event.subject.type.canBeAnnulled else { return false }
    return annulments.mayName(sequence, found.id, in: bytes)
  }

  /// Whether the next event lies behind the point, and with it all that follow.
  @inline(__always)
  private mutating func isBehind(_ point: ReplayPoint, _ sequence: UInt64, _ recorded: Instant) throws -> Bool {
    if point.isBefore(sequence, recorded) {
      reachesPoint = true
      return true
    }
    if let last = events.lastRecorded, recorded < last, !clock.isAskedFor(by: sequence, upTo: end) {
      throw LedgerFailure.recordedBackwards(sequence: sequence, previous: last, found: recorded)
    }
    return false
  }
}

extension SubsidyLedger {
  /// The state at a point in time.
  ///
  /// - Parameters:
  ///   - knownAt: the point; nil for now.
  ///   - verifying: whether to hash every byte of the log and check every commit.
  ///   - threads: how many threads hash and parse; nil for as many as the machine runs. The state does not depend on it.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Returns: the fold of all events within the point.
  /// - Throws: ``LedgerFailure`` and the log's own failures.
  public func state(
    knownAt: Instant? = nil, verifying: Bool = true, threads: Int? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> LedgerState {
    try state(
      at: ReplayPoint(knownAt: knownAt), verifying: verifying, threads: threads ?? Threads.available,
      progress: progress)
  }

  /// The same up to a time, a number of events, or both.
  func state(
    at point: ReplayPoint, verifying: Bool = true, threads: Int = Threads.available,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> LedgerState {
    if let found = try kept?.fold(at: point, of: self) { return found.state }
    let replay = try Replay(self, at: point)
    try replay.demandPoint()
    return try replay.state(
      verifying: verifying, with: replay.hindsight(threads: threads), threads: threads,
      progress: progress)
  }

  /// The state at a point, and the log that it speaks of.
  ///
  /// - Throws: the log's failures.
  public func known(at point: ReplayPoint) throws -> (state: LedgerState, log: ReplayedLog) {
    if let found = try kept?.fold(at: point, of: self) { return (found.state, found.log) }
    let state = try state(at: point)
    return (state, ReplayedLog(size: state.size, root: try root(Replay(self), at: state.size)))
  }
}

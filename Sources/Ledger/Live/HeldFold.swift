import EventLog
import Policy
import ReadModel
import Subsidy
import Synchronization
import System
import Values

/// The verified fold of a ledger, held in memory and kept up to date as the log grows.
///
/// There are two states. One is shown and never changes. The other is the writer's: it lags by the last change. A change brings
/// it up to date and decides on it. When the events are durable, it takes the place of the shown one, which then becomes the
/// writer's. So a reader waits for no writer, and a change costs its own events. The two share, by reference, the persons who
/// did not change. If a reader still holds the older state when the next change begins, Swift copies its tables (copy on
/// write), which is slower but just as correct.
///
/// Readers may come from any thread at any time. Changes come one at a time: ``LiveLedger`` queues them.
final class HeldFold: Sendable {
  /// This value itself holds no fold.
  private let ledger: SubsidyLedger
  private let shown: Mutex<Shown>
  private let own: Mutex<Own>

  private struct Shown {
    var snapshot: LedgerSnapshot
    /// How often the log was folded again.
    var generation = 0
    var contradiction: LedgerContradiction?
  }

  /// The parts that only changes use.
  private struct Own {
    /// The state that no reader uses, if there is one.
    var spare: Spare?
    var ids: KnownIDs
    var recoveries: [Event]
  }

  /// A state and the events that it lacks to be the one that is shown.
  private struct Spare {
    var state: LedgerState
    var missing: [Event]
    /// The head of the log that the two make.
    let head: Head
  }

  /// The material with which a change begins.
  struct Taken {
    let head: Head
    let state: LedgerState
    let annulments: Annulments
    /// The events `recovered`, and those with the ids asked for.
    let known: [Event]
  }

  /// Verifies and folds the whole log.
  ///
  /// - Throws: ``LedgerFailure`` and the log's failures, also for a log that was never opened as a ledger.
  init(_ ledger: SubsidyLedger, progress: (Int, Int) -> Void) throws {
    let (fold, ids) = try HeldFold.fold(Replay(ledger), progress: progress)
    // Only a `ledger-opened` names a ledger.
    if fold.state.name.isEmpty { throw LogError.corrupt(.opensNoLedger) }
    self.ledger = ledger
    shown = Mutex(Shown(snapshot: LedgerSnapshot(fold.log, fold.state, fold.annulments)))
    own = Mutex(Own(ids: ids, recoveries: fold.shown))
  }

  private static func fold(
    _ replay: borrowing Replay, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> (VerifiedFold, KnownIDs) {
    var ids = KnownIDs()
    let fold = try VerifiedFold(replay, place: { events, _ in ids.insert(events) }, progress: progress)
    return (fold, ids)
  }

  /// The snapshot that is shown.
  ///
  /// - Throws: ``LedgerContradiction``.
  func snapshot() throws(LedgerContradiction) -> LedgerSnapshot {
    try shown.withLock { shown throws(LedgerContradiction) in
      if let contradiction = shown.contradiction { throw contradiction }
      return shown.snapshot
    }
  }

  /// How often the log was folded again, because a later event changed the meaning of earlier ones.
  var generation: Int { shown.withLock { $0.generation } }

  /// Whether HEAD differs from the head of the snapshot shown.
  ///
  /// Only HEAD is read.
  ///
  /// - Throws: ``LedgerContradiction``, and the failures of the system.
  func hasMoved() throws -> Bool {
    let snapshot = try snapshot()
    return try contradicting(snapshot) { try LogReader(ledger: ledger.path).head } != snapshot.head
  }

  /// Gives the material for a change that is only tried out, at the size to which the log was followed: it waits for no change.
  ///
  /// - Parameter ids: the ids whose events are needed.
  /// - Returns: nil as of ``take(at:knowing:)``.
  /// - Throws: ``LedgerContradiction``.
  func trial(knowing ids: Set<Identifier>) throws(LedgerContradiction) -> Taken? {
    let snapshot = try snapshot()
    return known(ids).map {
      Taken(head: snapshot.head, state: snapshot.state, annulments: snapshot.annulments, known: $0)
    }
  }

  /// Gives the material for a change, after following whatever other processes have appended.
  ///
  /// - Parameters:
  ///   - head: the head that the change's writer goes on from; nil for one that is only tried out.
  ///   - ids: the ids whose events are needed.
  /// - Returns: nil if the change has to fold the log itself, because events with these ids cannot be found at their places.
  /// - Throws: ``LedgerContradiction``, the failures of the log and ``LedgerFailure``.
  func take(at head: Head?, knowing ids: Set<Identifier>) throws -> Taken? {
    try follow()
    guard let head else { return try trial(knowing: ids) }
    let snapshot = try snapshot()
    if head != snapshot.head { return nil }
    return known(ids).map {
      Taken(head: snapshot.head, state: writable(snapshot), annulments: snapshot.annulments, known: $0)
    }
  }

  /// The events `recovered`, and those with some ids; nil if one of them is not found by the index.
  private func known(_ ids: Set<Identifier>) -> [Event]? {
    let (met, recoveries) = own.withLock { own in (ids.filter { own.ids.mayContain($0) }, own.recoveries) }
    return events(with: met).map { recoveries + $0 }
  }

  /// The events with some ids, found by the index; nil if one of them is not.
  private func events(with ids: Set<Identifier>) -> [Event]? {
    if ids.isEmpty { return [] }
    guard let named = PartialReplay.load(ledger, persons: [], ids: ids)?.named,
      ids.isSubset(of: named.compactMap(\.id))
    else { return nil }
    return named
  }

  /// The state shown, as a value to change: the state that no reader uses, brought up to date, or a copy.
  private func writable(_ snapshot: LedgerSnapshot) -> LedgerState {
    own.withLock { own in
      guard var spare = own.spare.take(), spare.head == snapshot.head else { return snapshot.state }
      // The shown state has taken them in already, so no error is expected.
      guard (try? spare.state.evolve(spare.missing, leavingOut: Annulments())) != nil else { return snapshot.state }
      return spare.state
    }
  }

  /// Takes back the state of a change that decided nothing.
  func giveBack(_ state: LedgerState, at head: Head) {
    guard state.size == head.size else { return }
    own.withLock { $0.spare = Spare(state: state, missing: [], head: head) }
  }

  /// Shows what a change has made durable, unless one of its events changes the meaning of earlier ones: then ``follow()``
  /// folds the log again.
  ///
  /// - Parameters:
  ///   - events: the events of the change.
  ///   - state: the state with them.
  ///   - before: the log's head before them.
  ///   - log: the log with them.
  func publish(_ events: [Event], _ state: LedgerState, behind before: Head, _ log: VerifiedLog) {
    guard let old = try? snapshot(), old.head == before else { return }
    var annulments = old.annulments
    for event in events where annulments.learn(event) { return }
    show(LedgerSnapshot(log, state, annulments), after: events)
  }

  /// Shows a state that is the old one with some events.
  private func show(_ snapshot: LedgerSnapshot, after events: [Event]) {
    let old = shown.withLock { shown in
      let old = shown.snapshot.state
      shown.snapshot = snapshot
      return old
    }
    own.withLock { own in
      for event in events {
        if let id = event.id { own.ids.insert(id) }
        if case .recovered = event.body { own.recoveries.append(event) }
      }
      own.spare = Spare(state: old, missing: events, head: snapshot.head)
    }
  }

  /// Verifies the commits that the log has received since, and shows it.
  ///
  /// - Throws: ``LedgerContradiction``, which every later reader gets, too; the failures of the system and ``LedgerFailure``.
  func follow() throws {
    let old = try snapshot()
    let reader = try contradicting(old) { try LogReader(ledger: ledger.path) }
    if reader.head == old.head { return }
    var (annulments, events, isEnough) = (old.annulments, [Event](), true)
    var last = old.state.lastRecorded
    var (watch, tasks) = (CommitWatch(behind: old.state), [SignatureTask]())
    let log = try contradicting(old) {
      try reader.read(
        behind: old.log,
        preparing: { run in (try run.lines.indices.map { try Replay.event(run, $0) }, try SigningBlock(run)) },
        { added, signing in
          tasks += try watch.take(signing)
          for event in added where isEnough {
            events.append(event)
            if annulments.learn(event) || UInt64(events.count) > PartialReplay.mostBehind { isEnough = false }
            if isEnough, let last, event.recorded < last {
              throw LedgerFailure.recordedBackwards(sequence: event.sequence, previous: last, found: event.recorded)
            }
            last = event.recorded
          }
          return isEnough
        })
    }
    guard isEnough else {
      let replay = Replay(reader)
      return try contradicting(old) { try foldAnew(replay) }
    }
    // Only here: if an event changes the meaning of earlier ones, the new fold judges the signatures.
    try contradicting(old) { for task in tasks { if let fault = task.fault { throw LogError.corrupt(fault) } } }
    var state = writable(old)
    for event in events {
      do throws(PolicyError) {
        try state.evolve(event)
      } catch {
        throw LedgerFailure.unreadablePolicy(sequence: event.sequence, error)
      }
    }
    show(LedgerSnapshot(log, state, annulments), after: events)
  }

  /// Folds the whole log without blocking readers, and shows the result.
  private func foldAnew(_ replay: borrowing Replay) throws {
    let (fold, ids) = try HeldFold.fold(replay)
    shown.withLock { shown in
      shown.snapshot = LedgerSnapshot(fold.log, fold.state, fold.annulments)
      shown.generation += 1
    }
    own.withLock { $0 = Own(ids: ids, recoveries: fold.shown) }
  }

  /// Reads the log; if it is not the one that was verified, every later reader gets the error, too.
  private func contradicting<Result: ~Copyable>(_ old: LedgerSnapshot, _ look: () throws -> Result) throws -> Result {
    do {
      return try look()
    } catch let error as LogError {
      switch error {
      case .corrupt, .positionAhead, .headMissing, .notLedger:
        let contradiction = LedgerContradiction(verified: old.head, cause: error)
        shown.withLock { $0.contradiction = contradiction }
        throw contradiction
      default: throw error
      }
    }
  }
}

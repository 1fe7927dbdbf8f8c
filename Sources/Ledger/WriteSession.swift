import EventLog
import EventText
import JSONText
import Policy
import Subsidy
import System
import Values

/// One change of the ledger: the lock is held, the state is that of the whole log, and what is decided on it is appended
/// as one commit or not at all.
struct WriteSession: ~Copyable {
  private var log: LogWriter
  private(set) var state: LedgerState
  private(set) var annulments: Annulments
  /// The events decided so far, not yet in the log.
  private(set) var pending: [Event] = []
  /// Events of the log that the caller asked to see.
  let probed: [Event]
  let now: Instant
  private var writer = JSONWriter()

  /// Takes the lock, repairs a torn tail, and folds the log.
  ///
  /// - Parameters:
  ///   - ledger: the ledger.
  ///   - by: the operator, who also signs for the repair of a torn tail.
  ///   - probe: which events of the log to keep in ``probed``.
  init(_ ledger: SubsidyLedger, by: Identifier, probe: ((Event) -> Bool)? = nil) throws {
    log = try LogWriter(opening: ledger.path)
    now = ledger.now
    let replay = try Replay(ledger)
    annulments = try replay.annulments()
    var seen: [Event] = []
    state = try replay.state(verifying: false, leavingOut: annulments) { event in
      if let probe, probe(event) { seen.append(event) }
    }
    probed = seen
    if let last = state.lastRecorded, now < last { throw LedgerFailure.clockBehind(last: last, now: now) }
    if let tail = log.recoveredTail {
      try add(
        .recovered(
          Recovered(segment: tail.segment, offset: tail.offset, bytes: tail.bytes, sha256: tail.sha256.description)),
        by: by)
      try commit(by: by)
    }
  }

  /// Takes an event into the state and into what will be appended.
  mutating func add(_ body: EventBody, by: Identifier, key: Identifier? = nil, id: Identifier? = nil) throws {
    let event = Event(sequence: state.size, recorded: now, by: by, key: key, id: id, body: body)
    try state.evolve(event)
    pending.append(event)
    if case .annulled(let annulled) = body { annulments.insert(annulled, at: event.sequence) }
  }

  /// Folds one person again from all of their events, after an annulment has changed their past.
  mutating func refold(_ person: Identifier, from events: [Event]) throws {
    let theirs = events + pending.filter { $0.body.person == person }
    try state.refold(person, from: theirs.filter { !annulments.contains($0) })
  }

  /// Appends what was added, durably, as one commit.
  mutating func commit(by: Identifier) throws {
    if pending.isEmpty { return }
    try log.beginAppend()
    do {
      for event in pending {
        writer.removeAll()
        EventLine.write(event, to: &writer)
        _ = try log.add(writer.bytes, 0..<writer.bytes.count)
      }
    } catch {
      try log.rollback()
      throw error
    }
    _ = try log.commit(recorded: now, by: by, isHistory: false)
    pending.removeAll()
  }
}

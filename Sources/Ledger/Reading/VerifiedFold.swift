import EventLog
import ReadModel
import Subsidy
import System
import Values

/// The fold of the whole log, every byte of it verified on the way.
///
/// Every decision that grants or moves money rests on it.
struct VerifiedFold {
  /// The log that was folded.
  let log: VerifiedLog
  let state: LedgerState
  let annulments: Annulments
  /// The events `recovered`, and those that the caller asked for, in the order of the log.
  let shown: [Event]

  /// Folds the log up to the head that the replay has taken.
  ///
  /// - Parameters:
  ///   - replay: the replay.
  ///   - reversible: further events that may be undone, for which the fold keeps what that takes.
  ///   - join: further keys that may be joined, for which the fold keeps what that takes.
  ///   - events: which events `probe` must see.
  ///   - probe: which events to keep in ``shown``.
  ///   - place: receives the places of the events.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Throws: ``LedgerFailure`` and the log's failures.
  init(
    _ replay: borrowing Replay, keeping reversible: Set<UInt64> = [], joining join: SamePerson? = nil,
    showing events: ShownEvents = .rare, probe: ((Event) -> Bool)? = nil,
    place: ((PlacedEvents, EventBlock.Names) -> Void)? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    var hindsight = try replay.hindsight()
    hindsight.annulments.keep(reversible)
    if let join { hindsight.annulments.keep(join) }
    var shown: [Event] = []
    var log: VerifiedLog?
    state = try replay.state(
      verifying: true, with: hindsight, showing: events,
      observe: { event in
        if let probe, probe(event) { shown.append(event) }
        if case .recovered = event.body { shown.append(event) }
      }, place: place, progress: progress, verified: { log = $0 })
    guard let log else { preconditionFailure("a verified replay says up to where") }
    self.log = log
    annulments = hindsight.annulments
    self.shown = shown
  }
}

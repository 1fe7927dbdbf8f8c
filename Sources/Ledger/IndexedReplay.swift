import EventLog
import Policy
import ReadModel
import Subsidy
import Values

/// A fold of the log with the index of its events: what the read model is made from.
struct IndexedReplay {
  let state: LedgerState
  let index: EventIndex
  let annulments: Annulments

  private struct Block: Sendable {
    let events: [Event]
    let places: [EventPlace]
  }

  /// Folds the log up to a size and notes where its events stand, those that are annulled, too.
  ///
  /// - Throws: as ``Replay/state(verifying:leavingOut:observe:progress:)``.
  init(
    _ replay: borrowing Replay, verifying: Bool, progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    let annulments = try replay.annulments()
    var state = LedgerState()
    var index = EventIndex()
    var last: Instant?
    var done = 0
    let total = Int(clamping: min(replay.point.size ?? .max, replay.reader.head.size))
    try replay.reader.read(verifying: verifying, preparing: { try IndexedReplay.block(of: $0) }) { block in
      for (event, place) in zip(block.events, block.places) {
        if let size = replay.point.size, event.sequence >= size { return false }
        if let last, event.recorded < last {
          throw LedgerFailure.recordedBackwards(sequence: event.sequence, previous: last, found: event.recorded)
        }
        last = event.recorded
        index.note(event, at: place)
        if annulments.contains(event) { continue }
        do throws(PolicyError) {
          try state.evolve(event)
        } catch {
          throw LedgerFailure.unreadablePolicy(sequence: event.sequence, error)
        }
      }
      done += block.events.count
      progress(done, total)
      return true
    }
    index.finish()
    // The last events may be annulled ones, which the fold has not met.
    state.passOver(to: UInt64(total), lastRecorded: last)
    self.annulments = annulments
    self.state = state
    self.index = index
  }

  private static func block(of run: EventRun) throws -> Block {
    var events: [Event] = []
    events.reserveCapacity(run.lines.count)
    for line in run.lines.indices { events.append(try Replay.event(run, line)) }
    return Block(events: events, places: run.lines.indices.map { run.place(of: $0) })
  }

  /// What the read model is made from.
  func source(
    at position: ReadModelPosition, start: LogStart?, reading events: EventSource
  ) -> ReadModelSource {
    ReadModelSource(state: state, index: index, annulments: annulments, position: position, start: start) {
      try events.event(at: $0)
    }
  }
}

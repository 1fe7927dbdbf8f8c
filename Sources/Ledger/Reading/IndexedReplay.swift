import EventLog
import Policy
import ReadModel
import Subsidy
import System
import Values

/// A fold of the log with the index of its events, from which the tables and the index are made.
struct IndexedReplay {
  let state: LedgerState
  let index: EventIndex
  let annulments: Annulments

  /// Folds the log up to a size and notes the places of its events, including annulled ones.
  ///
  /// - Throws: as ``Replay/state(verifying:leavingOut:threads:showing:observe:place:watch:progress:)``.
  init(
    _ replay: borrowing Replay, verifying: Bool, threads: Int = Threads.available,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    let hindsight = try replay.hindsight(threads: threads)
    var index = EventIndex()
    let state = try replay.state(
      verifying: verifying, with: hindsight, threads: threads,
      place: { index.note($0, of: $1.persons) },
      progress: progress, verified: { index.starts = $0.starts })
    index.finish()
    annulments = hindsight.annulments
    self.state = state
    self.index = index
  }

  /// The source from which the read model is made.
  func source(
    at position: LogStamp, reading events: EventSource
  ) -> ReadModelSource {
    ReadModelSource(state: state, index: index, annulments: annulments, position: position) {
      try events.event(at: $0)
    }
  }
}

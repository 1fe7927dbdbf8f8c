import EventLog
import Subsidy
import Synchronization
import Values

/// Another point in the past is being folded, and the caller is not to wait for that.
public struct PastUnderWay: Error {}

/// The folds from which readers of a ledger held open are answered: the one that follows the log, and those of the last few
/// points in the past that were asked about.
///
/// The state at a point never changes, unless a later event corrects the clock or concerns an import. So whenever the log is
/// folded again, the folds of the past are forgotten.
package final class KeptFolds: Sendable {
  /// How many points in the past are kept at the same time.
  private static let most = 3
  /// How many events the folds of the past speak of, all together: a fold takes up some hundred bytes for each.
  private static let mostEvents: UInt64 = 20_000_000

  /// A fold, and the log that it speaks of.
  struct Fold: Sendable {
    let state: LedgerState
    let annulments: Annulments
    let log: ReplayedLog
  }

  private struct Past: Sendable {
    let knownAt: Instant
    let generation: Int
    let fold: Fold
  }

  private let held: HeldFold
  /// The folds of the past, the one asked for last at the end.
  private let past = Mutex<[Past]>([])
  private let making = Mutex(())
  /// Whether a caller that asks about a point that is not kept waits while another one is folded.
  private let waits: Bool

  init(_ held: HeldFold, waits: Bool) { (self.held, self.waits) = (held, waits) }

  /// The fold at a point.
  ///
  /// - Returns: nil for a number of events at which no fold is kept: the caller has to make its own.
  /// - Throws: ``PastUnderWay``, ``LedgerContradiction``, ``LedgerFailure`` and the log's failures.
  func fold(at point: ReplayPoint, of ledger: SubsidyLedger) throws -> Fold? {
    let found = try fold(knownAt: point.knownAt, of: ledger)
    if let size = point.size, size != found.log.size { return nil }
    return found
  }

  /// Gives the material for a change that is only tried out.
  ///
  /// - Parameter ids: the ids whose events are needed.
  /// - Returns: nil if the change has to fold the log itself.
  /// - Throws: ``LedgerContradiction``.
  func trial(knowing ids: Set<Identifier>) throws(LedgerContradiction) -> HeldFold.Taken? {
    try held.trial(knowing: ids)
  }

  private func fold(knownAt: Instant?, of ledger: SubsidyLedger) throws -> Fold {
    let (snapshot, generation) = (try held.snapshot(), held.generation)
    guard let knownAt, let last = snapshot.state.lastRecorded, knownAt < last else {
      return Fold(
        state: snapshot.state, annulments: snapshot.annulments,
        log: ReplayedLog(size: snapshot.size, root: snapshot.root))
    }
    if let found = take(knownAt, generation) { return found }
    if waits { return try making.withLock { _ in try make(knownAt, generation, of: ledger) } }
    guard let made = try making.withLockIfAvailable({ _ in try make(knownAt, generation, of: ledger) }) else {
      throw PastUnderWay()
    }
    return made
  }

  private func make(_ knownAt: Instant, _ generation: Int, of ledger: SubsidyLedger) throws -> Fold {
    if let found = take(knownAt, generation) { return found }
    let replay = try Replay(ledger, knownAt: knownAt)
    let hindsight = try replay.hindsight()
    let state = try replay.state(verifying: true, with: hindsight)
    let log = ReplayedLog(size: state.size, root: try ledger.root(replay, at: state.size))
    let fold = Fold(state: state, annulments: hindsight.annulments, log: log)
    past.withLock { past in
      past.append(Past(knownAt: knownAt, generation: generation, fold: fold))
      past = past.suffix(KeptFolds.kept(past.map(\.fold.log.size)))
    }
    return fold
  }

  /// How many of some folds are kept: the last always, and those before it as long as there is room.
  ///
  /// - Parameter sizes: how many events each speaks of, the fold that was asked for last at the end.
  /// - Returns: the number, counted from the end.
  package static func kept(_ sizes: [UInt64]) -> Int {
    var (count, events) = (0, UInt64(0))
    for size in sizes.suffix(most).reversed() {
      events += size
      if count > 0, events > mostEvents { break }
      count += 1
    }
    return count
  }

  private func take(_ knownAt: Instant, _ generation: Int) -> Fold? {
    past.withLock { past in
      past.removeAll { $0.generation != generation }
      guard let place = past.firstIndex(where: { $0.knownAt == knownAt }) else { return nil }
      past.append(past.remove(at: place))
      return past.last?.fold
    }
  }
}

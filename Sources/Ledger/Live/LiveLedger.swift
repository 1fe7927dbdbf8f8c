import EventLog
import Merkle
public import ReadModel
import Subsidy
import Synchronization
import System

/// A ledger that a program holds open: verified once, followed from then on, asked from many threads while one writes.
///
/// - ``read(_:)`` gives the state in memory, to any number of threads at once. It never waits for a writer.
/// - ``answer(_:)`` asks the tables, as ``SubsidyLedger/answer(_:at:progress:)`` does.
/// - ``append(_:)`` queues changes. Each is a use case of ``SubsidyLedger``, decided on the state in memory.
/// - ``follow(waiting:)`` takes in what other processes have appended.
///
/// Its memory is that of the state, twice in the tables of persons, and some bytes for each id of an entry.
public final class LiveLedger: Sendable {
  private let fold: HeldFold
  /// With the fold, for changes.
  private let ledger: SubsidyLedger
  /// The ledger for use cases that only read.
  ///
  /// They use the fold held here, as far as the ledger was followed, and the last few folds of points in the past.
  ///
  /// A person's events are found by the index; the value of a person's months comes from the verified fold.
  public let reader: SubsidyLedger
  private let queue = Mutex(())
  /// The head that the tables had reached when the last change was over.
  private let followed: Mutex<Head>

  /// Verifies and folds the whole log, and brings the tables up to it.
  ///
  /// - Parameters:
  ///   - ledger: the ledger.
  ///   - waits: whether ``reader`` waits while a different point in the past is being folded; if not, it throws
  ///     ``PastUnderWay``, so that a question about the past keeps no other caller waiting.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Throws: ``LedgerFailure`` and the log's failures: a damaged log is not opened.
  public init(
    _ ledger: SubsidyLedger, waitingForPast waits: Bool = true, progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    let fold = try HeldFold(ledger, progress: progress)
    var holding = ledger
    holding.held = fold
    self.ledger = holding
    var reader = ledger
    reader.kept = KeptFolds(fold, waits: waits)
    self.reader = reader
    self.fold = fold
    let snapshot = try fold.snapshot()
    followed = Mutex(snapshot.head)
    bringTablesUp(to: snapshot)
  }

  /// Reads the ledger's present state, as far as it was followed.
  ///
  /// - Parameter body: takes the state, with the size and root of its log.
  /// - Returns: the result of `body`.
  /// - Throws: ``LedgerContradiction``, and what the body throws.
  public func read<Result>(_ body: (LedgerSnapshot) throws -> Result) throws -> Result { try body(fold.snapshot()) }

  /// Answers a question from the tables, as far as the ledger was followed.
  ///
  /// While a change is under way, the tables may be at the head at which it began. If they cannot follow, those that the
  /// question needs are made in memory from the state.
  ///
  /// - Parameter question: the question.
  /// - Returns: the answer, and the size that it speaks of.
  /// - Throws: ``LedgerContradiction``, the failures of the log and of SQLite.
  public func answer<Value>(_ question: Question<Value>) throws -> Answered<Value> {
    if let answered = try answerFromTables(question) { return answered }
    // Another process has not brought them up to date, or has brought them further.
    try queue.withLock { _ in try catchUp() }
    if let answered = try answerFromTables(question) { return answered }
    let snapshot = try fold.snapshot()
    return try ledger.answer(question, from: snapshot.state, snapshot.annulments)
  }

  /// The answer of the tables on the disk if they are at one of the expected heads; nil if they do not, or cannot be read.
  ///
  /// They are opened for each question: as long as a connection is open, in use or not, no process can put tables that were
  /// rebuilt in their place.
  private func answerFromTables<Value>(_ question: Question<Value>) throws(LedgerContradiction) -> Answered<Value>? {
    let heads = [try fold.snapshot().head, followed.withLock { $0 }]
    guard let model = try? ReadModel(opening: ledger.readModelPath, ledger.projections, access: .readOnly) else {
      return nil
    }
    let found = try? model.consistently { model -> Answered<Value>? in
      guard let position = try model.position(),
        heads.contains(where: { $0.size == position.size && $0.root.description == position.root }),
        let value = try model.answer(question)
      else { return nil }
      return Answered(value: value, size: position.size, isFromTables: true)
    }
    return found ?? nil
  }

  /// Takes in what other processes have appended since: if that is nothing, it only reads HEAD.
  ///
  /// Only the new commits are read and verified. An event that changes the meaning of earlier ones, such as an annulment or a
  /// correction of the clock, causes the whole log to be folded again; until that is done, the old state answers.
  ///
  /// - Parameter isWaiting: whether to wait for a change that is under way, and with it for the disk; if not, following is left
  ///   to that change, which follows before it is decided and when it is over.
  /// - Throws: ``LedgerContradiction`` if the log is not the one that was verified, which every later caller gets, too;
  ///   ``LedgerFailure`` and the failures of the system.
  public func follow(waiting isWaiting: Bool = true) throws {
    guard try fold.hasMoved() else { return }
    if isWaiting {
      try queue.withLock { _ in try catchUp() }
    } else {
      try queue.withLockIfAvailable { _ in try catchUp() }
    }
  }

  /// Follows, the tables, too.
  private func catchUp() throws {
    try fold.follow()
    try bringTablesUp(to: fold.snapshot())
  }

  /// Makes a change, when the earlier ones are done.
  ///
  /// A use case of the given ledger waits for the lock of other processes, takes in what they have appended, decides on the
  /// state in memory and commits. Readers see its events as soon as they are durable.
  ///
  /// > Precondition: the body does not call ``append(_:)``, ``follow(waiting:)`` or ``answer(_:)``, which wait for it to end.
  /// - Parameter body: calls one use case or several, each a change of its own.
  /// - Returns: the result of `body`.
  /// - Throws: ``LedgerContradiction``, and what the use cases throw.
  public func append<Result>(_ body: (SubsidyLedger) throws -> Result) throws -> Result {
    var result: Swift.Result<Result, any Error>?
    queue.withLock { _ in
      result = Swift.Result { try body(ledger) }
      // The change counts, whatever the log says next; a later reader or ``follow(waiting:)`` gets the error.
      try? fold.follow()
      if let snapshot = try? fold.snapshot() { followed.withLock { $0 = snapshot.head } }
    }
    guard let result else { preconditionFailure("a queue runs what is put into it") }
    return try result.get()
  }

  private func bringTablesUp(to snapshot: LedgerSnapshot) {
    let known = KnownState(state: snapshot.state, annulments: snapshot.annulments, persons: nil)
    if let failure = ledger.bringUp(to: snapshot.head, knowing: known, most: PartialReplay.mostBehind) {
      ledger.onNews(.leftBehind(failure))
    }
    followed.withLock { $0 = snapshot.head }
  }
}

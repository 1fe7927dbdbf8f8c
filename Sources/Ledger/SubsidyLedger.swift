public import Policy
public import ReadModel
public import System
public import Values

/// What a use case has added to the log for good.
public struct RecordedCommit: Hashable, Sendable {
  /// How many events it added; 0 for a HEAD that was made anew.
  public let events: Int
  /// How many events the log has since.
  public let size: UInt64

  /// Makes it.
  public init(events: Int, size: UInt64) {
    self.events = events
    self.size = size
  }
}

/// A ledger directory, and what can be done with it: the one place where the log, the index, the vault and the read model meet.
///
/// The value itself holds no file open; every use case opens what it needs and closes it before it returns.
public struct SubsidyLedger: Sendable {
  /// The directory.
  public let path: String
  let clock: @Sendable () -> Instant
  let calendar: WorkingDayCalendar
  let projections: [any Projection]
  /// The secret key of the vault that ``create(name:openedAt:by:)`` makes: nil for a random one, and set only by tests,
  /// for digests that are the same on every run.
  package var vaultKey: [UInt8]?
  let onCommit: @Sendable (RecordedCommit) -> Void

  /// Names a ledger.
  ///
  /// - Parameters:
  ///   - path: the directory.
  ///   - calendar: the working days that deadlines count.
  ///   - projections: the tables of the read model, by default those that the program comes with.
  ///   - clock: tells the time; a demonstration or a test brings its own.
  ///   - onCommit: hears of every commit of a use case as soon as it counts, whatever fails after it.
  public init(
    _ path: String, calendar: WorkingDayCalendar = .shipped(), projections: [any Projection] = Projections.standard,
    clock: @escaping @Sendable () -> Instant = { SystemClock.now() },
    onCommit: @escaping @Sendable (RecordedCommit) -> Void = { _ in }
  ) {
    self.path = path
    self.calendar = calendar
    self.projections = projections
    self.clock = clock
    self.onCommit = onCommit
  }

  /// The time by this ledger's clock.
  public var now: Instant { clock() }

  /// The time of what is recorded now.
  ///
  /// - Throws: ``LedgerFailure/clockOutOfRange(seconds:)``.
  func timeToRecord() throws(LedgerFailure) -> Instant {
    let now = now
    guard now >= Instant("1900-01-01T00:00:00Z")!, now <= Instant("9999-12-31T15:59:59Z")! else {
      throw .clockOutOfRange(seconds: now.seconds)
    }
    return now
  }

  var readModelPath: String { "\(path)/read-model.sqlite" }

  var indexPath: String { "\(path)/index.sqlite" }
}

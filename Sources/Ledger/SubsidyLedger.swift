public import Policy
public import ReadModel
public import System
public import Values

/// A ledger directory, and what can be done with it: the one place where the log, the vault and the read model meet.
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

  /// Names a ledger.
  ///
  /// - Parameters:
  ///   - path: the directory.
  ///   - calendar: the working days that deadlines count.
  ///   - projections: the tables of the read model, by default those that the program comes with.
  ///   - clock: tells the time; a demonstration or a test brings its own.
  public init(
    _ path: String, calendar: WorkingDayCalendar = .shipped(), projections: [any Projection] = Projections.standard,
    clock: @escaping @Sendable () -> Instant = { SystemClock.now() }
  ) {
    self.path = path
    self.calendar = calendar
    self.projections = projections
    self.clock = clock
  }

  /// The time by this ledger's clock.
  public var now: Instant { clock() }

  var readModelPath: String { "\(path)/read-model.sqlite" }
}

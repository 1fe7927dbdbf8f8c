public import EventLog
public import Policy
public import ReadModel
public import System
public import Values
public import Vault

/// A ledger directory, and what can be done with it: the one place where the log, the index, the vault and the read model meet.
///
/// The value itself holds no file open; every use case opens what it needs and closes it before it returns.
public struct SubsidyLedger: Sendable {
  /// The directory.
  public let path: String
  let clock: @Sendable () -> Instant
  /// Whether the caller vouches for the clock, however far it is ahead of the last event.
  let clockIsRight: Bool
  let calendar: WorkingDayCalendar
  let projections: [any Projection]
  /// The secret key of the vault that ``create(name:openedAt:by:)`` makes: nil for a random one, and set only by tests,
  /// for digests that are the same on every run.
  package var vaultKey: [UInt8]?
  /// How long a change waits for another writer.
  ///
  /// > Units: milliseconds.
  let patience: Int
  /// The file with the office's details for papers; nil for `office.json` in the ledger's folder, if it is there.
  public var officeFile: String?
  /// Gives the key of a sealed vault.
  public var vaultKeys = VaultKeyring()
  /// Who looks at private data that are shown as they are.
  public var viewer = Viewer()
  /// Signs for the operator of a change, once that operator has keys; nil if there is no signer.
  public var signer: CommitSigner?
  /// Names the next change, which is made once under it; nil for changes that may be made again.
  public var token: ChangeToken?
  /// The store of the log that the folder follows; nil if the folder has the log itself.
  public var store: (any LogStore)?
  private(set) var onNews: @Sendable (LedgerNews) -> Void
  /// The fold held in memory, with which changes begin; nil for changes that make their own.
  var held: HeldFold?
  /// The folds kept in memory, from which readers are answered; nil for readers that make their own.
  var kept: KeptFolds?

  /// Names a ledger.
  ///
  /// - Parameters:
  ///   - path: the directory.
  ///   - calendar: the working days that deadlines count.
  ///   - projections: the tables of the read model, by default those that the program comes with.
  ///   - clock: tells the time; a demonstration or a test brings its own.
  ///   - clockIsRight: whether the caller vouches for the clock; otherwise a change is refused if the clock is more than 31
  ///     days ahead of the ledger. ``create(name:openedAt:by:)`` keeps it, so it stays true of a trial ledger.
  ///   - patience: how many milliseconds a change waits for another writer before it fails with `LogError.inUse`.
  ///   - onNews: receives what use cases report, as soon as it happens.
  public init(
    _ path: String, calendar: WorkingDayCalendar = .shipped(), projections: [any Projection] = Projections.standard,
    clock: @escaping @Sendable () -> Instant = { SystemClock.now() }, clockIsRight: Bool = false,
    patience: Int = 0, onNews: @escaping @Sendable (LedgerNews) -> Void = { _ in }
  ) {
    self.path = path
    self.calendar = calendar
    self.projections = projections
    self.clock = clock
    self.clockIsRight = clockIsRight
    self.patience = patience
    self.onNews = onNews
  }

  /// The ledger, with another listener for what its use cases report.
  public func telling(_ other: @escaping @Sendable (LedgerNews) -> Void) -> SubsidyLedger {
    var telling = self
    telling.onNews = { [onNews] news in
      onNews(news)
      other(news)
    }
    return telling
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

  /// The wait of a change for another writer.
  var lockWait: LockWait {
    LockWait(milliseconds: patience) { [onNews] in onNews(.waiting) }
  }

  /// Opens the vault; data for people are read through ``privateData(for:by:_:)``.
  ///
  /// - Throws: `VaultError`.
  func openVault() throws(VaultError) -> Vault { try Vault.open(ledger: path, with: vaultKeys) }

  var readModelPath: String { "\(path)/read-model.sqlite" }

  var indexPath: String { "\(path)/index.sqlite" }
}

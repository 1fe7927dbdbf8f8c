import EventLog
import JSONText
import Subsidy
import System
public import Values
import Vault

extension SubsidyLedger {
  /// Opens a new ledger: the log with its first event, the vault and the read model.
  ///
  /// All of it is built in a folder beside the ledger's and made durable before it gets the ledger's name: however it
  /// ends, there is a whole ledger of that name or none.
  ///
  /// - Parameters:
  ///   - name: the ledger's name.
  ///   - openedAt: when it counts as opened; nil for now. A ledger that begins with a history is opened before it.
  ///   - by: the operator.
  /// - Returns: folders beside it that an earlier attempt has left unfinished, or in which another process is building now.
  ///   They are never removed here, because the two cannot be told apart.
  /// - Throws: ``LedgerFailure/clockOutOfRange(seconds:)``, ``LedgerFailure/openedInFuture(now:found:)``,
  ///   ``LedgerFailure/pathTooLong(_:bytes:most:)``; `LogError.exists` if anything has the name; the failures of the log, the
  ///   vault and the system.
  @discardableResult
  public func create(name: String, openedAt: Instant?, by: Identifier) throws -> [String] {
    let now = try timeToRecord()
    let opened = openedAt ?? now
    if opened > now { throw LedgerFailure.openedInFuture(now: now, found: opened) }
    let opening = LedgerOpened(ledger: name, clockIsRight: clockIsRight ? true : nil)
    let event = Event(sequence: 0, recorded: opened, by: by, body: .ledgerOpened(opening))
    try event.checkBounds()
    let site = try LedgerSite(path)
    let leftovers = site.leftovers()
    try site.make { draft in
      var built = SubsidyLedger(draft, calendar: calendar, projections: projections, clock: clock, patience: patience)
      built.vaultKey = vaultKey
      try built.fill(with: event)
    }
    onNews(.committed(RecordedCommit(events: 1, size: 1)))
    return leftovers
  }

  /// Makes all parts of a ledger in an empty folder.
  private func fill(with opening: Event) throws {
    var log = try LogWriter.create(ledger: path)
    _ = try Vault.create(ledger: path, key: vaultKey)
    try log.beginAppend()
    var writer = JSONWriter()
    EventLine.write(opening, to: &writer)
    _ = try log.add(writer.bytes, 0..<writer.bytes.count)
    _ = try log.commit(recorded: opening.recorded, by: opening.by, isHistory: false)
    _ = try rebuildProjections()
  }
}

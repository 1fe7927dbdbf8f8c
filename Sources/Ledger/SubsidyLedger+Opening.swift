import EventLog
import EventText
import JSONText
public import Policy
import Subsidy
import System
public import Values
import Vault

extension SubsidyLedger {
  /// Opens a new ledger: the directory, the vault, and the first event.
  ///
  /// - Parameters:
  ///   - name: what the ledger is called.
  ///   - openedAt: when it counts as opened; nil for now. A ledger that begins with a history is opened before it.
  ///   - by: the operator.
  /// - Throws: the log's failures, where the directory holds a ledger already or cannot be written.
  public func create(name: String, openedAt: Instant?, by: Identifier) throws {
    let opened = openedAt ?? now
    if opened > now { throw LedgerFailure.openedInFuture(now: now, found: opened) }
    var log = try LogWriter.create(ledger: path)
    _ = try Vault.create(ledger: path, key: vaultKey)
    try log.beginAppend()
    var writer = JSONWriter()
    EventLine.write(
      Event(sequence: 0, recorded: opened, by: by, body: .ledgerOpened(LedgerOpened(ledger: name))), to: &writer)
    _ = try log.add(writer.bytes, 0..<writer.bytes.count)
    _ = try log.commit(recorded: opened, by: by, isHistory: false)
    _ = try rebuildProjections()
  }

  /// Adopts a pack for its scheme.
  ///
  /// - Parameters:
  ///   - text: the pack as JSON.
  ///   - parameters: what the document leaves open.
  ///   - effectiveFrom: the first day; nil for the pack's own.
  ///   - by: the operator.
  /// - Returns: the policy, and whether it was adopted now; the same adoption again appends nothing.
  /// - Throws: ``PolicyError`` where the pack or a parameter is refused; the log's failures.
  public func adopt(
    _ text: [UInt8], parameters: [String: String], effectiveFrom: CivilDate?, by: Identifier
  ) throws -> (policy: Policy, isNew: Bool) {
    let pack = try PolicyPack(text: text)
    let policy = try Policy(pack: pack, parameters: parameters, effectiveFrom: effectiveFrom)
    guard case .success(let document) = Result(catching: { try JSONValue(text) }) else {
      preconditionFailure("a pack that was read is JSON")
    }
    var session = try WriteSession.open(self, by: by)
    if session.state.timeline(of: pack.scheme)?.policies.last == policy { return (policy, false) }
    try session.add(
      .policyAdopted(
        PolicyAdopted(
          scheme: pack.scheme, policy: pack.id, effectiveFrom: policy.effectiveFrom, document: document,
          parameters: parameters.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })),
      by: by)
    try session.commit(by: by)
    follow(session.change, to: session.state)
    return (policy, true)
  }
}

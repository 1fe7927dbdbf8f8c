public import EventLog
import Subsidy
import System
public import Values

/// A rebuild of HEAD, planned or done.
public struct HeadRepair: Hashable, Sendable {
  /// The head that the log itself shows: its last valid commit.
  public let head: Head
  /// How many bytes lie behind it and go into quarantine.
  public let tailBytes: UInt64
}

extension SubsidyLedger {
  /// Finds what ``repairHead(confirming:by:)`` would do; changes nothing.
  ///
  /// - Throws: `LogError.headPresent` if HEAD is whole, `LogError.corrupt` if the log is.
  /// > Source: durability rule 24.
  public func headRepair() throws -> HeadRepair {
    let (head, tail) = try LogWriter.headToRebuild(ledger: path, on: LocalFiles())
    return HeadRepair(head: head, tailBytes: tail)
  }

  /// Rebuilds a missing or broken HEAD, and records that and the operator.
  ///
  /// The record is a `recovered` event: with the torn tail, if there is one, and one without bytes for HEAD itself. If a crash
  /// comes before it, the next change records it, for the log keeps a note of it in quarantine.
  ///
  /// - Parameters:
  ///   - size: how many events the operator knows the log to have.
  ///   - by: the operator.
  /// - Returns: the repair that was made.
  /// - Throws: as ``headRepair()``, and `LogError.headNotConfirmed` if the log has another size.
  public func repairHead(confirming size: UInt64, by: Identifier) throws -> HeadRepair {
    try demandFolder()
    let found = try headRepair()
    let head = try LogWriter.rebuildHead(ledger: path, confirming: size, waiting: lockWait)
    onNews(.committed(RecordedCommit(events: 0, size: head.size)))
    let session = try WriteSession.open(self, by: by)
    onNews(.committed(RecordedCommit(events: Int(session.state.size - head.size), size: session.state.size)))
    follow(session.change, to: session.state)
    return HeadRepair(head: head, tailBytes: found.tailBytes)
  }
}

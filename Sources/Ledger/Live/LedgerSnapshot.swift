public import EventLog
public import Merkle
public import Subsidy
public import Values

/// What a ledger amounts to at a size of its log; it never changes, and any number of threads read it.
///
/// Whoever keeps one makes the next change copy the tables of persons, so that a request is answered and lets go of it.
public final class LedgerSnapshot: Sendable {
  /// The fold of the log up to here.
  public let state: LedgerState
  let log: VerifiedLog
  let annulments: Annulments

  init(_ log: VerifiedLog, _ state: LedgerState, _ annulments: Annulments) {
    self.log = log
    self.state = state
    self.annulments = annulments
  }

  /// What the log had acknowledged.
  public var head: Head { log.head }

  /// How many events it speaks of.
  public var size: UInt64 { head.size }

  /// The root of the tree over these events.
  public var root: Digest { head.root }

  /// When the last of them was acknowledged; nil for none.
  public var recorded: Instant? { log.recorded }
}

/// A log that is no longer the one that was verified: HEAD has gone back, or what stands behind does not go on from there.
///
/// Whoever has answered from the old one has answered from a log that somebody has taken back or damaged, so that nothing more
/// is answered until a person has looked (`audit verify`) and the ledger is reopened.
public struct LedgerContradiction: Error, Hashable, Sendable {
  /// What was verified and answered from.
  public let verified: Head
  /// What the log says now.
  public let cause: LogError

  /// Makes it.
  public init(verified: Head, cause: LogError) {
    self.verified = verified
    self.cause = cause
  }
}

public import EventLog
public import Merkle
public import Subsidy
public import Values

/// The state of a ledger at a size of its log; it never changes, and any number of threads read it.
///
/// If a caller keeps a snapshot, the next change has to copy the tables of persons. So a request releases it as soon as it is
/// answered.
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

  /// The head that the log had acknowledged.
  public var head: Head { log.head }

  /// How many events it speaks of.
  public var size: UInt64 { head.size }

  /// The root of the tree over these events.
  public var root: Digest { head.root }

  /// When the last of them was acknowledged; nil for none.
  public var recorded: Instant? { log.recorded }
}

/// A log that is no longer the one that was verified: HEAD has gone back, or the lines behind it do not continue from there.
///
/// An answer from the old log came from a log that has since been taken back or damaged. So nothing more is answered until a
/// person has run `audit verify` and the ledger is reopened.
public struct LedgerContradiction: Error, Hashable, Sendable {
  /// The head that was verified and answered from.
  public let verified: Head
  /// The fault of the log as it is now.
  public let cause: LogError

  /// Makes it.
  public init(verified: Head, cause: LogError) {
    self.verified = verified
    self.cause = cause
  }
}

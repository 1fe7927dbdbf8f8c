import EventLog
public import Merkle
public import Subsidy
import System
public import Values

/// What a use case reports while it works, beyond what it returns.
public enum LedgerNews: Sendable {
  /// Events were added for good, even if something fails afterwards.
  case committed(RecordedCommit)
  /// The change counts, but a file that is made from the log could not follow it.
  case leftBehind(FollowFailure)
  /// Another writer is waited for.
  case waiting
  /// How far the rows of a table, or the entries that they make, have come.
  case working(RowWork)
  /// An operator is about to sign, and sees this first.
  case signing(SigningNotice)
  /// Months are due to persons whose data are about to be erased, and cannot be paid then.
  case leavesUnpaid(UnpaidMonths)
  /// Private data are shown, and the look cannot be recorded, since the ledger is on a medium that cannot be written.
  case unrecordedLook
}

/// How far the rows of a table have come.
public struct RowWork: Hashable, Sendable {
  /// The step that the rows are in.
  public enum Step: Hashable, Sendable {
    /// They are read.
    case reading
    /// Their entries are decided, one by one.
    case deciding
  }

  /// The step under way.
  public let step: Step
  /// How many rows or entries are done.
  public let done: Int
  /// How many there are.
  public let total: Int

  /// Does something with each of some values, and reports from time to time how far it has come, and that it is done.
  static func forEach<Values: Collection>(
    _ values: Values, _ step: Step, telling onNews: (LedgerNews) -> Void, _ body: (Values.Element) throws -> Void
  ) rethrows {
    for (done, value) in values.enumerated() {
      if done & 0x3FF == 0x3FF { onNews(.working(RowWork(step: step, done: done, total: values.count))) }
      try body(value)
    }
    if values.count > 0x3FF { onNews(.working(RowWork(step: step, done: values.count, total: values.count))) }
  }
}

/// A description of what an operator is about to sign.
///
/// > Source: contract 3, section 6.
public struct SigningNotice: Sendable {
  /// The operator.
  public let by: Identifier
  /// The events to append.
  public let events: [EventBody]
  /// How many items it speaks of; 0 for events about no money.
  public let items: Int
  /// How much money these are.
  public let amount: Fen
  /// How many events the log has with it.
  public let size: UInt64
  /// The root over them.
  public let root: Digest
}

/// A commit that a use case has added to the log for good.
public struct RecordedCommit: Hashable, Sendable {
  /// How many events it added; 0 for a HEAD that was rebuilt.
  public let events: Int
  /// How many events the log has since.
  public let size: UInt64

  /// Makes it.
  public init(events: Int, size: UInt64) {
    self.events = events
    self.size = size
  }
}

/// Why the files made from the log (the index and with it the read model, or the read model alone) do not show a change that
/// counts.
public struct FollowFailure: Error, Sendable {
  /// The files that are made from the log.
  public enum File: String, CaseIterable, Sendable {
    /// The index of the events of each person; without it the read model cannot follow either.
    case index = "index.sqlite"
    /// The tables for people.
    case readModel = "read-model.sqlite"
  }

  /// The file that failed.
  public let file: File
  /// The error.
  public let reason: any Error

  /// Makes it.
  public init(_ file: File, _ reason: any Error) {
    self.file = file
    self.reason = reason
  }

  /// Whether the file itself may be damaged, so that it is thrown away.
  ///
  /// If only the writing failed, the file is what it was, and the next change goes on from there.
  var isDamage: Bool {
    switch reason {
    case is SystemError, LogError.system: false
    case let error as SQLiteError:
      ![.busy, .full, .inputOutput, .readOnly, .cannotOpen].contains(error.code)
    default: true
    }
  }
}

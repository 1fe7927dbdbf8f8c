public import Merkle
public import System
public import Values

/// Why a line is no event, in the words of the code that reads events, which the log itself does not do.
public struct LineReason: Hashable, Sendable {
  /// The error of the reader of events.
  public let error: any Error
  private let description: String

  /// Keeps the error.
  public init(_ error: any Error) {
    self.error = error
    description = "\(error)"
  }

  /// Whether two errors say the same.
  public static func == (left: LineReason, right: LineReason) -> Bool { left.description == right.description }

  /// Hashes the error's text.
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

/// The first line of a block that is no event, by its number in the block.
public struct UnreadableLine: Sendable {
  /// Its number.
  public let line: Int
  /// The reason.
  public let reason: LineReason

  /// Names a line.
  public init(line: Int, _ error: any Error) {
    self.line = line
    reason = LineReason(error)
  }
}

/// A fault in the signatures of a commit.
///
/// > Source: contract 3, section 6.
public enum SignatureFault: Hashable, Sendable {
  /// The operator had keys and no key of this algorithm has signed.
  case missing(by: Identifier, algorithm: String)
  /// A signature by a key, by its ID, that the operator did not have when it was made; nil for a text that is no signature.
  case keyNotInForce(by: Identifier, key: String?)
  /// A signature that the operator's key, by its ID, did not make of this commit.
  case wrong(by: Identifier, key: String)
  /// The operator had no key, though two administrators had some.
  case operatorWithoutKey(Identifier)
  /// An event of the append names another operator than the one who made and signed it.
  case otherAuthor(Identifier, by: Identifier)
}

/// A place at which a log is not what it must be, and the fault.
public struct LogFault: Error, Hashable, Sendable {
  /// The kind of fault; the values are those expected and those found.
  public enum Kind: Hashable, Sendable {
    /// A line without bytes.
    case emptyLine
    /// A byte below 0x20 within a line.
    case controlByte(UInt8)
    /// A line is not UTF-8 from this byte on.
    case notUTF8(UInt8)
    /// A line of more than 65,535 bytes.
    case lineTooLong
    /// The bytes end without a newline.
    case unterminatedLine
    /// A line that begins like a commit line and is none.
    case malformedCommit
    /// A commit line directly after another one.
    case commitWithoutEvents
    /// A commit line names another size than there are events.
    case commitSize(expected: UInt64, actual: UInt64)
    /// A commit line names another root than the events have; `expected` was computed, `actual` is written there.
    case commitRoot(expected: Digest, actual: Digest)
    /// A commit line is older than the one before.
    case recordedBackwards(previous: Instant, found: Instant)
    /// The segment, or what HEAD acknowledges, ends with events that no commit line follows.
    case eventsWithoutCommit
    /// A segment is not there.
    case segmentMissing
    /// A segment's name is not the sequence number that its first event has.
    case segmentName(expected: UInt64, actual: UInt64)
    /// A segment without bytes before the last one.
    case emptySegment
    /// A name in `log/` that no segment has.
    case foreignName(String)
    /// The file has fewer bytes than acknowledged.
    case tooShort(expected: UInt64, actual: UInt64)
    /// At the position that HEAD names, the log has another size than HEAD says.
    case headSize(expected: UInt64, actual: UInt64)
    /// At the position that HEAD names, the log has another root than HEAD says.
    case headRoot(expected: Digest, actual: Digest)
    /// Some commit line before this place has another time, author or mark than when HEAD was written.
    case headCommits(expected: Digest, actual: Digest)
    /// A line that is to be an event has no `seq` and `recorded` at its top.
    case notAnEvent
    /// An event has another number than its place.
    case eventSequence(expected: UInt64, actual: UInt64)
    /// An event was recorded before the one in front of it.
    case eventBackwards(previous: Instant, found: Instant)
    /// Another event comes between a request for a correction of the clock and the correction.
    case clockNotCorrected
    /// The log holds no event: no ledger was ever opened in it.
    case noEvents
    /// The first event opens no ledger.
    case opensNoLedger
    /// A commit is marked as an import of a history, and its events do not end with one that closes the import and counts the
    /// others.
    case marksNoHistory
    /// An event closes an import of a history, and is not the last of a commit that is marked so.
    case historyNotMarked
    /// A line is an event that its own type does not allow, for the reason given by the reader of events.
    case unreadable(LineReason)
    /// A close of a month names another number of events than the log had before it.
    case closedSize(expected: UInt64, actual: UInt64)
    /// A close of a month names another root than the log had before it.
    case closedRoot(expected: Digest, actual: Digest)
    /// Bytes that belong to no commit lie in front of a later segment.
    case tailBeforeSegment(next: UInt64)
    /// A commit is not signed as its operator must sign.
    case signature(SignatureFault)
  }

  /// The segment, by its name.
  public let segment: UInt64
  /// The line within the segment, counted from 1; from the position at which reading began, if that was not the start.
  public let line: UInt64
  /// The offset of the line in the segment.
  ///
  /// > Units: bytes.
  public let offset: UInt64
  /// The kind of fault.
  public let kind: Kind

  /// Makes a fault.
  public init(segment: UInt64, line: UInt64, offset: UInt64, kind: Kind) {
    self.segment = segment
    self.line = line
    self.offset = offset
    self.kind = kind
  }

  /// The fault of a log whose first event opens no ledger.
  public static var opensNoLedger: LogFault { LogFault(segment: 0, line: 1, offset: 0, kind: .opensNoLedger) }

  /// The name of the segment's file in `log/`.
  public var segmentName: String { LogFault.segmentName(segment) }

  /// The name of the file in `log/` of the segment that begins with an event.
  public static func segmentName(_ segment: UInt64) -> String { Segments.name(segment) }

  /// The value expected and the value found, as text; nil for kinds that have no such pair.
  public var difference: (expected: String, actual: String)? {
    switch kind {
    case .commitSize(let expected, let actual), .tooShort(let expected, let actual),
      .headSize(let expected, let actual), .eventSequence(let expected, let actual),
      .closedSize(let expected, let actual):
      ("\(expected)", "\(actual)")
    case .commitRoot(let expected, let actual), .headRoot(let expected, let actual),
      .headCommits(let expected, let actual), .closedRoot(let expected, let actual):
      (expected.description, actual.description)
    case .segmentName(let expected, let actual): (Segments.name(expected), Segments.name(actual))
    case .recordedBackwards(let previous, let found), .eventBackwards(let previous, let found):
      (previous.description, found.description)
    default: nil
    }
  }
}

/// A form that a newer program has written: it is sound and not understood here.
public enum NewerForm: Hashable, Sendable {
  /// HEAD.
  case head
  /// A commit line with more members than this program supports, by its segment and line.
  case commit(segment: UInt64, line: UInt64)
  /// An event of a type, or an opening of a format, that this program does not support, by its number.
  case event(sequence: UInt64)
}

/// Why the log could not be read, opened or appended to.
public enum LogError: Error, Hashable, Sendable {
  /// The system refused.
  ///
  /// From an append this is a definite failure: nothing was added.
  case system(SystemError)
  /// The directory holds a ledger already.
  case exists(ledger: String)
  /// The directory is missing or holds neither `log/` nor HEAD.
  case notLedger(String)
  /// Another writer has the ledger.
  case inUse(ledger: String)
  /// HEAD is missing or has no valid slot; only ``LogAppender/rebuildHead(ledger:on:confirming:)`` helps, and a person must ask for it.
  case headMissing(ledger: String)
  /// HEAD was to be rebuilt and is whole.
  case headPresent(Head)
  /// HEAD was to be rebuilt for a log of another size than it has.
  case headNotConfirmed(size: UInt64, found: Head)
  /// The log is not what HEAD acknowledges, or not a log.
  case corrupt(LogFault)
  /// A newer program has written it: it has no known fault, and nothing more can be said of it.
  case newer(NewerForm)
  /// A line to be added has no bytes.
  case emptyLine
  /// A line to be added has too many bytes.
  case lineTooLong(count: Int)
  /// A line to be added has a byte below 0x20 at this place in it.
  case controlByte(UInt8, at: Int)
  /// A line to be added is not UTF-8 from this byte on, at this place in it.
  case notUTF8(UInt8, at: Int)
  /// A line to be added begins like a commit line.
  case commitAsEvent
  /// A commit would be older than the one before.
  case clockBackwards(previous: Instant, now: Instant)
  /// The segment is not as this writer left it: another process writes, or the file was restored underneath.
  case foreignWriter(segment: UInt64, expectedSize: UInt64, actual: FileStatus?)
  /// The lock file is not the one that this writer holds.
  case lockReplaced(ledger: String)
  /// The two ways to compute the root disagree.
  case rootsDisagree(Digest, Digest)
  /// The ledger is on a file system without trustworthy locks, by its magic number.
  case networkFileSystem(type: UInt32)
  /// A synchronisation failed: only the next opening can tell whether the append counts, and this writer writes no more.
  case outcomeUnknown(SystemError?)
  /// A reading position lies behind the acknowledged end.
  case positionAhead(LogPosition, end: LogPosition)
  /// Events have come in since the log had this many, on which the append was decided.
  case moved(decidedAt: UInt64, found: UInt64)
  /// Two stores have different logs: up to this size, the one does not have the same as the other.
  case storesDiffer(size: UInt64)
}

extension LogError {
  /// A log without events, as left by the making of a ledger that was cut short.
  static var noEvents: LogError { .corrupt(LogFault(segment: 0, line: 0, offset: 0, kind: .noEvents)) }

  /// Runs a body that calls the system, and wraps its errors.
  @inline(__always)
  static func wrap<Result: ~Copyable>(_ body: () throws(SystemError) -> Result) throws(LogError) -> Result {
    do { return try body() } catch { throw .system(error) }
  }
}

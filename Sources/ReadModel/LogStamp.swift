import EventLog
import System
public import Values

/// How much of the log a file made from it covers; the stamp is in the file, written in one transaction with everything else.
public struct LogStamp: Hashable, Sendable {
  /// How many events are taken in.
  public let size: UInt64
  /// The root of the log at that size, 64 hexadecimal digits.
  public let root: String
  /// The segment in which the last of these events was committed.
  public let segment: UInt64
  /// The end of the commit in it.
  ///
  /// > Units: bytes.
  public let offset: UInt64
  /// When the last of these events was recorded; nil for an empty log.
  public let recorded: Instant?

  /// Makes a stamp.
  public init(size: UInt64, root: String, segment: UInt64, offset: UInt64, recorded: Instant?) {
    self.size = size
    self.root = root
    self.segment = segment
    self.offset = offset
    self.recorded = recorded
  }
}

/// The table of one row that holds a file's stamp beside the version of its tables.
///
/// > Source: docs/read-model.md, position.
extension LogStamp {
  /// The statement that makes it.
  static let creation = """
    CREATE TABLE position (
      one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL,
      segment INTEGER NOT NULL, offset INTEGER NOT NULL, recorded TEXT
    ) STRICT
    """
}

extension SQLiteDatabase {
  /// Makes the tables and indexes of some statements.
  func create(_ statements: [String]) throws(SQLiteError) { for statement in statements { try execute(statement) } }

  /// The stamp; nil if the file is of another version, or is not finished, or if no log can have come so far.
  func position(version: Int) throws(SQLiteError) -> LogStamp? {
    let statement = try prepare("SELECT version, size, root, segment, offset, recorded FROM position")
    guard try statement.step(), statement.int(at: 0) == version, let root = statement.text(at: 2) else { return nil }
    let end = statement.logPosition(sequence: 1, segment: 3, offset: 4)
    guard end.isPossible else { return nil }
    return LogStamp(
      size: end.sequence, root: root, segment: end.segment, offset: end.offset,
      recorded: statement.text(at: 5).flatMap { Instant($0) })
  }

  func write(_ stamp: LogStamp, version: Int) throws(SQLiteError) {
    let statement = try prepare("INSERT OR REPLACE INTO position VALUES (1, ?, ?, ?, ?, ?, ?)")
    try statement.bind(Int64(version), at: 1)
    try statement.bind(Int64(stamp.size), at: 2)
    try statement.bind(stamp.root, at: 3)
    try statement.bind(Int64(stamp.segment), at: 4)
    try statement.bind(Int64(stamp.offset), at: 5)
    try statement.bind(stamp.recorded?.description, at: 6)
    try statement.run()
  }
}

extension SQLiteStatement {
  /// The place in the log that three columns of a row name; one that no log can have for numbers below 0.
  func logPosition(sequence: Int, segment: Int, offset: Int) -> LogPosition {
    LogPosition(
      sequence: UInt64(bitPattern: int(at: sequence)), segment: UInt64(bitPattern: int(at: segment)),
      offset: UInt64(bitPattern: int(at: offset)))
  }
}

/// Another process has brought a file on meanwhile.
public struct StampMoved: Error {}

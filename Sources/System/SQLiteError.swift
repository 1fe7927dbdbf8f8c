/// A primary result code of SQLite, such as ``busy``.
///
/// It is a struct and not an enum, because a newer library may return codes that this program has no name for.
///
/// > Source: SQLite, "Result and Error Codes", sections 3 and 4.
public struct SQLiteResultCode: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// The number in SQLite's headers, 0 to 255.
  public let rawValue: Int32

  /// Makes the code with this number.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// Another connection holds the lock that was asked for, longer than the busy timeout.
  public static var busy: SQLiteResultCode { .init(rawValue: 5) }
  /// A write to a database that was opened for reading, or that the system does not let the process write.
  public static var readOnly: SQLiteResultCode { .init(rawValue: 8) }
  /// A statement was stopped: it did more work than a sound file of its size can ask for.
  public static var interrupt: SQLiteResultCode { .init(rawValue: 9) }
  /// A value is longer than any that a sound file holds.
  public static var tooBig: SQLiteResultCode { .init(rawValue: 18) }
  /// The system failed to read or write; ``SQLiteError/systemCode`` says why.
  public static var inputOutput: SQLiteResultCode { .init(rawValue: 10) }
  /// The file is damaged.
  public static var corrupt: SQLiteResultCode { .init(rawValue: 11) }
  /// The disk is full.
  public static var full: SQLiteResultCode { .init(rawValue: 13) }
  /// The file is not there, or may not be opened or created.
  public static var cannotOpen: SQLiteResultCode { .init(rawValue: 14) }
  /// A value breaks a constraint of its table.
  public static var constraint: SQLiteResultCode { .init(rawValue: 19) }
  /// The library was called in an order that it does not allow, as binding while rows are still being read.
  public static var misuse: SQLiteResultCode { .init(rawValue: 21) }
  /// A parameter's number that the statement does not have.
  public static var range: SQLiteResultCode { .init(rawValue: 25) }
  /// The file is no database.
  public static var notADatabase: SQLiteResultCode { .init(rawValue: 26) }
}

/// An error of SQLite, without the values that were bound: they may be a person's data.
///
/// ``sql`` is the text as it was written, with its `?1`; so values must be bound and never spliced into it.
public struct SQLiteError: Error, Hashable, Sendable {
  /// The primary result code.
  public let code: SQLiteResultCode
  /// The extended result code, whose lowest byte is the primary one.
  public let extendedCode: Int32
  /// The `errno` behind it; 0 if no system call failed.
  public let systemCode: Int32
  /// The library's message, in English; it names tables and columns, never values.
  public let message: String
  /// The statement with its parameters unbound; nil if the error came from opening the file.
  public let sql: String?
  /// The name of the database's file without its folder; nil if it is not known.
  public let file: String?

  /// Whether there is a link, pipe, device or folder in place of the file, or of a journal beside it.
  public var isNotRegular: Bool { extendedCode == SQLiteError.notRegularCode }

  /// Whether a change of the file was cut short, and the connection may not repair it: SQLITE_READONLY_ROLLBACK.
  public var isUnfinished: Bool { extendedCode == 8 | 3 << 8 }

  /// SQLITE_CANTOPEN_SYMLINK, SQLite's own word for the most common of these.
  static var notRegularCode: Int32 { 14 | 6 << 8 }

  /// Makes an error from an extended result code.
  public init(
    extendedCode: Int32, systemCode: Int32 = 0, message: String, sql: String? = nil, path: String? = nil
  ) {
    file = path?.split(separator: "/").last.map(String.init)
    self.code = SQLiteResultCode(rawValue: extendedCode & 0xFF)
    self.extendedCode = extendedCode
    self.systemCode = systemCode
    self.message = message
    self.sql = sql
  }
}

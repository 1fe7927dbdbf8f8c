import CSQLite
import Glibc
import Synchronization

/// The limits put on a database, because another party may have made the file.
///
/// > Source: SQLite, "Defense Against The Dark Arts".
enum SQLiteDefence {
  /// The longest value, row or statement.
  ///
  /// > Units: bytes.
  static var longestValue: Int32 { 32 << 20 }

  /// Refuses what SQLite would wait for, follow or delete.
  ///
  /// - Throws: ``SQLiteError``, ``SQLiteError/isNotRegular`` for a link, pipe, device or folder in the place of the
  ///   file or of one beside it.
  static func checkFiles(_ path: String) throws(SQLiteError) {
    for suffix in ["", "-journal", "-wal", "-shm"] {
      var status = stat()
      guard unsafe lstat(path + suffix, &status) == 0 else { continue }
      if status.st_mode & S_IFMT != S_IFREG {
        throw SQLiteError(extendedCode: SQLiteError.notRegularCode, message: "not a regular file")
      }
      if suffix == "-journal", status.st_size >= journalMark.count { try checkJournal(path + suffix, status.st_size) }
    }
  }

  /// A journal with this ending names a file of another transaction, which SQLite deletes.
  ///
  /// This program makes none such.
  ///
  /// > Source: SQLite, "Database File Format", section 3: the super-journal.
  private static var journalMark: [UInt8] { [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7] }

  private static func checkJournal(_ path: String, _ size: Int) throws(SQLiteError) {
    let end: [UInt8]?
    do {
      end = try FileDescriptor(path, [.readOnly, .regular])
        .read(count: journalMark.count, offset: UInt64(size - journalMark.count))
    } catch {
      // Another connection may have ended its transaction meanwhile.
      end = nil
    }
    if end == journalMark {
      throw SQLiteError(extendedCode: SQLITE_CORRUPT, message: "the journal names another file")
    }
  }

  /// Takes away what a hostile schema, row or page could use.
  static func harden(_ handle: OpaquePointer) {
    unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, longestValue)
    unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
    for (option, value) in [
      (SQLITE_DBCONFIG_DEFENSIVE, Int32(1)), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
      (SQLITE_DBCONFIG_ENABLE_VIEW, 0),
    ] { unsafe _ = subsidy_configure(handle, option, value) }
    // Neither reads the file.
    unsafe sqlite3_exec(handle, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0", nil, nil, nil)
  }

  /// How much work one connection may do on a file that was there before it: pages that lead in circles hold no end of rows.
  final class WorkLimit {
    /// In millions of instructions of SQLite's machine: 1,000, and over 100 for each byte that
    /// the file really has, its holes left out.
    private var left: Int64

    /// Sets the limit, which holds as long as it lives.
    init(_ handle: OpaquePointer, path: String) {
      var status = stat()
      left = 1_000 + Int64(unsafe stat(path, &status) == 0 ? status.st_blocks * 512 : 0) >> 13
      unsafe sqlite3_progress_handler(
        handle, 1_000_000,
        { limit in
          guard let limit = unsafe limit else { return 1 }
          return unsafe Unmanaged<WorkLimit>.fromOpaque(limit).takeUnretainedValue().isSpent ? 1 : 0
        }, Unmanaged.passUnretained(self).toOpaque())
    }

    private var isSpent: Bool {
      left -= 1
      return left < 0
    }
  }
}

/// The tables and indexes of a database, word for word.
public struct SQLiteSchema: Hashable, Sendable {
  private let entries: [[String]]

  /// More entries than any database of this program has: the rest of a longer list is not read.
  private static var mostEntries: Int { 200 }

  /// Reads the schema of a database, without running anything in it.
  ///
  /// - Throws: ``SQLiteError`` if the file is no database, or its schema cannot be parsed.
  public init(of database: borrowing SQLiteDatabase) throws(SQLiteError) {
    let statement = try database.prepare("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")
    var entries: [[String]] = []
    while entries.count < SQLiteSchema.mostEntries, try statement.step() {
      entries.append((0..<4).map { statement.text(at: $0) ?? "" })
    }
    self.entries = entries.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static let kept = Mutex<[[String]: SQLiteSchema]>([:])

  /// The schema that some statements make; made once in a process, and compared with a file at every question.
  ///
  /// - Parameter statements: the statements, in their order.
  /// - Returns: the schema.
  /// - Throws: ``SQLiteError``.
  public static func made(by statements: [String]) throws(SQLiteError) -> SQLiteSchema {
    if let schema = kept.withLock({ $0[statements] }) { return schema }
    let database = try SQLiteDatabase(path: ":memory:", access: .create)
    for statement in statements { try database.execute(statement) }
    let schema = try SQLiteSchema(of: database)
    kept.withLock { $0[statements] = schema }
    return schema
  }
}

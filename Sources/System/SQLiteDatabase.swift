import CSQLite
import Glibc

/// How a database file is opened.
public enum SQLiteAccess: Hashable, Sendable {
  /// Reading only; the file must be there.
  ///
  /// The files that SQLite puts beside a file in WAL mode go away with the last connection, if the folder may be written and
  /// the log holds nothing (``SQLiteFile/longestLog``); on a medium that cannot be written, none is put there. See
  /// ``SQLiteDatabase/checkUnchanged()``.
  case readOnly
  /// Reading alone: not even a change that was cut short is repaired.
  case unchanged
  /// Reading only the file itself, with nothing put beside it and no other process kept out.
  ///
  /// Changes not yet taken in are not seen, and a part of one under way may be: for data that are compared and not trusted.
  case asItLies
  /// Reading and writing; the file must be there.
  case readWrite
  /// Reading and writing; the file is made, with the permissions of the process's umask, if it is not there.
  case create
  /// Reading and writing a new file that only its owner may read, mode 0600 from its first moment.
  ///
  /// A file that is already there is refused with ``SQLiteError/systemCode`` `EEXIST`. SQLite gives its side files
  /// (`-journal`, `-wal`, `-shm`) the mode of the database.
  case createPrivate
  /// Reading and writing a database without a path that goes with its connection (``SQLiteDatabase/temporary()``).
  case temporary
}

/// The lock that a transaction takes at its beginning.
public enum SQLiteTransactionKind: String, Sendable {
  /// No lock before the first statement: for a consistent read.
  case deferred = "BEGIN DEFERRED"
  /// The writer's lock at once, so that a read followed by a write cannot fail half-way.
  case immediate = "BEGIN IMMEDIATE"
  /// Readers are kept out as well, so that no commit waits for one.
  case exclusive = "BEGIN EXCLUSIVE"
}

/// A connection to an SQLite database: the one owner of its handle, closed when its life ends.
///
/// Statements may outlive it without harm: the library keeps a closed connection until its last statement is finalised
/// (`sqlite3_close_v2`). It belongs to one thread at a time, which the compiler checks, because the type is not Sendable.
@safe
public struct SQLiteDatabase: ~Copyable {
  let handle: OpaquePointer
  /// The limit of its work; nil for a file of its own making.
  private let limit: SQLiteDefence.WorkLimit?
  /// The state of the file when it was opened as one that never changes; nil for every other file.
  private let settled: SettledFile?

  /// Opens a database file.
  ///
  /// - Parameters:
  ///   - path: the file's path, taken as it is and never as a URI; `:memory:` is a database without a file.
  ///   - access: how it may be used, and whether it may be made.
  ///   - busyTimeoutMilliseconds: how long a statement waits for another connection's lock before it fails.
  /// - Throws: ``SQLiteError``; a file that is no database is detected only by the first statement. A file that was there
  ///   before may come from anyone: views and triggers do nothing, and values and the total work are bounded.
  public init(
    path: String, access: SQLiteAccess, busyTimeoutMilliseconds: Int32 = 5_000
  ) throws(SQLiteError) {
    guard path.utf8.isEmpty == (access == .temporary), !path.utf8.contains(0) else {
      throw SQLiteError(extendedCode: SQLITE_CANTOPEN, systemCode: EINVAL, message: "no path", path: path)
    }
    if path != ":memory:", access != .temporary { try SQLiteDefence.checkFiles(path) }
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let isReader = access == .readOnly || access == .unchanged
    if isReader { try SettledFile.checkPending(path) }
    let settled = isReader ? SettledFile(path) : nil
    let uri = settled != nil || access == .asItLies ? SettledFile.uri(of: path) : nil
    switch access {
    case .readOnly where settled != nil, .unchanged where settled != nil, .asItLies:
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
    case .unchanged: flags |= SQLITE_OPEN_READONLY
    // Only a connection that may write takes the files away that it has put beside the database. If the file may not be
    // written, SQLite opens it for reading all the same.
    case .readOnly: flags |= SQLITE_OPEN_READWRITE
    case .readWrite: flags |= SQLITE_OPEN_READWRITE
    case .create, .temporary: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    case .createPrivate:
      flags |= SQLITE_OPEN_READWRITE
      try SQLiteDatabase.makePrivateFile(path)
    }
    var opened: OpaquePointer?
    let result = unsafe sqlite3_open_v2(uri ?? path, &opened, flags, nil)
    guard result == SQLITE_OK, let handle = unsafe opened else {
      let error = unsafe SQLiteDatabase.error(result, of: opened, path: path)
      unsafe sqlite3_close_v2(opened)
      throw error
    }
    unsafe self.handle = handle
    unsafe sqlite3_busy_timeout(handle, busyTimeoutMilliseconds)
    unsafe SQLiteDefence.harden(handle)
    if isReader { unsafe sqlite3_exec(handle, "PRAGMA query_only = ON", nil, nil, nil) }
    self.settled = settled
    let isOwn = access == .create || access == .temporary
    limit = unsafe isOwn ? nil : SQLiteDefence.WorkLimit(handle, path: path)
  }

  /// Makes a database that goes with its connection.
  ///
  /// It is in memory, and beyond `cacheSize` in a file without a name in the system's directory for such files.
  ///
  /// - Throws: ``SQLiteError``.
  public static func temporary() throws(SQLiteError) -> SQLiteDatabase {
    let database = try SQLiteDatabase(path: "", access: .temporary)
    // Work that was begun and not finished is of no use.
    try database.setPragma("journal_mode", "OFF")
    try database.setPragma("cache_size", "-16384")
    return database
  }

  deinit {
    // A statement may live on, the limit does not.
    unsafe sqlite3_progress_handler(handle, 0, nil, nil)
    if unsafe SQLiteFile.leavesLog(sqlite3_db_filename(handle, "main").map { unsafe String(cString: $0) }) {
      unsafe _ = subsidy_configure(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    }
    unsafe sqlite3_close_v2(handle)
  }

  /// Checks that all reads of a database on a medium that cannot be written agree with one another; those of every other
  /// database do.
  ///
  /// - Throws: ``SQLiteError``, ``SQLiteResultCode/busy`` if another process has written the file meanwhile.
  public func checkUnchanged() throws(SQLiteError) {
    if let settled, !settled.isUnchanged {
      throw unsafe SQLiteError(
        extendedCode: SQLITE_BUSY, message: "written while it was read",
        path: sqlite3_db_filename(handle, "main").map { unsafe String(cString: $0) })
    }
  }

  /// Removes the limit on the connection's work: for one that fills a file and at most looks up single rows.
  public func liftWorkLimit() { unsafe sqlite3_progress_handler(handle, 0, nil, nil) }

  /// The longest absolute path, links followed, of a database file: SQLite must be able to name its side files, too.
  ///
  /// > Units: bytes.
  /// > Source: SQLite, `sqlite3_vfs.mxPathname` and `sqlite3PagerOpen`, which keeps 8 bytes for `-journal`.
  public static var longestPath: Int {
    guard let system = unsafe sqlite3_vfs_find(nil) else { preconditionFailure("SQLite has a file system") }
    return Int(unsafe system.pointee.mxPathname) - 8
  }

  // The mode is set a second time because a umask may have taken even the owner's bits away.
  private static func makePrivateFile(_ path: String) throws(SQLiteError) {
    let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
    var failure: Int32 = 0
    if descriptor < 0 || fchmod(descriptor, 0o600) != 0 { failure = errno }
    if descriptor >= 0, close(descriptor) != 0, failure == 0 { failure = errno }
    guard failure != 0 else { return }
    throw SQLiteError(extendedCode: SQLITE_CANTOPEN, systemCode: failure, message: "cannot make the file", path: path)
  }

  static func error(
    _ result: Int32, of handle: OpaquePointer?, sql: String? = nil, path: String? = nil
  ) -> SQLiteError {
    let opened = unsafe handle.flatMap { unsafe sqlite3_db_filename($0, "main") }
    return unsafe SQLiteError(
      extendedCode: result, systemCode: handle == nil ? 0 : sqlite3_system_errno(handle),
      message: String(cString: handle == nil ? sqlite3_errstr(result) : sqlite3_errmsg(handle)), sql: sql,
      path: path ?? opened.map { unsafe String(cString: $0) })
  }

  /// Runs statements without parameters, separated by semicolons, and passes over any rows.
  public func execute(_ sql: String) throws(SQLiteError) {
    let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    if result != SQLITE_OK { throw unsafe SQLiteDatabase.error(result, of: handle, sql: sql) }
  }

  /// Compiles one statement, to be run as often as wanted.
  ///
  /// - Throws: ``SQLiteError`` if the text is not SQL, or holds no statement at all.
  public func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    var compiled: OpaquePointer?
    let result = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
    guard result == SQLITE_OK else { throw unsafe SQLiteDatabase.error(result, of: handle, sql: sql) }
    guard let compiled = unsafe compiled else {
      throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "no statement", sql: sql)
    }
    return unsafe SQLiteStatement(handle: compiled)
  }

  /// Runs a body as one transaction: committed when it returns, rolled back when it throws.
  ///
  /// - Parameters:
  ///   - kind: the lock to begin with.
  ///   - body: the statements that belong together.
  /// - Returns: the result of `body`.
  /// - Throws: the error of `body`, or ``SQLiteError`` if beginning or committing failed.
  public func transaction<Result: ~Copyable>(
    _ kind: SQLiteTransactionKind = .immediate, _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try transaction(kind, throwing: { $0 }, body)
  }

  /// Runs a body that has an error type of its own as one transaction.
  ///
  /// - Parameters:
  ///   - kind: the lock to begin with.
  ///   - wrap: turns a failure to begin or to commit into the body's error type.
  ///   - body: the statements that belong together.
  /// - Returns: the result of `body`.
  /// - Throws: the error of `body`, or the wrapped ``SQLiteError`` if beginning or committing failed.
  public func transaction<Result: ~Copyable, Failure: Error>(
    _ kind: SQLiteTransactionKind = .immediate, throwing wrap: (SQLiteError) -> Failure,
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    do { try begin(kind) } catch { throw wrap(error) }
    let result: Result
    do { result = try body() } catch {
      // An error of the rollback itself would hide the one that caused it; closing the connection rolls back in any case.
      try? rollBack()
      throw error
    }
    do { try commit() } catch { throw wrap(error) }
    return result
  }

  /// Begins a transaction that outlives a call; ``transaction(_:_:)`` is for all others.
  ///
  /// - Throws: ``SQLiteError``, also if one is open already.
  public func begin(_ kind: SQLiteTransactionKind) throws(SQLiteError) { try execute(kind.rawValue) }

  /// Makes the changes since the transaction began durable, all of them or, if that fails, none.
  public func commit() throws(SQLiteError) {
    do { try execute("COMMIT") } catch {
      // The error that counts is the commit's; an open transaction would be left to the next caller.
      try? rollBack()
      throw error
    }
  }

  /// Takes back the changes since the transaction began; without one, as after a serious error, it does nothing.
  public func rollBack() throws(SQLiteError) {
    if unsafe sqlite3_get_autocommit(handle) == 0 { try execute("ROLLBACK") }
  }

  /// How many rows the last insert, update or delete changed.
  public var changes: Int { Int(unsafe sqlite3_changes64(handle)) }

  /// The answer to a pragma whose answer is one value, as text; nil if it gives no row.
  ///
  /// - Parameter name: the pragma's name, of the program's own.
  /// - Returns: the first value of the answer; nil if there is none.
  /// - Throws: ``SQLiteError``.
  public func pragma(_ name: StaticString) throws(SQLiteError) -> String? {
    let statement = try prepare("PRAGMA \(name)")
    return try statement.step() ? statement.text(at: 0) : nil
  }

  /// Sets a pragma and returns the value in force afterwards, if the pragma returns it, as `journal_mode` does.
  ///
  /// - Parameters:
  ///   - name: the pragma's name, of the program's own.
  ///   - value: a word or a number of the program's own.
  /// - Returns: the first value of the answer; nil if there is none.
  /// - Throws: ``SQLiteError``.
  @discardableResult
  public func setPragma(_ name: StaticString, _ value: StaticString) throws(SQLiteError) -> String? {
    let statement = try prepare("PRAGMA \(name) = \(value)")
    return try statement.step() ? statement.text(at: 0) : nil
  }
}

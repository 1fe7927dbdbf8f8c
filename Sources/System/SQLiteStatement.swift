import CSQLite

/// A compiled statement: the one owner of its handle, finalised when its life ends.
///
/// Parameters count from 1 as in `?1`, columns from 0, as in SQLite. For many rows, prepare once, then bind and ``run()`` for
/// each; bound values stay until they are bound again.
@safe
public struct SQLiteStatement: ~Copyable {
  let handle: OpaquePointer

  init(handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Binds a number.
  public func bind(_ value: Int64, at index: Int) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_int64(handle, Int32(index), value))
  }

  /// Binds text, or NULL for nil.
  public func bind(_ value: String?, at index: Int) throws(SQLiteError) {
    guard let value else { return try bindNull(at: index) }
    var copy = value
    let result = copy.withUTF8 { text in
      // An empty buffer may have no address, and SQLite takes a null pointer for NULL.
      guard let base = text.baseAddress else { return unsafe subsidy_bind_text(handle, Int32(index), "", 0) }
      return unsafe base.withMemoryRebound(to: CChar.self, capacity: text.count) {
        unsafe subsidy_bind_text(handle, Int32(index), $0, Int32(clamping: text.count))
      }
    }
    try check(result)
  }

  /// Binds bytes as a blob.
  public func bind(_ value: [UInt8], at index: Int) throws(SQLiteError) {
    try bind(value, 0..<value.count, at: index)
  }

  /// Binds a part of an array as a blob.
  public func bind(_ bytes: [UInt8], _ range: Range<Int>, at index: Int) throws(SQLiteError) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let result = unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, !range.isEmpty else {
        return unsafe sqlite3_bind_zeroblob(handle, Int32(index), 0)
      }
      return unsafe subsidy_bind_blob(handle, Int32(index), base + range.lowerBound, Int32(clamping: range.count))
    }
    try check(result)
  }

  /// Binds a part of an array, which must be UTF-8, as text: an identifier without a String of its own.
  public func bind(text bytes: [UInt8], _ range: Range<Int>, at index: Int) throws(SQLiteError) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let result = unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, !range.isEmpty else {
        return unsafe subsidy_bind_text(handle, Int32(index), "", 0)
      }
      return unsafe subsidy_bind_text(
        handle, Int32(index), (base + range.lowerBound).assumingMemoryBound(to: CChar.self),
        Int32(clamping: range.count))
    }
    try check(result)
  }

  /// Binds an array, which must be UTF-8, as text.
  public func bind(text bytes: [UInt8], at index: Int) throws(SQLiteError) {
    try bind(text: bytes, 0..<bytes.count, at: index)
  }

  /// Binds NULL.
  public func bindNull(at index: Int) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_null(handle, Int32(index)))
  }

  /// Moves to the next row.
  ///
  /// - Returns: whether there is one; after false, the next step starts again.
  /// - Throws: ``SQLiteError``; the statement is reset then and may be bound again.
  public func step() throws(SQLiteError) -> Bool {
    let result = unsafe sqlite3_step(handle)
    if result == SQLITE_ROW { return true }
    if result == SQLITE_DONE { return false }
    let error = error(result)
    reset()
    throw error
  }

  /// Runs the statement to its end, passing over any rows, and readies it to be bound again.
  public func run() throws(SQLiteError) {
    while try step() {}
    reset()
  }

  /// Readies the statement to be bound again and gives up its lock; bound values stay.
  public func reset() {
    // The code that comes back repeats the error of the last step, which that step has thrown.
    unsafe sqlite3_reset(handle)
  }

  /// Forgets all bound values, so that a person's data does not wait in memory for the next use.
  public func clearBindings() { unsafe sqlite3_clear_bindings(handle) }

  /// How many columns a row has.
  public var columnCount: Int { Int(unsafe sqlite3_column_count(handle)) }

  /// Whether the column of the current row is NULL.
  public func isNull(at column: Int) -> Bool { unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

  /// The column of the current row as a number; 0 for NULL.
  public func int(at column: Int) -> Int64 { unsafe sqlite3_column_int64(handle, Int32(column)) }

  /// The column of the current row as text; nil for NULL.
  public func text(at column: Int) -> String? {
    guard let start = unsafe sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// The bytes of the column of the current row, of a blob or of text; nil for NULL.
  public func blob(at column: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    return append(column: column, to: &bytes) ? bytes : nil
  }

  /// Appends the bytes of a blob or of text to a buffer that is used again for every row.
  ///
  /// - Returns: false for NULL, when nothing was appended.
  @discardableResult
  public func append(column: Int, to bytes: inout [UInt8]) -> Bool {
    guard !isNull(at: column) else { return false }
    // An empty blob has no address, and the count is to be asked for after the address.
    let start = unsafe sqlite3_column_blob(handle, Int32(column))
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    return true
  }

  func check(_ result: Int32) throws(SQLiteError) {
    if result != SQLITE_OK { throw error(result) }
  }

  private func error(_ result: Int32) -> SQLiteError {
    unsafe SQLiteDatabase.error(
      result, of: sqlite3_db_handle(handle), sql: sqlite3_sql(handle).map { unsafe String(cString: $0) })
  }
}

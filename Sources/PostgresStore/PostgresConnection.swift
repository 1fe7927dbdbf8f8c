// The one file that depends on whether the program was built with libpq: without the trait `Postgres` no connection can be
// made, and all else is compiled as it is.
import EventLog

#if Postgres
  import CPostgreSQL

  /// The text of a C string of libpq's; empty for none.
  private func copied(_ pointer: UnsafePointer<CChar>?) -> String {
    guard let pointer = unsafe pointer else { return "" }
    return unsafe String(cString: pointer)
  }

  /// The one owner of a connection's handle.
  @safe
  private struct PostgresHandle: ~Copyable {
    let raw: OpaquePointer

    init?(_ raw: OpaquePointer?) {
      guard let raw = unsafe raw else { return nil }
      unsafe self.raw = raw
    }

    // A failed attempt has a handle, too.
    deinit { unsafe PQfinish(raw) }
  }

  /// The one owner of a result: rows, or an error.
  @safe
  struct PostgresRows: ~Copyable {
    private let raw: OpaquePointer

    fileprivate init(_ raw: OpaquePointer) { unsafe self.raw = raw }

    deinit { unsafe PQclear(raw) }

    fileprivate var status: ExecStatusType { unsafe PQresultStatus(raw) }

    /// The error that the server reported; the library's words if the server reported none.
    fileprivate func error(_ connection: borrowing PostgresHandle) -> PostgresError {
      let state = unsafe copied(subsidy_sqlstate(raw))
      let message = unsafe copied(subsidy_primary(raw))
      return PostgresError(
        state: state.isEmpty ? PostgresError.connectionLost : state,
        message: message.isEmpty ? unsafe copied(PQerrorMessage(connection.raw)) : message)
    }

    /// How many rows there are.
    var count: Int { unsafe Int(PQntuples(raw)) }

    /// The bytes of a value; nil for NULL.
    func bytes(_ row: Int, _ column: Int) -> [UInt8]? {
      if unsafe PQgetisnull(raw, Int32(row), Int32(column)) == 1 { return nil }
      let count = unsafe Int(PQgetlength(raw, Int32(row), Int32(column)))
      return unsafe Array(UnsafeRawBufferPointer(start: PQgetvalue(raw, Int32(row), Int32(column)), count: count))
    }
  }

  /// A connection to a PostgreSQL server: the one owner of its handle.
  ///
  /// Values come and go in their binary forms.
  final class PostgresConnection {
    private let handle: PostgresHandle

    /// Connects.
    ///
    /// - Parameter address: an address that libpq takes, `postgresql://…`.
    /// - Throws: ``PostgresError``.
    init(_ address: String) throws(PostgresError) {
      guard let made = unsafe PostgresHandle(PQconnectdb(address)) else {
        throw PostgresError(state: PostgresError.connectionLost, message: "out of memory")
      }
      handle = made
      guard unsafe PQstatus(handle.raw) == CONNECTION_OK else {
        throw PostgresError(state: PostgresError.connectionLost, message: unsafe copied(PQerrorMessage(handle.raw)))
      }
      unsafe subsidy_silence(handle.raw)
    }

    /// Runs one statement with its values.
    ///
    /// - Parameters:
    ///   - sql: the statement, with `$1` for the first value; a text of the program's own.
    ///   - values: the values in the binary forms of their types, as ``PostgresValue`` makes them.
    /// - Returns: the rows.
    /// - Throws: ``PostgresError``.
    @discardableResult
    func run(_ sql: StaticString, _ values: PostgresValue...) throws(PostgresError) -> PostgresRows {
      try run(text: sql.description, values)
    }

    /// Runs the statements of a file of the program's own, one after the other, without values.
    func run(script: [UInt8]) throws(PostgresError) {
      let found = unsafe PQexec(handle.raw, String(decoding: script, as: UTF8.self))
      _ = unsafe try rows(found)
    }

    private func run(text sql: String, _ values: [PostgresValue]) throws(PostgresError) -> PostgresRows {
      // All values are in one array, so that their addresses stay valid for the call.
      let bytes = values.flatMap { value -> [UInt8] in value.bytes ?? [] } + [0]
      var offsets: [Int?] = []
      var place = 0
      for value in values {
        offsets.append(value.bytes == nil ? nil : place)
        place += value.bytes?.count ?? 0
      }
      let lengths = values.map { Int32($0.bytes?.count ?? 0) }
      let formats = [Int32](repeating: 1, count: values.count)
      let types = values.map { Oid($0.type) }
      let found = unsafe bytes.withUnsafeBytes { buffer -> OpaquePointer? in
        let base = unsafe buffer.baseAddress!.assumingMemoryBound(to: CChar.self)
        let pointers = unsafe offsets.map { offset in unsafe offset.map { unsafe base + $0 } }
        return unsafe PQexecParams(handle.raw, sql, Int32(values.count), types, pointers, lengths, formats, 1)
      }
      return try unsafe rows(found)
    }

    private func rows(_ found: OpaquePointer?) throws(PostgresError) -> PostgresRows {
      guard let found = unsafe found else {
        throw PostgresError(state: PostgresError.connectionLost, message: unsafe copied(PQerrorMessage(handle.raw)))
      }
      let rows = unsafe PostgresRows(found)
      guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN].contains(rows.status) else {
        throw rows.error(handle)
      }
      return rows
    }

    /// Sends rows by COPY in its binary form.
    ///
    /// - Parameters:
    ///   - sql: a `COPY … FROM STDIN BINARY`.
    ///   - data: the whole stream.
    /// - Throws: ``PostgresError``; all results are read, so that the connection is free for the next statement.
    func copy(_ sql: StaticString, _ data: [UInt8]) throws(PostgresError) {
      try run(sql)
      let sent = unsafe data.withUnsafeBytes { buffer in
        unsafe PQputCopyData(
          handle.raw, buffer.baseAddress!.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
      }
      let ended = unsafe sent == 1 ? PQputCopyEnd(handle.raw, nil) : sent
      var failure: PostgresError?
      if ended != 1 {
        failure = PostgresError(
          state: PostgresError.connectionLost, message: unsafe copied(PQerrorMessage(handle.raw)))
      }
      while let found = unsafe PQgetResult(handle.raw) {
        let rows = unsafe PostgresRows(found)
        if rows.status != PGRES_COMMAND_OK, failure == nil { failure = rows.error(handle) }
      }
      if let failure { throw failure }
    }
  }
#else
  /// The rows of a statement that no program without libpq can run.
  struct PostgresRows: ~Copyable {
    var count: Int { 0 }
    func bytes(_ row: Int, _ column: Int) -> [UInt8]? { nil }
  }

  /// A connection that cannot be made: the program was built without the trait `Postgres`.
  final class PostgresConnection {
    init(_ address: String) throws(PostgresError) { throw .notBuilt }
    @discardableResult
    func run(_ sql: StaticString, _ values: PostgresValue...) throws(PostgresError) -> PostgresRows { throw .notBuilt }
    func run(script: [UInt8]) throws(PostgresError) { throw .notBuilt }
    func copy(_ sql: StaticString, _ data: [UInt8]) throws(PostgresError) { throw .notBuilt }
  }
#endif

extension PostgresError {
  /// The program was built without libpq.
  public static var notBuilt: PostgresError {
    PostgresError(state: "0A000", message: "this program was built without the trait Postgres")
  }
}

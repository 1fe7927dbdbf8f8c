import CSQLite

/// A value on its way into or out of a table: a number, nothing, or a stretch of a buffer of bytes that rows share.
///
/// Millions of rows pass through a buffer of cells; a String or an array for each of them would cost more than SQLite.
public struct SQLiteCell: Hashable, Sendable, BitwiseCopyable {
  /// The kind of a cell's value, in the order in which SQLite sorts values of different kinds.
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// Nothing.
    case null
    /// A whole number.
    case integer
    /// UTF-8.
    case text
    /// Bytes.
    case blob
  }

  /// The kind of its value.
  public let kind: Kind
  /// How many bytes a text or blob has.
  public let count: UInt32
  /// The number; for text and blobs, their offset in the buffer.
  public let number: Int64

  /// Makes a cell.
  public init(_ kind: Kind, number: Int64 = 0, count: UInt32 = 0) {
    self.kind = kind
    self.count = count
    self.number = number
  }
}

extension SQLiteStatement {
  /// Binds cells to the parameters from 1 on and runs the statement to its end.
  ///
  /// - Parameters:
  ///   - cells: the values; as many as the statement has parameters, otherwise earlier bound values stay.
  ///   - range: which of them.
  ///   - bytes: the buffer that text and blobs point into; it is not copied, and is read only until this returns.
  /// - Throws: ``SQLiteError``.
  public func run(_ cells: [SQLiteCell], _ range: Range<Int>, bytes: [UInt8]) throws(SQLiteError) {
    var failed: SQLiteError?
    unsafe bytes.withUnsafeBufferPointer { buffer in
      do throws(SQLiteError) {
        var index: Int32 = 0
        for position in range {
          index += 1
          unsafe try bind(cells[position], index, buffer)
        }
        try run()
      } catch { failed = error }
    }
    if let failed {
      reset()
      throw failed
    }
  }

  /// Appends a column of the current row as a cell, its bytes to the buffer.
  public func append(column: Int, to cells: inout [SQLiteCell], bytes: inout [UInt8]) {
    let kind: SQLiteCell.Kind
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: return cells.append(SQLiteCell(.integer, number: int(at: column)))
    case SQLITE_NULL: return cells.append(SQLiteCell(.null))
    case SQLITE_BLOB: kind = .blob
    default: kind = .text
    }
    let start = bytes.count
    append(column: column, to: &bytes)
    cells.append(SQLiteCell(kind, number: Int64(start), count: UInt32(bytes.count - start)))
  }

  private func bind(
    _ cell: SQLiteCell, _ index: Int32, _ buffer: UnsafeBufferPointer<UInt8>
  ) throws(SQLiteError) {
    let result: Int32
    switch cell.kind {
    case .null: result = unsafe sqlite3_bind_null(handle, index)
    case .integer: result = unsafe sqlite3_bind_int64(handle, index, cell.number)
    case .text, .blob:
      let start = Int(cell.number)
      precondition(start >= 0 && start + Int(cell.count) <= buffer.count)
      if let base = buffer.baseAddress, cell.count > 0 {
        result = unsafe subsidy_bind_static(handle, index, base + start, Int32(cell.count), cell.kind == .text ? 1 : 0)
      } else if cell.kind == .text {
        result = unsafe subsidy_bind_text(handle, index, "", 0)
      } else {
        result = unsafe sqlite3_bind_zeroblob(handle, index, 0)
      }
    }
    try check(result)
  }
}

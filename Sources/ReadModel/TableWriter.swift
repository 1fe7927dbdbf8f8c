import System
import Values

/// Writes rows into one table, many with one statement.
///
/// > Complexity: SQLite takes four million rows a second in statements of 36 rows, and fewer than two million one by one.
final class TableWriter {
  private let width: Int
  private let many: SQLiteStatement
  private let one: SQLiteStatement
  private let batch: Int

  /// Prepares to write rows.
  ///
  /// - Parameters:
  ///   - layout: the table.
  ///   - isForMany: whether there may be many: a long statement takes longer to compile than a short one to run.
  ///   - database: the database.
  /// - Throws: `SQLiteError`.
  init(
    _ layout: TableLayout, isForMany: Bool = true, in database: borrowing SQLiteDatabase
  ) throws(SQLiteError) {
    width = layout.width
    batch = isForMany ? max(1, 432 / layout.width) : 1
    many = try database.prepare(layout.insertion(rows: batch))
    one = try database.prepare(layout.insertion(rows: 1))
  }

  /// Writes rows.
  func insert(_ rows: Rows) throws(SQLiteError) { try insert(rows.cells, bytes: rows.digits.bytes) }

  /// Writes rows.
  ///
  /// - Parameters:
  ///   - cells: their cells, one row behind the other.
  ///   - bytes: the bytes that the cells of texts and blobs refer to.
  /// - Throws: `SQLiteError`.
  func insert(_ cells: [SQLiteCell], bytes: [UInt8]) throws(SQLiteError) {
    var next = 0
    while next < cells.count {
      let end = next + batch * width
      if end <= cells.count {
        try many.run(cells, next..<end, bytes: bytes)
        next = end
      } else {
        try one.run(cells, next..<next + width, bytes: bytes)
        next += width
      }
    }
  }
}

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

  init(_ layout: TableLayout, in database: borrowing SQLiteDatabase) throws(SQLiteError) {
    width = layout.width
    batch = max(1, 432 / layout.width)
    many = try database.prepare(layout.insertion(rows: batch))
    one = try database.prepare(layout.insertion(rows: 1))
  }

  /// Writes rows.
  func insert(_ rows: Rows) throws(SQLiteError) {
    var row = 0
    while row + batch <= rows.count {
      try many.run(rows.cells, row * width..<(row + batch) * width, bytes: rows.digits.bytes)
      row += batch
    }
    while row < rows.count {
      try one.run(rows.cells, rows.cells(of: row), bytes: rows.digits.bytes)
      row += 1
    }
  }
}

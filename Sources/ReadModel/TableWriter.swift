import System
import Values

/// Writes rows into one table, many with one statement.
///
/// > Complexity: SQLite takes four million rows a second in statements of 36 rows, and fewer than two million one by one.
final class TableWriter {
  private let layout: TableLayout
  private let many: SQLiteStatement
  private let one: SQLiteStatement
  private let batch: Int
  private var pending: Rows

  init(_ layout: TableLayout, in database: borrowing SQLiteDatabase) throws(SQLiteError) {
    self.layout = layout
    batch = max(1, 432 / layout.width)
    many = try database.prepare(layout.insertion(rows: batch))
    one = try database.prepare(layout.insertion(rows: 1))
    pending = Rows(width: layout.width)
  }

  /// Writes rows, some of them only with ``flush()``.
  func insert(_ rows: Rows) throws(SQLiteError) {
    pending.append(rows)
    guard pending.count >= batch else { return }
    let (cells, width) = (pending.cells, layout.width * batch)
    var start = 0
    while start + width <= cells.count {
      try many.run(cells, start..<start + width, bytes: pending.digits.bytes)
      start += width
    }
    pending.keep(from: start)
  }

  /// Writes what is left.
  func flush() throws(SQLiteError) {
    for row in 0..<pending.count {
      try one.run(pending.cells, row * layout.width..<(row + 1) * layout.width, bytes: pending.digits.bytes)
    }
    pending.removeAll()
  }
}

extension Rows {
  /// Adds the rows of another buffer.
  mutating func append(_ other: Rows) {
    let shift = Int64(digits.bytes.count)
    digits.bytes.append(contentsOf: other.digits.bytes)
    for cell in other.cells {
      cells.append(SQLiteCell(cell.kind, number: cell.isBytes ? cell.number + shift : cell.number, count: cell.count))
    }
  }

  /// Forgets the cells before one of them.
  mutating func keep(from start: Int) {
    if start == cells.count { return removeAll() }
    let first = cells[start...].lazy.filter(\.isBytes).map(\.number).min() ?? Int64(digits.bytes.count)
    digits.bytes.removeFirst(Int(first))
    cells = cells[start...].map { cell in
      SQLiteCell(cell.kind, number: cell.isBytes ? cell.number - first : cell.number, count: cell.count)
    }
  }
}

extension SQLiteCell {
  fileprivate var isBytes: Bool { kind == .text || kind == .blob }
}

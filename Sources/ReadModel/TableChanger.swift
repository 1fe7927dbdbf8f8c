import Subsidy
import System
import Values

/// Updates the rows of some persons in one table, and its sums with them, and writes only changes.
final class TableChanger {
  private let layout: TableLayout
  /// The rows of a stretch of persons, or of one.
  private let select: SQLiteStatement
  private let delete: SQLiteStatement
  private let writer: TableWriter
  /// Statements that write some columns of a row, by the columns' positions: other columns, and their indexes, stay untouched.
  private var updates: [[Int]: RowUpdate] = [:]
  private let isDense: Bool
  private var sums: [SumsCount]
  private var stored: Rows
  /// The cells of rows that are to be inserted.
  private var inserted: [SQLiteCell] = []
  /// The columns in which a row differs.
  private var changed: [Int] = []

  /// Prepares the change of a table whose rows are about persons.
  ///
  /// - Parameters:
  ///   - layout: the table.
  ///   - isDense: whether the persons are so many of all that the rows of those between are read in passing, which costs
  ///     less than to look for each.
  ///   - database: the database.
  /// - Throws: `SQLiteError`.
  init(_ layout: TableLayout, isDense: Bool, in database: borrowing SQLiteDatabase) throws(SQLiteError) {
    self.layout = layout
    self.isDense = isDense
    let persons = isDense ? "person BETWEEN ? AND ?" : "person = ?"
    select = try database.prepare("SELECT * FROM \(layout.name) WHERE \(persons) ORDER BY \(layout.key)")
    delete = try database.prepare("DELETE FROM \(layout.name) WHERE \(layout.hasKey)")
    writer = try TableWriter(layout, isForMany: isDense, in: database)
    stored = Rows(width: layout.width)
    sums = layout.sums.map { SumsCount($0) }
  }

  /// Makes the rows of some persons these.
  ///
  /// - Parameters:
  ///   - rows: the rows, in the order of their keys.
  ///   - persons: the persons of the rows, in the order of their keys.
  ///   - database: the database.
  /// - Throws: `SQLiteError`.
  func change(
    _ rows: Rows, of persons: ArraySlice<Identifier>, in database: borrowing SQLiteDatabase
  ) throws(SQLiteError) {
    try read(persons)
    inserted.removeAll(keepingCapacity: true)
    var (old, new) = (0, 0)
    while old < stored.count || new < rows.count {
      let order =
        old == stored.count
        ? 1 : new == rows.count ? -1 : Rows.compare(stored, old, rows, new, columns: layout.keyWidth)
      changed.removeAll(keepingCapacity: true)
      if order == 0 {
        for column in layout.keyWidth..<layout.width
        where Rows.compare(stored, old, rows, new, from: column, columns: column + 1) != 0 { changed.append(column) }
      }
      if order != 0 || !changed.isEmpty {
        for number in sums.indices {
          if order <= 0 { sums[number].count(stored, old, isGone: true) }
          if order >= 0 { sums[number].count(rows, new) }
        }
      }
      if order < 0 {
        try delete.run(stored.cells, stored.cells(of: old).prefix(layout.keyWidth), bytes: stored.digits.bytes)
      } else if order > 0 {
        inserted += rows.cells[rows.cells(of: new)]
      } else if !changed.isEmpty {
        try update(in: database).run(rows, new)
      }
      if order <= 0 { old += 1 }
      if order >= 0 { new += 1 }
    }
    try writer.insert(inserted, bytes: rows.digits.bytes)
  }

  /// The statement that writes the columns in which a row differs: most rows of a change differ in the same.
  private func update(in database: borrowing SQLiteDatabase) throws(SQLiteError) -> RowUpdate {
    if let update = updates[changed] { return update }
    let update = try RowUpdate(layout, of: changed, in: database)
    updates[changed] = update
    return update
  }

  /// Writes the changes of the sums; after the last change.
  ///
  /// - Throws: `SQLiteError`.
  func finish(in database: borrowing SQLiteDatabase) throws(SQLiteError) {
    for sums in sums { try sums.write(to: database) }
  }

  /// Reads the existing rows.
  private func read(_ persons: ArraySlice<Identifier>) throws(SQLiteError) {
    stored.removeAll()
    guard let first = persons.first, let last = persons.last else { return }
    if !isDense {
      for person in persons {
        try select.bind(person.description, at: 1)
        while try select.step() { select.appendRow(to: &stored) }
        select.reset()
      }
      return
    }
    try select.bind(first.description, at: 1)
    try select.bind(last.description, at: 2)
    var next = persons.startIndex
    while try select.step() {
      select.appendRow(to: &stored)
      let cell = stored.cells[stored.cells.count - layout.width]
      let person = Identifier(bytes: stored.digits.bytes, at: Int(cell.number), count: Int(cell.count))
      while let person, next < persons.endIndex, persons[next] < person { next += 1 }
      // A person between them, whom the change does not touch.
      if next == persons.endIndex || persons[next] != person { stored.removeRows(from: stored.count - 1) }
    }
    select.reset()
  }
}

/// Writes some columns of a row that is there.
private final class RowUpdate {
  private let statement: SQLiteStatement
  /// The positions of what is bound: the columns, then those of the key.
  private let bound: [Int]
  private var cells: [SQLiteCell] = []

  init(_ layout: TableLayout, of columns: [Int], in database: borrowing SQLiteDatabase) throws(SQLiteError) {
    let values = columns.map { "\(layout.columns[$0].name) = ?" }.joined(separator: ", ")
    statement = try database.prepare("UPDATE \(layout.name) SET \(values) WHERE \(layout.hasKey)")
    bound = columns + Array(0..<layout.keyWidth)
  }

  func run(_ rows: Rows, _ row: Int) throws(SQLiteError) {
    cells.removeAll(keepingCapacity: true)
    for position in bound { cells.append(rows.cells[row * rows.width + position]) }
    try statement.run(cells, 0..<cells.count, bytes: rows.digits.bytes)
  }
}

extension TableLayout {
  /// The condition that a row has a key, in SQL.
  fileprivate var hasKey: String { columns.prefix(keyWidth).map { "\($0.name) = ?" }.joined(separator: " AND ") }
}

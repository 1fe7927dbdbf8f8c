import Subsidy
import System
import Values

/// Updates the rows of some persons in one table, and its sums with them, and writes only changes.
final class TableChanger {
  private let layout: TableLayout
  /// The rows of a stretch of persons, or of one.
  private let select: SQLiteStatement
  private let delete: SQLiteStatement
  private let put: SQLiteStatement
  private let isDense: Bool
  private var sums: [SumsCount]
  private var stored: Rows

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
    let keys = layout.columns.prefix(layout.keyWidth).map { "\($0.name) = ?" }.joined(separator: " AND ")
    let persons = isDense ? "person BETWEEN ? AND ?" : "person = ?"
    select = try database.prepare("SELECT * FROM \(layout.name) WHERE \(persons) ORDER BY \(layout.key)")
    delete = try database.prepare("DELETE FROM \(layout.name) WHERE \(keys)")
    put = try database.prepare(layout.insertion(rows: 1, replacing: true))
    stored = Rows(width: layout.width)
    sums = layout.sums.map { SumsCount($0) }
  }

  /// Makes the rows of some persons these.
  ///
  /// - Parameters:
  ///   - rows: the rows, in the order of their keys.
  ///   - persons: the persons of the rows, in the order of their keys.
  /// - Throws: `SQLiteError`.
  func change(_ rows: Rows, of persons: ArraySlice<Identifier>) throws(SQLiteError) {
    try read(persons)
    var (old, new) = (0, 0)
    while old < stored.count || new < rows.count {
      let order =
        old == stored.count
        ? 1 : new == rows.count ? -1 : Rows.compare(stored, old, rows, new, columns: layout.keyWidth)
      let isSame =
        order == 0 && Rows.compare(stored, old, rows, new, from: layout.keyWidth, columns: layout.width) == 0
      if !isSame {
        for number in sums.indices {
          if order <= 0 { sums[number].count(stored, old, isGone: true) }
          if order >= 0 { sums[number].count(rows, new) }
        }
      }
      if order < 0 {
        try delete.run(stored.cells, stored.cells(of: old).prefix(layout.keyWidth), bytes: stored.digits.bytes)
      } else if !isSame {
        try put.run(rows.cells, rows.cells(of: new), bytes: rows.digits.bytes)
      }
      if order <= 0 { old += 1 }
      if order >= 0 { new += 1 }
    }
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

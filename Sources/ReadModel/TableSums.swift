import System
import Values

/// What the rows of a table add up to, kept beside it: a row for each set of values that some of its columns have.
///
/// A list of sums then costs what it shows, and not what the table holds. It is for tables whose rows are about persons.
public struct TableSums: Sendable {
  /// What is added up.
  public struct Sum: Sendable {
    /// What it is called.
    let name: String
    /// The column.
    let column: String
    /// Whether the rows with more than zero in it are counted, not their values added.
    let isCount: Bool

    /// The values of a column, under its name.
    public static func of(_ column: String) -> Sum { Sum(name: column, column: column, isCount: false) }

    /// How many rows have more than zero in a column.
    public static func count(_ name: String, positive column: String) -> Sum {
      Sum(name: name, column: column, isCount: true)
    }
  }

  let name: String
  let columns: [String]
  let sums: [Sum]

  /// Names sums.
  ///
  /// - Parameters:
  ///   - name: the name of their table: small letters, digits and `_`.
  ///   - columns: the columns that the rows of a sum have in common.
  ///   - sums: what is added up, beside how many rows there are.
  public init(_ name: String, by columns: [String], adding sums: [Sum] = []) {
    self.name = name
    self.columns = columns
    self.sums = sums
  }
}

/// Sums as they stand in the database.
public struct SumsLayout: Sendable {
  /// The column with how many rows have the same values.
  static let rows = "rows"

  /// The name of their table.
  public let name: String
  /// Their columns: those that rows have in common, then how many rows there are, then what is added up.
  public let columns: [ColumnLayout]
  /// Where the columns that rows have in common stand in a row.
  let key: [Int]
  /// What is added up, and where it stands in a row.
  let sums: [(sum: TableSums.Sum, position: Int)]
  private let table: String

  init(_ declared: TableSums, of table: String, _ all: [ColumnLayout]) {
    func position(_ name: String) -> Int {
      guard let position = all.firstIndex(where: { $0.name == name }) else {
        preconditionFailure("\(declared.name): \(table) has no column \(name)")
      }
      return position
    }
    precondition(ColumnLayout.isName(declared.name), "\(declared.name): a name has small letters, digits and _ only")
    name = declared.name
    self.table = table
    key = declared.columns.map(position)
    sums = declared.sums.map { ($0, position($0.column)) }
    columns =
      key.map { all[$0] } + [ColumnLayout(name: SumsLayout.rows, kind: .count, isNullable: false)]
      + sums.map { ColumnLayout(name: $0.name, kind: $0.isCount ? .count : all[$1].kind, isNullable: false) }
  }

  /// The statement that makes the table.
  public var creation: String { "CREATE TABLE \(name) (\(columns.map(\.sql).joined(separator: ", "))) STRICT" }

  /// The statement that makes its index.
  var indexCreation: String { "CREATE INDEX \(name)_key ON \(name) (\(names(columns.prefix(key.count))))" }

  /// The sums of the rows that are there, in SQL.
  var selection: String {
    let added = sums.map { ", sum(\($0.sum.column)\($0.sum.isCount ? " > 0" : ""))" }.joined()
    let common = names(columns.prefix(key.count))
    return "SELECT \(common), count(*)\(added) FROM \(table) GROUP BY \(common)"
  }

  private func names(_ columns: some Sequence<ColumnLayout>) -> String { columns.map(\.name).joined(separator: ", ") }
}

/// Brings the sums of a table to what its rows are now.
final class SumsChanger {
  private let layout: SumsLayout
  private let update: SQLiteStatement
  private let insert: SQLiteStatement
  /// By the bytes of the columns that rows have in common, where they stand in ``keys`` and ``changes``.
  private var places: [[UInt8]: Int] = [:]
  private var keys: Rows
  /// For each key how many rows have come, less those that have gone, and by how much each sum has grown.
  private var changes: [[Int64]] = []
  private var buffer: [UInt8] = []

  init(_ layout: SumsLayout, in database: borrowing SQLiteDatabase) throws(SQLiteError) {
    self.layout = layout
    keys = Rows(width: layout.key.count)
    let (common, added) = (layout.columns.prefix(layout.key.count), layout.columns.dropFirst(layout.key.count))
    let set = added.map { "\($0.name) = \($0.name) + ?" }.joined(separator: ", ")
    let same = common.map { "\($0.name) IS ?" }.joined(separator: " AND ")
    update = try database.prepare("UPDATE \(layout.name) SET \(set) WHERE \(same)")
    let marks = layout.columns.map { _ in "?" }.joined(separator: ", ")
    insert = try database.prepare("INSERT INTO \(layout.name) VALUES (\(marks))")
  }

  /// Counts a row that has come, or one that has gone.
  func count(_ rows: Rows, _ row: Int, isGone: Bool = false) {
    let start = row * rows.width
    buffer.removeAll(keepingCapacity: true)
    for column in layout.key { rows.append(rows.cells[start + column], to: &buffer) }
    let place = places[buffer] ?? add(rows, start)
    let sign: Int64 = isGone ? -1 : 1
    changes[place][0] += sign
    for (number, (sum, position)) in layout.sums.enumerated() {
      let value = rows.cells[start + position].number
      changes[place][number + 1] &+= sign &* (sum.isCount ? (value > 0 ? 1 : 0) : value)
    }
  }

  private func add(_ rows: Rows, _ start: Int) -> Int {
    for column in layout.key { keys.add(rows.cells[start + column], of: rows) }
    places[buffer] = changes.count
    changes.append(Array(repeating: 0, count: layout.sums.count + 1))
    return changes.count - 1
  }

  /// Writes what has changed.
  func write(to database: borrowing SQLiteDatabase) throws(SQLiteError) {
    for (place, change) in changes.enumerated() where change.contains(where: { $0 != 0 }) {
      let common = keys.cells[keys.cells(of: place)]
      let grown = change.map { SQLiteCell(.integer, number: $0) }
      try update.run(grown + common, 0..<layout.columns.count, bytes: keys.digits.bytes)
      if database.changes == 0 {
        try insert.run(common + grown, 0..<layout.columns.count, bytes: keys.digits.bytes)
      }
    }
    try database.execute("DELETE FROM \(layout.name) WHERE \(SumsLayout.rows) = 0")
  }
}

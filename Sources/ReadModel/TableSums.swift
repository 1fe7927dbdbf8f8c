import System
import Values

/// The sums of the rows of a table, kept beside it: a row for each set of values that some of its columns have.
///
/// The cost of a list of sums then depends on its length, and not on that of the table. It is for tables whose rows are about
/// persons.
public struct TableSums: Sendable {
  /// A column to add up.
  public struct Sum: Sendable {
    /// Its name.
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
  ///   - columns: the columns that the rows of a sum have in common; none of bytes, and none with the name `rows`.
  ///   - sums: the columns to add up, beside the number of rows: money and counts that are never NULL, so that a change and
  ///     SQLite give the same sums.
  public init(_ name: String, by columns: [String], adding sums: [Sum] = []) {
    self.name = name
    self.columns = columns
    self.sums = sums
  }
}

extension ColumnKind {
  /// Whether values of several rows can be added up.
  fileprivate var adds: Bool {
    switch self {
    case .money, .count: true
    case .text, .identifier, .event, .flag, .month, .date, .instant, .bytes: false
    }
  }
}

/// Sums as they are in the database.
public struct SumsLayout: KeyedTable {
  /// The column with how many rows have the same values.
  static let rows = "rows"

  /// A column that is added up, and how.
  struct Added {
    /// Its position in a row.
    let position: Int
    /// Whether the rows with more than zero in it are counted, not their values added.
    let isCount: Bool
  }

  /// The name of their table.
  public let name: String
  /// Their columns: those that rows have in common, then the number of rows, then the sums.
  public let columns: [ColumnLayout]
  /// How many columns rows have in common.
  let keyWidth: Int
  /// The positions of these columns in a row.
  let positions: [Int]
  /// The columns that are added up.
  let added: [Added]
  /// The sums of the existing rows, in SQL.
  let selection: String

  init(_ declared: TableSums, of table: String, _ all: [ColumnLayout]) {
    func position(_ name: String) -> Int {
      guard let position = all.firstIndex(where: { $0.name == name }) else {
        preconditionFailure("\(declared.name): \(table) has no column \(name)")
      }
      return position
    }
    for name in [declared.name] + declared.sums.map(\.name) {
      precondition(ColumnLayout.isName(name), "\(name): a name has small letters, digits and _ only")
    }
    name = declared.name
    positions = declared.columns.map(position)
    keyWidth = positions.count
    added = declared.sums.map { Added(position: position($0.column), isCount: $0.isCount) }
    columns =
      positions.map { all[$0] } + [ColumnLayout(name: SumsLayout.rows, kind: .count, isNullable: false)]
      + zip(declared.sums, added).map {
        ColumnLayout(name: $0.name, kind: $1.isCount ? .count : all[$1.position].kind, isNullable: false)
      }
    precondition(!positions.isEmpty, "\(name): sums have columns in common")
    for column in positions.map({ all[$0] }) {
      precondition(column.kind != .bytes, "\(name): rows have no bytes in common, but \(column.name)")
    }
    for column in added.map({ all[$0.position] }) {
      precondition(column.kind.adds, "\(name): \(column.name) is neither money nor a count")
      precondition(!column.isNullable, "\(name): \(column.name) may be NULL")
    }
    precondition(Set(columns.map(\.name)).count == columns.count, "\(name): two columns have one name")
    let sums = declared.sums.map { ", sum(\($0.column)\($0.isCount ? " > 0" : ""))" }.joined()
    let common = declared.columns.joined(separator: ", ")
    selection = "SELECT \(common), count(*)\(sums) FROM \(table) GROUP BY \(common)"
  }

  /// The statement that makes the table.
  public var creation: String { "CREATE TABLE \(name) (\(columns.map(\.sql).joined(separator: ", "))) STRICT" }

  /// The values that no two rows share, in SQL.
  ///
  /// To SQLite no NULL is the same as another, so an empty blob, which no column has, replaces it.
  private var terms: [String] {
    columns.prefix(keyWidth).map { $0.isNullable ? "coalesce(\($0.name), x'')" : $0.name }
  }

  /// The statement that makes its key.
  public var keyCreation: String {
    "CREATE UNIQUE INDEX \(name)_key ON \(name) (\(terms.joined(separator: ", ")))"
  }

  /// The rows of some months, the first column of their key, found by that: the key, then some sums.
  package func question(forMonths sums: [String]) -> String {
    let shown = columns.prefix(keyWidth).map(\.name) + sums
    return "SELECT \(shown.joined(separator: ", ")) FROM \(name) WHERE \(terms[0]) BETWEEN ? AND ?"
  }

  /// The statement that adds a row to the one with the same key.
  package var addition: String {
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let grown = columns.dropFirst(keyWidth).map { "\($0.name) = \($0.name) + excluded.\($0.name)" }
    return "INSERT INTO \(name) VALUES (\(marks)) ON CONFLICT (\(terms.joined(separator: ", "))) "
      + "DO UPDATE SET \(grown.joined(separator: ", "))"
  }

  /// The statement that removes the row with a key, if none of the table's rows belong to it any more.
  package var removal: String {
    let same = zip(columns, terms).map { $0.isNullable ? "\($1) = coalesce(?, x'')" : "\($1) = ?" }
    return "DELETE FROM \(name) WHERE \(same.joined(separator: " AND ")) AND \(SumsLayout.rows) = 0"
  }
}

/// The sums of some rows of a table: those that have come, less those that have gone.
struct SumsCount {
  let layout: SumsLayout
  /// The places of the sums in ``keys`` and ``changes``, by the bytes of the columns that rows have in common.
  private var places: [[UInt8]: Int] = [:]
  private var keys: Rows
  /// For each key, the number of rows added less those removed, and the growth of each sum.
  private var changes: [[Int64]] = []
  private var buffer: [UInt8] = []
  /// The bytes and the place of the last row that has come, and of the last that has gone: most rows are as the one before.
  private var last = Array(repeating: (bytes: [UInt8](), place: 0), count: 2)

  init(_ layout: SumsLayout) {
    self.layout = layout
    keys = Rows(width: layout.keyWidth)
  }

  /// Counts a row that has come, or one that has gone.
  mutating func count(_ rows: Rows, _ row: Int, isGone: Bool = false) {
    let start = row * rows.width
    buffer.removeAll(keepingCapacity: true)
    for position in layout.positions { rows.append(rows.cells[start + position], to: &buffer) }
    let way = isGone ? 1 : 0
    if last[way].bytes != buffer { last[way] = (buffer, places[buffer] ?? add(rows, start)) }
    let place = last[way].place
    let sign: Int64 = isGone ? -1 : 1
    changes[place][0] += sign
    for (number, added) in layout.added.enumerated() {
      let value = rows.cells[start + added.position].number
      changes[place][number + 1] += sign * (added.isCount ? (value > 0 ? 1 : 0) : value)
    }
  }

  private mutating func add(_ rows: Rows, _ start: Int) -> Int {
    for position in layout.positions { keys.add(rows.cells[start + position], of: rows) }
    places[buffer] = changes.count
    changes.append(Array(repeating: 0, count: layout.added.count + 1))
    return changes.count - 1
  }

  /// The rows of the sums' table, in the order of their key, if no other rows are in the table.
  func rows() -> Rows {
    var all = Rows(width: layout.width)
    for (place, change) in changes.enumerated() where change[0] != 0 {
      for cell in keys.cells[keys.cells(of: place)] { all.add(cell, of: keys) }
      for number in change { all.add(number) }
    }
    all.sort(from: 0, byFirst: layout.keyWidth)
    return all
  }

  /// Updates the sums' table to the present rows, each row by its key.
  func write(to database: borrowing SQLiteDatabase) throws(SQLiteError) {
    let changed = changes.indices.filter { changes[$0].contains { $0 != 0 } }
    if changed.isEmpty { return }
    let addition = try database.prepare(layout.addition)
    let removal = try database.prepare(layout.removal)
    for place in changed {
      let key = Array(keys.cells[keys.cells(of: place)])
      let grown = changes[place].map { SQLiteCell(.integer, number: $0) }
      try addition.run(key + grown, 0..<layout.width, bytes: keys.digits.bytes)
      if changes[place][0] < 0 { try removal.run(key, 0..<layout.keyWidth, bytes: keys.digits.bytes) }
    }
  }
}

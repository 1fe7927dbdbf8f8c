import Subsidy
import Values

/// A table as one declaration: its name, the version of its rows, and its columns.
///
/// Everything made of a table draws on its declaration: the schema, the rows written, digested and compared, and the page.
public struct TableDeclaration<Row>: Sendable {
  let layout: TableLayout
  /// Adds the cells of a row, from left to right, without touching the names of the columns.
  private let cells: CellWriter<Row>

  /// Declares a table.
  ///
  /// - Parameters:
  ///   - name: the name: small letters, digits and `_`.
  ///   - version: of the columns and of the meaning of the rows: a change of either causes the tables to be rebuilt.
  ///   - key: the columns of the key, which come first. A table whose first column is `person` has rows for persons, any other
  ///     one rows for the ledger.
  ///   - columns: the other columns.
  ///   - indexes: the ways to rows that questions take beside the key.
  ///   - sums: the sums of its rows that are kept beside it.
  ///   - parent: the table whose row each row belongs to, if any.
  public init(
    _ name: String, version: Int, key: [Column<Row>], columns: [Column<Row>] = [], indexes: [TableIndex] = [],
    sums: [TableSums] = [], of parent: ParentTable? = nil
  ) {
    let all = key + columns
    cells = CellWriter(all: all.map(\.cell))
    layout = TableLayout(
      name: name, version: version, columns: all.map(\.layout), keyWidth: key.count, indexes: indexes, sums: sums,
      parent: parent)
  }

  /// Adds the cells of some rows.
  @inline(__always)
  func append(_ content: consuming [Row], to rows: inout Rows) {
    for index in content.indices { cells.write(&content[index], &rows) }
  }

  /// Adds the cells of a row.
  func append(_ row: Row, to rows: inout Rows) { append([row], to: &rows) }
}

/// A table to whose rows those of other tables belong.
public struct ParentTable: Sendable {
  /// Its name.
  let name: String
  /// The columns of its key, which the other table has under the same names.
  let key: [String]

  /// Names a table and the columns of its key.
  public init(_ name: String, key: [String]) {
    self.name = name
    self.key = key
  }

  /// The table of claims: a row for each person and scheme.
  public static var claims: ParentTable { ParentTable("claims", key: ["person", "scheme"]) }
  /// The table of applications: a row for each person and application.
  public static var applications: ParentTable { ParentTable("applications", key: ["person", "application"]) }
}

/// A way to a table's rows beside its key.
public struct TableIndex: Sendable {
  /// Its name, to be put after the table's.
  let name: String
  /// The columns, in their order.
  let columns: [String]
  /// Which rows it holds, in SQL; nil for all.
  let condition: String?

  /// Names an index.
  ///
  /// - Parameters:
  ///   - name: its name, to be put after the table's: small letters, digits and `_`.
  ///   - columns: the columns, in their order.
  ///   - condition: which rows it holds, in SQL; nil for all.
  public init(_ name: String, on columns: [String], where condition: String? = nil) {
    self.name = name
    self.columns = columns
    self.condition = condition
  }

  /// The statement that makes it.
  func creation(on table: String) -> String {
    "CREATE INDEX \(table)_\(name) ON \(table) (\(columns.joined(separator: ", ")))"
      + (condition.map { " WHERE \($0)" } ?? "")
  }
}

/// A table each of whose rows has a key.
protocol KeyedTable: Sendable {
  /// Its name.
  var name: String { get }
  /// Its columns, those of the key first.
  var columns: [ColumnLayout] { get }
  /// How many columns make the key.
  var keyWidth: Int { get }
}

extension KeyedTable {
  /// How many columns there are.
  var width: Int { columns.count }

  /// Whether the rows are about persons.
  var isAboutPersons: Bool { columns.first?.name == "person" }

  /// The columns of the key, in SQL.
  var key: String { columns.prefix(keyWidth).map(\.name).joined(separator: ", ") }
}

/// A table as it is in the database.
public struct TableLayout: KeyedTable {
  /// Its name.
  public let name: String
  /// The version of its rows.
  public let version: Int
  /// Its columns, those of the key first.
  public let columns: [ColumnLayout]
  /// How many columns make the key.
  public let keyWidth: Int
  /// The sums of its rows that are kept beside it.
  public let sums: [SumsLayout]
  private let indexes: [TableIndex]
  private let parent: ParentTable?
  /// The types of events that make its rows.
  var eventTypes = PlaceList.TypeSet([])

  fileprivate init(
    name: String, version: Int, columns: [ColumnLayout], keyWidth: Int, indexes: [TableIndex], sums: [TableSums],
    parent: ParentTable?
  ) {
    precondition(ColumnLayout.isName(name), "\(name): a name has small letters, digits and _ only")
    precondition(keyWidth > 0, "\(name): a table has a key")
    let names = Set(columns.map(\.name))
    precondition(names.count == columns.count, "\(name): two columns have one name")
    precondition(names.isSuperset(of: parent?.key ?? []), "\(name): the key of \(parent?.name ?? "") is not in it")
    for index in indexes {
      precondition(ColumnLayout.isName(index.name), "\(name): a name has small letters, digits and _ only")
      precondition(names.isSuperset(of: index.columns), "\(name): a column of \(index.name) is not in it")
    }
    self.name = name
    self.version = version
    self.columns = columns
    self.keyWidth = keyWidth
    self.indexes = indexes
    self.parent = parent
    self.sums = sums.map { SumsLayout($0, of: name, columns) }
    precondition(sums.isEmpty || isAboutPersons, "\(name): sums follow the rows of persons")
  }

  /// The parts of it that are needed to make rows.
  var shape: TableShape { TableShape(isAboutPersons: isAboutPersons, keyWidth: keyWidth, eventTypes: eventTypes) }

  /// The statement that makes the table.
  public var creation: String {
    var parts = columns.map(\.sql) + ["PRIMARY KEY (\(key))"]
    if let parent {
      let names = parent.key.joined(separator: ", ")
      parts.append("FOREIGN KEY (\(names)) REFERENCES \(parent.name) (\(names))")
    }
    return "CREATE TABLE \(name) (\(parts.joined(separator: ", "))) STRICT, WITHOUT ROWID"
  }

  /// The statements that make its indexes.
  public var indexCreations: [String] { indexes.map { $0.creation(on: name) } }

  /// The statement that inserts so many rows.
  func insertion(rows: Int) -> String {
    let marks = "(" + Array(repeating: "?", count: width).joined(separator: ",") + ")"
    return "INSERT INTO \(name) VALUES " + Array(repeating: marks, count: rows).joined(separator: ",")
  }
}

/// The part of a table's layout that is needed to make rows: it has no names, so that it is handed on for each person without
/// reference counting.
public struct TableShape: Sendable {
  let isAboutPersons: Bool
  let keyWidth: Int
  let eventTypes: PlaceList.TypeSet
}

extension Projection {
  /// Its table as it is in the database.
  public var layout: TableLayout {
    var layout = table.layout
    layout.eventTypes = PlaceList.TypeSet(eventTypes)
    return layout
  }
}

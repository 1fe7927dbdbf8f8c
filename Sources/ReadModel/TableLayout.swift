import Subsidy

/// What the columns of a projection say of its table.
struct TableLayout: Sendable {
  let name: String
  let version: Int
  /// How many columns there are.
  let width: Int
  /// How many of them, the first ones, make the key.
  let keyWidth: Int
  /// The types of events that make its rows.
  let takes: PlaceList.TypeSet
  /// Whether the rows are about persons.
  let isAboutPersons: Bool
  let key: String
  private let definition: String

  init(_ projection: some Projection) {
    self.init(
      name: projection.name, version: projection.version, takes: projection.takes, columns: projection.columns,
      key: projection.key, constraints: projection.constraints)
  }

  init(
    name: String, version: Int, takes: Set<EventType> = [], columns: String, key: String, constraints: String = ""
  ) {
    self.takes = PlaceList.TypeSet(takes)
    self.name = name
    self.version = version
    self.key = key
    let comma = UInt8(ascii: ",")
    width = columns.utf8.split(separator: comma).count
    keyWidth = key.utf8.split(separator: comma).count
    let first = columns.utf8.split { $0 == comma || $0 <= UInt8(ascii: " ") }.first
    isAboutPersons = first.map { Substring($0) } == "person"
    definition = "\(columns), PRIMARY KEY (\(key))" + (constraints.isEmpty ? "" : ", \(constraints)")
  }

  /// The statement that makes the table.
  var creation: String { "CREATE TABLE \(name) (\(definition)) STRICT, WITHOUT ROWID" }

  /// The statement that inserts so many rows.
  func insertion(rows: Int) -> String {
    let marks = "(" + Array(repeating: "?", count: width).joined(separator: ",") + ")"
    return "INSERT INTO \(name) VALUES " + Array(repeating: marks, count: rows).joined(separator: ",")
  }
}

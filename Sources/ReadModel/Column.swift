public import Values

/// What a column holds: how SQLite stores it, and in what unit.
public enum ColumnKind: Sendable {
  /// Text.
  case text
  /// The name of a person, an operator, a scheme, a batch.
  case identifier
  /// Whole fen.
  case money
  /// How many; the column's name or page says of what.
  case count
  /// The number of an event.
  case event
  /// 1 for true, 0 for false.
  case flag
  /// `2024-11`.
  case month
  /// `2024-11-20`.
  case date
  /// `2024-12-06T01:30:00Z`.
  case instant
  /// Bytes.
  case bytes

  /// The type in SQL.
  public var sql: String {
    switch self {
    case .text, .identifier, .month, .date, .instant: "TEXT"
    case .money, .count, .event, .flag: "INTEGER"
    case .bytes: "BLOB"
    }
  }
}

/// A type whose values stand in columns; its optional values are NULL where they are nil.
public protocol ColumnValue: SendableMetatype {
  /// What a column of such values holds.
  static var columnKind: ColumnKind { get }
  /// Whether it may be NULL.
  static var isNullable: Bool { get }
  /// Adds the value as the next cell.
  func append(to rows: inout Rows)
}

extension ColumnValue {
  /// It may not.
  public static var isNullable: Bool { false }
}

/// A column of a table: its name, and the value that it shows of a row, whose type says what SQLite holds.
public struct Column<Row>: Sendable {
  let layout: ColumnLayout
  let cell: CellWriter<Row>

  /// Makes a column.
  ///
  /// It is inlined, so that a cell costs one call and not one for each of its steps.
  ///
  /// - Parameters:
  ///   - name: the name: small letters, digits and `_`.
  ///   - value: what it shows of a row.
  @inline(__always)
  public init<Value: ColumnValue>(_ name: String, _ value: @escaping @Sendable (Row) -> Value) {
    precondition(ColumnLayout.isName(name), "\(name): a name has small letters, digits and _ only")
    layout = ColumnLayout(name: name, kind: Value.columnKind, isNullable: Value.isNullable)
    cell = CellWriter { value($0).append(to: &$1) }
  }
}

/// Adds the cell of a row.
typealias CellWriter<Row> = PartWriter<Row, Rows>

/// A column as it stands in the database.
public struct ColumnLayout: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// What it holds.
  public let kind: ColumnKind
  /// Whether it may be NULL.
  public let isNullable: Bool

  /// Its definition in SQL.
  var sql: String { "\(name) \(kind.sql)" + (isNullable ? "" : " NOT NULL") }

  /// Whether a text can be spliced into SQL as a name.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
  /// As without nil.
  public static var columnKind: ColumnKind { Wrapped.columnKind }
  /// It may.
  public static var isNullable: Bool { true }
  /// Adds the value, or NULL.
  public func append(to rows: inout Rows) {
    if let self { self.append(to: &rows) } else { rows.addNull() }
  }
}

extension String: ColumnValue {
  /// Text.
  public static var columnKind: ColumnKind { .text }
  /// Adds its UTF-8.
  public func append(to rows: inout Rows) { rows.addText { $0.bytes.append(contentsOf: utf8) } }
}

extension Identifier: ColumnValue {
  /// A name.
  public static var columnKind: ColumnKind { .identifier }
  /// Adds its bytes, once where they stand in the row above.
  public func append(to rows: inout Rows) { rows.add(self) }
}

extension Fen: ColumnValue {
  /// Money.
  public static var columnKind: ColumnKind { .money }
  /// Adds the number of fen.
  public func append(to rows: inout Rows) { rows.add(value) }
}

extension Int: ColumnValue {
  /// A count.
  public static var columnKind: ColumnKind { .count }
  /// Adds the number.
  public func append(to rows: inout Rows) { rows.add(Int64(self)) }
}

extension UInt64: ColumnValue {
  /// The number of an event.
  public static var columnKind: ColumnKind { .event }
  /// Adds the number.
  public func append(to rows: inout Rows) { rows.add(Int64(clamping: self)) }
}

extension Bool: ColumnValue {
  /// A flag.
  public static var columnKind: ColumnKind { .flag }
  /// Adds 1 or 0.
  public func append(to rows: inout Rows) { rows.add(self ? 1 : 0) }
}

extension Month: ColumnValue {
  /// A month.
  public static var columnKind: ColumnKind { .month }
  /// Adds its text.
  public func append(to rows: inout Rows) { rows.addText { $0.month(self) } }
}

extension CivilDate: ColumnValue {
  /// A date.
  public static var columnKind: ColumnKind { .date }
  /// Adds its text.
  public func append(to rows: inout Rows) { rows.addText { $0.date(self) } }
}

extension Instant: ColumnValue {
  /// An instant.
  public static var columnKind: ColumnKind { .instant }
  /// Adds its text.
  public func append(to rows: inout Rows) { rows.addText { $0.instant(self) } }
}

extension [UInt8]: ColumnValue {
  /// Bytes.
  public static var columnKind: ColumnKind { .bytes }
  /// Adds them.
  public func append(to rows: inout Rows) { rows.add(blob: self) }
}

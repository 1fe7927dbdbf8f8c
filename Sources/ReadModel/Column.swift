public import System
public import Values

/// The kind of a column's values: how SQLite stores them, and in what unit.
public enum ColumnKind: Sendable {
  /// Text.
  case text
  /// The name of a person, an operator, a scheme, a batch.
  case identifier
  /// Whole fen.
  case money
  /// A count; the column's name or page says of what.
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

/// A type whose values fill columns; in a column of optional values, nil is NULL.
public protocol ColumnValue: SendableMetatype {
  /// The kind of a column of such values.
  static var columnKind: ColumnKind { get }
  /// Whether it may be NULL.
  static var isNullable: Bool { get }
  /// Adds the value as the next cell.
  func append(to rows: inout Rows)
  /// Reads a cell; nil for one that ``append(to:)`` never writes.
  ///
  /// - Parameters:
  ///   - cell: the cell.
  ///   - bytes: the bytes that hold its text or blob.
  init?(_ cell: SQLiteCell, _ bytes: [UInt8])
}

extension SQLiteCell {
  /// Makes a value of a text's bytes; nil for a cell without text.
  fileprivate func text<Value>(_ bytes: [UInt8], _ make: ([UInt8], Int, Int) -> Value?) -> Value? {
    kind == .text ? make(bytes, Int(number), Int(count)) : nil
  }
}

extension ColumnValue {
  /// It may not.
  public static var isNullable: Bool { false }
}

/// A column of a table: its name, and the value that it shows of a row, whose type determines what SQLite stores.
public struct Column<Row>: Sendable {
  let layout: ColumnLayout
  let cell: CellWriter<Row>

  /// Makes a column.
  ///
  /// It is inlined, so that a cell costs one call and not one for each of its steps.
  ///
  /// - Parameters:
  ///   - name: the name: small letters, digits and `_`.
  ///   - value: the value that it shows of a row.
  @inline(__always)
  public init<Value: ColumnValue>(_ name: String, _ value: @escaping @Sendable (Row) -> Value) {
    precondition(ColumnLayout.isName(name), "\(name): a name has small letters, digits and _ only")
    layout = ColumnLayout(name: name, kind: Value.columnKind, isNullable: Value.isNullable)
    cell = CellWriter { value($0).append(to: &$1) }
  }
}

extension Column {
  private init(_ layout: ColumnLayout, _ cell: CellWriter<Row>) { (self.layout, self.cell) = (layout, cell) }

  /// The same column for rows that contain the rows of this one.
  @inline(__always)
  func of<Whole>(_ part: @escaping @Sendable (Whole) -> Row) -> Column<Whole> {
    let cell = cell
    return Column<Whole>(
      layout,
      CellWriter { whole, rows in
        var row = part(whole)
        cell.write(&row, &rows)
      })
  }
}

/// Adds the cell of a row.
typealias CellWriter<Row> = PartWriter<Row, Rows>

/// A column as it is in the database.
public struct ColumnLayout: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// The kind of its values.
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
  /// Reads nil from NULL, else as without nil.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    if cell.kind == .null {
      self = .none
    } else {
      guard let value = Wrapped(cell, bytes) else { return nil }
      self = value
    }
  }
}

extension String: ColumnValue {
  /// Text.
  public static var columnKind: ColumnKind { .text }
  /// Adds its UTF-8.
  public func append(to rows: inout Rows) { rows.addText { $0.bytes.append(contentsOf: utf8) } }
  /// Reads UTF-8.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard let text = cell.text(bytes, { String(decoding: $0[$1..<$1 + $2], as: UTF8.self) }) else { return nil }
    self = text
  }
}

extension Identifier: ColumnValue {
  /// A name.
  public static var columnKind: ColumnKind { .identifier }
  /// Adds its bytes; a name equal to the one in the row above is written once.
  public func append(to rows: inout Rows) { rows.add(self) }
  /// Reads a name.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard let name = cell.text(bytes, { Identifier(bytes: $0, at: $1, count: $2) }) else { return nil }
    self = name
  }
}

extension Fen: ColumnValue {
  /// Money.
  public static var columnKind: ColumnKind { .money }
  /// Adds the number of fen.
  public func append(to rows: inout Rows) { rows.add(value) }
  /// Reads a number of fen.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard cell.kind == .integer else { return nil }
    self.init(cell.number)
  }
}

extension Int: ColumnValue {
  /// A count.
  public static var columnKind: ColumnKind { .count }
  /// Adds the number.
  public func append(to rows: inout Rows) { rows.add(Int64(self)) }
  /// Reads a number.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard cell.kind == .integer else { return nil }
    self = Int(cell.number)
  }
}

extension UInt64: ColumnValue {
  /// The number of an event.
  public static var columnKind: ColumnKind { .event }
  /// Adds the number.
  public func append(to rows: inout Rows) { rows.add(Int64(clamping: self)) }
  /// Reads a number that is not below zero.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard cell.kind == .integer else { return nil }
    self.init(exactly: cell.number)
  }
}

extension Bool: ColumnValue {
  /// A flag.
  public static var columnKind: ColumnKind { .flag }
  /// Adds 1 or 0.
  public func append(to rows: inout Rows) { rows.add(self ? 1 : 0) }
  /// Reads 1 or 0.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard cell.kind == .integer, cell.number == 0 || cell.number == 1 else { return nil }
    self = cell.number == 1
  }
}

extension Month: ColumnValue {
  /// A month.
  public static var columnKind: ColumnKind { .month }
  /// Adds its text.
  public func append(to rows: inout Rows) { rows.addText { $0.month(self) } }
  /// Reads its text.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard let value = cell.text(bytes, { Month(bytes: $0, at: $1, count: $2) }) else { return nil }
    self = value
  }
}

extension CivilDate: ColumnValue {
  /// A date.
  public static var columnKind: ColumnKind { .date }
  /// Adds its text.
  public func append(to rows: inout Rows) { rows.addText { $0.date(self) } }
  /// Reads its text.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard let value = cell.text(bytes, { CivilDate(bytes: $0, at: $1, count: $2) }) else { return nil }
    self = value
  }
}

extension Instant: ColumnValue {
  /// An instant.
  public static var columnKind: ColumnKind { .instant }
  /// Adds its text.
  public func append(to rows: inout Rows) { rows.addText { $0.instant(self) } }
  /// Reads its text.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard let value = cell.text(bytes, { Instant(bytes: $0, at: $1, count: $2) }) else { return nil }
    self = value
  }
}

extension [UInt8]: ColumnValue {
  /// Bytes.
  public static var columnKind: ColumnKind { .bytes }
  /// Adds them.
  public func append(to rows: inout Rows) { rows.add(blob: self) }
  /// Reads them.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard cell.kind == .blob else { return nil }
    self = Array(bytes[Int(cell.number)..<Int(cell.number) + Int(cell.count)])
  }
}

extension Region: ColumnValue {
  /// Text.
  public static var columnKind: ColumnKind { .text }
  /// Adds its six digits.
  public func append(to rows: inout Rows) { description.append(to: &rows) }
  /// Reads six digits.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard let region = cell.text(bytes, { Region(bytes: $0, at: $1, count: $2) }) else { return nil }
    self = region
  }
}

/// A closed set of codes in a column.
public protocol ColumnCode: ColumnValue, RawRepresentable where RawValue == String {}

extension ColumnCode {
  /// Text.
  public static var columnKind: ColumnKind { .text }
  /// Adds the code.
  public func append(to rows: inout Rows) { rawValue.append(to: &rows) }
  /// Reads one of the codes.
  public init?(_ cell: SQLiteCell, _ bytes: [UInt8]) {
    guard let code = String(cell, bytes) else { return nil }
    self.init(rawValue: code)
  }
}

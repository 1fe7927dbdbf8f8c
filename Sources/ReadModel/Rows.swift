import System
public import Values

/// A value in a column of the read model.
public enum Cell: Hashable, Sendable {
  /// Text.
  case text(String)
  /// A whole number: months, fen.
  case integer(Int64)
  /// Bytes.
  case blob([UInt8])
  /// Nothing.
  case null
}

/// A row of the read model, its key columns first.
public typealias Row = [Cell]

/// Rows of one table, written cell by cell from left to right.
///
/// The cells stand in one buffer and their text in another, so that a row costs no allocation: a rebuild makes millions.
public struct Rows: Sendable {
  let width: Int
  var cells: [SQLiteCell] = []
  var digits = Digits()

  init(width: Int) { self.width = width }

  /// How many rows are complete.
  public var count: Int { cells.count / width }

  var isEmpty: Bool { cells.isEmpty }

  mutating func removeAll() {
    cells.removeAll(keepingCapacity: true)
    digits.bytes.removeAll(keepingCapacity: true)
  }

  /// Adds nothing.
  public mutating func addNull() { cells.append(SQLiteCell(.null)) }
  /// Adds a whole number.
  public mutating func add(_ number: Int64) { cells.append(SQLiteCell(.integer, number: number)) }
  /// Adds a count, if there is one.
  public mutating func add(_ number: Int?) { if let number { add(Int64(number)) } else { addNull() } }
  /// Adds 1 for true and 0 for false.
  public mutating func add(_ bool: Bool) { add(bool ? Int64(1) : 0) }
  /// Adds an amount, if there is one.
  public mutating func add(_ amount: Fen?) { if let amount { add(amount.value) } else { addNull() } }
  /// Adds an identifier, if there is one; one that stands in the row above is written once.
  public mutating func add(_ identifier: Identifier?) {
    let above = cells.count - width
    if above >= 0, let identifier, cells[above].kind == .text,
      identifier.stands(in: digits.bytes, at: Int(cells[above].number), count: Int(cells[above].count))
    {
      return cells.append(cells[above])
    }
    text(identifier) { $1.append(to: &$0.bytes) }
  }
  /// Adds a month, if there is one.
  public mutating func add(_ month: Month?) { text(month) { $0.month($1) } }
  /// Adds a date, if there is one.
  public mutating func add(_ date: CivilDate?) { text(date) { $0.date($1) } }
  /// Adds an instant, if there is one.
  public mutating func add(_ instant: Instant?) { text(instant) { $0.instant($1) } }
  /// Adds text, if there is any.
  public mutating func add(_ text: String?) { self.text(text) { $0.bytes.append(contentsOf: $1.utf8) } }

  mutating func add(blob: [UInt8]) {
    let start = digits.bytes.count
    digits.bytes.append(contentsOf: blob)
    cells.append(SQLiteCell(.blob, number: Int64(start), count: UInt32(blob.count)))
  }

  @inline(__always)
  private mutating func text<Value>(_ value: Value?, _ write: (inout Digits, Value) -> Void) {
    guard let value else { return addNull() }
    let start = digits.bytes.count
    write(&digits, value)
    cells.append(SQLiteCell(.text, number: Int64(start), count: UInt32(digits.bytes.count - start)))
  }
}

extension SQLiteStatement {
  /// Adds the row that it stands at.
  func appendRow(to rows: inout Rows) {
    for column in 0..<rows.width { append(column: column, to: &rows.cells, bytes: &rows.digits.bytes) }
  }
}

extension Rows {
  /// One row in the form for people.
  func row(_ number: Int) -> Row {
    cells[number * width..<(number + 1) * width].map { cell in
      switch cell.kind {
      case .null: .null
      case .integer: .integer(cell.number)
      case .text: .text(String(decoding: bytes(cell), as: UTF8.self))
      case .blob: .blob(Array(bytes(cell)))
      }
    }
  }

  func bytes(_ cell: SQLiteCell) -> ArraySlice<UInt8> {
    digits.bytes[Int(cell.number)..<Int(cell.number) + Int(cell.count)]
  }

  /// Whether a row comes before one of other rows by its first columns, as SQLite orders them.
  ///
  /// - Returns: below zero, zero or above zero.
  static func compare(_ left: borrowing Rows, _ row: Int, _ right: borrowing Rows, _ other: Int, columns: Int) -> Int {
    for column in 0..<columns {
      let (a, b) = (left.cells[row * left.width + column], right.cells[other * right.width + column])
      if a.kind != b.kind { return Int(a.kind.rawValue) - Int(b.kind.rawValue) }
      switch a.kind {
      case .null: continue
      case .integer: if a.number != b.number { return a.number < b.number ? -1 : 1 }
      case .text, .blob:
        let (first, second) = (left.bytes(a), right.bytes(b))
        // Of one array's slices with the same places `==` compares nothing, and rows above one another often share text.
        if first == second { continue }
        return first.lexicographicallyPrecedes(second) ? -1 : 1
      }
    }
    return 0
  }

  /// Takes the last rows away.
  mutating func removeRows(from number: Int) { cells.removeSubrange((number * width)...) }

  /// Puts the last rows in the order of their key, where they are not in it already.
  mutating func sort(from first: Int, byFirst columns: Int) {
    var number = first + 1
    while number < count, Rows.compare(self, number - 1, self, number, columns: columns) < 0 { number += 1 }
    if number >= count { return }
    let order = (first..<count).sorted { Rows.compare(self, $0, self, $1, columns: columns) < 0 }
    cells.replaceSubrange(
      (first * width)..., with: order.flatMap { cells[$0 * width..<($0 + 1) * width] })
  }

  /// Adds a row to a digest: each cell with its kind and length, so that no two tables share one.
  func digest(_ row: Int, into hash: inout SHA256Stream, _ buffer: inout [UInt8]) {
    buffer.removeAll(keepingCapacity: true)
    for cell in cells[row * width..<(row + 1) * width] {
      buffer.append(cell.kind.rawValue)
      switch cell.kind {
      case .null: break
      case .integer: buffer.append(bigEndian: UInt64(bitPattern: cell.number))
      case .text, .blob:
        buffer.append(bigEndian: UInt64(cell.count))
        buffer.append(contentsOf: bytes(cell))
      }
    }
    hash.update(buffer, 0..<buffer.count)
  }

}

extension [UInt8] {
  /// Appends a number of eight bytes, the highest first.
  mutating func append(bigEndian number: UInt64) {
    unsafe Swift.withUnsafeBytes(of: number.bigEndian) { unsafe append(contentsOf: $0) }
  }
}

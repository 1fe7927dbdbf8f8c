import System
import Values

/// A value in a column.
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

/// Rows of one table, each written by its columns from left to right.
///
/// The cells are in one buffer and their text in another, so that a row costs no allocation: a rebuild makes millions.
public struct Rows: Sendable {
  let width: Int
  var cells: [SQLiteCell] = []
  var digits = Digits()

  init(width: Int) { self.width = width }

  /// How many rows are complete.
  var count: Int { cells.count / width }

  var isEmpty: Bool { cells.isEmpty }

  mutating func removeAll() {
    cells.removeAll(keepingCapacity: true)
    digits.bytes.removeAll(keepingCapacity: true)
  }

  /// Adds a cell of other rows.
  mutating func add(_ cell: SQLiteCell, of other: Rows) {
    switch cell.kind {
    case .null, .integer: cells.append(cell)
    case .text, .blob: add(cell.kind) { $0.bytes.append(contentsOf: other.bytes(cell)) }
    }
  }

  mutating func addNull() { cells.append(SQLiteCell(.null)) }

  mutating func add(_ number: Int64) { cells.append(SQLiteCell(.integer, number: number)) }

  /// Adds an identifier; one that equals the one in the row above is written once.
  mutating func add(_ identifier: Identifier) {
    let above = cells.count - width
    if above >= 0, cells[above].kind == .text,
      identifier.stands(in: digits.bytes, at: Int(cells[above].number), count: Int(cells[above].count))
    {
      return cells.append(cells[above])
    }
    addText { identifier.append(to: &$0.bytes) }
  }

  mutating func add(blob: [UInt8]) { add(.blob) { $0.bytes.append(contentsOf: blob) } }

  /// Adds what is written into the buffer as text.
  @inline(__always)
  mutating func addText(_ write: (inout Digits) -> Void) { add(.text, write) }

  @inline(__always)
  private mutating func add(_ kind: SQLiteCell.Kind, _ write: (inout Digits) -> Void) {
    let start = digits.bytes.count
    write(&digits)
    cells.append(SQLiteCell(kind, number: Int64(start), count: UInt32(digits.bytes.count - start)))
  }
}

extension SQLiteStatement {
  /// Adds its current row.
  func appendRow(to rows: inout Rows) {
    for column in 0..<rows.width { append(column: column, to: &rows.cells, bytes: &rows.digits.bytes) }
  }
}

extension Rows {
  /// The range of the cells of a row.
  func cells(of row: Int) -> Range<Int> { row * width..<(row + 1) * width }

  /// One row in the form for people.
  func row(_ number: Int) -> [Cell] {
    cells[cells(of: number)].map { cell in
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
  static func compare(
    _ left: borrowing Rows, _ row: Int, _ right: borrowing Rows, _ other: Int, from first: Int = 0, columns: Int
  ) -> Int {
    for column in first..<columns {
      let (a, b) = (left.cells[row * left.width + column], right.cells[other * right.width + column])
      if a.kind != b.kind { return Int(a.kind.rawValue) - Int(b.kind.rawValue) }
      switch a.kind {
      case .null: continue
      case .integer: if a.number != b.number { return a.number < b.number ? -1 : 1 }
      case .text, .blob:
        let (first, second) = (left.bytes(a), right.bytes(b))
        // For slices of one array with the same places, `==` compares nothing, and rows above one another often share text.
        if first == second { continue }
        return first.lexicographicallyPrecedes(second) ? -1 : 1
      }
    }
    return 0
  }

  /// Takes the last rows away.
  mutating func removeRows(from number: Int) { cells.removeSubrange((number * width)...) }

  /// Puts the last rows in the order of their key, if they are not already.
  mutating func sort(from first: Int, byFirst columns: Int) {
    var number = first + 1
    while number < count, isBelow(number - 1, number, columns) { number += 1 }
    if number >= count { return }
    let order = (first..<count).sorted { Rows.compare(self, $0, self, $1, columns: columns) < 0 }
    cells.replaceSubrange(
      (first * width)..., with: order.flatMap { cells[cells(of: $0)] })
  }

  /// Whether a row comes after the one above it by its first columns, most of which share their text.
  private func isBelow(_ above: Int, _ row: Int, _ columns: Int) -> Bool {
    for column in 0..<columns {
      let (a, b) = (cells[above * width + column], cells[row * width + column])
      if a == b { continue }
      // Nearly all rows are made in their order.
      if a.kind == .text, b.kind == .text, bytes(a).lexicographicallyPrecedes(bytes(b)) { return true }
      return Rows.compare(self, above, self, row, from: column, columns: columns) < 0
    }
    return false
  }

  /// Adds a row to a digest: each cell with its kind and length, so that no two tables share one.
  func digest(_ row: Int, into hash: inout SHA256Stream, _ buffer: inout [UInt8]) {
    buffer.removeAll(keepingCapacity: true)
    for cell in cells[cells(of: row)] { append(cell, to: &buffer) }
    hash.update(buffer, 0..<buffer.count)
  }

  /// Appends a cell with its kind and length, so that no two lists of cells share their bytes.
  func append(_ cell: SQLiteCell, to buffer: inout [UInt8]) {
    buffer.append(cell.kind.rawValue)
    switch cell.kind {
    case .null: break
    case .integer: buffer.append(bigEndian: UInt64(bitPattern: cell.number))
    case .text, .blob:
      buffer.append(bigEndian: UInt64(cell.count))
      buffer.append(contentsOf: bytes(cell))
    }
  }

}

extension [UInt8] {
  /// Appends a number of eight bytes, the highest first.
  mutating func append(bigEndian number: UInt64) {
    unsafe Swift.withUnsafeBytes(of: number.bigEndian) { unsafe append(contentsOf: $0) }
  }
}

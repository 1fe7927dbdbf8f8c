import Values

/// The bytes of all texts of a file, one behind the other: a hundred thousand rows do not take a million strings.
final class TextStore {
  var bytes: [UInt8] = []
}

/// One sheet as its file has it: the cells that are not empty.
struct Grid {
  /// The kind of content of a cell.
  enum Kind: UInt8 {
    /// A text.
    case text
    /// A number that a spreadsheet keeps, in plain decimal.
    case number
    /// A number formatted as a date or a time.
    case serial
    /// A whole number of more digits than a spreadsheet keeps, as the file has it.
    case longNumber
    /// An error.
    case failed
    /// A formula without its result.
    case uncomputed
  }

  /// A cell, and the range of its text in the store.
  struct Cell {
    let column: UInt16
    var kind: Kind
    var start: UInt32
    var count: UInt32
  }

  /// A row: its number in the sheet, and its cells.
  struct Row {
    let number: Int
    var cells: Range<Int>
    /// How many fields the line of text has; nil in a workbook, which may leave out empty cells.
    var width: Int?
    var isHidden = false
  }

  /// A rectangle of cells that are shown as one, counted from 1.
  struct Merge {
    let rows: ClosedRange<Int>
    let columns: ClosedRange<Int>
  }

  let name: String
  let store: TextStore
  var rows: [Row] = []
  var cells: [Cell] = []
  var merges: [Merge] = []
  var countsFrom1904 = false

  init(name: String, store: TextStore) {
    self.name = name
    self.store = store
  }

  /// The cell of a row in a column; nil for an empty one.
  func cell(_ row: Row, _ column: UInt16) -> Cell? { cells[row.cells].first { $0.column == column } }

  /// The text of a cell, unchanged.
  func text(_ cell: Cell) -> String {
    String(decoding: store.bytes[Int(cell.start)..<Int(cell.start) + Int(cell.count)], as: UTF8.self)
  }

  /// Whether a cell shows nothing.
  func isBlank(_ cell: Cell) -> Bool {
    guard cell.kind == .text else { return false }
    let first = cell.count == 0 ? 0x20 : store.bytes[Int(cell.start)]
    // Below are blanks and apostrophes, above the bytes that may begin a blank of Unicode.
    if first > 0x27, first < 0x80 { return false }
    return text(cell).withoutBlanksAround.isEmpty
  }

  func isBlank(_ row: Row) -> Bool { cells[row.cells].allSatisfy(isBlank) }
}

extension String {
  /// The text without blanks around it, in any form that spreadsheets, bureaux and keyboards use, and without the apostrophe or
  /// tab in front by which they keep digits.
  package var withoutBlanksAround: String {
    let scalars = unicodeScalars
    guard let first = scalars.first, let last = scalars.last else { return self }
    if !first.isBlank, !last.isBlank, first != "'" { return self }
    var rest = scalars[...]
    while let first = rest.first, first.isBlank { rest.removeFirst() }
    if rest.first == "'" {
      rest.removeFirst()
      while let first = rest.first, first.isBlank { rest.removeFirst() }
    }
    while let last = rest.last, last.isBlank { rest.removeLast() }
    return String(rest)
  }
}

extension UInt8 {
  /// Whether it is a digit or a letter of ASCII.
  var isWordByte: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
  }
}

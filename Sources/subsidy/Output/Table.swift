import Papers
import Values

/// Data in rows and columns: aligned for people, CSV for programs.
struct Table: Sendable {
  /// What a column holds, which decides how it is aligned and written.
  enum Kind: Sendable {
    /// Words, to the left.
    case text
    /// Whole numbers, to the right.
    case number
    /// Amounts, to the right: yuan for people, whole fen in CSV.
    case money
  }

  /// A column.
  struct Column: Sendable {
    /// Its name in CSV, the same in every language: `entitledFen`.
    let key: String
    /// Its heading for people.
    let heading: Heading
    /// What it holds.
    let kind: Kind

    /// Makes a column.
    init(_ key: String, _ heading: Heading, _ kind: Kind = .text) {
      self.key = key
      self.heading = heading
      self.kind = kind
    }
  }

  /// A value in a row.
  enum Cell: Sendable, Hashable {
    /// A word that is the same in every language: an identifier, a month.
    case text(String)
    /// A word of the catalogue for people, and its code in CSV.
    case word(Text, code: String)
    /// A whole number.
    case number(Int64)
    /// An amount.
    case money(Fen)
    /// Nothing: blank in text, an empty field in CSV.
    case none
  }

  /// The columns from left to right.
  let columns: [Column]
  /// The rows, each with a cell for each column.
  private(set) var rows: [[Cell]] = []
  /// A last row of sums, for people only.
  var total: [Cell]?

  /// Makes a table without rows.
  init(_ columns: [Column]) { self.columns = columns }

  /// Appends a row, which must have a cell for each column.
  mutating func row(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "a row has a cell for each column")
    rows.append(cells)
  }
}

extension Table {
  /// The table without the columns of amounts that are zero in every row, which say nothing to people.
  ///
  /// `kept` are the keys of columns that stay even so.
  func withoutZeros(keeping kept: Set<String>) -> Table {
    let shown = columns.indices.filter { column in
      columns[column].kind != .money || kept.contains(columns[column].key)
        || rows.contains { $0[column] != .money(.zero) }
    }
    return only(shown)
  }

  /// The table without the columns of some keys.
  func without(_ keys: Set<String>) -> Table { only(columns.indices.filter { !keys.contains(columns[$0].key) }) }

  /// The table without columns that hold nothing in every row; only for people, and only where there are rows.
  func withoutBlanks() -> Table {
    rows.isEmpty ? self : only(columns.indices.filter { column in rows.contains { $0[column] != .none } })
  }

  private func only(_ shown: [Int]) -> Table {
    var table = Table(shown.map { columns[$0] })
    for row in rows { table.row(shown.map { row[$0] }) }
    table.total = total.map { total in shown.map { total[$0] } }
    return table
  }

  /// The widest that a column is drawn, in cells of a terminal: one long text would else make every line as long.
  static var widestColumn: Int { 240 }

  /// The table for people: headings, rows and the total, two blanks between columns, none at the end of a line.
  ///
  /// A longer text reaches beyond its column.
  func text(in language: Language) -> String {
    if rows.isEmpty { return Text.noRows(in: language) + "\n" }
    let headings = columns.map { $0.heading.text(in: language) }
    var lines = [headings] + rows.map { $0.map { $0.shown(in: language) } }
    if let total { lines.append(total.map { $0.shown(in: language) }) }
    var widths = columns.map { _ in 0 }
    for line in lines { for (column, cell) in line.enumerated() { widths[column] = max(widths[column], cell.cells) } }
    widths = widths.map { min($0, Table.widestColumn) }
    let rule = line(widths.map { String(repeating: "-", count: $0) }, widths)
    var text = line(lines[0], widths) + rule
    let last = total == nil ? lines.count : lines.count - 1
    for cells in lines[1..<last] { text += line(cells, widths) }
    if total != nil { text += rule + line(lines[last], widths) }
    return text
  }

  /// The table as CSV, amounts in fen, without the total.
  ///
  /// - Parameter guardingFormulas: whether fields that a spreadsheet would run are disarmed; only for files that people
  ///   open in one.
  /// - Returns: the header of the columns' keys and a line for each row.
  func csv(guardingFormulas: Bool = false) -> [UInt8] {
    var csv = CSVText(guardingFormulas: guardingFormulas)
    csv.row(columns.map(\.key))
    for row in rows { csv.row(row.map(\.field)) }
    return csv.bytes
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (column, cell) in cells.enumerated() {
      if column > 0 { text += "  " }
      text += columns[column].kind == .text ? cell.padded(to: widths[column]) : cell.rightAligned(to: widths[column])
    }
    while text.last == " " { text.removeLast() }
    return text + "\n"
  }
}

extension Table.Cell {
  /// The cell for people.
  func shown(in language: Language) -> String {
    switch self {
    case .text(let text): text.printable
    case .word(let text, _): text(in: language)
    case .number(let number): number.grouped
    case .money(let amount): amount.yuan
    case .none: ""
    }
  }

  /// The cell in CSV.
  fileprivate var field: String {
    switch self {
    case .text(let text): text
    case .word(_, let code): code
    case .number(let number): String(number)
    case .money(let amount): String(amount.value)
    case .none: ""
    }
  }
}

extension Fen {
  /// The amount in yuan for people, with separators: `1,234.56`.
  var yuan: String {
    let plain = description.split(separator: ".")
    return "\(grouping(plain[0])).\(plain[1])"
  }
}

extension Int64 {
  /// The number for people, with separators: `12,345`.
  var grouped: String { grouping(String(self)) }
}

/// Puts a comma before every third digit from the right.
private func grouping(_ digits: some StringProtocol) -> String {
  let sign = digits.hasPrefix("-") ? "-" : ""
  let magnitude = Array(digits.dropFirst(sign.count))
  var text = sign
  for (position, digit) in magnitude.enumerated() {
    if position > 0, (magnitude.count - position).isMultiple(of: 3) { text.append(",") }
    text.append(digit)
  }
  return text
}

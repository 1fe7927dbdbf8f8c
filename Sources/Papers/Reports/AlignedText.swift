/// Rows for people: columns aligned in terminal cells, two blanks between them, none at the end of a line.
struct AlignedText {
  /// The headings, over a rule.
  let head: [String]
  /// The rows, each with a cell for each heading.
  let rows: [[String]]
  /// A last row of sums, under a rule of its own.
  let total: [String]?
  /// Whether a column is aligned to the right.
  let isRight: [Bool]

  /// The widest that a column is drawn, in cells of a terminal: one long text would else make every line as long.
  static var widestColumn: Int { 240 }

  /// The lines, each with its end.
  ///
  /// A longer text reaches beyond its column.
  var text: String {
    var widths = head.map(\.cells)
    for row in rows + (total.map { [$0] } ?? []) {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.cells) }
    }
    widths = widths.map { min($0, AlignedText.widestColumn) }
    let rule = line(widths.map { String(repeating: "-", count: $0) }, widths)
    var text = line(head, widths) + rule
    for row in rows { text += line(row, widths) }
    if let total { text += rule + line(total, widths) }
    return text
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (column, cell) in cells.enumerated() {
      if column > 0 { text += "  " }
      text += isRight[column] ? cell.rightAligned(to: widths[column]) : cell.padded(to: widths[column])
    }
    while text.utf8.last == UInt8(ascii: " ") { text.unicodeScalars.removeLast() }
    return text + "\n"
  }
}

/// Rows for people: columns aligned in terminal cells, two blanks between them, none at the end of a line.
package struct AlignedText {
  /// The headings, over a rule.
  let head: [String]
  /// The rows, each with a cell for each heading.
  let rows: [[String]]
  /// A last row of sums, under a rule of its own.
  let total: [String]?
  /// Whether a column is aligned to the right.
  let isRight: [Bool]
  /// Whether a column's cells may be broken into lines.
  let mayWrap: [Bool]
  /// The widest that a line may be, in cells of a terminal.
  let width: Int

  /// The widest that a line is where no terminal says otherwise.
  package static var standardWidth: Int { 100 }
  /// The widest that a column is drawn: one long text would else make every line as long.
  static var widestColumn: Int { 240 }
  /// A column is not made narrower than these cells: a word a line is no table.
  static var narrowestColumn: Int { 10 }
  private static var gap: String { "  " }
  private static var indent: String { "    " }

  /// The lines, each with its end.
  ///
  /// A longer text reaches beyond its column.
  var text: String {
    let widths = widths
    let lines = columnsByLine(widths)
    let rule = line(Array(repeating: "", count: head.count), widths, lines[0]) { String(repeating: "-", count: $0) }
    var text = row(head, widths, lines) + rule
    for cells in rows { text += row(cells, widths, lines) }
    if let total { text += rule + row(total, widths, lines) }
    return text
  }

  /// The widths of the columns: as wide as their cells, and narrower if a line would be too wide and words can wrap.
  private var widths: [Int] {
    let all = rows + (total.map { [$0] } ?? []) + [head]
    var widths = head.indices.map { column in
      min(all.reduce(0) { max($0, $1[column].cells) }, AlignedText.widestColumn)
    }
    var excess = AlignedText.width(of: widths) - width
    if excess <= 0 { return widths }
    let least = head.indices.map { column in
      mayWrap[column]
        ? min(
          widths[column],
          all.reduce(max(AlignedText.narrowestColumn, head[column].cells)) { max($0, $1[column].widestPiece) })
        : widths[column]
    }
    // What goes on in a second line has room there.
    if AlignedText.width(of: least) > width {
      return head.indices.map { mayWrap[$0] ? max(least[$0], min(widths[$0], width / 2)) : widths[$0] }
    }
    while excess > 0, let widest = head.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
    {
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private static func width(of widths: some Collection<Int>) -> Int {
    widths.reduce(0, +) + gap.count * max(0, widths.count - 1)
  }

  /// The columns of each line of a row: all in one, unless they are too wide together.
  private func columnsByLine(_ widths: [Int]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for column in head.indices where column > start {
      let indent = lines.isEmpty ? 0 : AlignedText.indent.count
      if indent + AlignedText.width(of: widths[start...column]) > width {
        lines.append(start..<column)
        start = column
      }
    }
    return lines + [start..<head.count]
  }

  private func row(_ cells: [String], _ widths: [Int], _ lines: [Range<Int>]) -> String {
    var text = ""
    for (number, columns) in lines.enumerated() {
      let parts = columns.map { column in
        mayWrap[column] && cells[column].cells > widths[column]
          ? cells[column].wrapped(to: widths[column]) : [cells[column]]
      }
      // A line of a row's further columns that says nothing is left out.
      if number > 0, parts.allSatisfy({ $0 == [""] }) { continue }
      for part in 0..<(parts.map(\.count).max() ?? 0) {
        var shown = Array(repeating: "", count: cells.count)
        for (place, column) in columns.enumerated() where part < parts[place].count {
          shown[column] = parts[place][part]
        }
        text += (number > 0 ? AlignedText.indent : "") + line(shown, widths, columns)
      }
    }
    return text
  }

  private func line(
    _ cells: [String], _ widths: [Int], _ columns: Range<Int>, _ fill: ((Int) -> String)? = nil
  ) -> String {
    var text = ""
    for column in columns {
      if column > columns.lowerBound { text += AlignedText.gap }
      let cell = fill?(widths[column]) ?? cells[column]
      text += isRight[column] ? cell.rightAligned(to: widths[column]) : cell.padded(to: widths[column])
    }
    while text.utf8.last == UInt8(ascii: " ") { text.unicodeScalars.removeLast() }
    return text + "\n"
  }
}

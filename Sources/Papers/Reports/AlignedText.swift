/// Rows for people: columns aligned in terminal cells, two blanks between them, none at the end of a line.
package struct AlignedText {
  /// The headings, over a rule.
  let head: [String]
  /// The rows, each with a cell for each heading.
  let rows: AnyRandomAccessCollection<[String]>
  /// A last row of sums, under a rule of its own.
  let total: [String]?
  /// Whether a column is aligned to the right.
  let isRight: [Bool]
  /// Whether a column's cells may be broken into lines.
  let mayWrap: [Bool]
  /// The widest that a line may be, in cells of a terminal.
  let width: Int

  /// The widest that a line is if no terminal gives another width.
  package static var standardWidth: Int { 100 }
  /// The widest that a column is drawn: one long text would else make every line as long.
  static var widestColumn: Int { 240 }
  /// A column is not made narrower than these cells: one word a line is not a table.
  static var narrowestColumn: Int { 10 }
  private static var gap: String { "  " }
  private static var indent: String { "    " }

  /// The text of some rows, which may be made again each time they are read.
  package init(
    head: [String], rows: some RandomAccessCollection<[String]>, total: [String]?, isRight: [Bool], mayWrap: [Bool],
    width: Int
  ) {
    self.head = head
    self.rows = AnyRandomAccessCollection(rows)
    self.total = total
    self.isRight = isRight
    self.mayWrap = mayWrap
    self.width = width
  }

  /// The lines of ``write(to:)`` together.
  package var text: String {
    var text = ""
    write { text += $0 }
    return text
  }

  /// Gives the lines of the headings, of each row and of the total, each with its end.
  ///
  /// A longer text reaches beyond its column.
  func write(to lines: (String) -> Void) {
    let widths = widths
    let columns = columnsByLine(widths)
    let rule = line(Array(repeating: "", count: head.count), widths, columns[0]) { String(repeating: "-", count: $0) }
    lines(row(head, widths, columns) + rule)
    for cells in rows { lines(row(cells, widths, columns)) }
    if let total { lines(rule + row(total, widths, columns)) }
  }

  /// The widths of the columns: as wide as their cells, and narrower if a line would be too wide and words can wrap.
  private var widths: [Int] {
    let asked = largest
    var widths = asked.map { min($0.cells, AlignedText.widestColumn) }
    var excess = AlignedText.width(of: widths) - width
    if excess <= 0 { return widths }
    let least = head.indices.map { column in
      mayWrap[column]
        ? min(widths[column], max(AlignedText.narrowestColumn, head[column].cells, asked[column].piece))
        : widths[column]
    }
    // A second line has room for the columns that go on in it.
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

  /// How wide the widest cell of each column is, and the widest piece of one that may be broken, in one walk over the rows.
  private var largest: [(cells: Int, piece: Int)] {
    var largest = head.map { (cells: $0.cells, piece: 0) }
    func take(_ cells: [String]) {
      for (column, cell) in cells.enumerated() {
        let width = cell.cells
        largest[column].cells = max(largest[column].cells, width)
        // A piece is no wider than its cell.
        if mayWrap[column], width > largest[column].piece {
          largest[column].piece = max(largest[column].piece, cell.widestPiece)
        }
      }
    }
    for cells in rows { take(cells) }
    if let total { take(total) }
    return largest
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
    func wraps(_ column: Int) -> Bool { mayWrap[column] && cells[column].cells > widths[column] }
    if lines.count == 1, !lines[0].contains(where: wraps) { return line(cells, widths, lines[0]) }
    var text = ""
    for (number, columns) in lines.enumerated() {
      let parts = columns.map { wraps($0) ? cells[$0].wrapped(to: widths[$0]) : [cells[$0]] }
      // A line of a row's further columns is left out if all of it is empty.
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
    return text.trimmedEnd + "\n"
  }
}

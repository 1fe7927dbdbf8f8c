/// A paper in rows and columns, worded as the office prints it: a spreadsheet's CSV or aligned text.
public struct PaperTable: Sendable {
  /// The title; nil for a file that a program reads, which begins with the columns.
  public let title: String?
  /// The cells of the line under the title.
  public let heading: [String]
  /// The columns in their order.
  public let columns: [String]
  /// The rows, each with a cell for each column.
  public let rows: [[String]]
  /// A last row of sums.
  public let total: [String]?
  /// The notes under the table.
  public let notes: [String]

  /// Makes a paper.
  public init(
    title: String?, heading: [String] = [], columns: [String], rows: [[String]], total: [String]? = nil,
    notes: [String] = []
  ) {
    precondition((rows + [total ?? columns]).allSatisfy { $0.count == columns.count }, "a cell for each column")
    self.title = title
    self.heading = heading
    self.columns = columns
    self.rows = rows
    self.total = total
    self.notes = notes
  }

  /// UTF-8; of a paper for people, fields that a spreadsheet would run as formulas are disarmed.
  ///
  /// A file for a program is left as it is: an apostrophe before `+86` would be part of the telephone number.
  public var csv: [UInt8] {
    var csv = CSVText(guardingFormulas: title != nil)
    if let title { csv.row([title]) }
    if !heading.isEmpty { csv.row(heading) }
    csv.row(columns)
    for row in rows { csv.row(row) }
    if let total { csv.row(total) }
    for note in notes { csv.row([note]) }
    return csv.bytes
  }

  /// The widest that a column is drawn, in cells of a terminal; a longer text reaches beyond it.
  private static var widestColumn: Int { 240 }

  /// UTF-8 for people: the columns aligned in terminal cells, two blanks between them.
  public var text: [UInt8] {
    let lines = [columns] + rows + (total.map { [$0] } ?? [])
    let widths = columns.indices.map { column in min(lines.map { $0[column].cells }.max() ?? 0, PaperTable.widestColumn)
    }
    func line(_ cells: [String]) -> String {
      var text = ""
      for (column, cell) in cells.enumerated() { text += (column == 0 ? "" : "  ") + cell.padded(to: widths[column]) }
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }
    let rule = line(widths.map { String(repeating: "-", count: $0) })
    var text = title.map { $0 + "\n" } ?? ""
    if !heading.isEmpty { text += heading.joined(separator: "　　") + "\n" }
    text += line(columns) + rule + rows.map(line).joined()
    if let total { text += rule + line(total) }
    return Array((text + notes.map { $0 + "\n" }.joined()).utf8)
  }
}

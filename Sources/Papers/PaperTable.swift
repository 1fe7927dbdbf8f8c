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

  /// Makes a paper of a report's table.
  package init(title: String?, heading: [String] = [], _ table: Table, in language: Language) {
    self.init(
      title: title, heading: heading, columns: table.columns.map { $0.heading(in: language) },
      rows: table.rows.map { row in row.map { $0.shown(in: language) } })
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

  /// UTF-8 for people: the columns aligned in terminal cells, two blanks between them.
  public var text: [UInt8] {
    var text = title.map { $0 + "\n" } ?? ""
    if !heading.isEmpty { text += heading.joined(separator: "　　") + "\n" }
    text += AlignedText(head: columns, rows: rows, total: total, isRight: columns.map { _ in false }).text
    return Array((text + notes.map { $0 + "\n" }.joined()).utf8)
  }
}

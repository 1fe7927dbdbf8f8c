public import Merkle

/// A paper in rows and columns, worded as the office prints it: a spreadsheet's CSV or aligned text.
public struct PaperTable: Sendable {
  /// The title; nil for a file that a program reads, which begins with the columns.
  public let title: String?
  /// The cells of the line under the title.
  public let heading: [String]
  /// The columns in their order.
  public let columns: [String]
  /// Those of the columns that a spreadsheet may add up; the cells of all others are text.
  public let numbers: Set<String>
  /// The rows, each with a cell for each column.
  public let rows: [[String]]
  /// A last row of sums.
  public let total: [String]?
  /// The notes under the table.
  public let notes: [String]

  /// Makes a paper.
  public init(
    title: String?, heading: [String] = [], columns: [String], numbers: Set<String> = [], rows: [[String]],
    total: [String]? = nil, notes: [String] = []
  ) {
    precondition(numbers.isSubset(of: columns), "a number has a column")
    precondition(rows.allSatisfy { $0.count == columns.count }, "a cell for each column")
    precondition(total?.count ?? columns.count == columns.count, "a sum or a blank for each column")
    self.title = title
    self.heading = heading
    self.columns = columns
    self.numbers = numbers
    self.rows = rows
    self.total = total
    self.notes = notes
  }

  /// Makes a paper of a report's table.
  package init(title: String?, heading: [String] = [], _ table: Table, in language: Language) {
    self.init(
      title: title, heading: heading, columns: table.columns.map { $0.heading(in: language) },
      numbers: Set(table.columns.filter(\.kind.isRight).map { $0.heading(in: language) }),
      rows: table.rows.map { row in row.map { $0.shown(in: language) } },
      total: table.total.map { total in
        var cells = total.map { $0.shown(in: language) }
        if cells.first?.isEmpty ?? false { cells[0] = Heading.total.text(in: language) }
        return cells
      })
  }

  /// The lines from top to bottom, as a spreadsheet has them.
  public var lines: [[SheetCell]] { lines(under: heading) }

  /// How many lines there are above the rows: title, heading and the columns' names.
  package func headingLines(under heading: [String]) -> Int { (title == nil ? 0 : 1) + (heading.isEmpty ? 0 : 1) + 1 }

  /// The lines with another one under the title.
  package func lines(under heading: [String]) -> [[SheetCell]] {
    func words(_ cells: [String]) -> [SheetCell] { cells.map { .text($0) } }
    let isNumber = columns.map(numbers.contains)
    func row(_ cells: [String]) -> [SheetCell] { zip(isNumber, cells).map { $0 ? .number($1) : .text($1) } }
    var lines: [[SheetCell]] = title.map { [words([$0])] } ?? []
    if !heading.isEmpty { lines.append(words(heading)) }
    lines.append(words(columns))
    lines += rows.map(row)
    if let total { lines.append(row(total)) }
    return lines + notes.map { words([$0]) }
  }

  /// UTF-8; in a paper for people, every cell that is not a number stays text in a spreadsheet.
  ///
  /// A file for a program is left as it is: an apostrophe before `+86` would be part of the telephone number, and no line
  /// follows its rows.
  ///
  /// - Parameter head: the log that it was made from, which its foot names; nil for a paper that names it itself.
  /// - Returns: the bytes.
  public func csv(over head: PrintedHead?) -> [UInt8] { csv(over: head) { title == nil ? $0.text : $0.field } }

  /// The same with a byte order mark, by which a Chinese spreadsheet knows that it is UTF-8.
  ///
  /// - Parameter head: as of ``csv(over:)``.
  /// - Returns: the bytes.
  public func csvForSpreadsheets(over head: PrintedHead?) -> [UInt8] { [0xEF, 0xBB, 0xBF] + csv(over: head) }

  /// UTF-8 for people: the columns aligned in terminal cells, two blanks between them, and the foot as CSV has it.
  public func text(over head: PrintedHead?) -> [UInt8] {
    var text = title.map { $0 + "\n" } ?? ""
    if !heading.isEmpty { text += heading.joined(separator: "　　") + "\n" }
    text +=
      AlignedText(
        head: columns, rows: rows, total: total, isRight: columns.map { _ in false },
        mayWrap: columns.map { _ in false }, width: .max
      ).text
    text += notes.map { $0 + "\n" }.joined()
    return Array((text + (foot(head).map { $0 + "\n" } ?? "")).utf8)
  }

  /// The CSV that earlier versions wrote; a paper that was issued then is recognised by its hash.
  public var earlierCSVs: [[UInt8]] {
    [csv(over: nil), csv(over: nil) { SheetCell.isFormulaOfEarlier($0.text) ? "'\($0.text)" : $0.text }]
  }

  /// A file for a program ends with its rows.
  private func foot(_ head: PrintedHead?) -> String? { title == nil ? nil : head?.line }

  private func csv(over head: PrintedHead?, _ field: (SheetCell) -> String) -> [UInt8] {
    var csv = CSVText()
    for line in lines { csv.row(line.map(field)) }
    if let foot = foot(head) { csv.row([field(.text(foot))]) }
    return csv.bytes
  }
}

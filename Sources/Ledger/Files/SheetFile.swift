import Papers
import Sheets
import Subsidy
import System
import Values

/// Rows of a table that were not taken, as they are in the table, each with what is wrong.
public struct ReturnedRows: Sendable {
  /// The headings of the table.
  public let headings: [String]
  /// The rows: the text of each column, and the problems.
  public let rows: [(cells: [String], problems: [LineProblem])]
}

/// A table that comes in, as an office's programs save it: .xlsx, or text with separators.
struct SheetFile {
  let name: String
  let table: SheetTable
  /// Receives how far its rows have come.
  private let onNews: (LedgerNews) -> Void

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: the bytes.
  ///   - path: the file's name.
  ///   - form: the columns that are read.
  ///   - profile: the office's names for them; nil for the usual headings.
  ///   - count: how many rows there are by a person's count; nil if no one counted.
  ///   - onNews: receives how far its rows have come.
  /// - Throws: ``LedgerFailure`` if the bytes are no table with the columns of the form, or another number of rows.
  init(
    _ bytes: [UInt8], named path: String, _ form: SheetForm, profile: SheetProfile? = nil, rows count: UInt64?,
    telling onNews: @escaping (LedgerNews) -> Void
  ) throws {
    name = path
    self.onNews = onNews
    do {
      table = try SheetTable(bytes, form, profile: profile, rows: count)
    } catch {
      throw LedgerFailure(error, file: path)
    }
  }

  func has(_ column: String) -> Bool { table.has(column) }

  /// Whether a row has something in a column.
  func isFilled(_ column: String, _ row: SheetTable.Row) throws -> Bool { try text(column, row) != nil }

  /// The text of a row in a column; nil if the table has no such column or the cell is empty.
  func text(_ column: String, _ row: SheetTable.Row) throws -> String? {
    try faults { () throws(RowFaultError) in try table.text(column, row) }
  }

  /// Refuses a row whose column, if there is one, names something other than `expected`.
  func demand(_ column: String, _ row: SheetTable.Row, is expected: String) throws {
    guard let found = try text(column, row), found != expected else { return }
    throw LineProblem.Reason(
      .otherThanAsked(column: table.heading(column), found: found.shownInErrors, expected: expected))
  }

  /// Refuses a row whose column, if there is one, names another month.
  func demand(_ column: String, _ row: SheetTable.Row, is expected: Month) throws {
    let found: Month
    switch try faults({ () throws(RowFaultError) in try table.readMonth(column, row) }) {
    case .empty: return
    case .value(let month): found = month
    // A text that is no month is reported as it is.
    case .none(let text):
      throw LineProblem.Reason(
        .otherThanAsked(
          column: table.heading(column), found: text.shownInErrors, expected: expected.description))
    }
    guard found != expected else { return }
    throw LineProblem.Reason(
      .otherThanAsked(
        column: table.heading(column), found: found.description, expected: expected.description))
  }

  /// Writes the rows of persons who are not registered to a file beside this one, if there are any and `what` asks for that.
  func write(_ strangers: [LineProblem], as what: StrangerRows) throws {
    guard case .writtenBeside(let replacing) = what, !strangers.isEmpty else { return }
    // The rows may hold identity numbers.
    try OutputFile(name + SubsidyLedger.strangersEnding, ifPresent: replacing ? .replaced : .refused)
      .write(bytes(ofRows: Set(strangers.map(\.line))), mode: 0o600)
  }

  /// The rows that some problems are about.
  private func returned(_ problems: [LineProblem]) -> ReturnedRows {
    let byRow = Dictionary(grouping: problems, by: \.line)
    let texts = table.texts(ofRows: Set(byRow.keys))
    return ReturnedRows(
      headings: texts.headings, rows: texts.rows.map { (cells: $0.cells, problems: byRow[$0.number] ?? []) })
  }

  /// Hands over the rows that cannot be taken, or that were left out, when something is done with the table.
  ///
  /// - Parameters:
  ///   - returning: takes them; nil if the caller does not want them.
  ///   - body: does it, and says which rows it has left out.
  /// - Throws: the errors of `body` and `returning`.
  func handingBack(
    to returning: ((ReturnedRows) throws -> Void)?, _ body: () throws -> [LineProblem]
  ) throws {
    do {
      let left = try body()
      if !left.isEmpty { try returning?(returned(left)) }
    } catch LedgerFailure.lines(let problems) {
      try returning?(returned(problems))
      throw LedgerFailure.lines(problems)
    }
  }

  /// The headings and some of the rows as CSV in UTF-8.
  private func bytes(ofRows rows: Set<Int>) -> [UInt8] {
    let texts = table.texts(ofRows: rows)
    var csv = CSVText()
    for cells in [texts.headings] + texts.rows.map(\.cells) {
      // Rows from a workbook will go back into one, which would guess the type of a long number.
      csv.row(table.isWorkbook ? cells.map { SheetCell.text($0).field } : cells)
    }
    return csv.bytes
  }

  /// Reads every row, keeping what is wrong with any of them.
  ///
  /// - Throws: ``LedgerFailure/lines(_:)`` with every row that is wrong.
  func read<Value>(_ parse: (SheetTable.Row) throws -> Value) throws -> [Value] {
    var values: [Value] = []
    var problems = table.problems.map { LineProblem(file: name, line: $0.row, problem: .row($0.fault)) }
    problems += table.otherWidths.map {
      LineProblem(file: name, line: $0.row, problem: .columnCount(found: $0.found, expected: $0.expected))
    }
    if let cut = table.cutRow { problems.append(LineProblem(file: name, line: cut, problem: .endsWithinField)) }
    try RowWork.forEach(table.rows, .reading, telling: onNews) { row in
      if row.number == table.cutRow { return }
      do {
        values.append(try parse(row))
      } catch let reason as LineProblem.Reason {
        problems.append(LineProblem(file: name, line: row.number, problem: reason.problem))
      }
    }
    problems.sort { $0.line < $1.line }
    if !problems.isEmpty { throw LedgerFailure.lines(problems) }
    return values
  }

  /// A person's key.
  func personKey(_ column: String, _ row: SheetTable.Row) throws -> Identifier {
    try number(column, row, .personKey) { text in Identifier(text).flatMap { $0.isPersonKey ? $0 : nil } }
  }

  /// An identity number.
  func idNumber(_ column: String, _ row: SheetTable.Row) throws -> ResidentIDNumber {
    try number(column, row, .idNumber) { ResidentIDNumber($0) }
  }

  private func number<Value>(
    _ column: String, _ row: SheetTable.Row, _ form: LineProblem.ColumnForm, _ parse: (String) -> Value?
  ) throws -> Value {
    let text = try faults { () throws(RowFaultError) in try table.number(column, row) } ?? ""
    if let value = parse(text) { return value }
    if let lost = table.lostDigits(column, text) { throw LineProblem.Reason(.row(lost.fault)) }
    throw problem(column, text, form)
  }

  /// An amount in yuan.
  func amount(_ column: String, _ row: SheetTable.Row) throws -> Fen {
    try value(column, .yuan) { () throws(RowFaultError) in try table.readAmount(column, row) }
  }

  /// A day.
  func date(_ column: String, _ row: SheetTable.Row) throws -> CivilDate {
    try value(column, .date) { () throws(RowFaultError) in try table.readDate(column, row) }
  }

  /// A month.
  func month(_ column: String, _ row: SheetTable.Row) throws -> Month {
    try value(column, .month) { () throws(RowFaultError) in try table.readMonth(column, row) }
  }

  /// One of the values of a choice.
  func choice(_ column: String, _ row: SheetTable.Row, _ form: LineProblem.ColumnForm) throws -> String {
    try value(column, form) { () throws(RowFaultError) in try table.readChoice(column, row) }
  }

  /// A number that is an identifier, not a quantity; nil for an empty cell.
  func number(_ column: String, _ row: SheetTable.Row) throws -> String? {
    guard let text = try faults({ () throws(RowFaultError) in try table.number(column, row) }) else { return nil }
    if let lost = table.lostDigits(column, text) { throw LineProblem.Reason(.row(lost.fault)) }
    return text
  }

  /// A text in a form of its own.
  func value<Value>(
    _ column: String, _ row: SheetTable.Row, _ form: LineProblem.ColumnForm, _ parse: (String) -> Value?
  ) throws -> Value {
    let text = try text(column, row) ?? ""
    guard let value = parse(text) else { throw problem(column, text, form) }
    return value
  }

  private func value<Value>(
    _ column: String, _ form: LineProblem.ColumnForm, _ read: () throws(RowFaultError) -> SheetTable.Read<Value>
  ) throws -> Value {
    switch try faults(read) {
    case .value(let value): return value
    case .empty: throw problem(column, "", form)
    case .none(let text): throw problem(column, text, form)
    }
  }

  func problem(_ column: String, _ text: String, _ form: LineProblem.ColumnForm) -> LineProblem.Reason {
    LineProblem.Reason(.column(name: table.heading(column), found: text.shownInErrors, expected: form))
  }

  private func faults<Value>(_ body: () throws(RowFaultError) -> Value) throws -> Value {
    do throws(RowFaultError) { return try body() } catch { throw LineProblem.Reason(.row(error.fault)) }
  }
}

extension LedgerFailure {
  /// Turns a table's fault into the failure that other kinds of file share, if there is one.
  fileprivate init(_ fault: SheetFault, file: String) {
    switch fault {
    case .unreadableText: self = .unreadableText(file: file)
    case .notCSV(let line): self = .lines([LineProblem(file: file, line: line, problem: .notCSV)])
    case .empty: self = .emptyFile(file: file)
    case .missingColumn(let column): self = .missingColumn(file: file, column: column)
    case .rowCount(let found, let expected): self = .rowCount(file: file, found: found, expected: expected)
    case .sameMeaning(let row, let column, let headings):
      let isTwice = Set(headings).count == 1
      let problem: LineProblem.Problem =
        isTwice ? .repeatedColumn(headings[0]) : .sameMeaning(column: column, headings: headings)
      self = .lines([LineProblem(file: file, line: row, problem: problem)])
    case .encrypted, .oldWorkbook, .openDocument, .webPage, .notWorkbook, .damaged, .tooLarge, .documentType,
      .severalSheets, .noSheet, .mergedHeadings:
      self = .sheet(file: file, fault)
    }
  }
}

import Papers
import System
import Values

/// A CSV file with a header, its columns found by name.
struct CSVFile {
  let name: String
  private let columns: [String: Int]
  private let names: [String]
  private var header: Int { names.count }
  let rows: [CSVReader.Record]

  /// Reads a file in UTF-8 or GB18030.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - known: the columns that are read; each may occur in the header once, and other columns are passed over.
  ///   - count: how many rows there are by a person's count; nil if no one counted.
  /// - Throws: as ``init(_:named:columns:rows:)``; the system's failures.
  init(_ path: String, columns known: [String], rows count: UInt64? = nil) throws {
    try self.init(Input.read(path, atMost: InputLimit.table), named: path, columns: known, rows: count)
  }

  /// Reads the bytes of a file in UTF-8 or GB18030.
  ///
  /// A file that ends within its last field may have been cut there, an amount among its digits: the end of the line or the
  /// number of rows must show that it is whole.
  ///
  /// - Throws: ``LedgerFailure`` if the text is neither, is no CSV, has no line but the header or another number of rows, may
  ///   have been cut, or names a known column twice.
  init(_ bytes: [UInt8], named path: String, columns known: [String], rows count: UInt64?) throws {
    name = path
    guard let text = String(validating: bytes, as: UTF8.self) ?? decodeGB18030(bytes) else {
      throw LedgerFailure.unreadableText(file: path)
    }
    let records: [CSVReader.Record]
    do {
      records = try CSVReader.records(text)
    } catch {
      throw LedgerFailure.lines([LineProblem(file: path, line: error.line, problem: .notCSV)])
    }
    guard let first = records.first, records.count > 1 else { throw LedgerFailure.emptyFile(file: path) }
    if let twice = known.first(where: { name in first.fields.count { $0 == name } > 1 }) {
      throw LedgerFailure.lines([LineProblem(file: path, line: first.line, problem: .repeatedColumn(twice))])
    }
    columns = Dictionary(zip(first.fields, 0...), uniquingKeysWith: { earlier, _ in earlier })
    names = first.fields
    rows = Array(records.dropFirst())
    if let count, count != rows.count { throw LedgerFailure.rowCount(file: path, found: rows.count, expected: count) }
    if count == nil, let last = rows.last, CSVReader.endsWithinField(text) {
      throw LedgerFailure.lines([LineProblem(file: path, line: last.line, problem: .endsWithinField)])
    }
  }

  func has(_ column: String) -> Bool { columns[column] != nil }

  /// Refuses a row whose column, if there is one, names something other than `expected`.
  func demand(_ column: String, _ row: CSVReader.Record, is expected: String) throws {
    guard let found = field(column, row), found != expected else { return }
    throw LineProblem.Reason(.otherThanAsked(column: column, found: found.shownInErrors, expected: expected))
  }

  func require(_ column: String) throws(LedgerFailure) {
    if !has(column) { throw .missingColumn(file: name, column: column) }
  }

  /// The field of a row in a column; nil if the file has no such column or the field is empty.
  func field(_ column: String, _ row: CSVReader.Record) -> String? {
    guard let index = columns[column], index < row.fields.count, !row.fields[index].isEmpty else { return nil }
    return row.fields[index]
  }

  /// The header and some of the lines as CSV in UTF-8.
  func bytes(ofLines lines: Set<Int>) -> [UInt8] {
    var csv = CSVText()
    csv.row(names)
    for row in rows where lines.contains(row.line) { csv.row(row.fields) }
    return csv.bytes
  }

  /// Reads every row, keeping what is wrong with any of them.
  ///
  /// - Throws: ``LedgerFailure/lines(_:)`` with every row that is wrong.
  func read<Value>(_ parse: (CSVReader.Record) throws -> Value) throws -> [Value] {
    var values: [Value] = []
    var problems: [LineProblem] = []
    for row in rows {
      do {
        guard row.fields.count == header else {
          throw LineProblem.Reason(.columnCount(found: row.fields.count, expected: header))
        }
        values.append(try parse(row))
      } catch let reason as LineProblem.Reason {
        problems.append(LineProblem(file: name, line: row.line, problem: reason.problem))
      }
    }
    if !problems.isEmpty { throw LedgerFailure.lines(problems) }
    return values
  }

  /// Reads a field in a form of its own.
  func value<Value>(
    _ column: String, _ row: CSVReader.Record, _ form: LineProblem.ColumnForm, _ parse: (String) -> Value?
  ) throws -> Value {
    let text = field(column, row) ?? ""
    guard let value = parse(text) else {
      throw LineProblem.Reason(.column(name: column, found: text.shownInErrors, expected: form))
    }
    return value
  }
}

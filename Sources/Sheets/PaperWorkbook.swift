import CXLSXWriter
import Glibc
package import Merkle
package import Papers
import System
import Values

/// A paper with more rows than a sheet of a workbook has room for.
package struct PaperTooLong: Error {
  /// How many it has.
  package let rows: Int
  /// How many there is room for.
  package let most: Int
}

extension PaperTable {
  /// A workbook with the paper as it is printed: title, heading, columns, rows, sums and notes; on A4, as wide as one
  /// page, with page numbers and the columns' headings on each.
  ///
  /// Numbers are numbers that can be added up, everything else stays text; the same paper makes the same bytes.
  ///
  /// - Parameters:
  ///   - head: the log that it was made from, which its foot names; nil for a paper that names it itself.
  ///   - office: the office that makes it.
  /// - Returns: the file.
  /// - Throws: the system's failures; ``DraftError`` if the library refuses something.
  package func workbook(over head: PrintedHead?, by office: OfficeDetails) throws -> [UInt8] {
    // Rows of the paper, its headings, notes and foot.
    if lines.count + 2 > PaperTable.mostRows { throw PaperTooLong(rows: rows.count, most: PaperTable.mostRows) }
    var fault: DraftError?
    let bytes = try MemoryFile.bytes { path in fault = write(to: path, head, office) }
    if let fault { throw fault }
    return bytes
  }

  /// The most rows of a sheet.
  ///
  /// > Source: Microsoft, Excel specifications and limits.
  private static var mostRows: Int { 1_048_576 }

  /// The widest that a column is made.
  ///
  /// > Units: characters of the standard font.
  private static var widestColumn: Int { 40 }
  /// Columns that are wider together are printed lengthwise.
  private static var widestUpright: Int { 90 }

  private func write(to path: String, _ head: PrintedHead?, _ office: OfficeDetails) -> DraftError? {
    guard let book = unsafe workbook_new(path) else { return DraftError(code: -1) }
    var properties = unsafe lxw_doc_properties()
    unsafe properties.created = time_t(Instant.sheetEpoch.seconds)
    unsafe workbook_set_properties(book, &properties)
    let sheet = unsafe workbook_add_worksheet(book, nil)
    let words = unsafe workbook_add_format(book)
    unsafe format_set_num_format(words, "@")
    let titles = unsafe workbook_add_format(book)
    unsafe format_set_bold(titles)
    let money = unsafe workbook_add_format(book)
    unsafe format_set_num_format(money, "#,##0.00")
    let counts = unsafe workbook_add_format(book)
    unsafe format_set_num_format(counts, "#,##0")
    var code = LXW_NO_ERROR.rawValue
    func note(_ error: lxw_error) { if code == LXW_NO_ERROR.rawValue { code = error.rawValue } }

    var widths = Array(repeating: 0, count: columns.count)
    for column in columns.indices {
      let widest = (rows + (total.map { [$0] } ?? []) + [columns]).reduce(0) { max($0, $1[column].cells) }
      widths[column] = min(PaperTable.widestColumn, widest + 2)
      unsafe note(worksheet_set_column(sheet, UInt16(column), UInt16(column), Double(widths[column]), nil))
    }
    var row: UInt32 = 0
    var headings: UInt32 = 0
    func append(_ cells: [SheetCell], _ format: UnsafeMutablePointer<lxw_format>?) {
      for (column, cell) in cells.enumerated() where !cell.text.isEmpty {
        if case .number(let text) = cell, let value = Double(text.filter { $0 != "," }) {
          unsafe note(
            worksheet_write_number(sheet, row, UInt16(column), value, text.contains(".") ? money : counts))
        } else {
          unsafe note(worksheet_write_string(sheet, row, UInt16(column), cell.text, format))
        }
      }
      row += 1
    }
    let isTitled = title != nil
    let top = isTitled ? heading(by: office) : heading
    for (position, line) in self.lines(under: top).enumerated() {
      let isHeading = position < headingLines(under: top)
      if isHeading { headings = row }
      unsafe append(line, isHeading ? titles : words)
    }
    if let head, isTitled { unsafe append([.text(head.line)], words) }
    unsafe worksheet_set_paper(sheet, 9)
    if widths.reduce(0, +) > PaperTable.widestUpright { unsafe worksheet_set_landscape(sheet) }
    unsafe worksheet_fit_to_pages(sheet, 1, 0)
    unsafe note(worksheet_repeat_rows(sheet, headings, headings))
    unsafe note(worksheet_set_footer(sheet, "&C第 &P 页 共 &N 页"))
    unsafe worksheet_freeze_panes(sheet, headings + 1, 0)
    unsafe note(workbook_close(book))
    return code == LXW_NO_ERROR.rawValue ? nil : DraftError(code: Int(code))
  }
}

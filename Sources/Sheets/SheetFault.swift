public import Values

/// The reason that a file as a whole cannot be read as a table.
public enum SheetFault: Error, Hashable, Sendable {
  /// A workbook with a password.
  case encrypted
  /// A workbook of the binary forms of before 2007, .xls or .et.
  case oldWorkbook
  /// A document of another office program, .ods.
  case openDocument
  /// A page of HTML, which some systems name .xls.
  case webPage
  /// A ZIP archive that holds no workbook, or one in binary parts.
  case notWorkbook
  /// A part whose bytes, length or checksum differ from the archive's directory.
  case damaged(part: String)
  /// A part, or all of them, that would take more room than is given to any table.
  case tooLarge(part: String)
  /// A part that declares a document type, and so could declare entities.
  case documentType(part: String)
  /// Text that is neither UTF-8, UTF-16 nor GB18030.
  case unreadableText
  /// A quotation mark that is not closed, or one inside a field without quotation marks.
  case notCSV(line: Int)
  /// Nothing except the headings.
  case empty
  /// A column that must be there and is not; without a row of headings, the first of those that must be there.
  case missingColumn(String)
  /// Several sheets with the columns that are looked for.
  case severalSheets([String])
  /// No sheet has the name that the office's profile gives.
  case noSheet(String)
  /// The row of headings has cells that are merged over columns or rows, so that their columns are ambiguous.
  case mergedHeadings(row: Int)
  /// Two headings that mean the same column.
  case sameMeaning(row: Int, column: String, headings: [String])
  /// Another number of rows than the clerk counted.
  case rowCount(found: Int, expected: UInt64)
}

/// A fault of a cell, beyond its column's requirements for a value.
public enum CellFault: Hashable, Sendable, CaseIterable {
  /// A long number in scientific notation, `4.50202E+17`: its last digits are gone.
  case scientific
  /// A long number of which a spreadsheet has kept only fifteen digits.
  case lostDigits
  /// An amount below zero.
  case negative
  /// An amount with more than two decimals.
  case tooFine
  /// A formula that ended in an error, `#N/A`.
  case failed
  /// A formula whose result the file does not hold.
  case uncomputed
  /// A number in a column of days that is not formatted as a date, so that it may be anything.
  case bareNumber
  /// The number of a day before March 1900, when spreadsheets count a day that did not exist.
  case earlySerial
  /// Cells merged into one, which leave the others without a value.
  case merged
}

/// A fault of a row of a table.
public enum RowFault: Hashable, Sendable {
  /// A cell, by the heading of its column and the value it shows, as ``Swift/String/shownInErrors`` has it.
  case cell(column: String, found: String, CellFault)
  /// A row of totals whose amount is not the sum of the rows above it.
  case total(column: String, found: Fen, expected: Fen)
  /// A row that a filter or a person has hidden.
  case hidden
}

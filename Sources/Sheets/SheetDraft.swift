import CXLSXWriter
import Glibc
import System
package import Values

/// A workbook of one sheet that is given to people: a form to be filled in, or rows that came back with a reason.
///
/// Numbers that count nothing are texts, so that no digit of them is lost; the same content makes the same bytes.
package struct SheetDraft: Sendable {
  /// A column.
  package struct Column: Sendable {
    /// The heading.
    package let title: String
    /// The note shown to a user who selects a cell; empty for none.
    package let note: String
    /// The values offered for choice; empty for a cell that takes anything.
    package let choices: [String]
    /// The form in which the column's cells show a typed value.
    package let format: Format

    /// The form in which cells show a typed value.
    package enum Format: Sendable {
      case text
      case amount
      case date
    }

    package init(title: String, note: String = "", choices: [String] = [], format: Format = .text) {
      self.title = title
      self.note = note
      self.choices = choices
      self.format = format
    }
  }

  package let name: String
  package let columns: [Column]
  package let rows: [[String]]

  package init(name: String, columns: [Column], rows: [[String]] = []) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  /// How many rows a form has choices and notes for.
  private static var formRows: UInt32 { 10_000 }

  /// The file.
  ///
  /// - Parameter made: the time of making that it states.
  /// - Returns: the workbook.
  /// - Throws: the system's failures; ``DraftError`` if the library refuses something.
  package func bytes(made: Instant) throws -> [UInt8] {
    var fault: DraftError?
    let bytes = try MemoryFile.bytes { path in fault = write(to: path, made) }
    if let fault { throw fault }
    return bytes
  }

  private func write(to path: String, _ made: Instant) -> DraftError? {
    var options = unsafe lxw_workbook_options(constant_memory: 1, tmpdir: nil, use_zip64: 0)
    guard let book = unsafe workbook_new_opt(path, &options) else { return DraftError(code: -1) }
    var properties = unsafe lxw_doc_properties()
    unsafe properties.created = time_t(made.seconds)
    unsafe workbook_set_properties(book, &properties)
    let sheet = unsafe workbook_add_worksheet(book, name)
    let lists = columns.filter { SheetDraft.isLong($0.choices) }
    let choices = unsafe lists.isEmpty ? nil : workbook_add_worksheet(book, "选项")
    let heading = unsafe workbook_add_format(book)
    unsafe format_set_bold(heading)
    unsafe format_set_bg_color(heading, 0xDDEBF7)
    var code = LXW_NO_ERROR.rawValue
    func note(_ error: lxw_error) { if code == LXW_NO_ERROR.rawValue { code = error.rawValue } }
    for (place, column) in columns.enumerated() {
      let format = unsafe workbook_add_format(book)
      switch column.format {
      case .text: unsafe format_set_num_format(format, "@")
      case .amount: unsafe format_set_num_format(format, "0.00")
      case .date: unsafe format_set_num_format(format, "yyyy-mm-dd")
      }
      let width = Double(min(40, max(12, column.title.unicodeScalars.count * 2 + 2)))
      unsafe note(worksheet_set_column(sheet, UInt16(place), UInt16(place), width, format))
      unsafe note(worksheet_write_string(sheet, 0, UInt16(place), column.title, heading))
      let list = lists.firstIndex { $0.title == column.title }
      unsafe note(validate(column, at: place, listAt: list, of: sheet))
    }
    unsafe worksheet_freeze_panes(sheet, 1, 0)
    for (row, cells) in rows.enumerated() {
      for (place, cell) in cells.enumerated() where !cell.isEmpty {
        unsafe note(worksheet_write_string(sheet, UInt32(row + 1), UInt16(place), cell, nil))
      }
    }
    if let choices = unsafe choices {
      // Rows in their order: a row is written to the file when the next one begins.
      for row in 0..<(lists.map(\.choices.count).max() ?? 0) {
        for (place, list) in lists.enumerated() where row < list.choices.count {
          unsafe note(worksheet_write_string(choices, UInt32(row), UInt16(place), list.choices[row], nil))
        }
      }
      unsafe worksheet_hide(choices)
    }
    unsafe note(workbook_close(book))
    return code == LXW_NO_ERROR.rawValue ? nil : DraftError(code: Int(code))
  }

  /// Whether choices are too long for a list of their own within a cell's rule.
  ///
  /// > Source: Microsoft, Excel specifications and limits: 255 characters; the library has room for as many bytes.
  private static func isLong(_ choices: [String]) -> Bool {
    choices.reduce(0) { $0 + $1.utf8.count + 1 } > 250
  }

  private func validate(
    _ column: Column, at place: Int, listAt list: Int?, of sheet: UnsafeMutablePointer<lxw_worksheet>?
  ) -> lxw_error {
    if column.choices.isEmpty, column.note.isEmpty { return LXW_NO_ERROR }
    var rule = unsafe lxw_data_validation()
    var strings: [UnsafeMutablePointer<CChar>?] = unsafe []
    func copy(_ text: String) -> UnsafeMutablePointer<CChar>? {
      let copied = unsafe strdup(text)
      unsafe strings.append(copied)
      return unsafe copied
    }
    defer { unsafe strings.forEach { unsafe free($0) } }
    unsafe rule.validate = UInt8(LXW_VALIDATION_TYPE_ANY.rawValue)
    if !column.note.isEmpty { unsafe rule.input_message = copy(column.note) }
    var values: [UnsafeMutablePointer<CChar>?] = unsafe []
    if let list {
      let letter = String(UnicodeScalar(UInt8(65 + list)))
      unsafe rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
      unsafe rule.value_formula = copy("=选项!$\(letter)$1:$\(letter)$\(column.choices.count)")
    } else if !column.choices.isEmpty {
      unsafe rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
      for choice in column.choices { unsafe values.append(copy(choice)) }
      unsafe values.append(nil)
    }
    return unsafe values.withUnsafeMutableBufferPointer { values in
      if !values.isEmpty { unsafe rule.value_list = values.baseAddress }
      return unsafe worksheet_data_validation_range(
        sheet, 1, UInt16(place), SheetDraft.formRows, UInt16(place), &rule)
    }
  }
}

extension Instant {
  /// The time of making that a workbook states if there is no other that every maker would have: 2000-01-01.
  package static var sheetEpoch: Instant { Instant(seconds: 946_684_800) }
}

/// The library refuses a part of a workbook.
package struct DraftError: Error {
  /// Its number among the library's errors.
  package let code: Int
}

extension SheetForm {
  /// The form to be filled in: its headings, the values offered for choice, and the notes on each column.
  ///
  /// - Parameter mark: the mark behind the heading of a column that must be filled in.
  /// - Returns: the workbook, without rows.
  package func draft(marking mark: String) -> SheetDraft {
    SheetDraft(
      name: SheetWords.names(of: "form.\(name)").first ?? name,
      columns: columns.map { column in
        let isNeeded = column.isRequired || column.key == "idNumber"
        let notes = SheetWords.notes(of: column)
        let title = (column.headings.first ?? column.key) + (isNeeded ? mark : "")
        switch column.kind {
        case .text, .number, .month: return SheetDraft.Column(title: title, note: notes)
        case .amount: return SheetDraft.Column(title: title, note: notes, format: .amount)
        case .date: return SheetDraft.Column(title: title, note: notes, format: .date)
        case .choice(let choices):
          return SheetDraft.Column(title: title, note: notes, choices: choices.map { $0.words.first ?? $0.value })
        }
      })
  }
}

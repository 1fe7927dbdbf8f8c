package import Values

/// A table as people's programs save it: its row of headings found, its columns known by them, its totals checked.
package struct SheetTable {
  /// A row of the table.
  package struct Row {
    /// Its number in the sheet, or the line of the text on which it begins.
    package let number: Int
    fileprivate let row: Grid.Row
  }

  /// Whether it comes from a workbook and not from a text.
  package private(set) var isWorkbook = false
  /// How many rows there may be above the headings.
  static var deepestHeader: Int { 50 }

  /// The rows with data; empty ones, those of totals and those below the table are left out.
  package private(set) var rows: [Row] = []
  /// Rows that cannot be taken, regardless of their columns.
  package private(set) var problems: [(row: Int, fault: RowFault)] = []
  /// Headings that no column of the form has, except those of numbers and remarks.
  package private(set) var unread: [String] = []
  /// Lines with another number of fields than the headings.
  package private(set) var otherWidths: [(row: Int, found: Int, expected: Int)] = []
  /// The line within whose last field the text ends, if nothing else shows that it is whole.
  package private(set) var cutRow: Int?
  private var grid: Grid
  private var columns: [String: (place: UInt16, heading: String)] = [:]
  /// The meaning of each word of a choice, by column.
  private var meanings: [String: [String: String]] = [:]
  private let form: SheetForm
  private let header: Grid.Row

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: the file: .xlsx, or text with separators.
  ///   - form: the columns that are read; all others are passed over.
  ///   - profile: the office's names for them.
  ///   - count: how many rows there are by the clerk's own count; nil if they were not counted.
  /// - Throws: ``SheetFault``.
  package init(
    _ bytes: [UInt8], _ form: SheetForm, profile: SheetProfile? = nil, rows count: UInt64? = nil
  ) throws(SheetFault) {
    let index = HeadingIndex(form, profile)
    func score(_ grid: Grid, _ row: Grid.Row) -> Int {
      Set(grid.cells[row.cells].compactMap { $0.kind == .text ? index[grid.text($0)] : nil }).count
    }
    var endsWithinField = false
    var grids: [Grid]
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      grids = try Workbook.grids(bytes)
      if let sheet = profile?.sheet {
        grids.removeAll { $0.name != sheet }
        if grids.isEmpty { throw .noSheet(sheet) }
      }
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      throw SheetTable.holdsEncryptedPackage(bytes) ? .encrypted : .oldWorkbook
    } else {
      let text = try TextTable.grid(bytes, score: score)
      grids = [text.grid]
      endsWithinField = text.endsWithinField
    }
    var found: [(grid: Grid, header: Grid.Row, score: Int)] = []
    for grid in grids {
      var best: (row: Grid.Row, score: Int)?
      for row in grid.rows.prefix(SheetTable.deepestHeader) {
        let score = score(grid, row)
        if score > best?.score ?? 0 { best = (row, score) }
      }
      if let best { found.append((grid, best.row, best.score)) }
    }
    // A single known word may appear on any sheet.
    if found.contains(where: { $0.score > 1 }) { found.removeAll { $0.score == 1 } }
    if found.count > 1 { throw .severalSheets(found.map(\.grid.name)) }
    guard let (grid, header, _) = found.first else {
      if grids.allSatisfy({ $0.rows.allSatisfy($0.isBlank) }) { throw .empty }
      throw .missingColumn(form.anyOf.first ?? form.columns.first { $0.isRequired }?.key ?? "")
    }
    (self.grid, self.header, self.form) = (grid, header, form)
    isWorkbook = header.width == nil
    for column in form.columns {
      guard case .choice(let choices) = column.kind else { continue }
      for choice in choices {
        for word in [choice.value] + choice.words {
          meanings[column.key, default: [:]][SheetWords.comparable(word)] = choice.value
        }
      }
    }
    try findColumns(index)
    try sortRows()
    let counted = rows.count + otherWidths.count
    if counted == 0, problems.isEmpty { throw .empty }
    if let count, count != counted { throw .rowCount(found: counted, expected: count) }
    if count == nil, endsWithinField { cutRow = grid.rows.last?.number }
  }

  private static func holdsEncryptedPackage(_ bytes: [UInt8]) -> Bool {
    let name = Array("EncryptedPackage".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    return bytes.indices.contains { place in
      bytes[place] == name[0] && place + name.count <= bytes.count
        && bytes[place..<place + name.count].elementsEqual(name)
    }
  }

  private mutating func findColumns(_ index: HeadingIndex) throws(SheetFault) {
    for cell in grid.cells[header.cells] where cell.kind == .text {
      let heading = grid.text(cell).withoutBlanksAround
      guard let key = index[heading] else {
        if !SheetWords.isForTheEye(heading) { unread.append(heading) }
        continue
      }
      if let other = columns.updateValue((cell.column, heading), forKey: key) {
        throw .sameMeaning(row: header.number, column: key, headings: [other.heading, heading])
      }
    }
    // Words over several columns or rows, with other words below: only a person can see whose a heading is.
    let isMerged = grid.merges.contains { merge in
      merge.rows.contains(header.number) && (merge.rows.count > 1 || merge.columns.count > 1)
    }
    if isMerged { throw .mergedHeadings(row: header.number) }
    if !form.anyOf.isEmpty, !form.anyOf.contains(where: has) { throw .missingColumn(form.anyOf[0]) }
    if let missing = form.columns.first(where: { $0.isRequired && !has($0.key) }) { throw .missingColumn(missing.key) }
  }

  /// The sums with which a row of totals has to be compared.
  private struct Sums {
    var sinceTotal: [String: Fen] = [:]
    var all: [String: Fen] = [:]

    mutating func add(_ amount: Fen, _ key: String) {
      sinceTotal[key, default: .zero] += amount
      all[key, default: .zero] += amount
    }
  }

  /// Sorts the rows below the headings into those of the table and those that are passed over.
  private mutating func sortRows() throws(SheetFault) {
    let amounts = form.columns.filter { $0.kind == .amount && has($0.key) }.map(\.key)
    let merges = grid.merges.filter { $0.rows.upperBound > header.number }
    var sums = Sums()
    for row in grid.rows where row.number > header.number && !grid.isBlank(row) {
      // A printed list repeats its headings on every page.
      if repeatsHeadings(row) { continue }
      if isOfTotals(row) {
        check(row, amounts, &sums)
        continue
      }
      if isBelow(row) { continue }
      if row.isHidden { problems.append((row.number, .hidden)) }
      if let width = row.width, let expected = header.width, width != expected, !isOnlyLonger(row, expected) {
        otherWidths.append((row.number, width, expected))
        continue
      }
      let read = Row(number: row.number, row: row)
      if let column = mergedColumn(row, merges) {
        problems.append((row.number, .cell(column: column, found: "", .merged)))
        continue
      }
      rows.append(read)
      for key in amounts { if let amount = try? amount(key, read) { sums.add(amount, key) } }
    }
  }

  private func repeatsHeadings(_ row: Grid.Row) -> Bool {
    row.cells.count == header.cells.count
      && zip(grid.cells[row.cells], grid.cells[header.cells]).allSatisfy { grid.text($0) == grid.text($1) }
  }

  /// Whether the fields of a line beyond the headings are empty.
  private func isOnlyLonger(_ row: Grid.Row, _ expected: Int) -> Bool {
    row.width ?? 0 > expected && grid.cells[row.cells].allSatisfy { Int($0.column) <= expected || grid.isBlank($0) }
  }

  /// The first cell that shows something, of a row that names no person: a key or a number has digits or letters.
  private func label(_ row: Grid.Row) -> String? {
    guard let first = grid.cells[row.cells].first(where: { !grid.isBlank($0) }), first.kind == .text else { return nil }
    for key in SheetTable.namingKeys {
      guard let column = columns[key], let cell = grid.cell(row, column.place), cell.column != first.column else {
        continue
      }
      if grid.text(cell).halfWidth.utf8.contains(where: \.isWordByte) { return nil }
    }
    let text = grid.text(first).withoutBlanksAround
    // A leading number is not a label.
    return text.utf8.first.map { (0x30...0x39).contains($0) } ?? true ? nil : text
  }

  /// The columns that identify the person of a row.
  private static let namingKeys = ["person", "idNumber", "endToEnd"]

  private func isOfTotals(_ row: Grid.Row) -> Bool {
    guard let label = label(row) else { return false }
    return SheetWords.meaning(of: label, in: "total") != nil
      || SheetWords.begins(label, as: "counted", of: "total")
  }

  /// Whether a row is below the table: signatures and notes.
  private func isBelow(_ row: Grid.Row) -> Bool {
    guard let label = label(row), SheetWords.begins(label, as: "footer", of: "below") else { return false }
    return form.columns.allSatisfy { column in
      column.kind != .amount || columns[column.key].flatMap { grid.cell(row, $0.place) }.map(grid.isBlank) ?? true
    }
  }

  /// Checks the amounts of a row of totals against the rows above it: all of them, or those since the last such row.
  private mutating func check(_ row: Grid.Row, _ amounts: [String], _ sums: inout Sums) {
    let read = Row(number: row.number, row: row)
    for key in amounts {
      let (all, part) = (sums.all[key] ?? .zero, sums.sinceTotal[key] ?? .zero)
      sums.sinceTotal[key] = nil
      do throws(RowFaultError) {
        guard let stated = try amount(key, read), stated != all, stated != part else { continue }
        problems.append((row.number, .total(column: heading(key), found: stated, expected: all)))
      } catch {
        // A cell without an amount, such as a formula without its result, has nothing to compare.
        problems.append((row.number, error.fault))
      }
    }
  }

  private func mergedColumn(_ row: Grid.Row, _ merges: [Grid.Merge]) -> String? {
    if merges.isEmpty { return nil }
    return columns.values.sorted { $0.place < $1.place }.first { column in
      merges.contains { $0.rows.contains(row.number) && $0.columns.contains(Int(column.place)) }
    }?.heading
  }
}

/// A fault on its way to its row.
package struct RowFaultError: Error {
  package let fault: RowFault
}

extension SheetTable {
  /// Whether the table has a column.
  package func has(_ key: String) -> Bool { columns[key] != nil }

  /// The heading of a column as the file has it; its key if there is none.
  package func heading(_ key: String) -> String { columns[key]?.heading ?? key }

  /// The place of a column, counted from 1.
  package func place(_ key: String) -> Int? { columns[key].map { Int($0.place) } }

  /// All headings and all cells of some rows, as they are shown.
  package func texts(ofRows numbers: Set<Int>) -> (headings: [String], rows: [(number: Int, cells: [String])]) {
    let all = [header] + grid.rows.filter { numbers.contains($0.number) }
    let width = all.map { row in row.width ?? grid.cells[row.cells].last.map { Int($0.column) } ?? 0 }.max() ?? 0
    func line(_ row: Grid.Row) -> [String] {
      var cells = [String](repeating: "", count: width)
      for cell in grid.cells[row.cells] where Int(cell.column) <= width { cells[Int(cell.column) - 1] = shown(cell) }
      return cells
    }
    return (line(header), all.dropFirst().map { ($0.number, line($0)) })
  }

  /// A cell as a person sees it.
  private func shown(_ cell: Grid.Cell) -> String {
    let text = grid.text(cell)
    guard cell.kind == .serial, let date = date(ofSerial: text) else { return text }
    return date.description
  }

  /// The text of a cell without blanks around it; nil for an empty one.
  ///
  /// - Throws: ``RowFaultError`` for an error, a formula without its result, a number that has lost digits.
  package func text(_ key: String, _ row: Row) throws(RowFaultError) -> String? {
    guard let cell = try cell(key, row) else { return nil }
    let text = grid.text(cell).withoutBlanksAround
    return text.isEmpty ? nil : text
  }

  private func cell(_ key: String, _ row: Row) throws(RowFaultError) -> Grid.Cell? {
    guard let column = columns[key], let cell = grid.cell(row.row, column.place) else { return nil }
    switch cell.kind {
    case .text, .number, .serial: return cell
    case .longNumber: throw fault(.lostDigits, key, grid.text(cell))
    case .failed:
      let code = grid.text(cell)
      throw RowFaultError(
        fault: .cell(
          column: heading(key), found: SheetTable.errors.contains(code) ? code : code.shownInErrors, .failed))
    case .uncomputed: throw fault(.uncomputed, key, "")
    }
  }

  /// The texts of a formula's error, which are not a person's name.
  ///
  /// > Source: ECMA-376 part 1, 18.18.11 and 18.17.3.
  private static let errors: Set<String> = [
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
  ]

  private func fault(_ fault: CellFault, _ key: String, _ found: String) -> RowFaultError {
    RowFaultError(fault: .cell(column: heading(key), found: found.shownInErrors, fault))
  }

  /// A number that counts nothing, as digits of half width without blanks among them.
  ///
  /// - Throws: ``RowFaultError`` for a long number that a spreadsheet has changed.
  package func number(_ key: String, _ row: Row) throws(RowFaultError) -> String? {
    guard let text = try text(key, row)?.halfWidth else { return nil }
    if text.isScientific { throw fault(.scientific, key, text) }
    return text
  }

  /// The fault of a number whose last digits a spreadsheet has replaced by zeros; nil if it has none.
  package func lostDigits(_ key: String, _ text: String) -> RowFaultError? {
    text.hasLostDigits ? fault(.lostDigits, key, text) : nil
  }

  /// An amount in yuan; nil for an empty cell.
  ///
  /// - Throws: ``RowFaultError`` for one that is below zero or finer than a fen.
  package func amount(_ key: String, _ row: Row) throws(RowFaultError) -> Fen? {
    switch try readAmount(key, row) {
    case .value(let fen): fen
    case .empty, .none: nil
    }
  }

  /// A cell, read as a value of its column.
  package enum Read<Value> {
    case empty
    case value(Value)
    /// A text that is not such a value.
    case none(String)
  }

  /// Reads an amount: `1183.6`, `1,183.60`, `¥1183.6`, `1183.60元`, in digits of either width.
  ///
  /// - Throws: ``RowFaultError``.
  package func readAmount(_ key: String, _ row: Row) throws(RowFaultError) -> Read<Fen> {
    guard let cell = try cell(key, row) else { return .empty }
    let text = grid.text(cell).withoutBlanksAround
    if text.isEmpty { return .empty }
    if cell.kind == .serial { return .none(text) }
    if let amount = Fen(yuan: text) { return .value(amount) }
    let plain = text.plainAmount
    if let amount = Fen(yuan: plain) { return .value(amount) }
    if text.halfWidth.isScientific { throw fault(.scientific, key, text) }
    if plain.first == "-" || plain.first == "(", Fen(yuan: plain.dropFirst().prefix { $0 != ")" }) != nil {
      throw fault(.negative, key, text)
    }
    if let point = plain.firstIndex(of: "."), plain[point...].dropFirst().count > 2,
      plain.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") })
    {
      throw fault(.tooFine, key, text)
    }
    return .none(text)
  }

  /// Reads a day: `2024-09-10`, `2024/9/10`, `2024.9.10`, `2024年9月10日`, `20240910`, with or without a time behind it, or a
  /// number formatted as a date.
  ///
  /// - Throws: ``RowFaultError``.
  package func readDate(_ key: String, _ row: Row) throws(RowFaultError) -> Read<CivilDate> {
    guard let cell = try cell(key, row) else { return .empty }
    let text = grid.text(cell).withoutBlanksAround
    switch cell.kind {
    case .serial: return .value(try serial(key, text))
    case .number where text.utf8.count < 8: throw fault(.bareNumber, key, text)
    case .text, .number, .longNumber, .failed, .uncomputed:
      if text.isEmpty { return .empty }
      return CivilDate(written: text).map { .value($0) } ?? .none(text)
    }
  }

  /// Reads a month: `2024-09`, `2024/9`, `2024.9`, `2024年9月`, `202409`, or a number formatted as a date.
  ///
  /// - Throws: ``RowFaultError``.
  package func readMonth(_ key: String, _ row: Row) throws(RowFaultError) -> Read<Month> {
    guard let cell = try cell(key, row) else { return .empty }
    let text = grid.text(cell).withoutBlanksAround
    switch cell.kind {
    case .serial: return .value(try serial(key, text).month)
    case .text, .number, .longNumber, .failed, .uncomputed:
      if text.isEmpty { return .empty }
      return Month(written: text).map { .value($0) } ?? .none(text)
    }
  }

  /// Reads one of the words of a choice.
  ///
  /// - Throws: ``RowFaultError``.
  package func readChoice(_ key: String, _ row: Row) throws(RowFaultError) -> Read<String> {
    guard let text = try text(key, row) else { return .empty }
    return meanings[key]?[SheetWords.comparable(text)].map { .value($0) } ?? .none(text)
  }

  private func serial(_ key: String, _ text: String) throws(RowFaultError) -> CivilDate {
    if let date = date(ofSerial: text) { return date }
    throw fault(.earlySerial, key, text)
  }

  /// The day that a spreadsheet counts.
  ///
  /// In the older of the two calendars, day 60 is a 29th of February that did not exist: earlier days are refused.
  private func date(ofSerial text: String) -> CivilDate? {
    guard let days = Int(text.prefix { $0 != "." }), days < 3_000_000 else { return nil }
    if grid.countsFrom1904 {
      return days >= 0 ? CivilDate(year: 1904, month: 1, day: 1)?.adding(days: days) : nil
    }
    return days > 60 ? CivilDate(year: 1899, month: 12, day: 30)?.adding(days: days) : nil
  }
}

import Papers
import System

/// Reads tables that are text: fields between commas, semicolons or tabs; UTF-8, UTF-16 or GB18030.
enum TextTable {
  /// The separators that may be between fields.
  private static let separators: [UInt8] = [",", ";", "\t"].map { UInt8(ascii: $0) }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - score: how many known headings a row of cells has, by which the separator is found.
  /// - Returns: the one sheet, and whether the text ends within a field.
  /// - Throws: ``SheetFault``.
  static func grid(
    _ bytes: [UInt8], score: (Grid, Grid.Row) -> Int
  ) throws(SheetFault) -> (grid: Grid, endsWithinField: Bool) {
    guard let text = text(bytes) else { throw .unreadableText }
    let start = text.utf8.drop { $0 <= 0x20 }.prefix(5).map { $0 | 0x20 }
    if start.first == UInt8(ascii: "<") { throw .webPage }
    let separator = separator(text, score)
    let records: [CSVReader.Record]
    do {
      records = try CSVReader.records(text, separator: separator)
    } catch {
      throw .notCSV(line: error.line)
    }
    return (grid(records), CSVReader.endsWithinField(text))
  }

  private static func text(_ bytes: [UInt8]) -> String? {
    switch (bytes.first, bytes.dropFirst().first) {
    case (0xFF, 0xFE), (0xFE, 0xFF):
      guard bytes.count.isMultiple(of: 2) else { return nil }
      let isLittle = bytes[0] == 0xFF
      let units = stride(from: 2, to: bytes.count, by: 2).map { place in
        isLittle
          ? UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8 : UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
      }
      return String(validating: units, as: UTF16.self)
    default: return String(validating: bytes, as: UTF8.self) ?? decodeGB18030(bytes)
    }
  }

  /// The separator under which the beginning of the text has a row with the most known headings; a comma if none has any.
  private static func separator(_ text: String, _ score: (Grid, Grid.Row) -> Int) -> UInt8 {
    let beginning = String(decoding: text.utf8.prefix(1 << 15), as: UTF8.self)
    let lines = beginning.split(separator: "\n", omittingEmptySubsequences: false).prefix(SheetTable.deepestHeader)
    var best = (separator: separators[0], score: 0)
    for separator in separators {
      // Titles may hold anything: each line by itself.
      let found = lines.compactMap { line -> Int? in
        guard let records = try? CSVReader.records(String(line), separator: separator) else { return nil }
        let grid = grid(records)
        return grid.rows.first.map { score(grid, $0) }
      }
      if let most = found.max(), most > best.score { best = (separator, most) }
    }
    return best.separator
  }

  private static func grid(_ records: [CSVReader.Record]) -> Grid {
    let store = TextStore()
    var grid = Grid(name: "", store: store)
    for record in records {
      let first = grid.cells.count
      for (place, field) in record.fields.prefix(Int(UInt16.max) - 1).enumerated() where !field.isEmpty {
        grid.cells.append(
          Grid.Cell(
            column: UInt16(place + 1), kind: .text, start: UInt32(store.bytes.count), count: UInt32(field.utf8.count)))
        store.bytes.append(contentsOf: field.utf8)
      }
      grid.rows.append(Grid.Row(number: record.line, cells: first..<grid.cells.count, width: record.fields.count))
    }
    return grid
  }
}

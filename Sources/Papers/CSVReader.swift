/// The reason that a text is not CSV.
public struct CSVError: Error, Hashable, Sendable {
  /// The line, counted from 1, on which the field begins that is wrong.
  public let line: Int
}

/// Reads CSV: fields between commas or another separator, quotes doubled inside quoted fields, lines that end in LF or CRLF.
///
/// A field is the text that it means to a spreadsheet (``SheetCell/text(ofField:)``): `="622…"` is the number alone.
///
/// > Source: RFC 4180 section 2, and for `="…"` the form that spreadsheets take without the quotes of CSV.
public enum CSVReader {
  /// One record: its fields, and the line on which it begins.
  public struct Record: Hashable, Sendable {
    /// The fields in their order.
    public let fields: [String]
    /// The line, counted from 1.
    public let line: Int
  }

  /// Reads a whole text; empty lines are passed over, a byte order mark too.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - separator: the byte of ASCII between fields.
  /// - Returns: the records in their order.
  /// - Throws: ``CSVError`` for a quote that is not closed or is inside an unquoted field.
  public static func records(
    _ text: String, separator: UInt8 = UInt8(ascii: ",")
  ) throws(CSVError) -> [Record] {
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    var reader = Reader(bytes: bytes, separator: separator)
    var records: [Record] = []
    while let record = try reader.record() {
      if record.fields != [""] { records.append(record) }
    }
    return records
  }

  /// Whether a text ends within a field, so that it may have been longer: after no line end and no closing quote.
  ///
  /// - Parameter text: a text that ``records(_:)`` reads.
  /// - Returns: whether nothing in it shows that its last field is whole.
  public static func endsWithinField(_ text: String) -> Bool {
    guard let last = text.utf8.last else { return false }
    return ![UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\"")].contains(last)
  }

  private struct Reader {
    let bytes: [UInt8]
    let separator: UInt8
    var position = 0
    var line = 1

    mutating func record() throws(CSVError) -> Record? {
      guard position < bytes.count else { return nil }
      let start = line
      var fields: [String] = []
      while true {
        fields.append(SheetCell.text(ofField: try field()))
        guard position < bytes.count, bytes[position] == separator else { break }
        position += 1
      }
      if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
      if position < bytes.count {
        guard bytes[position] == UInt8(ascii: "\n") else { throw CSVError(line: line) }
        position += 1
        line += 1
      }
      return Record(fields: fields, line: start)
    }

    private mutating func field() throws(CSVError) -> String {
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return try plain() }
      let start = line
      position += 1
      var content: [UInt8] = []
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: "\"") {
          guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            return String(decoding: content, as: UTF8.self)
          }
          position += 1
        }
        if byte == UInt8(ascii: "\n") { line += 1 }
        content.append(byte)
      }
      throw CSVError(line: start)
    }

    private mutating func plain() throws(CSVError) -> String {
      let start = position
      let ends = [separator, UInt8(ascii: "\n"), UInt8(ascii: "\r")]
      while position < bytes.count, !ends.contains(bytes[position]) { position += 1 }
      let field = String(decoding: bytes[start..<position], as: UTF8.self)
      if field.utf8.contains(UInt8(ascii: "\"")), SheetCell.literal(field[...]) == nil { throw CSVError(line: line) }
      return field
    }
  }
}

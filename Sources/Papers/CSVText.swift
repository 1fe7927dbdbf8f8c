/// Writes CSV: fields between commas, quoted only if they must be, lines that end in a line feed.
///
/// > Source: RFC 4180 section 2, except for its CRLF: the tools around this program expect line feeds.
public struct CSVText: Sendable {
  /// The bytes written so far.
  public private(set) var bytes: [UInt8] = []

  /// Starts with an empty buffer.
  public init() {}

  /// Appends a line.
  public mutating func row(_ fields: [String]) {
    // A line with one empty field would be an empty line, which readers skip.
    if fields == [""] { bytes.append(contentsOf: "\"\"".utf8) } else { append(fields) }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Removes the bytes written and keeps the storage, for long outputs written in parts.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  private mutating func append(_ fields: [String]) {
    for (position, field) in fields.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      append(field)
    }
  }

  private mutating func append(_ field: String) {
    let needsQuotes = field.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    for byte in field.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
  }
}

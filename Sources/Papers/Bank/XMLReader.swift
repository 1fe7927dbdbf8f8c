/// Why a text is not the XML that this program reads.
public struct XMLError: Error, Hashable, Sendable {
  /// The line, counted from 1, on which it is wrong.
  public let line: Int
}

/// Reads XML piece by piece: elements and their text, without namespaces' prefixes and without attributes.
///
/// It knows no document types, so that no entity can be declared and nothing be fetched; what it does not know it refuses.
///
/// > Source: XML 1.0, fifth edition, sections 2 and 4.6.
public struct XMLReader {
  /// A piece of the text.
  public enum Piece: Hashable, Sendable {
    /// An element begins, by its local name.
    case start(String)
    /// Text of the innermost element, blanks included.
    case text(String)
    /// The innermost element ends.
    case end(String)
  }

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var open: [[UInt8]] = []
  private var emptied: String?
  private var hasRoot = false

  /// The most elements that may stand in one another.
  static var deepest: Int { 64 }

  /// Begins to read a text.
  public init(_ text: String) {
    bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next piece; nil at the end of the document.
  ///
  /// - Throws: ``XMLError``.
  public mutating func next() throws(XMLError) -> Piece? {
    if let name = emptied {
      emptied = nil
      return .end(name)
    }
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "<") {
        let text = try text()
        if !open.isEmpty { return .text(text) }
        guard text.utf8.allSatisfy(XMLReader.isBlank) else { throw error }
      } else if starts("<?") {
        try skip(past: "?>")
      } else if starts("<!--") {
        try skip(past: "-->")
      } else if starts("<![CDATA[") {
        let start = position + 9
        try skip(past: "]]>")
        guard !open.isEmpty else { throw error }
        return .text(String(decoding: bytes[start..<position - 3], as: UTF8.self))
      } else if starts("<!") {
        throw error
      } else if starts("</") {
        return try end()
      } else {
        return try start()
      }
    }
    guard open.isEmpty, hasRoot else { throw error }
    return nil
  }

  private var error: XMLError { XMLError(line: line) }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  private func starts(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { unsafe bytes[position...].starts(with: $0) }
  }

  private mutating func skip(past mark: StaticString) throws(XMLError) {
    while position < bytes.count {
      if starts(mark) {
        position += mark.utf8CodeUnitCount
        return
      }
      step()
    }
    throw error
  }

  private mutating func step() {
    if bytes[position] == 0x0A { line += 1 }
    position += 1
  }

  private mutating func name() throws(XMLError) -> [UInt8] {
    let start = position
    while position < bytes.count, !XMLReader.isBlank(bytes[position]), bytes[position] != UInt8(ascii: ">"),
      bytes[position] != UInt8(ascii: "/"), bytes[position] != UInt8(ascii: "="), bytes[position] != UInt8(ascii: "<")
    { position += 1 }
    guard position > start else { throw error }
    return Array(bytes[start..<position])
  }

  private static func local(_ name: [UInt8]) -> String {
    let start = name.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? 0
    return String(decoding: name[start...], as: UTF8.self)
  }

  private mutating func start() throws(XMLError) -> Piece {
    guard !open.isEmpty || !hasRoot, open.count < XMLReader.deepest else { throw error }
    position += 1
    let name = try name()
    hasRoot = true
    while true {
      while position < bytes.count, XMLReader.isBlank(bytes[position]) { step() }
      guard position < bytes.count else { throw error }
      if bytes[position] == UInt8(ascii: ">") {
        position += 1
        open.append(name)
        return .start(XMLReader.local(name))
      }
      if starts("/>") {
        position += 2
        emptied = XMLReader.local(name)
        return .start(XMLReader.local(name))
      }
      try attribute()
    }
  }

  private mutating func attribute() throws(XMLError) {
    _ = try name()
    while position < bytes.count, XMLReader.isBlank(bytes[position]) { step() }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { throw error }
    position += 1
    while position < bytes.count, XMLReader.isBlank(bytes[position]) { step() }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") else {
      throw error
    }
    let quote = bytes[position]
    position += 1
    while position < bytes.count, bytes[position] != quote {
      if bytes[position] == UInt8(ascii: "<") { throw error }
      step()
    }
    guard position < bytes.count else { throw error }
    position += 1
  }

  private mutating func end() throws(XMLError) -> Piece {
    position += 2
    let name = try name()
    while position < bytes.count, XMLReader.isBlank(bytes[position]) { step() }
    guard position < bytes.count, bytes[position] == UInt8(ascii: ">"), open.popLast() == name else { throw error }
    position += 1
    return .end(XMLReader.local(name))
  }

  private mutating func text() throws(XMLError) -> String {
    var content: [UInt8] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
      if bytes[position] == UInt8(ascii: "&") {
        content.append(contentsOf: try reference())
      } else {
        content.append(bytes[position])
        step()
      }
    }
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func reference() throws(XMLError) -> [UInt8] {
    guard let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { throw error }
    let name = String(decoding: bytes[position + 1..<end], as: UTF8.self)
    position = end + 1
    switch name {
    case "amp": return [UInt8(ascii: "&")]
    case "lt": return [UInt8(ascii: "<")]
    case "gt": return [UInt8(ascii: ">")]
    case "quot": return [UInt8(ascii: "\"")]
    case "apos": return [UInt8(ascii: "'")]
    default: break
    }
    let number =
      name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
    guard let scalar = number.flatMap(Unicode.Scalar.init) else { throw error }
    return Array(String(Character(scalar)).utf8)
  }
}

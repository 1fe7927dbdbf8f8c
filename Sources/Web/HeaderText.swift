/// The characters of which header fields are made.
enum HeaderText {
  /// Whether a text is a token, as names of fields are.
  ///
  /// > Source: RFC 9110 section 5.6.2.
  static func isToken(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isLetterOrDigit($0) || tokenSigns.contains($0) }
  }

  /// Whether a text can be a field's value: no control characters.
  ///
  /// > Source: RFC 9110 section 5.5.
  static func isValue(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
  }

  /// Whether a byte may be part of the boundary of a multipart body.
  ///
  /// > Source: RFC 2046 section 5.1.1.
  static func isBoundary(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || boundarySigns.contains(byte) }

  /// A text without the blanks and tabs around it.
  static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
    while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
    return text
  }

  private static let tokenSigns = Array("!#$%&'*+-.^_`|~".utf8)
  private static let boundarySigns = Array("'()+_,-./:=? ".utf8)

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

/// The header fields of a request, by their names in small letters, in their order.
struct HeaderFields: Sendable {
  private var items: [(name: String, value: String)] = []

  /// Takes a field.
  ///
  /// - Throws: ``Fault/malformed(_:)`` for what no field can be: a name with a blank behind it hides a field from one reader and
  ///   shows it to another.
  mutating func append(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) throws(Fault) {
    guard let name = PercentCoding.text(name), HeaderText.isToken(name), let value = PercentCoding.text(value),
      HeaderText.isValue(value)
    else { throw .malformed(.headerField) }
    items.append((name.lowercased(), value))
  }

  /// How many fields there are.
  var count: Int { items.count }

  /// The values of all fields of a name.
  func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// Whether no other field's name begins with this one.
  func isPlain(_ name: String) -> Bool { items.allSatisfy { $0.name == name || !$0.name.hasPrefix(name) } }

  /// The value of the one field of a name; nil if there is none.
  ///
  /// - Throws: ``Fault/malformed(_:)`` if there are several.
  func single(_ name: String) throws(Fault) -> String? {
    let values = all(name)
    if values.count > 1 { throw .malformed(.headerField) }
    return values.first
  }
}

/// The cookies that a browser sent.
///
/// > Source: RFC 6265 sections 4.2 and 5.4.
struct CookieFields: Sendable {
  private let items: [(name: Substring, value: Substring)]

  init(_ field: String) {
    items = field.split(separator: ";").compactMap { part in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return sides.count == 2 ? (HeaderText.trimmed(sides[0]), HeaderText.trimmed(sides[1])) : nil
    }
  }

  /// The value of the one cookie of a name; nil if there is none, or if there are several, since one may have been planted.
  func single(_ name: String) -> String? {
    let found = items.filter { $0.name == name }
    return found.count == 1 ? String(found[0].value) : nil
  }
}

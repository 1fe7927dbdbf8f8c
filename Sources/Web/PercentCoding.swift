/// The encoding of text in a path, a query and a form.
///
/// > Source: RFC 3986 section 2; WHATWG URL, `application/x-www-form-urlencoded`.
enum PercentCoding {
  /// The text of a percent-encoded part.
  ///
  /// - Parameters:
  ///   - bytes: the part.
  ///   - plusIsBlank: whether `+` means a blank, as in queries and forms.
  /// - Returns: nil for a `%` without two hexadecimal digits, a byte that has to be encoded, NUL, and what is no UTF-8.
  static func decode(_ bytes: ArraySlice<UInt8>, plusIsBlank: Bool) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
        decoded.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsBlank: decoded.append(UInt8(ascii: " "))
      case 0x21..<0x7F: decoded.append(byte)
      default: return nil
      }
    }
    return text(decoded[...])
  }

  /// Bytes as text; nil for what is no UTF-8, or has a NUL.
  static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }

  /// A text as it is written in a path or a query: everything but the unreserved characters is encoded.
  static func encode(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.append(byte)
      default:
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The fields of a query or of an urlencoded form.
  ///
  /// - Parameters:
  ///   - bytes: the fields; none at all are no fields.
  ///   - limit: how many there may be.
  /// - Returns: names and values in their order; nil for more fields, an empty one, or what ``decode(_:plusIsBlank:)`` refuses.
  static func fields(_ bytes: ArraySlice<UInt8>, atMost limit: Int) -> Fields? {
    var items: [Fields.Item] = []
    guard !bytes.isEmpty else { return Fields(items) }
    for part in bytes.split(separator: UInt8(ascii: "&"), maxSplits: limit, omittingEmptySubsequences: false) {
      let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      guard items.count < limit, end > part.startIndex, let name = decode(part[..<end], plusIsBlank: true),
        let value = decode(part[end...].dropFirst(), plusIsBlank: true)
      else { return nil }
      items.append(Fields.Item(name: name, value: value))
    }
    return Fields(items)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

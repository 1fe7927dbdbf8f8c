/// Reads text in GB18030, the encoding that the bureaux' spreadsheets still save lists in.
///
/// - Returns: nil if the bytes are no such text, or the system has no table for it.
public func decodeGB18030(_ bytes: [UInt8]) -> String? {
  // Two bytes become at most three, four become four.
  guard let converter = TextConverter(from: "GB18030", to: "UTF-8"), let text = converter.convert(bytes) else {
    return nil
  }
  return String(validating: text.bytes, as: UTF8.self)
}

/// Writes text in GB18030; opened once, for many texts.
public struct GB18030Encoder: ~Copyable {
  private let converter: TextConverter

  /// Opens the table; nil if the system has none.
  public init?() {
    guard let converter = TextConverter(from: "UTF-8", to: "GB18030") else { return nil }
    self.converter = converter
  }

  /// The bytes of a text; nil if a character has none of its own.
  public func encode(_ text: String) -> [UInt8]? {
    // Three bytes become at most four.
    guard let encoded = converter.convert(Array(text.utf8)), encoded.inexact == 0 else { return nil }
    return encoded.bytes
  }
}

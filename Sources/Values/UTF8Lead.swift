/// The information that the first byte of a character of several bytes gives about the others.
///
/// > Source: RFC 3629 section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
public struct UTF8Lead: Sendable {
  /// How many bytes the character has, two to four.
  public let count: Int
  /// The values allowed for the second byte; those behind it are 0x80 to 0xBF.
  public let second: ClosedRange<UInt8>

  /// Nil for a byte that begins no such character.
  @inlinable @inline(__always)
  public init?(_ byte: UInt8) {
    guard byte >= 0xC2, byte <= 0xF4 else { return nil }
    count = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    second = (byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80)...(byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF)
  }
}

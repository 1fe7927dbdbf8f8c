/// A resident identity number (公民身份号码) of 18 characters with a valid check character.
///
/// It is private data: it lives in the vault and in memory, never in the log, and shows only a placeholder so that it
/// does not slip into a message.
///
/// > Source: GB 11643-1999, with the check character of ISO 7064, MOD 11-2.
public struct ResidentIDNumber: Hashable, Sendable {
  /// The 18 characters, the last one a digit or `X`.
  public let text: String

  /// The date of birth in digits 7 to 14.
  public let birth: CivilDate

  /// Whether the sequence number in digits 15 to 17 is odd, as it is for men.
  public let isMale: Bool

  /// Reads an identity number; nil if its length, date or check character is wrong.
  ///
  /// A small `x` counts as `X`.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 18, Digits.read(bytes, 0, 17) != nil,
      let year = Digits.read(bytes, 6, 4), let month = Digits.read(bytes, 10, 2), let day = Digits.read(bytes, 12, 2),
      let birth = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    var sum = 0
    for (position, weight) in weights.enumerated() { sum += weight * Int(bytes[position] &- UInt8(ascii: "0")) }
    let check = Array("10X98765432".utf8)[sum % 11]
    let last = bytes[17] == UInt8(ascii: "x") ? UInt8(ascii: "X") : bytes[17]
    guard last == check else { return nil }
    self.text = String(decoding: bytes[0..<17] + [last], as: UTF8.self)
    self.birth = birth
    self.isMale = bytes[16] & 1 == 1
  }

  /// The last four characters, all that a notification may show.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件4 一, "身份证尾号xxxx".
  public var lastFour: String { String(text.suffix(4)) }
}

extension ResidentIDNumber: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder: without it string interpolation would print the number by reflection.
  public var description: String { "ResidentIDNumber(…)" }
  /// The same placeholder.
  public var debugDescription: String { description }
  /// Nothing, so that a dump does not show the number.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

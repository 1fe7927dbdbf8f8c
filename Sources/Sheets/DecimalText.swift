/// A number as a workbook writes it, sign, digits, point and exponent, made plain without floating point.
///
/// A spreadsheet keeps fifteen digits and shows no more; the further digits in the file, `1183.5999999999999`, are those of the
/// binary fraction nearest to the typed number.
///
/// > Source: Microsoft, Excel specifications and limits, number precision; ECMA-376 part 1, 18.3.1.96.
package enum DecimalText {
  /// The digits that a spreadsheet keeps.
  static var precision: Int { 15 }

  /// A text as a number.
  package enum Reading: Equatable {
    case plain([UInt8])
    /// A whole number of more digits than are kept.
    case long
    case none
  }

  /// Reads a number.
  package static func read(_ text: ArraySlice<UInt8>) -> Reading {
    if text.count <= precision, !text.isEmpty, text.allSatisfy({ (0x30...0x39).contains($0) }),
      text.first != 0x30 || text.count == 1
    {
      return .plain(Array(text))
    }
    var rest = text
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    var digits: [UInt8] = []
    var whole = 0
    var hasPoint = false
    while let byte = rest.first {
      if (0x30...0x39).contains(byte) {
        digits.append(byte - 0x30)
        if !hasPoint { whole += 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      rest.removeFirst()
    }
    guard !digits.isEmpty, let power = exponent(rest), abs(power) <= 400 else { return .none }
    whole += power
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    whole -= zeros
    if digits.isEmpty { return .plain([UInt8(ascii: "0")]) }
    if whole > precision { return .long }
    round(&digits, &whole)
    while digits.last == 0 { digits.removeLast() }
    return .plain(plain(digits, whole, isNegative: isNegative))
  }

  private static func exponent(_ text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first else { return 0 }
    guard first | 0x20 == UInt8(ascii: "e") else { return nil }
    return Int(String(decoding: text.dropFirst(), as: UTF8.self))
  }

  private static func round(_ digits: inout [UInt8], _ whole: inout Int) {
    guard digits.count > precision else { return }
    let goesUp = digits[precision] >= 5
    digits.removeSubrange(precision...)
    guard goesUp else { return }
    var place = precision - 1
    while place >= 0, digits[place] == 9 {
      digits[place] = 0
      place -= 1
    }
    if place >= 0 {
      digits[place] += 1
    } else {
      digits.insert(1, at: 0)
      whole += 1
    }
  }

  private static func plain(_ digits: [UInt8], _ whole: Int, isNegative: Bool) -> [UInt8] {
    var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    if whole <= 0 { text.append(0x30) }
    for place in 0..<max(whole, 0) { text.append(0x30 + (place < digits.count ? digits[place] : 0)) }
    if digits.count > whole {
      text.append(UInt8(ascii: "."))
      for _ in 0..<max(0, -whole) { text.append(0x30) }
      text += digits.dropFirst(max(whole, 0)).map { $0 + 0x30 }
    }
    return text
  }
}

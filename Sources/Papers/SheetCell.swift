import Values

/// A cell of a spreadsheet: a text, which stays one however it looks, or a number that can be added up.
///
/// A field of CSV has no type, so a spreadsheet guesses: it runs `=1+1`, rounds an account to fifteen digits, makes a date of
/// `2026-01` and a power of `1e5`. A text that could be mistaken is written so that it cannot be, and ``text(ofField:)`` reads
/// it back to the byte.
public enum SheetCell: Hashable, Sendable {
  /// Words, names, codes, numbers that count nothing.
  case text(String)
  /// A number as people read it, `-1,234.56`; a text that is not a number stays a text.
  case number(String)

  /// The words for people.
  public var text: String {
    switch self {
    case .text(let text), .number(let text): text
    }
  }

  /// The field of CSV, still without the quotation marks of CSV.
  ///
  /// | text | field |
  /// | --- | --- |
  /// | begins as a formula, with an apostrophe or with a tab | an apostrophe before it |
  /// | could be a number, a date or a truth value | `="…"`, a formula that is nothing but the text; its quotation marks doubled |
  /// | ends in a tab | a tab behind it |
  /// | any other | itself |
  ///
  /// A formula takes texts of at most 255 UTF-16 units; for a longer text, and for one with control characters, which only old
  /// logs have, the apostrophe replaces `="…"`.
  public var field: String {
    switch self {
    case .number(let text) where SheetCell.isNumber(text): text
    case .number(let text), .text(let text): SheetCell.field(of: text)
    }
  }

  /// The text that a field of CSV means: as ``field`` writes it, and as spreadsheets and bureaux make texts of numbers,
  /// `="…"`, an apostrophe or a tab in front, a tab behind.
  public static func text(ofField field: String) -> String {
    var text = field[...]
    if text.utf8.last == UInt8(ascii: "\t") { text = text[..<text.utf8.index(before: text.endIndex)] }
    switch text.utf8.first {
    case UInt8(ascii: "'"), UInt8(ascii: "\t"): return String(text[text.utf8.index(after: text.startIndex)...])
    case UInt8(ascii: "="): return literal(text) ?? String(text)
    default: return String(text)
    }
  }

  /// The longest text that a formula may hold.
  ///
  /// > Units: UTF-16 code units.
  /// > Source: Microsoft, Excel specifications and limits; a longer one makes the cell an error.
  static var longestLiteral: Int { 255 }

  private static func field(of text: String) -> String {
    let end = text.utf8.last == UInt8(ascii: "\t") ? "\t" : ""
    if text.formulaSign != nil || text.utf8.first == UInt8(ascii: "'") { return "'\(text)\(end)" }
    guard mayBeOther(text) else { return text + end }
    if text.utf16.count > longestLiteral || text.unicodeScalars.contains(where: \.isControl) { return "'\(text)\(end)" }
    // By bytes: a quotation mark with an accent on it is one character, and still a quotation mark.
    let doubled = text.utf8.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
    return "=\"\(String(decoding: doubled, as: UTF8.self))\""
  }

  /// The text of a formula that is nothing but one; nil for any other.
  static func literal(_ field: Substring) -> String? {
    let field = field.utf8
    guard field.count >= 3, field.starts(with: "=\"".utf8), field.last == UInt8(ascii: "\"") else { return nil }
    var bytes: [UInt8] = []
    var isOpen = false
    for byte in field.dropFirst(2).dropLast() {
      if byte == UInt8(ascii: "\"") {
        isOpen.toggle()
        if isOpen { continue }
      } else if isOpen {
        return nil
      }
      bytes.append(byte)
    }
    return isOpen ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a spreadsheet could take the text for a number, a date, a time, a truth value or an error.
  ///
  /// All but the last two have a digit. A Chinese character other than those of dates and times makes it words.
  private static func mayBeOther(_ text: String) -> Bool {
    if text.utf8.first == UInt8(ascii: "#") { return true }
    if (4...5).contains(text.utf8.count), ["TRUE", "FALSE"].contains(text.uppercased()) { return true }
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.contains { (0x30...0x39).contains($0) } }
    var hasDigit = false
    for scalar in text.unicodeScalars {
      if scalar.properties.numericType != nil, !scalar.properties.isIdeographic { hasDigit = true }
      if scalar.properties.isIdeographic, !ofDatesAndTimes.contains(scalar) { return false }
    }
    return hasDigit
  }

  /// Whether earlier versions put an apostrophe before a text.
  static func isFormulaOfEarlier(_ text: String) -> Bool {
    switch text.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): true
    case UInt8(ascii: "-"):
      !text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    default: false
    }
  }

  private static let ofDatesAndTimes = Set("年月日号时時点分秒上下午星期周".unicodeScalars)

  /// Whether the text is a number that a spreadsheet keeps: digits, perhaps in groups, a sign and decimals, at most fifteen
  /// digits together.
  private static func isNumber(_ text: String) -> Bool {
    var (digits, decimals) = (0, -1)
    for byte in text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if decimals >= 0 { decimals += 1 }
      case UInt8(ascii: ",") where digits > 0 && decimals < 0: continue
      case UInt8(ascii: ".") where digits > 0 && decimals < 0: decimals = 0
      default: return false
      }
    }
    return (1...15).contains(digits) && decimals != 0
  }
}

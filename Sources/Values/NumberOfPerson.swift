/// A number by which a person is known, called or paid, recognised by its form and its check digit.
///
/// > Source: contract 3 section 4, "Free texts".
public enum NumberOfPerson: String, CaseIterable, Hashable, Sendable {
  /// A resident identity number (公民身份号码): 18 characters with a date and a check character.
  case idNumber
  /// A mobile number (手机号码): 11 digits that begin with 13 to 19, with or without 86 before them.
  case mobile
  /// The number of a bank card (银行卡号): 16 to 19 digits with a check digit.
  case account

  /// Classifies a word of digits, the last of which may be an `X`.
  ///
  /// Eighteen digits with a day of the last ten years in the middle are a receipt's or a bank's number: no person who claims or
  /// acts for another is a child.
  init?(_ word: some Collection<UInt8>, on day: CivilDate) {
    let word = Array(word)
    if let number = ResidentIDNumber(String(decoding: word, as: UTF8.self)), number.birth.parts.year >= 1900,
      number.birth.parts.year + 10 <= day.parts.year
    {
      self = .idNumber
      return
    }
    guard word.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
    let called = ["", "86", "0086"].first { word.count == $0.utf8.count + 11 && word.starts(with: $0.utf8) }
    let local = word.suffix(11)
    if called != nil, (3...9).contains(where: { local.starts(with: "1\($0)".utf8) }) {
      self = .mobile
    } else if CardNumber.lengths.contains(word.count), CardNumber.hasCheckDigit(word) {
      self = .account
    } else {
      return nil
    }
  }

  /// Whether groups of digits are those in which people write one number: `138 0013 8000`, `6222 0000 1111 2222`,
  /// `450203 19900101 123X`.
  static func isGrouped(_ lengths: [Int]) -> Bool {
    if lengths == [3, 4, 4] || lengths == [6, 8, 4] { return true }
    return lengths.dropLast().allSatisfy { $0 == 4 } && lengths.last.map { (1...4).contains($0) } ?? false
      && CardNumber.lengths.contains(lengths.reduce(0, +))
  }
}

/// The numbers of bank cards.
///
/// > Source: ISO/IEC 7812-1, annex B (Luhn).
public enum CardNumber {
  /// How many digits they have.
  public static var lengths: ClosedRange<Int> { 16...19 }

  /// Whether the last of some ASCII digits is the check digit of the others.
  public static func hasCheckDigit(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let value = Int(digit) - 48
      let weighted = place.isMultiple(of: 2) ? value : value * 2
      sum += weighted > 9 ? weighted - 9 : weighted
    }
    return sum.isMultiple(of: 10)
  }
}

extension String {
  /// The kinds of persons' numbers in the text, each number by itself and not as a part of a longer one.
  ///
  /// They may be in full width, and in the groups in which people write them, with blanks or hyphens between.
  ///
  /// - Parameter day: today.
  /// - Returns: the kinds found.
  public func numbersOfPersons(on day: CivilDate) -> Set<NumberOfPerson> {
    var found: Set<NumberOfPerson> = []
    for part in unicodeScalars.map(\.plain).split(whereSeparator: { !$0.isOfNumber && !$0.isBetweenGroups }) {
      let groups = part.split(whereSeparator: \.isBetweenGroups)
      for first in groups.indices {
        for last in first..<Swift.min(first + 5, groups.count) {
          let window = groups[first...last]
          guard first == last || NumberOfPerson.isGrouped(window.map(\.count)) else { continue }
          if let kind = NumberOfPerson(window.joined(), on: day) { found.insert(kind) }
        }
      }
    }
    return found
  }

  /// Whether the text contains a name, in full width or not, whatever blanks and points are between its characters.
  ///
  /// A name in Latin letters must appear in whole words. A name of one character is never found.
  public func holds(name: String) -> Bool {
    if name.unicodeScalars.allSatisfy({ $0.plain != 0 }) {
      return latinWords.holds(name.latinWords) && name.latinWords.joined().count > 1
    }
    return withoutPoints.holds(name.withoutPoints) && name.withoutPoints.count > 1
  }

  /// The words of Latin letters, in small ones.
  private var latinWords: [[UInt8]] {
    unicodeScalars.map { $0.plain | 0x20 }
      .split { !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }.map(Array.init)
  }

  /// The characters without blanks and without the points that part the names of minorities.
  private var withoutPoints: [Unicode.Scalar] {
    unicodeScalars.filter { !$0.properties.isWhitespace && !["·", "•", "‧", "・", ".", "．"].contains($0) }
  }
}

extension Unicode.Scalar {
  /// The character in ASCII, also from full width; 0 if it has none there.
  fileprivate var plain: UInt8 {
    switch value {
    case 0x20...0x7E: UInt8(value)
    case 0xFF01...0xFF5E: UInt8(value - 0xFEE0)
    case 0x3000: UInt8(ascii: " ")
    default: 0
    }
  }
}

extension UInt8 {
  /// Whether it is a digit or the check character X.
  fileprivate var isOfNumber: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || self | 0x20 == UInt8(ascii: "x")
  }

  /// Whether it can come between the groups of a number.
  fileprivate var isBetweenGroups: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "-") }
}

extension [UInt8] {
  /// Whether a line may hold a number of a person: false only if it certainly does not.
  ///
  /// It may if eleven digits follow one another with only blanks and hyphens between them.
  public var mayHoldNumberOfPerson: Bool {
    var digits = 0
    for (place, byte) in enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if digits == 11 { return true }
      // The last two are bytes of a blank in full width.
      case UInt8(ascii: " "), UInt8(ascii: "-"), 0xE3, 0x80: break
      // A digit in full width.
      case 0x90...0x99 where place > 1 && self[place - 1] == 0xBC && self[place - 2] == 0xEF: return true
      default: digits = 0
      }
    }
    return false
  }
}

extension Array where Element: Equatable {
  /// Whether it contains some elements one after the other.
  fileprivate func holds(_ sought: [Element]) -> Bool {
    count >= sought.count
      && (0...count - sought.count).contains { self[$0..<$0 + sought.count].elementsEqual(sought) }
  }
}

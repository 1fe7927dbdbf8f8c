extension Unicode.Scalar {
  /// Whether the character cannot be part of a text: the controls of C0 with DEL and of C1, the two separators that some
  /// programs take for a line break, and the characters that no XML document may hold.
  public var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x2029: true
    default: value & 0xFFFE == 0xFFFE
    }
  }

  /// Whether the character turns the direction of writing for the text that follows, so that it is displayed as another one.
  ///
  /// > Source: UAX #9 section 2, explicit directional embeddings, overrides and isolates. The implicit marks turn nothing.
  public var turnsDirection: Bool {
    switch value {
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Whether the character is white space; the tables of Unicode are asked beyond ASCII only.
  fileprivate var isWhiteSpace: Bool {
    isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }

  /// The character as its code: `U+202E`.
  public var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
  }
}

extension String {
  /// The first character that no text of an entry may hold; nil if there is none.
  public var firstControl: Unicode.Scalar? {
    if isPrintingASCII { return nil }
    return unicodeScalars.first { $0.isControl || $0.turnsDirection }
  }

  /// Whether it has printing characters of ASCII only, as nearly every text has; the bytes are read in place, which costs a
  /// fraction of stepping from one to the next.
  private var isPrintingASCII: Bool {
    unsafe utf8.withContiguousStorageIfAvailable { bytes in
      unsafe bytes.allSatisfy { (0x20..<0x7F).contains($0) }
    } ?? false
  }

  /// The sign by which a spreadsheet takes the text for a formula, leading blanks ignored; nil if it takes it for none.
  ///
  /// > Source: OWASP, CSV Injection: = + - @, tab and carriage return. An input method for Chinese writes the first four
  ///   in full width, and spreadsheets take these, too.
  public var formulaSign: Unicode.Scalar? {
    for scalar in unicodeScalars {
      switch scalar {
      case "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n": return scalar
      // No control character, but passed over as a blank is: the byte order mark and the blanks of no width.
      case "\u{FEFF}", "\u{200B}"..."\u{200D}", "\u{2060}": continue
      default: if !scalar.isWhiteSpace { return nil }
      }
    }
    return nil
  }
}

/// The warning about a text that is taken as it is.
public enum TextWarning: Hashable, Sendable {
  /// A spreadsheet takes it for a formula, because of this sign at its beginning.
  case formula(Unicode.Scalar)
  /// It is a name with another dot than U+00B7, the one that public systems and banks have.
  ///
  /// > Source: 国家民委等12部门 2016 年 5 月《关于在政府管理和社会公共服务信息系统中统一姓名采集应用规范的通知》.
  case otherDot(Unicode.Scalar)
  /// It has a character of a private use area, which every machine shows differently.
  case privateUse(Unicode.Scalar)
  /// It is a name with a blank between Chinese characters, which banks compare as another name.
  case blankInName
  /// It is an account as long as a card's number, and its last digit is not the check digit of the others.
  case checkDigit
  /// It does not have the form of a telephone number of China.
  case notTelephone
  /// It is a region code without a name in GB/T 2260.
  case unknownRegion(Region)
}

extension Unicode.Scalar {
  /// Whether it is a dot that is typed for the one of names, U+00B7.
  public var isOtherDotOfName: Bool {
    switch self {
    case ".", "。", "•", "‧", "∙", "⋅", "・", "･", "●", "．", "﹒", "｡", "᛫", "⸱": true
    default: false
    }
  }
}

extension String {
  /// The warning about the text, if a spreadsheet may show it.
  public var warning: TextWarning? { formulaSign.map { .formula($0) } ?? privateUse.map { .privateUse($0) } }

  /// The warning about the text as a person's name.
  public var nameWarning: TextWarning? {
    if let warning { return warning }
    if let dot = unicodeScalars.first(where: \.isOtherDotOfName) { return .otherDot(dot) }
    let hasBlank = unicodeScalars.contains(where: \.properties.isWhitespace)
    return hasBlank && unicodeScalars.contains(where: \.properties.isIdeographic) ? .blankInName : nil
  }

  /// The warning about the text as a telephone number: 11 digits from 13 on, or an area code and 7 or 8 digits, with +86 or
  /// 86 before it, or a service number of ten digits.
  ///
  /// > Source: 电信网编号计划（2017年版）, 4 and 5.
  public var telephoneWarning: TextWarning? {
    let written = filter { $0 != " " && $0 != "-" && $0 != "(" && $0 != ")" }
    var digits = written[...]
    if digits.hasPrefix("+86") {
      digits = digits.dropFirst(3)
    } else if digits.count > 11, digits.hasPrefix("86") {
      digits = digits.dropFirst(2)
    }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return .notTelephone }
    let isMobile = digits.count == 11 && digits.hasPrefix("1") && digits.dropFirst().first.map { $0 >= "3" } ?? false
    let isFixed = digits.hasPrefix("0") && (10...12).contains(digits.count)
    let isService = digits.count == 10 && (digits.hasPrefix("400") || digits.hasPrefix("800"))
    let isLocal = (7...8).contains(digits.count) && !digits.hasPrefix("0")
    return isMobile || isFixed || isService || isLocal ? nil : .notTelephone
  }

  /// The warning about the text as a bank account.
  public var accountWarning: TextWarning? {
    let digits = Array(utf8)
    return CardNumber.lengths.contains(digits.count) && !CardNumber.hasCheckDigit(digits) ? .checkDigit : nil
  }

  private var privateUse: Unicode.Scalar? {
    if isPrintingASCII { return nil }
    return unicodeScalars.first { scalar in
      switch scalar.value {
      case 0xE000...0xF8FF, 0xF_0000...0xF_FFFD, 0x10_0000...0x10_FFFD: true
      default: false
      }
    }
  }
}

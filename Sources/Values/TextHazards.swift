extension Unicode.Scalar {
  /// Whether the character is no part of a text: the controls of C0 with DEL and of C1, the two separators that some
  /// programs take for a line break, and what no XML document may hold.
  public var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x2029: true
    default: value & 0xFFFE == 0xFFFE
    }
  }

  /// Whether the character turns the direction of writing for what follows, so that a text shows as another one.
  ///
  /// > Source: UAX #9 section 2, explicit directional embeddings, overrides and isolates. The implicit marks turn nothing.
  public var turnsDirection: Bool {
    switch value {
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Whether the character is white space; the tables of Unicode are asked beyond ASCII only.
  fileprivate var isBlank: Bool {
    isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }

  /// The character as its code: `U+202E`.
  public var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
  }
}

extension String {
  /// The first character that no text of an entry may hold; nil where there is none.
  public var firstControl: Unicode.Scalar? {
    if isPrintingASCII { return nil }
    return unicodeScalars.first { $0.isControl || $0.turnsDirection }
  }

  /// Whether it has printing characters of ASCII only, as nearly every text has; the bytes are looked at where they stand,
  /// which costs a fraction of stepping from one to the next.
  private var isPrintingASCII: Bool {
    unsafe utf8.withContiguousStorageIfAvailable { bytes in
      unsafe bytes.allSatisfy { (0x20..<0x7F).contains($0) }
    } ?? false
  }

  /// The sign by which a spreadsheet takes the text for a formula, blanks in front of it passed over; nil where it does
  /// not.
  ///
  /// > Source: OWASP, CSV Injection: = + - @, tab and carriage return. An input method for Chinese writes the first four
  ///   in full width, and spreadsheets take these, too.
  public var formulaSign: Unicode.Scalar? {
    for scalar in unicodeScalars {
      switch scalar {
      case "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n": return scalar
      // No control character, but passed over as a blank is: the byte order mark and the blanks of no width.
      case "\u{FEFF}", "\u{200B}"..."\u{200D}", "\u{2060}": continue
      default: if !scalar.isBlank { return nil }
      }
    }
    return nil
  }
}

/// What is told of a text that is taken as it stands.
public enum TextWarning: Hashable, Sendable {
  /// A spreadsheet takes it for a formula, by this sign at its beginning.
  case formula(Unicode.Scalar)
  /// It is a name with another dot than U+00B7, the one that public systems and banks have.
  ///
  /// > Source: 国家民委等12部门 2016 年 5 月《关于在政府管理和社会公共服务信息系统中统一姓名采集应用规范的通知》.
  case otherDot(Unicode.Scalar)
  /// It has a character of a private use area, which every machine shows as it likes.
  case privateUse(Unicode.Scalar)
}

extension String {
  /// What is told of the text, if a spreadsheet may show it.
  public var warning: TextWarning? { formulaSign.map { .formula($0) } ?? privateUse.map { .privateUse($0) } }

  /// What is told of the text as somebody's name.
  public var nameWarning: TextWarning? {
    let dot = unicodeScalars.first { scalar in
      switch scalar {
      case ".", "。", "•", "‧", "∙", "⋅", "・", "･", "●", "．", "﹒", "｡", "᛫", "⸱": true
      default: false
      }
    }
    return warning ?? dot.map { .otherDot($0) }
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

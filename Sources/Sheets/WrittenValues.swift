package import Values

extension CivilDate {
  /// Reads a day as people write it in tables, perhaps with a time behind it, which is left out.
  package init?(written text: String) {
    if let date = CivilDate(text) {
      self = date
      return
    }
    guard let numbers = text.halfWidth.numbersOfDate else { return nil }
    if numbers.count == 1, numbers[0].utf8.count == 8 {
      self.init(numbers[0].prefix(4), numbers[0].dropFirst(4).prefix(2), numbers[0].suffix(2))
    } else if numbers.count == 3, numbers[0].utf8.count == 4 {
      self.init(numbers[0], numbers[1], numbers[2])
    } else {
      return nil
    }
  }

  private init?(_ year: Substring, _ month: Substring, _ day: Substring) {
    guard let year = Int(year), let month = Int(month), let day = Int(day) else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension Month {
  /// Reads a month as people write it in tables.
  package init?(written text: String) {
    if let month = Month(text) {
      self = month
      return
    }
    guard let numbers = text.halfWidth.numbersOfDate else { return nil }
    if numbers.count == 1, numbers[0].utf8.count == 6 {
      self.init(numbers[0].prefix(4), numbers[0].suffix(2))
    } else if numbers.count == 2, numbers[0].utf8.count == 4 {
      self.init(numbers[0], numbers[1])
    } else {
      return nil
    }
  }

  private init?(_ year: Substring, _ month: Substring) {
    guard let year = Int(year), let month = Int(month) else { return nil }
    self.init(year: year, month: month)
  }
}

extension String {
  /// The numbers of a day or a month, four digits at most, except for one that is all of it: separated by one kind of sign,
  /// `-`, `/` or `.`, or by 年, 月 and 日; nil for anything else.
  fileprivate var numbersOfDate: [Substring]? {
    let date = withoutTime
    for sign in ["-", "/", "."] as [Character] where date.contains(sign) {
      return Self.digits(date.split(separator: sign, omittingEmptySubsequences: false))
    }
    guard let year = date.firstIndex(of: "年") else { return Self.digits([date], most: 8) }
    let rest = date[date.index(after: year)...]
    guard let month = rest.firstIndex(of: "月") else { return nil }
    let day = rest[rest.index(after: month)...]
    if day.isEmpty { return Self.digits([date[..<year], rest[..<month]]) }
    guard let last = day.last, last == "日" || last == "号" else { return nil }
    return Self.digits([date[..<year], rest[..<month], day.dropLast()])
  }

  private static func digits(_ parts: [Substring], most: Int = 4) -> [Substring]? {
    let areNumbers = parts.allSatisfy { part in
      (1...most).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    return areNumbers ? parts : nil
  }

  /// The text without a time of day behind a blank or a `T`: digits, colons and a point.
  private var withoutTime: Substring {
    guard let place = firstIndex(where: { $0 == " " || $0 == "T" }) else { return self[...] }
    let time = self[index(after: place)...].drop { $0 == " " }
    let isTime = time.contains(":") && time.utf8.allSatisfy { (0x2E...0x3A).contains($0) && $0 != 0x2F || $0 == 0x5A }
    return isTime ? self[..<place] : self[...]
  }

  /// The amount without its currency, the marks between thousands and blanks; a minus sign stays.
  package var plainAmount: String {
    var text = halfWidth.filter { $0 != " " }
    for sign in ["CNY", "RMB", "¥", "￥", "人民币"] where text.hasPrefix(sign) { text.removeFirst(sign.count) }
    if text.hasSuffix("元") { text.removeLast() }
    return text.withoutThousands ?? text
  }

  /// The number without commas, if each is at the end of a group of thousands.
  private var withoutThousands: String? {
    let whole = prefix { $0 != "." }
    guard whole.contains(",") else { return nil }
    let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
    let first = groups[0].drop { $0 == "-" }
    guard (1...3).contains(first.count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
    return groups.joined() + dropFirst(whole.count)
  }

  /// Whether it is a number in scientific notation.
  package var isScientific: Bool {
    guard let mark = utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), mark != utf8.startIndex else {
      return false
    }
    let power = utf8[utf8.index(after: mark)...].drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    let digits = utf8[..<mark].filter { $0 != UInt8(ascii: ".") }
    return !power.isEmpty && power.count <= 3 && power.allSatisfy { (0x30...0x39).contains($0) }
      && digits.allSatisfy { (0x30...0x39).contains($0) }
      // People write a key such as `1e5`; a number of a spreadsheet has a sign or a point.
      && (self.contains(".") || self.contains("+"))
  }

  /// Whether it is a number of more than seventeen digits, all of them zero from the sixteenth on.
  package var hasLostDigits: Bool {
    utf8.count > 17 && utf8.allSatisfy { (0x30...0x39).contains($0) }
      && utf8.dropFirst(DecimalText.precision).allSatisfy { $0 == 0x30 }
  }
}

extension Fen {
  /// Reads an amount in yuan as a person types it: with two decimals, or with 元 behind it.
  ///
  /// Separators and ¥ are as people write them. A bare integer, which could be fen as well, gives nil, as does anything else.
  package init?(typed text: String) {
    let plain = text.plainAmount
    guard text.hasSuffix("元") || plain.utf8.dropLast(2).last == UInt8(ascii: ".") else { return nil }
    self.init(yuan: plain)
  }
}

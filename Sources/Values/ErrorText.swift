extension String {
  /// The form in which an error shows a misplaced value: the value itself if it cannot be a person's name, number, account or
  /// address, else its shape, `#` for a digit and `x` for any other character that is not punctuation.
  ///
  /// A column that was mistaken for another may hold private data, and errors end up in terminals, logs and mails. Shown as
  /// they are: up to 40 of the characters of words, dates and amounts, without blanks, with at most six digits in a row and
  /// fourteen together, as many as an instant has.
  public var shownInErrors: String {
    var digits = 0
    var inRow = 0
    var isPlain = utf8.count <= 40
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        (digits, inRow) = (digits + 1, inRow + 1)
        if inRow > 6 { isPlain = false }
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): inRow = 0
      case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "_"),
        UInt8(ascii: "+"), UInt8(ascii: ","):
        inRow = 0
      default: isPlain = false
      }
    }
    if isPlain, digits <= 14 { return self }
    let shape = unicodeScalars.prefix(24).map { scalar -> Character in
      switch scalar {
      case "0"..."9": "#"
      case "-", ".", ":", "/", "_", "+", ",", " ": Character(scalar)
      default: "x"
      }
    }
    return String(shape) + (unicodeScalars.count > 24 ? "…" : "")
  }

  /// The text with every word that has the form of an identity number, a card's or a mobile number as `#`: 15 to 19 digits, 17
  /// and an X, or 11 that begin with 13 to 19.
  public var withoutNumbersOfPersons: String {
    var result: [UInt8] = []
    var word: [UInt8] = []
    func masked(_ word: [UInt8]) -> [UInt8] {
      let digits = word.last.map { $0 | 0x20 } == UInt8(ascii: "x") && word.count == 18 ? word.dropLast() : word[...]
      let isMobile = word.count == 11 && word[0] == UInt8(ascii: "1") && word[1] >= UInt8(ascii: "3")
      let isNumber = ((15...19).contains(word.count) || isMobile) && digits.allSatisfy { (0x30...0x39).contains($0) }
      return isNumber ? [UInt8](repeating: UInt8(ascii: "#"), count: word.count) : word
    }
    for byte in utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: word.append(byte)
      default:
        result += masked(word)
        word = []
        result.append(byte)
      }
    }
    return String(decoding: result + masked(word), as: UTF8.self)
  }
}

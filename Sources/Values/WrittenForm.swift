// How people, banks and keyboards write one thing: blanks, width, case.

extension Unicode.Scalar {
  /// Whether it is a blank, a control character or one that shows nothing.
  public var isBlank: Bool {
    value <= 0x20 || (0x7F...0xA0).contains(value) || value == 0x3000 || value == 0xFEFF
      || (0x2000...0x200F).contains(value) || (0x2028...0x202F).contains(value) || value == 0x2060
  }

  /// The digit, letter or sign in its usual width; a blank and a dash of any kind as those of ASCII.
  public var halfWidth: Unicode.Scalar {
    switch value {
    case 0xFF01...0xFF5E: Unicode.Scalar(UInt8(value - 0xFEE0))
    case 0x3000, 0xA0: " "
    case 0x2010...0x2015, 0x2212: "-"
    default: self
    }
  }
}

extension String {
  /// The text with digits, letters and signs of full width in their usual one.
  public var halfWidth: String {
    guard utf8.contains(where: { $0 >= 0x80 }) else { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars { scalars.append(scalar.halfWidth) }
    return String(scalars)
  }

  /// The form in which a number that an office or bank gave out is compared with another: of a receipt, a transfer, a bank's
  /// booking.
  ///
  /// Two spellings are one number if they differ only in width, in case, in blanks and invisible characters, or in a leading
  /// `No.` or №. The typed form stays as it is, in the log and on pages.
  public var comparedNumber: String {
    if utf8.isComparedNumber { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars where !scalar.isBlank && !scalar.properties.isDefaultIgnorableCodePoint {
      if scalar == "№" { scalars.append(contentsOf: "No.".unicodeScalars) } else { scalars.append(scalar.halfWidth) }
    }
    let compared = String(scalars).uppercased()
    let bare = compared.hasPrefix("NO.") ? String(compared.dropFirst(3)) : compared
    return bare.isEmpty ? self : bare
  }
}

extension Collection where Element == UInt8 {
  /// Whether the text of these bytes is its own ``Swift/String/comparedNumber``, as nearly every number is: printing characters
  /// of ASCII, no blank and no small letter among them, and no `NO.` in front.
  public var isComparedNumber: Bool {
    allSatisfy { (0x21..<0x61).contains($0) || (0x7B..<0x7F).contains($0) } && !starts(with: "NO.".utf8)
  }
}

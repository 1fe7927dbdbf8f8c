import Values

extension String {
  /// The text as it may be shown on a terminal: one line, without the means to move its cursor or to turn the
  /// direction of writing.
  ///
  /// A text from a command line or a file is not the program's own; its control characters come out as `\u{1b}`.
  package var printable: String {
    // Nothing among the printable characters of ASCII steers, and most texts have no others.
    if utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return self }
    guard unicodeScalars.contains(where: \.steersTerminal) else { return self }
    var shown = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.steersTerminal {
        shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        shown.append(scalar)
      }
    }
    return String(shown)
  }

  /// The text between marks, printable and cut to a length that keeps a message on one line.
  package var quoted: String {
    let shown = printable
    return shown.count > 60 ? "`\(shown.prefix(57))...`" : "`\(shown)`"
  }
}

extension Unicode.Scalar {
  /// Whether the character steers a terminal, or turns the direction of the text after it.
  fileprivate var steersTerminal: Bool { isControl || turnsDirection }
}

extension String {
  /// The text as it may be shown on a terminal: one line, without the means to move its cursor or to turn the
  /// direction of writing.
  ///
  /// What stood on a command line or in a file is somebody else's; control characters come out as `\u{1b}`.
  package var printable: String {
    guard unicodeScalars.contains(where: \.isTerminalControl) else { return self }
    var shown = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.isTerminalControl {
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
  /// Whether the character steers a terminal: C0 and C1 controls, line separators and directional marks.
  fileprivate var isTerminalControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

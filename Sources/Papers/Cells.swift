extension Unicode.Scalar {
  /// How many terminal cells the character takes: 2 for East Asian wide ones, 0 for those that combine.
  ///
  /// > Source: UAX #11, classes W and F; ambiguous ones count 1, as in wcwidth(3).
  public var cells: Int {
    if value < 0x300 { return 1 }
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x18DFF, 0x1B000...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
      0x20000...0x3FFFD:
      return combines ? 0 : 2
    default:
      return combines ? 0 : 1
    }
  }

  private var combines: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }
}

extension StringProtocol {
  /// How many terminal cells the text takes.
  ///
  /// > Complexity: O(*n*) in its characters.
  public var cells: Int {
    // Most texts are ASCII; each of its characters takes one cell.
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : unicodeScalars.reduce(0) { $0 + $1.cells }
  }

  /// The text followed by blanks, to a width in cells.
  public func padded(to width: Int) -> String {
    String(self) + String(repeating: " ", count: Swift.max(0, width - cells))
  }

  /// The text preceded by blanks, to a width in cells.
  public func rightAligned(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - cells)) + String(self)
  }
}

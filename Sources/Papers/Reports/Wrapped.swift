extension String {
  /// The text in lines of at most some terminal cells, broken at blanks and between Chinese characters.
  package func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for piece in pieces {
      if !line.isEmpty, line.cells + piece.trimmedEnd.cells > width {
        lines.append(line.trimmedEnd)
        line = ""
      }
      line += piece
    }
    if !line.trimmedEnd.isEmpty || lines.isEmpty { lines.append(line.trimmedEnd) }
    return lines
  }

  /// The text in lines of at most some terminal cells, those after the first four cells further in than it.
  package func wrappedHanging(to width: Int) -> [String] {
    let indent = String(repeating: " ", count: prefix { $0 == " " }.count + 4)
    let lines = wrapped(to: width - indent.cells)
    return lines.prefix(1) + lines.dropFirst().map { indent + $0 }
  }

  /// The widest part that ``wrapped(to:)`` leaves whole, in terminal cells.
  var widestPiece: Int {
    utf8.allSatisfy { $0 < 0x80 }
      ? utf8.split(separator: UInt8(ascii: " ")).map(\.count).max() ?? 0
      : pieces.map(\.trimmedEnd.cells).max() ?? 0
  }

  /// The text without the blanks at its end.
  var trimmedEnd: String {
    guard let last = utf8.lastIndex(where: { $0 != UInt8(ascii: " ") }) else { return "" }
    let end = utf8.index(after: last)
    return end == endIndex ? self : String(self[..<end])
  }

  /// The parts that stay together: words with the blank behind them, and single wide characters, each with the
  /// punctuation that may not begin a line and with the marks that combine with it.
  private var pieces: [String] {
    var (pieces, piece) = ([String](), String.UnicodeScalarView())
    var last: Unicode.Scalar?
    for scalar in unicodeScalars {
      let width = scalar.cells
      if let before = last, width > 0, scalar != " ", width == 2 || before == " " || before.cells == 2,
        !"，。；：、）》」”…).,;:".unicodeScalars.contains(scalar), !"（《「“".unicodeScalars.contains(before)
      {
        pieces.append(String(piece))
        piece = String.UnicodeScalarView()
      }
      piece.append(scalar)
      if width > 0 { last = scalar }
    }
    if !piece.isEmpty { pieces.append(String(piece)) }
    return pieces
  }
}

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

  private var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The parts that stay together: words with the blank behind them, and single wide characters, each with the
  /// punctuation that may not begin a line.
  private var pieces: [String] {
    var pieces: [String] = []
    var piece = ""
    for character in self {
      let isWide = String(character).cells == 2
      let closes = "，。；：、）》」”…).,;:".contains(character)
      let opens = piece.last.map { "（《「“".contains($0) } ?? false
      let endsWord = piece.last.map { $0 == " " || String($0).cells == 2 } ?? false
      if !piece.isEmpty, !closes, !opens, isWide || endsWord, character != " " {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
  }
}

import Papers

/// A page of Markdown as text for a terminal: headings over a rule, tables aligned, code indented, paragraphs filled.
///
/// It reads what the handbook uses: headings, paragraphs, lists, tables, fenced blocks, links, pictures, bold type.
struct MarkdownText {
  /// The widest that a line of prose gets.
  ///
  /// > Units: terminal cells.
  let width: Int

  private typealias Lines = ArraySlice<Substring>

  private enum Block {
    case item(String)
    case other(String)

    var text: String {
      switch self {
      case .item(let text), .other(let text): text
      }
    }

    var isItem: Bool {
      switch self {
      case .item: true
      case .other: false
      }
    }
  }

  /// The text of a page.
  func text(of page: String) -> String {
    var lines = page.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var text = ""
    var last: Block?
    while let block = block(&lines) {
      // The items of a list stay together.
      if let last { text += last.isItem && block.isItem ? "\n" : "\n\n" }
      text += block.text
      last = block
    }
    return text + "\n"
  }

  private func block(_ lines: inout Lines) -> Block? {
    lines = lines.drop { $0.trimmed.isEmpty }
    guard let line = lines.first?.trimmed else { return nil }
    if line.hasPrefix("```") { return .other(code(&lines)) }
    if line.hasPrefix("#") {
      lines.removeFirst()
      return .other(heading(line))
    }
    if line.hasPrefix("|") { return .other(table(&lines)) }
    return prose(&lines)
  }

  private func heading(_ line: Substring) -> String {
    let level = line.prefix { $0 == "#" }.count
    let words = MarkdownText.plain(line.dropFirst(level).trimmed)
    let rule =
      switch level {
      case 1: "="
      case 2: "-"
      default: ""
      }
    return rule.isEmpty ? words : words + "\n" + String(repeating: rule, count: words.cells)
  }

  private func code(_ lines: inout Lines) -> String {
    let indent = lines.removeFirst().prefix { $0 == " " }.count
    let code = lines.prefix { !$0.trimmed.hasPrefix("```") }
    lines = lines.dropFirst(code.count + 1)
    return code.map { line in
      let rest = line.dropFirst(min(indent, line.prefix { $0 == " " }.count))
      return rest.isEmpty ? "" : "    \(rest)"
    }.joined(separator: "\n")
  }

  private func table(_ lines: inout Lines) -> String {
    let rows = lines.prefix { $0.trimmed.hasPrefix("|") }
    lines = lines.dropFirst(rows.count)
    let cells = rows.map { MarkdownText.cells(of: $0.trimmed) }
    let head = cells[0].map(MarkdownText.plain)
    let body = cells.dropFirst(2).map { row in head.indices.map { $0 < row.count ? MarkdownText.plain(row[$0]) : "" } }
    let isRight = head.indices.map { cells.count > 1 && $0 < cells[1].count && cells[1][$0].hasSuffix(":") }
    let text = AlignedText(
      head: head, rows: body, total: nil, isRight: isRight, mayWrap: head.map { _ in true }, width: width
    ).text
    return String(text.dropLast())
  }

  private func prose(_ lines: inout Lines) -> Block {
    let first = lines.removeFirst()
    let marker = MarkdownText.marker(of: first.trimmed)
    let indent = marker == nil ? "" : String(first.prefix { $0 == " " })
    var words = String(first.trimmed.dropFirst(marker?.count ?? 0))
    while let line = lines.first?.trimmed, !MarkdownText.begins(line) {
      lines.removeFirst()
      let isWide =
        words.last.map { String($0).cells == 2 } ?? false && line.first.map { String($0).cells == 2 } ?? false
      words += isWide ? String(line) : " \(line)"
    }
    let front = indent + (marker ?? "")
    let filled = MarkdownText.plain(words).wrapped(to: width - front.cells)
    let blank = String(repeating: " ", count: front.cells)
    let text = filled.enumerated().map { ($0.offset == 0 ? front : blank) + $0.element }.joined(separator: "\n")
    return marker == nil ? .other(text) : .item(text)
  }

  /// Whether a line ends the paragraph before it.
  private static func begins(_ line: Substring) -> Bool {
    line.isEmpty || line.hasPrefix("```") || line.hasPrefix("#") || line.hasPrefix("|") || marker(of: line) != nil
  }

  /// The mark that begins an item of a list, with the blank behind it.
  private static func marker(of line: Substring) -> String? {
    if line.hasPrefix("- ") { return "- " }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    return !digits.isEmpty && line.dropFirst(digits.count).hasPrefix(". ") ? "\(digits). " : nil
  }

  private static func cells(of row: Substring) -> [Substring] {
    var cells: [Substring] = []
    var start = row.index(after: row.startIndex)
    var isEscaped = false
    for place in row.indices.dropFirst() {
      if row[place] == "|", !isEscaped {
        cells.append(row[start..<place].trimmed)
        start = row.index(after: place)
      }
      isEscaped = row[place] == "\\"
    }
    return cells
  }

  /// The words of a line without marks; code keeps its backquotes, a link to a page of the handbook becomes the command to read
  /// it.
  private static func plain(_ line: some StringProtocol) -> String {
    linked(String(line)).split(separator: "`", omittingEmptySubsequences: false).enumerated().map { part in
      let text = part.element.replacing("\\|", with: "|")
      return part.offset.isMultiple(of: 2) ? text.replacing("**", with: "").replacing("<br>", with: " ") : text
    }.joined(separator: "`")
  }

  /// A line without the addresses of its links; a text in code that looks like one stays.
  private static func linked(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let middle = rest.firstRange(of: "]("), let open = rest[..<middle.lowerBound].lastIndex(of: "["),
      let close = rest[middle.upperBound...].firstIndex(of: ")")
    {
      guard rest[..<middle.lowerBound].count(where: { $0 == "`" }).isMultiple(of: 2) else {
        plain += rest[..<middle.upperBound]
        rest = rest[middle.upperBound...]
        continue
      }
      let words = rest[rest.index(after: open)..<middle.lowerBound]
      let front = rest[..<open]
      let isPicture = front.last == "!"
      let name = rest[middle.upperBound..<close].split(separator: "/").last?.split(separator: ".").first
      let page = name.flatMap { Handbook.page(String($0)) }
      plain += isPicture ? "\(front.dropLast())[\(words)]" : "\(front)\(words)"
      if !isPicture, let page { plain += " (`subsidy help \(page.name)`)" }
      rest = rest[rest.index(after: close)...]
    }
    return plain + rest
  }
}

extension Substring {
  /// The text without the blanks around it.
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}

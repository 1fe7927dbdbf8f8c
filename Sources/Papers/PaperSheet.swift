public import Merkle

/// A paper of sentences: a title, a table of labels and values, and lines; printed as text or as a page of HTML.
public struct PaperSheet: Hashable, Sendable {
  /// A part of a sheet.
  public enum Part: Sendable, Hashable {
    /// A heading.
    case heading(String)
    /// A label with its value.
    case field(String, String)
    /// A line.
    case line(String)
    /// A table: its columns, the first of them words and the others numbers, and its rows.
    case rows([String], words: Int, [[String]])
    /// The places for signatures.
    case signatures([String])
  }

  /// The title.
  public let title: String
  /// Whether its tables are too wide for upright paper.
  public let isWide: Bool
  /// The parts in their order.
  public let parts: [Part]

  /// Makes a sheet.
  public init(title: String, isWide: Bool = false, parts: [Part]) {
    self.title = title
    self.isWide = isWide
    self.parts = parts
  }

  /// UTF-8 for people, the log that it was made from at its foot.
  public func text(over head: PrintedHead) -> [UInt8] {
    var text = title + "\n"
    for part in parts {
      switch part {
      case .heading(let heading): text += "\n\(heading)\n"
      case .field(let label, let value): text += "\(label)：\(value)\n"
      case .line(let line): text += "\(line)\n"
      case .rows(let columns, let words, let rows):
        text +=
          AlignedText(
            head: columns, rows: rows, total: nil, isRight: columns.indices.map { $0 >= words },
            mayWrap: columns.map { _ in false }, width: .max
          ).text
      case .signatures(let names):
        text += "\n" + names.map { "\($0)：\(PrintedPage.blank)" }.joined(separator: "  ") + "\n"
      }
    }
    return Array("\(text)\n\(head.line)\n".utf8)
  }

  /// A page of HTML that needs nothing else to be printed on A4, the log that it was made from at its foot.
  public func html(over head: PrintedHead) -> [UInt8] { PaperSheet.html([self], title: title, over: head) }

  /// Several sheets as one page of HTML, each on paper of its own.
  public static func html(_ sheets: [PaperSheet], title: String, over head: PrintedHead) -> [UInt8] {
    // A wide sheet is landscape, the others are portrait; the page after the last sheet is portrait unless all are landscape.
    let style =
      if sheets.allSatisfy(\.isWide) {
        PrintedPage.style(.landscape, size: 8.5)
      } else if sheets.contains(where: \.isWide) {
        PrintedPage.style() + PrintedPage.mixed
      } else {
        PrintedPage.style()
      }
    return HTMLWriter.page(language: "zh-CN", title: title, style: style, over: head) { page in
      for sheet in sheets {
        page.element("section", sheet.isWide ? ["class": "wide"] : [:]) { sheet.write(to: &$0) }
        page.line()
      }
    }
  }

  private func write(to page: inout HTMLWriter) {
    page.element("h1", text: title)
    page.line()
    var rest = parts[...]
    while let part = rest.first {
      switch part {
      case .heading(let heading): page.element("h2", text: heading)
      case .line(let line): page.element("p", text: line)
      case .field:
        // Fields that follow each other are one table.
        let fields = rest.prefix { if case .field = $0 { true } else { false } }
        page.element("table", ["class": "fields"]) { PaperSheet.write(fields, to: &$0) }
        rest.removeFirst(fields.count - 1)
      case .rows(let columns, let words, let rows):
        page.element("table") { PaperSheet.write(columns, words, rows, to: &$0) }
      case .signatures(let names): PrintedPage.signatures(names, to: &page)
      }
      page.line()
      rest.removeFirst()
    }
  }

  private static func write(_ columns: [String], _ words: Int, _ rows: [[String]], to table: inout HTMLWriter) {
    func row(_ cells: [String], _ name: StaticString, to part: inout HTMLWriter) {
      part.element("tr") { row in
        for (place, cell) in cells.enumerated() { row.element(name, place >= words ? ["class": "n"] : [:], text: cell) }
      }
      part.line()
    }
    table.line()
    table.element("thead") { row(columns, "th", to: &$0) }
    table.element("tbody") { body in for cells in rows { row(cells, "td", to: &body) } }
  }

  private static func write(_ fields: ArraySlice<Part>, to table: inout HTMLWriter) {
    table.line()
    for case .field(let label, let value) in fields {
      table.element("tr") { row in
        row.element("th", text: label)
        row.element("td", text: value)
      }
      table.line()
    }
  }
}

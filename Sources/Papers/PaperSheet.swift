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
  }

  /// The title.
  public let title: String
  /// The parts in their order.
  public let parts: [Part]

  /// Makes a sheet.
  public init(title: String, parts: [Part]) {
    self.title = title
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
      }
    }
    return Array("\(text)\n\(head.line)\n".utf8)
  }

  private static let style = """
    @page { size: A4; margin: 20mm; }
    body { font-family: "SimSun", "Songti SC", "Noto Serif CJK SC", serif; line-height: 1.7; }
    h1 { font-size: 1.4em; text-align: center; }
    h2 { font-size: 1.1em; margin-bottom: 0; }
    table { border-collapse: collapse; width: 100%; }
    th, td { border: 1px solid #000; padding: 4px 8px; text-align: left; }
    th { width: 35%; font-weight: normal; }
    p { margin: 4px 0; }
    """

  /// A page of HTML that needs nothing else to be printed, the log that it was made from at its foot.
  public func html(over head: PrintedHead) -> [UInt8] {
    HTMLWriter.page(language: "zh-CN", title: title, style: PaperSheet.style, over: head) { page in
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
          page.element("table") { PaperSheet.write(fields, to: &$0) }
          rest.removeFirst(fields.count - 1)
        }
        page.line()
        rest.removeFirst()
      }
    }
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

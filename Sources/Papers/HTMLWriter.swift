public import Merkle

/// Writes a page of HTML into a byte buffer: an element is closed when its body ends, and every text and attribute is escaped.
///
/// Nothing it writes fetches anything or runs: there is no way to add a script or an address of the network except by name.
public struct HTMLWriter: Sendable {
  /// The attributes of an element, by name, in their order.
  public struct Attributes: ExpressibleByDictionaryLiteral, Sendable {
    fileprivate let list: [(name: StaticString, value: String)]

    private init(_ list: [(name: StaticString, value: String)]) { self.list = list }

    /// The attributes of a literal; a name that appears there twice is written twice.
    public init(dictionaryLiteral elements: (StaticString, String)...) {
      self.init(elements.map { (name: $0.0, value: $0.1) })
    }

    /// Some attributes and others behind them.
    public static func + (some: Attributes, others: Attributes) -> Attributes { Attributes(some.list + others.list) }
  }

  /// The bytes written so far.
  public private(set) var bytes: [UInt8] = []

  /// Starts with an empty buffer.
  public init() {}

  /// The style that keeps texts as texts if a spreadsheet opens a page: `=1+1` is not run, an account keeps its digits.
  ///
  /// > Source: Microsoft, Office HTML and XML reference, `mso-number-format`; browsers pass it over.
  private static let spreadsheetStyle = """
    td, th { mso-number-format: "\\@"; }
    td.n { mso-number-format: General; }

    """

  private static let footStyle = """
    footer.log { margin-top: 2em; font-size: 0.8em; }

    """

  /// Writes a whole page.
  ///
  /// - Parameters:
  ///   - language: the language of its text, as HTML names it: `zh`.
  ///   - title: the title.
  ///   - style: the style sheet.
  ///   - metadata: further names with their content, such as `viewport`.
  ///   - head: the log that the page was made from, which its foot names; nil for a page that names it itself.
  ///   - body: writes the content of the page.
  /// - Returns: the page in UTF-8.
  public static func page(
    language: String, title: String, style: String, metadata: KeyValuePairs<String, String> = [:],
    over head: PrintedHead? = nil, _ body: (inout HTMLWriter) -> Void
  ) -> [UInt8] {
    page(
      language: language,
      head: { part in
        for (name, content) in metadata {
          part.void("meta", ["name": name, "content": content])
          part.line()
        }
        part.element("title", text: title)
        part.raw("\n<style>\n")
        // A style sheet is not escaped: it is the program's own, and holds no end of its element.
        precondition(!style.contains("</"), "a style sheet ends where its element does")
        part.raw(spreadsheetStyle)
        if head != nil { part.raw(footStyle) }
        part.raw(style)
        part.raw("\n</style>\n")
      }
    ) { page in
      body(&page)
      guard let head else { return }
      page.element("footer", ["class": "log"], text: head.line)
      page.line()
    }
  }

  /// Writes a whole page whose head is the caller's: links to style sheets, for instance.
  ///
  /// - Parameters:
  ///   - language: the language of its text, as HTML names it: `zh`.
  ///   - head: writes the page's head: its title, links to style sheets.
  ///   - body: writes the content of the page.
  /// - Returns: the page in UTF-8.
  public static func page(
    language: String, head: (inout HTMLWriter) -> Void, _ body: (inout HTMLWriter) -> Void
  ) -> [UInt8] {
    var page = HTMLWriter()
    page.raw("<!DOCTYPE html>\n")
    page.open("html", ["lang": language])
    page.raw("\n<head>\n<meta charset=\"utf-8\">\n")
    head(&page)
    page.raw("</head>\n<body>\n")
    body(&page)
    page.raw("</body>\n</html>\n")
    return page.bytes
  }

  /// Writes an element with the content that its body writes.
  public mutating func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ body: (inout HTMLWriter) -> Void
  ) {
    open(name, attributes)
    body(&self)
    close(name)
  }

  /// Writes an element with a text.
  public mutating func element(_ name: StaticString, _ attributes: Attributes = [:], text: String) {
    open(name, attributes)
    self.text(text)
    close(name)
  }

  /// Writes an element that has no content and no end: `br`, `meta`.
  public mutating func void(_ name: StaticString, _ attributes: Attributes = [:]) { open(name, attributes) }

  /// Writes text.
  public mutating func text(_ text: String) { Markup.append(text, to: &bytes) }

  /// Writes the bytes of another writer.
  public mutating func append(_ other: HTMLWriter) { bytes += other.bytes }

  /// Ends a line of the source, which the page does not show.
  public mutating func line() { bytes.append(UInt8(ascii: "\n")) }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    bytes.append(UInt8(ascii: "<"))
    raw(name)
    for (key, value) in attributes.list {
      bytes.append(UInt8(ascii: " "))
      raw(key)
      raw("=\"")
      Markup.append(value, to: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func close(_ name: StaticString) {
    raw("</")
    raw(name)
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func raw(_ text: StaticString) { text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) } }
}

public import Merkle

/// How pages are laid out on A4 and end: page numbers, signatures, the log that they were made from.
///
/// > Source: GB/T 148, A4 is 210 by 297 mm; CSS Paged Media Module Level 3, margin boxes and page counters.
enum PrintedPage {
  /// The orientation of the paper.
  enum Orientation: String {
    case portrait, landscape

    /// The width between the margins.
    ///
    /// > Units: millimetres.
    var width: Double { self == .portrait ? 180 : 267 }
  }

  /// The signatures of a paper.
  static var signatures: [String] { ["制表", "复核", "负责人", "日期"] }

  /// A line to be filled in by hand.
  static var blank: String { "________________" }

  /// The style of a page whose text has a size in points.
  static func style(_ orientation: Orientation = .portrait, size: Double = 10.5) -> String {
    """
    @page { size: A4 \(orientation.rawValue); margin: 15mm; @bottom-center { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font-size: 9pt; } }
    body { font-family: "SimSun", "Songti SC", "Noto Serif CJK SC", serif; font-size: \(size)pt; line-height: 1.5; margin: 0 auto; max-width: \(orientation.width)mm; }
    h1 { font-size: 1.5em; text-align: center; }
    h2 { font-size: 1.15em; margin-bottom: 0.2em; }
    table { border-collapse: collapse; width: 100%; margin: 0.5em 0; }
    thead { display: table-header-group; }
    tfoot { display: table-row-group; }
    tr { break-inside: avoid; }
    th, td { border: 1px solid #000; padding: 0.15em 0.4em; text-align: left; overflow-wrap: anywhere; }
    td.n, th.n { text-align: right; }
    td.n { white-space: nowrap; overflow-wrap: normal; }
    table.fields th { width: 32%; font-weight: normal; }
    p { margin: 0.3em 0; }
    p.head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5em; }
    p.signatures { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.8em 1.5em; margin-top: 2em; break-inside: avoid; }
    section + section { break-before: page; }
    @media screen { body { padding: 1em; } section + section { border-top: 1px dashed #999; margin-top: 2em; } }

    """
  }

  /// The addition to the style of upright pages for sheets in landscape among them.
  static var mixed: String {
    """
    @page wide { size: A4 landscape; }
    body { max-width: none; }
    section { max-width: \(Orientation.portrait.width)mm; margin: 0 auto; }
    section.wide { max-width: \(Orientation.landscape.width)mm; page: wide; font-size: 8.5pt; }

    """
  }

  /// The line under a title: the maker, the subject and the unit of the paper.
  static func head(_ parts: [String], to page: inout HTMLWriter) {
    if parts.isEmpty { return }
    page.element("p", ["class": "head"]) { line in for part in parts { line.element("span", text: part) } }
    page.line()
  }

  /// The line for signatures.
  static func signatures(_ names: [String] = signatures, to page: inout HTMLWriter) {
    page.element("p", ["class": "signatures"]) { line in
      for name in names { line.element("span", text: "\(name)：\(blank)") }
    }
    page.line()
  }

  /// The orientation of a table, and the size of its text, with which nothing is cut off.
  ///
  /// - Parameter widths: the width of each column if its words do not wrap, in cells of half a Chinese character.
  /// - Returns: the first of 10.5 to 6.5 points that fits, upright first.
  static func layout(_ widths: [Int]) -> (Orientation, size: Double) {
    // A cell is 0.55 of the point size wide, and a column has 0.8 of it and a line beside its text.
    func width(at size: Double) -> Double {
      0.3528 * widths.reduce(0) { $0 + Double($1) * size * 0.55 + size * 0.8 + 1 }
    }
    for (orientation, sizes) in [(Orientation.portrait, [10.5, 9.5]), (.landscape, [10.5, 9.5, 8.5, 7.5])] {
      if let size = sizes.first(where: { width(at: $0) <= orientation.width }) { return (orientation, size) }
    }
    return (.landscape, 6.5)
  }
}

extension PaperTable {
  /// The cells of the line under the title, with the maker of the paper in front.
  package func heading(by office: OfficeDetails) -> [String] {
    (office.name.map { ["编制单位：\($0)"] } ?? []) + heading
  }

  /// No column asks for more than these cells: longer words wrap.
  private static var widestColumn: Int { 24 }

  /// A page of HTML for printing on A4 that needs nothing else, upright or lengthwise, nothing cut off.
  ///
  /// - Parameters:
  ///   - head: the log that it was made from, which its foot names; nil for a paper that names it itself.
  ///   - office: the office that makes it.
  /// - Returns: the page in UTF-8.
  public func html(over head: PrintedHead?, by office: OfficeDetails) -> [UInt8] {
    let all = rows + (total.map { [$0] } ?? []) + [columns]
    let (orientation, size) = PrintedPage.layout(
      columns.indices.map { column in
        let widest = all.reduce(0) { max($0, $1[column].cells) }
        return numbers.contains(columns[column]) ? widest : min(widest, PaperTable.widestColumn)
      })
    let title = title ?? ""
    return HTMLWriter.page(
      language: "zh-CN", title: title, style: PrintedPage.style(orientation, size: size), over: head
    ) { page in
      page.element("h1", text: title)
      page.line()
      PrintedPage.head(heading(by: office), to: &page)
      let isNumber = columns.map(numbers.contains)
      func row(_ cells: [String], of name: StaticString, to part: inout HTMLWriter) {
        part.element("tr") { row in
          for (cell, isNumber) in zip(cells, isNumber) {
            row.element(name, isNumber ? ["class": "n"] : [:], text: cell)
          }
        }
        part.line()
      }
      page.element("table") { table in
        table.line()
        table.element("thead") { row(columns, of: "th", to: &$0) }
        table.element("tbody") { body in for cells in rows { row(cells, of: "td", to: &body) } }
        if let total { table.element("tfoot") { row(total, of: "td", to: &$0) } }
      }
      page.line()
      for note in notes {
        page.element("p", text: note)
        page.line()
      }
      PrintedPage.signatures(to: &page)
    }
  }
}

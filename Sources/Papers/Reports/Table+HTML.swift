import Values
extension Table {
  /// Writes the table as an element of a page: a caption, headings with their scope, numbers to the right.
  ///
  /// - Parameters:
  ///   - page: the page to write to.
  ///   - caption: the subject of the table.
  ///   - language: the language of the page.
  ///   - share: the keys of columns whose sums are drawn as bars in a last one.
  ///   - linked: the target of the link on a cell of the first column, or on one of a list.
  package func write(
    to page: inout HTMLWriter, caption: Text, in language: Language, share: Set<String> = [],
    linked: (Cell) -> String? = { _ in nil }
  ) {
    let shared = columns.indices.filter { share.contains(columns[$0].key) }
    func magnitude(_ cells: [Cell]) -> Int64 { shared.reduce(Int64(0)) { $0.addingCapped(cells[$1].magnitude) } }
    let largest = rows.map(magnitude).max() ?? 0
    page.element("div", ["class": "scroll"]) { part in
      part.element("table", ["style": headings(in: language)]) { table in
        table.element("caption", text: caption(in: language))
        table.element("thead") { head in
          head.element("tr") { row in
            for column in columns {
              row.element(
                "th", column.kind.isRight ? ["scope": "col", "class": "n"] : ["scope": "col"],
                text: column.heading(in: language))
            }
            if !share.isEmpty { row.element("td", text: "") }
          }
        }
        table.line()
        table.element("tbody") { body in
          for cells in rows {
            body.element("tr") { row in
              write(cells, language, linked, to: &row)
              if !share.isEmpty { Table.bar(magnitude(cells), of: largest, to: &row) }
            }
            body.line()
          }
        }
        guard let total else { return }
        table.element("tfoot") { foot in
          foot.element("tr") { row in
            write(total, language, { _ in nil }, to: &row)
            if !share.isEmpty { row.element("td", text: "") }
          }
        }
      }
    }
    page.line()
  }

  private func write(_ cells: [Cell], _ language: Language, _ linked: (Cell) -> String?, to row: inout HTMLWriter) {
    for (place, cell) in cells.enumerated() {
      if place == 0 {
        row.element("th", cell.isWord ? ["scope": "row", "class": "w"] : ["scope": "row"]) { head in
          Table.write(cell, language, linked(cell), to: &head)
        }
      } else if case .list(let items) = cell {
        row.element("td") { list in
          for (position, item) in items.enumerated() {
            if position > 0 { list.text(" ") }
            Table.write(item, language, linked(item), to: &list)
          }
        }
      } else {
        row.element("td", columns[place].kind.isRight ? ["class": "n"] : [:], text: cell.shown(in: language))
      }
    }
  }

  private static func write(_ cell: Cell, _ language: Language, _ target: String?, to page: inout HTMLWriter) {
    let shown = cell.shown(in: language)
    if let target { page.element("a", ["href": target], text: shown) } else { page.text(shown) }
  }

  /// The headings as values of the style, which precede each cell if a screen is too narrow for columns.
  private func headings(in language: Language) -> String {
    columns.indices.dropFirst().map { place in
      "--c\(place + 1):'\(columns[place].heading(in: language).filter { $0 != "'" && $0 != "\\" })'"
    }.joined(separator: ";")
  }

  private static func bar(_ value: Int64, of largest: Int64, to row: inout HTMLWriter) {
    let tenths = largest > 0 ? value.scaled(to: 1000, of: largest) : 0
    row.element("td", ["class": "share", "aria-hidden": "true"]) { cell in
      if value > 0 { cell.element("span", ["style": "width:\(tenths / 10).\(tenths % 10)%"], text: "") }
    }
  }
}

extension Table.Cell {
  /// Whether it is a word, which may be broken into lines; a key or a month may not.
  fileprivate var isWord: Bool { if case .word = self { true } else { false } }
}

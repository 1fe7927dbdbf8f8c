import Papers
import Subsidy
import Values

extension AuditPage {
  /// Writes a table: a caption, headings with their scope, numbers to the right.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - caption: what it shows.
  ///   - share: columns whose sums are drawn as bars in a last one.
  ///   - linked: what a cell of the first column leads to.
  ///   - page: where to.
  func write(
    _ table: Table, caption: Text, share: [Int] = [], linked: (Table.Cell) -> String? = { _ in nil },
    to page: inout HTMLWriter
  ) {
    func magnitude(_ cells: [Table.Cell]) -> Int64 { share.reduce(0) { $0 + cells[$1].magnitude } }
    let largest = table.rows.map(magnitude).max() ?? 0
    page.element("div", ["class": "scroll"]) { part in
      part.element("table") { rows in
        rows.element("caption", text: say(caption))
        rows.element("thead") { head in
          head.element("tr") { row in
            for column in table.columns {
              row.element(
                "th", column.kind == .text ? ["scope": "col"] : ["scope": "col", "class": "n"],
                text: say(column.heading.text))
            }
            if !share.isEmpty { row.element("td", text: "") }
          }
        }
        rows.line()
        rows.element("tbody") { body in
          for cells in table.rows {
            body.element("tr") { row in
              write(cells, table.columns, linked, to: &row)
              if !share.isEmpty { bar(magnitude(cells), of: largest, to: &row) }
            }
            body.line()
          }
        }
        guard let total = table.total else { return }
        rows.element("tfoot") { foot in
          foot.element("tr") { row in
            write(total, table.columns, { _ in nil }, to: &row)
            if !share.isEmpty { row.element("td", text: "") }
          }
        }
      }
    }
    page.line()
  }

  private func write(
    _ cells: [Table.Cell], _ columns: [Table.Column], _ linked: (Table.Cell) -> String?, to row: inout HTMLWriter
  ) {
    for (place, cell) in cells.enumerated() {
      let shown = cell.shown(in: language)
      if place == 0 {
        row.element("th", cell.isWord ? ["scope": "row", "class": "w"] : ["scope": "row"]) { head in
          if let target = linked(cell) {
            head.element("a", ["href": target], text: shown)
          } else {
            head.text(shown)
          }
        }
      } else if columns[place].kind == .text {
        row.element("td", text: shown)
      } else {
        row.element("td", ["class": "n"], text: shown)
      }
    }
  }

  private func bar(_ value: Int64, of largest: Int64, to row: inout HTMLWriter) {
    let tenths = largest > 0 ? value.scaled(to: 1000, of: largest) : 0
    row.element("td", ["class": "share", "aria-hidden": "true"]) { cell in
      if value > 0 { cell.element("span", ["style": "width:\(tenths / 10).\(tenths % 10)%"], text: "") }
    }
  }

  /// Writes what is opened by a click or a key, and is always open on paper.
  func folded(_ title: Text, to page: inout HTMLWriter, _ body: (inout HTMLWriter) -> Void) {
    page.element("details", ["class": "print"]) { details in
      details.element("summary", text: say(title))
      body(&details)
    }
    page.line()
  }
}

extension Table.Cell {
  /// A cell with a value, or one with nothing.
  static func orNone(_ value: (some CustomStringConvertible)?) -> Table.Cell {
    value.map { .text($0.description) } ?? .none
  }

  /// A cell with a list, or one with nothing.
  static func list(_ values: [some CustomStringConvertible]) -> Table.Cell {
    values.isEmpty ? .none : .text(values.map(\.description).joined(separator: " "))
  }

  /// Whether it is a word, which may be broken into lines; a key or a month may not.
  fileprivate var isWord: Bool { if case .word = self { true } else { false } }

  /// The number in the cell; 0 for words.
  fileprivate var magnitude: Int64 {
    switch self {
    case .number(let number): number
    case .money(let amount): amount.value
    case .text, .word, .none: 0
    }
  }
}

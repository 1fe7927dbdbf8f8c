import Catalogue
import Ledger
import Merkle
import Papers
import Reports
import Sheets
import Subsidy
import Values
import Vault
import Web

/// A report's table as a page shows it: sorted, filtered, fifty rows at a time, with the sums over all rows that the filter leaves,
/// and as a file with the same rows.
///
/// Its order, filters and page are in the page's address, under the table's own name: `items.sort=-amountFen&items.page=2`. Filters are
/// codes, months and schemes; no column with names is sorted or filtered, so that no address contains one.
package struct TableView {
  /// The prefix of the table's parameters in the page's address.
  let id: String
  let caption: Text
  /// How many rows a page of it has.
  package static let rowsOnPage = 50

  /// All columns that say something to people.
  private let columns: [Table.Column]
  /// The rows that the filter leaves, in their order, if the table is asked for as a file.
  private let rows: [[Table.Cell]]
  /// How many rows the filter leaves.
  private let count: Int
  private let total: [Table.Cell]?
  private let choices: [Choice]
  private let sort: Sort?
  private let page: Int
  /// The rows of the page, with names.
  private let onPage: Table
  /// The same, as what leads on from them needs them.
  private let lines: [Line]
  private let links: [String: Link]
  /// How many rows there are without a filter.
  private let rowsInAll: Int

  /// A column that can be filtered by its values.
  private struct Choice {
    let column: Table.Column
    let values: [(code: String, words: Text)]
    let chosen: String?
  }

  /// The page that a cell links to, by the cell and its row; nil for none.
  typealias Link = @Sendable (_ cell: Table.Cell, _ row: Line) -> LocalPath?

  /// The codes of a row, those of columns that the page does not show, too.
  struct Line: Sendable {
    fileprivate let codes: [String: String]
    /// The person whom it is about; nil if it is about none.
    let person: Identifier?

    fileprivate init(_ columns: [Table.Column], _ cells: [Table.Cell]) {
      codes = Dictionary(zip(columns.map(\.key), cells.map(\.code)), uniquingKeysWith: { first, _ in first })
      person = columns.firstIndex { $0.kind == .person }.flatMap { Identifier(cells[$0].code) }
    }

    /// The code in a column; empty if there is none.
    subscript(key: String) -> String { codes[key] ?? "" }
  }

  private struct Sort {
    let key: String
    let isDescending: Bool
  }

  /// The numbers of different values for which a filter is offered.
  private static let choosable = 2...60
  /// The least rows for which a filter is offered: more than a reader sees at a glance.
  private static let fewestFiltered = 12
  /// The least rows that are prepared once for all pages.
  private static let fewestKept = 1_000

  /// Makes the table; ``Desk/table(_:_:_:_:sorted:without:isOfLog:filters:links:)`` says of what.
  fileprivate init<Row: Sendable>(
    _ id: String, _ caption: Text, _ report: Report<Row>, _ grouped: RowGroups<Row>, _ desk: Desk, sorted: String?,
    without hidden: Set<String>, isOfLog: Bool, filters: Set<String>, links: [String: Link]
  ) throws {
    self.id = id
    self.caption = caption
    let asked = try desk.request.query.optional("\(id).sort") ?? sorted
    let sort = asked.map { Sort(key: String($0.drop { $0 == "-" }), isDescending: $0.hasPrefix("-")) }
    let isFile = try desk.request.query.optional(TableView.exportField)?.hasPrefix("\(id).") ?? false
    let isEach = !grouped.own.isEmpty && (isFile || sort.map { grouped.own.contains($0.key) } ?? false)
    let groups = isEach ? try grouped.all().groups : grouped
    let path = desk.path.text
    let all =
      groups.rows.count < TableView.fewestKept || !isOfLog
      ? Prepared(report, groups, hidden, filters, desk)
      : desk.kept("table \(path) \(id) \(desk.language) \(isEach)") {
        Prepared(report, groups, hidden, filters, desk)
      }
    let shown = all.shown
    rowsInAll = groups.count
    choices = try all.values.compactMap { column, values throws(Fault) in
      let chosen = try desk.request.query.optional("\(id).\(column.key)").flatMap { $0.isEmpty ? nil : $0 }
      // A filter of another page's link is applied even if it is not offered.
      let isOffered = groups.count >= TableView.fewestFiltered && TableView.choosable.contains(values.count)
      guard isOffered || chosen != nil else { return nil }
      let isThere = chosen.map { chosen in values.contains { $0.code == chosen } } ?? true
      let own = isThere ? [] : [(code: chosen ?? "", words: Text(same: chosen ?? ""))]
      return Choice(column: column, values: values + own, chosen: chosen)
    }
    var left = Array(shown.rows.indices)
    for choice in choices {
      guard let chosen = choice.chosen, let place = shown.columns.firstIndex(where: { $0.key == choice.column.key })
      else { continue }
      left.removeAll { row in !shown.rows[row, place].parts.contains { $0.code == chosen } }
    }
    let isFiltered = left.count < shown.rows.count
    // The sums are those of the report's declaration, over the rows that are left.
    let sums = isFiltered ? report.table(left.map { all.rows[$0] }).total : all.total
    let keys = all.keys
    total = sums.map { sums in
      shown.columns.map { column in keys.firstIndex(of: column.key).map { sums[$0] } ?? .none }
    }
    var isAlike: (Int, Int) -> Bool = { _, _ in true }
    if let sort, let place = shown.columns.firstIndex(where: { $0.key == sort.key }) {
      self.sort = sort
      TableView.sort(&left, shown.columns[place].kind, isDescending: sort.isDescending) { shown.rows[$0, place] }
      isAlike = { shown.rows[$0, place].code == shown.rows[$1, place].code }
    } else {
      self.sort = nil
    }
    columns = shown.columns
    rows = isFile ? left.map { shown.rows[$0] } : []
    count = left.reduce(0) { $0 + groups.counts[$1] }
    page = min(
      max(1, try desk.request.query.optional("\(id).page").flatMap { Int($0) } ?? 1), max(1, TableView.pages(count)))
    let first = (page - 1) * TableView.rowsOnPage
    let found = try groups.rows(first..<min(first + TableView.rowsOnPage, count), in: left, isAlike)
    let cells = TableView.inWords(report.table(found), desk)
    lines = cells.rows.map { Line(cells.columns, $0) }
    onPage = try TableView.named(cells.without(Set(keys).subtracting(columns.map(\.key))), desk).inChinaTime().made
    self.links = links
  }

  /// Sorts rows by a column; equal rows keep their order.
  private static func sort(
    _ rows: inout [Int], _ kind: Table.Kind, isDescending: Bool, _ cell: (Int) -> Table.Cell
  ) {
    // The key of a cell is made once.
    func sort<Key: Comparable>(by key: (Table.Cell) -> Key) {
      var keyed = rows.map { (key: key(cell($0)), row: $0) }
      keyed.sort { one, other in
        if one.key == other.key { return one.row < other.row }
        return isDescending ? one.key > other.key : one.key < other.key
      }
      rows = keyed.map(\.row)
    }
    switch kind {
    case .count, .money: sort { $0.magnitude }
    case .number: sort { UInt64($0.code) ?? 0 }
    case .text, .code, .person, .scheme, .stage, .month, .date, .instant, .flag: sort { $0.code }
    }
  }

  private static func pages(_ rows: Int) -> Int { (rows + rowsOnPage - 1) / rowsOnPage }

  /// A report's table before sorting and filtering, which is most of the work for a long one.
  private struct Prepared<Row: Sendable>: Countable, Sendable {
    let rows: [Row]
    /// Its columns for people.
    let shown: Table
    /// The sums of all rows, by the keys of all columns.
    let total: [Table.Cell]?
    let keys: [String]
    /// The columns that can be filtered, with their values; without values if there are too many to offer.
    let values: [(column: Table.Column, values: [(code: String, words: Text)])]

    var rowCount: Int { rows.count }

    init(
      _ report: Report<Row>, _ groups: RowGroups<Row>, _ hidden: Set<String>, _ filters: Set<String>, _ desk: Desk
    ) {
      rows = groups.rows
      let all = report.table(rows)
      shown = TableView.inWords(all, desk).without(hidden).forPeople()
      (total, keys) = (all.total, all.columns.map(\.key))
      precondition(total == nil || groups.counts.allSatisfy { $0 == 1 }, "what is told once would be added once")
      values = Prepared.values(shown, filters)
    }

    private static func values(
      _ table: Table, _ filters: Set<String>
    ) -> [(column: Table.Column, values: [(code: String, words: Text)])] {
      table.columns.enumerated().compactMap { place, column in
        switch column.kind {
        case .code, .scheme, .stage, .month, .flag: break
        case .text where column.key == "office" || column.key == "state" || filters.contains(column.key): break
        case .text, .person, .date, .instant, .count, .number, .money: return nil
        }
        var words: [String: Text] = [:]
        for row in table.rows.indices {
          for cell in table.rows[row, place].parts where words[cell.code] == nil { words[cell.code] = cell.inWords }
          if words.count > TableView.choosable.upperBound { return (column, []) }
        }
        words[""] = nil
        return (column, words.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      }
    }
  }

  /// A table with the codes of packs in words.
  private static func inWords(_ table: Table, _ desk: Desk) -> Table {
    desk.language == .zh && table.hasCodesOfPacks ? table.inWords(desk.words) : table
  }

  // MARK: - As a file

  /// The table as a file for people, `csv` or `xlsx`: with the filter in its heading and its log at its foot; nil for any other form.
  ///
  /// - Throws: the failures of the vault and of the library that writes workbooks.
  func file(as form: String, _ desk: Desk) throws -> Response? {
    let table = try TableView.named(Table(columns, rows, total: total), desk)
    var heading = [desk.say(.tableAsOf(desk.knownAt, desk.day))]
    if columns.contains(where: { $0.kind == .money }) { heading.append(desk.say(.inYuan)) }
    for choice in choices {
      guard let chosen = choice.chosen else { continue }
      let words = choice.values.first { $0.code == chosen }?.words ?? Text(same: chosen)
      heading.append("\(desk.say(choice.column.heading)) \(desk.say(words))")
    }
    let paper = PaperTable(title: desk.say(caption), heading: heading, table.inChinaTime(), in: desk.language)
    let head = PrintedHead(size: desk.log.size, root: desk.log.root)
    let name = "\(desk.say(caption)) \(desk.day).\(form)"
    switch form {
    case "csv": return .csv(paper.csvForSpreadsheets(over: head), name: name)
    case "xlsx":
      return .download(
        try paper.workbook(over: head, by: try desk.ledger.officeDetails()),
        type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name: name)
    default: return nil
    }
  }

  /// A table with names behind persons' keys, masked.
  private static func named(_ table: Table, _ desk: Desk) throws -> Table {
    let persons = table.persons
    if persons.isEmpty { return table }
    let names = try desk.ledger.names(of: persons, at: desk.point)
    return table.withNames { names[$0]?.text(in: desk.language) }
  }

  // MARK: - On the page

  /// Writes it.
  func write(to html: inout HTMLWriter, _ desk: Desk) {
    html.element("section", ["class": "card", "id": id]) { card in
      card.element("h2", ["id": "t-\(id)"], text: desk.say(caption))
      if rowsInAll == 0 {
        card.element("p", ["class": "q"], text: Text.noRows(in: desk.language))
        return
      }
      write(filterTo: &card, desk)
      let shown = onPage
      card.element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": "t-\(id)"]) {
        part in
        part.element("table") { table in
          table.element("thead") { head in
            head.element("tr") { row in for column in shown.columns { write(column, to: &row, desk) } }
          }
          table.line()
          table.element("tbody") { body in
            for (cells, whole) in zip(shown.rows, lines) {
              body.element("tr") { row in write(cells, shown.columns, of: whole, to: &row, desk) }
              body.line()
            }
          }
          if let total, count > 1 { write(sums: total, shown.columns, to: &table, desk) }
        }
      }
      write(pagerTo: &card, desk)
    }
    html.line()
  }

  private func write(_ column: Table.Column, to row: inout HTMLWriter, _ desk: Desk) {
    let heading = desk.say(column.heading)
    let style = column.kind.isRight ? "num" : "key"
    guard columns.contains(where: { $0.key == column.key }) else {
      return row.element("th", ["scope": "col", "class": style], text: heading)
    }
    let isOwn = sort?.key == column.key
    let isDescending = isOwn && sort?.isDescending == true
    let next = isOwn && !isDescending ? "-\(column.key)" : column.key
    let link = address(desk, [("sort", next), ("page", nil)])
    let state = !isOwn ? "none" : isDescending ? "descending" : "ascending"
    row.element("th", ["scope": "col", "class": style, "aria-sort": state]) { cell in
      cell.element("a", ["href": link], text: heading + (!isOwn ? "" : isDescending ? " ▼" : " ▲"))
    }
  }

  private func write(
    _ cells: [Table.Cell], _ shown: [Table.Column], of whole: Line, to row: inout HTMLWriter, _ desk: Desk
  ) {
    for (place, cell) in cells.enumerated() {
      let column = shown[place]
      let heading = desk.say(column.heading)
      let style = column.kind.isRight ? "num" : column.kind.mayWrap && !cell.isName ? "text" : "key"
      // An empty cell heads no row.
      if place == 0, !cell.shown(in: desk.language).isEmpty {
        row.element("th", ["scope": "row", "class": style]) { write(cell, column, of: whole, to: &$0, desk) }
      } else if column.kind == .code {
        row.element("td", ["class": style, "data-label": heading, "data-code": cell.code]) {
          write(cell, column, of: whole, to: &$0, desk)
        }
      } else {
        row.element("td", ["class": style, "data-label": heading]) { write(cell, column, of: whole, to: &$0, desk) }
      }
    }
  }

  private func write(
    _ cell: Table.Cell, _ column: Table.Column, of row: Line, to html: inout HTMLWriter, _ desk: Desk
  ) {
    let words = cell.shown(in: desk.language)
    guard !words.isEmpty, let path = target(of: cell, column, row) else { return html.text(words) }
    html.element("a", ["href": desk.link(path), "class": "rowlink"], text: words)
  }

  private func target(of cell: Table.Cell, _ column: Table.Column, _ row: Line) -> LocalPath? {
    if let link = links[column.key] { return link(cell, row) }
    guard case .name(let name) = cell else { return nil }
    if column.kind == .person { return Paths.person(name) }
    return column.key == "batch" ? Paths.batch(name) : nil
  }

  private func write(
    sums total: [Table.Cell], _ shown: [Table.Column], to table: inout HTMLWriter, _ desk: Desk
  ) {
    table.element("tfoot") { foot in
      foot.element("tr") { row in
        for (place, column) in shown.enumerated() {
          let sum = columns.firstIndex { $0.key == column.key }.map { total[$0] } ?? .none
          let words = sum.shown(in: desk.language)
          if place == 0 {
            row.element("th", ["scope": "row"], text: words.isEmpty ? desk.say(.sumOf(count)) : words)
          } else {
            row.element(
              "td", ["class": column.kind.isRight ? "num" : "key", "data-label": desk.say(column.heading)], text: words)
          }
        }
      }
    }
  }

  private func write(filterTo html: inout HTMLWriter, _ desk: Desk) {
    if choices.isEmpty { return }
    html.element("form", ["method": "get", "class": "filter no-print", "action": "#\(id)"]) { form in
      let own = Set(choices.map { "\(id).\($0.column.key)" } + ["\(id).page"])
      for item in desk.request.query.items where !own.contains(item.name) && item.name != TableView.exportField {
        form.hidden(item.name, item.value)
      }
      for choice in choices {
        let name = "\(id).\(choice.column.key)"
        form.element("label", ["for": name], text: desk.say(choice.column.heading))
        form.element("select", ["name": name, "id": name]) { select in
          select.options(
            [("", desk.say(.filterAll))] + choice.values.map { ($0.code, desk.say($0.words)) }, choice.chosen)
        }
      }
      form.element("button", ["type": "submit", "class": "btn small"], text: desk.say(.filter))
    }
    html.line()
  }

  /// The parameter that asks for a table as a file: `items.csv`.
  static let exportField = "export"

  private func write(pagerTo html: inout HTMLWriter, _ desk: Desk) {
    let pages = max(1, TableView.pages(count))
    html.element("div", ["class": "pager no-print"]) { pager in
      pager.element("span", text: desk.say(.pageOf(page, pages, rows: count, of: rowsInAll)))
      if page > 1 {
        pager.element(
          "a", ["href": address(desk, [("page", "\(page - 1)")]), "rel": "prev"], text: desk.say(.pageBefore))
      }
      if page < pages {
        pager.element(
          "a", ["href": address(desk, [("page", "\(page + 1)")]), "rel": "next"], text: desk.say(.pageAfter))
      }
      pager.element("span", ["class": "end"]) { end in
        for form in ["csv", "xlsx"] {
          end.element("a", ["href": address(desk, [], export: "\(id).\(form)")], text: desk.say(.export(form)))
          end.text(" ")
        }
      }
    }
  }

  /// This page's address with some of the table's own parameters changed.
  private func address(_ desk: Desk, _ changes: [(String, String?)], export: String? = nil) -> String {
    var items = desk.request.query.items.filter { $0.name != TableView.exportField }
    for (name, value) in changes {
      items.removeAll { $0.name == "\(id).\(name)" }
      if let value { items.append(Fields.Item(name: "\(id).\(name)", value: value)) }
    }
    if let export { items.append(Fields.Item(name: TableView.exportField, value: export)) }
    let path = desk.path.with(Fields(items)).text
    return export == nil ? path + "#\(id)" : path
  }
}

extension Desk {
  /// The table of a report's rows.
  ///
  /// Rows that differ only in some columns are listed one by one for a file, and if the table is sorted by one of these columns.
  ///
  /// - Parameters:
  ///   - id: its name in the page's address.
  ///   - caption: its heading.
  ///   - report: the report.
  ///   - rows: its rows, or groups of them.
  ///   - sorted: the key that it is sorted by if the address names no other; nil for the order of the rows.
  ///   - hidden: keys of columns that the page shows elsewhere.
  ///   - isOfLog: whether its rows depend only on the log and the day, so that a long table is prepared once.
  ///   - filters: keys of further columns with filters, beside codes, schemes, stages and months.
  ///   - links: the links of cells, by the key of their column; persons and batches have theirs.
  /// - Throws: ``Fault/malformed(_:)`` for parameters that cannot be read, and the failures of the vault.
  /// - Returns: the table as a part of the page.
  func table<Rows: TableRows>(
    _ id: String, _ caption: Text, _ report: Report<Rows.Row>, _ rows: Rows, sorted: String? = nil,
    without hidden: Set<String> = [], isOfLog: Bool = false, filters: Set<String> = [],
    links: [String: TableView.Link] = [:]
  ) throws -> Page.Part where Rows.Row: Sendable {
    .table(
      try TableView(
        id, caption, report, rows.groups, self, sorted: sorted, without: hidden, isOfLog: isOfLog, filters: filters,
        links: links))
  }
}

extension Table.Cell {
  /// Its wording.
  fileprivate var inWords: Text {
    if case .word(let words, _) = self { return words }
    if case .other(let content) = self { return content.words }
    if case .flag(let isTrue) = self { return isTrue ? .yes : .no }
    return Text(same: code)
  }

  /// The values in it: several of a list.
  fileprivate var parts: [Table.Cell] { if case .list(let cells) = self { cells } else { [self] } }

  /// Whether it is an identifier, which is not broken into lines.
  fileprivate var isName: Bool { if case .name = self { true } else { false } }
}

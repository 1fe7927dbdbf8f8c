package import JSONText
import Values

/// The content of a report, declared once: its columns, each with its key, its heading, its kind and how its value comes from a
/// row.
///
/// Text, CSV and HTML are drawn from the ``Table`` that it makes of its rows, JSON from the rows themselves. A column is
/// declared once; a further form is a further writer.
package struct Report<Row: Sendable>: Sendable {
  /// Its name, which a program that lists reports shows.
  package let name: String
  let columns: [Columns<Row>.Column]
  /// The columns of the table in their order: that of JSON, except for the keys that are named first.
  private let tableColumns: [Columns<Row>.Column]
  /// The writer of the members of a row's object; it does not touch the headings and names of the columns.
  private let members: MemberWriter<Row>
  private let totalLabel: Text?

  /// Declares a report.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - order: the keys of the columns with which the table begins, if its order is not that of JSON.
  ///   - hiding: when a column without a rule of its own is left out for people.
  ///   - totalLabel: the text in the first column of the sums.
  ///   - columns: the columns, in the order of JSON.
  package init(
    _ name: String, order: [StaticString] = [], hiding: Table.Hiding = .never, totalLabel: Text? = nil,
    _ columns: [Columns<Row>]
  ) {
    self.name = name
    self.totalLabel = totalLabel
    self.columns = columns.flatMap(\.list).map { column in
      var column = column
      column.hiding = column.hiding ?? hiding
      return column
    }
    members = MemberWriter(all: self.columns.compactMap(\.member))
    let shown = self.columns.filter { $0.heading != nil }
    let first = order.map { key in
      guard let column = shown.first(where: { $0.name == "\(key)" }) else {
        preconditionFailure("\(name) has no column \(key)")
      }
      return column
    }
    tableColumns = first + shown.filter { column in !first.contains { $0.name == column.name } }
  }

  /// The table of some rows.
  package func table<Rows: RandomAccessCollection & Sendable>(_ rows: Rows) -> Table
  where Rows.Element == Row, Rows.Index == Int {
    Table(
      tableColumns.map(\.shape), Table.Rows(of: rows, tableColumns.map(\.cell)), total: total(rows))
  }

  /// The sums over the columns that have one; nil if none has.
  private func total(_ rows: some Sequence<Row>) -> [Table.Cell]? {
    guard tableColumns.contains(where: { $0.sums != nil }) else { return nil }
    var total = tableColumns.map { column -> Table.Cell in
      guard let counts = column.sums else { return .none }
      let sum = rows.reduce(Int64(0)) { counts($1) ? $0.addingCapped(column.cell($1).magnitude) : $0 }
      return column.kind == .money ? .money(.init(sum)) : .count(sum)
    }
    if let totalLabel { total[0] = .word(totalLabel, code: "total") }
    return total
  }

  /// The columns of one row, one below the other: for people its headings, for programs its keys, and the values.
  ///
  /// - Parameters:
  ///   - row: the row.
  ///   - keys: columns that are left out, in addition to those without a value.
  ///   - words: the words for the codes of packs.
  /// - Returns: the table.
  package func figures(_ row: Row, without keys: Set<String> = [], in words: LocalWords = LocalWords()) -> Table {
    let one = table([row]).inWords(words)
    let figures = zip(one.columns, one.rows[0]).filter { !keys.contains($0.0.key) && !$0.1.isNone }.map {
      column, cell in
      [Table.Cell.word(column.heading, code: column.key), cell]
    }
    return Table(
      [("check", Heading.check), ("value", .value)].map { key, heading in
        Table.Column(key: key, heading: heading.text, kind: .text, hiding: .never, isInCSV: true)
      }, figures)
  }

  /// Writes an array of JSON with an object for each row.
  package func write(_ rows: some Sequence<Row>, to writer: inout JSONWriter) {
    writer.beginArray()
    for row in rows { write(row, to: &writer) }
    writer.endArray()
  }

  /// Writes the object of a row.
  package func write(_ row: Row, to writer: inout JSONWriter) {
    var row = row
    writer.beginObject()
    members.write(&row, &writer)
    writer.endObject()
  }
}

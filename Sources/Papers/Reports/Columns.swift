package import JSONText
import Values

/// Columns of a report, as its declaration lists them.
///
/// The functions that make them are inlined, so that a value costs one call at a report's declaration and not one for each of
/// its steps.
package struct Columns<Row>: Sendable {
  /// One of them.
  struct Column: Sendable {
    let key: StaticString
    /// Nil for a member that only JSON has.
    let heading: Heading?
    let kind: Table.Kind
    /// When it is left out for people; nil for the report's own rule.
    var hiding: Table.Hiding?
    /// Whether CSV has it, whose columns programs count.
    var isInCSV = true
    /// Which rows its sum counts; nil for a column without one.
    var sums: (@Sendable (Row) -> Bool)?
    let cell: @Sendable (Row) -> Table.Cell
    /// Its member of JSON; nil for a column that JSON does not have.
    var member: MemberWriter<Row>?

    var name: String { "\(key)" }

    /// The column, for rows that contain a row of this one as a part.
    @inline(__always)
    func of<Whole>(_ part: @escaping @Sendable (Whole) -> Row) -> Columns<Whole>.Column {
      let (counts, cell) = (sums, cell)
      return .init(
        key: key, heading: heading, kind: kind, hiding: hiding, isInCSV: isInCSV,
        sums: counts.map { counts in { @Sendable whole in counts(part(whole)) } },
        cell: { whole in cell(part(whole)) },
        member: member.map { member in
          MemberWriter { whole, writer in
            var row = part(whole)
            member.write(&row, &writer)
          }
        })
    }

    var shape: Table.Column {
      Table.Column(
        key: name, heading: heading?.text ?? Text(same: ""), kind: kind, hiding: hiding ?? .never, isInCSV: isInCSV)
    }
  }

  var list: [Column]

  private init(_ list: [Column]) { self.list = list }

  /// A column.
  ///
  /// - Parameters:
  ///   - key: its name for programs.
  ///   - heading: its heading for people.
  ///   - kind: the kind of its content, if its values' type does not give it.
  ///   - value: its value in a row.
  /// - Returns: the column.
  @inline(__always)
  package static func column<Value: CellValue>(
    _ key: StaticString, _ heading: Heading, _ kind: Table.Kind = Value.kind,
    _ value: @escaping @Sendable (Row) -> Value
  ) -> Columns {
    let written = JSONWriter.key(key)
    let cell: @Sendable (Row) -> Table.Cell = { value($0).cell }
    return Columns([
      Column(
        key: key, heading: heading, kind: kind, cell: cell,
        member: MemberWriter { row, writer in
          writer.key(written)
          value(row).write(to: &writer)
        })
    ])
  }

  /// A column with the key of a person.
  @inline(__always)
  package static func person<Value: CellValue>(_ value: @escaping @Sendable (Row) -> Value) -> Columns {
    column("person", .person, .person, value)
  }

  /// A column with a scheme.
  @inline(__always)
  package static func scheme<Value: CellValue>(_ value: @escaping @Sendable (Row) -> Value) -> Columns {
    column("scheme", .scheme, .scheme, value)
  }

  /// A member that only JSON has.
  @inline(__always)
  package static func member<Value: CellValue>(
    _ key: StaticString, _ value: @escaping @Sendable (Row) -> Value
  ) -> Columns {
    let written = JSONWriter.key(key)
    return json { row, writer in
      writer.key(written)
      value(row).write(to: &writer)
    }
  }

  /// Members that only JSON has, written by hand: those that are not a value, an object or an array of one.
  @inline(__always)
  package static func json(_ write: @escaping @Sendable (Row, inout JSONWriter) -> Void) -> Columns {
    Columns([Column(key: "", heading: nil, kind: .text, cell: { _ in .none }, member: MemberWriter { write($0, &$1) })])
  }

  /// An object in JSON; null if there is nothing.
  @inline(__always)
  package static func object<Inner>(
    _ key: StaticString, _ report: Report<Inner>, _ value: @escaping @Sendable (Row) -> Inner?
  ) -> Columns {
    let written = JSONWriter.key(key)
    return json { row, writer in
      writer.key(written)
      if let inner = value(row) { report.write(inner, to: &writer) } else { writer.null() }
    }
  }

  /// An array in JSON with an object for each row of another report.
  @inline(__always)
  package static func rows<Inner>(
    _ key: StaticString, _ report: Report<Inner>, _ rows: @escaping @Sendable (Row) -> [Inner]
  ) -> Columns {
    let written = JSONWriter.key(key)
    return json { row, writer in
      writer.key(written)
      report.write(rows(row), to: &writer)
    }
  }

  /// An array as ``rows(_:_:_:)`` has it, whose member JSON does not have if there are no rows.
  package static func rowsIfAny<Inner>(
    _ key: StaticString, _ report: Report<Inner>, _ rows: @escaping @Sendable (Row) -> [Inner]
  ) -> Columns {
    let written = JSONWriter.key(key)
    return json { row, writer in
      let rows = rows(row)
      if rows.isEmpty { return }
      writer.key(written)
      report.write(rows, to: &writer)
    }
  }

  /// The columns of another report, for a part of a row.
  @inline(__always)
  package static func all<Inner>(
    of report: Report<Inner>, _ part: @escaping @Sendable (Row) -> Inner
  ) -> Columns {
    Columns(report.columns.map { $0.of(part) })
  }
}

extension Columns {
  /// The columns with a sum over all rows, or over those that count.
  package func summed(where counts: @escaping @Sendable (Row) -> Bool = { _ in true }) -> Columns {
    changed { $0.sums = counts }
  }

  /// The columns, left out for people if they are blank or zero throughout, as the rule says.
  package func hidden(_ hiding: Table.Hiding) -> Columns { changed { $0.hiding = hiding } }

  /// The columns without their members of JSON.
  package func inTablesOnly() -> Columns { changed { $0.member = nil } }

  /// The columns, which CSV does not have: they came later than the programs that count its columns.
  package func notInCSV() -> Columns { changed { $0.isInCSV = false } }

  /// The columns, whose members JSON does not have if they have no value.
  package func ifAny() -> Columns {
    changed { column in
      guard let member = column.member else { return }
      let cell = column.cell
      column.member = MemberWriter { row, writer in if !cell(row).isNone { member.write(&row, &writer) } }
    }
  }

  /// The columns, whose members JSON does not have if they are zero, and which people do not see if all are.
  package func unlessZero() -> Columns {
    changed { column in
      column.hiding = .ifZero
      guard let member = column.member else { return }
      let cell = column.cell
      column.member = MemberWriter { row, writer in if !cell(row).isZero { member.write(&row, &writer) } }
    }
  }

  /// The columns without some.
  package func without(_ keys: Set<String>) -> Columns { Columns(list.filter { !keys.contains($0.name) }) }

  private func changed(_ change: (inout Column) -> Void) -> Columns {
    var columns = self
    for index in columns.list.indices { change(&columns.list[index]) }
    return columns
  }
}

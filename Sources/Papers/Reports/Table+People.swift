package import Values

extension Table {
  /// The table with a column behind each that holds persons' keys.
  ///
  /// - Parameter name: the name of a person as the list may show it; nil if it is not known.
  /// - Returns: the table.
  package func withNames(_ name: @escaping @Sendable (Identifier) -> String?) -> Table {
    let persons = columns.indices.filter { columns[$0].kind == .person }
    if persons.isEmpty { return self }
    @Sendable func named(_ row: [Cell], _ cell: (Cell) -> Cell) -> [Cell] {
      row.indices.flatMap { persons.contains($0) ? [row[$0], cell(row[$0])] : [row[$0]] }
    }
    return Table(
      columns.indices.flatMap { place -> [Column] in
        guard persons.contains(place) else { return [columns[place]] }
        return [
          columns[place],
          Column(
            key: persons.count == 1 ? "name" : "\(columns[place].key)Name", heading: Heading.personName.text,
            kind: .text,
            hiding: .never, isInCSV: true),
        ]
      },
      rows.changed { row in
        named(row) { cell in
          guard case .name(let person) = cell, let found = name(person) else { return .none }
          return .text(found)
        }
      }, total: total.map { named($0) { _ in .none } })
  }

  /// The persons whom it names.
  package var persons: Set<Identifier> {
    var found: Set<Identifier> = []
    for place in columns.indices where columns[place].kind == .person {
      for row in rows { if case .name(let person) = row[place] { found.insert(person) } }
    }
    return found
  }

  /// Whether it has codes that the packs of a ledger have words for.
  package var hasCodesOfPacks: Bool { columns.contains { $0.kind == .scheme || $0.kind == .stage } }

  /// The table with schemes and stages in words.
  package func inWords(_ words: LocalWords) -> Table {
    let schemes = columns.indices.filter { columns[$0].kind == .scheme }
    let stages = columns.indices.filter { columns[$0].kind == .stage }
    return Table(
      columns,
      rows.changed { row in
        var row = row
        var scheme: Identifier?
        for place in schemes {
          guard case .name(let name) = row[place] else { continue }
          scheme = name
          row[place] = .word(words.scheme(name), code: name.description)
        }
        for place in stages {
          guard let scheme, case .name(let stage) = row[place] else { continue }
          row[place] = .word(words.stage(stage, in: scheme), code: stage.description)
        }
        return row
      }, total: total)
  }
}

package import Values

extension Table {
  /// The table with a column behind each that holds persons' keys.
  ///
  /// - Parameter name: the name of a person as the list may show it; nil if it is not known.
  /// - Returns: the table.
  package func withNames(_ name: @escaping @Sendable (Identifier) -> String?) -> Table {
    let persons = columns.indices.filter { columns[$0].kind == .person }
    if persons.isEmpty { return self }
    // The column of each new one, and whether it is the column with the name behind it.
    let sources = columns.indices.flatMap { place in
      persons.contains(place) ? [(place, isName: false), (place, isName: true)] : [(place, isName: false)]
    }
    return Table(
      sources.map { place, isName in
        guard isName else { return columns[place] }
        return Column(
          key: persons.count == 1 ? "name" : "\(columns[place].key)Name", heading: Heading.personName.text, kind: .text,
          hiding: .never, isInCSV: true)
      },
      rows.changed(columns: sources.count) { column, row in
        let (place, isName) = sources[column]
        guard isName else { return row(place) }
        guard case .name(let person) = row(place), let found = name(person) else { return .none }
        return .text(found)
      }, total: total.map { total in sources.map { $0.isName ? .none : total[$0.0] } })
  }

  /// The persons whom it names.
  package var persons: Set<Identifier> {
    var found: Set<Identifier> = []
    for place in columns.indices where columns[place].kind == .person {
      for row in rows.indices { if case .name(let person) = rows[row, place] { found.insert(person) } }
    }
    return found
  }

  /// Whether it has codes that the packs of a ledger have words for.
  package var hasCodesOfPacks: Bool { columns.contains { $0.kind == .scheme || $0.kind == .stage } }

  /// The table with schemes and stages in words.
  package func inWords(_ words: LocalWords) -> Table {
    let kinds = columns.map(\.kind)
    let schemes = columns.indices.filter { kinds[$0] == .scheme }
    return Table(
      columns,
      rows.changed(columns: columns.count) { column, row in
        let cell = row(column)
        guard case .name(let name) = cell else { return cell }
        switch kinds[column] {
        case .scheme: return .word(words.scheme(name), code: name.description)
        case .stage:
          for place in schemes.reversed() {
            if case .name(let scheme) = row(place) {
              return .word(words.stage(name, in: scheme), code: name.description)
            }
          }
          return cell
        case .text, .code, .person, .month, .date, .instant, .flag, .count, .number, .money: return cell
        }
      }, total: total)
  }
}

import Subsidy
import System
public import Values

extension ReadModel {
  /// Writes the rows of some persons again, and those of the ledger, in one transaction with the position.
  ///
  /// - Parameters:
  ///   - persons: those whom the new events are about or change.
  ///   - source: the fold to show: of the whole log, or of the events of these persons and those about nobody; its index
  ///     knows all of theirs.
  ///   - expected: where the new events begin.
  /// - Throws: ``StampMoved`` where another process has brought it on meanwhile; `SQLiteError`, and what reading an
  ///   event throws. Nothing is changed then.
  public func update(
    _ persons: [Identifier], from source: ReadModelSource, since expected: LogStamp
  ) throws {
    _ = try database.setPragma("synchronous", "NORMAL")
    let renderer = Renderer(source, projections, layouts)
    try database.transaction(throwing: { $0 as any Error }) {
      guard try position() == expected else { throw StampMoved() }
      try update(persons, renderer, tableStatuses())
    }
  }

  private func update(
    _ persons: [Identifier], _ renderer: Renderer, _ before: [TableStatus]
  ) throws {
    let source = renderer.source
    var halts = FirstHalts(tables: layouts.count)
    for (table, status) in before.enumerated() { if let halt = status.halt { halts.note(halt, of: table) } }
    // First of all who halts: a projection that halts at a later person must not have changed an earlier one's rows.
    if projections.contains(where: { !$0.eventTypes.isEmpty }) {
      try renderer.forEachPart(of: persons[...]) { halts.merge($0.halts) }
    }
    let ledger = try renderer.ledgerRows()
    halts.merge(ledger.halts)
    try write(persons, renderer, halts)
    for (table, layout) in layouts.enumerated() where !layout.isAboutPersons && halts.first[table] == nil {
      try database.execute("DELETE FROM \(layout.name)")
      try TableWriter(layout, in: database).insert(ledger.tables[table])
    }
    for (old, new) in zip(before, halts.statuses(layouts, size: source.position.size)) {
      // A table that halts stays as it was before the event: its size says so.
      try write(
        new.halt == nil
          ? new : TableStatus(name: old.name, version: old.version, size: old.size, halt: new.halt))
    }
    try database.write(source.position, version: ReadModel.version)
  }

  private func write(_ persons: [Identifier], _ renderer: Renderer, _ halts: FirstHalts) throws {
    let deletions = try layouts.map { try Deletion($0, in: database) }
    let writers = try layouts.map { try TableWriter($0, in: database) }
    try renderer.forEachPart(of: persons[...]) { part in
      for (table, layout) in layouts.enumerated() where layout.isAboutPersons && halts.first[table] == nil {
        for person in part.persons { try deletions[table].run(person) }
        try writers[table].insert(part.tables[table])
      }
    }
  }
}

/// Deletes the rows of a person from one table.
private final class Deletion {
  private let statement: SQLiteStatement

  init(_ layout: TableLayout, in database: borrowing SQLiteDatabase) throws(SQLiteError) {
    // A table of the ledger is never asked for a person's rows.
    let column = layout.isAboutPersons ? "person" : "NULL"
    statement = try database.prepare("DELETE FROM \(layout.name) WHERE \(column) = ?")
  }

  func run(_ person: Identifier) throws(SQLiteError) {
    try statement.bind(person.description, at: 1)
    try statement.run()
  }
}

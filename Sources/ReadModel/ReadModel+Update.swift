import Subsidy
import System
public import Values

extension ReadModel {
  /// Writes the rows of some persons again, and those of the ledger, in one transaction with the position.
  ///
  /// - Parameters:
  ///   - persons: those whom the new events are about or change.
  ///   - added: where the new events stand.
  ///   - source: the fold to show: of the whole log, or of the events of these persons and those about nobody; its index
  ///     knows all of theirs.
  ///   - expected: where the new events begin.
  /// - Throws: ``ReadModelMoved`` where another process has brought it on meanwhile; `SQLiteError`, and what reading an
  ///   event throws. Nothing is changed then.
  public func update(
    _ persons: [Identifier], adding added: EventIndex, from source: ReadModelSource, since expected: ReadModelPosition
  ) throws {
    _ = try database.setPragma("synchronous", "NORMAL")
    let renderer = Renderer(source, projections, layouts)
    try database.execute("BEGIN IMMEDIATE")
    do {
      guard try position() == expected else { throw ReadModelMoved() }
      let before = try standings()
      try update(persons, added, renderer, before)
      try database.execute("COMMIT")
    } catch {
      try? database.execute("ROLLBACK")
      throw error
    }
  }

  private func update(
    _ persons: [Identifier], _ added: EventIndex, _ renderer: Renderer, _ before: [ProjectionStanding]
  ) throws {
    let source = renderer.source
    var halts = Halts(tables: layouts.count)
    for (table, standing) in before.enumerated() { if let halt = standing.halt { halts.note(halt, of: table) } }
    // First of all who halts: a projection that halts at a later person must not have changed an earlier one's rows.
    if projections.contains(where: { !$0.takes.isEmpty }) {
      try renderer.forEachPart(of: persons[...]) { halts.merge($0.halts) }
    }
    let ledger = try renderer.ledgerRows()
    halts.merge(ledger.halts)
    try write(persons, renderer, halts)
    for (table, layout) in layouts.enumerated() where !layout.isAboutPersons && halts.first[table] == nil {
      try database.execute("DELETE FROM \(layout.name)")
      try TableWriter(layout, in: database).insert(ledger.tables[table])
    }
    try append(added, source.index)
    for (old, new) in zip(before, halts.standings(layouts, size: source.position.size)) {
      // A table that halts stays as it was before the event: its size says so.
      try write(
        new.halt == nil
          ? new : ProjectionStanding(name: old.name, version: old.version, size: old.size, halt: new.halt))
    }
    try write(source.position, idBits: idBits())
    if let start = source.start { try write(start) }
  }

  private func write(_ persons: [Identifier], _ renderer: Renderer, _ halts: Halts) throws {
    let deletions = try layouts.map { try Deletion($0, in: database) }
    let writers = try layouts.map { try TableWriter($0, in: database) }
    try renderer.forEachPart(of: persons[...]) { part in
      for (table, layout) in layouts.enumerated() where layout.isAboutPersons && halts.first[table] == nil {
        for person in part.persons { try deletions[table].run(person) }
        try writers[table].insert(part.tables[table])
      }
    }
  }

  /// Writes the index of events on.
  private func append(_ added: EventIndex, _ index: EventIndex) throws(SQLiteError) {
    let writer = try database.prepare("INSERT OR REPLACE INTO events VALUES (?, ?, ?)")
    func write(_ person: Identifier?, _ list: PlaceList) throws(SQLiteError) {
      try writer.bind(person?.description ?? "", at: 1)
      try writer.bind(Int64(list.count), at: 2)
      try writer.bind(list.bytes, at: 3)
      try writer.run()
    }
    for person in added.persons.identifiers { try write(person, index.places(of: person)) }
    if added.shared.count > 0 { try write(nil, index.shared) }
    for (table, entries) in added.hashed { try append(entries, to: table.layout) }
  }

  private func append(_ added: EntryIDs, to table: TableLayout) throws(SQLiteError) {
    let bits = try idBits()
    let select = try database.prepare(IndexTables.bucket(of: table))
    let insert = try database.prepare("INSERT OR REPLACE INTO \(table.name) VALUES (?, ?)")
    for (bucket, slots) in Dictionary(grouping: added.slots, by: { $0.tag >> UInt64(64 - bits) }) {
      try select.bind(Int64(bucket), at: 1)
      var all = try select.step() ? EntryIDs.Slot.all(in: select.blob(at: 0) ?? []) : []
      select.reset()
      all.append(contentsOf: slots)
      var bytes: [UInt8] = []
      for slot in all.sorted(by: EntryIDs.isBefore) { slot.append(to: &bytes) }
      try insert.bind(Int64(bucket), at: 1)
      try insert.bind(bytes, at: 2)
      try insert.run()
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

extension ReadModel {
  /// Where the events of some persons and those about no person stand, as far as the read model has come.
  ///
  /// - Throws: `SQLiteError`; ``ReadModelDamage`` where what is stored is no list of places.
  public func index(of persons: some Sequence<Identifier>, segments: [UInt64]) throws -> EventIndex {
    let statement = try database.prepare("SELECT places FROM events WHERE person = ?")
    var index = EventIndex(segments: segments)
    func list(_ key: String) throws -> PlaceList? {
      try statement.bind(key, at: 1)
      defer { statement.reset() }
      guard try statement.step() else { return nil }
      guard let list = PlaceList(packed: statement.blob(at: 0) ?? []) else { throw ReadModelDamage() }
      return list
    }
    guard let shared = try list("") else { throw ReadModelDamage() }
    index.restore(nil, shared)
    for person in persons { if let list = try list(person.description) { index.restore(person, list) } }
    return index
  }

  private func slots(of table: TableLayout) throws(SQLiteError) -> [EntryIDs.Slot] {
    let statement = try database.prepare("SELECT entries FROM \(table.name)")
    var slots: [EntryIDs.Slot] = []
    while try statement.step() { slots += EntryIDs.Slot.all(in: statement.blob(at: 0) ?? []) }
    return slots
  }

  /// The whole index, to make all tables anew with.
  public func wholeIndex(segments: [UInt64]) throws -> EventIndex {
    var index = EventIndex(segments: segments)
    let events = try database.prepare("SELECT person, places FROM events")
    while try events.step() {
      guard let list = PlaceList(packed: events.blob(at: 1) ?? []) else { throw ReadModelDamage() }
      let key = events.text(at: 0) ?? ""
      guard key.isEmpty || Identifier(key) != nil else { throw ReadModelDamage() }
      index.restore(Identifier(key), list)
    }
    index.restore(ids: try slots(of: IndexTables.ids.layout))
    index.restore(annulments: try slots(of: IndexTables.annulments.layout))
    return index
  }
}

/// Another process has brought the read model on.
public struct ReadModelMoved: Error {}

/// The index in a read model is not what the program writes.
public struct ReadModelDamage: Error {}

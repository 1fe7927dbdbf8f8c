public import Subsidy
import System
public import Values

extension ReadModel {
  /// The part of the tables that new events touch.
  public struct Touch: Sendable {
    /// The persons whom the events are about or change, in the order of their keys.
    public let persons: [Identifier]
    /// Their types.
    public let types: Set<EventType>
    /// Whether they are a good part of all persons.
    public let isMost: Bool

    /// Names what is touched.
    public init(_ persons: Set<Identifier>, by types: Set<EventType>, isMost: Bool) {
      self.persons = persons.sorted()
      self.types = types
      self.isMost = isMost
    }
  }

  /// Whether making the rows of persons after a change needs their events in addition to the shared fold.
  ///
  /// - Parameters:
  ///   - projections: the tables.
  ///   - types: the types of the new events.
  /// - Returns: whether any table does.
  public static func readsEventsOfPersons(
    _ projections: [any Projection], changedBy types: Set<EventType>
  ) -> Bool {
    projections.contains { $0.isChanged(by: types) && !$0.eventTypes.isEmpty && $0.layout.isAboutPersons }
  }

  /// Brings the rows of some persons up to date, and those of the ledger, in one transaction with the position.
  ///
  /// - Parameters:
  ///   - touch: the part that the new events touch.
  ///   - source: the fold to show: of the whole log, or of the events of these persons and those about no person; its index has
  ///     all of their events.
  ///   - expected: the position at which the new events begin.
  /// - Throws: ``StampMoved`` if another process has brought it on meanwhile; `SQLiteError`, and what reading an
  ///   event throws. Nothing is changed then.
  public func update(_ touch: Touch, from source: ReadModelSource, since expected: LogStamp) throws {
    _ = try database.setPragma("synchronous", "NORMAL")
    if touch.isMost { _ = try database.setPragma("cache_size", "-65536") }
    let renderer = Renderer(source, projections, layouts, passingOver: touch.types)
    try database.transaction(throwing: { $0 as any Error }) {
      guard try position() == expected else { throw StampMoved() }
      try update(touch, renderer, tableStatuses())
    }
  }

  private func update(_ touch: Touch, _ renderer: Renderer, _ before: [TableStatus]) throws {
    let source = renderer.source
    var halts = FirstHalts(tables: layouts.count)
    for (table, status) in before.enumerated() { if let halt = status.halt { halts.note(halt, of: table) } }
    // First of all who halts: a projection that halts at a later person must not have changed an earlier one's rows.
    if renderer.mayHalt { try renderer.forEachPart(of: touch.persons[...]) { halts.merge($0.halts) } }
    let ledger = try renderer.ledgerRows()
    halts.merge(ledger.halts)
    try write(touch, renderer, halts)
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

  private func write(_ touch: Touch, _ renderer: Renderer, _ halts: FirstHalts) throws {
    let tables = layouts.indices.filter { renderer.rendersPersons[$0] && halts.first[$0] == nil }
    let changers = try tables.map { try TableChanger(layouts[$0], isDense: touch.isMost, in: database) }
    try renderer.forEachPart(of: touch.persons[...]) { part in
      for (table, changer) in zip(tables, changers) {
        try changer.change(part.tables[table], of: part.persons, in: database)
      }
    }
    for changer in changers { try changer.finish(in: database) }
  }
}

public import Subsidy
import System
import Values

/// What the tables are made from: a fold of the log, where its events stand, and how to read one of them again.
public struct ReadModelSource {
  /// The fold.
  public let state: LedgerState
  /// Where the events stand.
  public let index: EventIndex
  /// The events that count as never having happened.
  public let annulments: Annulments
  /// How far the fold goes.
  public let position: ReadModelPosition
  /// Where the last segment of the log begins; nil where no writer has said.
  public let start: LogStart?
  let read: (EventPlace) throws -> Event

  /// Makes a source.
  public init(
    state: LedgerState, index: EventIndex, annulments: Annulments, position: ReadModelPosition,
    start: LogStart? = nil, reading read: @escaping (EventPlace) throws -> Event
  ) {
    self.state = state
    self.index = index
    self.annulments = annulments
    self.position = position
    self.start = start
    self.read = read
  }
}

/// Makes the rows of all tables, person by person.
final class Renderer {
  let source: ReadModelSource
  let projections: [any Projection]
  let layouts: [TableLayout]
  /// The rows that were made last, by table.
  private(set) var rows: [Rows]
  /// The first event that each table's projection could not take.
  private(set) var halts: [ProjectionHalt?]
  private let takes: Set<EventType>

  init(_ source: ReadModelSource, _ projections: [any Projection], _ layouts: [TableLayout]) {
    self.source = source
    self.projections = projections
    self.layouts = layouts
    rows = layouts.map { Rows(width: $0.width) }
    halts = layouts.map { _ in nil }
    takes = projections.reduce(into: []) { $0.formUnion($1.takes) }
  }

  /// Takes up a halt that an earlier part of the same work met.
  func restore(_ halt: ProjectionHalt, of table: Int) { halts[table] = halt }

  /// Makes the rows of a person; none for one all of whose events are annulled.
  func render(_ person: Identifier) throws {
    for table in rows.indices { rows[table].removeAll() }
    guard let number = source.state.number(ofPerson: person) else { return }
    let events = try events(source.index.places(of: person))
    let view = PersonView(Int(number), in: source.state)
    for (table, projection) in projections.enumerated() where layouts[table].isAboutPersons {
      render(projection, table, events, view)
    }
  }

  /// Makes the rows of the tables that are not about persons.
  func renderLedger() throws {
    for table in rows.indices { rows[table].removeAll() }
    let events = try events(source.index.shared)
    for (table, projection) in projections.enumerated() where !layouts[table].isAboutPersons {
      render(projection, table, events, nil)
    }
  }

  private func events(_ places: PlaceList) throws -> [Event] {
    try places.places(of: takes).map(source.read).filter { !source.annulments.contains($0) }
  }

  private func render(_ projection: some Projection, _ table: Int, _ events: [Event], _ person: PersonView?) {
    do throws(ProjectionHalt) {
      try projection.render(events, of: person, in: source.state, layouts[table], into: &rows[table])
    } catch {
      // Persons come in the order of their keys: of all events that it cannot take, the first of the log is named.
      if halts[table].map({ error.sequence < $0.sequence }) ?? true { halts[table] = error }
    }
    if halts[table] != nil { rows[table].removeAll() }
  }

  /// The standings after the work; a halted table shows nothing.
  func standings(size: UInt64) -> [ProjectionStanding] {
    zip(layouts, halts).map { layout, halt in
      ProjectionStanding(name: layout.name, version: layout.version, size: halt == nil ? size : 0, halt: halt)
    }
  }
}

extension Projection {
  /// The rows of a person, or of the ledger, from the events of its own.
  func render(
    _ events: [Event], of person: PersonView?, in ledger: LedgerState, _ layout: TableLayout, into rows: inout Rows
  ) throws(ProjectionHalt) {
    var state = initial
    for event in events where takes.contains(event.body.type) {
      do {
        try evolve(&state, event)
      } catch {
        throw ProjectionHalt(sequence: event.sequence, reason: String(describing: error))
      }
    }
    if let person {
      self.rows(of: person, state, in: ledger, into: &rows)
    } else {
      self.rows(state, in: ledger, into: &rows)
    }
    precondition(rows.cells.count % layout.width == 0, "\(layout.name): a row lacks a cell or has one more")
    rows.sort(byFirst: layout.keyWidth)
  }
}

extension PlaceList {
  /// Adds the row of the table of events.
  func write(_ person: Identifier?, to rows: inout Rows) {
    if let person { rows.add(person) } else { rows.add("") }
    rows.add(count)
    rows.add(blob: bytes)
  }
}

extension EventIndex {
  /// The persons by the bytes of their keys.
  var personsInOrder: [Identifier] { persons.identifiers.sorted() }
}

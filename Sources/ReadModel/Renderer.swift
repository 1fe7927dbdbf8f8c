public import EventLog
public import Subsidy
import System
public import Values

/// The source of the tables: a fold of the log, the places of its events, and a way to read one of them again.
public struct ReadModelSource: Sendable {
  /// The fold.
  public let state: LedgerState
  /// The places of the events.
  public let index: EventIndex
  /// The events that count as never having happened.
  public let annulments: Annulments
  /// How far the fold goes.
  public let position: LogStamp
  let read: @Sendable (LinePlace) throws -> Event

  /// Makes a source.
  public init(
    state: LedgerState, index: EventIndex, annulments: Annulments, position: LogStamp,
    reading read: @escaping @Sendable (LinePlace) throws -> Event
  ) {
    self.state = state
    self.index = index
    self.annulments = annulments
    self.position = position
    let clock = annulments.clock
    self.read = { clock.corrected(try read($0)) }
  }
}

extension ReadModelSource {
  /// The rows of some persons in some tables.
  ///
  /// - Throws: the errors of reading an event.
  public func rows(of persons: [Identifier], in projections: [any Projection]) throws -> RenderedRows {
    try Renderer(self, projections, projections.map(\.layout)).rows(of: persons[...])
  }
}

/// Makes the rows of all tables.
struct Renderer: Sendable {
  let source: ReadModelSource
  let projections: [any Projection]
  let layouts: [TableLayout]
  /// Which tables get rows of persons.
  let rendersPersons: [Bool]
  /// Whether one of these takes events of its own, so that the index must have the events of the persons.
  let mayHalt: Bool
  private let shapes: [TableShape]
  private let eventTypes: PlaceList.TypeSet

  /// Prepares to make rows.
  ///
  /// - Parameters:
  ///   - source: the source of the rows.
  ///   - projections: those of the tables.
  ///   - layouts: their layouts.
  ///   - types: the types of the only events that are new: persons get no rows for the tables that these leave as they
  ///     are. None if all rows are wanted.
  init(
    _ source: ReadModelSource, _ projections: [any Projection], _ layouts: [TableLayout],
    passingOver types: Set<EventType> = []
  ) {
    self.source = source
    self.projections = projections
    self.layouts = layouts
    shapes = layouts.map(\.shape)
    let isChanged = projections.map { $0.isChanged(by: types) }
    rendersPersons = zip(shapes, isChanged).map { $0.isAboutPersons && $1 }
    mayHalt = ReadModel.readsEventsOfPersons(projections, changedBy: types)
    eventTypes = PlaceList.TypeSet(
      zip(projections, isChanged).filter(\.1).reduce(into: []) { $0.formUnion($1.0.eventTypes) })
  }

  /// The positions of tables without a halt after the work.
  var statuses: [TableStatus] { FirstHalts(tables: layouts.count).statuses(layouts, size: source.position.size) }

  /// The rows of some persons, one after the other; none for a person whose events are all annulled.
  func rows(of persons: ArraySlice<Identifier>) throws -> RenderedRows {
    var rendered = RenderedRows(persons, layouts)
    for person in persons {
      // The rows of a key that was joined are among the person's.
      guard source.state.personKey(person) == person, let number = source.state.number(ofPerson: person) else {
        continue
      }
      let events = try events(source.state.keys(of: person).map { source.index.places(of: $0) })
      let view: PersonView? = PersonView(Int(number), in: source.state)
      for (table, projection) in projections.enumerated() where rendersPersons[table] {
        rendered.add(projection, table, shapes[table], events, view, source.state)
      }
    }
    return rendered
  }

  /// The rows of the tables that are not about persons.
  func ledgerRows() throws -> RenderedRows {
    var rendered = RenderedRows([], layouts)
    let events = try events([source.index.shared])
    for (table, projection) in projections.enumerated() where !shapes[table].isAboutPersons {
      rendered.add(projection, table, shapes[table], events, nil, source.state)
    }
    return rendered
  }

  /// The events at some places, those of several lists merged in the order of the log.
  private func events(_ lists: [PlaceList]) throws -> TypedEvents {
    var events = TypedEvents()
    if lists.count == 1 {
      for place in lists[0].places(of: eventTypes) { append(try source.read(place), to: &events) }
    } else {
      let found = try lists.flatMap { try $0.places(of: eventTypes).map(source.read) }
      for event in found.sorted(by: { $0.sequence < $1.sequence }) { append(event, to: &events) }
    }
    return events
  }

  private func append(_ event: Event, to events: inout TypedEvents) {
    if !source.annulments.contains(event) { events.append(event) }
  }

  /// How many persons a thread takes at a time.
  static var personsInPart: Int { 256 }

  /// Makes the rows of persons with several threads and gives them part by part, in the order of the persons.
  func forEachPart(
    of persons: ArraySlice<Identifier>, size: Int = Renderer.personsInPart, threads: Int = Threads.available,
    _ body: (RenderedRows) throws -> Void
  ) throws {
    let crew = try WorkCrew<ArraySlice<Identifier>, Result<RenderedRows, any Error>>(threads: threads) { part in
      Result { try rows(of: part) }
    }
    defer { crew.close() }
    let parts = stride(from: persons.startIndex, to: persons.endIndex, by: size).lazy.map {
      persons[$0..<min($0 + size, persons.endIndex)]
    }
    try crew.forEachResult(of: parts) { part in
      try StopRequest.check()
      try body(part.get())
    }
  }
}

/// Rows for every table, as far as their projections could take the events.
public struct RenderedRows: Sendable {
  /// The persons of the rows.
  let persons: ArraySlice<Identifier>
  /// The rows by table.
  private(set) var tables: [Rows]
  /// The events that projections could not take.
  private(set) var halts: FirstHalts

  init(_ persons: ArraySlice<Identifier>, _ layouts: [TableLayout]) {
    self.persons = persons
    tables = layouts.map { Rows(width: $0.width) }
    halts = FirstHalts(tables: layouts.count)
  }

  fileprivate mutating func add(
    _ projection: some Projection, _ table: Int, _ shape: TableShape, _ events: TypedEvents, _ person: PersonView?,
    _ state: LedgerState
  ) {
    let before = tables[table].count
    do throws(ProjectionHalt) {
      try projection.render(events, of: person, in: state, shape, into: &tables[table])
    } catch {
      halts.note(error, of: table)
    }
    if halts.first[table] != nil { tables[table].removeRows(from: before) }
  }
}

/// The first event of the log that each projection could not take.
struct FirstHalts: Sendable {
  /// By table; nil for one whose projection took all events.
  private(set) var first: [ProjectionHalt?]

  init(tables: Int) { first = Array(repeating: nil, count: tables) }

  /// Persons do not come in the order of the log: of all halts, the one at the first event is kept.
  mutating func note(_ halt: ProjectionHalt, of table: Int) {
    if first[table].map({ halt.sequence < $0.sequence }) ?? true { first[table] = halt }
  }

  mutating func merge(_ other: FirstHalts) {
    for (table, halt) in other.first.enumerated() { if let halt { note(halt, of: table) } }
  }

  /// The positions of the tables after the work; a halted table shows nothing.
  func statuses(_ layouts: [TableLayout], size: UInt64) -> [TableStatus] {
    zip(layouts, first).map { layout, halt in
      TableStatus(name: layout.name, version: layout.version, size: halt == nil ? size : 0, halt: halt)
    }
  }
}

/// Events that projections choose from, each with its type beside it: an event is several hundred bytes, and most of them are
/// not wanted by most projections.
public struct TypedEvents: Sendable {
  private var types: [EventType] = []
  private var events: [Event] = []

  /// Some events, in the order of the log.
  init(_ events: [Event] = []) { for event in events { append(event) } }

  mutating func append(_ event: Event) {
    types.append(event.body.type)
    events.append(event)
  }

  /// Gives the events of some types.
  @inline(__always)
  func forEach<Failure: Error>(
    of wanted: PlaceList.TypeSet, _ body: (Event) throws(Failure) -> Void
  ) throws(Failure) {
    for position in types.indices where wanted.contains(types[position]) { try body(events[position]) }
  }
}

extension Projection {
  /// The rows from the events of its own.
  public func render(
    _ events: TypedEvents, of person: PersonView?, in ledger: LedgerState, _ shape: TableShape, into rows: inout Rows
  ) throws(ProjectionHalt) {
    let before = rows.count
    var state = initial
    try events.forEach(of: shape.eventTypes) { event throws(ProjectionHalt) in
      do {
        try evolve(&state, event)
      } catch {
        throw ProjectionHalt(sequence: event.sequence, reason: String(describing: error))
      }
    }
    let content = if let person { self.rows(of: person, state, in: ledger) } else { self.rows(state, in: ledger) }
    table.append(content, to: &rows)
    rows.sort(from: before, byFirst: shape.keyWidth)
  }
}

import Subsidy
import System
import Values

/// How far a rebuild has come.
public struct RebuildProgress: Hashable, Sendable {
  /// How many persons are written.
  public let persons: Int
  /// How many there are.
  public let total: Int
}

extension ReadModel {
  /// How many persons are written before they are made durable, so that a rebuild that was cut short goes on behind them.
  public static var personsInChunk: Int { 8_192 }

  /// Makes a read model from nothing beside the live one and puts it in its place when it is complete.
  ///
  /// The work that an earlier rebuild of the same log, size and versions has finished is kept: the rebuild goes on behind the
  /// last person that was made durable.
  ///
  /// - Parameters:
  ///   - path: the file to make.
  ///   - projections: its projections.
  ///   - source: the fold it shows.
  ///   - chunk: how many persons are made durable at a time.
  ///   - progress: receives how many persons have been written.
  /// - Returns: how many persons an earlier rebuild had written.
  /// - Throws: `SQLiteError`, also if a reader keeps the live one from being replaced; `SystemError`.
  @discardableResult
  public static func rebuild(
    _ path: String, _ projections: [any Projection], from source: ReadModelSource,
    chunk: Int = ReadModel.personsInChunk, progress: (RebuildProgress) -> Void = { _ in }
  ) throws -> Int {
    let temporary = "\(path).new"
    let model = try begin(temporary, projections, source.position)
    let taken = try model.fill(from: source, chunk, progress)
    model.close()
    try SQLiteFile.replace(path, by: temporary)
    return taken
  }

  /// Opens the unfinished file of an earlier rebuild, or begins from the start.
  private static func begin(
    _ path: String, _ projections: [any Projection], _ position: LogStamp
  ) throws -> ReadModel {
    if let model = try? ReadModel(opening: path, projections), (try? model.isRebuild(to: position)) == true {
      try model.prepareToFill()
      return model
    }
    try SQLiteFile.remove(path)
    let model = try ReadModel(SQLiteDatabase(path: path, access: .create), projections)
    try model.prepareToFill()
    try model.database.transaction { () throws(SQLiteError) in
      try model.createTables()
      try model.database.create([ReadModel.rebuildCreation])
    }
    return model
  }

  /// The statement that makes the table for the target of an unfinished rebuild, and for how far it has come.
  static let rebuildCreation = """
    CREATE TABLE rebuild (
      one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL,
      person TEXT NOT NULL
    ) STRICT
    """

  /// Whether it is an unfinished rebuild for this position and these projections.
  private func isRebuild(to position: LogStamp) throws(SQLiteError) -> Bool {
    guard hasOurTables else { return false }
    let statement = try database.prepare("SELECT person FROM rebuild WHERE version = ? AND size = ? AND root = ?")
    try statement.bind(Int64(ReadModel.version), at: 1)
    try statement.bind(Int64(position.size), at: 2)
    try statement.bind(position.root, at: 3)
    guard try statement.step() else { return false }
    return try hasOurVersions()
  }

  /// The last person that an unfinished rebuild has made durable; nil if there is none.
  private func lastPerson() throws(SQLiteError) -> Identifier? {
    let statement = try database.prepare("SELECT person FROM rebuild")
    guard try statement.step(), let person = statement.text(at: 0) else { return nil }
    return Identifier(person)
  }

  /// New pages are not journaled, so that a chunk is written once; a power cut leaves the chunks before it.
  private func prepareToFill() throws(SQLiteError) {
    database.liftWorkLimit()
    _ = try database.setPragma("locking_mode", "EXCLUSIVE")
    _ = try database.setPragma("journal_mode", "TRUNCATE")
    _ = try database.setPragma("synchronous", "NORMAL")
    _ = try database.setPragma("cache_size", "-65536")
  }

  private func fill(
    from source: ReadModelSource, _ chunk: Int, _ progress: (RebuildProgress) -> Void
  ) throws -> Int {
    let last = try lastPerson()
    let renderer = Renderer(source, projections, layouts)
    let filler = try Filler(layouts, in: database)
    for (table, status) in try tableStatuses().enumerated() {
      if let halt = status.halt { filler.halts.note(halt, of: table) }
    }
    let persons = source.index.personsInOrder
    let taken = last.map { last in persons.firstIndex { $0 > last } ?? persons.count } ?? 0
    var durable = taken
    // One transaction for each chunk; its end is in the pass, so that others render on while it is made durable.
    try renderer.forEachPart(of: persons[taken...], size: min(chunk, Renderer.personsInPart)) { part in
      let end = part.persons.endIndex
      if part.persons.startIndex == durable { try database.begin(.immediate) }
      try filler.write(part)
      guard end == persons.count || end - durable >= chunk else { return }
      for status in filler.halts.statuses(layouts, size: source.position.size) { try write(status) }
      try note(persons[end - 1], source.position)
      try database.commit()
      durable = end
      progress(RebuildProgress(persons: end, total: persons.count))
    }
    try finish(filler, renderer)
    return taken
  }

  private func finish(_ filler: Filler, _ renderer: Renderer) throws {
    let source = renderer.source
    try database.transaction(throwing: { $0 as any Error }) {
      try filler.write(renderer.ledgerRows())
      // A table that could not take every event shows none.
      for status in filler.halts.statuses(layouts, size: source.position.size) {
        if status.halt != nil { try database.execute("DELETE FROM \(status.name)") }
        try write(status)
      }
      try finishTables()
      try database.write(source.position, version: ReadModel.version)
      try database.execute("DROP TABLE rebuild")
    }
    _ = try database.setPragma("journal_mode", "WAL")
  }

  private func note(_ person: Identifier, _ position: LogStamp) throws(SQLiteError) {
    let statement = try database.prepare("INSERT OR REPLACE INTO rebuild VALUES (1, ?, ?, ?, ?)")
    try statement.bind(Int64(ReadModel.version), at: 1)
    try statement.bind(Int64(position.size), at: 2)
    try statement.bind(position.root, at: 3)
    try statement.bind(person.description, at: 4)
    try statement.run()
  }
}

/// Writes the rows that a renderer makes.
private final class Filler {
  /// The events that the projections could not take so far.
  var halts: FirstHalts
  private let tables: [TableWriter]

  init(_ layouts: [TableLayout], in database: borrowing SQLiteDatabase) throws(SQLiteError) {
    halts = FirstHalts(tables: layouts.count)
    var tables: [TableWriter] = []
    for layout in layouts { tables.append(try TableWriter(layout, in: database)) }
    self.tables = tables
  }

  func write(_ rendered: RenderedRows) throws(SQLiteError) {
    for (table, rows) in rendered.tables.enumerated() where halts.first[table] == nil {
      try tables[table].insert(rows)
    }
    halts.merge(rendered.halts)
  }
}

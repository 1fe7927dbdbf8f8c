import Subsidy
public import System
import Values

/// The projections as tables in SQLite, for people and ordinary tools to read.
///
/// It is a cache: made from the log, written together with its position in one transaction, and thrown away whenever
/// its version or the root under it is not ours. The schema is described in docs/read-model.md.
public struct ReadModel: ~Copyable {
  /// The version of the tables that are no projection, and of how all of them are written.
  public static var version: Int { 6 }

  let database: SQLiteDatabase
  let projections: [any Projection]
  let layouts: [TableLayout]
  /// Whether it has the tables that this program makes and nothing else, so that queries have their intended meaning.
  let hasOurTables: Bool

  /// Opens an existing read model.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - projections: those that it is to hold; ``isOurs()`` says whether it does.
  ///   - access: whether it may be written.
  /// - Throws: `SQLiteError` if the file is missing or is no database.
  public init(
    opening path: String, _ projections: [any Projection], access: SQLiteAccess = .readWrite
  ) throws(SQLiteError) {
    let database = try SQLiteDatabase(path: path, access: access)
    let found = try SQLiteSchema(of: database)
    let layouts = projections.map(\.layout)
    let creations = ReadModel.creations(layouts)
    var hasOurTables = try found == .made(by: creations + ReadModel.indexCreations(layouts))
    // One that is being made.
    if !hasOurTables { hasOurTables = try found == .made(by: creations + [ReadModel.rebuildCreation]) }
    self.init(database, projections, layouts, hasOurTables: hasOurTables)
  }

  /// A new one, or one in the making.
  init(_ database: consuming SQLiteDatabase, _ projections: [any Projection]) {
    self.init(database, projections, projections.map(\.layout), hasOurTables: true)
  }

  private init(
    _ database: consuming SQLiteDatabase, _ projections: [any Projection], _ layouts: [TableLayout], hasOurTables: Bool
  ) {
    self.database = database
    self.hasOurTables = hasOurTables
    self.projections = projections
    self.layouts = layouts
    // A name is spliced into SQL, and two tables cannot share one.
    let names = ["position", "projections", "rebuild"] + layouts.flatMap { [$0.name] + $0.sums.map(\.name) }
    precondition(Set(names).count == names.count, "each projection needs a name of its own")
  }

  /// Closes the file.
  public consuming func close() {}

  /// Its position; nil if it was made by another version of the program, or is not finished.
  public func position() throws(SQLiteError) -> LogStamp? {
    hasOurTables ? try database.position(version: ReadModel.version) : nil
  }

  /// How far each projection is, in the order of the tables; empty if the file has no such list.
  public func tableStatuses() throws(SQLiteError) -> [TableStatus] {
    guard hasOurTables else { return [] }
    let statement = try database.prepare(
      "SELECT name, version, size, halted_at, reason FROM projections ORDER BY rowid")
    var statuses: [TableStatus] = []
    while try statement.step() {
      let halt = statement.isNull(at: 3) ? nil : UInt64(max(0, statement.int(at: 3)))
      statuses.append(
        TableStatus(
          name: statement.text(at: 0) ?? "", version: Int(statement.int(at: 1)),
          size: UInt64(max(0, statement.int(at: 2))),
          halt: halt.map { ProjectionHalt(sequence: $0, reason: statement.text(at: 4) ?? "") }))
    }
    return statuses
  }

  /// The tables without a row.
  public func emptyTables() throws(SQLiteError) -> Set<String> {
    var empty: Set<String> = []
    for layout in layouts {
      let statement = try database.prepare("SELECT EXISTS (SELECT 1 FROM \(layout.name))")
      if try statement.step(), statement.int(at: 0) == 0 { empty.insert(layout.name) }
    }
    return empty
  }

  /// Whether it holds the projections that it was opened with, each in its version: projections of different versions are never
  /// mixed.
  public func isOurs() throws(SQLiteError) -> Bool {
    guard try position() != nil else { return false }
    return try hasOurVersions()
  }

  func hasOurVersions() throws(SQLiteError) -> Bool {
    try tableStatuses().map { "\($0.name) \($0.version)" } == layouts.map { "\($0.name) \($0.version)" }
  }

  /// The statements that make the tables.
  private static func creations(_ layouts: [TableLayout]) -> [String] {
    [
      LogStamp.creation,
      """
      CREATE TABLE projections (
        name TEXT PRIMARY KEY, version INTEGER NOT NULL, size INTEGER NOT NULL, halted_at INTEGER, reason TEXT
      ) STRICT
      """,
    ] + layouts.flatMap { [$0.creation] + $0.sums.map(\.creation) }
  }

  /// The statements that make the indexes, and the keys of the sums.
  private static func indexCreations(_ layouts: [TableLayout]) -> [String] {
    layouts.flatMap { $0.indexCreations + $0.sums.map(\.keyCreation) }
  }

  func createTables() throws(SQLiteError) { try database.create(ReadModel.creations(layouts)) }

  /// Makes the indexes and the sums with their keys, which takes less time once the rows are written.
  func finishTables() throws(SQLiteError) {
    try database.create(ReadModel.indexCreations(layouts))
    // By the indexes.
    for sums in layouts.flatMap(\.sums) { try database.execute("INSERT INTO \(sums.name) \(sums.selection)") }
  }

  func write(_ status: TableStatus) throws(SQLiteError) {
    let statement = try database.prepare("INSERT OR REPLACE INTO projections VALUES (?, ?, ?, ?, ?)")
    try statement.bind(status.name, at: 1)
    try statement.bind(Int64(status.version), at: 2)
    try statement.bind(Int64(status.size), at: 3)
    if let halt = status.halt {
      try statement.bind(Int64(halt.sequence), at: 4)
      try statement.bind(halt.reason, at: 5)
    }
    try statement.run()
  }
}

/// How far one projection has come.
public struct TableStatus: Hashable, Sendable {
  /// Its table.
  public let name: String
  /// Its version.
  public let version: Int
  /// How many events its rows show; fewer than the read model's if it is halted.
  public let size: UInt64
  /// The event that it could not take; nil if it took all.
  public let halt: ProjectionHalt?
}

/// The event that halted a projection.
public struct ProjectionHalt: Error, Hashable, Sendable {
  /// The event's number.
  public let sequence: UInt64
  /// The reason that the projection gave.
  public let reason: String
}

extension ReadModel {
  /// Reads several things in one transaction, so that they agree whatever a writer does meanwhile.
  public func consistently<Result>(_ body: (borrowing ReadModel) throws -> Result) throws -> Result {
    try database.begin(.deferred)
    // Nothing was written that could be lost.
    defer { try? database.rollBack() }
    let result = try body(self)
    try database.checkUnchanged()
    return result
  }
}

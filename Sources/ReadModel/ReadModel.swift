import Subsidy
public import System
public import Values

/// The projections as tables in SQLite, for people and ordinary tools to read, and the index of events beside them.
///
/// It is a cache: made from the log, written together with its position in one transaction, and thrown away whenever
/// its version or the root under it is not ours. The schema is described in docs/read-model.md.
public struct ReadModel: ~Copyable {
  /// The version of the tables that are no projection, and of how all of them are written.
  ///
  /// Packed places hold numbers of types, which another list of types would give otherwise.
  public static var version: Int { 4_000 + EventType.allCases.count }

  let database: SQLiteDatabase
  let projections: [any Projection]
  let layouts: [TableLayout]

  /// Opens an existing read model.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - projections: those that it is to hold; ``isOurs()`` says whether it does.
  ///   - access: whether it may be written.
  /// - Throws: `SQLiteError` where the file is missing or is no database.
  public init(
    opening path: String, _ projections: [any Projection], access: SQLiteAccess = .readWrite
  ) throws(SQLiteError) {
    try self.init(SQLiteDatabase(path: path, access: access), projections)
  }

  init(_ database: consuming SQLiteDatabase, _ projections: [any Projection]) {
    self.database = database
    self.projections = projections
    layouts = projections.map(\.layout)
    // A name is spliced into SQL, and two tables cannot share one.
    let names = IndexTables.all.map(\.name) + ["position", "projections"] + layouts.map(\.name)
    precondition(Set(names).count == names.count, "each projection needs a name of its own")
  }

  consuming func close() {}

  /// Where it stands; nil where it was made by another version of the program, or is not finished.
  public func position() throws(SQLiteError) -> ReadModelPosition? {
    let statement = try database.prepare("SELECT version, size, root, segment, offset, recorded FROM position")
    guard try statement.step(), statement.int(at: 0) == ReadModel.version, let root = statement.text(at: 2) else {
      return nil
    }
    return ReadModelPosition(
      size: UInt64(max(0, statement.int(at: 1))), root: root, segment: UInt64(max(0, statement.int(at: 3))),
      offset: UInt64(max(0, statement.int(at: 4))), recorded: statement.text(at: 5).flatMap { Instant($0) })
  }

  /// How far each projection is, in the order of the tables; empty where the file has no such list.
  public func standings() throws(SQLiteError) -> [ProjectionStanding] {
    let statement = try database.prepare(
      "SELECT name, version, size, halted_at, reason FROM projections ORDER BY rowid")
    var standings: [ProjectionStanding] = []
    while try statement.step() {
      let halt = statement.isNull(at: 3) ? nil : UInt64(max(0, statement.int(at: 3)))
      standings.append(
        ProjectionStanding(
          name: statement.text(at: 0) ?? "", version: Int(statement.int(at: 1)),
          size: UInt64(max(0, statement.int(at: 2))),
          halt: halt.map { ProjectionHalt(sequence: $0, reason: statement.text(at: 4) ?? "") }))
    }
    return standings
  }

  /// Whether it holds the projections that it was opened with, each in its version: nothing else is ever mixed.
  public func isOurs() throws(SQLiteError) -> Bool {
    guard try position() != nil else { return false }
    return try hasOurVersions()
  }

  func hasOurVersions() throws(SQLiteError) -> Bool {
    try standings().map { "\($0.name) \($0.version)" } == layouts.map { "\($0.name) \($0.version)" }
  }

  func createTables() throws(SQLiteError) {
    try database.execute(
      """
      CREATE TABLE position (
        one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL,
        segment INTEGER NOT NULL, offset INTEGER NOT NULL, recorded TEXT, id_bits INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE projections (
        name TEXT PRIMARY KEY, version INTEGER NOT NULL, size INTEGER NOT NULL, halted_at INTEGER, reason TEXT
      ) STRICT;
      CREATE TABLE segment_start (
        one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, root TEXT NOT NULL, segment INTEGER NOT NULL,
        offset INTEGER NOT NULL, commits TEXT NOT NULL, roots TEXT NOT NULL
      ) STRICT
      """)
    for layout in IndexTables.all + layouts { try database.execute(layout.creation) }
  }

  func write(_ position: ReadModelPosition, idBits: Int) throws(SQLiteError) {
    let statement = try database.prepare("INSERT OR REPLACE INTO position VALUES (1, ?, ?, ?, ?, ?, ?, ?)")
    try statement.bind(Int64(ReadModel.version), at: 1)
    try statement.bind(Int64(position.size), at: 2)
    try statement.bind(position.root, at: 3)
    try statement.bind(Int64(position.segment), at: 4)
    try statement.bind(Int64(position.offset), at: 5)
    try statement.bind(position.recorded?.description, at: 6)
    try statement.bind(Int64(idBits), at: 7)
    try statement.run()
  }

  func write(_ start: LogStart) throws(SQLiteError) {
    let statement = try database.prepare("INSERT OR REPLACE INTO segment_start VALUES (1, ?, ?, ?, ?, ?, ?)")
    try statement.bind(Int64(start.size), at: 1)
    try statement.bind(start.root, at: 2)
    try statement.bind(Int64(start.segment), at: 3)
    try statement.bind(Int64(start.offset), at: 4)
    try statement.bind(start.commits, at: 5)
    try statement.bind(start.roots.joined(separator: " "), at: 6)
    try statement.run()
  }

  /// Where the last segment of the log began when a writer last opened it; nil where none has said.
  public func logStart() throws(SQLiteError) -> LogStart? {
    let statement = try database.prepare("SELECT size, root, segment, offset, commits, roots FROM segment_start")
    guard try statement.step(), let root = statement.text(at: 1), let commits = statement.text(at: 4),
      let roots = statement.text(at: 5)
    else { return nil }
    return LogStart(
      size: UInt64(max(0, statement.int(at: 0))), root: root, segment: UInt64(max(0, statement.int(at: 2))),
      offset: UInt64(max(0, statement.int(at: 3))), commits: commits,
      roots: roots.split(separator: " ").map(String.init))
  }

  func idBits() throws(SQLiteError) -> Int {
    let statement = try database.prepare("SELECT id_bits FROM position")
    return try statement.step() ? Int(statement.int(at: 0)) : 0
  }

  func write(_ standing: ProjectionStanding) throws(SQLiteError) {
    let statement = try database.prepare("INSERT OR REPLACE INTO projections VALUES (?, ?, ?, ?, ?)")
    try statement.bind(standing.name, at: 1)
    try statement.bind(Int64(standing.version), at: 2)
    try statement.bind(Int64(standing.size), at: 3)
    if let halt = standing.halt {
      try statement.bind(Int64(halt.sequence), at: 4)
      try statement.bind(halt.reason, at: 5)
    }
    try statement.run()
  }
}

/// How far the read model has come.
public struct ReadModelPosition: Hashable, Sendable {
  /// How many events it has taken in.
  public let size: UInt64
  /// The root of the log at that size, 64 hexadecimal digits.
  public let root: String
  /// The segment in which the last of these events was committed.
  public let segment: UInt64
  /// Where the commit ends in it.
  ///
  /// > Units: bytes.
  public let offset: UInt64
  /// When the last of these events was recorded; nil for an empty log.
  public let recorded: Instant?

  /// Makes a position.
  public init(size: UInt64, root: String, segment: UInt64, offset: UInt64, recorded: Instant?) {
    self.size = size
    self.root = root
    self.segment = segment
    self.offset = offset
    self.recorded = recorded
  }
}

/// The log where its last segment begins, so that a writer need not hash those before it; it proves itself against HEAD.
public struct LogStart: Hashable, Sendable {
  /// How many events stand before it.
  public let size: UInt64
  /// The root there, 64 hexadecimal digits, as all digests here.
  public let root: String
  /// The segment before it.
  public let segment: UInt64
  /// How long that is.
  public let offset: UInt64
  /// The chain over the commits so far.
  public let commits: String
  /// The roots of the perfect subtrees, largest first.
  public let roots: [String]

  /// Makes a start.
  public init(size: UInt64, root: String, segment: UInt64, offset: UInt64, commits: String, roots: [String]) {
    self.size = size
    self.root = root
    self.segment = segment
    self.offset = offset
    self.commits = commits
    self.roots = roots
  }
}

/// How far one projection has come.
public struct ProjectionStanding: Hashable, Sendable {
  /// Its table.
  public let name: String
  /// Its version.
  public let version: Int
  /// How many events its rows show; less than the read model's where it is halted.
  public let size: UInt64
  /// The event that it could not take; nil where it took all.
  public let halt: ProjectionHalt?
}

/// The event that halted a projection.
public struct ProjectionHalt: Error, Hashable, Sendable {
  /// The event's number.
  public let sequence: UInt64
  /// What the projection said.
  public let reason: String
}

/// The tables of the index of events.
enum IndexTables {
  /// Where each person's events stand; the key of events about no person is empty.
  static let persons = TableDeclaration<(person: Identifier?, places: PlaceList)>(
    "events", version: ReadModel.version, key: [Column("person") { $0.person?.description ?? "" }],
    columns: [
      Column("count") { $0.places.count },
      Column("places") { $0.places.bytes },
    ])
  /// Where the ids of entries stand.
  static let ids = buckets("ids")
  /// What annuls which event.
  static let annulments = buckets("annulments")
  static let all = [persons.layout, ids.layout, annulments.layout]

  /// The statement that looks into one bucket of a table of hashes.
  static func bucket(of table: TableLayout) -> String { "SELECT entries FROM \(table.name) WHERE bucket = ?" }

  private static func buckets(_ name: String) -> TableDeclaration<EntryIDs.Bucket> {
    TableDeclaration(
      name, version: ReadModel.version, key: [Column("bucket") { $0.number }],
      columns: [Column("entries") { $0.entries }])
  }
}

extension EventIndex {
  /// What stands in tables under hashes.
  var hashed: [(table: TableDeclaration<EntryIDs.Bucket>, entries: EntryIDs)] {
    [(IndexTables.ids, ids), (IndexTables.annulments, annulments)]
  }
}

extension ReadModel {
  /// Reads several things as they stand together, whatever a writer does meanwhile.
  public func consistently<Result>(_ body: (borrowing ReadModel) throws -> Result) throws -> Result {
    try database.execute(SQLiteTransactionKind.deferred.rawValue)
    // Nothing was written that could be lost.
    defer { try? database.execute("ROLLBACK") }
    return try body(self)
  }
}

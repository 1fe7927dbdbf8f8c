public import Subsidy
public import System

/// How far the read model has come.
public struct ReadModelPosition: Hashable, Sendable {
  /// The version of the projections that made it.
  public let version: Int
  /// How many events it has taken in.
  public let size: UInt64
  /// The root of the log at that size, 64 hexadecimal digits.
  public let root: String

  /// Makes a position.
  public init(version: Int = ReadModel.version, size: UInt64, root: String) {
    self.version = version
    self.size = size
    self.root = root
  }
}

/// The projections as tables in SQLite, for people and ordinary tools to read.
///
/// It is a cache: made from the log, written together with its position in one transaction, and thrown away whenever
/// its version or the root under it is not ours. The schema is described in docs/read-model.md.
public struct ReadModel: ~Copyable {
  /// The version of the projections; another one is never mixed with this.
  public static var version: Int { 1 }

  /// The tables, in the order in which they are written.
  public static let projections: [any Projection] = [
    ClaimsProjection(), MonthsProjection(), NoticesProjection(), BatchesProjection(),
  ]

  private let database: SQLiteDatabase

  /// Opens an existing read model.
  ///
  /// - Throws: `SQLiteError` where the file is missing or is no database.
  public init(opening path: String) throws(SQLiteError) {
    database = try SQLiteDatabase(path: path, access: .readWrite)
  }

  private init(creating path: String) throws(SQLiteError) { database = try SQLiteDatabase(path: path, access: .create) }

  /// Makes a read model from nothing beside the live one and puts it in its place when it is complete.
  ///
  /// - Parameters:
  ///   - path: where it is to be.
  ///   - state: the fold it shows.
  ///   - position: the size and root of the log that the state folds.
  ///   - progress: hears how many persons have been written.
  /// - Throws: `SQLiteError`, and `SystemError` where the new file cannot take the old one's place.
  public static func rebuild(
    _ path: String, from state: LedgerState, at position: ReadModelPosition, progress: (Int) -> Void = { _ in }
  ) throws {
    let temporary = "\(path).new"
    for leftover in [temporary, "\(temporary)-journal"] where try Files.exists(leftover) { try Files.remove(leftover) }
    let model = try ReadModel(creating: temporary)
    try model.fill(from: state, at: position, progress: progress)
    try model.close()
    try Files.rename(temporary, to: path)
  }

  private consuming func close() throws(SQLiteError) {}

  private func fill(from state: LedgerState, at position: ReadModelPosition, progress: (Int) -> Void) throws {
    // Nothing is lost with a half-made file, so it need not be durable on the way.
    _ = try database.setPragma("synchronous", "OFF")
    _ = try database.setPragma("journal_mode", "OFF")
    try database.execute("BEGIN")
    try database.execute(
      """
      CREATE TABLE position (
        one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL
      ) STRICT
      """)
    for projection in ReadModel.projections {
      try database.execute(
        "CREATE TABLE \(projection.name) (\(projection.columns), PRIMARY KEY (\(projection.key))) STRICT, WITHOUT ROWID"
      )
    }
    var done = 0
    let tables = try tableWriters()
    for table in tables { try table.insert(table.projection.rows(in: state)) }
    try ReadModel.forEachPerson(state) { person in
      for table in tables { try table.insert(table.projection.rows(of: person, in: state)) }
      done += 1
      if done & 0x3FF == 0 { progress(done) }
    }
    try write(position)
    try database.execute("COMMIT")
  }

  static func forEachPerson(_ state: LedgerState, _ body: (PersonView) throws -> Void) rethrows {
    for number in state.personsInOrder { try body(PersonView(number, in: state)) }
  }

  /// Where it stands; nil where it was made by another version or is not ours.
  public func position() throws(SQLiteError) -> ReadModelPosition? {
    let statement = try database.prepare("SELECT version, size, root FROM position")
    guard try statement.step(), let root = statement.text(at: 2) else { return nil }
    return ReadModelPosition(
      version: Int(statement.int(at: 0)), size: UInt64(max(0, statement.int(at: 1))), root: root)
  }

  /// Writes the rows of some persons again, and those of the ledger, in one transaction with the position.
  public func update(
    persons: some Sequence<Int>, from state: LedgerState, to position: ReadModelPosition
  ) throws {
    try database.execute("BEGIN IMMEDIATE")
    do {
      let tables = try tableWriters()
      for table in tables where !table.projection.isAboutPersons {
        try database.execute("DELETE FROM \(table.projection.name)")
        try table.insert(table.projection.rows(in: state))
      }
      for number in persons {
        let person = PersonView(number, in: state)
        for table in tables where table.projection.isAboutPersons {
          try delete(person.person, from: table.projection)
          try table.insert(table.projection.rows(of: person, in: state))
        }
      }
      try write(position)
      try database.execute("COMMIT")
    } catch {
      try? database.execute("ROLLBACK")
      throw error
    }
  }

  private func tableWriters() throws(SQLiteError) -> [TableWriter] {
    var tables: [TableWriter] = []
    for projection in ReadModel.projections { tables.append(try TableWriter(projection, in: database)) }
    return tables
  }

  private func delete(_ person: String, from projection: any Projection) throws(SQLiteError) {
    let statement = try database.prepare("DELETE FROM \(projection.name) WHERE person = ?")
    try statement.bind(person, at: 1)
    try statement.run()
  }

  private func write(_ position: ReadModelPosition) throws(SQLiteError) {
    let statement = try database.prepare("INSERT OR REPLACE INTO position VALUES (1, ?, ?, ?)")
    try statement.bind(Int64(position.version), at: 1)
    try statement.bind(Int64(position.size), at: 2)
    try statement.bind(position.root, at: 3)
    try statement.run()
  }

  /// Reads a table row by row in the order of its key.
  func forEachRow(of projection: any Projection, _ body: (Row) throws -> Void) throws {
    let statement = try database.prepare("SELECT * FROM \(projection.name) ORDER BY \(projection.key)")
    let areIntegers = projection.areIntegers
    while try statement.step() {
      try body(
        areIntegers.enumerated().map { column, isInteger in
          if statement.isNull(at: column) { return .null }
          return isInteger ? .integer(statement.int(at: column)) : .text(statement.text(at: column) ?? "")
        })
    }
  }
}

/// Writes rows into one table with one statement.
private final class TableWriter {
  let projection: any Projection
  private let statement: SQLiteStatement

  init(_ projection: any Projection, in database: borrowing SQLiteDatabase) throws(SQLiteError) {
    self.projection = projection
    let marks = Array(repeating: "?", count: projection.columnCount).joined(separator: ", ")
    statement = try database.prepare("INSERT INTO \(projection.name) VALUES (\(marks))")
  }

  func insert(_ rows: [Row]) throws(SQLiteError) {
    for row in rows {
      for (index, cell) in row.enumerated() {
        switch cell {
        case .text(let text): try statement.bind(text, at: index + 1)
        case .integer(let number): try statement.bind(number, at: index + 1)
        case .null: try statement.bindNull(at: index + 1)
        }
      }
      try statement.run()
      statement.reset()
    }
  }
}

extension Projection {
  /// Whether the table's key begins with a person.
  var isAboutPersons: Bool { key.hasPrefix("person") }

  /// Which columns hold numbers.
  var areIntegers: [Bool] { columns.split(separator: ",").map { $0.contains("INTEGER") } }
}

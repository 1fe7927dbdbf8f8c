public import EventLog
import Subsidy
public import System
public import Values

/// The index of the log in a file of its own, `index.sqlite`: the places of each person's events, the ids of entries, and the
/// annulments of events.
///
/// It only leads to the log: events found with it are read from the log. It can be rebuilt from the log at any time. Its tables
/// are described in docs/read-model.md.
public struct IndexFile: ~Copyable {
  /// The version of its tables.
  ///
  /// Packed places hold numbers of types, which would differ with another list of types.
  public static var version: Int { 3_000 + EventType.allCases.count }

  let database: SQLiteDatabase
  /// Whether it has the tables that this program makes and nothing else, so that queries have their intended meaning.
  let hasOurTables: Bool

  /// Opens an index.
  ///
  /// - Throws: `SQLiteError` if the file is missing or is no database.
  public init(opening path: String, access: SQLiteAccess = .readWrite) throws(SQLiteError) {
    let database = try SQLiteDatabase(path: path, access: access)
    let found = try SQLiteSchema(of: database)
    let tables = try SQLiteSchema.made(by: IndexFile.creations)
    self.init(database, hasOurTables: found == tables)
  }

  /// How much of the log it covers; nil if another version of the program, or another program, made it.
  public func stamp() throws(SQLiteError) -> LogStamp? {
    hasOurTables ? try database.position(version: IndexFile.version) : nil
  }

  /// Begins a transaction, so that all reads from here on agree with one another, whatever a writer does meanwhile.
  public func beginReading() throws(SQLiteError) { try database.begin(.deferred) }

  /// Checks that all reads since agree with one another, which SQLite does not ensure on a medium that cannot be written.
  ///
  /// - Throws: `SQLiteError`, `busy` if another process has written the file meanwhile.
  public func endReading() throws(SQLiteError) {
    try database.rollBack()
    try database.checkUnchanged()
  }

  /// Makes the index, in place of an existing one.
  ///
  /// - Parameters:
  ///   - path: the file to make.
  ///   - index: its content.
  ///   - stamp: how much of the log that is.
  /// - Throws: `SQLiteError`, also if a reader keeps the old one from being replaced; `SystemError`.
  public static func make(_ path: String, _ index: EventIndex, _ stamp: LogStamp) throws {
    let temporary = "\(path).new"
    try SQLiteFile.remove(temporary)
    try IndexFile(SQLiteDatabase(path: temporary, access: .create)).fill(index, stamp)
    try SQLiteFile.replace(path, by: temporary)
  }

  private init(_ database: consuming SQLiteDatabase, hasOurTables: Bool = true) {
    self.database = database
    self.hasOurTables = hasOurTables
  }

  /// The statements that make its tables.
  private static let creations =
    [
      LogStamp.creation, "CREATE TABLE starts (segment INTEGER PRIMARY KEY, start BLOB NOT NULL) STRICT",
      "CREATE TABLE buckets (one INTEGER PRIMARY KEY CHECK (one = 1), bits INTEGER NOT NULL) STRICT",
    ] + IndexTables.all.map(\.creation)

  /// Fills a file that no other process uses yet: its pages need no journal, and all of them are made durable at the end.
  private consuming func fill(_ index: EventIndex, _ stamp: LogStamp) throws {
    try database.setPragma("locking_mode", "EXCLUSIVE")
    try database.setPragma("journal_mode", "TRUNCATE")
    try database.setPragma("cache_size", "-65536")
    try database.transaction(throwing: { $0 as any Error }) {
      try database.create(IndexFile.creations)
      let bits = index.ids.bucketBits
      try database.execute("INSERT INTO buckets VALUES (1, \(bits))")
      try insert(index.starts)
      let writers = try IndexTables.all.map { try TableWriter($0, in: database) }
      try index.forEachPart(bits: bits) { try writers[$0].insert($1) }
      try database.write(stamp, version: IndexFile.version)
    }
    try database.setPragma("journal_mode", "WAL")
  }

  /// Takes in the places of new events, in one transaction with the stamp.
  ///
  /// - Parameters:
  ///   - added: the new events alone.
  ///   - stamp: how much of the log it then covers.
  ///   - expected: how much it must cover before.
  /// - Throws: ``StampMoved`` if another process has brought it on meanwhile; `SQLiteError`; ``IndexDamage``. Nothing is
  ///   changed then.
  public func append(_ added: EventIndex, to stamp: LogStamp, since expected: LogStamp) throws {
    try database.setPragma("synchronous", "NORMAL")
    try database.transaction(throwing: { $0 as any Error }) {
      guard try self.stamp() == expected else { throw StampMoved() }
      let writer = try database.prepare("INSERT OR REPLACE INTO events VALUES (?, ?, ?)")
      let select = try database.prepare("SELECT places FROM events WHERE person = ?")
      func add(_ places: PlaceList, of person: Identifier?) throws {
        var list = try self.places(of: person, select, upTo: expected) ?? PlaceList()
        list.append(contentsOf: places)
        try writer.bind(person?.description ?? "", at: 1)
        try writer.bind(Int64(list.count), at: 2)
        try writer.bind(list.bytes, at: 3)
        try writer.run()
      }
      for person in added.personsInOrder { try add(added.places(of: person), of: person) }
      if added.shared.count > 0 { try add(added.shared, of: nil) }
      try insert(added.starts)
      for (table, entries) in added.hashed { try append(entries, to: table.layout) }
      try database.write(stamp, version: IndexFile.version)
    }
  }

  private func insert(_ starts: [LogStart]) throws(SQLiteError) {
    let insert = try database.prepare("INSERT OR REPLACE INTO starts VALUES (?, ?)")
    for start in starts {
      try insert.bind(Int64(clamping: start.segment), at: 1)
      try insert.bind(start.bytes, at: 2)
      try insert.run()
    }
  }

  private func append(_ added: EntryIDs, to table: TableLayout) throws(SQLiteError) {
    let bits = try bucketBits()
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

  /// How many bits of a hash choose the row of a table of hashes.
  func bucketBits() throws(SQLiteError) -> Int {
    let statement = try database.prepare("SELECT bits FROM buckets")
    guard try statement.step(), let bits = Int(exactly: statement.int(at: 0)), EntryIDs.bucketBits.contains(bits) else {
      throw SQLiteError(extendedCode: 11, message: "the bits of the buckets are out of range")
    }
    return bits
  }
}

// Reading the index.
extension IndexFile {
  /// The places of the events of some persons and of those about no person.
  ///
  /// - Throws: `SQLiteError`; ``IndexDamage`` if what is stored is no list of places up to the stamp.
  public func index(of persons: some Sequence<Identifier>) throws -> EventIndex {
    guard let stamp = try stamp() else { throw IndexDamage() }
    let statement = try database.prepare("SELECT places FROM events WHERE person = ?")
    var index = EventIndex()
    guard let shared = try places(of: nil, statement, upTo: stamp) else { throw IndexDamage() }
    index.restore(nil, shared)
    for person in persons {
      if let list = try places(of: person, statement, upTo: stamp) { index.restore(person, list) }
    }
    return index
  }

  /// The starts of the segments, in order, as far as the log was hashed; a caller that uses them hashes them again.
  ///
  /// - Throws: `SQLiteError`.
  public func starts() throws(SQLiteError) -> [LogStart] {
    let select = try database.prepare("SELECT start FROM starts ORDER BY segment")
    var starts: [LogStart] = []
    while try select.step() { if let start = select.blob(at: 0).flatMap({ LogStart($0) }) { starts.append(start) } }
    return starts
  }

  /// The persons in it, by the bytes of their keys, including those whose events are all annulled.
  ///
  /// - Throws: `SQLiteError`; ``IndexDamage`` if what is stored is no key.
  public func persons() throws -> [Identifier] {
    let select = try database.prepare("SELECT person FROM events WHERE person <> '' ORDER BY person")
    var persons: [Identifier] = []
    while try select.step() {
      guard let person = select.text(at: 0).flatMap({ Identifier($0) }) else { throw IndexDamage() }
      persons.append(person)
    }
    return persons
  }

  private func places(
    of person: Identifier?, _ statement: borrowing SQLiteStatement, upTo stamp: LogStamp
  ) throws -> PlaceList? {
    try statement.bind(person?.description ?? "", at: 1)
    defer { statement.reset() }
    return try statement.step() ? IndexFile.list(statement.blob(at: 0), upTo: stamp) : nil
  }

  private static func list(_ packed: [UInt8]?, upTo stamp: LogStamp) throws(IndexDamage) -> PlaceList {
    guard let list = PlaceList(packed: packed ?? []), list.ends(before: stamp.segment, stamp.offset) else {
      throw IndexDamage()
    }
    return list
  }

  /// The places of all events, from which to rebuild all tables.
  ///
  /// - Throws: as ``index(of:)``.
  public func places() throws -> EventIndex {
    guard let stamp = try stamp() else { throw IndexDamage() }
    var index = EventIndex()
    let events = try database.prepare("SELECT person, places FROM events")
    while try events.step() {
      let list = try IndexFile.list(events.blob(at: 1), upTo: stamp)
      let key = events.text(at: 0) ?? ""
      guard key.isEmpty || Identifier(key) != nil else { throw IndexDamage() }
      index.restore(Identifier(key), list)
    }
    return index
  }

  /// Compares every table with an index that was made from the log up to the same event, row by row.
  public func check(against index: EventIndex) throws -> [ProjectionCheck] {
    try IndexFile.survey(index, bits: bucketBits()) { layout throws(SQLiteError) in try database.rows(of: layout) }
  }

  /// The rows and digests, by table, that ``make(_:_:_:)`` would write.
  public static func survey(_ index: EventIndex) throws -> [ProjectionCheck] {
    try survey(index, bits: index.ids.bucketBits) { _ in nil }
  }

  private static func survey(
    _ index: EventIndex, bits: Int, _ stored: (TableLayout) throws(SQLiteError) -> SQLiteStatement?
  ) throws -> [ProjectionCheck] {
    let checks = try IndexTables.all.map { TableComparison($0, try stored($0)) }
    try index.forEachPart(bits: bits) { try checks[$0].take($1) }
    return try checks.map { try $0.finish(halt: nil) }
  }
}

/// An index is not what the program writes.
public struct IndexDamage: Error {}

/// The tables of an index that have a row for each person, or for each bucket of hashes.
enum IndexTables {
  /// The places of each person's events; the key of events about no person is empty.
  static let events = TableDeclaration<(person: Identifier?, places: PlaceList)>(
    "events", version: IndexFile.version, key: [Column("person") { $0.person?.description ?? "" }],
    columns: [
      Column("count") { $0.places.count },
      Column("places") { $0.places.bytes },
    ])
  /// The places of the ids of entries.
  static let ids = buckets("ids")
  /// The annulments of events.
  static let annulments = buckets("annulments")
  static let all = [events.layout, ids.layout, annulments.layout]

  /// The statement that looks into one bucket of a table of hashes.
  static func bucket(of table: TableLayout) -> String { "SELECT entries FROM \(table.name) WHERE bucket = ?" }

  private static func buckets(_ name: String) -> TableDeclaration<EntryIDs.Bucket> {
    TableDeclaration(
      name, version: IndexFile.version, key: [Column("bucket") { $0.number }],
      columns: [Column("entries") { $0.entries }])
  }
}

extension EventIndex {
  /// The contents of the tables that are keyed by hashes.
  fileprivate var hashed: [(table: TableDeclaration<EntryIDs.Bucket>, entries: EntryIDs)] {
    [(IndexTables.ids, ids), (IndexTables.annulments, annulments)]
  }

  /// The persons by the bytes of their keys.
  var personsInOrder: [Identifier] { persons.identifiers.sorted() }

  /// Gives the rows of ``IndexTables/all``, each table in the order of its key, in parts, with the table's position.
  fileprivate func forEachPart(bits: Int, _ body: (Int, Rows) throws -> Void) rethrows {
    var rows = Rows(width: IndexTables.events.layout.width)
    // The key of the events that are about no person is empty, and so the first.
    IndexTables.events.append((nil, shared), to: &rows)
    for person in personsInOrder {
      IndexTables.events.append((person, places(of: person)), to: &rows)
      if rows.count == 256 {
        try body(0, rows)
        rows.removeAll()
      }
    }
    try body(0, rows)
    for (number, (table, entries)) in hashed.enumerated() {
      try entries.forEachPart(of: table, bits: bits) { try body(number + 1, $0) }
    }
  }
}

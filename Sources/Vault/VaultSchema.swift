import System

/// The tables of `vault.sqlite`, and how a connection to it is set up.
enum VaultSchema {
  // "SVLT" in ASCII, so that `file` and this program tell a vault from any other database.
  private static var applicationID: StaticString { "1398164564" }
  private static var version: StaticString { "1" }

  /// Makes the tables and keeps the key, inside the transaction that makes the vault.
  ///
  /// A version's number is also its row number: the highest of a person's is the one that was stored last.
  static func make(_ database: borrowing SQLiteDatabase, key: [UInt8]) throws(SQLiteError) {
    try makeTables(database)
    let insert = try database.prepare("INSERT INTO secret (id, key) VALUES (1, ?1)")
    try insert.bind(key, at: 1)
    try insert.run()
    insert.clearBindings()
    try database.setPragma("application_id", applicationID)
    try database.setPragma("user_version", version)
  }

  private static func makeTables(_ database: borrowing SQLiteDatabase) throws(SQLiteError) {
    try database.execute(
      """
      CREATE TABLE secret (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL CHECK (length(key) = 32)) STRICT;
      CREATE TABLE version (
        number INTEGER PRIMARY KEY,
        digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
        person TEXT NOT NULL,
        idNumber BLOB CHECK (length(idNumber) = 32),
        data BLOB NOT NULL
      ) STRICT;
      CREATE INDEX versionByIDNumber ON version (idNumber) WHERE idNumber IS NOT NULL;
      CREATE INDEX versionByPerson ON version (person, number);
      """)
  }

  /// Whether the database is a vault of this version, with its tables and nothing else; its making sets these marks in the
  /// transaction of the tables.
  static func isPresent(in database: borrowing SQLiteDatabase) throws(SQLiteError) -> Bool {
    let (application, user) = (try database.pragma("application_id"), try database.pragma("user_version"))
    guard application == applicationID.description, user == version.description else { return false }
    return try SQLiteSchema(of: database) == SQLiteSchema(madeBy: makeTables)
  }

  /// The key that was kept; nil where somebody removed it.
  static func key(in database: borrowing SQLiteDatabase) throws(SQLiteError) -> [UInt8]? {
    let select = try database.prepare("SELECT key FROM secret WHERE id = 1")
    return try select.step() ? select.blob(at: 0) : nil
  }

  /// Prepares a connection: what is committed stays, what is removed is overwritten, nothing goes to a shared place.
  ///
  /// A rollback journal and not a write-ahead log, so that after each commit the vault is one file. `EXTRA` makes the
  /// end of the journal durable too: the digest enters the log only after this.
  ///
  /// > Source: SQLite, "PRAGMA Statements": synchronous, secure_delete, temp_store.
  static func configure(_ database: borrowing SQLiteDatabase) throws(SQLiteError) {
    try database.setPragma("journal_mode", "DELETE")
    try database.setPragma("synchronous", "EXTRA")
    try database.setPragma("secure_delete", "ON")
    try database.setPragma("temp_store", "MEMORY")
  }

  /// Keeps a transaction in memory until it is committed, its journal too.
  ///
  /// > Source: SQLite, "PRAGMA Statements": journal_mode, cache_spill.
  static func keepInMemory(_ database: borrowing SQLiteDatabase) throws(SQLiteError) {
    try database.setPragma("journal_mode", "MEMORY")
    try database.setPragma("cache_spill", "OFF")
  }
}

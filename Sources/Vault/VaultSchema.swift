import System

/// The tables of `vault.sqlite`, and how a connection to it is set up.
enum VaultSchema {
  // "SVLT" in ASCII, so that `file` and this program can distinguish a vault from any other database.
  private static var applicationID: StaticString { "1398164564" }
  /// The forms of the tables.
  enum Form: String, CaseIterable {
    /// Data are in it as they are.
    case clear = "1"
    /// Data are sealed under each person's key, and these under the vault's.
    case sealed = "2"
  }

  /// Makes the tables and keeps the key, inside the transaction that makes the vault.
  ///
  /// A version's number is also its row number: the highest of a person's is the one that was stored last.
  static func make(_ database: borrowing SQLiteDatabase, key: [UInt8]) throws(SQLiteError) {
    try makeTables(database, .clear)
    let insert = try database.prepare("INSERT INTO secret (id, key) VALUES (1, ?1)")
    try insert.bind(key, at: 1)
    try insert.run()
    insert.clearBindings()
    try mark(database, .clear)
  }

  /// Makes the tables of a sealed vault, inside the transaction that makes it.
  static func makeSealed(
    _ database: borrowing SQLiteDatabase, _ kind: VaultKeyKind, salt: [UInt8], wrapped: [UInt8]
  ) throws(SQLiteError) {
    try makeTables(database, .sealed)
    let insert = try database.prepare("INSERT INTO secret (id, kind, salt, key) VALUES (1, ?1, ?2, ?3)")
    try insert.bind(kind.rawValue, at: 1)
    try insert.bind(salt, at: 2)
    try insert.bind(wrapped, at: 3)
    try insert.run()
    try mark(database, .sealed)
  }

  private static func mark(_ database: borrowing SQLiteDatabase, _ form: Form) throws(SQLiteError) {
    try database.setPragma("application_id", applicationID)
    switch form {
    case .clear: try database.setPragma("user_version", "1")
    case .sealed: try database.setPragma("user_version", "2")
    }
  }

  private static func makeTables(_ database: borrowing SQLiteDatabase, _ form: Form) throws(SQLiteError) {
    for statements in creations(form) { try database.execute(statements) }
  }

  /// The statements that make the tables.
  private static func creations(_ form: Form) -> [String] { [keyTables(form), versionTable] }

  private static func keyTables(_ form: Form) -> String {
    switch form {
    case .clear:
      """
      CREATE TABLE secret (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL CHECK (length(key) = 32)) STRICT;
      """
    case .sealed:
      """
      CREATE TABLE secret (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        kind TEXT NOT NULL,
        salt BLOB NOT NULL CHECK (length(salt) = 16),
        key BLOB NOT NULL CHECK (length(key) = 60)
      ) STRICT;
      CREATE TABLE person (
        person TEXT PRIMARY KEY,
        key BLOB NOT NULL CHECK (length(key) = 60)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE lookup (
        code BLOB NOT NULL CHECK (length(code) = 32),
        person TEXT NOT NULL,
        PRIMARY KEY (code, person)
      ) STRICT, WITHOUT ROWID;
      """
    }
  }

  private static var versionTable: String {
    """
    CREATE TABLE version (
      number INTEGER PRIMARY KEY,
      digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
      person TEXT NOT NULL,
      idNumber BLOB CHECK (length(idNumber) = 32),
      data BLOB NOT NULL
    ) STRICT;
    CREATE INDEX versionByIDNumber ON version (idNumber) WHERE idNumber IS NOT NULL;
    CREATE INDEX versionByPerson ON version (person, number);
    """
  }

  /// The form of a vault, with its tables and nothing else; nil for a database that is none.
  ///
  /// These marks are set in the transaction that makes the tables.
  static func form(of database: borrowing SQLiteDatabase) throws(SQLiteError) -> Form? {
    let (application, user) = (try database.pragma("application_id"), try database.pragma("user_version"))
    guard application == applicationID.description, let form = user.flatMap({ Form(rawValue: $0) }) else { return nil }
    return try SQLiteSchema(of: database) == SQLiteSchema.made(by: creations(form)) ? form : nil
  }

  /// The one row of a vault about its key.
  struct Secret {
    /// How the vault's key is kept; nil for a clear vault, which has none.
    let kind: VaultKeyKind?
    let salt: [UInt8]
    /// The secret of the digests: itself in a clear vault, wrapped in a sealed one.
    let key: [UInt8]
  }

  /// The key that was kept; nil if it was removed.
  static func secret(in database: borrowing SQLiteDatabase, _ form: Form) throws(SQLiteError) -> Secret? {
    switch form {
    case .clear:
      let select = try database.prepare("SELECT key FROM secret WHERE id = 1")
      guard try select.step(), let key = select.blob(at: 0) else { return nil }
      return Secret(kind: nil, salt: [], key: key)
    case .sealed:
      let select = try database.prepare("SELECT kind, salt, key FROM secret WHERE id = 1")
      guard try select.step(), let kind = select.text(at: 0).flatMap({ VaultKeyKind(rawValue: $0) }),
        let salt = select.blob(at: 1), let key = select.blob(at: 2)
      else { return nil }
      return Secret(kind: kind, salt: salt, key: key)
    }
  }

  /// Prepares a connection: committed data stay, removed data are overwritten, and nothing goes to a shared place.
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

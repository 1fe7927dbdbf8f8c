import Glibc
import System
public import Values

/// The names, numbers, accounts and addresses of people, apart from the log: the file `vault.sqlite` of a ledger.
///
/// The log holds only the keyed digest of a person's data. So the log can be handed out and kept for ever, and removing data
/// here leaves a digest that reveals nothing. All versions are kept, because a roster that was printed must be printable again.
/// It is the one owner of its connection; changes that a transaction has not committed when its life ends are rolled back.
///
/// > Source: contract section 2, `vault.sqlite`, and section 3, `registered`.
public struct Vault: ~Copyable {
  let database: SQLiteDatabase
  private let key: VaultKey
  /// Seals the data; nil for a clear vault.
  let seal: VaultSeal?
  private let findVersion: SQLiteStatement
  private let insertVersion: SQLiteStatement
  let selectData: SQLiteStatement
  private let selectPerson: SQLiteStatement
  private let deleteVersion: SQLiteStatement
  /// Nil for a clear vault, in which no person has a key.
  let sealedStatements: SealedStatements?

  private init(
    database: consuming SQLiteDatabase, key: consuming VaultKey, seal: VaultSeal?
  ) throws(SQLiteError) {
    // All of them first: a struct that cannot be copied must not be left half made by an error.
    let findVersion = try database.prepare(
      """
      SELECT number = (SELECT max(number) FROM version AS other WHERE other.person = version.person)
      FROM version WHERE digest = ?1 AND length(data) > 0
      """)
    // A version that is stored again takes a new number and so becomes the person's last one.
    let insertVersion = try database.prepare(
      "INSERT OR REPLACE INTO version (digest, person, idNumber, data) VALUES (?1, ?2, ?3, ?4)")
    let selectData = try database.prepare("SELECT person, data FROM version WHERE digest = ?1")
    let selectPerson = try database.prepare(
      """
      SELECT person FROM version WHERE idNumber = ?1 AND person IS NOT ?2 AND NOT EXISTS (
        SELECT 1 FROM version AS later WHERE later.person = version.person AND later.number > version.number
          AND later.idNumber IS NOT NULL AND later.idNumber <> version.idNumber)
      ORDER BY number LIMIT 1
      """)
    let deleteVersion = try database.prepare("DELETE FROM version WHERE digest = ?1")
    let sealedStatements = seal == nil ? nil : try SealedStatements(database)
    self.sealedStatements = sealedStatements
    self.findVersion = findVersion
    self.insertVersion = insertVersion
    self.selectData = selectData
    self.selectPerson = selectPerson
    self.deleteVersion = deleteVersion
    self.database = database
    self.key = key
    self.seal = seal
  }

  /// Whether data in it are sealed.
  public var isSealed: Bool { seal != nil }

  /// Makes the vault of a new ledger, with a random key of its own.
  ///
  /// The file has mode 0600 from its first moment and so has every journal that SQLite puts beside it.
  ///
  /// - Parameters:
  ///   - ledger: the path of the ledger's directory.
  ///   - key: the 32 bytes of a key for tests, whose digests then are the same on every run; nil for a random one.
  /// - Returns: the vault, empty and durable.
  /// - Throws: ``VaultError/exists`` if a vault is there already, which is never touched; otherwise what failed.
  package static func create(ledger: String, key: [UInt8]? = nil) throws(VaultError) -> Vault {
    let path = VaultFile.path(inLedger: ledger)
    let secret: [UInt8]
    if let key { secret = key } else { secret = try VaultKey.randomBytes() }
    let database = try Vault.makeDatabase(path)
    do throws(SQLiteError) {
      try VaultSchema.configure(database)
      try database.transaction { () throws(SQLiteError) in try VaultSchema.make(database, key: secret) }
    } catch {
      VaultFile.discard(path)
      throw .database(error)
    }
    return try Vault.reading(database, .clear, VaultKeyring())
  }

  /// Opens the vault of a ledger; if others could read its file, the permission is removed first.
  ///
  /// - Parameters:
  ///   - ledger: the path of the ledger's directory.
  ///   - keys: gives the key of a sealed vault.
  /// - Returns: the vault.
  /// - Throws: ``VaultError/missing`` or ``VaultError/notAVault``; ``VaultError/sealed(_:)``, ``VaultError/wrongKey`` and
  ///   ``VaultError/keySource(_:)``; otherwise what failed.
  public static func open(ledger: String, with keys: VaultKeyring = VaultKeyring()) throws(VaultError) -> Vault {
    let path = VaultFile.path(inLedger: ledger)
    try VaultFile.makePrivate(path)
    return try Vault.opened(path, .readWrite, keys)
  }

  /// Opens the vault of a ledger and begins a transaction.
  ///
  /// - Parameters:
  ///   - ledger: the path of the ledger's directory.
  ///   - keys: gives the key of a sealed vault.
  ///   - isTrial: whether something is only tried out: then what is stored is found as long as the vault is open, and never
  ///     reaches the file.
  /// - Returns: the vault, between ``begin()`` and a ``commit()`` that must not come for a trial.
  /// - Throws: as ``open(ledger:)``.
  public static func begun(
    ledger: String, with keys: VaultKeyring = VaultKeyring(), forTrial isTrial: Bool
  ) throws(VaultError) -> Vault {
    let vault = isTrial ? try openForTrial(ledger, keys) : try open(ledger: ledger, with: keys)
    try vault.begin()
    return vault
  }

  private static func openForTrial(_ ledger: String, _ keys: VaultKeyring) throws(VaultError) -> Vault {
    let path = VaultFile.path(inLedger: ledger)
    try VaultFile.mode(of: path)
    let vault = try Vault.opened(path, .readWrite, keys)
    do throws(SQLiteError) { try VaultSchema.keepInMemory(vault.database) } catch { throw .database(error) }
    return vault
  }

  /// Opens the vault of a ledger, or of a copy of one, and leaves the file as it is.
  ///
  /// - Parameters:
  ///   - ledger: the path of the directory.
  ///   - keys: gives the key of a sealed vault.
  /// - Returns: the vault; storing and removing fail.
  /// - Throws: as ``open(ledger:with:)``; ``VaultError/unfinished``.
  public static func openUnchanged(
    ledger: String, with keys: VaultKeyring = VaultKeyring()
  ) throws(VaultError) -> Vault {
    let path = VaultFile.path(inLedger: ledger)
    try VaultFile.mode(of: path)
    return try Vault.opened(path, .unchanged, keys)
  }

  private static func opened(
    _ path: String, _ access: SQLiteAccess, _ keys: VaultKeyring
  ) throws(VaultError) -> Vault {
    let found = try Vault.database(at: path, access)
    let form = found.form
    return try Vault.reading(found.database, form, keys)
  }

  /// Opens the file of a vault, and tells its form.
  ///
  /// - Throws: ``VaultError/notAVault``, and what failed.
  static func database(
    at path: String, _ access: SQLiteAccess
  ) throws(VaultError) -> VaultDatabase {
    let database = try Vault.openDatabase(path, access)
    var found: VaultSchema.Form?
    do throws(SQLiteError) {
      found = try VaultSchema.form(of: database)
      if found != nil { try VaultSchema.configure(database) }
    } catch { throw error.code == .notADatabase ? .notAVault : VaultError(error) }
    guard let found else { throw .notAVault }
    return VaultDatabase(database: database, form: found)
  }

  static func makeDatabase(_ path: String) throws(VaultError) -> SQLiteDatabase {
    do { return try SQLiteDatabase(path: path, access: .createPrivate) } catch {
      throw error.systemCode == EEXIST ? .exists : .database(error)
    }
  }

  private static func openDatabase(_ path: String, _ access: SQLiteAccess) throws(VaultError) -> SQLiteDatabase {
    do { return try SQLiteDatabase(path: path, access: access) } catch { throw VaultError(error) }
  }

  static func reading(
    _ database: consuming SQLiteDatabase, _ form: VaultSchema.Form, _ keys: VaultKeyring
  ) throws(VaultError) -> Vault {
    let stored = try secret(in: database, form)
    var (bytes, seal) = (stored.key, VaultSeal?.none)
    if let kind = stored.kind {
      let own = VaultSeal(try keys.key(kind, salt: stored.salt))
      bytes = try own.secret(stored.key)
      seal = own
    }
    guard bytes.count == VaultKey.length else { throw .notAVault }
    let key = try VaultKey(bytes)
    do { return try Vault(database: database, key: key, seal: seal) } catch { throw .database(error) }
  }

  /// The secret of a vault.
  ///
  /// - Throws: ``VaultError/notAVault`` if it was removed.
  static func secret(
    in database: borrowing SQLiteDatabase, _ form: VaultSchema.Form
  ) throws(VaultError) -> VaultSchema.Secret {
    var found: VaultSchema.Secret?
    do throws(SQLiteError) { found = try VaultSchema.secret(in: database, form) } catch { throw .database(error) }
    guard let found else { throw .notAVault }
    return found
  }
}

/// The statements for the tables that only a sealed vault has.
///
/// The optimiser of Swift 6.3.1 fails on an optional statement, which cannot be copied; an optional class avoids that.
final class SealedStatements {
  private let selectKey: SQLiteStatement
  private let insertKey: SQLiteStatement
  private let insertCode: SQLiteStatement

  init(_ database: borrowing SQLiteDatabase) throws(SQLiteError) {
    selectKey = try database.prepare("SELECT key FROM person WHERE person = ?1")
    insertKey = try database.prepare("INSERT INTO person (person, key) VALUES (?1, ?2)")
    insertCode = try database.prepare("INSERT OR IGNORE INTO lookup (code, person) VALUES (?1, ?2)")
  }

  /// The wrapped key; nil for a person who has none.
  func wrappedKey(of person: VaultOwner) throws(SQLiteError) -> [UInt8]? {
    defer { selectKey.reset() }
    try selectKey.bind(person.text, at: 1)
    return try selectKey.step() ? selectKey.blob(at: 0) : nil
  }

  /// Keeps the wrapped key of a person who has none.
  func keep(key wrapped: [UInt8], of person: VaultOwner) throws(SQLiteError) {
    defer { insertKey.clearBindings() }
    try insertKey.bind(person.text, at: 1)
    try insertKey.bind(wrapped, at: 2)
    try insertKey.run()
  }

  /// Keeps a code under which a person is found; keeping it again changes nothing.
  func keep(code: [UInt8], of person: VaultOwner) throws(SQLiteError) {
    defer { insertCode.clearBindings() }
    try insertCode.bind(code, at: 1)
    try insertCode.bind(person.text, at: 2)
    try insertCode.run()
  }
}

/// The open file of a vault, and its form.
struct VaultDatabase: ~Copyable {
  let database: SQLiteDatabase
  let form: VaultSchema.Form
}

// Digests.
extension Vault {
  /// The keyed digest that the log has of a person's data: 64 hexadecimal digits.
  ///
  /// It is HMAC-SHA256 under the vault's key over the person's key, a zero byte and the canonical JSON. So the same data
  /// of two persons, or of one person in two ledgers, cannot be seen to be the same.
  public func digest(of data: PrivateData, person: Identifier) throws(VaultError) -> String {
    try digest(of: data, owner: .person(person))
  }

  /// The keyed digest that the log has of the data of a person or an operator.
  public func digest(of data: PrivateData, owner: VaultOwner) throws(VaultError) -> String {
    try digest(ofJSON: data.canonicalJSON, of: owner)
  }

  func digest(ofJSON json: [UInt8], of owner: VaultOwner) throws(VaultError) -> String {
    try key.authenticate(Array(owner.text.utf8) + [0] + json).hexadecimal
  }

  func code(of number: ResidentIDNumber) throws(VaultError) -> [UInt8] { try code("idNumber", number.text) }

  /// The keyed digest by which a value of a field is looked up.
  ///
  /// It begins with a zero byte, as no person's key does: no digest in the log is ever a code.
  func code(_ field: String, _ text: String) throws(VaultError) -> [UInt8] {
    try key.authenticate([0] + Array(field.utf8) + [0] + Array(text.utf8))
  }
}

// Storing and finding.
extension Vault {
  /// Keeps a version of a person's data and makes it that person's last one; storing it again changes nothing.
  ///
  /// Outside of ``begin()`` and ``commit()`` it is durable when the call returns.
  ///
  /// - Parameters:
  ///   - data: the person's data.
  ///   - person: the person's key in the log.
  /// - Returns: the ``digest(of:person:)`` for the log.
  /// - Throws: ``VaultError/cryptography`` or ``VaultError/database(_:)``.
  public func store(_ data: PrivateData, for person: Identifier) throws(VaultError) -> String {
    try store(data, of: .person(person))
  }

  /// Keeps a version of the data of a person or an operator, as ``store(_:for:)``.
  public func store(_ data: PrivateData, of owner: VaultOwner) throws(VaultError) -> String {
    let json = data.canonicalJSON
    let digest = try digest(ofJSON: json, of: owner)
    if try isLastVersion(digest) { return digest }
    let idNumber: [UInt8]? = if let number = data.idNumber { try code(of: number) } else { nil }
    let kept = try sealed(json, digest, of: owner)
    defer { insertVersion.clearBindings() }
    do throws(SQLiteError) {
      try insertVersion.bind(digest, at: 1)
      try insertVersion.bind(owner.text, at: 2)
      if let idNumber { try insertVersion.bind(idNumber, at: 3) } else { try insertVersion.bindNull(at: 3) }
      try insertVersion.bind(kept, at: 4)
      try insertVersion.run()
    } catch { throw .database(error) }
    if let sealedStatements, owner.person != nil { try noteEnds(of: data, owner, by: sealedStatements) }
    return digest
  }

  private func isLastVersion(_ digest: String) throws(VaultError) -> Bool {
    defer { findVersion.reset() }
    do throws(SQLiteError) {
      try findVersion.bind(digest, at: 1)
      return try findVersion.step() && findVersion.int(at: 0) == 1
    } catch { throw .database(error) }
  }

  /// The data of a digest of the log; nil if the vault has no such digest.
  ///
  /// - Throws: ``VaultError/damaged(digest:)`` if the stored data do not give this digest, so that no payment goes to an
  ///   account that was changed behind the ledger's back.
  public func version(digest: String) throws(VaultError) -> VaultVersion? {
    var stored: (owner: String?, kept: [UInt8]?)?
    do throws(SQLiteError) {
      defer { selectData.reset() }
      try selectData.bind(digest, at: 1)
      if try selectData.step() { stored = (selectData.text(at: 0), selectData.blob(at: 1)) }
    } catch { throw .database(error) }
    guard let stored else { return nil }
    guard let owner = stored.owner.flatMap({ VaultOwner(stored: $0) }), let kept = stored.kept else {
      throw .damaged(digest: digest)
    }
    if kept.isEmpty { return VaultVersion(owner: owner, data: nil) }
    guard let json = try plain(kept, digest, of: owner), try self.digest(ofJSON: json, of: owner) == digest,
      let data = PrivateData(canonicalJSON: json)
    else { throw .damaged(digest: digest) }
    return VaultVersion(owner: owner, data: data)
  }

  /// The data for a digest of the log; nil if the vault does not have them, or no longer.
  ///
  /// - Throws: as ``version(digest:)``.
  public func data(digest: String) throws(VaultError) -> PrivateData? { try version(digest: digest)?.data }

  /// The person who has this identity number; nil if the vault has none.
  ///
  /// One human cannot be two persons: before a registration is recorded, ask for another person with the same number.
  /// Of each person the number that was stored last counts, so that a number corrected on one is free for its owner;
  /// a later version without a number leaves it taken.
  ///
  /// - Parameters:
  ///   - number: the identity number.
  ///   - person: a person who may have it and is passed over.
  /// - Returns: the person; of several, the one who had it first.
  /// - Throws: ``VaultError/cryptography`` or ``VaultError/database(_:)``.
  public func person(
    withIDNumber number: ResidentIDNumber, otherThan person: Identifier? = nil
  ) throws(VaultError) -> Identifier? {
    let code = try code(of: number)
    defer { selectPerson.reset() }
    do throws(SQLiteError) {
      try selectPerson.bind(code, at: 1)
      try selectPerson.bind(person?.description, at: 2)
      guard try selectPerson.step() else { return nil }
    } catch { throw .database(error) }
    return selectPerson.text(at: 0).flatMap { Identifier($0) }
  }

  /// Removes one version and overwrites its place in the file.
  ///
  /// - Returns: whether it was there.
  @discardableResult
  public func remove(digest: String) throws(VaultError) -> Bool {
    do throws(SQLiteError) {
      try deleteVersion.bind(digest, at: 1)
      try deleteVersion.run()
      return database.changes > 0
    } catch { throw .database(error) }
  }
}

// Many at once.
extension Vault {
  /// Begins a transaction for many versions: until ``commit()`` nothing is durable, and only this vault sees them.
  ///
  /// - Throws: ``VaultError/database(_:)``, also if a transaction is open already.
  public func begin() throws(VaultError) {
    do { try database.begin(.immediate) } catch { throw .database(error) }
  }

  /// Makes the data stored since ``begin()`` durable, all of them or, if that fails, none.
  public func commit() throws(VaultError) {
    do { try database.commit() } catch { throw .database(error) }
  }

  /// Forgets the data stored since ``begin()``; without a transaction it does nothing.
  public func rollback() throws(VaultError) {
    // A key that was made since no longer exists.
    seal?.forgetKeys()
    do { try database.rollBack() } catch { throw .database(error) }
  }
}

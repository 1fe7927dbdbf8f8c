import System
public import Values

/// The wrapped secret of a sealed vault; every copy of the vault has the same.
public struct SharedSecret: Hashable, Sendable {
  /// How the vault's key is kept.
  public let kind: VaultKeyKind
  /// The vault's salt.
  public let salt: [UInt8]
  /// The secret of the digests, wrapped.
  public let key: [UInt8]

  /// Makes a secret.
  public init(kind: VaultKeyKind, salt: [UInt8], key: [UInt8]) { (self.kind, self.salt, self.key) = (kind, salt, key) }
}

/// A version of private data as a sealed vault has it: only its owner is in the clear.
public struct SharedVersion: Hashable, Sendable {
  /// The owner: a person's key, or an operator as the vault names them.
  public let owner: String
  /// The digest that the log has.
  public let digest: String
  /// The keyed digest of the identity number; nil without one.
  public let idNumber: [UInt8]?
  /// The sealed data; empty if they were erased.
  public let data: [UInt8]
  /// The owner's key, wrapped; nil if the data were erased.
  public let key: [UInt8]?
  /// The codes by which numbers find the owner.
  public let codes: [[UInt8]]

  /// Makes a version.
  public init(
    owner: String, digest: String, idNumber: [UInt8]?, data: [UInt8], key: [UInt8]?, codes: [[UInt8]]
  ) {
    (self.owner, self.digest, self.idNumber) = (owner, digest, idNumber)
    (self.data, self.key, self.codes) = (data, key, codes)
  }
}

/// A sealed vault that folders on many machines follow.
public protocol SharedVault {
  /// The vault's secret; nil if there is none, or none that may be seen.
  func vaultSecret() throws -> SharedSecret?

  /// Gives the versions that came or changed behind a number, in their order.
  ///
  /// - Returns: the number of the last change.
  func vaultVersions(behind number: UInt64, _ take: ([SharedVersion]) throws -> Void) throws -> UInt64
}

/// The changes written to a shared vault together with the events that name them.
public protocol SharedVaultTurn: AnyObject {
  /// Keeps a vault's secret.
  func keep(_ secret: SharedSecret) throws

  /// Keeps versions.
  func keep(_ versions: [SharedVersion]) throws

  /// Destroys the data kept of a person.
  func erase(_ person: Identifier) throws
}

// Copies of a sealed vault, which need no key.
extension Vault {
  /// The wrapped secret of a ledger's sealed vault.
  ///
  /// - Throws: ``VaultError/notSealed``, and what failed.
  public static func sharedSecret(ofLedger ledger: String) throws(VaultError) -> SharedSecret {
    let path = VaultFile.path(inLedger: ledger)
    try VaultFile.mode(of: path)
    let found = try database(at: path, .unchanged)
    let secret = try secret(in: found.database, found.form)
    guard let kind = secret.kind else { throw .notSealed }
    return SharedSecret(kind: kind, salt: secret.salt, key: secret.key)
  }

  /// The versions of the sealed vault of a ledger, in the order in which they were stored.
  ///
  /// - Parameters:
  ///   - ledger: the path of the ledger's directory.
  ///   - digests: those that are asked for; nil for all.
  /// - Returns: the versions.
  /// - Throws: ``VaultError/notSealed``, and what failed.
  public static func sharedVersions(
    ofLedger ledger: String, under digests: Set<String>? = nil
  ) throws(VaultError) -> [SharedVersion] {
    let path = VaultFile.path(inLedger: ledger)
    try VaultFile.mode(of: path)
    let found = try database(at: path, .unchanged)
    guard found.form == .sealed else { throw .notSealed }
    do throws(SQLiteError) {
      let codes = try found.database.prepare("SELECT code FROM lookup WHERE person = ?1 ORDER BY code")
      let select = try found.database.prepare(
        """
        SELECT version.person, digest, idNumber, data, person.key
        FROM version LEFT JOIN person ON person.person = version.person ORDER BY number
        """)
      var versions: [SharedVersion] = []
      while try select.step() {
        guard let owner = select.text(at: 0), let digest = select.text(at: 1), digests?.contains(digest) ?? true else {
          continue
        }
        let data = select.blob(at: 3) ?? []
        try codes.bind(owner, at: 1)
        var found: [[UInt8]] = []
        while !data.isEmpty, try codes.step() { found.append(codes.blob(at: 0) ?? []) }
        codes.reset()
        versions.append(
          SharedVersion(
            owner: owner, digest: digest, idNumber: select.blob(at: 2), data: data,
            key: data.isEmpty ? nil : select.blob(at: 4), codes: found))
      }
      return versions
    } catch { throw VaultError(error) }
  }

  /// Makes the vault of a folder that follows a shared one.
  ///
  /// - Throws: ``VaultError/exists``, and what failed.
  public static func create(ledger: String, sharing secret: SharedSecret) throws(VaultError) {
    let path = VaultFile.path(inLedger: ledger)
    let database = try makeDatabase(path)
    do throws(SQLiteError) {
      try VaultSchema.configure(database)
      try database.transaction { () throws(SQLiteError) in
        try VaultSchema.makeSealed(database, secret.kind, salt: secret.salt, wrapped: secret.key)
      }
    } catch {
      VaultFile.discard(path)
      throw .database(error)
    }
  }

  /// Takes versions into the vault of a folder that follows a shared one, in their order.
  ///
  /// Data that this folder has kept of a person under another key were never in the shared vault, and are removed.
  ///
  /// - Throws: ``VaultError/notSealed``, and what failed; nothing of them is then there.
  public static func take(_ versions: [SharedVersion], ledger: String) throws(VaultError) {
    let path = VaultFile.path(inLedger: ledger)
    let found = try database(at: path, .readWrite)
    guard found.form == .sealed else { throw .notSealed }
    do throws(SQLiteError) {
      try found.database.transaction { () throws(SQLiteError) in
        try VaultTaking(found.database).take(versions)
      }
    } catch { throw VaultError(error) }
  }
}

/// The statements by which versions of a shared vault are taken in.
private struct VaultTaking: ~Copyable {
  private let dropOthers: SQLiteStatement
  private let keepKey: SQLiteStatement
  private let keepCode: SQLiteStatement
  private let keepVersion: SQLiteStatement
  private let dropKey: SQLiteStatement
  private let dropCodes: SQLiteStatement

  init(_ database: borrowing SQLiteDatabase) throws(SQLiteError) {
    let dropOthers = try database.prepare(
      """
      DELETE FROM version WHERE person = ?1 AND length(data) > 0
        AND EXISTS (SELECT 1 FROM person WHERE person = ?1 AND key <> ?2)
      """)
    let keepKey = try database.prepare("INSERT OR REPLACE INTO person (person, key) VALUES (?1, ?2)")
    let keepCode = try database.prepare("INSERT OR IGNORE INTO lookup (code, person) VALUES (?2, ?1)")
    let keepVersion = try database.prepare(
      "INSERT OR REPLACE INTO version (digest, person, idNumber, data) VALUES (?1, ?2, ?3, ?4)")
    let dropKey = try database.prepare("DELETE FROM person WHERE person = ?1")
    let dropCodes = try database.prepare("DELETE FROM lookup WHERE person = ?1")
    self.dropOthers = dropOthers
    self.keepKey = keepKey
    self.keepCode = keepCode
    self.keepVersion = keepVersion
    self.dropKey = dropKey
    self.dropCodes = dropCodes
  }

  func take(_ versions: [SharedVersion]) throws(SQLiteError) {
    for version in versions {
      if let key = version.key {
        try dropOthers.bind(version.owner, at: 1)
        try dropOthers.bind(key, at: 2)
        try dropOthers.run()
        try keepKey.bind(version.owner, at: 1)
        try keepKey.bind(key, at: 2)
        try keepKey.run()
        for code in version.codes {
          try keepCode.bind(version.owner, at: 1)
          try keepCode.bind(code, at: 2)
          try keepCode.run()
        }
      } else {
        try dropKey.bind(version.owner, at: 1)
        try dropKey.run()
        try dropCodes.bind(version.owner, at: 1)
        try dropCodes.run()
      }
      try keepVersion.bind(version.digest, at: 1)
      try keepVersion.bind(version.owner, at: 2)
      if let number = version.idNumber {
        try keepVersion.bind(number, at: 3)
      } else {
        try keepVersion.bindNull(at: 3)
      }
      try keepVersion.bind(version.data, at: 4)
      try keepVersion.run()
    }
  }
}

import System
public import Values

/// The status of a vault, read without opening it.
public struct VaultStatus: Hashable, Sendable {
  /// How its key is kept; nil for a clear vault.
  public let kind: VaultKeyKind?
  /// How many persons have data.
  public let persons: Int
  /// How many versions of data there are.
  public let versions: Int
  /// How many persons' data were all erased.
  public let erased: Int

  /// Says it.
  public init(kind: VaultKeyKind?, persons: Int, versions: Int, erased: Int = 0) {
    (self.kind, self.persons, self.versions, self.erased) = (kind, persons, versions, erased)
  }
}

// Sealing and opening data.
extension Vault {
  /// Data of a person as the file has them.
  func sealed(_ json: [UInt8], _ digest: String, of person: VaultOwner) throws(VaultError) -> [UInt8] {
    guard let seal else { return json }
    return try VaultSeal.sealed(json, under: personalKey(of: person, seal), about: Array(digest.utf8))
  }

  /// Data of a person as they were stored; nil for data that were changed.
  ///
  /// - Throws: ``VaultError/database(_:)``.
  func plain(_ kept: [UInt8], _ digest: String, of person: VaultOwner) throws(VaultError) -> [UInt8]? {
    guard let seal else { return kept }
    guard let key = try storedKey(of: person, seal) else { return nil }
    return VaultSeal.opened(kept, under: key, about: Array(digest.utf8))
  }

  /// The key of a person, made if there is none.
  private func personalKey(of person: VaultOwner, _ seal: VaultSeal) throws(VaultError) -> [UInt8] {
    if let key = try storedKey(of: person, seal) { return key }
    let key = try VaultKey.randomBytes()
    let wrapped = try seal.wrap(key: key, of: person)
    do throws(SQLiteError) { try sealedStatements?.keep(key: wrapped, of: person) } catch { throw .database(error) }
    seal.keep(key, of: person)
    return key
  }

  private func storedKey(of person: VaultOwner, _ seal: VaultSeal) throws(VaultError) -> [UInt8]? {
    if let known = seal.knownKey(of: person) { return known }
    let wrapped: [UInt8]?
    do throws(SQLiteError) { wrapped = try sealedStatements?.wrappedKey(of: person) } catch { throw .database(error) }
    return wrapped.flatMap { seal.key($0, of: person) }
  }
}

// The whole vault.
extension Vault {
  /// The status of a ledger's vault, read without its key.
  ///
  /// - Throws: ``VaultError``.
  public static func status(ledger: String) throws(VaultError) -> VaultStatus {
    let path = VaultFile.path(inLedger: ledger)
    try VaultFile.mode(of: path)
    let found = try database(at: path, .unchanged)
    let secret = try secret(in: found.database, found.form)
    do throws(SQLiteError) {
      let select = try found.database.prepare(
        """
        SELECT count(*) FILTER (WHERE versions > 0), total(versions), count(*) FILTER (WHERE versions = 0)
        FROM (SELECT count(*) FILTER (WHERE length(data) > 0) AS versions FROM version
          WHERE person NOT LIKE '%/%' GROUP BY person)
        """)
      _ = try select.step()
      return VaultStatus(
        kind: secret.kind, persons: Int(select.int(at: 0)), versions: Int(select.int(at: 1)),
        erased: Int(select.int(at: 2)))
    } catch { throw VaultError(error) }
  }

  /// Goes through all versions, a person's after one another in the order in which they were stored.
  ///
  /// - Parameters:
  ///   - person: the owner; nil for all, operators included.
  ///   - body: takes the owner, the digest and the data; nil for data that do not give their digest.
  /// - Throws: ``VaultError``.
  public func forEachVersion(
    of person: Identifier? = nil, _ body: (VaultOwner, String, PrivateData?) throws(VaultError) -> Void
  ) throws(VaultError) {
    let select = try versions(of: person)
    while true {
      let stored: (person: String, digest: String, kept: [UInt8])
      do throws(SQLiteError) {
        guard try select.step() else { return }
        stored = (select.text(at: 0) ?? "", select.text(at: 1) ?? "", select.blob(at: 2) ?? [])
      } catch { throw .database(error) }
      guard let owner = VaultOwner(stored: stored.person) else { throw .inconsistent }
      var data: PrivateData?
      if let json = try plain(stored.kept, stored.digest, of: owner),
        try digest(ofJSON: json, of: owner) == stored.digest
      {
        data = PrivateData(canonicalJSON: json)
      }
      try body(owner, stored.digest, data)
    }
  }

  private func versions(of person: Identifier?) throws(VaultError) -> SQLiteStatement {
    do throws(SQLiteError) {
      let select = try database.prepare(
        """
        SELECT person, digest, data FROM version WHERE (?1 IS NULL OR person = ?1) AND length(data) > 0
        ORDER BY person, number
        """)
      try select.bind(person?.description, at: 1)
      return select
    } catch { throw .database(error) }
  }

  /// Whether the vault of a ledger has data under digests of the log, which needs no key; it is not checked whether the data
  /// give the digest.
  ///
  /// - Parameters:
  ///   - digests: the digests.
  ///   - ledger: the path of the ledger's directory, or of a copy's.
  /// - Returns: an answer for each, in their order.
  /// - Throws: ``VaultError``.
  public static func holdings(under digests: [String], ledger: String) throws(VaultError) -> [VaultHolding] {
    let path = VaultFile.path(inLedger: ledger)
    try VaultFile.mode(of: path)
    let found = try database(at: path, .unchanged)
    do throws(SQLiteError) {
      let select = try found.database.prepare("SELECT length(data) > 0 FROM version WHERE digest = ?1")
      var answers: [VaultHolding] = []
      for digest in digests {
        try select.bind(digest, at: 1)
        answers.append(try select.step() ? select.int(at: 0) == 1 ? .sound : .erased : .missing)
        select.reset()
      }
      return answers
    } catch { throw VaultError(error) }
  }

  /// Seals the clear vault of a ledger: another file with the same versions takes its place.
  ///
  /// Digests and look-ups stay the same, so the events of the log keep their meaning.
  ///
  /// > Precondition: no other process writes to the ledger meanwhile.
  /// - Parameters:
  ///   - ledger: the path of the ledger's directory.
  ///   - new: the key.
  /// - Throws: ``VaultError/alreadySealed``, ``VaultError/damaged(digest:)``, and what failed; the vault is then as it was.
  public static func seal(ledger: String, under new: NewVaultKey) throws(VaultError) {
    let old = try open(ledger: ledger, with: VaultKeyring { _, _ in throw VaultError.alreadySealed })
    let path = VaultFile.path(inLedger: ledger)
    let draft = path + ".new"
    VaultFile.discard(draft)
    let secret = try secret(in: old.database, .clear).key
    do throws(VaultError) {
      try fill(draft, from: old, secret, under: new)
      do throws(SystemError) {
        try Files.rename(draft, to: path)
        try Files.synchronizeDirectory(ledger)
      } catch { throw .keySource(VaultKeyFailure(error)) }
    } catch {
      VaultFile.discard(draft)
      throw error
    }
  }

  private static func fill(
    _ path: String, from old: borrowing Vault, _ secret: [UInt8], under new: NewVaultKey
  ) throws(VaultError) {
    let database = try makeDatabase(path)
    let seal = VaultSeal(new.key)
    let wrapped = try seal.wrap(secret: secret)
    do throws(SQLiteError) {
      try VaultSchema.configure(database)
      try database.transaction { () throws(SQLiteError) in
        try VaultSchema.makeSealed(database, new.kind, salt: new.salt, wrapped: wrapped)
      }
    } catch { throw .database(error) }
    let keys = VaultKeyring()
    keys.keep(new.key, salt: new.salt)
    let vault = try reading(database, .sealed, keys)
    try vault.begin()
    // In the order in which they were stored: the version stored last of a person stays last.
    let select = try old.stored()
    while true {
      let (owner, digest): (VaultOwner?, String)
      do throws(SQLiteError) {
        guard try select.step() else { break }
        (owner, digest) = (select.text(at: 0).flatMap { VaultOwner(stored: $0) }, select.text(at: 1) ?? "")
        if let owner, select.int(at: 2) == 1 {
          try vault.keepErased(digest, of: owner, idNumber: select.blob(at: 3))
          continue
        }
      } catch { throw .database(error) }
      guard let owner, let data = try old.data(digest: digest), try vault.store(data, of: owner) == digest else {
        throw .damaged(digest: digest)
      }
    }
    try vault.commit()
  }

  private func stored() throws(VaultError) -> SQLiteStatement {
    do throws(SQLiteError) {
      return try database.prepare("SELECT person, digest, length(data) = 0, idNumber FROM version ORDER BY number")
    } catch { throw .database(error) }
  }

  /// Keeps what is left of an erased version.
  private func keepErased(_ digest: String, of owner: VaultOwner, idNumber: [UInt8]?) throws(SQLiteError) {
    let insert = try database.prepare(
      "INSERT INTO version (digest, person, idNumber, data) VALUES (?1, ?2, ?3, x'')")
    try insert.bind(digest, at: 1)
    try insert.bind(owner.text, at: 2)
    if let idNumber { try insert.bind(idNumber, at: 3) } else { try insert.bindNull(at: 3) }
    try insert.run()
  }

  /// Puts a sealed vault under another key: sealed data stay, and the keys that they are sealed under are wrapped again.
  ///
  /// - Parameters:
  ///   - ledger: the path of the ledger's directory.
  ///   - new: the new key.
  ///   - keys: gives the one that it has.
  /// - Throws: ``VaultError/notSealed``, as ``open(ledger:with:)``, and what failed; the vault is then as it was.
  public static func rekey(ledger: String, under new: NewVaultKey, with keys: VaultKeyring) throws(VaultError) {
    let vault = try open(ledger: ledger, with: keys)
    guard let seal = vault.seal else { throw .notSealed }
    let other = VaultSeal(new.key)
    let secret = try seal.secret(try secret(in: vault.database, .sealed).key)
    let wrapped = try other.wrap(secret: secret)
    try vault.begin()
    do throws(SQLiteError) {
      let update = try vault.database.prepare("UPDATE secret SET kind = ?1, salt = ?2, key = ?3 WHERE id = 1")
      try update.bind(new.kind.rawValue, at: 1)
      try update.bind(new.salt, at: 2)
      try update.bind(wrapped, at: 3)
      try update.run()
    } catch { throw .database(error) }
    let update = try vault.updateOfKeys()
    for (person, key) in try vault.wrappedKeys() {
      guard let personal = seal.key(key, of: person) else { throw .inconsistent }
      let wrapped = try other.wrap(key: personal, of: person)
      do throws(SQLiteError) {
        try update.bind(person.text, at: 1)
        try update.bind(wrapped, at: 2)
        try update.run()
      } catch { throw .database(error) }
    }
    try vault.commit()
  }

  private func updateOfKeys() throws(VaultError) -> SQLiteStatement {
    do throws(SQLiteError) {
      return try database.prepare("UPDATE person SET key = ?2 WHERE person = ?1")
    } catch { throw .database(error) }
  }

  private func wrappedKeys() throws(VaultError) -> [(person: VaultOwner, key: [UInt8])] {
    var keys: [(person: VaultOwner, key: [UInt8])] = []
    do throws(SQLiteError) {
      let select = try database.prepare("SELECT person, key FROM person ORDER BY person")
      while try select.step() {
        if let person = select.text(at: 0).flatMap({ VaultOwner(stored: $0) }), let key = select.blob(at: 1) {
          keys.append((person, key))
        }
      }
    } catch { throw .database(error) }
    return keys
  }
}

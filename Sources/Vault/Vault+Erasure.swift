import System
public import Values

/// The data of a person or operator that are destroyed.
public struct VaultErasure: Hashable, Sendable {
  /// The owner of the data.
  public let owner: VaultOwner
  /// The digests of the data that stay.
  public let kept: Set<String>

  /// Names the data that are destroyed, and those that stay.
  public init(_ owner: VaultOwner, keeping kept: Set<String> = []) { (self.owner, self.kept) = (owner, kept) }
}

extension Vault {
  /// Destroys the data that the vault of a ledger keeps of persons, which needs no key: their data, the keys of their own, and
  /// the codes by which numbers find them.
  ///
  /// For each version, the digest stays, so that a paper can say what was erased, and the keyed digest of the identity number,
  /// by which the person is registered under the same key again. The file is rewritten, so that no free page holds the data.
  ///
  /// - Parameters:
  ///   - erasures: the persons, each with what stays.
  ///   - ledger: the path of the ledger's directory.
  /// - Returns: how many versions were destroyed; none of a second call.
  /// - Throws: ``VaultError``. Data destroyed by then stay destroyed.
  ///
  /// > Source: contract 3, section 4, `erased`; SQLite, "VACUUM".
  @discardableResult
  public static func erase(_ erasures: [VaultErasure], ledger: String) throws(VaultError) -> Int {
    try VaultEraser(ledger: ledger).erase(erasures)
  }

  /// Those of some keys under which the vault of a ledger has any data, which needs no key of the vault.
  ///
  /// - Throws: ``VaultError``.
  public static func keys(
    _ keys: [Identifier], withDataInLedger ledger: String
  ) throws(VaultError) -> [Identifier] {
    var kept: [Identifier] = []
    for key in keys where try !versions(ofLedger: ledger, of: .person(key)).isEmpty { kept.append(key) }
    return kept
  }

  /// The versions of a vault that have data, those of an owner together, which needs no key of the vault.
  ///
  /// - Parameters:
  ///   - ledger: the path of the ledger's directory.
  ///   - owner: the owner of the versions; nil for all owners.
  /// - Returns: the owner and the digest of each, by owner.
  /// - Throws: ``VaultError``.
  public static func versions(
    ofLedger ledger: String, of owner: VaultOwner? = nil
  ) throws(VaultError) -> [(owner: VaultOwner, digest: String)] {
    let path = VaultFile.path(inLedger: ledger)
    try VaultFile.mode(of: path)
    let found = try database(at: path, .unchanged)
    var versions: [(owner: VaultOwner, digest: String)] = []
    do throws(SQLiteError) {
      let select = try found.database.prepare(
        "SELECT person, digest FROM version WHERE (?1 IS NULL OR person = ?1) AND length(data) > 0 ORDER BY person")
      try select.bind(owner?.text, at: 1)
      while try select.step() {
        guard let owner = select.text(at: 0).flatMap({ VaultOwner(stored: $0) }), let digest = select.text(at: 1) else {
          continue
        }
        versions.append((owner, digest))
      }
    } catch { throw VaultError(error) }
    return versions
  }

  /// Destroys the remaining data of a person who was erased by the log, before the person is registered again.
  ///
  /// This completes an erasure that was cut short between the log and the vault.
  public func finish(_ erasure: VaultErasure) throws(VaultError) {
    let form: VaultSchema.Form = isSealed ? .sealed : .clear
    do throws(SQLiteError) { _ = try VaultSchema.destroy(erasure, form, in: database) } catch {
      throw .database(error)
    }
    // The person's next data get a key of their own.
    seal?.forgetKeys()
  }

  /// Whether an identity number is the one that a person had last, whether or not their data were erased; any number agrees
  /// with a person who had none.
  public func agrees(_ number: ResidentIDNumber?, withLastOf person: Identifier) throws(VaultError) -> Bool {
    var last: [UInt8]?
    do throws(SQLiteError) {
      let select = try database.prepare(
        "SELECT idNumber FROM version WHERE person = ?1 AND idNumber IS NOT NULL ORDER BY number DESC LIMIT 1")
      try select.bind(person.description, at: 1)
      if try select.step() { last = select.blob(at: 0) }
    } catch { throw .database(error) }
    guard let last else { return true }
    guard let number else { return false }
    return try code(of: number) == last
  }
}

/// The vault of a ledger, locked against every other process, to destroy data in it.
///
/// A class, since callers hold an optional one: the optimiser of Swift 6.3.1 fails on an optional value that cannot be copied.
public final class VaultEraser {
  private let vault: VaultDatabase

  /// Locks the vault of a ledger, which needs no key; without ``erase(_:)`` nothing has changed when its life ends.
  ///
  /// - Parameter ledger: the path of the ledger's directory.
  /// - Throws: ``VaultError``, for a vault that others read or write for more than the busy timeout, too.
  public init(ledger: String) throws(VaultError) {
    let path = VaultFile.path(inLedger: ledger)
    try VaultFile.makePrivate(path)
    // Discards the file of a sealing that was cut short.
    VaultFile.discard(path + ".new")
    let vault = try Vault.database(at: path, .readWrite)
    do throws(SQLiteError) { try vault.database.begin(.exclusive) } catch { throw VaultError(error) }
    self.vault = vault
  }

  /// Destroys data, and rewrites the file; once.
  ///
  /// - Returns: how many versions were destroyed.
  /// - Throws: ``VaultError``.
  @discardableResult
  public func erase(_ erasures: [VaultErasure]) throws(VaultError) -> Int {
    do throws(SQLiteError) {
      var destroyed = 0
      for erasure in erasures { destroyed += try VaultSchema.destroy(erasure, vault.form, in: vault.database) }
      try vault.database.commit()
      try vault.database.vacuum()
      return destroyed
    } catch { throw VaultError(error) }
  }
}

extension VaultSchema {
  /// Destroys the data of a person's versions; the digests and the codes of identity numbers stay.
  ///
  /// - Returns: how many versions had data.
  fileprivate static func destroy(
    _ erasure: VaultErasure, _ form: Form, in database: borrowing SQLiteDatabase
  ) throws(SQLiteError) -> Int {
    let person = erasure.owner.text
    let select = try database.prepare("SELECT digest FROM version WHERE person = ?1 AND length(data) > 0")
    try select.bind(person, at: 1)
    var (digests, keepsSome) = ([String](), false)
    while try select.step() {
      guard let digest = select.text(at: 0) else { continue }
      if erasure.kept.contains(digest) { keepsSome = true } else { digests.append(digest) }
    }
    let empty = try database.prepare("UPDATE version SET data = x'' WHERE digest = ?1")
    for digest in digests {
      try empty.bind(digest, at: 1)
      try empty.run()
    }
    switch form {
    case .clear: break
    case .sealed:
      // Data that came afterwards are under another key, and are found by codes that they may share.
      if keepsSome { break }
      for table in ["person", "lookup"] {
        let delete = try database.prepare("DELETE FROM \(table) WHERE person = ?1")
        try delete.bind(person, at: 1)
        try delete.run()
      }
    }
    return digests.count
  }
}

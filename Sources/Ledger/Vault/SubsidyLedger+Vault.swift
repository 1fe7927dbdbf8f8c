import EventLog
public import Values
public import Vault

/// What a look at every version in a vault has found.
public struct VaultCheck: Hashable, Sendable {
  /// How many versions there are.
  public internal(set) var versions = 0
  /// The digests of those that do not give them.
  public internal(set) var damaged: [String] = []
}

/// A version of a person's data, as the vault keeps it.
public struct PrivateVersion: Sendable {
  /// The key of the person in the log.
  public let person: Identifier
  /// The digest that events of the log name.
  public let digest: String
  /// The data; nil for what does not give the digest.
  public let data: PrivateData?
}

extension SubsidyLedger {
  /// What the vault says of itself without its key.
  ///
  /// - Throws: `VaultError`.
  public func vaultStatus() throws -> VaultStatus { try Vault.status(ledger: path) }

  /// Whether the key at hand opens the vault.
  ///
  /// - Throws: `VaultError`, of a key that does not ``VaultError/wrongKey``.
  public func opensVault() throws -> Bool {
    _ = try openVault()
    return true
  }

  /// Looks at the pages of the vault and at every version in it.
  ///
  /// - Throws: `VaultError`.
  public func checkVault() throws -> VaultCheck {
    try Vault.checkPages(ledger: path)
    var check = VaultCheck()
    try openVault().forEachVersion { _, digest, data in
      check.versions += 1
      if data == nil { check.damaged.append(digest) }
    }
    return check
  }

  /// All that the vault keeps of a human by some keys, of each key the last version at the end (查阅、复制个人信息).
  ///
  /// - Throws: ``LedgerFailure/unknownPerson(_:)`` if it keeps nothing; `VaultError`.
  ///
  /// > Source: 中华人民共和国个人信息保护法 第四十五条.
  public func privateVersions(of keys: [Identifier]) throws -> [PrivateVersion] {
    try privateData(for: .people(about: nil)) { reader in
      let versions = try keys.flatMap { try reader.versions(of: $0) }
      if versions.isEmpty, let first = keys.first { throw LedgerFailure.unknownPerson(first) }
      return versions
    }
  }

  /// Seals the vault (加密个人信息库), while nobody else writes.
  ///
  /// - Throws: the failures of the vault, and `LogError.inUse`.
  public func sealVault(under key: NewVaultKey) throws {
    let lock = try openLog()
    try Vault.seal(ledger: path, under: key)
    _ = consume lock
  }

  /// Puts the sealed vault under another key (更换密钥), while nobody else writes.
  ///
  /// - Throws: as ``sealVault(under:)``.
  public func rekeyVault(under key: NewVaultKey) throws {
    let lock = try openLog()
    try Vault.rekey(ledger: path, under: key, with: vaultKeys)
    _ = consume lock
  }
}

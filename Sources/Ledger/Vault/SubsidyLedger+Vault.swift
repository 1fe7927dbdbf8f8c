import EventLog
public import Subsidy
public import Values
public import Vault

/// The result of a check of every version in a vault.
public struct VaultCheck: Hashable, Sendable {
  /// How many versions there are.
  public internal(set) var versions = 0
  /// The digests of those that do not give them.
  public internal(set) var damaged: [String] = []
  /// How many have data that no event names any more: erased data, and those left by an append that failed.
  public internal(set) var toErase = 0
  /// How the vault compares with the digests of the log.
  public internal(set) var comparison = VaultComparison()

  /// Whether the vault has everything that it must have, and no more.
  public var isSound: Bool { damaged.isEmpty && toErase == 0 && comparison.isWhole }
}

/// The persons for whose private data the retention time is over.
public struct DataPastTheirTime: Sendable {
  /// The persons with no open matter, by key.
  public let persons: [DataRetention]
  /// How many more persons have an open matter, so that their data stay.
  public let open: Int
  /// The schemes whose pack has no retention time, so that none of their persons is listed.
  public let schemesWithoutTime: [Identifier]
}

/// A version of a person's data, as the vault keeps it.
public struct PrivateVersion: Sendable {
  /// The key of the person in the log.
  public let person: Identifier
  /// The digest that events of the log name.
  public let digest: String
  /// The data; nil for data that do not give the digest.
  public let data: PrivateData?
}

extension SubsidyLedger {
  /// The vault's description of itself, without its key.
  ///
  /// - Throws: `VaultError`.
  public func vaultStatus() throws -> VaultStatus { try Vault.status(ledger: path) }

  /// Whether the available key opens the vault.
  ///
  /// - Throws: `VaultError`, ``VaultError/wrongKey`` for a key that does not.
  public func opensVault() throws -> Bool {
    _ = try openVault()
    return true
  }

  /// Checks the pages of the vault and every version in it, and that the data erased by the log are gone.
  ///
  /// - Throws: `VaultError`.
  public func checkVault() throws -> VaultCheck {
    try Vault.checkPages(ledger: path)
    var check = VaultCheck()
    try openVault().forEachVersion { _, digest, data in
      check.versions += 1
      if data == nil { check.damaged.append(digest) }
    }
    let digests = verifyWithDigests().digests
    check.comparison = try compareVault(with: digests)
    check.toErase = try leftovers(of: digests).count
    return check
  }

  private func leftovers(of digests: VaultDigests) throws -> (count: Int, erasures: [VaultErasure]) {
    try digests.leftovers(among: Vault.versions(ofLedger: path), on: now.civilDate)
  }

  /// All data that the vault keeps of a human by some keys, for each key with the last version at the end (查阅、复制个人信息).
  ///
  /// - Returns: none if it keeps nothing, or no longer does.
  /// - Throws: `VaultError`.
  ///
  /// > Source: 中华人民共和国个人信息保护法 第四十五条.
  public func privateVersions(of keys: [Identifier]) throws -> [PrivateVersion] {
    try privateData(for: .people(about: nil)) { reader in try keys.flatMap { try reader.versions(of: $0) } }
  }

  /// Finds the persons for whose private data the retention time is over (保存期限届满), by the verified log.
  ///
  /// - Parameters:
  ///   - day: the day.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Returns: the persons with no open matter, by key.
  /// - Throws: the log's failures.
  ///
  /// > Source: 中华人民共和国个人信息保护法 第四十七条.
  public func dataPastTheirTime(
    on day: CivilDate, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> DataPastTheirTime {
    let replay = try Replay(self)
    var last: [Identifier: Instant] = [:]
    let state = try replay.state(
      verifying: true, with: replay.hindsight(),
      observe: { event in
        if let person = event.body.person { last[person] = event.recorded }
      }, progress: progress)
    let kept = state.ownKeys.filter { person in
      state.keys(of: person).contains { state.registration(ofKey: $0)?.currentData != nil }
    }
    let over = kept.sorted().compactMap { person in
      state.keys(of: person).compactMap { last[$0] }.max()
        .flatMap { state.retention(of: person, lastEvent: $0.civilDate) }
    }.filter { $0.until < day }
    return DataPastTheirTime(
      persons: over.filter { !$0.isOpen }, open: over.count(where: \.isOpen),
      schemesWithoutTime: state.schemesWithoutRetention)
  }

  /// Destroys data in the vault that no event names any more, while no other process writes: the data of an erasure that was
  /// cut short, of a copy that brought them back, of an append that failed, or of an operator without consent.
  ///
  /// - Returns: how many versions were destroyed.
  /// - Throws: `LogError` also for a log that is not whole, `VaultError`.
  @discardableResult
  public func purgeVault() throws -> Int {
    try demandFolder()
    let lock = try openLog()
    let verified = verifyWithDigests()
    try verified.report.demandWhole()
    let erasures = try leftovers(of: verified.digests).erasures
    let destroyed = erasures.isEmpty ? 0 : try Vault.erase(erasures, ledger: path)
    _ = consume lock
    return destroyed
  }

  /// Seals the vault (加密个人信息库), while no other process writes.
  ///
  /// - Throws: the failures of the vault, and `LogError.inUse`.
  public func sealVault(under key: NewVaultKey) throws {
    try demandFolder()
    let lock = try openLog()
    try Vault.seal(ledger: path, under: key)
    _ = consume lock
  }

  /// Puts the sealed vault under another key (更换密钥), while no other process writes.
  ///
  /// - Throws: as ``sealVault(under:)``.
  public func rekeyVault(under key: NewVaultKey) throws {
    try demandFolder()
    let lock = try openLog()
    try Vault.rekey(ledger: path, under: key, with: vaultKeys)
    _ = consume lock
  }
}

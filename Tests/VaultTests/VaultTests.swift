import JSONText
import System
import Testing
import Values
import Vault

@Suite struct VaultTests {
  @Test func `What is stored is found again, also after reopening`() throws {
    let ledger = try TemporaryLedger()
    let data = try Sample.person()
    let digest: String
    do {
      let vault = try Vault.create(ledger: ledger.path)
      digest = try vault.store(data, for: "p1")
      #expect(try vault.data(digest: digest) == data)
    }
    let vault = try Vault.open(ledger: ledger.path)
    #expect(try vault.data(digest: digest) == data)
    #expect(try vault.digest(of: data, person: "p1") == digest)
    #expect(try vault.store(data, for: "p1") == digest)
    #expect(try vault.data(digest: String(repeating: "0", count: 64)) == nil)
    #expect(try vault.data(digest: "' OR 1=1") == nil)
  }

  @Test func `Every file that appears is its owner's alone`() throws {
    let ledger = try TemporaryLedger()
    let vault = try Vault.create(ledger: ledger.path)
    #expect(try ledger.modes() == ["vault.sqlite": 0o600])
    try vault.begin()
    _ = try vault.store(try Sample.person(), for: "p1")
    let modes = try ledger.modes()
    #expect(modes["vault.sqlite-journal"] != nil)
    #expect(modes.values.allSatisfy { $0 == 0o600 }, "\(modes)")
    try vault.commit()
    #expect(try ledger.modes() == ["vault.sqlite": 0o600])
  }

  @Test("A mode that a backup brought back is mended on opening", arguments: [0o644, 0o666, 0o640, 0o700, 0o400])
  func mendsMode(_ mode: Int) throws {
    let ledger = try TemporaryLedger()
    _ = try Vault.create(ledger: ledger.path)
    try ledger.setMode(mode)
    _ = try Vault.open(ledger: ledger.path)
    #expect(try ledger.modes() == ["vault.sqlite": 0o600])
  }

  @Test func `The digest is 64 hexadecimal digits of HMAC-SHA256 over person, zero byte and canonical JSON`() throws {
    // RFC 4231, test case 1, with its key of 20 bytes filled up with zeros, which HMAC does anyway.
    let key = try VaultKey([UInt8](repeating: 0x0B, count: 20) + [UInt8](repeating: 0, count: 12))
    for _ in 0..<2 {
      #expect(
        try key.authenticate(Array("Hi There".utf8)).hexadecimal
          == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    }
    let ledger = try TemporaryLedger()
    let vault = try Vault.create(ledger: ledger.path)
    let data = try Sample.person()
    let stored = try SQLiteDatabase(path: ledger.vaultPath, access: .readOnly)
    let select = try stored.prepare("SELECT key FROM secret")
    #expect(try select.step())
    let keyBytes = select.blob(at: 0)
    let ownKey = try VaultKey(#require(keyBytes))
    let message = Array("p-1".utf8) + [0] + data.canonicalJSON
    #expect(try vault.digest(of: data, person: "p-1") == ownKey.authenticate(message).hexadecimal)
  }

  @Test func `The digest changes with any field, with the person and with the vault`() throws {
    let (ledger, other) = (try TemporaryLedger(), try TemporaryLedger())
    let vault = try Vault.create(ledger: ledger.path)
    let otherVault = try Vault.create(ledger: other.path)
    let data = try Sample.person()
    var digests: Set<String> = [try vault.digest(of: data, person: "p1")]
    func isNew(_ digest: String) -> Bool {
      digest.utf8.count == 64 && digest.allSatisfy(\.isHexDigit) && digests.insert(digest).inserted
    }
    #expect(isNew(try vault.digest(of: data, person: "p2")))
    #expect(isNew(try otherVault.digest(of: data, person: "p1")))
    #expect(isNew(try vault.digest(of: try PrivateData(.object([])), person: "p1")))
    let fields = PrivateData.Field.allCases.map { ($0, data[$0] ?? "") }
    for (position, (field, text)) in fields.enumerated() {
      var changed = fields
      changed[position].1 = field == .idNumber ? Sample.idNumber("99020019600101125") : text + "1"
      #expect(isNew(try vault.digest(of: try Sample.data(changed), person: "p1")), "\(field) changed")
      changed.remove(at: position)
      #expect(isNew(try vault.digest(of: try Sample.data(changed), person: "p1")), "\(field) left out")
    }
  }

  @Test func `All versions are kept until one is removed, and its bytes go with it`() throws {
    let ledger = try TemporaryLedger()
    let vault = try Vault.create(ledger: ledger.path)
    let (first, second) = (try Sample.person(name: "第一个名字"), try Sample.person(name: "第二个名字"))
    let digests = [try vault.store(first, for: "p1"), try vault.store(second, for: "p1")]
    #expect(try vault.data(digest: digests[0]) == first)
    #expect(try vault.data(digest: digests[1]) == second)
    #expect(try ledger.allBytes().firstRange(of: Array("第一个名字".utf8)) != nil)
    #expect(try vault.remove(digest: digests[0]))
    #expect(try !vault.remove(digest: digests[0]))
    #expect(try vault.data(digest: digests[0]) == nil)
    #expect(try vault.data(digest: digests[1]) == second)
    #expect(try ledger.allBytes().firstRange(of: Array("第一个名字".utf8)) == nil)
  }

  @Test func `Storing the same again changes no byte`() throws {
    let ledger = try TemporaryLedger()
    let vault = try Vault.create(ledger: ledger.path)
    let data = try Sample.person()
    let digest = try vault.store(data, for: "p1")
    let before = try ledger.allBytes()
    for _ in 0..<3 { #expect(try vault.store(data, for: "p1") == digest) }
    #expect(try ledger.allBytes() == before)
  }

  @Test func `A transaction counts as a whole`() throws {
    let ledger = try TemporaryLedger()
    let data = try Sample.person()
    let vault = try Vault.create(ledger: ledger.path)
    try vault.begin()
    let digest = try vault.store(data, for: "p1")
    #expect(try vault.data(digest: digest) == data)
    #expect(vaultError { try vault.begin() } != nil, "no transaction inside another")
    try vault.rollback()
    try vault.rollback()
    #expect(try vault.data(digest: digest) == nil)
    #expect(vaultError { try vault.commit() } != nil, "nothing to commit")
    try vault.begin()
    for number in 0..<200 { _ = try vault.store(data, for: try #require(Identifier("p\(number)"))) }
    try vault.commit()
    #expect(try vault.data(digest: digest) == data)
    do {
      let dropped = try Vault.open(ledger: ledger.path)
      try dropped.begin()
      try dropped.remove(digest: digest)
    }
    #expect(try vault.data(digest: digest) == data, "what was not committed when the vault went away is undone")
  }
}

@Suite struct VaultIdentityTests {
  @Test func `The person with an ID number is found, whatever else differs`() throws {
    let ledger = try TemporaryLedger()
    let data = try Sample.person()
    let number = try #require(data.idNumber)
    do {
      let vault = try Vault.create(ledger: ledger.path)
      #expect(try vault.person(withIDNumber: number) == nil)
      _ = try vault.store(data, for: "p1")
      _ = try vault.store(try Sample.person("99020019600101125"), for: "p2")
      _ = try vault.store(try Sample.data([(.name, "无号")]), for: "p3")
    }
    let vault = try Vault.open(ledger: ledger.path)
    #expect(try vault.person(withIDNumber: number) == "p1")
    #expect(try vault.person(withIDNumber: number, otherThan: "p1") == nil)
    #expect(try vault.person(withIDNumber: number, otherThan: "p2") == "p1")
    _ = try vault.store(try Sample.person(name: "另一个"), for: "p4")
    #expect(try vault.person(withIDNumber: number) == "p1", "the one who had it first")
    #expect(try vault.person(withIDNumber: number, otherThan: "p1") == "p4")
    #expect(try ledger.allBytes().firstRange(of: Array("{\"idNumber\"".utf8)) == nil)
  }

  @Test func `A corrected number is free for its owner, and taken again when the correction is taken back`() throws {
    let ledger = try TemporaryLedger()
    let vault = try Vault.create(ledger: ledger.path)
    let (wrong, right) = (try Sample.person(), try Sample.person("99020019600101125"))
    let (wrongNumber, rightNumber) = (try #require(wrong.idNumber), try #require(right.idNumber))
    _ = try vault.store(wrong, for: "p1")
    let correction = try vault.store(right, for: "p1")
    #expect(try vault.person(withIDNumber: wrongNumber) == nil)
    #expect(try vault.person(withIDNumber: rightNumber) == "p1")
    _ = try vault.store(try Sample.data([(.name, "无号")]), for: "p1")
    #expect(try vault.person(withIDNumber: rightNumber) == "p1", "a version without a number leaves it taken")
    _ = try vault.store(wrong, for: "p1")
    #expect(try vault.person(withIDNumber: wrongNumber) == "p1", "stored again, it is the last version")
    #expect(try vault.person(withIDNumber: rightNumber) == nil)
    _ = try vault.store(right, for: "p1")
    try vault.remove(digest: correction)
    #expect(try vault.person(withIDNumber: rightNumber) == nil)
    #expect(try vault.person(withIDNumber: wrongNumber) == "p1")
  }
}

@Suite struct VaultFileTests {
  @Test func `A vault is made once and opened only where one is`() throws {
    let ledger = try TemporaryLedger()
    #expect(throws: VaultError.missing) { _ = try Vault.open(ledger: ledger.path) }
    #expect(throws: VaultError.missing) { _ = try Vault.open(ledger: ledger.path + "/none") }
    _ = try Vault.create(ledger: ledger.path)
    let before = try ledger.allBytes()
    #expect(throws: VaultError.exists) { _ = try Vault.create(ledger: ledger.path) }
    #expect(try ledger.allBytes() == before)
    let error = vaultError { _ = try Vault.create(ledger: ledger.path + "/none") }
    guard case .database(let cause) = error else { throw try #require(error) }
    #expect(cause.code == .cannotOpen)
  }

  @Test(
    "A file that is no vault is refused",
    arguments: [[], Array("name,idNumber\n".utf8), [UInt8](repeating: 7, count: 9_000)])
  func refusesOther(_ bytes: [UInt8]) throws {
    let ledger = try TemporaryLedger()
    try ledger.write(bytes)
    #expect(throws: VaultError.notAVault) { _ = try Vault.open(ledger: ledger.path) }
  }

  @Test(
    "A vault that lost its key or has another version is refused",
    arguments: [
      "DELETE FROM secret", "PRAGMA user_version = 2", "PRAGMA application_id = 1",
    ])
  func refusesBroken(_ sql: String) throws {
    let ledger = try TemporaryLedger()
    _ = try Vault.create(ledger: ledger.path)
    do { try SQLiteDatabase(path: ledger.vaultPath, access: .readWrite).execute(sql) }
    #expect(throws: VaultError.notAVault) { _ = try Vault.open(ledger: ledger.path) }
  }

  @Test(
    "What was changed behind the vault's back is refused and not shown",
    arguments: [
      "UPDATE version SET data = CAST(replace(data, '6222', '6333') AS BLOB)", "UPDATE version SET person = 'p2'",
      "UPDATE version SET data = x'7b7d'", "UPDATE version SET data = x'ff'", "UPDATE version SET person = ''",
    ])
  func findsDamage(_ sql: String) throws {
    let ledger = try TemporaryLedger()
    let vault = try Vault.create(ledger: ledger.path)
    let digest = try vault.store(try Sample.person(), for: "p1")
    do { try SQLiteDatabase(path: ledger.vaultPath, access: .readWrite).execute(sql) }
    #expect(throws: VaultError.damaged(digest: digest)) { _ = try vault.data(digest: digest) }
  }

  @Test func `Errors of the database show no value`() throws {
    let ledger = try TemporaryLedger()
    let vault = try Vault.create(ledger: ledger.path)
    let data = try Sample.person()
    do {
      try SQLiteDatabase(path: ledger.vaultPath, access: .readWrite).execute(
        "DROP TABLE version")
    }
    let error = try #require(vaultError { _ = try vault.store(data, for: "p1") })
    var shown = "\(error) \(String(reflecting: error))"
    dump(error, to: &shown)
    for field in PrivateData.Field.allCases { #expect(!shown.contains(try #require(data[field]))) }
    #expect(!shown.contains("p1"))
  }
}

import Foundation
import System
import Testing
import Values
import Vault

/// A sealed vault answers as a clear one does to a holder of its key, and is noise to everyone else.
@Suite struct SealedVaultTests {
  private struct Sealed {
    let ledger: TemporaryLedger
    let keys: VaultKeyring
    let digests: [String]
    let people: [(Identifier, PrivateData)]

    init(_ kind: VaultKeyKind = .file) throws {
      ledger = try TemporaryLedger()
      people = try [
        ("p1", Sample.person()), ("p2", Sample.person("99020019600202122", name: "王小红")),
        ("p1", Sample.person(name: "欧阳大明")),
      ]
      let vault = try Vault.create(ledger: ledger.path)
      digests = try people.map { try vault.store($1, for: $0) }
      let secret = [UInt8](repeating: 7, count: 32)
      keys = VaultKeyring { asked, salt in
        #expect(asked == kind && salt.count == 16)
        return secret
      }
      try Vault.seal(ledger: ledger.path, under: NewVaultKey(kind) { _ in secret })
    }

    func open() throws -> Vault { try Vault.open(ledger: ledger.path, with: keys) }
  }

  @Test func `Sealing keeps every version, digest and look-up, and whose data came last`() throws {
    let sealed = try Sealed()
    let vault = try sealed.open()
    let isSealed = vault.isSealed
    #expect(isSealed)
    for (digest, (person, data)) in zip(sealed.digests, sealed.people) {
      #expect(try vault.data(digest: digest) == data)
      #expect(try vault.digest(of: data, person: person) == digest)
      #expect(try vault.store(data, for: person) == digest)
    }
    let claims = zip(sealed.digests, sealed.people).map { VaultClaim(sequence: 1, person: $1.0, digest: $0) }
    #expect(try vault.holdings(of: claims) == [.sound, .sound, .sound])
    #expect(try vault.person(withIDNumber: #require(sealed.people[1].1.idNumber)) == "p2")
    #expect(try Vault.status(ledger: sealed.ledger.path) == VaultStatus(kind: .file, persons: 2, versions: 3))
    // Later data are sealed as well.
    let new = try vault.store(try Sample.person("99020019600303123", name: "赵六"), for: "p3")
    #expect(try vault.data(digest: new)?.name == "赵六")
  }

  @Test(
    "people are found as in a clear vault",
    arguments: ["欧阳", "明", "王小红", "13800000001", "0001", "990200196002021", "99020019600202122", "nobody", "9999"])
  func finds(_ text: String) throws {
    let sealed = try Sealed()
    let clear = try TemporaryLedger()
    let other = try Vault.create(ledger: clear.path)
    for (person, data) in sealed.people { _ = try other.store(data, for: person) }
    let search = try #require(VaultSearch(text))
    #expect(try sealed.open().find(search, atMost: 10) == other.find(search, atMost: 10), "\(text)")
  }

  @Test func `Nothing of anybody's data is in the file, before or after a change, and no free page has any`() throws {
    let sealed = try Sealed()
    _ = try sealed.open().store(try Sample.person("99020019600303123", name: "赵六"), for: "p3")
    let bytes = try sealed.ledger.allBytes()
    for (_, data) in sealed.people {
      for field in PrivateData.Field.allCases {
        if let text = data[field] { #expect(bytes.range(of: Data(text.utf8)) == nil, "\(field)") }
      }
    }
    #expect(bytes.range(of: Data("赵六".utf8)) == nil)
    #expect(try sealed.ledger.modes() == ["vault.sqlite": 0o600])
  }

  @Test func `Without its key a vault opens for nobody, and another key opens nothing`() throws {
    for kind in VaultKeyKind.allCases {
      let sealed = try Sealed(kind)
      #expect(vaultError { _ = try Vault.open(ledger: sealed.ledger.path) } == .sealed(kind))
      let other = VaultKeyring { _, _ in [UInt8](repeating: 8, count: 32) }
      #expect(vaultError { _ = try Vault.open(ledger: sealed.ledger.path, with: other) } == .wrongKey)
      let short = VaultKeyring { _, _ in [1, 2, 3] }
      #expect(vaultError { _ = try Vault.open(ledger: sealed.ledger.path, with: short) } == .keyLength(3))
      // The contents can be counted without it.
      #expect(
        try Vault.holdings(under: sealed.digests + ["x"], ledger: sealed.ledger.path)
          == [.sound, .sound, .sound, .missing])
    }
  }

  @Test func `Another key opens it after rekeying, the old one does not, and digests are what they were`() throws {
    let sealed = try Sealed()
    let words = Array("correct horse".utf8)
    let new = try NewVaultKey(.passphrase) { try NewVaultKey.derived(from: words, salt: $0) }
    try Vault.rekey(ledger: sealed.ledger.path, under: new, with: sealed.keys)
    #expect(
      vaultError {
        _ = try Vault.open(ledger: sealed.ledger.path, with: VaultKeyring { _, _ in [UInt8](repeating: 7, count: 32) })
      } == .wrongKey)
    let vault = try Vault.open(
      ledger: sealed.ledger.path, with: VaultKeyring { _, salt in try NewVaultKey.derived(from: words, salt: salt) })
    for (digest, (_, data)) in zip(sealed.digests, sealed.people) { #expect(try vault.data(digest: digest) == data) }
    #expect(try Vault.status(ledger: sealed.ledger.path).kind == .passphrase)
  }

  @Test func `What was moved or changed in the file is no data`() throws {
    let sealed = try Sealed()
    let stored = try SQLiteDatabase(path: sealed.ledger.vaultPath, access: .readWrite)
    func set(_ statement: String) throws { try stored.execute(statement) }
    // One person's version under another's digest, and one person's key for another.
    try set("UPDATE version SET data = (SELECT data FROM version WHERE person = 'p2') WHERE number = 3")
    #expect(vaultError { _ = try sealed.open().data(digest: sealed.digests[2]) } == .damaged(digest: sealed.digests[2]))
    try set("UPDATE person SET key = (SELECT key FROM person WHERE person = 'p1') WHERE person = 'p2'")
    #expect(vaultError { _ = try sealed.open().data(digest: sealed.digests[1]) } == .damaged(digest: sealed.digests[1]))
    var damaged: [String] = []
    try sealed.open().forEachVersion { _, digest, data in if data == nil { damaged.append(digest) } }
    #expect(Set(damaged) == Set(sealed.digests[1...]))
    try set("UPDATE secret SET key = zeroblob(60)")
    #expect(vaultError { _ = try sealed.open() } == .wrongKey)
  }

  @Test func `A person whose first data were rolled back gets another key, and is read by others`() throws {
    let sealed = try Sealed()
    let vault = try sealed.open()
    let data = try Sample.person("99020019600303123", name: "赵六")
    try vault.begin()
    _ = try vault.store(data, for: "p3")
    try vault.rollback()
    let digest = try vault.store(data, for: "p3")
    #expect(try sealed.open().data(digest: digest) == data)
  }

  @Test func `A sealed vault is not sealed again, a clear one has no key to change, and a damaged one stays as it is`()
    throws
  {
    let sealed = try Sealed()
    let key = try NewVaultKey(.file) { _ in [UInt8](repeating: 9, count: 32) }
    #expect(vaultError { try Vault.seal(ledger: sealed.ledger.path, under: key) } == .alreadySealed)
    let clear = try TemporaryLedger()
    let digest = try Vault.create(ledger: clear.path).store(try Sample.person(), for: "p1")
    #expect(vaultError { try Vault.rekey(ledger: clear.path, under: key, with: VaultKeyring()) } == .notSealed)
    try SQLiteDatabase(path: clear.vaultPath, access: .readWrite).execute("UPDATE version SET data = x'00'")
    let before = try clear.allBytes()
    #expect(vaultError { try Vault.seal(ledger: clear.path, under: key) } == .damaged(digest: digest))
    #expect(try clear.allBytes() == before)
  }
}

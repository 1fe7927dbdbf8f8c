import Foundation
import System
import Testing
import Values
import Vault

/// A person's data are destroyed, in a clear vault as in a sealed one, and data that have to stay stay.
///
/// > Source: contract 3, section 4, `erased`.
@Suite struct ErasureTests {
  /// A vault with two versions of p1 and one of p2.
  fileprivate struct Kept {
    let ledger: TemporaryLedger
    let isSealed: Bool
    let digests: [String]
    let people: [(Identifier, PrivateData)]
    private static let secret = [UInt8](repeating: 7, count: 32)

    init(isSealed: Bool) throws {
      ledger = try TemporaryLedger()
      self.isSealed = isSealed
      people = try [
        ("p1", Sample.person()), ("p2", Sample.person("99020019600202122", name: "王小红")),
        ("p1", Sample.person(name: "欧阳大明")),
      ]
      let vault = try Vault.create(ledger: ledger.path)
      digests = try people.map { try vault.store($1, for: $0) }
      if isSealed { try Vault.seal(ledger: ledger.path, under: NewVaultKey(.file) { _ in Kept.secret }) }
    }

    func open() throws -> Vault { try Vault.open(ledger: ledger.path, with: VaultKeyring { _, _ in Kept.secret }) }

    /// The fields of a person that any file of the folder holds.
    func leaks(of person: Int) throws -> [PrivateData.Field] {
      let bytes = try ledger.allBytes()
      return PrivateData.Field.allCases.filter { field in
        people[person].1[field].map { bytes.range(of: Data($0.utf8)) != nil } ?? false
      }
    }
  }

  @Test("no byte of any file holds the data, and the others' are untouched", arguments: [false, true])
  func erases(isSealed: Bool) throws {
    let kept = try Kept(isSealed: isSealed)
    #expect(try Vault.erase([VaultErasure(.person("p1"))], ledger: kept.ledger.path) == 2)
    #expect(try Vault.erase([VaultErasure(.person("p1"))], ledger: kept.ledger.path) == 0)
    for version in [0, 2] {
      // Both persons of the sample have these in common.
      let common = kept.people[1].1
      #expect(try kept.leaks(of: version).filter { common[$0] != kept.people[version].1[$0] } == [])
    }
    let vault = try kept.open()
    #expect(try vault.data(digest: kept.digests[0]) == nil && vault.data(digest: kept.digests[2]) == nil)
    #expect(
      try vault.version(digest: kept.digests[0])?.isErased == true
        && vault.version(digest: kept.digests[1])?.isErased == false)
    #expect(try vault.data(digest: kept.digests[1]) == kept.people[1].1)
    let claims = zip(kept.digests, kept.people).map { VaultClaim(sequence: 1, person: $1.0, digest: $0) }
    #expect(try vault.holdings(of: claims) == [.erased, .sound, .erased])
    #expect(
      try Vault.holdings(under: kept.digests + ["x"], ledger: kept.ledger.path) == [.erased, .sound, .erased, .missing])
    #expect(
      try Vault.status(ledger: kept.ledger.path)
        == VaultStatus(kind: isSealed ? .file : nil, persons: 1, versions: 1, erased: 1))
    var seen: [Identifier] = []
    try vault.forEachVersion { person, _, data in if data != nil, let key = person.person { seen.append(key) } }
    #expect(seen == ["p2"])
    for text in ["欧阳", "13800000001", "99020019600101123"] {
      #expect(try !vault.find(#require(VaultSearch(text)), atMost: 10).contains("p1"), "\(text)")
    }
    #expect(try kept.ledger.modes() == ["vault.sqlite": 0o600])
    try Vault.checkPages(ledger: kept.ledger.path)
  }

  @Test(
    "the identity number leads to the old key, under which a new record has a key of its own", arguments: [false, true])
  func beginsAnew(isSealed: Bool) throws {
    let kept = try Kept(isSealed: isSealed)
    let data = kept.people[0].1
    let number = try #require(data.idNumber)
    let before = isSealed ? try kept.personalKey() : nil
    try Vault.erase([VaultErasure(.person("p1"))], ledger: kept.ledger.path)
    let vault = try kept.open()
    #expect(try vault.person(withIDNumber: number) == "p1")
    #expect(try vault.agrees(number, withLastOf: "p1") && !vault.agrees(nil, withLastOf: "p1"))
    #expect(try !vault.agrees(kept.people[1].1.idNumber, withLastOf: "p1"))
    #expect(try vault.agrees(nil, withLastOf: "nobody"))
    // The digest of the same data is the same, and it names them again.
    #expect(try vault.store(data, for: "p1") == kept.digests[0])
    #expect(
      try vault.data(digest: kept.digests[0]) == data && vault.version(digest: kept.digests[0])?.isErased == false)
    if isSealed { #expect(try kept.personalKey() != before) }
    #expect(try vault.data(digest: kept.digests[2]) == nil)
    // Data that came afterwards stay if the erasure is done again, as a restored copy asks for.
    #expect(
      try Vault.erase([VaultErasure(.person("p1"), keeping: [kept.digests[0]])], ledger: kept.ledger.path) == 0)
    #expect(try kept.open().data(digest: kept.digests[0]) == data)
  }

  @Test("an erasure that was cut short is brought to its end before new data come", arguments: [false, true])
  func finishes(isSealed: Bool) throws {
    let kept = try Kept(isSealed: isSealed)
    let vault = try kept.open()
    try vault.begin()
    try vault.finish(VaultErasure(.person("p1")))
    let digest = try vault.store(kept.people[0].1, for: "p1")
    try vault.commit()
    #expect(try vault.data(digest: digest) == kept.people[0].1)
    #expect(try vault.version(digest: kept.digests[2])?.isErased == true)
    #expect(try kept.open().data(digest: digest) == kept.people[0].1)
  }

  @Test("sealing and rekeying keep what is left of an erased person, and bring nothing back")
  func sealsErased() throws {
    let kept = try Kept(isSealed: false)
    try Vault.erase([VaultErasure(.person("p1"))], ledger: kept.ledger.path)
    let secret = [UInt8](repeating: 7, count: 32)
    try Vault.seal(ledger: kept.ledger.path, under: NewVaultKey(.file) { _ in secret })
    try Vault.rekey(
      ledger: kept.ledger.path, under: NewVaultKey(.program) { _ in secret }, with: VaultKeyring { _, _ in secret })
    let vault = try kept.open()
    #expect(
      try vault.version(digest: kept.digests[0])?.isErased == true
        && vault.version(digest: kept.digests[2])?.isErased == true)
    #expect(try vault.person(withIDNumber: #require(kept.people[0].1.idNumber)) == "p1")
    #expect(try Vault.status(ledger: kept.ledger.path).erased == 1)
  }
}

extension ErasureTests.Kept {
  /// The wrapped key of p1, as the file has it.
  fileprivate func personalKey() throws -> [UInt8]? {
    let stored = try SQLiteDatabase(path: ledger.vaultPath, access: .readOnly)
    let select = try stored.prepare("SELECT key FROM person WHERE person = 'p1'")
    return try select.step() ? select.blob(at: 0) : nil
  }
}

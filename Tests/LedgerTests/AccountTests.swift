import Foundation
import Ledger
import Subsidy
import Testing
import Values
import Vault

/// A registration need not repeat private data, and an account changes alone.
@Suite struct AccountTests {
  private static let number = idNumber("99020019800505123")
  private static let all =
    #"{"name":"欧阳小明","idNumber":"\#(number)","phone":"13800000001","account":"6222000011112222"}"#

  private static func changed(_ fields: String, id: String? = nil) -> String {
    #"{"type":"account-changed","person":"p1"\#(id.map { #","id":"\#($0)""# } ?? ""),"private":\#(fields)}"#
  }

  /// The vault's present data of the person.
  private static func data(_ test: TestLedger) throws -> PrivateData {
    let digest = try #require(try test.ledger.state().person("p1")?.registered?.vault)
    return try #require(try Vault.open(ledger: test.ledger.path).data(digest: digest))
  }

  @Test("an absent private field is unchanged, null removes it, and the digest is of all that is known then")
  func merges() throws {
    let test = try TestLedger()
    try test.record(Entry.registered(privateData: Self.all))
    try test.record(Entry.registered(privateData: #"{"phone":null,"bank":"景德镇银行"}"#))
    let merged = try Self.data(test)
    #expect(merged.name == "欧阳小明" && merged.phone == nil && merged.bank == "景德镇银行")
    #expect(merged.idNumber?.text == Self.number)
    #expect(try test.ledger.compareVault(with: test.ledger.verifyWithDigests().digests) == VaultComparison(digests: 2))
    try test.check()
  }

  @Test("a correction without private data keeps them, and is held against the identity number all the same")
  func correction() throws {
    let test = try TestLedger()
    try test.record(Entry.registered(privateData: Self.all))
    let before = try test.ledger.state().person("p1")?.registered?.vault
    try test.record(Entry.registered().replacing("360200", with: "360203"))
    let state = try #require(try test.ledger.state().person("p1")?.registered)
    #expect(state.vault == before && state.household == Region("360203"))
    #expect(
      try problems { try test.record(Entry.registered(birth: "1980-05-06")) }
        == [1: .refused(.identityDisagrees(field: "birth"))])
  }

  @Test("account-changed takes the bank's details and nothing else, and only of a registered person")
  func fields() throws {
    let test = try TestLedger()
    #expect(
      try problems { try test.record(Self.changed(#"{"account":"62220000"}"#)) }
        == [1: .refused(.unknownPerson("p1"))])
    try test.record(Entry.registered(privateData: Self.all))
    #expect(
      try problems { try test.record(Self.changed(#"{"account":"62220000","phone":"13800000002"}"#)) }
        == [1: .vault(.misplacedField(.phone))])
    #expect(
      try problems { try test.record(#"{"type":"account-changed","person":"p1"}"#) }
        == [1: .form(EventError(.missing, field: "private"))])
    try test.record(Self.changed(#"{"account":"62220000","bank":"农业银行","accountHolder":"李四"}"#))
    let data = try Self.data(test)
    #expect(data.account == "62220000" && data.name == "欧阳小明" && data.payeeName == "李四")
    #expect(try test.events().last?.body.type == .accountChanged)
    #expect(try !test.log.contains("62220000"))
    #expect(try test.ledger.compareVault(with: test.ledger.verifyWithDigests().digests) == VaultComparison(digests: 2))
    try test.check()
  }

  @Test("a file that is sent again changes nothing, also after the account has changed")
  func sentAgain() throws {
    let test = try TestLedger()
    let registered = Entry.registered(id: "r1", privateData: Self.all)
    let changed = Self.changed(#"{"account":"62220000"}"#, id: "c1")
    try test.record(registered)
    try test.record(changed)
    let before = try test.disk()
    #expect(try test.record(registered).repeated == 1)
    #expect(try test.record(changed).repeated == 1)
    #expect(try test.record(Self.changed(#"{"account":"62220000"}"#)).repeated == 1)
    #expect(try test.disk() == before)
    #expect(
      try problems { try test.record(Self.changed(#"{"account":"62220001"}"#, id: "c1")) }
        == [1: .refused(.idTaken("c1"))])
  }

  @Test("a batch pays the account of its approval, the next one the new account and its holder")
  func payee() throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(
      Entry.registered(privateData: Self.all), Entry.contributed("2025-01"), Entry.contributed("2025-02"))
    func export(_ batch: Identifier, _ through: String, changing: Bool) throws -> String {
      _ = try test.ledger.draft(batch, scheme: "jingdezhen", through: Month(through)!, by: "drafter")
      try test.ledger.approve(batch, by: "second")
      if changing { try test.record(Self.changed(#"{"account":"62220000","accountHolder":"李四"}"#)) }
      let path = "\(test.directory)/\(batch).csv"
      _ = try test.ledger.export(batch, to: OutputFile(path), by: "drafter")
      return String(decoding: try test.bytes(path), as: UTF8.self)
    }
    let first = try export("b1", "2025-01", changing: true)
    #expect(first.contains("欧阳小明,,6222000011112222") && !first.contains("62220000,"))
    let second = try export("b2", "2025-02", changing: false)
    #expect(second.contains("李四,,62220000,") && !second.contains("6222000011112222"))
  }

  @Test("in a history, too, what a registration does not say of private data stays")
  func history() throws {
    let test = try TestLedger(adopting: [])
    try test.history(
      Entry.past(Entry.registered(privateData: Self.all), "2020-01-01T00:00:00Z"),
      Entry.past(Entry.registered(privateData: #"{"phone":null}"#), "2020-01-02T00:00:00Z"),
      Entry.past(Self.changed(#"{"account":"62220000"}"#), "2020-01-03T00:00:00Z"))
    try test.history(Entry.past(Entry.registered(), "2020-01-04T00:00:00Z"))
    let data = try Self.data(test)
    #expect(data.name == "欧阳小明" && data.phone == nil && data.account == "62220000")
    #expect(try test.ledger.compareVault(with: test.ledger.verifyWithDigests().digests) == VaultComparison(digests: 4))
  }
}

import Foundation
import Ledger
import Subsidy
import Testing
import Values
import Vault

/// The person who acts for an applicant (代办人) is in the vault and not in the log.
@Suite struct DelegateTests {
  private static func applied(_ more: String) -> String {
    #"{"type":"applied","id":"x1","person":"p1","application":"a1","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c",\#(more)}"#
  }

  private static let sealed = applied(#""private":{"delegate":"王五","delegateNumber":"E00000001"}"#)

  /// The vault's data of the delegate of the only application.
  private static func delegate(_ test: TestLedger) throws -> PrivateData? {
    let digest = try test.events().compactMap { event in
      if case .applied(let applied) = event.body { applied.vault } else { nil }
    }.last
    return try digest.flatMap { try Vault.open(ledger: test.ledger.path).data(digest: $0) }
  }

  @Test(
    "name and number go to the vault, wherever the entry has the name, and the person's own data stay as they are",
    arguments: [sealed, applied(#""delegate":"王五","private":{"delegateNumber":"E00000001"}"#)])
  func sealing(_ line: String) throws {
    let test = try TestLedger()
    try test.record(Entry.registered(privateData: #"{"name":"欧阳小明"}"#))
    let own = try test.ledger.state().person("p1")?.registered?.vault
    try test.record(line)
    #expect(try !test.log.contains("王五") && !test.log.contains("E00000001"))
    let found = try #require(try Self.delegate(test))
    #expect(found[.delegate] == "王五" && found[.delegateNumber] == "E00000001" && found.name == nil)
    #expect(try test.ledger.state().person("p1")?.registered?.vault == own)
    #expect(try test.ledger.compareVault(with: test.ledger.verifyWithDigests().digests) == VaultComparison(digests: 2))
    #expect(try test.record(line).repeated == 1)
    #expect(try test.record(Self.sealed).repeated == 1)
    #expect(try problems { try test.record(Self.applied(#""delegate":"赵六""#)) } == [1: .refused(.idTaken("x1"))])
    try test.check()
  }

  @Test("a history's delegate goes to the vault, too")
  func history() throws {
    let test = try TestLedger(adopting: [])
    try test.history(
      Entry.past(Entry.registered(), "2020-01-01T00:00:00Z"),
      Entry.past(Self.applied(#""delegate":"王五""#), "2020-01-02T00:00:00Z"))
    #expect(try !test.log.contains("王五"))
    #expect(try Self.delegate(test)?[.delegate] == "王五")
  }

  @Test("an application holds nothing private but the delegate, and a registration no delegate")
  func fields() throws {
    let test = try TestLedger()
    try test.record(Entry.registered())
    #expect(
      try problems { try test.record(Self.applied(#""private":{"phone":"13800000001"}"#)) }
        == [1: .vault(.misplacedField(.phone))])
    #expect(
      try problems { try test.record(Entry.registered(privateData: #"{"delegate":"王五"}"#)) }
        == [1: .vault(.misplacedField(.delegate))])
  }

  @Test("an older log that has the delegate is read as it was")
  func older() throws {
    let line = Array(
      #"{"seq":3,"type":"applied","recorded":"2024-12-06T01:30:00Z","by":"op-1","person":"p1","application":"a1","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c","delegate":"王五"}"#
        .utf8)
    let event = try EventLine.readEvent(line, 0..<line.count)
    #expect(
      event.body
        == .applied(
          Applied(
            person: "p1", application: "a1", scheme: "jingdezhen", from: Month("2024-12")!, undertaking: true,
            channel: "c", delegate: "王五")))
  }
}

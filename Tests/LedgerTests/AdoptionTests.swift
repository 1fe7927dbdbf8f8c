import Foundation
import JSONText
import Ledger
import Policy
import Subsidy
import Testing
import Values

/// An adoption that changes months paid or in flight takes two people.
///
/// > Source: contract 3, sections 1 and 5.
@Suite struct AdoptionTests {
  /// The pack of Jingdezhen with another amount a month and another revision.
  static func pack(paying fen: Int64, revision: Int64 = 2) throws -> [UInt8] {
    let document = try JSONValue(#require(ShippedPacks.text("jingdezhen-2024-139")))
    func paying(_ value: JSONValue) -> JSONValue {
      switch value {
      case .object(let members):
        .object(
          members.map { .init($0.key, $0.key == "flatFen" ? .number(fen) : paying($0.value)) })
      case .array(let elements): .array(elements.map(paying))
      default: value
      }
    }
    var members = (document.members ?? []).map { JSONValue.Member($0.key, paying($0.value)) }
    members.removeAll { $0.key == "revision" }
    members.append(.init("revision", .number(revision)))
    var writer = JSONWriter()
    writer.value(.object(members))
    return writer.bytes
  }

  static func adopt(
    _ test: TestLedger, _ pack: [UInt8], asking: AskedReason? = nil, isDryRun: Bool = false, by: Identifier = "asker"
  ) throws -> AdoptionOutcome {
    try test.ledger.adopt(
      pack, parameters: [:], effectiveFrom: nil, asking: asking, isDryRun: isDryRun, by: by)
  }

  static func ask(_ test: TestLedger, _ pack: [UInt8]) throws -> Identifier {
    let outcome = try adopt(test, pack, asking: AskedReason("the standard has risen"))
    guard case .asked(let requested?) = outcome.step else {
      Issue.record("not asked for: \(outcome.step)")
      return "none"
    }
    return requested.request
  }

  @Test("nothing paid changes: one person adopts, as ever")
  func alone() throws {
    let test = try BankStory.ledger()
    let outcome = try AdoptionTests.adopt(test, AdoptionTests.pack(paying: 60_000))
    #expect(outcome.step == .adopted && outcome.effect.changes.isEmpty)
    #expect(try test.month("2025-01").entitled == Fen(60_000))
  }

  @Test("months paid or in flight would change: it is refused, then asked for, and another operator consents")
  func twoPeople() throws {
    let test = try BankStory.ledger()
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-01")!, by: "drafter")
    let pack = try AdoptionTests.pack(paying: 60_000)
    let before = try test.disk()
    let refused = try AdoptionTests.adopt(test, pack)
    #expect(refused.step == .changesPaid && refused.effect.changes.count == BankStory.payees.count)
    #expect(refused.effect.changes.allSatisfy { $0.month == Month("2025-01") && $0.difference == Fen(10_000) })
    #expect(try AdoptionTests.adopt(test, pack, asking: AskedReason("x"), isDryRun: true).step == .asked(nil))
    #expect(try test.disk() == before)
    let request = try AdoptionTests.ask(test, pack)
    #expect(try test.month("2025-01").entitled == Fen(50_000))
    #expect(
      try refusal { _ = try test.ledger.consent(to: request, adopting: pack, by: "ASKER") }
        == .consentByRequester("ASKER"))
    #expect(
      try refusal { _ = try test.ledger.consent(to: request, by: "other") }
        == .packMissing(request, "jingdezhen-2024-139"))
    let other = try AdoptionTests.pack(paying: 60_001)
    #expect(
      try refusal { _ = try test.ledger.consent(to: request, adopting: other, by: "other") }
        == .packDiffers(request, "jingdezhen-2024-139"))
    let acts = try test.ledger.consent(to: request, adopting: pack, by: "other")
    #expect(acts.map(\.type) == [.policyAdopted] && acts.first?.scheme == "jingdezhen")
    #expect(try test.month("2025-01").entitled == Fen(60_000))
    #expect(try test.ledger.state().openRequests(on: CivilDate("2025-04-10")!).isEmpty)
    try test.check()
    let findings = try test.ledger.auditReplay().findings
    #expect(!findings.contains { $0.code == .adoptedOverPaid || $0.code == .withoutConsent })
  }

  @Test("a shipped pack need not be given again; a pack for another act is refused")
  func shippedPack() throws {
    let test = try BankStory.ledger()
    _ = try AdoptionTests.adopt(test, AdoptionTests.pack(paying: 40_000))
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-01")!, by: "drafter")
    let shipped = try #require(ShippedPacks.text("jingdezhen-2024-139"))
    let request = try AdoptionTests.ask(test, shipped)
    _ = try test.ledger.consent(to: request, by: "other")
    #expect(try test.month("2025-01").entitled == Fen(50_000))
    try test.ledger.approve("b1", by: "second")
    _ = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "drafter")
    let recall = try test.ledger.request(.recall("b1"), AskedReason("x"), by: "asker").request
    #expect(
      try refusal { _ = try test.ledger.consent(to: recall, adopting: shipped, by: "other") } == .packNotAsked(recall))
  }

  @Test("other months than were shown: the request is stale")
  func stale() throws {
    let test = try BankStory.ledger()
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-01")!, by: "drafter")
    let pack = try AdoptionTests.pack(paying: 60_000)
    let request = try AdoptionTests.ask(test, pack)
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: Month("2025-02")!, by: "drafter")
    guard
      case .adoptionStale(request, let shown, let now)? = try refusal({
        _ = try test.ledger.consent(to: request, adopting: pack, by: "other")
      })
    else {
      Issue.record("not stale")
      return
    }
    #expect(now.months == 2 * shown.months && now.persons == shown.persons)
    _ = try test.ledger.cancel("b2", by: "second")
    // The changes that were shown are those that would happen again.
    _ = try test.ledger.consent(to: request, adopting: pack, by: "other")
  }

  @Test("a later revision of the pack is told; one without a number is older than any")
  func revisions() throws {
    let shipped = try #require(ShippedPacks.pack("jingdezhen-2024-139"))
    #expect(ShippedPacks.laterRevision(than: shipped) == nil)
    let later = try PolicyPack(text: AdoptionTests.pack(paying: 60_000, revision: 9_999))
    #expect(later.revision == 9_999 && ShippedPacks.laterRevision(than: later) == nil)
    let document = try JSONValue(#require(ShippedPacks.text(shipped.id)))
    let old = try PolicyPack(json: .object((document.members ?? []).filter { $0.key != "revision" }))
    #expect(old.revision == nil && ShippedPacks.laterRevision(than: old) == shipped.revision)
  }
}

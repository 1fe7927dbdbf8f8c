import EventLog
import Foundation
import HistorySupport
import Ledger
import Policy
import ReadModel
import Subsidy
import System
import Testing
import Values

/// Two keys of one human are joined by two people (同一人).
///
/// > Source: contract 3, section 4, `same-person`.
@Suite struct SamePersonTests {
  static let why = AskedReason("one identity card")

  @discardableResult
  static func join(_ test: TestLedger, _ person: Identifier = "p1", _ other: Identifier = "p2") throws -> UInt64 {
    try ConsentTests.act(test, .join(person: person, other: other))
    return try ConsentTests.last(.samePerson, test)
  }

  /// The cells of rows of a table.
  static func rows(_ test: TestLedger, _ sql: String) throws -> [String] {
    let database = try SQLiteDatabase(path: "\(test.ledger.path)/read-model.sqlite", access: .readOnly)
    let statement = try database.prepare(sql)
    var rows: [String] = []
    while try statement.step() {
      rows.append((0..<statement.columnCount).map { statement.text(at: $0) ?? "NULL" }.joined(separator: "|"))
    }
    return rows
  }

  /// The ledger as live, by the index, from a full replay, and rebuilt says the same of a person.
  static func checkAllWays(_ test: TestLedger, _ person: Identifier = "p1") throws {
    try test.check()
    func claims(_ state: LedgerState) throws -> [ClaimEntitlement] {
      let number = try #require(state.number(ofPerson: person))
      return state.entitlementsByScheme(ofPersonAt: Int(number))
    }
    func say(_ claims: [ClaimEntitlement]) -> [String] {
      claims.map { claim in
        "\(claim.usedMonths) \(claim.recovery) "
          + claim.months.map { "\($0.month) \($0.entitled) \($0.paid) \($0.inFlight) \($0.slot)" }.joined(
            separator: ";")
      }
    }
    let (whole, own) = (try test.ledger.state(), try test.ledger.state(of: person))
    #expect(say(try claims(own)) == say(try claims(whole)))
    #expect(own.keys(of: person) == whole.keys(of: person))
    let live = try SamePersonTests.rows(test, "SELECT * FROM months ORDER BY 1, 2, 3")
    _ = try test.ledger.rebuildProjections()
    try test.check()
    #expect(try SamePersonTests.rows(test, "SELECT * FROM months ORDER BY 1, 2, 3") == live)
  }

  @Test("months of both keys are one person's: paid twice is overpaid, and each month is used once")
  func joined() throws {
    let test = try ConsentTests.paid()
    let before = try test.month("2025-01")
    let asked = try test.ledger.requestJoin(of: "p1", with: "p2", SamePersonTests.why, by: "asker")
    let effect = try #require(asked.effects.first)
    #expect(asked.effects.count == 1 && effect.scheme == "jingdezhen")
    #expect(effect.person.usedMonths == 2 && effect.other.usedMonths == 2 && effect.joined.usedMonths == 2)
    #expect(effect.person.overpaid == .zero && effect.other.overpaid == .zero)
    #expect(effect.joined.overpaidMonths == 1 && effect.joined.overpaid == before.entitled)
    // Nothing has happened yet.
    #expect(try test.month("2025-01") == before)
    let acts = try test.ledger.consent(to: asked.requested.request, by: "other")
    #expect(acts == [.samePerson(SamePerson(person: "p1", other: "p2", request: asked.requested.request))])
    let january = try test.month("2025-01")
    #expect(january.paid == before.paid + before.paid && january.entitled == before.entitled)
    #expect(january.overpaid == before.entitled)
    // The other key answers with the person.
    #expect(try test.month("2025-01", person: "p2") == january)
    #expect(try test.ledger.state(of: "p2").personKey("p2") == "p1")
    try SamePersonTests.checkAllWays(test)
    #expect(try SamePersonTests.rows(test, "SELECT DISTINCT person FROM months") == ["p1", "p3", "p4"])
    #expect(
      try SamePersonTests.rows(test, "SELECT person, month, booked_key FROM payments WHERE person IN ('p1', 'p2')")
        == ["p1|2025-01|p1", "p1|2025-01|p2", "p1|2025-02|p1", "p1|2025-02|p2"])
    let audit = try test.ledger.auditReplay()
    #expect(audit.incidents.map(\.body.type) == [.samePerson])
    let twice = audit.findings.filter { $0.code == .paidTwice }
    #expect(twice.map(\.person) == ["p1"] && twice.map(\.month) == [ConsentTests.january])
    #expect(!audit.findings.contains { $0.person == "p2" || $0.code == .withoutConsent })
  }

  @Test("before the join two persons are known; timeline and explanation show one from then on")
  func knownAt() throws {
    let test = try ConsentTests.paid()
    let before = test.clock.now
    test.clock.now = Instant(seconds: before.seconds + 60)
    try SamePersonTests.join(test)
    #expect(try test.ledger.state(knownAt: before).personKey("p2") == "p2")
    #expect(try test.ledger.state(of: "p2", knownAt: before).entitlement(of: "p2", in: "jingdezhen")?.usedMonths == 2)
    #expect(try test.ledger.timeline(of: "p2", knownAt: before).person == "p2")
    let now = try test.ledger.timeline(of: "p2")
    #expect(now.person == "p1")
    let named = Set(now.content.compactMap(\.event.body.person))
    #expect(named == ["p1", "p2"] && now.content.contains { $0.event.body.type == .samePerson })
    #expect(now.content.map(\.event.sequence) == now.content.map(\.event.sequence).sorted())
    let explained = try #require(try test.ledger.explain(Month("2025-01")!, of: "p2").content.first)
    #expect(explained.person == "p1" && explained.movements.count { $0.event.body.type == .paid } == 2)
    let diff = try test.ledger.difference(from: before, to: nil)
    let joined = try ConsentTests.last(.samePerson, test)
    #expect(Set(diff.diff.changes.map(\.person)) == ["p1", "p2"])
    #expect(diff.diff.changes.allSatisfy { $0.causes.contains(joined) })
  }

  @Test("two people consent; what was shown is stale once either key has moved")
  func consent() throws {
    let test = try ConsentTests.paid()
    func ask() throws -> Identifier {
      try test.ledger.request(.join(person: "p1", other: "p2"), SamePersonTests.why, by: "Asker").request
    }
    let first = try ask()
    #expect(try refusal { _ = try test.ledger.consent(to: first, by: "asker") } == .consentByRequester("asker"))
    try test.record(#"{"type":"visited","person":"p2","on":"2025-04-01"}"#)
    try test.record(Entry.contributed("2025-03", 60_000, "p3"))
    _ = try test.ledger.consent(to: first, by: "other")
    let joined = try ConsentTests.last(.samePerson, test)
    #expect(
      try refusal { _ = try test.ledger.consent(to: first, by: "third") } == .requestUsed(first, sequence: joined))
    try ConsentTests.act(test, .reversal(of: joined), other: "third")
    let second = try ask()
    try test.record(Entry.contributed("2025-03", 60_000, "p2"))
    let moved = try ConsentTests.last(.contributed, test)
    #expect(
      try refusal { _ = try test.ledger.consent(to: second, by: "other") } == .requestStale(second, sequence: moved))
    let third = try ask()
    _ = try test.ledger.consent(to: third, by: "other")
    try SamePersonTests.checkAllWays(test)
  }

  @Test("keys that are unknown, equal, or joined already are refused")
  func refused() throws {
    let test = try ConsentTests.paid()
    func refused(_ person: Identifier, _ other: Identifier) throws -> Refusal? {
      try refusal { _ = try test.ledger.requestJoin(of: person, with: other, SamePersonTests.why, by: "asker") }
    }
    #expect(try refused("p1", "p9") == .unknownPerson("p9"))
    #expect(try refused("p9", "p1") == .unknownPerson("p9"))
    #expect(try refused("p1", "p1") == .cannotJoin(.sameKey("p1")))
    try SamePersonTests.join(test)
    #expect(try refused("p3", "p2") == .cannotJoin(.isOther("p2", of: "p1")))
    #expect(try refused("p2", "p3") == .cannotJoin(.isOther("p2", of: "p1")))
    #expect(try refused("p3", "p1") == .cannotJoin(.hasOthers("p1", ["p2"])))
    try SamePersonTests.join(test, "p1", "p3")
    #expect(try test.ledger.state().keys(of: "p3") == ["p1", "p2", "p3"])
    try SamePersonTests.checkAllWays(test)
  }

  @Test("new entries for the other key are refused and name the person; the person's count for both")
  func entries() throws {
    let test = try ConsentTests.paid()
    try SamePersonTests.join(test)
    let joined = LineProblem.Problem.refused(.joinedKey("p2", of: "p1"))
    for line in [
      Entry.contributed("2025-03", 60_000, "p2"), Entry.fact("employed", "p2"), Entry.registered("p2"),
      #"{"type":"withdrawn","person":"p2","application":"a-p2"}"#,
    ] {
      #expect(try problems { try test.record(line) } == [1: joined])
    }
    let file = try test.file(Array("person,amount,paidOn\np2,600,2025-03-20\n".utf8))
    #expect(
      try problems { _ = try test.ledger.importContributions(file, month: Month("2025-03")!, by: "op-1") }
        == [2: joined])
    try test.record(Entry.contributed("2025-03"))
    #expect(try test.month("2025-03", person: "p2").payable > .zero)
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: Month("2025-03")!, by: "drafter")
    #expect(try test.ledger.state().items(ofBatch: "b2").map(\.person) == ["p1"])
    try SamePersonTests.checkAllWays(test)
  }

  @Test("answers for items of the other key are matched with that key, as booked, and summed for the person")
  func settled() throws {
    let test = try ConsentTests.paid()
    let worth = try test.month("2025-02").entitled
    try SamePersonTests.join(test)
    #expect(try test.month("2025-02").inFlight == worth)
    try ConsentTests.settle(test, "p2,2025-02,paid,BK-9")
    #expect(try test.month("2025-02").paid == worth + worth && test.month("2025-02").inFlight == .zero)
    let items = try test.ledger.state().items(ofBatch: "b1").filter { $0.month == Month("2025-02")! }
    #expect(items.map(\.person) == ["p1", "p2", "p3", "p4"])
    try ConsentTests.returned(test, "p2,2025-02,returned,AC04")
    #expect(try test.month("2025-02").paid == worth)
    let returned = try ConsentTests.last(.paymentReturned, test)
    try ConsentTests.act(test, .reversal(of: returned))
    #expect(try test.month("2025-02").paid == worth + worth)
    try SamePersonTests.checkAllWays(test)
  }

  @Test("a batch drafted with the other key is approved and exported with the payee of that key")
  func exported() throws {
    let test = try BankStory.ledger()
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: ConsentTests.february, by: "drafter")
    try SamePersonTests.join(test)
    // Each month of the two is ordered twice, and would be overpaid.
    #expect(try refusal { try test.ledger.approve("b1", by: "second") } != nil)
    let third = try BankStory.approved()
    let before = try test.bytes(test.logPath).count
    #expect(before > 0)
    let accounts = BankStory.payees.map { BankStory.withCheckDigit($0.account) }
    _ = try third.ledger.export("b1", to: "\(third.directory)/a.csv", by: "drafter")
    try SamePersonTests.join(third)
    // The same file once more: the payee of the other key is still the one of the approval.
    _ = try third.ledger.export("b1", to: "\(third.directory)/b.csv", by: "drafter")
    let bytes = try third.bytes("\(third.directory)/b.csv")
    #expect(try bytes == third.bytes("\(third.directory)/a.csv"))
    #expect(String(decoding: bytes, as: UTF8.self).contains(accounts[1]))
  }

  @Test("a demand of the other key takes its receipts with that key; new demands are the person's")
  func receipts() throws {
    let test = try ConsentTests.paid()
    try test.record(Entry.fact("employed", "p2", from: "2025-01-10", to: "2025-01-31"))
    let raised = try #require(try test.ledger.demandRecovery(by: "op-1").first)
    #expect(raised.person == "p2")
    let owed = raised.months.reduce(Fen.zero) { $0 + $1.amount }
    try SamePersonTests.join(test)
    func receipt(_ person: String, _ number: String, _ amount: Int64) -> String {
      #"{"type":"repaid","person":"\#(person)","scheme":"jingdezhen","notice":"\#(raised.demand)","amountFen":\#(amount),"receipt":"\#(number)"}"#
    }
    #expect(try problems { try test.record(receipt("p1", "R-1", 100)) } == [1: .refused(.unknownNotice(raised.demand))])
    try test.record(receipt("p2", "R-1", 100))
    let found = try #require(try test.ledger.state().recoveryDemands.first)
    #expect(found.person == "p2" && found.repaid == Fen(100) && found.outstanding == owed - Fen(100))
    // The fact bars January for the person as a whole; money not demanded yet is demanded of the person.
    let more = try test.ledger.demandRecovery(by: "op-1")
    #expect(more.map(\.person) == ["p1"])
    try SamePersonTests.checkAllWays(test)
    #expect(
      try SamePersonTests.rows(test, "SELECT person, booked_key FROM demands ORDER BY 2") == ["p1|p1", "p1|p2"])
  }

  @Test("a join is reversed as long as no order and no demand rests on it, and then both are as before")
  func reversed() throws {
    let test = try ConsentTests.paid()
    let before = (try test.month("2025-01"), try test.month("2025-01", person: "p2"))
    let joined = try SamePersonTests.join(test)
    try test.record(Entry.contributed("2025-03"))
    #expect(
      try refusal {
        let asked = try test.ledger.request(.reversal(of: joined), SamePersonTests.why, by: "asker").request
        _ = try test.ledger.consent(to: asked, by: "other")
      } == .consentByAuthor("other", sequence: joined))
    try ConsentTests.act(test, .reversal(of: joined), other: "third")
    #expect(try test.month("2025-01") == before.0)
    #expect(try test.month("2025-01", person: "p2") == before.1)
    #expect(try test.ledger.state(of: "p2").personKey("p2") == "p2")
    try SamePersonTests.checkAllWays(test)
    try SamePersonTests.checkAllWays(test, "p2")
    try test.record(Entry.contributed("2025-03", 60_000, "p2"))
    // Joined again, and something comes of it.
    let again = try SamePersonTests.join(test)
    let demand = try #require(try test.ledger.demandRecovery(by: "op-1").first)
    #expect(
      try refusal { try ConsentTests.act(test, .reversal(of: again), other: "third") }
        == .demandRestsOnIt(demand.demand, of: again))
    try test.record(
      #"{"type":"clawback-cancelled","person":"p1","scheme":"jingdezhen","notice":"\#(demand.demand)","authority":"x"}"#
    )
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: Month("2025-03")!, by: "drafter")
    #expect(
      try refusal { try ConsentTests.act(test, .reversal(of: again), other: "third") }
        == .restsOnIt("b2", month: Month("2025-03")!, of: again))
    _ = try test.ledger.cancel("b2", by: "drafter")
    try ConsentTests.act(test, .reversal(of: again), other: "third")
    try SamePersonTests.checkAllWays(test)
    try SamePersonTests.checkAllWays(test, "p2")
  }

  @Test("an annulled event of the other key changes what is known of the person")
  func annulled() throws {
    let test = try ConsentTests.paid()
    try test.record(Entry.contributed("2025-03", 60_000, "p2"))
    let sequence = try ConsentTests.last(.contributed, test)
    try SamePersonTests.join(test)
    #expect(try test.month("2025-03").payable > .zero)
    try test.record(Entry.annulled("\(sequence)"))
    let months = try #require(try test.ledger.state().entitlement(of: "p1", in: "jingdezhen")).months.map(\.month)
    #expect(!months.contains(Month("2025-03")!))
    try SamePersonTests.checkAllWays(test)
  }

  @Test("registrations of the other key say nothing of the person; prior months are the person's own")
  func registration() throws {
    let test = try ConsentTests.paid()
    try test.record(Entry.registered("p2", birth: "1962-01-01"))
    try SamePersonTests.join(test)
    #expect(try test.ledger.state().person("p2")?.registered?.birth == CivilDate("1980-05-05"))
    #expect(try test.ledger.state(of: "p1").person("p1")?.registered?.birth == CivilDate("1980-05-05"))
    try SamePersonTests.checkAllWays(test)
  }

  @Test("the identity number of the one human may be registered with both keys, and finds the person")
  func identityNumber() throws {
    let test = try ConsentTests.paid()
    let number = idNumber("36020019800505001")
    let line = { (person: String) in
      Entry.registered(person, privateData: #"{"name":"王五","idNumber":"\#(number)"}"#)
    }
    try test.record(line("p2"))
    #expect(try problems { try test.record(line("p1")) } == [1: .refused(.identityTaken(by: "p2"))])
    try SamePersonTests.join(test)
    try test.record(line("p1"))
    let file = try test.file(Array("idNumber,amount,paidOn\n\(number),600,2025-03-20\n".utf8))
    #expect(try test.ledger.importContributions(file, month: Month("2025-03")!, by: "op-1").recorded == 1)
    #expect(try test.events().last { $0.body.type == .contributed }?.body.person == "p1")
    #expect(try test.month("2025-03").payable > .zero)
    try SamePersonTests.checkAllWays(test)
  }

  @Test("an older history that joins keys has its effect, and one after going live is a finding")
  func history() throws {
    let test = try TestLedger(adopting: [])
    let time = "2020-02-01T00:00:00Z"
    try test.history(
      Entry.past(Entry.registered("p1"), "2020-01-01T00:00:00Z"),
      Entry.past(Entry.registered("p2"), "2020-01-01T00:00:00Z"),
      Entry.past(Entry.contributed("2020-01", 60_000, "p2"), time),
      Entry.past(#"{"type":"same-person","person":"p1","other":"p2","request":"q1"}"#, time))
    let state = try test.ledger.state()
    #expect(state.keys(of: "p2") == ["p1", "p2"] && state.person("p1")?.contributions.count == 1)
    #expect(try test.ledger.state(of: "p2").person("p1")?.contributions.count == 1)
    let stranger = Entry.past(#"{"type":"same-person","person":"p1","other":"p9","request":"q2"}"#, time)
    #expect(try problems { try test.history(stranger) } == [1: .refused(.unknownPerson("p9"))])
  }
}

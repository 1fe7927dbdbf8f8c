import Foundation
import Ledger
import Notes
import HistorySupport
import JSONText
import Papers
import Policy
import Subsidy
import Testing
import Values
import Vault

/// A person's private data are destroyed by two people, and the ledger goes on (删除个人信息).
///
/// > Source: contract 3, section 4, `erased`.
@Suite struct ErasureTests {
  private static let number = idNumber("99020019800505123")
  private static func all(_ name: String = "欧阳小明", number: String = number) -> String {
    #"{"name":"\#(name)","idNumber":"\#(number)","phone":"13800000001","account":"6222000011112222"}"#
  }
  private static let why = AskedReason("own request")

  /// A ledger in which p1 was paid January to March, with private data.
  private static func paid() throws -> TestLedger {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.registered(privateData: all()))
    for month in ["2025-01", "2025-02", "2025-03"] { try test.record(Entry.contributed(month)) }
    try test.pay()
    return test
  }

  /// A ledger in which p1 was erased and registered again, and p2 was erased.
  static func erasedAndAgain() throws -> TestLedger {
    let test = try paid()
    try test.record(Entry.registered("p2", privateData: all("欧阳晓明", number: idNumber("99020019800505555"))))
    try erase(test, "p1", "p2")
    try test.record(Entry.registered(privateData: all("欧阳明")))
    return test
  }

  private static func erase(_ test: TestLedger, _ persons: Identifier...) throws {
    let asked = try test.ledger.requestErasure(of: persons, why, by: "asker")
    _ = try test.ledger.consent(to: asked.request, by: "other")
  }

  private static func comparison(_ test: TestLedger) throws -> VaultComparison {
    try test.ledger.compareVault(with: test.ledger.verifyWithDigests().digests)
  }

  private static func has(_ text: String, in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
      (try? Data(contentsOf: URL(filePath: "\(folder)/\(name)")))?.range(of: Data(text.utf8)) != nil
    }
  }

  @Test("two people erase; no file has the data, the log is whole, sums stay, papers show 已删除")
  func erases() throws {
    let test = try Self.paid()
    let before = try test.month("2025-02")
    let digest = try #require(try test.ledger.state().person("p1")?.registered?.vault)
    let asked = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker")
    #expect(try test.ledger.state().unpaidMonths(of: ["p1"]) == UnpaidMonths())
    #expect(try Self.has("欧阳小明", in: test.ledger.path) == ["vault.sqlite"])
    #expect(
      try refusal { _ = try test.ledger.consent(to: asked.request, by: "Asker") }
        == .consentByRequester("Asker"))
    let acts = try test.ledger.consent(to: asked.request, by: "other")
    #expect(acts == [.erased(Erased(person: "p1", request: asked.request))])
    for text in ["欧阳小明", Self.number, "13800000001", "6222000011112222"] {
      #expect(try Self.has(text, in: test.ledger.path) == [], "\(text)")
    }
    let found = try Self.comparison(test)
    #expect(found.isWhole && found.erased == 1 && found.toErase == 0 && found.digests == 1)
    #expect(try test.month("2025-02") == before)
    try test.check()
    let sequence = try ConsentTests.last(.erased, test)
    let person = try #require(try test.ledger.state().person("p1"))
    #expect(person.erased == sequence && person.registered?.vault == digest && person.currentData == nil)
    #expect(try test.ledger.names(of: ["p1"]) == ["p1": .erased])
    let card = try test.ledger.card(of: "p1")
    #expect(card.isErased && card.data == nil)
    #expect(try test.ledger.find("欧阳").cards.isEmpty)
    let list = try test.ledger.payoutList(of: "b1", isPublic: false)
    let csv = String(decoding: list.paper.csv(over: nil), as: UTF8.self)
    #expect(csv.contains("已删除"), "\(csv)")
    #expect(list.withoutDetails == 0)
    let audit = try test.ledger.auditReplay()
    #expect(audit.findings.allSatisfy { $0.code != .withoutConsent })
    #expect(
      try refusal { _ = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker") }
        == .erasedPerson("p1", sequence: sequence))
  }

  @Test("nothing is erased of somebody whose money is on its way")
  func inFlight() throws {
    let test = try Self.paid()
    test.clock.now = Instant("2025-05-10T02:00:00Z")!
    try test.record(Entry.contributed("2025-04"))
    let asked = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker")
    let unpaid = try test.ledger.state().unpaidMonths(of: ["p1"])
    #expect(unpaid.persons == 1 && unpaid.months == 1 && unpaid.amount > .zero)
    let april = Month("2025-04")!
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: april, by: "drafter")
    let expected = Refusal.erasureInFlight("p1", month: april, batch: "b2")
    #expect(try refusal { _ = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker") } == expected)
    // An earlier request is checked against the ledger as it is now.
    #expect(try refusal { _ = try test.ledger.consent(to: asked.request, by: "other") } == expected)
    _ = try test.ledger.cancel("b2", by: "drafter")
    #expect(try test.ledger.consent(to: asked.request, by: "other").count == 1)
    // There is no account to pay to: the month waits, and the ledger says why.
    let sequence = try ConsentTests.last(.erased, test)
    let held = try refusal { _ = try test.ledger.draft("b3", scheme: "jingdezhen", through: april, by: "drafter") }
    guard case .allHeld(_, _, let payments)? = held else { return #expect(held == nil, "the month would be paid") }
    #expect(payments.map(\.hold) == [.erased(sequence)] && payments.map(\.month) == [april])
    #expect(try test.month("2025-04").payable > .zero)
  }

  @Test("of somebody who owes money both say that it is erased all the same")
  func owed() throws {
    let test = try Self.paid()
    try test.record(Entry.fact("employed", from: "2025-02-01", to: "2025-02-28"))
    let owed = try test.month("2025-02").overpaid
    #expect(owed > .zero)
    let expected = Refusal.erasureOwed("p1", owed)
    #expect(try refusal { _ = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker") } == expected)
    _ = try test.ledger.demandRecovery(by: "clerk")
    #expect(try refusal { _ = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker") } == expected)
    let asked = try test.ledger.requestErasure(of: ["p1"], althoughOwed: true, Self.why, by: "asker").request
    #expect(try refusal { _ = try test.ledger.consent(to: asked, by: "other") } == expected)
    #expect(try test.ledger.consent(to: asked, althoughOwed: true, by: "other").count == 1)
    #expect(try Self.comparison(test).erased == 1)
  }

  @Test("whoever is registered again gives all private data under the old key, and what was enjoyed counts")
  func registersAgain() throws {
    let test = try Self.paid()
    let used = try #require(try test.ledger.state().entitlement(of: "p1", in: "jingdezhen")).usedMonths
    try Self.erase(test, "p1")
    let sequence = try ConsentTests.last(.erased, test)
    let erased = Refusal.erasedPerson("p1", sequence: sequence)
    #expect(try problems { try test.record(Entry.registered()) } == [1: .refused(erased)])
    #expect(
      try problems {
        try test.record(#"{"type":"account-changed","person":"p1","private":{"account":"62220000"}}"#)
      } == [1: .refused(erased)])
    let other = idNumber("99020019800505321")
    for data in [#"{"name":"欧阳小明"}"#, Self.all(number: other)] {
      #expect(
        try problems { try test.record(Entry.registered(privateData: data)) } == [
          1: .refused(.erasedNumberDiffers("p1"))
        ],
        "\(data)")
    }
    #expect(
      try problems { try test.record(Entry.registered("p9", privateData: Self.all())) }
        == [1: .refused(.identityTaken(by: "p1"))])
    // The very same data have the digest that they had.
    try test.record(Entry.registered(privateData: Self.all()))
    let person = try #require(try test.ledger.state().person("p1"))
    #expect(person.erased == nil && person.currentData == person.registered?.vault)
    let found = try Self.comparison(test)
    #expect(found.isWhole && found.toErase == 0)
    #expect(try test.ledger.find("欧阳").cards.map(\.person) == ["p1"])
    #expect(try #require(try test.ledger.state().entitlement(of: "p1", in: "jingdezhen")).usedMonths == used)
    try test.check()
    // And it can be erased once more.
    try Self.erase(test, "p1")
    #expect(try Self.has("欧阳小明", in: test.ledger.path) == [])
  }

  @Test("of one human with two keys the data of both are erased, by one request")
  func joined() throws {
    let test = try Self.paid()
    try test.record(Entry.registered("p2", privateData: Self.all("欧阳晓明", number: idNumber("99020019800505555"))))
    try SamePersonTests.join(test)
    let asked = try test.ledger.requestErasure(of: ["p2"], Self.why, by: "asker")
    #expect(asked.acts.compactMap(\.person) == ["p1", "p2"])
    #expect(try test.ledger.consent(to: asked.request, by: "other").count == 2)
    for name in ["欧阳小明", "欧阳晓明"] { #expect(try Self.has(name, in: test.ledger.path) == []) }
    let found = try Self.comparison(test)
    #expect(found.isWhole && found.erased == 2)
    #expect(try test.ledger.auditReplay().findings.allSatisfy { $0.code != .withoutConsent })
    try test.check()
  }

  @Test(
    "what came after the erasure stays when the person is registered again, live or on paper", arguments: [true, false])
  func keepsLater(isLive: Bool) throws {
    let test = try TestLedger()
    try test.record(
      Entry.registered(privateData: Self.all()), Entry.fact("difficulty-recognised"), Entry.fact("flexible-registered"))
    try Self.erase(test, "p1")
    try test.record(
      #"{"type":"applied","person":"p1","application":"a-9","scheme":"jingdezhen","from":"2025-05","undertaking":true,"#
        + #""channel":"c","private":{"delegate":"王小红","delegateNumber":"99020019600202122"}}"#)
    if isLive {
      try test.record(Entry.registered(privateData: Self.all()))
    } else {
      let line = Entry.past(Entry.registered(privateData: Self.all()), "2025-04-10T02:00:00Z")
      _ = try test.ledger.importHistory(test.file([line]), isLate: true)
    }
    let found = try Self.comparison(test)
    #expect(found.isWhole && found.digests == 3 && found.erased == 0 && found.toErase == 0, "\(found)")
    #expect(try test.ledger.checkVault().damaged.isEmpty)
    // For a person who never had any data, nothing is kept back.
    try test.approve("p2")
    #expect(
      try refusal { _ = try test.ledger.requestErasure(of: ["p2"], Self.why, by: "asker") } == .nothingKept("p2"))
  }

  @Test("a key whose data were erased before it was joined is passed over")
  func erasedBeforeJoin() throws {
    let test = try Self.paid()
    try test.record(Entry.registered("p2", privateData: Self.all("欧阳晓明", number: idNumber("99020019800505555"))))
    try Self.erase(test, "p2")
    try SamePersonTests.join(test)
    let asked = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker")
    #expect(asked.acts.compactMap(\.person) == ["p1"])
    _ = try test.ledger.consent(to: asked.request, by: "other")
    #expect(try Self.comparison(test).erased == 2)
    #expect(try refusal { _ = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker") } != nil)
  }

  /// Events about p1, or about the person that the key belongs to, between the request and the consent.
  private static let moves: [(String, @Sendable (TestLedger) throws -> Void)] = [
    ("other data", { try $0.record(Entry.registered(privateData: #"{"phone":"13800000009"}"#)) }),
    (
      "another account",
      { try $0.record(#"{"type":"account-changed","person":"p1","private":{"account":"62220000"}}"#) }
    ),
    ("a join", { try SamePersonTests.join($0) }),
    (
      "a join that is undone",
      { test in
        let joined = try SamePersonTests.join(test)
        try ConsentTests.act(test, .reversal(of: joined), asker: "third", other: "fourth")
      }
    ),
    (
      "another erasure, and a new record",
      { test in
        try erase(test, "p1")
        try test.record(Entry.registered(privateData: all()))
      }
    ),
  ]

  @Test("a request is stale once other data would be destroyed than were meant", arguments: moves.indices)
  func stale(move: Int) throws {
    let test = try Self.paid()
    try test.record(Entry.registered("p2", privateData: Self.all("欧阳晓明", number: idNumber("99020019800505555"))))
    let asked = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker").request
    try Self.moves[move].1(test)
    let size = try test.events().count
    guard case .requestStale? = try refusal({ _ = try test.ledger.consent(to: asked, by: "other") }) else {
      Issue.record("\(Self.moves[move].0) does not count")
      return
    }
    #expect(try test.events().count == size && Self.comparison(test).isWhole)
  }

  @Test("a debt that came after the request takes a new one")
  func owedSince() throws {
    let test = try Self.paid()
    let asked = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker").request
    try test.record(Entry.fact("employed", from: "2025-02-01", to: "2025-02-28"))
    let owed = try test.month("2025-02").overpaid
    #expect(
      try refusal { _ = try test.ledger.consent(to: asked, althoughOwed: true, by: "other") }
        == .erasureOwed("p1", owed))
  }

  @Test("data of a registration that was annulled are erased all the same")
  func annulled() throws {
    let test = try TestLedger()
    try test.record(Entry.registered(id: "r1", privateData: Self.all()))
    try test.record(Entry.annulled(#""r1""#))
    try Self.erase(test, "p1")
    #expect(try Self.has("欧阳小明", in: test.ledger.path) == [])
    let found = try Self.comparison(test)
    #expect(found.isWhole && found.erased == 1)
  }

  @Test("nothing is said to be erased while somebody else holds the vault")
  func held() throws {
    let test = try Self.paid()
    let asked = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker").request
    let size = try test.events().count
    do {
      let holder = try VaultEraser(ledger: test.ledger.path)
      #expect(throws: VaultError.self) { _ = try test.ledger.consent(to: asked, by: "other") }
      _ = holder
    }
    #expect(try test.events().count == size)
    #expect(try test.ledger.consent(to: asked, by: "other").count == 1)
  }

  @Test("who erases alone with another program is not believed, and an emptied payee is not paid")
  func alone() throws {
    let test = try Self.paid()
    test.clock.now = Instant("2025-05-10T02:00:00Z")!
    try test.record(Entry.contributed("2025-04"))
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: Month("2025-04")!, by: "drafter")
    try Vault.erase([VaultErasure(.person("p1"))], ledger: test.ledger.path)
    #expect(throws: VaultError.self) { try test.ledger.approve("b2", by: "second") }
    #expect(try test.ledger.checkVault().comparison.missing == 1)
    let request: Identifier = "Q-x"
    let act = EventBody.erased(Erased(person: "p1", request: request))
    try OldProgram.append(
      [
        (.requested(Requested(request: request, act: .erased, content: ActContent(of: [act]), reason: "x")), "op-1"),
        (act, "OP-1"),
      ], to: test.ledger.path, at: test.clock.now, isHistory: false)
    let found = try Self.comparison(test)
    #expect(!found.isWhole && found.erased == 0 && found.missing == 1)
    #expect(try test.ledger.purgeVault() == 0)
    #expect(try test.ledger.auditReplay().findings.contains { $0.code == .withoutConsent && $0.person == "p1" })
  }

  @Test("an entry that is sent again after an erasure is known already")
  func sentAgain() throws {
    let test = try TestLedger()
    try test.record(Entry.registered(privateData: Self.all()))
    let again = Entry.registered(id: "r2", privateData: #"{"phone":"13800000009"}"#)
    try test.record(again)
    try Self.erase(test, "p1")
    #expect(try test.record(again).repeated == 1)
  }

  @Test("an erasure that was cut short behind the log is told, and finished")
  func cutShort() throws {
    let test = try Self.paid()
    let before = try Data(contentsOf: URL(filePath: "\(test.ledger.path)/vault.sqlite"))
    try Self.erase(test, "p1")
    try before.write(to: URL(filePath: "\(test.ledger.path)/vault.sqlite"))
    let found = try Self.comparison(test)
    #expect(found.isWhole && found.toErase == 1)
    #expect(try test.ledger.checkVault().toErase == 1)
    // None of the remaining data is shown.
    #expect(try test.ledger.find("欧阳").cards.isEmpty && test.ledger.card(of: "p1").data == nil)
    #expect(try test.ledger.names(of: ["p1"], as: .whole) == ["p1": .erased])
    let list = try test.ledger.payoutList(of: "b1", isPublic: false)
    let csv = String(decoding: list.paper.csv(over: nil), as: UTF8.self)
    #expect(csv.contains("已删除") && !csv.contains("欧阳") && list.withoutDetails == 0, "\(csv)")
    #expect(try test.ledger.purgeVault() == 1)
    #expect(try test.ledger.purgeVault() == 0)
    #expect(try Self.comparison(test).toErase == 0 && Self.has("欧阳小明", in: test.ledger.path) == [])
    // Registering the person again before that completes it.
    try before.write(to: URL(filePath: "\(test.ledger.path)/vault.sqlite"))
    try test.record(Entry.registered(privateData: Self.all("欧阳明")))
    #expect(try Self.has("欧阳小明", in: test.ledger.path) == [])
  }

  @Test("data for which no event stands are told and destroyed: of an append that failed, and of a request that lapsed")
  func leftBehind() throws {
    let test = try Self.paid()
    try OperatorTests.administrators(test)
    let known = try PrivateData(.object([.init("name", .string("欧阳晓明"))]))
    _ = try test.ledger.change(
      .registered(OperatorDetails("clerk", roles: [.enter])), knownAs: known, AskedReason("hired"), by: "chief")
    #expect(try test.ledger.checkVault().isSound && test.ledger.purgeVault() == 0)
    // An append stores the data first; data stored for a key that no event has ever named stay if the log fails.
    let failed = try PrivateData(.object([.init("name", .string("司马小红"))]))
    for person in ["p1", "p9"] as [Identifier] {
      _ = try Vault.open(ledger: test.ledger.path).store(failed, for: person)
    }
    let found = try test.ledger.checkVault()
    #expect(found.toErase == 2 && !found.isSound && found.comparison.isWhole)
    #expect(try test.ledger.purgeVault() == 2)
    #expect(try Self.has("司马小红", in: test.ledger.path) == [])
    // An open request keeps the operator's name, and a lapsed one does not.
    #expect(try Self.has("欧阳晓明", in: test.ledger.path) == ["vault.sqlite"])
    test.clock.now = Instant("2025-05-10T02:00:00Z")!
    #expect(try test.ledger.checkVault().isSound && test.ledger.purgeVault() == 0)
    test.clock.now = Instant("2025-05-11T02:00:00Z")!
    #expect(try test.ledger.checkVault().toErase == 1 && test.ledger.purgeVault() == 1)
    #expect(try Self.has("欧阳晓明", in: test.ledger.path) == [])
    let rest = try test.ledger.checkVault()
    #expect(rest.isSound && rest.versions == 1 && rest.comparison.digests == 1)
  }

  @Test("a late history that names a digest alone brings no erased data back")
  func lateDigest() throws {
    let test = try Self.paid()
    let registered = try #require(try test.events().first { $0.body.type == .registered && $0.body.vault != nil })
    try Self.erase(test, "p1")
    let sequence = try ConsentTests.last(.erased, test)
    #expect(
      try problems { _ = try test.ledger.importHistory(test.file([LateHistoryTests.line(registered)]), isLate: true) }
        == [1: .refused(.erasedPerson("p1", sequence: sequence))])
    #expect(try Self.comparison(test).erased == 1)
  }

  @Test("an order of an imported past that no batch was drafted for keeps nobody's data", arguments: [false, true])
  func importedOrder(isDrafted: Bool) throws {
    let test = try TestLedger(adopting: [])
    let order =
      #"{"type":"payment-ordered","person":"p1","scheme":"jingdezhen","month":"2019-12","amountFen":100,"batch":"b1"}"#
    let draft =
      #"{"type":"batch-drafted","batch":"b1","scheme":"jingdezhen","through":"2019-12","persons":1,"items":1,"#
      + #""totalFen":100}"#
    let lines =
      [
        #"{"type":"policy-adopted","scheme":"jingdezhen","policy":"jingdezhen-2024-139","parameters":{}}"#,
        Entry.registered(), order,
      ] + (isDrafted ? [draft] : [])
    _ = try test.ledger.importHistory(test.file(lines.map { Entry.past($0, "2020-01-01T00:00:00Z") }))
    try test.record(Entry.registered(privateData: Self.all()))
    let refused = try refusal { _ = try test.ledger.requestErasure(of: ["p1"], Self.why, by: "asker") }
    #expect(refused == (isDrafted ? .erasureInFlight("p1", month: Month("2019-12")!, batch: "b1") : nil))
  }

  @Test("restore destroys what an older copy of the vault brings back, and nothing that came after the erasure")
  func restores() throws {
    let test = try Self.paid()
    let older = try Data(contentsOf: URL(filePath: "\(test.ledger.path)/vault.sqlite"))
    try Self.erase(test, "p1")
    let signer = Signer()
    _ = try test.ledger.backUp(to: "\(test.directory)/backup", by: signer)
    try older.write(to: URL(filePath: "\(test.directory)/backup/vault.sqlite"))
    var again = SubsidyLedger("\(test.directory)/again", clock: { test.clock.now })
    let outcome = try again.restore(from: "\(test.directory)/backup", against: nil)
    #expect(outcome.copy.vault.erased == 1 && outcome.copy.vault.toErase == 0)
    #expect(try Self.has("欧阳小明", in: again.path) == [])
    again.officeFile = nil
    try test.record(Entry.registered(privateData: Self.all("欧阳明")))
    _ = try test.ledger.backUp(to: "\(test.directory)/later", by: signer)
    let third = SubsidyLedger("\(test.directory)/third", clock: { test.clock.now })
    _ = try third.restore(from: "\(test.directory)/later", against: nil)
    #expect(try third.find("欧阳明").cards.map(\.person) == ["p1"])
  }

  @Test("an edited vault that says erased, without the log saying so, lacks the data")
  func editedVault() throws {
    let test = try Self.paid()
    try Vault.erase([VaultErasure(.person("p1"))], ledger: test.ledger.path)
    let found = try Self.comparison(test)
    #expect(!found.isWhole && found.missing == 1 && found.erased == 0)
  }

  @Test("the time that data are kept runs from the end of the year of the last event; who is owed or owes is not due")
  func retention() throws {
    let test = try TestLedger(adopting: [])
    _ = try test.ledger.adopt(
      #require(ShippedPacks.text("jingdezhen-2024-139")), parameters: ["retentionMonths": "24"], effectiveFrom: nil,
      by: "op-0")
    try test.approve()
    for person in ["p1", "p2"] {
      let number = idNumber(person == "p1" ? "99020019800505123" : "99020019800505321")
      try test.record(Entry.registered(person, privateData: Self.all(person, number: number)))
    }
    try test.record(Entry.contributed("2025-01"))
    let (last, first) = (CivilDate("2027-12-31")!, CivilDate("2028-01-01")!)
    #expect(try test.ledger.dataPastTheirTime(on: last).persons.isEmpty)
    let waiting = try test.ledger.dataPastTheirTime(on: first)
    #expect(waiting.persons.map(\.person) == ["p2"] && waiting.persons.map(\.until) == [last])
    #expect(waiting.open == 1 && waiting.schemesWithoutTime.isEmpty)
    try test.pay()
    #expect(try test.ledger.dataPastTheirTime(on: first).persons.map(\.person) == ["p1", "p2"])
    try Self.erase(test, "p2")
    #expect(try test.ledger.dataPastTheirTime(on: first).persons.map(\.person) == ["p1"])
    // In a scheme without a retention time, no person is due.
    let other = try Self.paid()
    let unset = try other.ledger.dataPastTheirTime(on: first)
    #expect(unset.persons.isEmpty && unset.schemesWithoutTime == ["jingdezhen"])
  }
}

import Foundation
import HistorySupport
import JSONText
import Ledger
import Policy
import Subsidy
import Testing
import Values
import Vault

/// Roles: operators in the log, each with roles, and two administrators who answer for every change.
///
/// > Source: contract 3, section 6.
@Suite struct OperatorTests {
  static let february = Month("2025-02")!

  /// Registers two administrators, `chief` and `deputy`.
  static func administrators(_ test: TestLedger) throws {
    for name in ["chief", "deputy"] as [Identifier] {
      let asked = try test.ledger.change(
        .registered(OperatorDetails(name, roles: [.administer])), nil, by: "chief")
      #expect(asked == nil)
    }
  }

  /// Changes operators as `chief` asks and `deputy` consents.
  private static func change(_ test: TestLedger, _ change: OperatorChange) throws {
    let asked = try #require(try test.ledger.change(change, AskedReason("hired"), by: "chief"))
    #expect(try test.ledger.consent(to: asked.request, by: "deputy") == [change.event(asked.request)])
  }

  private static func register(_ test: TestLedger, _ name: Identifier, _ roles: OperatorRole...) throws {
    try change(test, .registered(OperatorDetails(name, roles: roles)))
  }

  /// Operators of each kind: two administrators, one with other roles than before, one who left.
  static func some(_ test: TestLedger) throws {
    try administrators(test)
    try register(test, "clerk", .enter)
    try change(test, .changed(OperatorDetails("clerk", roles: [.enter, .review])))
    try register(test, "gone", .audit)
    try change(test, .retired("gone"))
  }

  private func names(_ test: TestLedger) throws -> [String] {
    try test.ledger.operators().map(\.details.name.description)
  }

  @Test("who an operator is the vault has, and the log a digest; a person of the same key is somebody else")
  func named() throws {
    let test = try TestLedger()
    try OperatorTests.administrators(test)
    let data = try PrivateData(.object([.init("name", .string("欧阳小明")), .init("phone", .string("13800000001"))]))
    let details = OperatorDetails("Clerk", roles: [.enter])
    let asked = try #require(
      try test.ledger.change(.registered(details), knownAs: data, AskedReason("hired"), by: "chief"))
    _ = try test.ledger.consent(to: asked.request, by: "deputy")
    func clerk() throws -> OperatorState {
      try #require(try test.ledger.operators().first { $0.details.name == "Clerk" })
    }
    #expect(try test.ledger.names(of: test.ledger.operators()) == ["Clerk": "欧阳小明"])
    #expect(try !test.log.contains("欧阳") && !test.log.contains("13800000001"))
    #expect(try test.ledger.compareVault(with: test.ledger.verifyWithDigests().digests) == VaultComparison(digests: 1))
    // The same data of a person with that key have another digest, and are found; the operator's are not.
    try test.record(
      Entry.registered("clerk", privateData: #"{"name":"欧阳小明","phone":"13800000001"}"#), by: "Clerk")
    #expect(try test.ledger.state().person("clerk")?.registered?.vault != clerk().details.vault)
    #expect(try test.ledger.find("欧阳").cards.map(\.person) == ["clerk"])
    #expect(try test.ledger.find("0001").cards.map(\.person) == ["clerk"])
    #expect(try test.ledger.vaultStatus().persons == 1)
    // Erasing the person leaves the operator's name.
    let erasure = try test.ledger.requestErasure(of: ["clerk"], AskedReason("asked"), by: "chief").request
    _ = try test.ledger.consent(to: erasure, by: "deputy")
    #expect(try test.ledger.find("欧阳").cards.isEmpty)
    #expect(try test.ledger.names(of: test.ledger.operators()) == ["Clerk": "欧阳小明"])
    // A vault that lacks the name is not what the log says.
    try Vault.seal(ledger: test.ledger.path, under: NewVaultKey(.file) { _ in [UInt8](repeating: 7, count: 32) })
    test.ledger.vaultKeys = VaultKeyring { _, _ in [UInt8](repeating: 7, count: 32) }
    #expect(try test.ledger.names(of: test.ledger.operators()) == ["Clerk": "欧阳小明"])
    #expect(try test.ledger.checkVault().damaged.isEmpty)
    try test.check()
    // If the change of an operator is refused, their data are not kept.
    let before = try test.ledger.vaultStatus()
    #expect(
      try refusal {
        _ = try test.ledger.change(.registered(OperatorDetails("x", roles: [.enter])), knownAs: data, nil, by: "Clerk")
      } != nil)
    #expect(try test.ledger.vaultStatus() == before)
  }

  @Test(
    "the first two are administrators and are registered at once; every other change takes both of two administrators")
  func administrators() throws {
    let test = try BankStory.ledger()
    func refused(_ details: OperatorDetails, by: Identifier) throws -> Refusal? {
      try refusal { _ = try test.ledger.change(.registered(details), nil, by: by) }
    }
    #expect(
      try refused(OperatorDetails("deputy", roles: [.administer]), by: "chief") == .firstIsAnother("deputy", "chief"))
    #expect(try refused(OperatorDetails("chief", roles: [.enter]), by: "chief") == .firstAreAdministrators("chief"))
    for role in [.draft, .approve, .export] as [OperatorRole] {
      #expect(try refused(OperatorDetails("chief", roles: [.administer, role]), by: "chief") == .roleExcluded(role))
    }
    try OperatorTests.administrators(test)
    #expect(try refused(OperatorDetails("CHIEF", roles: [.enter]), by: "chief") == .reasonMissing)
    let asked = try #require(
      try test.ledger.change(
        .registered(OperatorDetails("clerk", roles: [.enter])), AskedReason("hired"), by: "chief"))
    #expect(try names(test) == ["chief", "deputy"])
    #expect(try refusal { _ = try test.ledger.consent(to: asked.request, by: "Chief") } == .consentByRequester("Chief"))
    #expect(try refusal { _ = try test.ledger.consent(to: asked.request, by: "clerk") } == .unknownOperator("clerk"))
    _ = try test.ledger.consent(to: asked.request, by: "deputy")
    #expect(try names(test) == ["chief", "clerk", "deputy"])
    #expect(
      try refusal {
        _ = try test.ledger.change(.registered(OperatorDetails("x", roles: [.enter])), AskedReason("x"), by: "clerk")
      } == .roleMissing("clerk", .administer, clause: nil))
    #expect(
      try refusal {
        _ = try test.ledger.change(
          .registered(OperatorDetails("CLERK", roles: [.enter])), AskedReason("x"), by: "chief")
      } == .operatorKnown("CLERK"))
    for change in [.retired("deputy"), .changed(OperatorDetails("chief", roles: [.enter]))] as [OperatorChange] {
      #expect(
        try refusal { _ = try test.ledger.change(change, AskedReason("left"), by: "chief") } == .lastAdministrators)
    }
    try OperatorTests.register(test, "third", .administer)
    try OperatorTests.change(test, .retired("third"))
    #expect(
      try refusal {
        _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: OperatorTests.february, by: "third")
      }
        == .unknownOperator("third"))
    try test.check()
    #expect(
      try test.ledger.auditReplay().findings.filter { $0.code == .withoutRole || $0.code == .withoutConsent } == [])
  }

  @Test("an operator does what the roles allow, however the name is spelt, and nobody unknown does anything")
  func roles() throws {
    let test = try BankStory.ledger()
    try OperatorTests.administrators(test)
    try OperatorTests.register(test, "clerk", .enter)
    try OperatorTests.register(test, "drafter", .draft, .recover)
    try OperatorTests.register(test, "approver", .approve)
    try OperatorTests.register(test, "cashier", .export, .settle)
    func draft(_ by: Identifier) throws {
      _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: OperatorTests.february, by: by)
    }
    #expect(try refusal { try draft("clerk") } == .roleMissing("clerk", .draft, clause: nil))
    #expect(try refusal { try draft("chief") } == .roleMissing("chief", .draft, clause: nil))
    #expect(try refusal { try draft("stranger") } == .unknownOperator("stranger"))
    try draft("DRAFTER")
    #expect(
      try refusal { try test.ledger.approve("b1", by: "cashier") } == .roleMissing("cashier", .approve, clause: nil))
    try test.ledger.approve("b1", by: "approver")
    _ = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "cashier")
    try ConsentTests.settle(test, "p1,2025-01,paid,BK-1", by: "cashier")
    let fact = Entry.fact("training", from: "2010-01-01", to: "2010-01-02")
    #expect(
      try problems { try test.record(fact, by: "cashier") }
        == [1: .refused(.roleMissing("cashier", .enter, clause: nil))])
    try test.record(fact, by: "clerk")
    // Asking for an act takes the role of the act, and undoing an event that of the event.
    let paid = try ConsentTests.last(.paid, test)
    #expect(
      try refusal { _ = try test.ledger.request(.reversal(of: paid), AskedReason("slip"), by: "clerk") }
        == .roleMissing("clerk", .settle, clause: nil))
    let approved = try ConsentTests.last(.approved, test)
    let pack = try PolicyPack(text: #require(ShippedPacks.text("jingdezhen-2024-139")))
    #expect(
      try problems { try test.record(#"{"type":"annulled","of":\#(approved),"reason":"x"}"#, by: "cashier") }
        == [1: .refused(.roleMissing("cashier", .review, clause: pack.process.stages.last?.clause))])
    let learnt = try ConsentTests.last(.factRecorded, test)
    let annulled = #"{"type":"annulled","of":\#(learnt),"reason":"x"}"#
    #expect(
      try problems { try test.record(annulled, by: "drafter") }
        == [1: .refused(.roleMissing("drafter", .enter, clause: nil))])
    try test.record(annulled, by: "clerk")
    try OperatorTests.change(test, .changed(OperatorDetails("clerk", roles: [.audit])))
    #expect(
      try problems { try test.record(Entry.fact("training"), by: "clerk") }
        == [1: .refused(.roleMissing("clerk", .enter, clause: nil))])
    try test.check()
    #expect(try !test.ledger.auditReplay().findings.contains { $0.code == .withoutRole })
  }

  @Test("柳州 二（一） a stage is decided by an operator of its own office and for the operator's own district")
  func stages() throws {
    let test = try TestLedger(adopting: ["liuzhou-2022-9"])
    try test.record(
      Entry.registered("p1"),
      #"{"type":"applied","person":"p1","application":"a1","scheme":"liuzhou","from":"2025-01","undertaking":true,"channel":"c"}"#,
      Entry.fact("difficulty-recognised", "p1"), Entry.fact("flexible-registered", "p1"),
      Entry.fact("annual-verified", "p1"))
    let pack = try PolicyPack(text: #require(ShippedPacks.text("liuzhou-2022-9")))
    let (first, second) = (pack.process.stages[0], pack.process.stages[1])
    let household = try #require(try test.ledger.state().person("p1")?.registered?.household)
    try OperatorTests.administrators(test)
    try OperatorTests.change(
      test, .registered(OperatorDetails("of-second", roles: [.review], office: second.office)))
    try OperatorTests.change(
      test, .registered(OperatorDetails("elsewhere", roles: [.review], district: Region("110105"))))
    try OperatorTests.change(
      test, .registered(OperatorDetails("here", roles: [.review], office: first.office, district: household)))
    let passed =
      #"{"type":"verified","person":"p1","application":"a1","stage":"\#(first.name)","outcome":"passed"}"#
    #expect(
      try problems { try test.record(passed, by: "of-second") }
        == [
          1: .refused(
            .stageOfOffice(first.name, office: first.office, own: second.office, clause: first.clause))
        ])
    let unknown = OperatorChange.changed(OperatorDetails("here", roles: [.review], office: "社区"))
    let refused = try refusal { _ = try test.ledger.change(unknown, AskedReason("x"), by: "chief") }
    guard case .unknownOffice("社区", let known)? = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(known.contains(first.office))
    #expect(
      try problems { try test.record(passed, by: "elsewhere") }
        == [1: .refused(.applicationOfDistrict(household, own: Region("110105")!))])
    try test.record(passed, by: "here")
    try test.check()
  }

  @Test("an operator whom one administrator registers, or a history, is nobody, and the audit finds what they did")
  func sham() throws {
    let test = try BankStory.ledger()
    try OperatorTests.administrators(test)
    try OperatorTests.register(test, "drafter", .draft)
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: OperatorTests.february, by: "drafter")
    let sham = OperatorChange.registered(OperatorDetails("sham", roles: [.approve]))
    try OldProgram.append([(sham.event(nil), "chief")], to: test.ledger.path, at: test.clock.now, isHistory: false)
    try OldProgram.append(
      [(sham.event(nil), "chief")], to: test.ledger.path, at: test.clock.now, isHistory: true)
    // A request that the administrator answers for alone.
    let request = Requested(
      request: "q-1", act: .operatorRegistered, content: ActContent(of: [sham.event("q-1")]), reason: "x")
    try OldProgram.append(
      [(.requested(request), "chief"), (sham.event("q-1"), "CHIEF")], to: test.ledger.path, at: test.clock.now,
      isHistory: false)
    #expect(try names(test) == ["chief", "deputy", "drafter"])
    #expect(try refusal { try test.ledger.approve("b1", by: "sham") } == .unknownOperator("sham"))
    try OldProgram.append(
      [(.batchApproved(BatchApproved(batch: "b1")), "sham")], to: test.ledger.path, at: test.clock.now,
      isHistory: false)
    let findings = try test.ledger.auditReplay().findings
    let found = findings.filter { $0.code == .withoutRole }
    // The chief may not bring a history either.
    #expect(found.map(\.responsible) == [["chief"], ["sham"]] && found[1].batch == "b1", "\(found)")
    #expect(findings.filter { $0.code == .withoutConsent }.flatMap(\.sequences).count >= 3, "\(findings)")
  }

  @Test(
    "a change of operators that the rules are against is found although two administrators made it, and has no effect")
  func againstTheRules() throws {
    let test = try BankStory.ledger()
    try OperatorTests.administrators(test)
    try OperatorTests.register(test, "clerk", .enter)
    let changes: [OperatorChange] = [
      .registered(OperatorDetails("both", roles: [.administer, .approve])), .retired("deputy"),
    ]
    for (number, change) in changes.enumerated() {
      let request = Requested(
        request: Identifier("q-\(number)")!, act: change.event(nil).type,
        content: ActContent(of: [change.event(Identifier("q-\(number)"))]), reason: "x")
      try OldProgram.append(
        [(.requested(request), "chief"), (change.event(request.request), "deputy")], to: test.ledger.path,
        at: test.clock.now, isHistory: false)
    }
    #expect(try names(test) == ["chief", "clerk", "deputy"])
    let findings = try test.ledger.auditReplay().findings
    let found = findings.filter { $0.code == .withoutRole }
    #expect(found.flatMap(\.responsible) == ["deputy"] && found.flatMap(\.sequences).count == changes.count, "\(found)")
    #expect(!findings.contains { $0.code == .withoutConsent })
  }

  @Test("whatever can be undone has a role that may, and every type has one or follows from another")
  func everyType() {
    for type in EventType.allCases where type.canBeAnnulled || type.canBeReversed {
      #expect(!type.rolesToUndo.isEmpty, "\(type.rawValue)")
    }
    let without = EventType.allCases.filter(\.roles.isEmpty)
    #expect(
      without == [
        .ledgerOpened, .approved, .rejected, .annulled, .recovered, .requested, .reversed, .operatorRecovered,
      ])
  }

  @Test("who asked and left since does not answer for it, and a change that was overtaken is asked for anew")
  func leftSince() throws {
    let test = try BankStory.ledger()
    try OperatorTests.administrators(test)
    try OperatorTests.register(test, "third", .administer)
    try OperatorTests.register(test, "clerk", .enter)
    let crony = OperatorChange.registered(OperatorDetails("crony", roles: [.approve]))
    let asked = try #require(try test.ledger.change(crony, AskedReason("x"), by: "third"))
    let raise = OperatorChange.changed(OperatorDetails("clerk", roles: [.enter, .approve]))
    let raised = try #require(try test.ledger.change(raise, AskedReason("x"), by: "chief"))
    try OperatorTests.change(test, .changed(OperatorDetails("clerk", roles: [.audit])))
    let moved = try ConsentTests.last(.operatorChanged, test)
    #expect(
      try refusal { _ = try test.ledger.consent(to: raised.request, by: "deputy") }
        == .requestStale(raised.request, sequence: moved))
    try OperatorTests.change(test, .retired("third"))
    #expect(try refusal { _ = try test.ledger.consent(to: asked.request, by: "deputy") } == .unknownOperator("third"))
    // By another program it has no effect, and neither has a request without an author.
    let nobody = Requested(
      request: "q-1", act: .operatorRegistered, content: ActContent(of: [crony.event("q-1")]), reason: "x")
    try OldProgram.append(
      [(crony.event(asked.request), "deputy"), (.requested(nobody), "nobody"), (crony.event("q-1"), "chief")],
      to: test.ledger.path, at: test.clock.now, isHistory: false)
    #expect(try !names(test).contains("crony"))
    // An operator who left may come back, under the same name.
    try OperatorTests.register(test, "third", .enter)
    #expect(try names(test) == ["chief", "clerk", "deputy", "third"])
  }

  @Test("events of frequent types by somebody who may not are found, too, and so is a history that nobody may bring")
  func frequent() throws {
    let test = try BankStory.ledger()
    try OperatorTests.administrators(test)
    try OperatorTests.register(test, "clerk", .enter)
    let late = Entry.past(Entry.contributed("2025-03", 60_000), "\(test.clock.now)", by: "clerk")
    func bring(_ by: Identifier?) throws {
      _ = try test.ledger.importHistory(test.file([late]), by: by, isLate: true)
    }
    #expect(try refusal { try bring(nil) } == .importerMissing)
    #expect(try refusal { try bring("chief") } == .roleMissing("chief", .enter, clause: nil))
    try bring("clerk")
    #expect(try test.ledger.auditReplay().findings.filter { $0.code == .withoutRole } == [])
    let paid = TypeSamples.body(.paid, person: "p1")!
    let contributed = EventBody.contributed(
      Contributed(
        person: "p2", month: Month("2025-03")!, amount: Fen(60_000), paidOn: CivilDate("2025-03-05")!, source: "x"))
    try OldProgram.append(
      [(paid, "sham"), (paid, "sham"), (contributed, "sham"), (contributed, "clerk")], to: test.ledger.path,
      at: test.clock.now, isHistory: false)
    let found = try test.ledger.auditReplay().findings.filter { $0.code == .withoutRole }
    #expect(found.map(\.responsible) == [["sham"]] && found[0].sequences.count == 2, "\(found)")
  }

  @Test("contract 3, 1: names that only look alike are found, and capital letters make no other name")
  func alike() throws {
    let test = try BankStory.ledger()
    func found() throws -> [[Identifier]] {
      try test.ledger.auditReplay().findings.filter { $0.code == .operatorsLookAlike }.map(\.responsible)
    }
    try test.record(Entry.fact("training", from: "2010-01-01", to: "2010-01-02"), by: "OP-1")
    #expect(try found() == [])
    try test.record(Entry.fact("training", from: "2010-02-01", to: "2010-02-02"), by: "op-l")
    #expect(try found() == [["op-1", "op-l"]])
  }

  @Test("a batch whose drafter or approver the other registered alone is found")
  func makers() throws {
    let test = try BankStory.ledger()
    try OperatorTests.administrators(test)
    try OperatorTests.register(test, "third", .administer)
    try OperatorTests.register(test, "fourth", .administer)
    for (name, role) in [("chief", .draft), ("deputy", .approve)] as [(Identifier, OperatorRole)] {
      let asked = try #require(
        try test.ledger.change(.changed(OperatorDetails(name, roles: [role])), AskedReason("moved"), by: "third"))
      _ = try test.ledger.consent(to: asked.request, by: "fourth")
    }
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: OperatorTests.february, by: "chief")
    try test.ledger.approve("b1", by: "deputy")
    let found = try test.ledger.auditReplay().findings.filter { $0.code == .batch(.registeredByOther) }
    #expect(found.map(\.responsible) == [["chief", "deputy"]])
  }
}

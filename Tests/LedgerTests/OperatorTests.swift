import Foundation
import HistorySupport
import Ledger
import Policy
import Subsidy
import Testing
import Values

/// Who may do what: operators in the log, each with roles, and two administrators who answer for every change.
///
/// > Source: contract 3, section 6.
@Suite struct OperatorTests {
  static let february = Month("2025-02")!

  /// Registers two administrators, `chief` and `deputy`.
  private static func administrators(_ test: TestLedger) throws {
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

  private func names(_ test: TestLedger) throws -> [String] {
    try test.ledger.operators().map(\.details.name.description)
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
    #expect(
      try refusal { _ = try test.ledger.request(.recall("b1"), AskedReason("unsent"), by: "drafter") } != nil)
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
    #expect(found.count == 1 && found[0].responsible == ["sham"] && found[0].batch == "b1", "\(found)")
    #expect(findings.filter { $0.code == .withoutConsent }.flatMap(\.sequences).count >= 3, "\(findings)")
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

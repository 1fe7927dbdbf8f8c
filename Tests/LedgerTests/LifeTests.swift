import EventLog
import Foundation
import HistorySupport
import Ledger
import ReadModel
import Subsidy
import Testing
import Values

/// A ledger through its days: batches, recovery, torn tails, the read model, the audit.
@Suite struct LifeTests {
  @Test("the read model shows what the log amounts to after every use case")
  func readModelFollows() throws {
    let test = try TestLedger(adopting: ["jingdezhen-2024-139", "beijing-2019-1"])
    try test.check()
    try test.approve()
    try test.approve("p2")
    try test.check()
    _ = try test.ledger.importContributions(
      test.file(Array("person,amount,paidOn\np1,600,2025-01-20\np2,500,2025-01-20\n".utf8)), month: Month("2025-01")!,
      by: "op-1")
    try test.check()
    _ = try test.ledger.draft("b0", scheme: "jingdezhen", through: Month("2025-01")!, by: "drafter")
    try test.check()
    try test.ledger.cancel("b0", by: "drafter")
    try test.check()
    try test.pay()
    try test.check()
    try test.record(Entry.fact("employed", from: "2025-01-10", id: "f1"))
    try test.check()
    let demand = try #require(try test.ledger.demandRecovery(by: "op-1").first)
    #expect(demand.person == "p1")
    try test.check()
    try test.record(
      #"{"type":"repaid","person":"p1","scheme":"jingdezhen","notice":"\#(demand.demand)","amountFen":20000,"receipt":"1"}"#
    )
    try test.check()
    try test.record(Entry.annulled(#""f1""#))
    try test.check()
    _ = try test.ledger.adopt(
      Array(try test.bytes(test.file(Array(ShippedPack.beijing.utf8)))), parameters: ["amountFen": "80000"],
      effectiveFrom: CivilDate("2025-02-01")!, by: "op-1")
    try test.check()
  }

  @Test(
    "a read model that is damaged, foreign or gone is made anew by the next change",
    arguments: ["damaged", "empty", "gone", "behind"])
  func damagedReadModel(_ how: String) throws {
    let test = try TestLedger()
    try test.record(Entry.registered())
    let path = "\(test.ledger.path)/read-model.sqlite"
    try test.settle("read-model.sqlite")
    let before = try test.bytes(path)
    switch how {
    case "damaged": try Data(before.prefix(5_000).map { ~$0 }).write(to: URL(filePath: path))
    case "empty": try Data().write(to: URL(filePath: path))
    case "gone": try FileManager.default.removeItem(atPath: path)
    default:
      try test.record(Entry.contributed("2025-01"))
      try test.settle("read-model.sqlite")
      try Data(before).write(to: URL(filePath: path))
    }
    #expect(try !test.ledger.projectionStatus().isCurrent)
    try test.record(Entry.contributed("2025-02"))
    try test.check()
  }

  @Test("a read model that was changed by hand is found out, and rebuilt")
  func changedReadModel() throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"))
    let path = "\(test.ledger.path)/read-model.sqlite"
    try test.settle("read-model.sqlite")
    var bytes = try test.bytes(path)
    let place = try #require(bytes.firstRange(of: Array("2025-01".utf8)))
    bytes[place.upperBound - 1] = UInt8(ascii: "2")
    try Data(bytes).write(to: URL(filePath: path))
    let (_, _, checks) = try test.ledger.checkProjections()
    #expect(checks.filter { !$0.isEqual }.count == 1)
    _ = try test.ledger.rebuildProjections()
    try test.check()
  }

  @Test("a torn tail is moved away and told in an event of its own before anything else is appended")
  func tornTail() throws {
    let test = try TestLedger()
    let torn = Array(#"{"seq":2,"type":"contrib"#.utf8)
    try Data(try test.bytes(test.logPath) + torn).write(to: URL(filePath: test.logPath))
    try test.record(Entry.registered(), by: "op-7")
    let events = try test.events()
    #expect(events.map(\.body.type) == [.ledgerOpened, .policyAdopted, .recovered, .registered])
    guard case .recovered(let body) = events[2].body else { return }
    #expect(body.bytes == UInt64(torn.count))
    #expect(events[2].by == "op-7")
    let kept = try FileManager.default.contentsOfDirectory(atPath: "\(test.ledger.path)/quarantine")
    #expect(kept.count == 1)
    #expect(try test.bytes("\(test.ledger.path)/quarantine/\(kept[0])") == torn)
    try test.check()
  }

  @Test("a torn tail before a history is told before it")
  func tornTailBeforeHistory() throws {
    let test = try TestLedger(adopting: [])
    try Data(try test.bytes(test.logPath) + Array("{\"seq\"".utf8)).write(to: URL(filePath: test.logPath))
    try test.history(Entry.past(Entry.registered(), "2020-01-01T00:00:00Z"))
    #expect(try test.events().map(\.body.type) == [.ledgerOpened, .recovered, .registered, .historyImported])
    #expect(test.ledger.verify().outcome == .whole)
  }

  @Test("a person's batch from draft to settlement, with every refusal leaving the log as it was")
  func batch() throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"), Entry.contributed("2025-02"))
    let drafted = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-02")!, by: "drafter").drafted
    #expect(drafted.total == Fen(100_000))
    var before = try test.disk()
    #expect(try refusal { try test.ledger.approve("b1", by: "drafter") } == .approvedByDrafter("drafter"))
    #expect(
      try refusal { _ = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "x") }
        == .batchStage("b1", found: .drafted, needed: .approved))
    #expect(!FileManager.default.fileExists(atPath: "\(test.directory)/b1.csv"))
    #expect(try test.disk() == before)
    try test.ledger.approve("b1", by: "second")
    let first = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "drafter")
    let bytes = try test.bytes("\(test.directory)/b1.csv")
    before = try test.disk()
    let again = try test.ledger.export("b1", to: "\(test.directory)/again.csv", by: "drafter")
    #expect(again.isRepeated)
    #expect(again.sha256 == first.sha256)
    #expect(try test.bytes("\(test.directory)/again.csv") == bytes)
    #expect(try test.mode("\(test.directory)/b1.csv") == 0o600)
    #expect(try test.disk() == before)
    let wrong = try test.file(
      Array("person,month,status,amount\np1,2025-01,paid,500.00\np1,2025-02,paid,499.99\n".utf8))
    #expect(
      try refusal { _ = try test.ledger.settle("b1", results: wrong, by: "drafter") }
        == .amountDiffers(person: "p1", month: Month("2025-02")!, ordered: Fen(50_000), found: Fen(49_999)))
    #expect(try test.disk() == before)
    let right = try test.file(
      Array("person,month,status,amount,code\np1,2025-01,paid,500.00,\np1,2025-02,returned,500.00,AC04\n".utf8))
    let settled = try test.ledger.settle("b1", results: right, by: "drafter")
    #expect(settled.paid == 1)
    #expect(settled.returned == 1)
    #expect(settled.open == 0)
    before = try test.disk()
    #expect(try test.ledger.settle("b1", results: right, by: "drafter").known == 2)
    #expect(try test.disk() == before)
    try test.check()
  }

  @Test("G15: an account that changed since makes no other bytes: the payees are those of the approval")
  func exportsOnce() throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"))
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-02")!, by: "drafter")
    try test.ledger.approve("b1", by: "second")
    let first = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "drafter")
    #expect(first.withoutAccount == ["p1"])
    try test.record(Entry.registered(privateData: #"{"account":"6222000011112222333"}"#))
    let before = try test.disk()
    let again = try test.ledger.export("b1", to: "\(test.directory)/other.csv", by: "drafter")
    #expect(again.isRepeated && again.sha256 == first.sha256)
    #expect(again.withChangedAccount == ["p1"])
    #expect(try test.disk() == before)
  }

  @Test("adopting the same policy again appends nothing")
  func adoptsOnce() throws {
    let test = try TestLedger()
    let before = try test.disk()
    let text = try #require(ShippedPack.text("jingdezhen-2024-139"))
    #expect(try !test.ledger.adopt(text, parameters: [:], effectiveFrom: nil, by: "op-1").isNew)
    #expect(try test.disk() == before)
  }

  // MARK: Audit

  @Test("the audit says what was paid wrongly, and whether it could have been known", arguments: [true, false])
  func auditsPayments(_ wasKnown: Bool) throws {
    let test = try TestLedger(adopting: [])
    let fact = Entry.past(
      Entry.fact("employed", from: "2025-01-10", to: "2025-01-20"),
      wasKnown ? "2025-02-01T00:00:00Z" : "2025-03-01T00:00:00Z")
    let paid = Entry.past(
      #"{"type":"paid","person":"p1","scheme":"jingdezhen","month":"2025-01","amountFen":50000,"batch":"b1"}"#,
      "2025-02-10T00:00:00Z", by: "cashier")
    func past(_ line: String) -> String { Entry.past(line, "2024-12-10T00:00:00Z") }
    let lines = [
      past(#"{"type":"policy-adopted","scheme":"jingdezhen","policy":"jingdezhen-2024-139","parameters":{}}"#),
      past(Entry.registered()), past(Entry.fact("difficulty-recognised")), past(Entry.fact("flexible-registered")),
      past(
        #"{"type":"approved","person":"p1","application":"a1","scheme":"jingdezhen","policy":"jingdezhen-2024-139","from":"2024-12","basis":{"kind":"months","months":36},"first":true}"#
      ),
      Entry.past(Entry.contributed("2025-01"), "2025-01-25T00:00:00Z"),
    ]
    let ordered = [
      Entry.past(
        #"{"type":"payment-ordered","person":"p1","scheme":"jingdezhen","month":"2025-01","amountFen":50000,"batch":"b1"}"#,
        "2025-02-05T00:00:00Z"),
      Entry.past(
        #"{"type":"batch-drafted","batch":"b1","scheme":"jingdezhen","through":"2025-01","persons":1,"items":1,"totalFen":50000}"#,
        "2025-02-05T00:00:00Z", by: "drafter"),
      Entry.past(#"{"type":"batch-approved","batch":"b1"}"#, "2025-02-05T00:00:00Z", by: "drafter"),
    ]
    _ = try test.ledger.importHistory(
      test.file(wasKnown ? lines + [fact] + ordered + [paid] : lines + ordered + [paid, fact]))
    let report = try test.ledger.auditReplay()
    #expect(
      report.findings.map(\.code.code) == ["paid-employed", "overpaid-not-demanded", "batch-approved-by-drafter"])
    let found = try #require(report.findings.first)
    #expect(found.wasKnownWhenPaid == wasKnown)
    #expect(found.month == Month("2025-01")!)
    #expect(found.amount == Fen(50_000))
    #expect(found.clause == "六.5")
    #expect(found.responsible == ["drafter"])
    #expect(found.sequences == (wasKnown ? [7, 11] : [10, 11]))
    #expect(report.totals.recovery.undemanded == Fen(50_000))
    #expect(report.totals.persons == 1)
    #expect(report.totals.months == 1)
    // Until the fact came, nothing was wrong with the payment.
    let before = try test.ledger.auditReplay(knownAt: Instant("2025-02-20T00:00:00Z")!)
    #expect(before.findings.map(\.code.code).contains("paid-employed") == wasKnown)
    #expect((before.root != report.root) == !wasKnown)
    #expect((before.size < report.size) == !wasKnown)
    // A demand takes the finding away, the payment stays what it was.
    _ = try test.ledger.demandRecovery(by: "op-1")
    #expect(try test.ledger.auditReplay().findings.map(\.code.code) == ["paid-employed", "batch-approved-by-drafter"])
  }

  @Test("the audit says what was paid without an order, and above what the month is worth")
  func auditsAmounts() throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"))
    let now = test.clock.now
    test.clock.now = Instant(seconds: now.seconds + 60)
    let paid = Paid(person: "p1", scheme: "jingdezhen", month: Month("2025-01")!, amount: Fen(60_000), batch: "b9")
    try OldProgram.append([(.paid(paid), "cashier")], to: test.ledger.path, at: now, isHistory: true)
    let findings = try test.ledger.auditReplay().findings
    #expect(
      findings.map(\.code.code) == [
        "paid-above-entitlement", "paid-not-ordered", "overpaid-not-demanded", "imported-paid",
      ])
    #expect(findings[3].amount == Fen(60_000) && findings[3].responsible.isEmpty && findings[3].batch == "b9")
    #expect(findings[0].amount == Fen(10_000))
    #expect(findings[0].clause == "二")
    #expect(findings[0].wasKnownWhenPaid == true)
    #expect(findings[0].responsible == ["cashier"])
    #expect(findings[1].amount == Fen(60_000))
  }

  @Test("a clean ledger has no findings")
  func auditsNothing() throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"))
    try test.pay()
    let report = try test.ledger.auditReplay()
    #expect(report.findings.isEmpty)
    #expect(report.totals.paid == Fen(50_000))
    #expect(report.totals.entitled == Fen(50_000))
    #expect(report.size == report.state.size)
  }

  @Test("a ledger is not opened in the future, nor where one stands")
  func opens() throws {
    let test = try TestLedger()
    let before = try test.disk()
    #expect(throws: (any Error).self) { try test.ledger.create(name: "again", openedAt: nil, by: "op-1") }
    #expect(try test.disk() == before)
    let later = Instant(seconds: test.clock.now.seconds + 1)
    #expect(throws: LedgerFailure.openedInFuture(now: test.clock.now, found: later)) {
      try SubsidyLedger("\(test.directory)/new") { [now = test.clock.now] in now }
        .create(name: "new", openedAt: later, by: "op-1")
    }
    #expect(!FileManager.default.fileExists(atPath: "\(test.directory)/new"))
  }
}

import Foundation
import HistorySupport
import Ledger
import Papers
import Subsidy
import Testing
import Values

/// A ledger in which p1 was paid two months too much and is due a third.
private struct Debt {
  static let march = Month("2025-03")!
  let test: TestLedger
  let demand: Identifier
  let owed: Fen

  init() throws {
    test = try ConsentTests.paid()
    try test.record(
      Entry.fact("employed", from: "2025-01-10", to: "2025-02-28"), Entry.contributed("2025-03"))
    let raised = try #require(try test.ledger.demandRecovery(by: "op-1").first)
    (demand, owed) = (raised.demand, raised.months.reduce(.zero) { $0 + $1.amount })
  }

  var found: RecoveryDemand { get throws { try #require(try test.ledger.state().recoveryDemands.first) } }
  var month: MonthEntitlement { get throws { try test.month("2025-03") } }

  @discardableResult
  func offset(_ amount: Fen, of month: Month = march) throws -> [EventBody] {
    try ConsentTests.act(test, .offset(.init(demand), of: month, amount, agreement: "K-7"))
  }

  func line(_ type: String, _ rest: String) -> String {
    #"{"type":"\#(type)","person":"p1","scheme":"jingdezhen","notice":"\#(demand)",\#(rest)}"#
  }

  /// Drafts, approves and exports everything payable through March.
  @discardableResult
  func export(_ batch: Identifier) throws -> Fen {
    _ = try test.ledger.draft(batch, scheme: "jingdezhen", through: Debt.march, by: "drafter")
    try test.ledger.approve(batch, by: "second")
    return try test.ledger.export(batch, to: "\(test.directory)/\(batch).csv", by: "drafter").total
  }
}

/// Money due for a month is kept back for a demand (抵扣).
@Suite struct OffsetTests {
  @Test("an offset month is paid net; the month counts whole, and the debt is less by what was kept back")
  func net() throws {
    let debt = try Debt()
    let worth = try debt.month.payable
    let kept = Fen(20_000)
    try debt.offset(kept)
    #expect(try debt.month.offset == kept && debt.month.paid == kept && debt.month.payable == worth - kept)
    #expect(try debt.found.offset == kept && debt.found.outstanding == debt.owed - kept)
    #expect(try debt.found.repaid == .zero)
    try debt.test.check()
    #expect(try debt.export("b2") == worth - kept)
    try ConsentTests.settle(debt.test, "p1,2025-03,paid,BK-9", batch: "b2")
    #expect(try debt.month.paid == worth && debt.month.payable == .zero && debt.month.overpaid == .zero)
    #expect(try debt.test.reconciliation(of: "b2").isBalanced)
    let used = try #require(try debt.test.ledger.state().entitlement(of: "p1", in: "jingdezhen"))
    #expect(used.usedMonths == 1)
    #expect(try debt.test.ledger.auditReplay().findings.filter { $0.person == "p1" && $0.month == Debt.march }.isEmpty)
    try debt.test.check()
  }

  @Test("of a person whose data were erased a month is kept back for a demand, which needs no account, and not paid")
  func erased() throws {
    let debt = try Debt()
    let worth = try debt.month.payable
    let asked = try debt.test.ledger.requestErasure(
      of: ["p1"], althoughOwed: true, AskedReason("own request"), by: "asker")
    _ = try debt.test.ledger.consent(to: asked.request, althoughOwed: true, by: "other")
    let held = try refusal { try debt.export("b2") }
    guard case .allHeld(_, _, let payments)? = held else { return #expect(held == nil, "the month would be paid") }
    #expect(payments.map(\.hold.kind) == [.erased])
    try debt.offset(worth)
    #expect(try debt.found.outstanding == debt.owed - worth && debt.month.payable == .zero)
    try debt.test.check()
  }

  @Test("if the rest comes back from the bank, the month is open whole and the debt is as before; and back again")
  func bounce() throws {
    let debt = try Debt()
    let (worth, kept) = (try debt.month.payable, Fen(20_000))
    try debt.offset(kept)
    try debt.export("b2")
    try ConsentTests.settle(debt.test, "p1,2025-03,paid,BK-9", batch: "b2")
    try ConsentTests.returned(debt.test, "p1,2025-03,returned,AC04", batch: "b2")
    #expect(try debt.month.paid == .zero && debt.month.payable == worth && debt.found.outstanding == debt.owed)
    try debt.test.check()
    // The return was booked by mistake.
    let returned = try ConsentTests.last(.paymentReturned, debt.test)
    try ConsentTests.act(debt.test, .reversal(of: returned))
    #expect(try debt.month.paid == worth && debt.found.outstanding == debt.owed - kept)
    try debt.test.check()
    // It did come back; the next batch pays the whole month.
    try ConsentTests.returned(debt.test, "p1,2025-03,returned,AC04", batch: "b2")
    #expect(try debt.export("b3") == worth)
    try ConsentTests.settle(debt.test, "p1,2025-03,paid,BK-10", batch: "b3")
    #expect(try debt.month.paid == worth && debt.month.offset == .zero && debt.found.outstanding == debt.owed)
    try debt.test.check()
    let books = try debt.test.ledger.state().books(of: Month("2025-04")!).total
    #expect(books.offset == kept + kept && books.offsetUndone == kept + kept && books.outstanding == debt.owed)
  }

  @Test("a whole month can be kept back; nothing is left for a batch, and a red-letter entry opens it again")
  func whole() throws {
    let debt = try Debt()
    let worth = try debt.month.payable
    try debt.offset(worth)
    #expect(try debt.month.payable == .zero && debt.found.outstanding == debt.owed - worth)
    #expect(
      try refusal { try debt.export("b2") } == .nothingPayable("jingdezhen", through: Debt.march))
    let offset = try ConsentTests.last(.debtOffset, debt.test)
    #expect(
      try refusal {
        let asked = try debt.test.ledger.request(.reversal(of: offset), AskedReason("slip"), by: "asker").request
        _ = try debt.test.ledger.consent(to: asked, by: "other")
      } == .consentByAuthor("other", sequence: offset))
    try ConsentTests.act(debt.test, .reversal(of: offset), other: "third")
    #expect(try debt.month.payable == worth && debt.found.outstanding == debt.owed && debt.found.offset == .zero)
    try debt.test.check()
    // Money that a batch has in flight is not kept back as well.
    try debt.export("b2")
    #expect(try refusal { try debt.offset(worth) }?.isHeld ?? false)
  }

  @Test("nothing is kept back beyond the debt, beyond what is due, of a month to come, or while somebody objects")
  func refused() throws {
    let debt = try Debt()
    let worth = try debt.month.payable
    #expect(try refusal { try debt.offset(debt.owed + Fen(1)) } == .aboveOutstanding(debt.owed))
    #expect(try refusal { try debt.offset(worth + Fen(1)) } == .aboveDue(Debt.march, due: worth))
    #expect(try refusal { try debt.offset(.zero) } == .aboveDue(Debt.march, due: worth))
    let ahead = Month("2025-05")!
    try debt.test.record(
      #"{"type":"contributed","person":"p1","month":"2025-05","amountFen":60000,"paidOn":"2025-04-01","source":"si"}"#)
    #expect(try refusal { try debt.offset(Fen(1), of: ahead) } == .aboveDue(ahead, due: .zero))
    // A receipt in between, and the request would do something else.
    let asked = try debt.test.ledger.request(
      .offset(.init(debt.demand), of: Debt.march, worth, agreement: "K-7"), AskedReason("agreed"), by: "asker"
    ).request
    try debt.test.record(debt.line("repaid", #""amountFen":100,"receipt":"R-1""#))
    let moved = try ConsentTests.last(.repaid, debt.test)
    #expect(
      try refusal { _ = try debt.test.ledger.consent(to: asked, by: "other") } == .requestStale(asked, sequence: moved))
    try debt.test.record(debt.line("objected", #""procedure":"appeal","on":"2025-04-10""#))
    #expect(
      try refusal { try debt.offset(Fen(1)) } == .underObjection(debt.demand, since: CivilDate("2025-04-10")!))
  }
}

extension Refusal {
  fileprivate var isHeld: Bool { if case .monthHeld = self { true } else { false } }
}

/// A person objects to a demand (申诉、复议、诉讼).
@Suite struct ObjectionTests {
  private func ages(_ debt: Debt, on day: String) throws -> [OpenDemand] {
    try debt.test.ledger.state().openDemands(on: CivilDate(day)!)
  }

  @Test(
    "a demand under objection is overdue in no list and no letter, and the time runs on after a decision against it")
  func time() throws {
    let debt = try Debt()
    debt.test.clock.now = Instant("2025-05-01T02:00:00Z")!
    try debt.test.record(debt.line("objected", #""procedure":"review","on":"2025-04-20","reference":"8""#))
    let open = try #require(try ages(debt, on: "2025-12-31").first)
    #expect(open.age == .underObjection && open.days == 10)
    let letter = try debt.test.ledger.demandLetters(debt.demand) { $0 }.letters.first
    #expect(
      letter?.parts.contains {
        if case .line(let line) = $0 { line.contains("2025-04-20 提出异议（行政复议），处理决定作出前不催收") } else { false }
      } ?? false)
    #expect(
      try problems { try debt.test.record(debt.line("objected", #""procedure":"appeal","on":"2025-04-25""#)) }
        == [1: .refused(.underObjection(debt.demand, since: CivilDate("2025-04-20")!))])
    debt.test.clock.now = Instant("2025-06-30T02:00:00Z")!
    try debt.test.record(debt.line("objection-decided", #""outcome":"upheld","on":"2025-06-19","authority":"3""#))
    let decided = try #require(try ages(debt, on: "2025-06-29").first)
    #expect(decided.days == 20 && decided.age == .upTo30)
    #expect(try debt.found.outstanding == debt.owed)
    // The next instance.
    try debt.test.record(debt.line("objected", #""procedure":"lawsuit","on":"2025-06-30""#))
    #expect(try ages(debt, on: "2025-12-31").first?.days == 21)
    try debt.test.check()
  }

  @Test("a decision for the person cancels the demand, and the same money is not demanded anew")
  func cancels() throws {
    let debt = try Debt()
    try debt.test.record(
      debt.line("objected", #""procedure":"appeal","on":"2025-04-10""#),
      Entry.contributed("2025-03", 60_001))
    try debt.test.record(
      #"{"id":"d1","type":"objection-decided","person":"p1","scheme":"jingdezhen","notice":"\#(debt.demand)","outcome":"cancelled","on":"2025-04-10","authority":"3"}"#
    )
    #expect(try debt.found.isCancelled && debt.found.outstanding == .zero && debt.found.objection == nil)
    #expect(try refusal { _ = try debt.test.ledger.demandRecovery(by: "op-1") } == .nothingToDemand)
    #expect(try debt.test.ledger.auditReplay().findings.allSatisfy { $0.code != .overpaidNotDemanded })
    #expect(
      try problems { try debt.test.record(debt.line("objected", #""procedure":"review","on":"2025-04-10""#)) }
        == [1: .refused(.noticeCancelled(debt.demand))])
    try debt.test.check()
    // An event recorded by mistake is annulled.
    try debt.test.record(Entry.annulled(#""d1""#))
    #expect(try debt.found.outstanding == debt.owed)
    try debt.test.check()
  }

  @Test("an objection is not made before the demand, and a decision answers one")
  func refused() throws {
    let debt = try Debt()
    #expect(
      try problems { try debt.test.record(debt.line("objected", #""procedure":"appeal","on":"2025-04-09""#)) }
        == [
          1: .refused(
            .tooEarly(field: "on", found: CivilDate("2025-04-09")!, earliest: CivilDate("2025-04-10")!))
        ])
    #expect(
      try problems {
        try debt.test.record(debt.line("objection-decided", #""outcome":"upheld","on":"2025-04-10","authority":"3""#))
      } == [1: .refused(.notUnderObjection(debt.demand))])
  }
}

import Foundation
import HistorySupport
import Ledger
import Subsidy
import Testing
import Values

/// The acts of two people: one asks, another consents, and a wrong act is undone by a red-letter entry.
///
/// > Source: contract 3, sections 1 and 3.
@Suite struct ConsentTests {
  static let january = Month("2025-01")!
  static let february = Month("2025-02")!

  /// A ledger in which the bank has confirmed January and February of p1 to p4 in the batch b1, settled by `drafter`.
  static func paid() throws -> TestLedger {
    let test = try BankStory.ledger()
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: february, by: "drafter")
    try test.ledger.approve("b1", by: "second")
    _ = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "drafter")
    try settle(test, "p1,2025-01,paid,BK-1", "p1,2025-02,paid,BK-2", "p2,2025-01,paid,BK-3")
    return test
  }

  @discardableResult
  static func settle(
    _ test: TestLedger, _ lines: String..., batch: Identifier = "b1", by: Identifier = "drafter"
  ) throws -> SettlementOutcome {
    try test.ledger.settle(
      batch, results: test.file(["person,month,status,reference"] + lines, name: nil), by: by)
  }

  static func returned(_ test: TestLedger, _ line: String, batch: Identifier = "b1") throws {
    _ = try test.ledger.settle(batch, results: test.file(["person,month,status,code", line]), by: "drafter")
  }

  /// Asks for an act in the name of `asker` and has `other` consent.
  @discardableResult
  static func act(
    _ test: TestLedger, _ act: AskedAct, asker: Identifier = "asker", other: Identifier = "other"
  ) throws -> [EventBody] {
    let requested = try test.ledger.request(act, AskedReason("a slip"), by: asker)
    return try test.ledger.consent(to: requested.request, by: other)
  }

  /// The number of the last event of a type.
  static func last(_ type: EventType, _ test: TestLedger) throws -> UInt64 {
    try #require(test.events().last { $0.body.type == type }).sequence
  }

  @Test("a request alone changes nothing; somebody else consents, and not the author of what is undone")
  func twoPeople() throws {
    let test = try ConsentTests.paid()
    let paid = try ConsentTests.last(.paid, test)
    let before = try test.month("2025-01", person: "p2")
    let requested = try test.ledger.request(.reversal(of: paid), AskedReason("other month"), by: "Asker")
    #expect(try test.month("2025-01", person: "p2") == before)
    let name = requested.request
    #expect(try refusal { _ = try test.ledger.consent(to: name, by: "asker") } == .consentByRequester("asker"))
    #expect(
      try refusal { _ = try test.ledger.consent(to: name, by: "DRAFTER") }
        == .consentByAuthor("DRAFTER", sequence: paid))
    #expect(try refusal { _ = try test.ledger.consent(to: "Q1", by: "other") } == .unknownRequest("Q1"))
    #expect(try test.ledger.state().openRequests(on: CivilDate("2025-04-10")!).map(\.body.request) == [name])
    #expect(try test.ledger.consent(to: name, by: "other") == [.reversed(Reversed(of: paid, request: name))])
    let used = try ConsentTests.last(.reversed, test)
    #expect(try refusal { _ = try test.ledger.consent(to: name, by: "third") } == .requestUsed(name, sequence: used))
    #expect(try test.ledger.state().openRequests(on: CivilDate("2025-04-10")!).isEmpty)
    #expect(
      try refusal { _ = try test.ledger.request(.reversal(of: paid), AskedReason("x"), by: "asker") }
        == .alreadyReversed(paid, by: used))
    try test.check()
    let audit = try test.ledger.auditReplay()
    #expect(!audit.findings.contains { $0.code == .withoutConsent })
  }

  @Test("a request holds for 30 days")
  func lapses() throws {
    let test = try ConsentTests.paid()
    let name = try test.ledger.request(
      .reversal(of: ConsentTests.last(.paid, test)), AskedReason("x"), by: "asker"
    ).request
    test.clock.now = Instant("2025-05-11T02:00:00Z")!
    #expect(try test.ledger.state().openRequests(on: CivilDate("2025-05-11")!).isEmpty)
    #expect(
      try refusal { _ = try test.ledger.consent(to: name, by: "other") }
        == .requestLapsed(name, lastDay: CivilDate("2025-05-10")!))
    test.clock.now = Instant("2025-05-10T02:00:00Z")!
    #expect(try test.ledger.consent(to: name, by: "other").count == 1)
  }

  @Test("a payment that is reversed is in flight again, payable to nobody, and may be answered anew with its reference")
  func reversesPaid() throws {
    let test = try ConsentTests.paid()
    let paid = try ConsentTests.last(.paid, test)
    test.clock.now = Instant("2025-04-11T02:00:00Z")!
    try ConsentTests.act(test, .reversal(of: paid))
    let month = try test.month("2025-01", person: "p2")
    #expect(month.paid == .zero && month.inFlight > .zero && month.payable == .zero)
    let earlier = try test.ledger.state(knownAt: Instant("2025-04-10T23:00:00Z")!)
    let known = try #require(
      earlier.entitlement(of: "p2", in: "jingdezhen")?.months.first { $0.month == ConsentTests.january })
    #expect(known.paid == known.entitled)
    try test.check()
    #expect(try ConsentTests.settle(test, "p2,2025-01,paid,BK-3").paid == 1)
    #expect(try test.month("2025-01", person: "p2").paid == month.entitled)
    try test.check()
  }

  @Test("a return that is reversed lets the payment before it count again, else the month is in flight")
  func reversesReturn() throws {
    let test = try ConsentTests.paid()
    try ConsentTests.returned(test, "p1,2025-01,returned,AC04")
    let bounce = try ConsentTests.last(.paymentReturned, test)
    let paid = try #require(try test.events().first { $0.body.type == .paid }).sequence
    #expect(
      try refusal { try ConsentTests.act(test, .reversal(of: paid)) } == .reverseFirst(bounce, of: paid))
    try ConsentTests.act(test, .reversal(of: bounce))
    let month = try test.month("2025-01")
    #expect(month.paid == month.entitled && month.inFlight == .zero)
    // Then the payment itself.
    try ConsentTests.act(test, .reversal(of: paid))
    #expect(try test.month("2025-01").inFlight == month.entitled)
    // A payment that never arrived and is reported as returned.
    try ConsentTests.returned(test, "p3,2025-01,returned,AC04")
    try ConsentTests.act(test, .reversal(of: ConsentTests.last(.paymentReturned, test)))
    #expect(try test.month("2025-01", person: "p3").inFlight > .zero)
    try test.check()
  }

  @Test("a second payment rests on the return before it")
  func restsOnReturn() throws {
    let test = try ConsentTests.paid()
    try ConsentTests.returned(test, "p1,2025-01,returned,AC04")
    let bounce = try ConsentTests.last(.paymentReturned, test)
    try ConsentTests.settle(test, "p1,2025-01,paid,BK-9")
    let again = try ConsentTests.last(.paid, test)
    #expect(try refusal { try ConsentTests.act(test, .reversal(of: bounce)) } == .reverseFirst(again, of: bounce))
    try ConsentTests.act(test, .reversal(of: again))
    #expect(try test.month("2025-01").payable > .zero)
    try ConsentTests.act(test, .reversal(of: bounce))
    let month = try test.month("2025-01")
    #expect(month.paid == month.entitled)
    try test.check()
  }

  @Test("what a later order rests on is not reversed until that order is given up")
  func restsOnOrder() throws {
    let test = try ConsentTests.paid()
    try ConsentTests.returned(test, "p1,2025-01,returned,AC04")
    let bounce = try ConsentTests.last(.paymentReturned, test)
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: ConsentTests.february, by: "drafter")
    #expect(
      try refusal { try ConsentTests.act(test, .reversal(of: bounce)) }
        == .restsOnIt("b2", month: ConsentTests.january, of: bounce))
    try test.ledger.cancel("b2", by: "x")
    try ConsentTests.act(test, .reversal(of: bounce))
    #expect(try test.month("2025-01").payable == .zero)
    try test.check()
  }

  @Test("only events of some types that count are reversed")
  func nothingElse() throws {
    let test = try ConsentTests.paid()
    func refused(_ sequence: UInt64) throws -> Refusal? {
      try refusal { _ = try test.ledger.request(.reversal(of: sequence), AskedReason("x"), by: "asker") }
    }
    let before = try test.disk()
    #expect(try refused(99_999) == .nothingToReverse(99_999))
    #expect(try refused(0) == .cannotBeReversed(.ledgerOpened))
    let contributed = try ConsentTests.last(.contributed, test)
    #expect(try refused(contributed) == .cannotBeReversed(.contributed))
    #expect(try test.disk() == before)
    #expect(
      Set(EventType.allCases.filter(\.canBeReversed)) == [
        .paid, .paymentReturned, .repaid, .putBack, .writtenOff, .fundsReceived, .verified, .debtOffset, .samePerson,
      ])
  }
}

/// Receipts, write-offs and refunds that are themselves taken back.
///
/// > Source: contract 3, section 3.
@Suite struct RecoveryCorrectionTests {
  /// A ledger in which p1 owes the two months of b1, and the demand.
  private func owing() throws -> (test: TestLedger, demand: Identifier, owed: Fen) {
    let test = try ConsentTests.paid()
    try test.record(Entry.fact("employed", from: "2025-01-10"))
    let demand = try #require(try test.ledger.demandRecovery(by: "op-1").first { $0.person == "p1" })
    return (test, demand.demand, demand.months.reduce(.zero) { $0 + $1.amount })
  }

  private func line(_ type: String, _ demand: Identifier, _ amount: Fen, _ rest: String) -> String {
    #"{"type":"\#(type)","person":"p1","scheme":"jingdezhen","notice":"\#(demand)","amountFen":\#(amount.value),\#(rest)}"#
  }

  private func found(_ test: TestLedger) throws -> RecoveryDemand {
    try #require(try test.ledger.state().recoveryDemands.first { $0.person == "p1" })
  }

  @Test("a receipt that is reversed is owed again, and its number is free")
  func receipts() throws {
    let (test, demand, owed) = try owing()
    try test.record(line("repaid", demand, Fen(20_000), #""receipt":"R-1""#))
    try test.record(line("put-back", demand, Fen(500), #""unit":"u","receipt":"G-1""#))
    try ConsentTests.act(test, .reversal(of: ConsentTests.last(.repaid, test)))
    try ConsentTests.act(test, .reversal(of: ConsentTests.last(.putBack, test)))
    let after = try found(test)
    #expect(after.repaid == .zero && after.putBack == .zero && after.outstanding == owed)
    #expect(after.reversed == Fen(20_500))
    #expect(try test.month("2025-01").repaid == .zero)
    #expect(try test.record(line("repaid", demand, Fen(30_000), #""receipt":"R-1""#)).events == 1)
    #expect(try found(test).repaid == Fen(30_000))
    try test.check()
  }

  @Test("nothing is given up without a second person, and it can be taken back")
  func writeOff() throws {
    let (test, demand, owed) = try owing()
    let alone = line("written-off", demand, Fen(100), #""authority":"12""#)
    #expect(try problems { try test.record(alone) } == [1: .refused(.consentMissing(.writtenOff))])
    let name = try test.ledger.request(
      .writeOff(.init(demand), Fen(100)), AskedReason("no estate", authority: "12"), by: "asker"
    ).request
    // As an entry it must be the act that was asked for.
    let entry = line("written-off", demand, Fen(100), #""authority":"12","request":"\#(name)""#)
    let other = line("written-off", demand, Fen(101), #""authority":"12","request":"\#(name)""#)
    #expect(try problems { try test.record(other, by: "third") } == [1: .refused(.actDiffers(name))])
    #expect(
      try problems { try test.record(entry, by: "ASKER") } == [1: .refused(.consentByRequester("ASKER"))])
    #expect(try test.record(entry, by: "third").events == 1)
    #expect(try found(test).outstanding == owed - Fen(100))
    try ConsentTests.act(test, .reversal(of: ConsentTests.last(.writtenOff, test)))
    #expect(try found(test).outstanding == owed && found(test).reversed == Fen(100))
    try test.check()
  }

  @Test("a receipt above the debt needs a word, and what is above it is owed to the person")
  func refund() throws {
    let (test, demand, owed) = try owing()
    let receipt = line("repaid", demand, owed + Fen(700), #""receipt":"R-1""#)
    #expect(try problems { try test.record(receipt) } == [1: .refused(.aboveDebt(owed))])
    let file = try test.file([receipt])
    _ = try test.ledger.record(file, by: "op-1", key: nil, skipsRefused: false, aboveDebt: true)
    #expect(try found(test).refundable == Fen(700))
    func refund(_ amount: Int64) throws {
      try ConsentTests.act(test, .refund(.init(demand), Fen(amount), reference: "T"))
    }
    #expect(try refusal { try refund(701) } == .aboveRefundable(Fen(700)))
    let stale = try test.ledger.request(
      .refund(.init(demand), Fen(100), reference: "T"), AskedReason("x"), by: "asker"
    ).request
    try refund(500)
    let moved = try ConsentTests.last(.repaymentRefunded, test)
    #expect(
      try refusal { _ = try test.ledger.consent(to: stale, by: "other") } == .requestStale(stale, sequence: moved))
    let after = try found(test)
    #expect(after.refunded == Fen(500) && after.refundable == Fen(200) && after.outstanding == .zero)
    #expect(try refusal { try refund(201) } == .aboveRefundable(Fen(200)))
    // The refund rests on the receipt.
    #expect(
      try refusal { try ConsentTests.act(test, .reversal(of: ConsentTests.last(.repaid, test))) }
        == .refundRestsOnIt(demand, refunded: Fen(500)))
    try refund(200)
    try test.check()
  }

  @Test("of a cancelled demand what fell on its months returns as payment, and only the rest is refunded")
  func cancelled() throws {
    let (test, demand, owed) = try owing()
    let file = try test.file([line("repaid", demand, owed + Fen(700), #""receipt":"R-1""#)])
    _ = try test.ledger.record(file, by: "op-1", key: nil, skipsRefused: false, aboveDebt: true)
    try test.record(
      #"{"type":"clawback-cancelled","person":"p1","scheme":"jingdezhen","notice":"\#(demand)","authority":"x"}"#)
    #expect(try found(test).refundable == Fen(700))
  }

  @Test("a demand whose months are not paid too much any more is shown as such")
  func withoutGround() throws {
    let test = try ConsentTests.paid()
    try test.record(Entry.fact("employed", from: "2025-02-10", id: "f1"))
    let demand = try #require(try test.ledger.demandRecovery(by: "op-1").first)
    #expect(try found(test).withoutGround == .zero)
    try test.record(Entry.annulled(#""f1""#))
    #expect(try found(test).withoutGround == Fen(50_000))
    try test.record(line("repaid", demand.demand, Fen(20_000), #""receipt":"R-1""#))
    #expect(try found(test).withoutGround == Fen(30_000))
    try test.record(
      #"{"type":"clawback-cancelled","person":"p1","scheme":"jingdezhen","notice":"\#(demand.demand)","authority":"x"}"#
    )
    #expect(try found(test).withoutGround == .zero)
  }

  @Test("the books show what was taken back in the month in which it was, beside its own movements")
  func books() throws {
    let (test, demand, owed) = try owing()
    try test.record(line("repaid", demand, Fen(20_000), #""receipt":"R-1""#))
    let repaid = try ConsentTests.last(.repaid, test)
    let april = Month("2025-04")!
    let before = try test.ledger.state().books(of: april).total
    test.clock.now = Instant("2025-05-02T02:00:00Z")!
    let paid = try #require(
      try test.events().last { event in
        if case .paid(let body) = event.body { body.person == "p2" } else { false }
      })
    try ConsentTests.act(test, .reversal(of: repaid))
    try ConsentTests.act(test, .reversal(of: paid.sequence))
    #expect(try test.ledger.state().books(of: april).total == before)
    let may = try test.ledger.state().books(of: Month("2025-05")!).total
    let amount = try test.month("2025-01", person: "p2").inFlight
    #expect(may.reversed.repaid == Fen(20_000) && may.reversed.paid == amount)
    #expect(may.paid == .zero && may.net == .zero - amount && may.outstanding == owed)
    try test.check()
  }
}

/// Batches after their approval: items taken out, files recalled, money of the treasury, and the review behind them.
///
/// > Source: contract 3, section 3.
@Suite struct BatchCorrectionTests {
  @Test("an item that is no longer payable is taken out of an approved batch, and the rest is exported")
  func withhold() throws {
    let test = try BankStory.approved()
    let total = try #require(test.ledger.state().batch("b1")).total
    try test.record(Entry.fact("employed", from: "2025-02-10"))
    #expect(
      try refusal { _ = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "x") }?.isStale ?? false)
    let acts = try ConsentTests.act(test, .withholding("b1"))
    #expect(acts.count == 1)
    let batch = try #require(test.ledger.state().batch("b1"))
    let month = try test.month("2025-02")
    #expect(batch.items == 7 && batch.total < total && month.inFlight == .zero)
    let outcome = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "x")
    #expect(outcome.lines == 7 && outcome.total == batch.total)
    #expect(try test.reconciliation(of: "b1").isBalanced)
    #expect(try refusal { try ConsentTests.act(test, .withholding("b1")) } == .nothingToWithhold("b1"))
    // Neither another person's events nor a past that changes count an item twice.
    try test.record(Entry.contributed("2025-03", 60_000, "p2"))
    try test.record(Entry.fact("training", from: "2025-04-01", id: "f9"))
    try test.record(Entry.annulled(#""f9""#))
    #expect(try #require(test.ledger.state().batch("b1")).items == 7)
    try test.check()
    // The bank cannot answer what it never had.
    #expect(
      try refusal { try ConsentTests.settle(test, "p1,2025-02,paid,X") }
        == .notOrdered(person: "p1", month: ConsentTests.february, batch: "b1"))
    try test.check()
  }

  @Test("a batch of which nothing is left is not exported, and money that came for it has to go back")
  func withholdAll() throws {
    let test = try BankStory.approved()
    _ = try test.ledger.requestFunds(for: "b1", by: "x")
    _ = try test.ledger.receiveFunds(FundsReceived(batch: "b1", amount: Fen(1_000), reference: "F-1"), by: "x")
    try test.record(
      Entry.fact("employed", "p1", from: "2025-01-01"), Entry.fact("employed", "p2", from: "2025-01-01"),
      Entry.fact("employed", "p3", from: "2025-01-01"), Entry.fact("employed", "p4", from: "2025-01-01"))
    let withheld = try ConsentTests.act(test, .withholding("b1"))
    #expect(withheld.count == 8)
    #expect(
      try refusal { _ = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "x") } == .nothingLeft("b1"))
    #expect(try #require(test.ledger.state().batch("b1")).fundsToReturn == Fen(1_000))
    #expect(try test.ledger.cancel("b1", by: "x") == Fen(1_000))
    // A receipt of the treasury that was booked by mistake.
    try ConsentTests.act(test, .reversal(of: ConsentTests.last(.fundsReceived, test)))
    #expect(try #require(test.ledger.state().batch("b1")).fundsToReturn == .zero)
    try test.check()
  }

  @Test("a request to withhold is stale if its item may be paid again")
  func stale() throws {
    let test = try BankStory.approved()
    try test.record(Entry.fact("employed", from: "2025-02-10", id: "f1"))
    let name = try test.ledger.request(.withholding("b1"), AskedReason("job"), by: "asker").request
    try test.record(Entry.annulled(#""f1""#))
    #expect(
      try refusal { _ = try test.ledger.consent(to: name, by: "other") }
        == .stillPayable(person: "p1", month: ConsentTests.february, batch: "b1"))
  }

  @Test("a file that was not sent is recalled, its items are free; what the bank answers all the same takes two people")
  func recall() throws {
    let test = try BankStory.approved()
    _ = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "writer")
    let name = try test.ledger.request(.recall("b1"), AskedReason("not sent"), by: "asker").request
    let exported = try ConsentTests.last(.batchExported, test)
    #expect(
      try refusal { _ = try test.ledger.consent(to: name, by: "writer") }
        == .consentByAuthor("writer", sequence: exported))
    _ = try test.ledger.consent(to: name, by: "other")
    #expect(try #require(test.ledger.state().batch("b1")).stage == .recalled)
    #expect(try test.month("2025-01").inFlight == .zero && test.month("2025-01").payable > .zero)
    try test.check()
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: ConsentTests.february, by: "drafter")
    #expect(
      try refusal { try ConsentTests.settle(test, "p1,2025-01,paid,BK-1") }
        == .recalledBatchAnswered("b1", person: "p1", month: ConsentTests.january))
    let file = try test.file(
      ["person,month,status,reference", "p1,2025-01,paid,BK-1", "p1,2025-02,paid,", "p2,2025-01,returned,"]
        .map { $0.replacingOccurrences(of: "returned,", with: "paid,") })
    let asked = try test.ledger.requestPayments(
      .ofRecalled, of: "b1", results: file, controls: ControlTotals(), AskedReason("it was sent"), by: "asker")
    #expect(asked.passedOver == 2)
    #expect(try test.ledger.consent(to: asked.requested.request, by: "other").count == 1)
    let month = try test.month("2025-01")
    #expect(month.paid == month.entitled && month.payable == .zero)
    let audit = try test.ledger.auditReplay()
    #expect(audit.findings.contains { $0.code == .paidAfterRecall && $0.person == "p1" && $0.batch == "b1" })
    // A return of such a payment is booked as usual, and another payment takes two people again.
    let twice = try test.ledger.requestPayments(
      .ofRecalled, of: "b1", results: test.file(["person,month,status,reference", "p1,2025-02,paid,BK-2"]),
      controls: ControlTotals(), AskedReason("it was sent"), by: "asker")
    let again = try test.ledger.requestPayments(
      .ofRecalled, of: "b1", results: test.file(["person,month,status,reference", "p1,2025-02,paid,BK-2"]),
      controls: ControlTotals(), AskedReason("it was sent"), by: "asker")
    _ = try test.ledger.consent(to: twice.requested.request, by: "other")
    try ConsentTests.returned(test, "p1,2025-02,returned,AC04")
    #expect(
      try refusal { _ = try test.ledger.consent(to: again.requested.request, by: "other") }
        == .answerDiffers(person: "p1", month: ConsentTests.february))
    try ConsentTests.returned(test, "p1,2025-01,returned,AC04")
    #expect(try test.month("2025-01").paid == .zero)
    #expect(
      try refusal { try ConsentTests.settle(test, "p1,2025-01,paid,BK-9") }
        == .recalledBatchAnswered("b1", person: "p1", month: ConsentTests.january))
    try test.check()
  }

  @Test("a file that the bank has answered was sent")
  func answered() throws {
    let test = try ConsentTests.paid()
    let refused = try refusal { try ConsentTests.act(test, .recall("b1")) }
    #expect(refused == .batchAnswered("b1", answers: 3, person: "p1", month: ConsentTests.january))
    for paid in try test.events() where paid.body.type == .paid {
      try ConsentTests.act(test, .reversal(of: paid.sequence))
    }
    try ConsentTests.act(test, .recall("b1"))
    #expect(try test.month("2025-01").payable > .zero)
    try test.check()
  }

  @Test("a payment that arrived after its month was sent again is taken with consent, and shows as overpaid")
  func orderedAgain() throws {
    let test = try ConsentTests.paid()
    try ConsentTests.returned(test, "p1,2025-01,returned,AC04")
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: ConsentTests.february, by: "drafter")
    try test.ledger.approve("b2", by: "second")
    _ = try test.ledger.export("b2", to: "\(test.directory)/b2.csv", by: "drafter")
    try ConsentTests.settle(test, "p1,2025-01,paid,BK-20", batch: "b2")
    #expect(
      try refusal { try ConsentTests.settle(test, "p1,2025-01,paid,BK-11") }
        == .orderedAgain(person: "p1", month: ConsentTests.january, batch: "b2"))
    let file = try test.file(["person,month,status,reference", "p1,2025-01,paid,BK-11"])
    let asked = try test.ledger.requestPayments(
      .orderedAgain, of: "b1", results: file, controls: ControlTotals(), AskedReason("both came"), by: "asker")
    _ = try test.ledger.consent(to: asked.requested.request, by: "other")
    let month = try test.month("2025-01")
    #expect(month.overpaid == month.entitled)
    try test.check()
  }

  @Test("a file is known by its hash, and another one by the lines that differ")
  func checksFiles() throws {
    let test = try BankStory.approved()
    let path = "\(test.directory)/b1.csv"
    #expect(try test.ledger.checkFile(test.file(["x"]), of: "b1").exports == 0)
    _ = try test.ledger.export("b1", to: "\(path)", by: "x")
    let same = try test.ledger.checkFile(path, of: "b1")
    #expect(same.isSame && same.export?.format == "csv")
    var lines = String(decoding: try test.bytes(path), as: UTF8.self).split(separator: "\n").map(String.init)
    lines[2] += "0"
    lines.append("one more")
    let other = try test.ledger.checkFile(test.file(lines), of: "b1")
    #expect(!other.isSame && other.export?.format == "csv" && other.differing == [3, lines.count, lines.count + 1])
    #expect(try refusal { _ = try test.ledger.checkFile(path, of: "b9") } == .unknownBatch("b9"))
  }

  @Test("a review that is reversed takes its approval with it, and the stage may be decided by the same operator")
  func review() throws {
    let test = try BankStory.ledger()
    let verified = try #require(
      try test.events().last { event in
        if case .verified(let body) = event.body { body.person == "p4" } else { false }
      })
    let acceptance = try #require(
      try test.events().first { event in
        if case .verified(let body) = event.body { body.person == "p4" } else { false }
      })
    #expect(
      try refusal { try ConsentTests.act(test, .reversal(of: acceptance.sequence)) } == .notLastDecision("a-p4"))
    try ConsentTests.act(test, .reversal(of: verified.sequence))
    #expect(try test.month("2025-01", person: "p4").entitled == .zero)
    try test.record(
      #"{"type":"verified","person":"p4","application":"a-p4","stage":"review","outcome":"passed"}"#, by: verified.by)
    #expect(try test.month("2025-01", person: "p4").entitled > .zero)
    // An order rests on the approval.
    try BankStory.approve("b1", test)
    let again = try ConsentTests.last(.verified, test)
    #expect(
      try refusal { try ConsentTests.act(test, .reversal(of: again)) }
        == .restsOnIt("b1", month: ConsentTests.january, of: again))
    try test.check()
  }

  @Test("the books of a month that runs are closed only on request, and only such a close is undone")
  func reopening() throws {
    let test = try ConsentTests.paid()
    let april = Month("2025-04")!
    #expect(try refusal { _ = try test.ledger.close(april, by: "closer") } == .monthRuns(april))
    let closed = try test.ledger.close(april, beforeEnd: true, by: "closer")
    try ConsentTests.settle(test, "p2,2025-02,paid,BK-4")
    #expect(try test.ledger.state().books(of: april).total == closed.sums)
    let name = try test.ledger.request(.reopening(april), AskedReason("too early"), by: "asker").request
    #expect(
      try refusal { _ = try test.ledger.consent(to: name, by: "closer") }
        == .consentByAuthor("closer", sequence: ConsentTests.last(.monthClosed, test)))
    _ = try test.ledger.consent(to: name, by: "other")
    let books = try test.ledger.state().books(of: april)
    #expect(books.close == nil && books.total.paid > closed.sums.paid)
    #expect(
      try refusal { try ConsentTests.act(test, .reopening(april)) } == .notLastClose(april, last: nil))
    // Of two early closes the second is undone, then the first.
    let march = Month("2025-03")!
    test.clock.now = Instant("2025-04-30T02:00:00Z")!
    _ = try test.ledger.close(april, beforeEnd: true, by: "closer")
    test.clock.now = Instant("2025-05-02T02:00:00Z")!
    let may = Month("2025-05")!
    _ = try test.ledger.close(may, beforeEnd: true, by: "closer")
    try ConsentTests.act(test, .reopening(may))
    try ConsentTests.act(test, .reopening(april))
    #expect(try test.ledger.state().books(of: april).close == nil && test.ledger.state().books(of: may).close == nil)
    #expect(try test.ledger.state().books(of: march).close == nil)
    test.clock.now = Instant("2025-05-05T02:00:00Z")!
    _ = try test.ledger.close(april, by: "closer")
    #expect(try refusal { try ConsentTests.act(test, .reopening(april)) } == .closedAfterEnd(april))
    #expect(try test.ledger.state().books(of: april).isAsClosed)
    try test.check()
  }
}

extension Refusal {
  fileprivate var isStale: Bool { if case .noLongerPayable = self { true } else { false } }
}

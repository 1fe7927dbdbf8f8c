import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The parts of contract section 6 that the worked examples may not reach.
@Suite struct EvolveTests {
  static let scheme: Identifier = "jingdezhen"

  static func approved(_ from: Month = "2024-12") -> Story {
    var story = Story("jingdezhen-2024-139", on: "2025-04-10")
    story.approve("jingdezhen", from: from)
    return story
  }

  // MARK: Annulments

  @Test("an annulled fact, by number or by id, counts as never having happened", arguments: [true, false])
  func annulsFacts(_ byNumber: Bool) throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01")
    let sequence = story.sequence
    story.fact(.employed, id: "e1")
    #expect(try story.reasons("2025-01", "jingdezhen") == ["employed@六.5"])
    story.annul(byNumber ? .sequence(sequence) : .id("e1"))
    #expect(try story.reasons("2025-01", "jingdezhen") == [])
  }

  @Test("an annulment of a later or an unknown event has no effect")
  func annulsNothing() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01")
    story.annul(.sequence(story.sequence + 1))
    story.fact(.employed, id: "e1")
    story.annul(.id("e2"))
    story.annul(.sequence(9_999))
    story.annul(.sequence(story.sequence))
    #expect(try story.reasons("2025-01", "jingdezhen") == ["employed@六.5"])
    var early = EvolveTests.approved()
    early.contribute("2025-01")
    early.annul(.id("e1"))
    early.fact(.employed, id: "e1")
    #expect(try early.reasons("2025-01", "jingdezhen") == ["employed@六.5"])
    early.annul(.id("e1"))
    #expect(try early.reasons("2025-01", "jingdezhen") == [])
  }

  @Test("an annulment of money or of another annulment has no effect")
  func annulsNoMoney() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01")
    story.pay("jingdezhen", "2025-01", 50_000)
    story.annul(.sequence(story.sequence - 1))
    #expect(try story.month("2025-01", "jingdezhen").paid == Fen(50_000))
    let fact = story.sequence
    story.fact(.employed)
    story.annul(.sequence(fact))
    story.annul(.sequence(fact + 1))
    #expect(try story.reasons("2025-01", "jingdezhen") == [])
  }

  @Test("an annulled approval leaves no approval, an annulled registration the one before it")
  func annulsApprovals() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01")
    story.register(birth: "1950-01-01", prior: .init(firstApproved: "2020-01-01", months: 12))
    let again = story.sequence - 1
    #expect(try story.claim("jingdezhen").usedMonths == 12)
    story.annul(.sequence(again))
    #expect(try story.claim("jingdezhen").usedMonths == 1)
    let approval = try #require(story.events.first { $0.body.type == .approved })
    story.annul(.sequence(approval.sequence))
    #expect(try story.state().entitlement(of: "p1", in: "jingdezhen") == nil)
  }

  @Test("an annulled contribution lets the one before it count, an annulled extension the next one")
  func annulsTheLast() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01", amount: 60_000)
    story.contribute("2025-01", amount: 0)
    #expect(try story.reasons("2025-01", "jingdezhen") == ["no-contribution@四"])
    story.annul(.sequence(story.sequence - 1))
    #expect(try story.month("2025-01", "jingdezhen").contribution == Fen(60_000))
    var extended = Story("lianyungang-2021-50", ["rate": "2/3", "extension": "any-time"])
    extended.approve("lianyungang", from: "2024-12")
    extended.given(Entries.extended("lianyungang", 3))
    extended.given(Entries.extended("lianyungang", 20))
    #expect(try extended.claim("lianyungang").basis == .months(39))
    extended.annul(.sequence(extended.sequence - 2))
    #expect(try extended.claim("lianyungang").basis == .months(48))
  }

  // MARK: Approvals and what changes them

  @Test("a confirmed start counts wherever it stands, and the last one decides")
  func confirmedBeforeTheApproval() throws {
    var story = Story("jingdezhen-2024-139", on: "2025-04-10")
    story.contribute("2025-01", "2025-02", "2025-03")
    story.given(Entries.confirmed("2025-03"))
    story.approve("jingdezhen", from: "2025-01")
    #expect(try story.claim("jingdezhen").months.map { $0.entitled > .zero } == [false, false, true])
    story.given(Entries.confirmed("2025-02"))
    #expect(try story.claim("jingdezhen").months.map { $0.entitled > .zero } == [false, true, true])
    story.annul(.sequence(story.sequence - 1))
    #expect(try story.claim("jingdezhen").months.map { $0.entitled > .zero } == [false, false, true])
  }

  @Test("of suspensions and resumptions at or before a month the last by number decides, whatever their months")
  func suspendedBySequence() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01", "2025-02", "2025-03")
    story.given(Entries.resumed("jingdezhen", from: "2025-03"))
    story.given(Entries.suspended("jingdezhen", from: "2025-02"))
    #expect(try story.reasons("2025-01", "jingdezhen") == [])
    #expect(try story.reasons("2025-02", "jingdezhen") == ["suspended@六"])
    #expect(try story.reasons("2025-03", "jingdezhen") == ["suspended@六"])
    story.given(Entries.resumed("jingdezhen", from: "2025-03"))
    #expect(try story.reasons("2025-03", "jingdezhen") == [])
    story.approve("jingdezhen", from: "2025-02", application: "a2")
    #expect(try story.reasons("2025-02", "jingdezhen") == ["suspended@六"])
  }

  @Test("an end counts for the approval before it and not for a later one")
  func endedByApproval() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01", "2025-02", "2025-03")
    story.given(Entries.ended("jingdezhen", from: "2025-02"))
    #expect(try story.reasons("2025-01", "jingdezhen") == [])
    #expect(try story.reasons("2025-02", "jingdezhen") == ["ended@六"])
    story.approve("jingdezhen", from: "2025-03", application: "a2")
    #expect(try story.reasons("2025-02", "jingdezhen") == ["ended@六"])
    #expect(try story.reasons("2025-03", "jingdezhen") == [])
  }

  @Test("every reason that holds, in the contract's order, with its clause")
  func allReasons() throws {
    var story = Story(on: "2025-04-10")
    story.adopt("jingdezhen-2024-139")
    story.register(birth: "1960-01-01", household: "450200")
    story.approve("jingdezhen", from: "2024-12")
    story.given(Entries.suspended("jingdezhen", from: "2024-12"))
    story.given(Entries.ended("jingdezhen", from: "2025-01", reason: Ended.fraud))
    story.contribute("2024-11", "2025-01", amount: 0)
    story.fact(.contributionRefunded)
    story.fact(.deceased, from: "2025-01-31")
    story.fact(.employed, from: "2025-01-31", to: "2025-01-01")
    #expect(
      try story.reasons("2025-01", "jingdezhen") == [
        "fraud@承诺书2", "ended@六", "suspended@六", "no-contribution@四", "deceased@-", "contribution-refunded@承诺书3",
        "missing-difficulty-recognised@一（二）", "missing-flexible-registered@五（一）", "household@一（二）", "retired@六.4",
      ])
    #expect(
      try story.reasons("2024-11", "jingdezhen") == ["fraud@-", "no-policy@-", "no-approval@-", "no-contribution@-"])
    #expect(try story.month("2024-11", "jingdezhen").contribution == .zero)
  }

  @Test("a person without a registration has no basis and no slot, and an unknown household")
  func withoutRegistration() throws {
    var story = Story(on: "2025-04-10")
    story.adopt("jingdezhen-2024-139")
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    story.requirements()
    story.approve("jingdezhen", from: "2024-12")
    story.approve("beijing", from: "2024-12", application: "a2")
    story.contribute("2025-01")
    let claim = try story.claim("jingdezhen")
    #expect(claim.basis == nil)
    #expect(claim.remainingMonths == nil)
    #expect(claim.usedMonths == 0)
    #expect(try story.reasons("2025-01", "jingdezhen") == ["household@一（二）"])
    #expect(try story.reasons("2025-01", "beijing") == ["over-limit@-"])
  }

  @Test("a scheme without an adopted policy has months without a policy")
  func withoutPolicy() throws {
    var story = Story(on: "2025-04-10")
    story.register()
    story.fact(.employed)
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2025-01")
    #expect(try story.reasons("2025-01", "jingdezhen") == ["no-policy@-"])
    #expect(try story.claim("jingdezhen").basis == nil)
  }

  // MARK: Slots

  @Test("prior months at or above the limit leave no slot", arguments: [(35, 1, 1), (36, 0, 0), (40, 0, 0)])
  func priorMonths(_ prior: Int, _ slots: Int, _ remaining: Int) throws {
    var story = Story(on: "2025-04-10")
    story.adopt("jingdezhen-2024-139")
    story.register(prior: .init(firstApproved: "2020-01-01", months: prior))
    story.requirements()
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2025-01", "2025-02")
    let claim = try story.claim("jingdezhen")
    #expect(claim.months.filter { $0.entitled > .zero }.count == slots)
    #expect(claim.usedMonths == prior + slots)
    #expect(claim.remainingMonths == max(0, remaining - slots))
  }

  @Test("months with money take their slots first, then the oldest")
  func slotsInOrder() throws {
    var story = Story(on: "2025-04-10")
    story.adopt("jingdezhen-2024-139")
    story.register(prior: .init(firstApproved: "2020-01-01", months: 34))
    story.requirements()
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2025-01", "2025-02", "2025-03")
    story.order("jingdezhen", "2025-03", 50_000)
    #expect(try story.claim("jingdezhen").months.map { $0.entitled > .zero } == [true, false, true])
    #expect(try story.reasons("2025-02", "jingdezhen") == ["over-limit@三"])
    story.given(.batchCancelled(BatchCancelled(batch: "past")))
    #expect(try story.claim("jingdezhen").months.map { $0.entitled > .zero } == [true, true, false])
  }

  @Test("until retirement the months used are those held or in flight, and none are left to count")
  func untilRetirement() throws {
    var story = Story("jingdezhen-2024-139", on: "2025-04-10")
    story.register(birth: "1967-05-15", prior: .init(firstApproved: "2024-12-31", months: 3))
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2025-01", "2025-02", "2028-01", "2028-02")
    story.pay("jingdezhen", "2025-01", 50_000)
    story.order("jingdezhen", "2025-02", 50_000)
    let claim = try story.claim("jingdezhen")
    #expect(claim.basis == .until("2028-01"))
    #expect(claim.usedMonths == 5)
    #expect(claim.remainingMonths == nil)
    #expect(claim.months.map { $0.entitled > .zero } == [true, true, true, false])
    #expect(try story.reasons("2028-02", "jingdezhen") == ["retired@六.4"])
  }

  @Test("LZ11: a woman of 50 at first approval is paid to the month of her 55th birthday, then over the limit")
  func womanOfFifty() throws {
    var story = Story("liuzhou-2022-9", on: "2025-04-10")
    story.register(birth: "1975-04-10", male: false, household: "450200")
    story.approve("liuzhou", from: "2025-04")
    story.contribute("2030-04", "2030-05")
    #expect(try story.claim("liuzhou").basis == .until("2030-04"))
    #expect(try story.reasons("2030-04", "liuzhou") == [])
    #expect(try story.reasons("2030-05", "liuzhou") == ["over-limit@一（二）"])
    story.register(birth: "1975-04-11", male: false, household: "450200")
    #expect(try story.claim("liuzhou").basis == .months(36))
  }

  // MARK: Money

  @Test(
    "G1, LZ07, LZ08: the amount for a contribution",
    arguments: [(40_498, 26_999), (40_499, 26_999), (40_500, 27_000), (60_000, 27_000), (1, 1), (36_557, 24_371)]
      as [(Int64, Int64)])
  func amounts(_ contribution: Int64, _ expected: Int64) throws {
    var story = Story("liuzhou-2022-9", on: "2025-04-10")
    story.approve("liuzhou", from: "2025-01")
    story.contribute("2025-01", amount: contribution)
    #expect(try story.month("2025-01", "liuzhou").entitled == Fen(expected))
  }

  @Test("a month with a contribution of 0 is listed in each of the person's schemes")
  func listsRefunds() throws {
    var story = EvolveTests.approved()
    story.adopt("liuzhou-2022-9")
    story.given(Entries.applied("liuzhou", application: "a9"))
    story.contribute("2025-01", amount: 0)
    #expect(try story.claim("jingdezhen").months.map(\.month) == ["2025-01"])
    #expect(try story.claim("liuzhou").months.map(\.month) == ["2025-01"])
    #expect(try story.reasons("2025-01", "liuzhou") == ["no-approval@二（一）", "no-contribution@二（三）"])
  }

  @Test("a month ordered in a cancelled batch is listed, one that was only returned is not")
  func listsOrders() throws {
    var story = EvolveTests.approved()
    story.order("jingdezhen", "2025-02", 50_000)
    story.given(.batchCancelled(BatchCancelled(batch: "past")))
    story.giveBack("jingdezhen", "2025-03", 50_000)
    let claim = try story.claim("jingdezhen")
    #expect(claim.months.map(\.month) == ["2025-02"])
    #expect(claim.months.first?.inFlight == .zero)
  }

  @Test("another scheme's money counts if its first payment was earlier, even one that came back since")
  func otherSchemeFirst() throws {
    var story = EvolveTests.approved()
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    story.approve("beijing", from: "2024-12", application: "a2")
    story.contribute("2025-01")
    #expect(try story.reasons("2025-01", "jingdezhen") == [])
    story.pay("beijing", "2025-01", 77_733)
    #expect(try story.reasons("2025-01", "jingdezhen") == ["other-scheme@-"])
    story.pay("jingdezhen", "2025-01", 50_000)
    #expect(try story.reasons("2025-01", "jingdezhen") == ["other-scheme@-"])
    #expect(try story.reasons("2025-01", "beijing") == [])
    story.giveBack("beijing", "2025-01", 77_733)
    #expect(try story.reasons("2025-01", "jingdezhen") == [])
    story.pay("beijing", "2025-01", 77_733, batch: "later")
    // Beijing's first payment is still the earlier one, although it came back.
    #expect(try story.reasons("2025-01", "jingdezhen") == ["other-scheme@-"])
    #expect(try story.reasons("2025-01", "beijing") == [])
  }

  @Test("money that came back before it was paid only ends the flight")
  func returnedBeforePaid() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01")
    story.order("jingdezhen", "2025-01", 50_000)
    #expect(try story.month("2025-01", "jingdezhen").inFlight == Fen(50_000))
    story.giveBack("jingdezhen", "2025-01", 50_000)
    #expect(try story.month("2025-01", "jingdezhen").paid == .zero)
    #expect(try story.month("2025-01", "jingdezhen").payable == Fen(50_000))
    story.pay("jingdezhen", "2025-01", 50_000)
    #expect(try story.month("2025-01", "jingdezhen").paid == Fen(50_000))
  }

  @Test("more that came back than was paid is shown below zero, and holds nothing")
  func belowZero() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01")
    story.pay("jingdezhen", "2025-01", 50_000)
    story.giveBack("jingdezhen", "2025-01", 50_000)
    story.giveBack("jingdezhen", "2025-01", 50_000)
    let month = try story.month("2025-01", "jingdezhen")
    #expect(month.paid == Fen(-50_000))
    #expect(month.held == .zero)
    #expect(month.payable == Fen(50_000))
    #expect(month.overpaid == .zero)
  }

  @Test("a return in another batch does not take this batch's money back")
  func returnedElsewhere() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01")
    story.pay("jingdezhen", "2025-01", 50_000)
    story.giveBack("jingdezhen", "2025-01", 50_000, batch: "other")
    #expect(try story.month("2025-01", "jingdezhen").paid == Fen(50_000))
  }

  @Test("the fact that matters has a day in the month; one that ends before it begins has none")
  func factDays() throws {
    var story = EvolveTests.approved()
    story.contribute("2025-01")
    story.fact(.employed, from: "2025-02-01")
    story.fact(.employed, from: "2024-01-01", to: "2024-12-31")
    story.fact(.employed, from: "2025-01-20", to: "2025-01-10")
    #expect(try story.reasons("2025-01", "jingdezhen") == [])
    story.fact(.employed, from: "2025-01-31", to: "2025-01-31")
    #expect(try story.reasons("2025-01", "jingdezhen") == ["employed@六.5"])
  }

  @Test("a new year's amount governs its own months")
  func adoptsAgain() throws {
    var story = Story("beijing-2019-1", ["amountFen": "70000"], on: "2025-04-10")
    story.adopt("beijing-2019-1", ["amountFen": "80000"], from: "2025-02-15")
    story.approve("beijing", from: "2025-01")
    story.contribute("2025-01", "2025-02")
    #expect(try story.claim("beijing").months.map(\.entitled) == [Fen(70_000), Fen(80_000)])
    story.adopt("beijing-2019-1", ["amountFen": "90000"], from: "2025-02-15")
    #expect(try story.claim("beijing").months.map(\.entitled) == [Fen(70_000), Fen(90_000)])
  }
}

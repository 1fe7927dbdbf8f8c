import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// Demands, receipts and write-offs: money paid wrongly comes back once, month by month.
@Suite struct RecoveryTests {
  static let scheme: Identifier = "jingdezhen"

  /// Three months paid in Jingdezhen.
  static func paid() -> Story {
    var story = Story("jingdezhen-2024-139", on: "2025-04-10")
    story.approve("jingdezhen", from: "2025-01")
    story.contribute("2025-01", "2025-02", "2025-03")
    for month in ["2025-01", "2025-02", "2025-03"] as [Month] {
      story.order("jingdezhen", month, 50_000)
      story.pay("jingdezhen", month, 50_000)
    }
    return story
  }

  static func demand(_ story: inout Story) throws -> [ClawedBack] {
    try story.command { state, context in try state.decideDemands(context) }
      .compactMap { if case .clawedBack(let body) = $0 { body } else { nil } }
  }

  /// Two months found to be worthless and demanded.
  static func demanded() throws -> (story: Story, demand: Identifier) {
    var story = paid()
    story.fact(.employed, from: "2025-01-10", to: "2025-02-10")
    let demands = try demand(&story)
    return (story, try #require(demands.first?.demand))
  }

  @Test("G7, JD34: an employer found for March demands March alone, with the reason and the clause")
  func demandsOneMonth() throws {
    var story = RecoveryTests.paid()
    story.fact(.employed, from: "2025-03-15", to: "2025-03-31")
    let demands = try RecoveryTests.demand(&story)
    #expect(demands.count == 1)
    #expect(demands.first?.months == [.init(month: "2025-03", amount: Fen(50_000))])
    #expect(demands.first?.reason == "employed")
    #expect(demands.first?.clause == "承诺书3")
    #expect(try story.reasons("2025-03", "jingdezhen") == ["employed@六.5"])
    let again = try story.refusal { state, context throws(Refusal) in try state.decideDemands(context) }
    #expect(again == .nothingToDemand)
  }

  @Test("a second finding demands only what is not demanded yet")
  func demandsTheRest() throws {
    var (story, demand) = try RecoveryTests.demanded()
    story.fact(.training, from: "2025-02-01", to: "2025-03-31")
    let demands = try RecoveryTests.demand(&story)
    #expect(demands.map(\.months) == [[.init(month: "2025-03", amount: Fen(50_000))]])
    #expect(demands.first?.demand != demand)
  }

  @Test("receipts go to the oldest month first; what is left over falls on no month")
  func repays() throws {
    var (story, demand) = try RecoveryTests.demanded()
    let scheme = RecoveryTests.scheme
    #expect(try story.claim(scheme).recovery.outstanding == Fen(100_000))
    #expect(try story.refusal(Entries.repaid(scheme, 0, demand: demand)) == .aboveOutstanding(Fen(100_000)))
    #expect(try story.refusal(Entries.repaid(scheme, 100_001, demand: demand)) == .aboveDebt(Fen(100_000)))
    #expect(try story.refusal(Entries.repaid(scheme, 1, demand: "N9")) == .unknownNotice("N9"))
    try story.when(Entries.repaid(scheme, 60_000, demand: demand))
    #expect(try story.month("2025-01", scheme).repaid == Fen(50_000))
    #expect(try story.month("2025-02", scheme).repaid == Fen(10_000))
    #expect(try story.month("2025-02", scheme).overpaid == Fen(40_000))
    let sums = try story.claim(scheme).recovery
    #expect(sums.repaid == Fen(60_000))
    #expect(sums.outstanding == Fen(40_000))
    #expect(sums.undemanded == .zero)
    story.given(Entries.repaid(scheme, 40_001, demand: demand))
    #expect(try story.month("2025-02", scheme).repaid == Fen(50_000))
    #expect(try story.claim(scheme).recovery.repaid == Fen(100_001))
    #expect(try story.claim(scheme).recovery.outstanding == .zero)
    #expect(try story.claim(scheme).recovery.overpaid == .zero)
  }

  @Test("a receipt for a month that was never paid shows in that month")
  func allotsToMonthsWithoutPayment() throws {
    var (story, _) = try RecoveryTests.demanded()
    let scheme = RecoveryTests.scheme
    story.contribute("2025-06")
    story.given(Entries.demand(scheme, [("2025-06", 15_000)], demand: "N7"))
    story.given(Entries.repaid(scheme, 15_000, demand: "N7"))
    #expect(try story.month("2025-06", scheme).repaid == Fen(15_000))
  }

  @Test("what is given up is no longer outstanding and not demanded again")
  func writesOff() throws {
    var (story, demand) = try RecoveryTests.demanded()
    let scheme = RecoveryTests.scheme
    #expect(try story.refusal(Entries.writtenOff(scheme, 100_001, demand: demand)) == .aboveOutstanding(Fen(100_000)))
    #expect(try story.refusal(Entries.writtenOff(scheme, 100_000, demand: demand)) == .consentMissing(.writtenOff))
    story.given(Entries.writtenOff(scheme, 100_000, demand: demand))
    let sums = try story.claim(scheme).recovery
    #expect(sums.writtenOff == Fen(100_000))
    #expect(sums.outstanding == .zero)
    #expect(sums.overpaid == Fen(100_000))
    #expect(sums.undemanded == .zero)
  }

  @Test("a cancelled demand takes nothing more, keeps its receipts, and may be demanded anew")
  func cancels() throws {
    var (story, demand) = try RecoveryTests.demanded()
    let scheme = RecoveryTests.scheme
    try story.when(Entries.repaid(scheme, 10_000, demand: demand))
    try story.when(Entries.cancelled(scheme, demand: demand))
    for entry in [
      Entries.repaid(scheme, 1, demand: demand), Entries.writtenOff(scheme, 1, demand: demand),
      Entries.cancelled(scheme, demand: demand),
    ] {
      #expect(try story.refusal(entry) == .noticeCancelled(demand))
    }
    let sums = try story.claim(scheme).recovery
    #expect(sums.demanded == .zero)
    #expect(sums.outstanding == .zero)
    #expect(sums.repaid == Fen(10_000))
    #expect(sums.undemanded == Fen(90_000))
    #expect(
      try RecoveryTests.demand(&story).map(\.months) == [
        [.init(month: "2025-01", amount: Fen(40_000)), .init(month: "2025-02", amount: Fen(50_000))]
      ])
  }

  @Test("a receipt for a demand that nobody made counts nowhere until somebody does")
  func receiptsWithoutDemand() throws {
    var story = RecoveryTests.paid()
    let scheme = RecoveryTests.scheme
    story.given(Entries.repaid(scheme, 5_000))
    story.given(Entries.writtenOff(scheme, 1_000))
    #expect(try story.claim(scheme).recovery == RecoverySums())
    #expect(try story.refusal(Entries.repaid(scheme, 1)) == .unknownNotice("N1"))
    story.given(Entries.demand(scheme, [("2025-01", 50_000)]))
    let sums = try story.claim(scheme).recovery
    #expect(sums.repaid == Fen(5_000))
    #expect(sums.outstanding == Fen(44_000))
    #expect(try story.month("2025-01", scheme).repaid == Fen(5_000))
  }

  @Test("demands of one id add up; what is left of its receipts counts only in the sum")
  func demandsAddUp() throws {
    var story = RecoveryTests.paid()
    let scheme = RecoveryTests.scheme
    story.given(Entries.demand(scheme, [("2025-02", 20_000), ("2025-01", 50_000)]))
    story.given(Entries.demand(scheme, [("2025-02", 10_000)]))
    story.given(Entries.repaid(scheme, 90_000))
    #expect(try story.claim(scheme).months.map(\.repaid) == [Fen(50_000), Fen(30_000), .zero])
    let sums = try story.claim(scheme).recovery
    #expect(sums.demanded == Fen(80_000))
    #expect(sums.repaid == Fen(90_000))
    #expect(sums.outstanding == .zero)
  }

  @Test("a repaid month that turns out to be right is payable again")
  func payableAgain() throws {
    var (story, demand) = try RecoveryTests.demanded()
    let scheme = RecoveryTests.scheme
    try story.when(Entries.repaid(scheme, 100_000, demand: demand))
    let fact = try #require(story.events.last { $0.body.type == .factRecorded })
    story.annul(.sequence(fact.sequence))
    #expect(try story.month("2025-01", scheme).payable == Fen(50_000))
    #expect(try story.month("2025-02", scheme).payable == Fen(50_000))
  }

  @Test("fraud demands every month that is held, by the clause")
  func demandsAfterFraud() throws {
    var story = RecoveryTests.paid()
    try story.when(Entries.ended(RecoveryTests.scheme, from: "2025-04", reason: Ended.fraud))
    let demands = try RecoveryTests.demand(&story)
    #expect(demands.first?.months.map(\.amount) == [Fen(50_000), Fen(50_000), Fen(50_000)])
    #expect(demands.first?.reason == "fraud")
  }
}

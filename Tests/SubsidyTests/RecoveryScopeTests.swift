import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// How far a recovery reaches: it falls out of what the months are worth.
@Suite struct RecoveryScopeTests {
  static func demand(_ story: inout Story, _ order: DemandOrder = DemandOrder()) throws -> [ClawedBack] {
    try story.command { state, context in try state.decideDemands(context, order) }
      .compactMap { if case .clawedBack(let body) = $0 { body } else { nil } }
  }

  static func refusal(_ story: Story, _ order: DemandOrder) throws -> Refusal? {
    try story.refusal { state, context throws(Refusal) in try state.decideDemands(context, order) }
  }

  // MARK: Which months

  @Test(
    "G7, JD34 contributions paid back or an employer in March bring March alone back, 500.00",
    arguments: [FactCode.contributionRefunded, .employed])
  func oneMonth(_ fact: FactCode) throws {
    var story = RecoveryTests.paid()
    story.fact(fact, from: "2025-03-10", to: "2025-03-20")
    let demand = try #require(try RecoveryScopeTests.demand(&story).first)
    #expect(demand.months == [.init(month: "2025-03", amount: Fen(50_000))])
    #expect(demand.reason == fact.rawValue)
    #expect(demand.clause == "承诺书3")
    #expect(try story.claim("jingdezhen").recovery.undemanded == .zero)
  }

  @Test("JD34 a contribution that is corrected to nothing brings its month back, and no other")
  func refundedContribution() throws {
    var story = RecoveryTests.paid()
    story.contribute("2025-02", amount: 0)
    let demand = try #require(try RecoveryScopeTests.demand(&story).first)
    #expect(demand.months == [.init(month: "2025-02", amount: Fen(50_000))])
    #expect(demand.reason == "no-contribution")
  }

  @Test("JD33 fraud brings every paid month back, whatever month it is dated from")
  func fraud() throws {
    var story = RecoveryTests.paid()
    story.giveBack("jingdezhen", "2025-01", 50_000)
    try story.when(Entries.ended("jingdezhen", from: "2025-06", reason: Ended.fraud))
    let demand = try #require(try RecoveryScopeTests.demand(&story).first)
    #expect(
      demand.months == [
        .init(month: "2025-02", amount: Fen(50_000)), .init(month: "2025-03", amount: Fen(50_000)),
      ])
    #expect(demand.reason == "fraud")
    #expect(demand.clause == "承诺书2")
  }

  @Test("LZ43 fraud in Liuzhou stops, disqualifies and brings all back (全额追回)")
  func fraudInLiuzhou() throws {
    var story = Story("liuzhou-2022-9", on: "2025-04-10")
    story.register(household: "450200")
    story.approve("liuzhou", from: "2025-01")
    story.contribute("2025-01", "2025-02", "2025-03")
    for month in ["2025-01", "2025-02", "2025-03"] as [Month] { story.pay("liuzhou", month, 27_000) }
    try story.when(Entries.ended("liuzhou", from: "2025-03", reason: Ended.fraud))
    let demand = try #require(try RecoveryScopeTests.demand(&story).first)
    #expect(demand.months.map(\.amount) == [Fen(27_000), Fen(27_000), Fen(27_000)])
    let again = try story.when(Entries.applied("liuzhou", from: "2025-05", application: "a2"))
    #expect(again.types == [.applied, .rejected])
    #expect(again.rejection?.first?.code == "fraud")
  }

  @Test("JD33 after fraud no application is approved, not even one that was under review")
  func noApprovalAfterFraud() throws {
    var story = Story("jingdezhen-2024-139")
    try story.when(Entries.applied("jingdezhen"))
    try story.when(Entries.verified("acceptance"))
    try story.when(Entries.ended("jingdezhen", from: "2024-12", reason: Ended.fraud))
    let decided = try story.when(Entries.verified("review"))
    #expect(decided.types == [.verified, .rejected])
    #expect(decided.rejection == [.init(code: "fraud", clause: "承诺书2")])
  }

  // MARK: Whose money, of whom, why

  static func two() -> Story {
    var story = RecoveryTests.paid()
    story.register("p2")
    story.requirements("p2")
    story.approve("jingdezhen", from: "2025-01", application: "a2", person: "p2")
    story.contribute("2025-01", person: "p2")
    story.pay("jingdezhen", "2025-01", 50_000, person: "p2")
    story.adopt("liuzhou-2022-9")
    story.pay("liuzhou", "2025-02", 27_000, person: "p2")
    for person in ["p1", "p2"] as [Identifier] { story.fact(.employed, person, from: "2025-01-01", to: "2025-01-31") }
    return story
  }

  @Test("a demand may name the person and the scheme; what it leaves out stays to be demanded")
  func chooses() throws {
    var story = RecoveryScopeTests.two()
    let one = try RecoveryScopeTests.demand(&story, DemandOrder(person: "p2", scheme: "jingdezhen"))
    #expect(one.map(\.person) == ["p2"])
    #expect(one.map(\.scheme) == ["jingdezhen"])
    #expect(one.first?.months == [.init(month: "2025-01", amount: Fen(50_000))])
    #expect(try RecoveryScopeTests.refusal(story, DemandOrder(person: "p2", scheme: "jingdezhen")) == .nothingToDemand)
    let scheme = try RecoveryScopeTests.demand(&story, DemandOrder(scheme: "liuzhou"))
    #expect(scheme.map(\.person) == ["p2"])
    let rest = try RecoveryScopeTests.demand(&story)
    #expect(rest.map(\.person) == ["p1"])
    #expect(Set((one + scheme + rest).map(\.demand)).count == 3)
  }

  @Test("a demand for a person or scheme that no event names is refused by name")
  func refusesUnknown() throws {
    let story = RecoveryScopeTests.two()
    #expect(try RecoveryScopeTests.refusal(story, DemandOrder(person: "p9")) == .unknownPerson("p9"))
    #expect(try RecoveryScopeTests.refusal(story, DemandOrder(scheme: "linyi")) == .unknownScheme("linyi"))
  }

  @Test("LZ45 a demand names who has to bring the money back, and why, and is the person's debt all the same")
  func ordersTheDebtor() throws {
    var story = RecoveryScopeTests.two()
    let demand = try #require(
      try RecoveryScopeTests.demand(
        &story, DemandOrder(person: "p1", debtor: "street-07", reason: "把关不到位")
      ).first)
    #expect(demand.debtor == "street-07")
    #expect(demand.reason == "把关不到位")
    #expect(demand.months == [.init(month: "2025-01", amount: Fen(50_000))])
    #expect(try story.claim("jingdezhen").recovery.outstanding == Fen(50_000))
  }

  @Test("LZ45 the list of demands tells what the person repaid from what a unit put back")
  func demands() throws {
    var story = RecoveryScopeTests.two()
    let demands = try RecoveryScopeTests.demand(&story, DemandOrder(debtor: "street-07"))
    let own = try #require(demands.first { $0.person == "p1" }?.demand)
    try story.when(Entries.repaid("jingdezhen", 10_000, demand: own))
    try story.when(Entries.putBack("jingdezhen", 45_000, demand: own))
    story.given(Entries.writtenOff("jingdezhen", 5_000, demand: own))
    // A receipt for a demand that was not made makes no demand.
    story.given(Entries.repaid("jingdezhen", 1, demand: "N-none"))
    let other = try #require(demands.first { $0.scheme == "liuzhou" }?.demand)
    try story.when(
      .clawbackCancelled(ClawbackCancelled(person: "p2", scheme: "liuzhou", demand: other, authority: "x")))
    let listed = try story.state().recoveryDemands
    #expect(listed.map(\.person) == ["p1", "p2", "p2"])
    #expect(listed.map(\.scheme) == ["jingdezhen", "jingdezhen", "liuzhou"])
    let first = try #require(listed.first)
    #expect(first.since == "2025-04-10")
    #expect(first.debtor == "street-07")
    #expect(
      [first.demanded, first.repaid, first.putBack, first.writtenOff, first.outstanding]
        == [50_000, 10_000, 45_000, 5_000, 35_000].map { Fen($0) })
    #expect(first.reason == "employed")
    #expect(first.clause == "承诺书3")
    #expect(listed.map(\.isCancelled) == [false, false, true])
    #expect(listed.last?.outstanding == .zero)
    #expect(listed.last?.demanded == Fen(27_000))
  }
}

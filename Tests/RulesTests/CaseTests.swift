import Papers
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// Golden cases that are about several rules at once.
@Suite struct CaseTests {
  @Test(
    "G1 LZ07 LZ08 a fen below and at the threshold",
    arguments: [
      (40_498, 26_999), (40_499, 26_999), (40_500, 27_000), (60_000, 27_000),
    ] as [(Int64, Int64)])
  func threshold(_ contribution: Int64, _ amount: Int64) throws {
    var story = LiuzhouRuleTests.approved()
    story.contribute("2024-03", amount: contribution)
    #expect(try story.month("2024-03", "liuzhou").entitled == Fen(amount))
  }

  @Test("G2 P1 P2 twelve months are rounded one by one, not on the year's sum")
  func year() throws {
    var story = LiuzhouRuleTests.approved()
    let first: Month = "2024-01"
    for offset in 0..<12 { story.contribute(first.adding(offset), amount: 36_557) }
    let months = try story.claim("liuzhou").months
    #expect(months.allSatisfy { $0.entitled == Fen(24_371) })
    let sum = months.reduce(Fen.zero) { $0 + $1.entitled }
    #expect(sum == Fen(292_452))
    let year = months.reduce(Fen.zero) { $0 + $1.contribution }
    #expect(Fen(year.value * 2 / 3) == Fen(292_456))
  }

  @Test("G3 LZ11 P17 P18 a woman of 50 is paid until 55; a month younger she has 36 months")
  func women() throws {
    let fifty = LiuzhouRuleTests.approved(birth: "1974-12-10", male: false)
    #expect(try fifty.claim("liuzhou").basis == .until("2029-12"))
    let younger = LiuzhouRuleTests.approved(birth: "1975-01-10", male: false)
    #expect(try younger.claim("liuzhou").basis == .months(36))
    let rules = try LiuzhouRuleTests.pack().clauseSheet()
    #expect(rules.contains { $0.interpretation == "P18" && $0.clause == "一（二）" })
  }

  @Test("G4 LZ01 P36 a decision of May, a document of November: what was known in June, and in December")
  func adoptedLater() throws {
    var story = Story(on: "2022-05-20")
    story.register(household: "450200")
    story.requirements()
    story.contribute("2022-01", count: 4)
    story.approve("liuzhou", from: "2022-01")
    let decision = story.events
    story.day = "2022-11-02"
    story.adopt("liuzhou-2022-9")
    func known(at instant: String) throws -> [MonthEntitlement] {
      let point = try #require(Instant(instant))
      let state = try Fixtures.fold(story.events.filter { $0.recorded <= point })
      return try #require(state.entitlement(of: "p1", in: "liuzhou")).months
    }
    let june = try known(at: "2022-06-30T00:00:00Z")
    #expect(june.count == 4)
    #expect(
      june.allSatisfy {
        $0.entitled == .zero && $0.reasons.reasons(under: nil, term: nil).map(\.code.code) == ["no-policy"]
      })
    let december = try known(at: "2022-12-31T00:00:00Z")
    #expect(december.map(\.entitled) == Array(repeating: Fen(27_000), count: 4))
    #expect(Array(story.events.prefix(decision.count)) == decision)
  }

  @Test("G5 LZ30 LZ13 P20 a sole trader: the sheet shows both clauses under P20, and the recorded fact decides")
  func soleTrader() throws {
    let clauses = try LiuzhouRuleTests.pack().clauseSheet().filter { $0.interpretation == "P20" }.compactMap(\.clause)
    #expect(clauses.contains("三（一）1"))
    #expect(clauses.contains("三（二）2"))
    var story = LiuzhouRuleTests.approved()
    story.contribute("2024-03", "2024-04")
    story.fact(.businessOwner, from: "2024-04-01")
    #expect(try story.reasons("2024-03", "liuzhou") == [])
    #expect(try story.reasons("2024-04", "liuzhou") == ["business-owner@三（二）2"])
  }

  @Test("G6 JD06 P15 a woman of 1979-07: until retirement if first approved in 2024, 36 months if in 2025")
  func acrossTheReform() throws {
    for (day, basis) in [("2024-12-31", Basis.until("2031-11")), ("2025-01-01", .months(36))] {
      var story = Story("jingdezhen-2024-139", on: try #require(CivilDate(day)))
      story.register(birth: "1979-07-10", male: false)
      story.approve("jingdezhen", from: "2025-01")
      #expect(try story.claim("jingdezhen").basis == basis, "\(day)")
    }
  }

  @Test("G13 P35 LG03 one half and two thirds are adopted, seven tenths and none are not")
  func rates() throws {
    let pack = try OtherCityRuleTests.lianyungang()
    for rate in ["1/2", "2/3", "3/5"] {
      #expect(try Policy(pack: pack, parameters: ["rate": rate]).parameters["rate"] == rate)
    }
    for given in [["rate": "7/10"], ["rate": "2/5"], [:]] {
      #expect(throws: PolicyError.self) { try Policy(pack: pack, parameters: given) }
    }
  }
}

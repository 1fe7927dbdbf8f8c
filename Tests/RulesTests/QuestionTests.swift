import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The questions that the documents leave open: the packs' readings at work, if no test of a document names them.
@Suite struct QuestionTests {
  @Test("P3 P4 a lump for three months is recorded and counted by the months it is for")
  func lump() throws {
    var story = LiuzhouRuleTests.approved()
    for (month, amount) in [("2024-04", 36_557), ("2024-05", 36_557), ("2024-06", 40_500)] as [(Month, Int64)] {
      story.given(
        .contributed(
          Contributed(person: "p1", month: month, amount: Fen(amount), paidOn: "2024-06-28", source: "si")))
    }
    #expect(try story.claim("liuzhou").months.map(\.entitled) == [Fen(24_371), Fen(24_371), Fen(27_000)])
  }

  @Test("P10 a month whose money came back gives its place in the limit back")
  func givesBack() throws {
    var story = Story("jingdezhen-2024-139", on: "2028-06-10")
    story.approve("jingdezhen", from: "2025-01")
    story.contribute("2025-01", count: 37)
    let first: Month = "2025-01"
    for offset in 0..<36 {
      story.order("jingdezhen", first.adding(offset), 50_000)
      story.pay("jingdezhen", first.adding(offset), 50_000)
    }
    #expect(try story.reasons("2028-01", "jingdezhen") == ["over-limit@三"])
    story.fact(.employed, from: "2025-03-01", to: "2025-03-31")
    try story.command { state, context in try state.decideDemands(context) }
    guard case .clawedBack(let demand)? = story.events.last?.body else { throw Missing(what: "a demand") }
    try story.when(Entries.repaid("jingdezhen", 50_000, demand: demand.demand))
    #expect(try story.reasons("2028-01", "jingdezhen") == [])
    #expect(try story.month("2028-01", "jingdezhen").payable == Fen(50_000))
  }

  @Test("P11 JD27 months enjoyed elsewhere count in the limit, and their first approval in the basis")
  func elsewhere() throws {
    var story = Story("jingdezhen-2024-139")
    story.register(prior: .init(firstApproved: "2022-06-01", months: 35))
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2024-12", "2025-01")
    #expect(try story.reasons("2024-12", "jingdezhen") == [])
    #expect(try story.reasons("2025-01", "jingdezhen") == ["over-limit@三"])
    story.register(birth: "1979-11-20", male: false, prior: .init(firstApproved: "2024-10-01", months: 3))
    #expect(try story.claim("jingdezhen").basis == .months(36))
    story.register(birth: "1979-09-20", male: false, prior: .init(firstApproved: "2024-10-01", months: 3))
    #expect(try story.claim("jingdezhen").basis == .until("2032-02"))
  }

  @Test("P16 women's age is the pack's, or the one that adoption sets", arguments: [("50", true), ("55", false)])
  func womenAge(_ age: String, _ isUnder: Bool) throws {
    var story = Story(on: "2024-12-10")
    story.adopt("linyi-2021-63", ["rate": "1/2", "womenAge": age])
    story.register(birth: "1976-05-05", male: false)
    story.requirements()
    story.approve("linyi", from: "2024-12")
    // 17 months after 1974-12: a delay of 9 months to the age of 50.
    #expect(try story.claim("linyi").basis == (isUnder ? .until("2027-02") : .months(36)))
  }

  @Test("P19 LG04 who is paid until retirement has no limit to extend")
  func noExtension() throws {
    var story = Story("lianyungang-2021-50", ["rate": "1/2"])
    story.register(birth: "1966-01-01")
    story.approve("lianyungang", from: "2024-12")
    #expect(try story.refusal(Entries.extended("lianyungang", 6)) == .nothingToExtend(clause: "（十二）"))
  }

  @Test("P20 LZ13 LY03 LG15 a business excludes in Liuzhou and Linyi, and not in Lianyungang")
  func business() throws {
    let cities: [(Identifier, Identifier, [String: String], String?)] = [
      ("liuzhou", "liuzhou-2022-9", [:], "三（二）2"), ("linyi", "linyi-2021-63", ["rate": "1/2"], "三"),
      ("lianyungang", "lianyungang-2021-50", ["rate": "1/2"], nil),
    ]
    for (scheme, pack, parameters, clause) in cities {
      var story = Story(pack, parameters)
      story.approve(scheme, from: "2024-12")
      story.fact(.businessOwner)
      story.contribute("2024-12")
      #expect(try story.reasons("2024-12", scheme) == (clause.map { ["business-owner@\($0)"] } ?? []))
    }
  }

  @Test("P21 a role counts for the days that the registry shows")
  func dates() throws {
    var story = LiuzhouRuleTests.approved()
    story.fact(.businessOwner, from: "2024-02-29", to: "2024-03-01")
    story.contribute("2024-01", count: 4)
    #expect(try story.claim("liuzhou").months.map { $0.entitled > .zero } == [true, false, false, true])
  }

  @Test("P34 two years from leaving school to the day, tested at the first approval only")
  func graduate() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("lianyungang-2021-50", ["rate": "1/2"])
    story.register(birth: "2001-05-05")
    story.fact(.graduated, from: "2022-12-10")
    story.approve("lianyungang", from: "2024-12")
    story.contribute("2024-12", count: 25)
    let months = try story.claim("lianyungang").months
    #expect(months.count { $0.entitled > .zero } == 24)
    #expect(months.last?.entitled == .zero)
  }

  @Test("P40 LZ15 a verification covers the months from its first to its last day")
  func verification() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("liuzhou-2022-9")
    story.register(household: "450200")
    story.fact(.difficultyRecognised)
    story.fact(.flexibleRegistered)
    story.fact(.annualVerified, from: "2023-01-01", to: "2023-12-31")
    story.fact(.annualVerified, from: "2024-03-05", to: "2024-12-31")
    story.approve("liuzhou", from: "2023-01")
    story.contribute("2023-12", count: 4)
    let missing = ["missing-annual-verified@三（二）6"]
    #expect(try story.reasons("2023-12", "liuzhou") == [])
    #expect(try story.reasons("2024-01", "liuzhou") == missing)
    #expect(try story.reasons("2024-02", "liuzhou") == missing)
    #expect(try story.reasons("2024-03", "liuzhou") == [])
  }

  @Test("P41 a household elsewhere bars nobody at entry in Liuzhou; moving out does")
  func household() throws {
    var story = Story("liuzhou-2022-9")
    story.register(household: "360200")
    #expect(try story.when(Entries.applied("liuzhou")).types == [.applied])
    story.fact(.movedOut, from: "2024-12-01")
    story.approve("liuzhou", from: "2024-12")
    story.contribute("2024-12")
    #expect(try story.reasons("2024-12", "liuzhou") == ["moved-out@三（二）3"])
  }

  @Test("P45 the month of death and all after it are excluded, in every city", arguments: ShippedPacks.all.map(\.id))
  func death(_ id: Identifier) throws {
    let pack = try #require(ShippedPacks.pack(id))
    let parameters = ["beijing": ["amountFen": "77733"], "linyi": ["rate": "1/2"], "lianyungang": ["rate": "1/2"]]
    var story = Story(id, parameters["\(pack.scheme)"] ?? [:])
    story.approve(pack.scheme, from: "2024-12")
    story.fact(.deceased, from: "2025-01-31")
    story.contribute("2024-12", count: 3)
    #expect(try story.reasons("2024-12", pack.scheme) == [])
    #expect(try story.reasons("2025-01", pack.scheme) == ["deceased@-"])
    #expect(try story.reasons("2025-02", pack.scheme) == ["deceased@-"])
  }

  @Test("P46 the thresholds of the statistics are set by adoption, and nobody is counted without one")
  func thresholds() throws {
    let cities = [
      ("linyi-2021-63", "minimumLivingFen", "first-income"),
      ("lianyungang-2021-50", "minimumWageFen", "platform-income"),
    ]
    for (id, parameter, code) in cities {
      let pack = try #require(Identifier(id).flatMap { ShippedPacks.pack($0) })
      let rule = try #require(pack.supervision?.statistics.first { $0.item.code == code })
      #expect(try Policy(pack: pack, parameters: ["rate": "1/2"]).threshold(of: rule) == nil)
      #expect(
        try Policy(pack: pack, parameters: ["rate": "1/2", parameter: "90000"]).threshold(of: rule) == Fen(90_000))
    }
  }

  @Test("P32 a sample has at least 5 persons in Liuzhou, and no other document names a number")
  func sampling() throws {
    for pack in ShippedPacks.all {
      #expect(pack.supervision?.sampling?.atLeast == (pack.scheme == "liuzhou" ? 5 : nil))
    }
  }
}

import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// 临人社字〔2021〕63号 and 连政办发〔2021〕50号, driven through the packs that ship.
@Suite struct OtherCityRuleTests {
  static func linyi() throws -> PolicyPack { try #require(ShippedPacks.pack("linyi-2021-63")) }
  static func lianyungang() throws -> PolicyPack { try #require(ShippedPacks.pack("lianyungang-2021-50")) }

  // MARK: Linyi

  @Test("LY01 LY21 in force from its issue, with both bases; public")
  func linyiDocument() throws {
    let pack = try OtherCityRuleTests.linyi()
    #expect(pack.effectiveFrom == pack.document.issuedOn)
    #expect(pack.effectiveFrom == "2021-07-16")
    #expect(pack.document.basis == ["临政办发〔2020〕9号", "鲁人社字〔2021〕85号"])
    #expect(pack.scope?.publicationClause == "页尾")
  }

  @Test("LY03 four kinds of work; whoever has a licence is outside from its month on")
  func linyiScope() throws {
    #expect(
      try OtherCityRuleTests.linyi().scope?.work.map(\.code) == ["self-employed", "part-time", "platform", "other"])
    var story = Story("linyi-2021-63", ["rate": "1/2"])
    story.approve("linyi", from: "2024-10")
    story.fact(.businessOwner, from: "2024-11-05")
    story.contribute("2024-10", "2024-11")
    #expect(try story.month("2024-10", "linyi").entitled == Fen(30_000))
    #expect(try story.reasons("2024-11", "linyi") == ["business-owner@三"])
  }

  @Test("LY12 LG07 one registers at any of four places in Linyi, of three in Lianyungang")
  func places() throws {
    let four = ["household", "residence", "employment", "insurance"]
    #expect(Applied.Place.allCases.map(\.rawValue) == four)
    let linyi = try OtherCityRuleTests.linyi()
    #expect(linyi.registration?.places.map(\.code) == four)
    let lianyungang = try OtherCityRuleTests.lianyungang()
    #expect(lianyungang.registration?.places.map(\.code) == Array(four.prefix(3)))
  }

  @Test("LY13 LG07 on one's word: no paper is asked for, and an application without any is taken")
  func noProofs() throws {
    for (pack, clause) in [(try OtherCityRuleTests.linyi(), "三"), (try OtherCityRuleTests.lianyungang(), "（十五）")] {
      #expect(pack.registration?.commitmentClause == clause)
      #expect(pack.application?.materials == [])
      var story = Story(pack.id, ["rate": "1/2"])
      #expect(try story.when(Entries.applied(pack.scheme)).types == [.applied])
    }
  }

  @Test("LY16 LG02 P34 graduates and people in difficulty, and nobody else", arguments: ["linyi", "lianyungang"])
  func targets(_ scheme: Identifier) throws {
    let pack: Identifier = scheme == "linyi" ? "linyi-2021-63" : "lianyungang-2021-50"
    var story = Story(on: "2024-12-10")
    story.adopt(pack, ["rate": "1/2"])
    story.register(birth: "2001-05-05")
    story.fact(.flexibleRegistered)
    story.approve(scheme, from: "2024-12")
    story.contribute("2024-12")
    let clause = scheme == "linyi" ? "四" : "（十二）"
    #expect(try story.reasons("2024-12", scheme) == ["missing-difficulty-recognised@\(clause)"])
    var difficulty = story
    difficulty.fact(.difficultyRecognised)
    #expect(try difficulty.month("2024-12", scheme).entitled == Fen(30_000))
    #expect(try difficulty.claim(scheme).basis == .months(36))
    for (left, isGraduate) in [("2022-12-10", true), ("2022-12-09", false), ("2024-12-11", false)] {
      var graduate = story
      graduate.fact(.graduated, from: try #require(CivilDate(left)))
      #expect(try graduate.month("2024-12", scheme).entitled == (isGraduate ? Fen(30_000) : .zero), "\(left)")
      #expect(try graduate.claim(scheme).basis == .months(isGraduate ? 24 : 36), "\(left)")
    }
  }

  @Test("LY16 a graduate needs a registration and a contribution like everybody else")
  func linyiRegistered() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("linyi-2021-63", ["rate": "1/2"])
    story.register(birth: "2001-05-05")
    story.fact(.graduated, from: "2024-06-30")
    story.approve("linyi", from: "2024-12")
    story.contribute("2024-12", amount: 0)
    #expect(
      try story.reasons("2024-12", "linyi") == ["no-contribution@四", "missing-flexible-registered@四"])
  }

  // MARK: Lianyungang

  @Test("LG01 LG21 P37 no clause on effect: from its issue, as an interpretation; the fund is named")
  func lianyungangDocument() throws {
    let pack = try OtherCityRuleTests.lianyungang()
    #expect(pack.effectiveFrom == pack.document.issuedOn)
    #expect(pack.effectiveClause == nil)
    #expect(pack.interpretations.first { $0.id == "P37" }?.rules == ["effective"])
    #expect(pack.document.basis == ["国办发〔2020〕27号", "苏政办发〔2021〕13号"])
    #expect(pack.scope?.funding?.source == "就业补助资金")
    #expect(pack.scope?.funding?.clause == "（十六）")
  }

  @Test("LG11 LG13 P5 what was paid counts, whatever base was chosen and whenever it was paid")
  func contributions() throws {
    var story = Story("lianyungang-2021-50", ["rate": "2/3"])
    story.approve("lianyungang", from: "2021-11")
    for (month, amount) in [("2021-11", 35_000), ("2021-12", 90_000)] as [(Month, Int64)] {
      story.given(
        .contributed(
          Contributed(person: "p1", month: month, amount: Fen(amount), paidOn: "2022-12-31", source: "si")))
    }
    #expect(try story.claim("lianyungang").months.map(\.entitled) == [Fen(23_333), Fen(60_000)])
  }

  @Test("LG12 work-injury insurance is no fact against anybody: only employment is")
  func workInjury() throws {
    #expect(try OtherCityRuleTests.lianyungang().excluded.map(\.fact) == [.employed, .pension, .deceased])
    #expect(FactCode(rawValue: "work-injury") == nil)
    var story = Story("lianyungang-2021-50", ["rate": "2/3"])
    story.approve("lianyungang", from: "2024-12")
    story.contribute("2024-12")
    try story.when(Entries.checked("work-injury-insurance", passed: false))
    #expect(try story.month("2024-12", "lianyungang").entitled == Fen(40_000))
  }

  @Test("LG05 a rule without a clause and without a named interpretation is refused")
  func noAuthority() throws {
    let text = String(decoding: try #require(ShippedPacks.text("lianyungang-2021-50")), as: UTF8.self)
    let narrower = text.replacing(
      #"{"fact": "deceased", "clause": null, "interpretation": "P45"}"#,
      with: #"{"fact": "deceased", "clause": null, "interpretation": "P45"}, {"fact": "training", "clause": null}"#)
    #expect(narrower != text)
    #expect(
      throws: PolicyError(
        .noAuthority, path: "excluded[3].clause", found: "null", expected: "clause or interpretation")
    ) { try PolicyPack(text: Array(narrower.utf8)) }
  }

  @Test("LY04 name, sex, identity number and telephone are asked for, and each has a place in a registration")
  func basicData() throws {
    let fields = try #require(ShippedPacks.pack("linyi-2021-63")?.registration?.fields)
    #expect(fields.prefix(4).map(\.chinese) == ["姓名", "性别", "身份证号", "联系方式"])
    #expect(fields.prefix(4).allSatisfy { $0.clause == "二" })
    #expect(fields.count == 10)
  }
}

import Papers
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// 柳人社规〔2022〕9号, driven through the pack that ships.
@Suite struct LiuzhouRuleTests {
  static let scheme: Identifier = "liuzhou"

  static func pack() throws -> PolicyPack { try #require(ShippedPacks.pack("liuzhou-2022-9")) }

  /// A person of Liuzhou who meets every requirement, approved on the day of the story.
  static func approved(
    birth: CivilDate = "1980-05-05", male: Bool = true, on day: CivilDate = "2024-12-10", from: Month = "2024-01"
  ) -> Story {
    var story = Story("liuzhou-2022-9", on: day)
    story.register(birth: birth, male: male, household: "450200")
    story.approve(scheme, from: from)
    return story
  }

  // MARK: What the document is

  @Test("LZ02 LZ03 LZ48 the basis, the repealed document and the publication are on the clause sheet")
  func document() throws {
    let sheet = try LiuzhouRuleTests.pack().clauseSheet()
    #expect(sheet[0].english.contains("rests on 桂人社规〔2022〕3号; repeals 柳人社规〔2019〕5号"))
    #expect(sheet[0].chinese.contains("废止柳人社规〔2019〕5号"))
    #expect(sheet.contains { $0.topicChinese == "公开" && $0.clause == "页尾" })
  }

  @Test("LZ03a people in difficulty are the only target, paid from the employment fund")
  func target() throws {
    let pack = try LiuzhouRuleTests.pack()
    #expect(pack.scope?.targets.map(\.chinese) == ["就业困难人员"])
    #expect(!pack.terms.contains { $0.name == "graduate" })
    #expect(pack.scope?.funding?.source == "就业补助资金")
    #expect(pack.clauseSheet().contains { $0.chinese == "就业补助资金" && $0.clause == "前言" })
  }

  // MARK: Months

  @Test("LZ03a LZ06 LZ14 LZ15 LZ27 a month needs recognition, registration, verification and a contribution")
  func requirements() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("liuzhou-2022-9")
    story.register(household: "450200")
    story.approve(LiuzhouRuleTests.scheme, from: "2024-01")
    let missing = [
      "missing-difficulty-recognised@一（一）", "missing-flexible-registered@一（三）3", "missing-annual-verified@三（二）6",
    ]
    story.contribute("2024-03")
    story.contribute("2024-04", amount: 0)
    #expect(try story.reasons("2024-03", "liuzhou") == missing)
    #expect(try story.reasons("2024-04", "liuzhou") == ["no-contribution@二（三）"] + missing)
    story.fact(.difficultyRecognised, from: "2024-03-31")
    story.fact(.flexibleRegistered, from: "2024-03-01", to: "2024-03-01")
    story.fact(.annualVerified, from: "2024-01-01", to: "2024-12-31")
    #expect(try story.month("2024-03", "liuzhou").entitled == Fen(27_000))
    #expect(try story.reasons("2024-04", "liuzhou") == ["no-contribution@二（三）", "missing-flexible-registered@一（三）3"])
  }

  @Test("LZ06 P5 a contribution that was paid late counts for its own month")
  func paidLate() throws {
    var story = LiuzhouRuleTests.approved()
    story.given(
      .contributed(
        Contributed(person: "p1", month: "2024-03", amount: Fen(40_500), paidOn: "2024-11-30", source: "si")))
    #expect(try story.month("2024-03", "liuzhou").entitled == Fen(27_000))
  }

  @Test("LZ09 P9 the 37th month is over the limit, breaks apart")
  func limit() throws {
    var story = LiuzhouRuleTests.approved(on: "2022-01-10", from: "2022-01")
    story.contribute("2022-01", count: 10)
    story.contribute("2023-06", count: 27)
    let claim = try story.claim(LiuzhouRuleTests.scheme)
    #expect(claim.months.count { $0.entitled > .zero } == 36)
    #expect(claim.remainingMonths == 0)
    #expect(try story.reasons("2025-07", "liuzhou") == [])
    #expect(try story.reasons("2025-08", "liuzhou") == ["over-limit@一（二）"])
  }

  @Test("LZ10 P12 a man under 5 years to 60 at first approval is paid to his retirement month, delay included")
  func nearRetirement() throws {
    // Born 15 months after 1964-12: a delay of 4 months.
    #expect(
      try LiuzhouRuleTests.approved(birth: "1966-03-10").claim(LiuzhouRuleTests.scheme).basis == .until("2026-07"))
    #expect(
      try LiuzhouRuleTests.approved(birth: "1969-12-10").claim(LiuzhouRuleTests.scheme).basis == .months(36))
    #expect(
      try LiuzhouRuleTests.approved(birth: "1969-12-09").claim(LiuzhouRuleTests.scheme).basis == .until("2031-03"))
  }

  @Test(
    "LZ12 LZ13 LZ16 LZ29 LZ34–LZ37 P7 from the month of a fact on nothing is due, and an application fails by its clause",
    arguments: [
      (.employed, "三（二）1", "一（三）1"), (.businessOwner, "三（二）2", "一（三）2"), (.pension, "三（二）4", "一（三）5"),
      (.otherSubsidy, "二（四）", "二（四）"), (.movedOut, "三（二）3", nil),
    ] as [(FactCode, String, String?)])
  func excludes(_ fact: FactCode, _ clause: String, _ bar: String?) throws {
    var story = LiuzhouRuleTests.approved()
    story.fact(fact, from: "2024-05-31")
    story.contribute("2024-04", "2024-05", "2024-06")
    #expect(try story.reasons("2024-04", "liuzhou") == [])
    #expect(try story.reasons("2024-05", "liuzhou") == ["\(fact.rawValue)@\(clause)"])
    #expect(try story.reasons("2024-06", "liuzhou") == ["\(fact.rawValue)@\(clause)"])
    var applicant = Story("liuzhou-2022-9")
    applicant.fact(fact, from: "2024-12-31")
    let rejection = bar.map { [RejectionReason(code: fact.rawValue, clause: $0)] }
    #expect(try applicant.when(Entries.applied("liuzhou")).rejection == rejection)
  }

  @Test("LZ16 LZ37 P8 the retirement month is the last one")
  func retired() throws {
    var story = LiuzhouRuleTests.approved(birth: "1963-01-10", on: "2022-12-10", from: "2022-12")
    story.contribute("2023-01", "2023-02")
    #expect(try story.reasons("2023-01", "liuzhou") == [])
    #expect(try story.reasons("2023-02", "liuzhou") == ["retired@三（二）4"])
  }

  @Test("LZ28a what is approved and not paid stays payable until a batch orders it")
  func unpaid() throws {
    var story = LiuzhouRuleTests.approved()
    story.contribute("2024-01", "2024-02")
    #expect(try story.claim(LiuzhouRuleTests.scheme).months.map(\.payable) == [Fen(27_000), Fen(27_000)])
    try story.command { try $0.decideDraft("b1", scheme: "liuzhou", through: "2024-01", $1).events }
    #expect(try story.claim(LiuzhouRuleTests.scheme).months.map(\.payable) == [.zero, Fen(27_000)])
  }

  @Test("LZ29 P22 another city's money for the month bars that month alone")
  func otherCity() throws {
    var story = LiuzhouRuleTests.approved()
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    story.contribute("2024-01", "2024-02")
    story.pay("beijing", "2024-01", 77_733)
    #expect(try story.reasons("2024-01", "liuzhou") == ["other-scheme@二（四）"])
    #expect(try story.reasons("2024-02", "liuzhou") == [])
  }

  // MARK: Applications

  @Test("LZ17 four stages in their order, each by whoever decides it, the last one approves")
  func stages() throws {
    var story = Story("liuzhou-2022-9")
    try story.when(Entries.applied("liuzhou"))
    #expect(try story.refusal(Entries.verified("city")) == .wrongStage(found: "city", expected: "community"))
    for (stage, by) in [("community", "op-c"), ("street", "op-s"), ("district", "op-d")] as [(Identifier, Identifier)] {
      #expect(try story.when(Entries.verified(stage), by: by).types == [.verified])
    }
    #expect(try story.when(Entries.verified("city"), by: "op-z").types == [.verified, .approved])
    let reviewers = story.events.filter { $0.body.type == .verified }.map(\.by)
    #expect(reviewers == ["op-c", "op-s", "op-d", "op-z"])
    #expect(try LiuzhouRuleTests.pack().process.stages.map(\.office).last == "市就业服务中心")
  }

  @Test("LZ22–LZ26 P43 an application keeps place, papers and delegate; the pack lists the papers of both ways")
  func papers() throws {
    let rule = try #require(try LiuzhouRuleTests.pack().application)
    #expect(rule.places.map(\.code) == ["residence"])
    #expect(rule.delegation?.clause == "二（二）")
    func codes(_ condition: MaterialRule.Condition) -> [String] {
      rule.materials.filter { $0.condition == condition }.map(\.item.code)
    }
    #expect(codes(.always) == ["social-security-card", "signed-form"])
    #expect(
      codes(.delegated) == [
        "authorisation-photo", "applicant-photo", "delegate-id", "photo-prints", "principal-id-copy",
      ])
    var story = Story("liuzhou-2022-9")
    let body = EventBody.applied(
      Applied(
        person: "p1", application: "a1", scheme: "liuzhou", from: "2024-12", undertaking: false, channel: "community",
        delegate: "d-17", district: Region("450202"), place: .residence, category: "difficulty",
        materials: ["social-security-card", "signed-form", "delegate-id"]))
    #expect(try story.when(body) == [body])
  }

  // MARK: Lists

  @Test(
    "LZ30–LZ33 LZ46–LZ46c LZ47 kinds of work and usual jobs are on the clause sheet, word for word",
    arguments: [
      ("三（一）1", "无雇工的个体工商户"), ("三（一）2", "非全日制从业人员"), ("三（一）3", "新业态平台"), ("三（一）4", "国家和自治区规定的其他"),
      ("附件一", "街头擦鞋、修鞋，配钥匙"), ("附件二", "家政钟点工，保姆"), ("附件三", "不超过四小时，每周工作时间不超过二十四小时"), ("附件四", "且未领取企业营业证照"),
      ("附件五", "未与新业态平台企业建立劳动关系"),
    ])
  func lists(_ clause: String, _ words: String) throws {
    let rows = try LiuzhouRuleTests.pack().clauseSheet().filter { $0.clause == clause }
    #expect(rows.contains { $0.chinese.contains(words) })
    #expect(rows.allSatisfy { !$0.english.isEmpty })
  }

  @Test("LZ47 a report keeps the hours of a week")
  func hours() throws {
    var story = LiuzhouRuleTests.approved()
    let work = Reported.Work(kind: "C", place: "450202", hours: 24, incomeBand: "0-1000")
    let body = EventBody.reported(Reported(person: "p1", on: "2024-12-01", channel: "community", work: work))
    #expect(try story.when(body) == [body])
  }

  // MARK: While paid

  @Test("LZ38 LZ43 P33 P49 deceit voids every month, demands every payment and bars a new approval")
  func fraud() throws {
    var story = LiuzhouRuleTests.approved()
    story.contribute("2024-01", "2024-02")
    story.order(LiuzhouRuleTests.scheme, "2024-01", 27_000)
    story.pay(LiuzhouRuleTests.scheme, "2024-01", 27_000)
    try story.when(Entries.ended("liuzhou", from: "2024-12", reason: Ended.fraud))
    #expect(try story.reasons("2024-01", "liuzhou") == ["fraud@四（一）"])
    #expect(try story.month("2024-02", "liuzhou").payable == .zero)
    let demands = try story.command { state, context in try state.decideDemands(context) }
    guard case .clawedBack(let demand)? = demands.first else { throw Missing(what: "a demand") }
    #expect(demand.months == [.init(month: "2024-01", amount: Fen(27_000))])
    #expect(demand.clause == "四（一）")
    let again = try story.when(Entries.applied("liuzhou", application: "a2"))
    #expect(again.rejection == [.init(code: "fraud", clause: "四（一）")])
  }

  @Test("LZ40 a change that is recorded changes the person's ledger from its month on")
  func change() throws {
    var story = LiuzhouRuleTests.approved()
    story.contribute("2024-01", "2024-02")
    let before = Story.json(try story.state(), "p1")
    try story.when(.factRecorded(FactRecorded(person: "p1", fact: .employed, from: "2024-02-10", source: "street-03")))
    #expect(Story.json(try story.state(), "p1") != before)
    #expect(try story.claim(LiuzhouRuleTests.scheme).months.map(\.entitled) == [Fen(27_000), .zero])
  }

  @Test("LZ41 a visit is kept with its day, which is not in the future, and what was found")
  func visit() throws {
    var story = LiuzhouRuleTests.approved()
    let body = EventBody.visited(Visited(person: "p1", on: "2024-12-10", finding: "在岗"))
    #expect(try story.when(body) == [body])
    let tomorrow = EventBody.visited(Visited(person: "p1", on: "2024-12-11"))
    #expect(try story.refusal(tomorrow) == .inFuture(field: "on", value: "2024-12-11"))
  }
}

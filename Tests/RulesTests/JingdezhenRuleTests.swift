import Papers
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// 景人社字〔2024〕139号, driven through the pack that ships.
@Suite struct JingdezhenRuleTests {
  static func pack() throws -> PolicyPack { try #require(ShippedPacks.pack("jingdezhen-2024-139")) }

  /// An approval through both stages.
  static func reviewed(_ story: inout Story, application: Identifier = "a1", from: Month = "2024-12") throws {
    try story.when(Entries.applied("jingdezhen", from: from, application: application))
    try story.when(Entries.verified("acceptance", application: application))
    try story.when(Entries.verified("review", application: application), by: "reviewer")
  }

  @Test("JD01 JD36 both bases and both issuers are on the clause sheet")
  func document() throws {
    let row = try JingdezhenRuleTests.pack().clauseSheet()[0]
    #expect(row.english.contains("rests on 赣财社〔2019〕1号、赣人社规字〔2024〕3号"))
    #expect(row.chinese.contains("景德镇市人力资源和社会保障局、景德镇市财政局"))
  }

  @Test("JD01 the recognition is a fact with its source and group; without it a month is not paid")
  func recognition() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("jingdezhen-2024-139")
    story.register()
    story.fact(.flexibleRegistered)
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2024-12")
    #expect(try story.reasons("2024-12", "jingdezhen") == ["missing-difficulty-recognised@一（二）"])
    try story.when(
      .factRecorded(
        FactRecorded(
          person: "p1", fact: .difficultyRecognised, from: "2024-12-01", source: "珠山区", detail: "4050")))
    #expect(try story.month("2024-12", "jingdezhen").entitled == Fen(50_000))
  }

  @Test("JD02 JD12 nine groups and six channels are on the clause sheet")
  func lists() throws {
    let pack = try JingdezhenRuleTests.pack()
    #expect(pack.scope?.targets.count == 9)
    #expect(pack.application?.channels.count == 6)
    let sheet = pack.clauseSheet()
    for words in ["零就业家庭成员", "脱贫劳动力", "专业退捕渔民", "连续失业6个月以上的“4050”人员"] {
      #expect(sheet.contains { $0.clause == "一（一）" && $0.chinese == words })
    }
    for words in ["赣服通", "江西人社网上办事大厅", "户籍所在地5+2就业之家"] {
      #expect(sheet.contains { $0.clause == "五（一）" && $0.chinese == words })
    }
  }

  @Test("JD05 three years are 36 months")
  func limit() throws {
    var story = Story("jingdezhen-2024-139")
    story.approve("jingdezhen", from: "2024-12")
    #expect(try story.claim("jingdezhen").basis == .months(36))
    story.contribute("2024-12", count: 37)
    #expect(try story.reasons("2027-11", "jingdezhen") == [])
    #expect(try story.reasons("2027-12", "jingdezhen") == ["over-limit@三"])
  }

  @Test("JD07 P13 P14 the age at the first approval decides, also at a later one")
  func firstApproval() throws {
    // 50 in 2029-12: over 5 years on 2024-12-10, under them in 2025.
    var story = Story("jingdezhen-2024-139")
    story.register(birth: "1979-12-15", male: false)
    try JingdezhenRuleTests.reviewed(&story)
    #expect(try story.claim("jingdezhen").basis == .months(36))
    try story.when(Entries.ended("jingdezhen", from: "2025-06"))
    story.day = "2027-12-10"
    try JingdezhenRuleTests.reviewed(&story, application: "a2", from: "2027-12")
    let approvals = story.events.compactMap { if case .approved(let body) = $0.body { body } else { nil } }
    #expect(approvals.map(\.first) == [true, false])
    #expect(approvals.map(\.basis) == [.months(36), .months(36)])
  }

  @Test("JD08 P39 a batch through the quarter's last month holds its three months")
  func quarter() throws {
    #expect(try JingdezhenRuleTests.pack().supervision?.cycle?.every.months == 3)
    var story = Story("jingdezhen-2024-139")
    story.approve("jingdezhen", from: "2025-01")
    story.contribute("2025-01", count: 4)
    story.day = "2025-04-10"
    let drafted = try story.command { try $0.decideDraft("q1", scheme: "jingdezhen", through: "2025-03", $1).events }
    #expect(drafted.count == 4)
    #expect(try story.month("2025-04", "jingdezhen").payable == Fen(50_000))
  }

  @Test("JD09 JD10 JD11 papers, and which are asked for only where no system has them")
  func papers() throws {
    let materials = try #require(try JingdezhenRuleTests.pack().application).materials
    #expect(materials.map(\.item.code) == ["id-copy", "household-book", "employment-proof", "contribution-proof"])
    #expect(materials.map(\.condition) == [.always, .householdFromElsewhere, .notShared, .notShared])
    let sheet = try JingdezhenRuleTests.pack().clauseSheet()
    #expect(sheet.contains { $0.chinese == "灵活就业证明材料（无法通过系统核查或共享获取的）" })
  }

  @Test("JD13 the household's place takes the application, wherever the person is insured")
  func place() throws {
    #expect(try JingdezhenRuleTests.pack().application?.places.map(\.code) == ["household"])
    var story = Story("jingdezhen-2024-139")
    story.given(
      .contributed(
        Contributed(person: "p1", month: "2024-12", amount: Fen(60_000), paidOn: "2024-12-05", source: "杭州市社保")))
    #expect(try story.when(Entries.applied("jingdezhen")).types == [.applied])
  }

  @Test("JD15 JD29 an application keeps channel and papers, every event its operator and key")
  func operators() throws {
    var story = Story("jingdezhen-2024-139")
    let body = EventBody.applied(
      Applied(
        person: "p1", application: "a1", scheme: "jingdezhen", from: "2024-12", undertaking: true, channel: "ganfutong",
        place: .household, category: "4050", materials: ["id-copy", "contribution-proof"]))
    #expect(try story.when(body, by: "op-17", key: "key-17") == [body])
    try story.when(Entries.verified("acceptance"), by: "op-18", key: "key-18")
    #expect(story.events.suffix(2).map(\.by) == ["op-17", "op-18"])
    #expect(story.events.suffix(2).map(\.key) == ["key-17", "key-18"])
  }

  @Test("JD17 JD18 what does not match rejects with its reasons; the notification names application, day and channel")
  func notification() throws {
    var story = Story("jingdezhen-2024-139")
    try story.when(Entries.applied("jingdezhen"))
    let reasons = [RejectionReason(code: "labour-record", clause: "五（三）")]
    let decided = try story.when(Entries.verified("acceptance", passed: false, reasons: reasons))
    #expect(decided.types == [.verified, .rejected])
    #expect(decided.rejection == reasons)
    let body = EventBody.notified(
      Notified(
        person: "p1", scheme: "jingdezhen", notification: "rejected", on: "2024-12-10", channel: "phone",
        application: "a1"))
    #expect(try story.when(body, by: "street-2") == [body])
  }

  @Test("JD20 a rejection ends this application and no other")
  func rejectedOnce() throws {
    var story = Story("jingdezhen-2024-139")
    try story.when(Entries.applied("jingdezhen"))
    try story.when(Entries.verified("acceptance"))
    #expect(try story.when(Entries.verified("review", passed: false)).types == [.verified, .rejected])
    try JingdezhenRuleTests.reviewed(&story, application: "a2")
    #expect(story.events.last?.body.type == .approved)
  }

  @Test("JD21 JD21a P50 a list is approved by a second person before it is exported, and exported before it is paid")
  func order() throws {
    var story = Story("jingdezhen-2024-139")
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2024-12")
    try story.command(by: "a") { try $0.decideDraft("b1", scheme: "jingdezhen", through: "2024-12", $1).events }
    func export(_ story: Story) throws -> Refusal? {
      try story.refusal { state, context throws(Refusal) in
        try state.decideExport(of: "b1", format: "csv", sha256: "aa", context)
      }
    }
    let lines = [SettlementLine(person: "p1", month: "2024-12", amount: nil, answer: .paid(reference: nil))]
    #expect(try export(story) == .batchStage("b1", found: .drafted, needed: .approved))
    #expect(
      try story.refusal(by: "a") { state, context throws(Refusal) in try state.decideApproval(of: "b1", context) }
        == .approvedByDrafter("a"))
    try story.command(by: "b") { state, context in try state.decideApproval(of: "b1", context) }
    #expect(
      try story.refusal { state, _ throws(Refusal) in try state.decideSettlement(of: "b1", lines) }
        == .batchStage("b1", found: .approved, needed: .exported))
    try story.command { state, context in try state.decideExport(of: "b1", format: "csv", sha256: "aa", context) }
    let paid = try story.command { state, _ in try state.decideSettlement(of: "b1", lines) }
    #expect(paid.types == [.paid])
    let pack = try JingdezhenRuleTests.pack()
    #expect(pack.process.listCheck?.clause == "五（五）")
    #expect(pack.payee == .person)
  }

  @Test(
    "JD04 P24 500 yuan a month, however small the contribution", arguments: [1, 50_000, 74_999, 200_000] as [Int64])
  func flat(_ contribution: Int64) throws {
    var story = Story("jingdezhen-2024-139")
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2024-12", amount: contribution)
    #expect(try story.month("2024-12", "jingdezhen").entitled == Fen(50_000))
  }

  @Test(
    "JD22–JD26 JD28 P23 P44 a day of it excludes the month and no other, by its clause",
    arguments: [
      (.unemploymentBenefit, "六.1"), (.training, "六.2"), (.publicPost, "六.3"), (.imprisoned, "六.3"),
      (.fiscallySupported, "六.3"), (.pension, "六.4"), (.employed, "六.5"), (.dishonest, "六.7"),
      (.contributionRefunded, "承诺书3"),
    ] as [(FactCode, String)])
  func excludes(_ fact: FactCode, _ clause: String) throws {
    var story = Story("jingdezhen-2024-139")
    story.approve("jingdezhen", from: "2024-12")
    story.fact(fact, from: "2025-01-31", to: "2025-02-01")
    story.contribute("2024-12", count: 4)
    #expect(try story.reasons("2024-12", "jingdezhen") == [])
    #expect(try story.reasons("2025-01", "jingdezhen") == ["\(fact.rawValue)@\(clause)"])
    #expect(try story.reasons("2025-02", "jingdezhen") == ["\(fact.rawValue)@\(clause)"])
    #expect(try story.reasons("2025-03", "jingdezhen") == [])
  }

  @Test("JD25 after the retirement month nothing is paid")
  func retired() throws {
    var story = Story("jingdezhen-2024-139")
    story.register(birth: "1965-01-20")
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2025-02", "2025-03")
    #expect(try story.reasons("2025-02", "jingdezhen") == [])
    #expect(try story.reasons("2025-03", "jingdezhen") == ["retired@六.4"])
  }

  @Test("JD33 P33 deceit demands every month that was paid")
  func fraud() throws {
    var story = Story("jingdezhen-2024-139")
    story.approve("jingdezhen", from: "2024-12")
    for month in ["2024-12", "2025-01"] as [Month] {
      story.contribute(month)
      story.order("jingdezhen", month, 50_000)
      story.pay("jingdezhen", month, 50_000)
    }
    try story.when(Entries.ended("jingdezhen", from: "2025-02", reason: Ended.fraud))
    #expect(try story.reasons("2024-12", "jingdezhen") == ["fraud@承诺书2"])
    let demands = try story.command { state, context in try state.decideDemands(context) }
    guard case .clawedBack(let demand)? = demands.first else { throw Missing(what: "a demand") }
    #expect(demand.months.map(\.month) == ["2024-12", "2025-01"])
    #expect(try story.claim("jingdezhen").recovery.outstanding == Fen(100_000))
  }

  @Test("JD31 months before the issue have no policy; a later adoption takes over from its own day")
  func provisional() throws {
    var story = Story("jingdezhen-2024-139")
    story.approve("jingdezhen", from: "2024-11")
    story.contribute("2024-11", "2024-12", "2026-01")
    #expect(try story.reasons("2024-11", "jingdezhen").first == "no-policy@-")
    #expect(try story.month("2024-12", "jingdezhen").entitled == Fen(50_000))
    story.adopt("jingdezhen-2024-139", from: "2026-01-01")
    let timeline = try #require(try story.state().timeline(of: "jingdezhen"))
    #expect(timeline.timeline.index(for: "2025-12") == 0)
    #expect(timeline.timeline.index(for: "2026-01") == 1)
  }

  @Test("JD32 JD35 without the undertaking an application is rejected; its text stands in the pack to the last line")
  func undertaking() throws {
    var story = Story("jingdezhen-2024-139")
    let decided = try story.when(Entries.applied("jingdezhen", undertaking: false))
    #expect(decided.rejection == [.init(code: "no-undertaking", clause: "附件 承诺书")])
    let rule = try #require(try JingdezhenRuleTests.pack().application?.undertaking)
    #expect(rule.lines[1].contains("承诺同期未领取失业保险金、未参加职业技能提升培训、未享受公益性岗位等补贴政策"))
    #expect(rule.lines.suffix(2) == ["申请人：_____（手印）", "年 月 日"])
  }
}

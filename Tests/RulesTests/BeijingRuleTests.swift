import JSONText
import Papers
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// 京劳服失发〔2019〕1号, driven through the pack that ships.
@Suite struct BeijingRuleTests {
  static let old = "packs/beijing-old.json"

  static func pack() throws -> PolicyPack { try #require(ShippedPacks.pack("beijing-2019-1")) }

  static func story(on day: CivilDate = "2024-12-10") -> Story {
    Story("beijing-2019-1", ["amountFen": "77733"], on: day)
  }

  /// An application that the street and the first district post have passed.
  static func reviewed(on day: CivilDate = "2024-12-10") throws -> Story {
    var story = story(on: day)
    try story.when(Entries.applied("beijing", from: day.month))
    try story.when(Entries.verified("street"), by: "street-1")
    try story.when(Entries.verified("district-1"), by: "op-a", key: "key-a")
    return story
  }

  // MARK: The plan

  @Test("BJ01 without an amount the pack is not adopted; its basis is named as not at hand")
  func noAmount() throws {
    let pack = try BeijingRuleTests.pack()
    #expect(
      throws: PolicyError(
        .parameterMissing, path: "parameters.amountFen", found: "nothing", expected: "1 to 1000000000000")
    ) { try Policy(pack: pack) }
    #expect(pack.document.basis == ["京人社就发〔2019〕38号"])
    #expect(pack.interpretations.first { $0.id == "C5-amount" }?.readingChinese.contains("未收录") == true)
  }

  @Test("BJ02 the process governs from 1 April 2019, not from its issue in March")
  func effective() throws {
    let pack = try BeijingRuleTests.pack()
    #expect(pack.effectiveFrom == "2019-04-01")
    #expect(pack.document.issuedOn == "2019-03-29")
    #expect(pack.effectiveClause == "一")
  }

  @Test("BJ04 BJ14 BJ26 the street first, then two posts of the district; the first month is confirmed apart")
  func stages() throws {
    var story = BeijingRuleTests.story()
    try story.when(Entries.applied("beijing"))
    #expect(try story.refusal(Entries.verified("district-1")) == .wrongStage(found: "district-1", expected: "street"))
    let process = try BeijingRuleTests.pack().process
    #expect(process.stages.map(\.office) == ["街道（乡镇）经办机构", "区经办机构", "区经办机构"])
    #expect(process.startConfirmationClause == "三.4")
  }

  @Test("G9 BJ13 BJ18 P25 the publicity begins by itself with the street's review and lasts 5 working days")
  func publicity() throws {
    var story = try BeijingRuleTests.reviewed()
    let second = Entries.verified("district-2")
    #expect(
      try story.refusal(second, by: "op-b", key: "key-b") == .publicityRuns(until: "2024-12-17", clause: "三.2"))
    story.day = "2024-12-18"
    #expect(try story.when(second, by: "op-b", key: "key-b").types == [.verified, .approved])
  }

  @Test("BJ14 BJ16 BJ17 BJ28 P31 the second post is another person with another key, or it is refused")
  func twoPosts() throws {
    var story = try BeijingRuleTests.reviewed()
    story.day = "2024-12-18"
    let second = Entries.verified("district-2")
    #expect(
      try story.refusal(second, by: "op-a", key: "key-b") == .sameOperator(stage: "district-1", clause: "三.3"))
    #expect(try story.refusal(second, by: "op-b", key: "key-a") == .sameKey(stage: "district-1", clause: "三.3"))
    #expect(try story.refusal(second, by: "op-b") == .keyMissing(stage: "district-2", clause: "三.3"))
    #expect(try story.when(second, by: "op-b", key: "key-b").types == [.verified, .approved])
  }

  @Test("P26 the publicity of a year without its calendar is an error, and no guess")
  func noCalendar() throws {
    let story = try BeijingRuleTests.reviewed(on: "2026-12-30")
    #expect(
      try story.refusal(Entries.verified("district-2"), by: "op-b", key: "key-b") == .calendarMissing(year: 2027))
  }

  @Test("P30 an objection is told by the second review, which rejects with its reason")
  func objection() throws {
    var story = try BeijingRuleTests.reviewed()
    story.day = "2024-12-18"
    let reasons = [RejectionReason(code: "objection", clause: "三.2")]
    let decided = try story.when(
      Entries.verified("district-2", passed: false, reasons: reasons), by: "op-b", key: "key-b")
    #expect(decided.rejection == reasons)
  }

  @Test("P29 a subsidy that ended for a missing report may be applied for again")
  func appliesAgain() throws {
    var story = BeijingRuleTests.story()
    story.approve("beijing", from: "2024-09")
    try story.when(Entries.ended("beijing", from: "2024-12", reason: "report-missed"))
    #expect(try story.when(Entries.applied("beijing", from: "2025-01", application: "a2")).types == [.applied])
  }

  @Test(
    "P27 P28 P29 windows of three months, two failed debits, the end for a missing report, unless adoption says else")
  func parameters() throws {
    let pack = try BeijingRuleTests.pack()
    let policy = try Policy(pack: pack, parameters: ["amountFen": "1"])
    #expect(pack.supervision?.reports?.everyMonths == 3)
    #expect(policy.failedDebitsThatStop == 2)
    #expect(policy.missedReportEffect == .ended)
    let other = try Policy(
      pack: pack, parameters: ["amountFen": "1", "failedDebits": "1", "missedReport": "suspended"])
    #expect(other.failedDebitsThatStop == 1)
    #expect(other.missedReportEffect == .suspended)
  }

  @Test("BJ28 a batch that its drafter approved, in a past that was brought in, is a finding")
  func control() throws {
    var story = BeijingRuleTests.story()
    story.approve("beijing", from: "2024-11")
    story.contribute("2024-11")
    story.given(
      .startConfirmed(
        StartConfirmed(person: "p1", application: "a1", from: "2024-11", mode: .asApplied)))
    try story.command(by: "op-a") { try $0.decideDraft("b1", scheme: "beijing", through: "2024-11", $1).events }
    story.given(.batchApproved(BatchApproved(batch: "b1")), by: "op-a")
    let findings = try story.state().batchFaults().filter { $0.code == .batch(.approvedByDrafter) }
    #expect(findings.map(\.code.code) == ["batch-approved-by-drafter"])
    #expect(findings.first?.responsible == ["op-a"])
  }

  // MARK: Applying

  @Test("BJ07 BJ08 BJ09 places and papers; without the undertaking an application is rejected")
  func applying() throws {
    let rule = try #require(try BeijingRuleTests.pack().application)
    #expect(rule.places.map(\.code) == ["household", "residence"])
    #expect(rule.materials.map(\.item.code) == ["id-card", "application-form", "undertaking"])
    #expect(rule.materials.allSatisfy { $0.condition == .always && $0.item.chinese.contains("拍照上传") })
    var story = BeijingRuleTests.story()
    let decided = try story.when(Entries.applied("beijing", undertaking: false))
    #expect(decided.rejection == [.init(code: "no-undertaking", clause: "三.1")])
  }

  @Test("BJ10 BJ11 BJ33 a comparison and the check in person keep who, when, from where and with which outcome")
  func checks() throws {
    var story = BeijingRuleTests.story()
    try story.when(Entries.checked("labour-record", passed: true, on: "2024-12-09", source: "市人社"), by: "street-1")
    try story.when(Entries.checked("in-person", passed: false, on: "2024-12-10", source: "街道"), by: "street-2")
    #expect(
      try story.refusal(Entries.checked("in-person", on: "2024-12-11"))
        == .inFuture(field: "on", value: "2024-12-11"))
    let state = try story.state()
    let checks = try #require(state.person("p1")?.checks)
    #expect(
      checks.map { "\(state.names[$0.check]) \($0.hasPassed) \($0.on) \($0.source)" } == [
        "labour-record true 2024-12-09 市人社", "in-person false 2024-12-10 街道",
      ])
    #expect(story.events.suffix(2).map(\.by) == ["street-1", "street-2"])
  }

  @Test(
    "BJ20 BJ42 P6 the first month is confirmed as applied, postponed or refunded",
    arguments: StartConfirmed.Mode.allCases)
  func confirms(_ mode: StartConfirmed.Mode) throws {
    var story = try BeijingRuleTests.reviewed()
    story.day = "2024-12-18"
    try story.when(Entries.verified("district-2"), by: "op-b", key: "key-b")
    let from: Month = mode == .asApplied ? "2024-12" : "2025-02"
    let body = EventBody.startConfirmed(StartConfirmed(person: "p1", application: "a1", from: from, mode: mode))
    #expect(try story.when(body) == [body])
    story.contribute("2024-12", "2025-02")
    #expect(try story.reasons("2024-12", "beijing") == (mode == .asApplied ? [] : ["no-approval@三.3"]))
    #expect(try story.reasons("2025-02", "beijing") == [])
  }

  // MARK: Form and undertaking

  @Test("BJ29 BJ30 BJ32 BJ34 BJ35 the form has its ten fields, four statements, its opinion and its notes")
  func form() throws {
    let form = try #require(try BeijingRuleTests.pack().application?.form)
    #expect(
      form.fields.map(\.chinese) == [
        "姓名", "性别", "出生日期", "文化程度", "失业前身份", "家庭居住地址", "失业时间", "户口所在地址", "社会保障号（身份证号）", "存档单位",
      ])
    #expect(form.statements.count == 4)
    #expect(form.statements[0].contains("自{work-since}起从事{work-kind}工作，至今已{work-days}日，取得合法收入"))
    #expect(form.statements[2].contains("未与任何单位签订《劳动合同》或形成事实劳动关系"))
    #expect(form.opinion[0].contains("自{from-month}起享受{months}个月"))
    #expect(form.notes.count == 2)
    #expect(form.clause == "附件2")
  }

  @Test("BJ30 BJ31 P42 an application keeps work, first day and band; the bands meet without a gap and never overlap")
  func bands() throws {
    let bands = try #require(try BeijingRuleTests.pack().application?.form?.incomeBands)
    #expect(bands.map(\.fromYuan) == [0, 1_001, 2_001, 5_000])
    #expect(bands.map(\.toYuan) == [1_000, 2_000, 4_999, nil])
    for (band, next) in zip(bands, bands.dropFirst()) { #expect(band.toYuan.map { $0 + 1 } == next.fromYuan) }
    var story = BeijingRuleTests.story()
    let body = EventBody.applied(
      Applied(
        person: "p1", application: "a1", scheme: "beijing", from: "2024-12", undertaking: true, channel: "street",
        work: .init(kind: "家政", since: "2024-10-01", incomeBand: bands[1].code)))
    #expect(try story.when(body) == [body])
  }

  @Test(
    "BJ36 BJ37 BJ38 BJ45 BJ46 the undertaking has its ticks, account, contacts, seven promises and the copied passage")
  func undertaking() throws {
    let rule = try #require(try BeijingRuleTests.pack().application?.undertaking)
    for words in [
      "1、姓名：{name} □", "2、灵活就业项：{work-kind} □", "3、社会保障号（身份证号）：{id-number} □", "1、个人选定缴费银行：{bank}", "账号：{account} □",
      "紧急联系人（固话、手机、微信）：{emergency-contact} □", "7、所作承诺是本人真实意思的表示。",
    ] {
      #expect(rule.lines.contains(words))
    }
    #expect(rule.copied?.hasPrefix("上述事项阐述的内容，本人已经清楚明白") == true)
  }

  @Test("BJ25 BJ47 a district may add to the undertaking and not leave anything out")
  func districtUndertaking() throws {
    let rule = try #require(try BeijingRuleTests.pack().application?.undertaking)
    let whole = rule.lines + [try #require(rule.copied)]
    #expect(rule.firstLineMissing(in: whole) == nil)
    #expect(rule.firstLineMissing(in: ["8、区增加的内容。"] + whole) == nil)
    for (index, line) in whole.enumerated() {
      var shorter = whole
      shorter.remove(at: index)
      #expect(rule.firstLineMissing(in: shorter) == line)
    }
  }

  // MARK: While paid

  @Test("BJ40 BJ43 a change of work counts from its month on; untrue promises void the scheme by their clause")
  func changes() throws {
    var story = BeijingRuleTests.story()
    story.approve("beijing", from: "2024-10")
    story.contribute("2024-10", "2024-11", "2024-12")
    try story.when(.factRecorded(FactRecorded(person: "p1", fact: .employed, from: "2024-11-15", source: "街道")))
    #expect(try story.reasons("2024-10", "beijing") == [])
    #expect(try story.reasons("2024-11", "beijing") == ["employed@附件2"])
    try story.when(Entries.ended("beijing", from: "2024-12", reason: Ended.fraud))
    #expect(try story.reasons("2024-10", "beijing") == ["fraud@附件3 二.5"])
  }

  @Test("BJ44 P38 the money goes to the insurance fund")
  func payee() throws {
    let pack = try BeijingRuleTests.pack()
    #expect(pack.payee == .insuranceFund)
    #expect(pack.payeeClause == "附件3 二.6")
    #expect(pack.clauseSheet().contains { $0.topicChinese == "发放对象" && $0.chinese == "社会保险基金" })
  }

  // MARK: Old and new process

  @Test(
    "G10 BJ24 P51 the last second of March runs through the old process, midnight through the new one",
    arguments: [
      ("2019-03-31T15:59:59Z", ["office", "centre"]), ("2019-03-31T16:00:00Z", ["street", "district-1", "district-2"]),
    ])
  func midnight(_ recorded: String, _ stages: [Identifier]) throws {
    let text = try Fixtures.bytes(BeijingRuleTests.old)
    let old = try PolicyPack(text: text)
    var story = Story(on: "2019-03-01")
    story.given(
      .policyAdopted(
        PolicyAdopted(
          scheme: old.scheme, policy: old.id, effectiveFrom: "2018-01-01", document: try JSONValue(text),
          parameters: [.init(name: "amountFen", value: "77733")])))
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    story.register()
    story.requirements()
    let applied = Event(
      sequence: story.sequence, recorded: try #require(Instant(recorded)), by: "op-1",
      body: Entries.applied("beijing", from: "2019-05"))
    let state = try Fixtures.fold(story.events + [applied])
    let application = try #require(state.person("p1")?.claims.first?.applications.first)
    let process = try #require(state.timeline(of: "beijing")?.process(of: application)?.pack.process)
    #expect(process.stages.map(\.name) == stages)
  }
}

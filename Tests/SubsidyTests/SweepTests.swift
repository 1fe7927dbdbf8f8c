import Policy
import Subsidy
import Testing
import Values

extension Story {
  /// What a sweep of a day finds, as `person effect from cause clause`.
  func swept(on day: CivilDate, scheme: Identifier? = nil) throws -> [String] {
    try state().sweep(on: day, scheme: scheme).map {
      "\($0.person) \($0.effect) \($0.from) \($0.cause.rawValue) \($0.clause ?? "-")"
    }
  }

  /// Records what a sweep of a day finds.
  @discardableResult
  mutating func sweep(on day: CivilDate) throws -> [SweepItem] {
    let items = try state().sweep(on: day)
    for item in items { given(item.body) }
    return items
  }

  mutating func report(_ days: CivilDate...) {
    for day in days { given(.reported(Reported(person: "p1", on: day, channel: "wechat"))) }
  }

  mutating func failDebit(_ months: Month...) {
    for month in months { given(.debitFailed(DebitFailed(person: "p1", month: month, source: "bank"))) }
  }
}

/// What time itself brings about, rule by rule.
@Suite struct SweepTests {
  static func beijing(_ parameters: [String: String] = [:]) -> Story {
    var story = Story(
      "beijing-2019-1", ["amountFen": "77733"].merging(parameters) { $1 }, on: "2024-01-10")
    story.approve("beijing", from: "2024-01")
    return story
  }

  @Test("BJ23 BJ41 P29: three months without a report end the approval from the month after them")
  func reportMissed() throws {
    var story = SweepTests.beijing()
    #expect(try story.swept(on: "2024-03-31").isEmpty)
    let items = try story.state().sweep(on: "2024-04-01")
    #expect(items.first?.ground == .noReport(first: "2024-01", last: "2024-03"))
    #expect(try story.swept(on: "2024-04-01") == ["p1 ended 2024-04 report-missed 附件3 二.3"])
    #expect(
      items.map(\.body) == [
        .ended(
          Ended(person: "p1", scheme: "beijing", from: "2024-04", reason: "report-missed", clause: "附件3 二.3"))
      ])
    try story.sweep(on: "2024-04-01")
    #expect(try story.swept(on: "2024-04-01").isEmpty)
    #expect(try story.swept(on: "2025-04-01").isEmpty)
  }

  @Test("BJ22 P27: a report on any day of the window, its last one included, is in time; windows go on without a gap")
  func reportInTime() throws {
    var story = SweepTests.beijing()
    story.report("2024-03-31")
    #expect(try story.swept(on: "2024-06-30").isEmpty)
    #expect(try story.swept(on: "2024-07-01") == ["p1 ended 2024-07 report-missed 附件3 二.3"])
    story.report("2024-07-01")
    #expect(try story.swept(on: "2024-07-01") == ["p1 ended 2024-07 report-missed 附件3 二.3"])
    story.report("2024-04-01")
    #expect(try story.swept(on: "2024-07-01").isEmpty)
  }

  @Test("P27 the windows begin with the confirmed first month, and one that was over before the approval asks nothing")
  func reportWindows() throws {
    var story = SweepTests.beijing()
    story.given(Entries.confirmed("2024-02"))
    #expect(try story.swept(on: "2024-04-30").isEmpty)
    #expect(try story.swept(on: "2024-05-01") == ["p1 ended 2024-05 report-missed 附件3 二.3"])
    var late = Story("beijing-2019-1", ["amountFen": "77733"], on: "2024-05-10")
    late.approve("beijing", from: "2024-01")
    #expect(try late.swept(on: "2024-06-30").isEmpty)
    #expect(try late.swept(on: "2024-07-01") == ["p1 ended 2024-07 report-missed 附件3 二.3"])
  }

  @Test("P29 where the adoption says so a missed report suspends, and a resumption is not undone for the same window")
  func reportSuspends() throws {
    var story = SweepTests.beijing(["missedReport": "suspended"])
    #expect(try story.swept(on: "2025-01-01") == ["p1 suspended 2024-04 report-missed 附件3 二.3"])
    try story.sweep(on: "2024-04-01")
    #expect(try story.swept(on: "2025-01-01").isEmpty)
    story.given(Entries.resumed("beijing", from: "2024-05"))
    #expect(try story.swept(on: "2024-06-30").isEmpty)
    #expect(try story.swept(on: "2024-07-01") == ["p1 suspended 2024-07 report-missed 附件3 二.3"])
  }

  @Test(
    "G12 BJ39 P28: two failed debits running stop the subsidy from the second",
    arguments: [
      (["2024-05"], []), (["2024-05", "2024-06"], ["p1 suspended 2024-06 debits-failed 附件3 二.1"]),
      (["2024-05", "2024-07"], []),
      (["2024-05", "2024-06", "2024-07", "2024-08"], ["p1 suspended 2024-06 debits-failed 附件3 二.1"]),
      (["2023-12", "2024-01"], []),
    ] as [([Month], [String])])
  func debits(_ months: [Month], _ expected: [String]) throws {
    var story = SweepTests.beijing()
    story.report("2024-02-01", "2024-05-01", "2024-08-01")
    for month in months { story.failDebit(month) }
    #expect(try story.swept(on: "2024-08-10") == expected)
  }

  @Test("P28 with one failed debit set by adoption the first stops; a debit paid in another way does not count")
  func debitsByParameter() throws {
    var story = SweepTests.beijing(["failedDebits": "1"])
    story.report("2024-02-01", "2024-05-01")
    story.failDebit("2024-05")
    #expect(try story.swept(on: "2024-06-10") == ["p1 suspended 2024-05 debits-failed 附件3 二.1"])
    story.contribute("2024-05", amount: 0)
    #expect(try story.swept(on: "2024-06-10").count == 1)
    story.contribute("2024-05")
    #expect(try story.swept(on: "2024-06-10").isEmpty)
    var two = SweepTests.beijing()
    two.report("2024-02-01", "2024-05-01")
    two.failDebit("2024-04", "2024-05", "2024-06")
    two.contribute("2024-05")
    #expect(try two.swept(on: "2024-06-10").isEmpty)
  }

  @Test("BJ39 a resumption is not undone for the months before it, but two more failed debits stop again")
  func debitsResumed() throws {
    var story = SweepTests.beijing()
    story.report("2024-02-01", "2024-05-01", "2024-08-01", "2024-11-01")
    story.failDebit("2024-05", "2024-06", "2024-07")
    try story.sweep(on: "2024-07-10")
    story.given(Entries.resumed("beijing", from: "2024-07"))
    #expect(try story.swept(on: "2024-07-10").isEmpty)
    story.failDebit("2024-08")
    #expect(try story.swept(on: "2024-08-10") == ["p1 suspended 2024-08 debits-failed 附件3 二.1"])
  }

  static func liuzhou(_ parameters: [String: String] = [:]) -> Story {
    var story = Story(on: "2023-02-10")
    story.adopt("liuzhou-2022-9", parameters)
    story.register()
    for code in [FactCode.difficultyRecognised, .flexibleRegistered] { story.fact(code) }
    story.approve("liuzhou", from: "2023-02")
    return story
  }

  @Test("LZ15 LZ39 P40: without the year's verification the payment is suspended once its days are over")
  func verification() throws {
    var story = SweepTests.liuzhou()
    #expect(try story.swept(on: "2023-12-31").isEmpty)
    let expected = ["p1 suspended 2024-01 annual-verification-missing 三（二）6"]
    #expect(try story.swept(on: "2024-01-01") == expected)
    var verified = story
    verified.fact(.annualVerified, from: "2023-12-31", to: "2024-06-01")
    #expect(try verified.swept(on: "2024-12-31").isEmpty)
    #expect(try verified.swept(on: "2026-01-01") == ["p1 suspended 2026-01 annual-verification-missing 三（二）6"])
    try story.sweep(on: "2024-01-01")
    #expect(try story.swept(on: "2026-01-01").isEmpty)
    // The verification comes late, the payment goes on; the year itself is not held against the person again.
    story.given(Entries.resumed("liuzhou", from: "2024-03"))
    #expect(try story.swept(on: "2024-12-31").isEmpty)
    #expect(try story.swept(on: "2025-01-01") == ["p1 suspended 2025-01 annual-verification-missing 三（二）6"])
  }

  @Test("P40 the days for the verification are those that the adoption sets")
  func verificationWindow() throws {
    let story = SweepTests.liuzhou(["verificationWindow": "03-01/06-30"])
    #expect(try story.swept(on: "2023-06-30").isEmpty)
    let items = try story.state().sweep(on: "2023-07-01")
    #expect(items.map(\.from) == ["2023-07"])
    #expect(items.first?.ground == .notVerified(year: 2023, closed: "2023-06-30"))
  }

  @Test("an annulled suspension comes again while its cause holds, and not when it is gone")
  func annulled() throws {
    var story = SweepTests.liuzhou()
    try story.sweep(on: "2024-01-01")
    story.annul(.sequence(story.sequence - 1))
    #expect(try story.swept(on: "2024-01-01").count == 1)
    story.fact(.annualVerified, from: "2023-01-01", to: "2023-12-31")
    #expect(try story.swept(on: "2024-01-01").isEmpty)
  }

  @Test("LZ37 JD25 P8: the month after the retirement month ends the approval")
  func retirement() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("jingdezhen-2024-139")
    story.adopt("liuzhou-2022-9")
    story.register(birth: "1965-01-20")
    story.requirements()
    story.approve("jingdezhen", from: "2024-12")
    story.approve("liuzhou", from: "2024-12", application: "a2")
    #expect(try story.swept(on: "2025-02-28").isEmpty)
    #expect(
      try story.swept(on: "2025-03-01") == ["p1 ended 2025-03 retired 六.4", "p1 ended 2025-03 retired 三（二）4"])
    #expect(try story.swept(on: "2025-03-01", scheme: "liuzhou") == ["p1 ended 2025-03 retired 三（二）4"])
    #expect(try story.state().sweep(on: "2025-04-01").first?.ground == .lastMonth("2025-02"))
  }

  @Test("LZ11 a woman's months run out with her 55th birthday, before she retires")
  func womenOf55() throws {
    var story = Story(on: "2025-03-10")
    story.adopt("liuzhou-2022-9")
    story.register(birth: "1974-12-20", male: false)
    story.requirements()
    story.approve("liuzhou", from: "2025-03")
    #expect(try story.swept(on: "2029-12-31").isEmpty)
    #expect(try story.swept(on: "2030-01-01") == ["p1 ended 2030-01 limit-reached 一（二）"])
  }

  static func nearLimit(_ pack: Identifier, _ parameters: [String: String] = [:], prior: Int) -> Story {
    var story = Story(on: "2024-12-10")
    story.adopt(pack, parameters)
    story.register(prior: Registered.Prior(firstApproved: "2021-01-01", months: prior))
    story.requirements()
    return story
  }

  @Test("LZ09 JD27 P9: the approval ends after the last month of the limit, when all of them are paid")
  func limit() throws {
    var story = SweepTests.nearLimit("jingdezhen-2024-139", prior: 34)
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2024-12", count: 4)
    story.pay("jingdezhen", "2024-12", 50_000)
    #expect(try story.swept(on: "2025-04-01").isEmpty)
    var inFlight = story
    inFlight.order("jingdezhen", "2025-02", 50_000)
    #expect(try inFlight.swept(on: "2025-04-01").isEmpty)
    story.pay("jingdezhen", "2025-02", 50_000)
    #expect(try story.swept(on: "2025-01-31").isEmpty)
    #expect(try story.swept(on: "2025-04-01") == ["p1 ended 2025-03 limit-reached 三"])
    #expect(try story.state().sweep(on: "2025-04-01").first?.ground == .monthsUsed(36, last: "2025-02"))
    var returned = story
    returned.giveBack("jingdezhen", "2025-02", 50_000)
    #expect(try returned.swept(on: "2025-04-01").isEmpty)
    var elsewhere = SweepTests.nearLimit("jingdezhen-2024-139", prior: 36)
    elsewhere.approve("jingdezhen", from: "2024-12")
    #expect(try elsewhere.swept(on: "2024-12-11") == ["p1 ended 2024-12 limit-reached 三"])
  }

  @Test("LG04 P19: an extension that is used up ends it too; one that follows the end comes with a new application")
  func extensionUsed() throws {
    var story = SweepTests.nearLimit("lianyungang-2021-50", ["rate": "2/3"], prior: 35)
    story.approve("lianyungang", from: "2024-12", application: "a0")
    story.contribute("2024-12", "2025-01")
    story.pay("lianyungang", "2024-12", 40_000)
    #expect(try story.swept(on: "2025-01-01") == ["p1 ended 2025-01 limit-reached -"])
    try story.sweep(on: "2025-01-01")
    story.day = "2025-01-05"
    try story.when(Entries.extended("lianyungang", 1))
    #expect(try story.refusal(Entries.extended("lianyungang", 1)) == .extensionTaken(clause: "（十二）"))
    #expect(try story.month("2025-01", "lianyungang").entitled == .zero)
    try story.when(Entries.applied("lianyungang", from: "2025-01"))
    #expect(try story.when(Entries.verified("review")).types == [.verified, .approved])
    #expect(try story.month("2025-01", "lianyungang").entitled == Fen(40_000))
    #expect(try story.swept(on: "2025-02-01").isEmpty)
    story.pay("lianyungang", "2025-01", 40_000)
    #expect(try story.swept(on: "2025-02-01") == ["p1 ended 2025-02 extension-run-out （十二）"])
  }

  @Test("LG04 an approval that ended for another reason is not extended")
  func noExtension() throws {
    var story = SweepTests.nearLimit("lianyungang-2021-50", ["rate": "2/3"], prior: 35)
    story.approve("lianyungang", from: "2024-12")
    story.given(Entries.ended("lianyungang", from: "2025-01"))
    #expect(try story.refusal(Entries.extended("lianyungang", 1)) == .alreadyEnded("lianyungang"))
  }

  @Test(
    "LY15 being employed, in business or drawing a pension leaves the registration by itself, from that month on",
    arguments: [FactCode.employed, .businessOwner, .pension])
  func exits(_ code: FactCode) throws {
    var story = Story("linyi-2021-63", ["rate": "2/3"], on: "2024-03-10")
    story.approve("linyi", from: "2024-03")
    story.fact(code, from: "2023-01-01", to: "2024-02-29")
    #expect(try story.swept(on: "2024-06-01").isEmpty)
    story.fact(code, from: "2024-05-20")
    #expect(try story.swept(on: "2024-05-19").isEmpty)
    #expect(try story.swept(on: "2024-05-20") == ["p1 ended 2024-05 registration-exit 三"])
    #expect(try story.state().sweep(on: "2024-05-20").first?.ground == .fact(code, "2024-05-20"))
    story.fact(code, from: "2024-01-01", to: "2024-04-02")
    #expect(try story.state().sweep(on: "2024-05-20").first?.ground == .fact(code, "2024-03-01"))
    #expect(try story.swept(on: "2024-05-20") == ["p1 ended 2024-03 registration-exit 三"])
  }

  @Test("JD26 LZ34: where the document names no automatic exit, a fact alone ends nothing")
  func notAutomatic() throws {
    var story = Story("jingdezhen-2024-139", on: "2024-12-10")
    story.approve("jingdezhen", from: "2024-12")
    story.fact(.employed, from: "2024-12-20")
    #expect(try story.swept(on: "2025-06-01").isEmpty)
  }

  @Test("what comes first is recorded first, and an end leaves nothing to record after it")
  func oldestFirst() throws {
    var story = SweepTests.beijing()
    story.failDebit("2024-01", "2024-02", "2024-06", "2024-07")
    // Suspended at the end of every later window, nobody is asked for a report, nor suspended a second time.
    #expect(try story.swept(on: "2025-01-01") == ["p1 suspended 2024-02 debits-failed 附件3 二.1"])
    var ended = SweepTests.beijing()
    ended.report("2024-02-01")
    ended.failDebit("2024-07", "2024-08")
    #expect(try ended.swept(on: "2025-01-01") == ["p1 ended 2024-07 report-missed 附件3 二.3"])
    var both = SweepTests.liuzhou()
    both.register(birth: "1965-01-20")
    #expect(
      try both.swept(on: "2025-03-01") == [
        "p1 suspended 2024-01 annual-verification-missing 三（二）6", "p1 ended 2025-03 retired 三（二）4",
      ])
  }

  @Test("a claim that has ended, was never approved or was obtained by fraud is left alone")
  func leftAlone() throws {
    for reason in ["employed", Ended.fraud] {
      var story = SweepTests.beijing()
      story.given(Entries.ended("beijing", from: "2024-02", reason: reason))
      #expect(try story.swept(on: "2025-01-01").isEmpty)
    }
    var applied = ApplicationTests.inBeijing()
    try applied.when(Entries.applied("beijing"))
    #expect(try applied.swept(on: "2026-01-01").isEmpty)
    let state = try applied.state()
    #expect(throws: Refusal.unknownScheme("peking")) { try state.sweep(on: "2026-01-01", scheme: "peking") }
  }
}

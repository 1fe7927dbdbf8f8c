import Policy
import Subsidy
import TestSupport
import Testing
import Values

extension Story {
  /// The findings of a sweep of a day, as `person effect from cause clause`.
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

/// The effects of time itself, rule by rule.
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

  @Test("a sweep of the last day that can be written comes to an end")
  func lastDay() throws {
    var story = SweepTests.beijing()
    story.given(Entries.confirmed("9999-08"))
    #expect(try story.swept(on: "9999-12-31") == ["p1 ended 2043-06 retired -"])
    #expect(try DeadlineTests.rows(story, on: "9999-12-31").map(\.month) == ["9999-10", "9999-12"])
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

  @Test("what comes first is recorded first, and an end leaves nothing to record after it")
  func oldestFirst() throws {
    var story = SweepTests.beijing()
    story.failDebit("2024-01", "2024-02", "2024-06", "2024-07")
    // Suspended at the end of every later window, a person is neither asked for a report nor suspended a second time.
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

import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// Checks, notifications, visits, corrections, samples and papers: the records kept of them, and the parts that they leave
/// alone.
@Suite struct ServiceTests {
  // MARK: Corrections

  static func correction(_ items: String..., application: Identifier = "a1", reason: String? = nil) -> EventBody {
    .correctionRequested(
      CorrectionRequested(person: "p1", application: application, items: items, reason: reason))
  }

  @Test("JD16 all that is missing is told at once: a second request has to say why, and is refused with the clause")
  func correctsOnce() throws {
    var story = Story("jingdezhen-2024-139")
    #expect(try story.refusal(ServiceTests.correction("x")) == .unknownApplication("a1"))
    try story.when(Entries.applied("jingdezhen"))
    #expect(try story.when(ServiceTests.correction("身份证", "签名")).types == [.correctionRequested])
    #expect(
      try story.refusal(ServiceTests.correction("照片")) == .correctionWithoutReason("a1", clause: "五（三）"))
    try story.when(ServiceTests.correction("照片", reason: "首次漏告"))
    #expect(try story.state().person("p1")?.claims.first?.applications.first?.corrections == 2)
    try story.when(Entries.verified("acceptance", passed: false))
    #expect(
      try story.refusal(ServiceTests.correction("x", reason: "y")) == .applicationClosed("a1", .rejected))
  }

  @Test("JD16 where the process takes no papers in, a second request without a reason is refused without a clause")
  func correctsWithoutClause() throws {
    var story = ApplicationTests.inBeijing()
    try story.when(Entries.applied("beijing"))
    try story.when(ServiceTests.correction("x"))
    #expect(try story.refusal(ServiceTests.correction("y")) == .correctionWithoutReason("a1", clause: nil))
  }

  // MARK: Checks

  @Test("LZ21, LY14 the last outcome of a check counts; what was never checked has none")
  func checks() throws {
    var story = Story("jingdezhen-2024-139")
    #expect(try story.state().person("p1")?.checks.isEmpty == true)
    try story.when(Entries.checked("labour-record", on: "2024-12-05", source: "人社"))
    try story.when(Entries.checked("shares", passed: false, on: "2024-12-06", source: "市监"))
    try story.when(Entries.checked("labour-record", passed: false, on: "2024-12-01", source: "人社2"))
    let state = try story.state()
    let checks = try #require(state.person("p1")?.checks)
    #expect(checks.map { state.names[$0.check] } == ["labour-record", "shares"])
    #expect(checks.map(\.hasPassed) == [false, false])
    #expect(checks.map(\.on) == ["2024-12-01", "2024-12-06"])
    #expect(checks.map(\.source) == ["人社2", "市监"])
  }

  // MARK: Reports, debits, visits

  @Test("BJ22, BJ39 reports and failed debits are kept by day and month, once each; annulled ones are not")
  func reportsAndDebits() throws {
    var story = ApplicationTests.inBeijing()
    for day in ["2024-11-05", "2024-09-01", "2024-11-05", "2024-10-01"] as [CivilDate] {
      try story.when(.reported(Reported(person: "p1", on: day, channel: "c")))
    }
    for month in ["2024-11", "2024-09", "2024-11", "2024-10"] as [Month] {
      try story.when(.debitFailed(DebitFailed(person: "p1", month: month, source: "bank")))
    }
    let before = story.sequence
    let person = try #require(try story.state().person("p1"))
    #expect(person.reports.map(\.on) == ["2024-09-01", "2024-10-01", "2024-11-05"])
    #expect(person.failedDebits == ["2024-09", "2024-10", "2024-11"])
    story.annul(.sequence(before - 1))
    story.annul(.sequence(before - 5))
    let annulled = try #require(try story.state().person("p1"))
    #expect(annulled.reports.map(\.on) == ["2024-09-01", "2024-11-05"])
    #expect(annulled.failedDebits == ["2024-09", "2024-11"])
  }

  @Test("BJ21, BJ48 a notification names an application of the person's own, if it names one")
  func notified() throws {
    var story = ApplicationTests.inBeijing()
    func notification(_ application: Identifier?) -> EventBody {
      .notified(
        Notified(
          person: "p1", scheme: "beijing", notification: "approved", on: "2024-12-01", channel: "sms",
          application: application))
    }
    #expect(try story.refusal(notification("a1")) == .unknownApplication("a1"))
    #expect(try story.when(notification(nil)).types == [.notified])
    try story.when(Entries.applied("beijing"))
    #expect(try story.when(notification("a1")).types == [.notified])
  }

  // MARK: Reasons of sweeps

  @Test("a sweep knows its own reasons again, and nobody else's", arguments: SweepCause.allCases)
  func causes(_ cause: SweepCause) throws {
    var story = ApplicationTests.inBeijing()
    story.approve("beijing", from: "2024-12")
    for reason in [cause.rawValue, "no-report"] {
      story.given(.suspended(Suspended(person: "p1", scheme: "beijing", from: "2025-01", reason: reason)))
      story.given(Entries.resumed("beijing", from: "2025-02"))
      story.given(Entries.ended("beijing", from: "2025-03", reason: reason))
    }
    let changes = try #require(try story.state().person("p1")?.claims.first?.changes)
    #expect(changes.map(\.cause) == [cause, nil, cause, nil, nil, nil])
    #expect(changes.map(\.kind) == [.suspended, .resumed, .ended, .suspended, .resumed, .ended])
  }

  // MARK: Money put back

  @Test("LZ45 what a unit puts back leaves the person's debt as it is, and never exceeds the demand")
  func putsBack() throws {
    var story = EvolveTests.approved()
    #expect(try story.refusal(Entries.putBack("jingdezhen", 1)) == .unknownNotice("N1"))
    story.given(Entries.demand("jingdezhen", [("2025-01", 50_000), ("2025-02", 50_000)]))
    #expect(try story.refusal(Entries.putBack("jingdezhen", 0)) == .aboveDemand(Fen(100_000)))
    #expect(try story.refusal(Entries.putBack("jingdezhen", 100_001)) == .aboveDemand(Fen(100_000)))
    try story.when(Entries.putBack("jingdezhen", 70_000))
    #expect(try story.refusal(Entries.putBack("jingdezhen", 30_001)) == .aboveDemand(Fen(30_000)))
    try story.when(Entries.repaid("jingdezhen", 40_000))
    let claim = try story.claim("jingdezhen")
    #expect(claim.recovery.repaid == Fen(40_000))
    #expect(claim.recovery.outstanding == Fen(60_000))
    #expect(try story.state().person("p1")?.claims.first?.demands.first?.putBack == Fen(70_000))
    try story.when(Entries.putBack("jingdezhen", 30_000))
    #expect(try story.refusal(Entries.putBack("jingdezhen", 1)) == .aboveDemand(.zero))
    try story.when(Entries.cancelled("jingdezhen"))
    #expect(try story.refusal(Entries.putBack("jingdezhen", 1)) == .noticeCancelled("N1"))
  }

  @Test("LZ45 a demand keeps who has to bring the money back, as last said, and why it was raised")
  func debtor() throws {
    var story = EvolveTests.approved()
    func demand(_ reason: String, _ clause: String?, _ debtor: Identifier?) -> EventBody {
      .clawedBack(
        ClawedBack(
          person: "p1", scheme: "jingdezhen", demand: "N1", months: [.init(month: "2025-01", amount: Fen(1))],
          reason: reason, clause: clause, debtor: debtor))
    }
    story.given(demand("employed", "承诺书3", "street-07"))
    story.given(demand("training", nil, nil))
    let state = try story.state()
    let first = try #require(state.person("p1")?.claims.first?.demands.first)
    #expect(first.debtor.map { state.names[$0] } == "street-07")
    #expect(first.reason == "employed")
    #expect(first.clause == "承诺书3")
    #expect(first.demanded == Fen(2))
    story.given(demand("training", nil, "op-9"))
    let last = try story.state()
    #expect(last.person("p1")?.claims.first?.demands.first?.debtor.map { last.names[$0] } == "op-9")
  }

  // MARK: Samples and papers

  @Test("LZ42, BJ54 samples and numbered papers are kept by name, the first of a name")
  func samplesAndPapers() throws {
    var story = Story("liuzhou-2022-9")
    let hash = String(repeating: "a", count: 64)
    let sample = SampleDrawn(
      scheme: "liuzhou", sample: "s1", seed: "x", population: 9, populationSHA256: hash, persons: ["p1"])
    let paper = PaperIssued(
      scheme: "liuzhou", paper: "roster", number: "7", month: "2024-11", sha256: hash, rows: 3)
    story.given(.sampleDrawn(sample))
    story.given(.paperIssued(paper))
    var later = paper
    later.rows = 4
    story.given(.paperIssued(later))
    let state = try story.state()
    #expect(state.sample("s1") == sample)
    #expect(state.sample("s2") == nil)
    #expect(state.paper("roster", number: "7") == paper)
    #expect(state.paper("funding-plan", number: "7") == nil)
    #expect(state.papers == [paper, later])
  }

  // MARK: Contract section 6

  @Test("none of the added events changes what a month is worth or what is owed")
  func leavesEntitlementsAlone() throws {
    var story = RecoveryTests.paid()
    story.fact(.employed, from: "2025-01-10", to: "2025-02-10")
    story.given(Entries.demand("jingdezhen", [("2025-01", 50_000)]))
    let before = Story.json(try story.state(), "p1")
    story.given(Entries.checked("labour-record", passed: false))
    story.given(.visited(Visited(person: "p1", on: "2025-01-01", finding: "x")))
    story.given(
      .notified(Notified(person: "p1", scheme: "jingdezhen", notification: "deposit", on: "2025-01-01", channel: "c")))
    story.given(ServiceTests.correction("x"))
    story.given(Entries.putBack("jingdezhen", 50_000))
    story.given(.debitFailed(DebitFailed(person: "p1", month: "2025-03", source: "bank")))
    #expect(Story.json(try story.state(), "p1") == before)
  }
}

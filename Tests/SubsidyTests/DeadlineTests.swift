import HistorySupport
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The work due and overdue, per office.
@Suite struct DeadlineTests {
  /// The rows on a day, each as `office kind since due state workingDays clause`.
  static func rows(_ story: Story, on day: CivilDate, scheme: Identifier? = nil) throws -> [Deadline] {
    try Array(story.state().deadlines(on: day, scheme: scheme, calendar: story.calendar).rows)
  }

  static func only(_ story: Story, on day: CivilDate) throws -> Deadline {
    let rows = try rows(story, on: day)
    #expect(rows.count == 1, "\(rows)")
    return try #require(rows.first)
  }

  static func brief(_ row: Deadline) -> String {
    let days = row.workingDays.map(String.init) ?? "-"
    return "\(row.stage?.description ?? row.month?.description ?? "-") \(row.since) \(row.due?.description ?? "-") "
      + "\(row.state) \(days)"
  }

  @Test("G11 BJ12 P25: accepted on Thursday 2019-04-25, the street's two working days end on a working Sunday")
  func streetReview() throws {
    var story = ApplicationTests.inBeijing(on: "2019-04-25")
    try story.when(Entries.applied("beijing", from: "2019-05"))
    let row = try DeadlineTests.only(story, on: "2019-04-26")
    #expect(DeadlineTests.brief(row) == "street 2019-04-25 2019-04-28 due 1")
    #expect(row.office == "街道（乡镇）经办机构" && row.kind == .review && row.clause == "三.2")
    #expect(row.application == "a1" && row.person == "p1" && row.scheme == "beijing")
    #expect(row.publicity == nil && row.dueFromPrevious == nil)
    #expect(DeadlineTests.brief(try DeadlineTests.only(story, on: "2019-04-28")).hasSuffix("due 0"))
    // 2019-04-29 and 30 are working days, 05-01 is not.
    #expect(DeadlineTests.brief(try DeadlineTests.only(story, on: "2019-05-01")).hasSuffix("overdue 2"))
  }

  @Test("G11 BJ13 BJ15 P25: five working days of publicity cross the holiday; both of the district's clocks are shown")
  func districtReviews() throws {
    var story = ApplicationTests.inBeijing(on: "2019-04-25")
    try story.when(Entries.applied("beijing", from: "2019-05"))
    story.day = "2019-04-28"
    try story.when(Entries.verified("street"))
    let first = try DeadlineTests.only(story, on: "2019-05-06")
    #expect(DeadlineTests.brief(first) == "district-1 2019-05-07 2019-05-14 due 6")
    #expect(first.publicity?.first == "2019-04-28" && first.publicity?.last == "2019-05-07")
    #expect(first.dueFromPrevious == "2019-05-07" && first.clause == "三.3" && first.office == "区经办机构")
    try story.when(Entries.verified("district-1"), by: "op-a", key: "key-a")
    #expect(
      DeadlineTests.brief(try DeadlineTests.only(story, on: "2019-05-07"))
        == "district-2 2019-05-07 2019-05-14 waiting 5")
    #expect(DeadlineTests.brief(try DeadlineTests.only(story, on: "2019-05-08")).hasSuffix("due 4"))
    #expect(DeadlineTests.brief(try DeadlineTests.only(story, on: "2019-05-15")).hasSuffix("overdue 1"))
  }

  @Test("LZ18 LZ19 LZ20: at once, on the same day, by the end of the week; the city has no day")
  func liuzhou() throws {
    var story = Story("liuzhou-2022-9", on: "2024-12-10")
    try story.when(Entries.applied("liuzhou"))
    var found: [String] = []
    for (stage, day) in [("community", "2024-12-10"), ("street", "2024-12-11"), ("district", "2024-12-11")] {
      story.day = try #require(CivilDate(day))
      let row = try DeadlineTests.only(story, on: "2024-12-12")
      found.append("\(DeadlineTests.brief(row)) \(row.clause ?? "-")")
      try story.when(Entries.verified(try #require(Identifier(stage))))
    }
    let city = try DeadlineTests.only(story, on: "2030-01-01")
    found.append("\(DeadlineTests.brief(city)) \(city.clause ?? "-")")
    #expect(
      found == [
        "community 2024-12-10 2024-12-10 overdue 2 二（一）1", "street 2024-12-10 2024-12-10 overdue 2 二（一）2",
        "district 2024-12-11 2024-12-13 due 1 二（一）3", "city 2024-12-11 - due - 二（一）",
      ])
  }

  @Test("BJ24 a stage has the deadline of the process that the application was accepted under")
  func frozen() throws {
    var story = ApplicationTests.inBeijing(on: "2024-12-10")
    try story.when(Entries.applied("beijing", from: "2024-12"))
    story.day = "2024-12-11"
    story.given(try FrozenProcessTests.other("beijing-new", from: "2024-12-01"))
    #expect(try DeadlineTests.only(story, on: "2024-12-11").stage == "street")
  }

  @Test("an application that is closed has no deadline, one whose approval was annulled waits for its last stage again")
  func closed() throws {
    var story = Story("jingdezhen-2024-139", on: "2024-12-10")
    try story.when(Entries.applied("jingdezhen"))
    try story.when(Entries.verified("acceptance"))
    try story.when(Entries.verified("review"))
    #expect(try DeadlineTests.rows(story, on: "2024-12-11").isEmpty)
    story.annul(.sequence(story.sequence - 1))
    #expect(try DeadlineTests.only(story, on: "2024-12-11").stage == "review")
    try story.when(.withdrawn(Withdrawn(person: "p1", application: "a1")))
    #expect(try DeadlineTests.rows(story, on: "2024-12-11").isEmpty)
  }

  /// Beijing with an approval for `a1`, applied for on the day, and the report of the first window made.
  static func approved(on day: CivilDate) throws -> Story {
    var story = ApplicationTests.inBeijing(on: day)
    story.given(Entries.applied("beijing", from: day.month))
    story.approve("beijing", from: day.month)
    story.given(.reported(Reported(person: "p1", on: day, channel: "wechat")))
    return story
  }

  @Test("BJ19 P26: the first month is confirmed by the 24th of the month after the application, a Saturday too")
  func startConfirmation() throws {
    var story = try DeadlineTests.approved(on: "2019-07-15")
    let row = try DeadlineTests.only(story, on: "2019-08-24")
    #expect(DeadlineTests.brief(row) == "- 2019-07-15 2019-08-24 due 0")
    #expect(row.kind == .startConfirmation && row.clause == "三.4" && row.application == "a1")
    #expect(row.office == "街道（乡镇）经办机构")
    #expect(try DeadlineTests.only(story, on: "2019-08-25").state == .overdue)
    story.given(Entries.confirmed("2019-07"))
    #expect(try DeadlineTests.rows(story, on: "2019-08-25").isEmpty)
    let jingdezhen = Story("jingdezhen-2024-139")
    #expect(try DeadlineTests.rows(jingdezhen, on: "2025-03-01").isEmpty)
  }

  @Test("BJ22 P27: a report is due on the last day of every three months from the first month on")
  func report() throws {
    var story = try DeadlineTests.approved(on: "2024-01-10")
    story.given(Entries.confirmed("2024-02"))
    story.day = "2024-02-01"
    var rows = try DeadlineTests.rows(story, on: "2024-05-15")
    #expect(
      rows.map(DeadlineTests.brief) == [
        "2024-04 2024-02-01 2024-04-30 overdue 9", "2024-07 2024-05-01 2024-07-31 due 54",
      ])
    #expect(rows.allSatisfy { $0.kind == .report && $0.clause == "三.5" && $0.office == "街道（乡镇）经办机构" })
    story.given(.reported(Reported(person: "p1", on: "2024-04-30", channel: "wechat")))
    rows = try DeadlineTests.rows(story, on: "2024-05-15")
    #expect(rows.map(\.month) == ["2024-07"])
    // Suspended in the window's last month, nothing is asked for.
    story.given(Entries.suspended("beijing", from: "2024-07"))
    #expect(try DeadlineTests.rows(story, on: "2024-05-15").isEmpty)
    story.given(Entries.resumed("beijing", from: "2024-07"))
    #expect(try DeadlineTests.rows(story, on: "2024-05-15").count == 1)
    story.given(Entries.ended("beijing", from: "2024-06"))
    #expect(try DeadlineTests.rows(story, on: "2024-05-15").isEmpty)
  }

  @Test("JD08 LZ28a: payable months are due by the end of the quarter or the year; without a cycle only since when")
  func payment() throws {
    var story = Story("jingdezhen-2024-139", on: "2024-12-10")
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2024-12", "2025-01", "2025-02")
    let rows = try DeadlineTests.rows(story, on: "2025-04-01")
    #expect(
      rows.map(DeadlineTests.brief) == [
        "2024-12 2024-12-31 2024-12-31 overdue 60", "2025-01 2025-01-31 2025-03-31 overdue 1",
        "2025-02 2025-02-28 2025-03-31 overdue 1",
      ])
    #expect(rows.allSatisfy { $0.kind == .payment && $0.clause == "三" && $0.office == "经办机构（审核）" })
    story.pay("jingdezhen", "2024-12", 50_000)
    story.order("jingdezhen", "2025-01", 50_000)
    #expect(try DeadlineTests.rows(story, on: "2025-04-01").map(\.month) == ["2025-02"])

    for (pack, scheme, parameters, due) in [
      ("liuzhou-2022-9", "liuzhou", [:], "2024-12-31"), ("linyi-2021-63", "linyi", ["rate": "2/3"], nil),
    ] as [(Identifier, Identifier, [String: String], CivilDate?)] {
      var story = Story(pack, parameters, on: "2024-05-10")
      story.approve(scheme, from: "2024-03")
      story.contribute("2024-03")
      let row = try DeadlineTests.only(story, on: "2024-06-01")
      #expect(row.due == due && row.since == "2024-05-10" && row.state == .due, "\(scheme)")
    }
  }

  @Test("P26 a year that the calendar lacks stops the list and is named; days of another source bring it")
  func missingYear() throws {
    var story = ApplicationTests.inBeijing(on: "2026-12-30")
    try story.when(Entries.applied("beijing", from: "2027-01"))
    let state = try story.state()
    #expect(throws: Refusal.calendarMissing(year: 2027)) {
      try state.deadlines(on: "2026-12-30", calendar: story.calendar)
    }
    story.calendar = story.calendar.merging(["2027-01-01": false])
    #expect(
      DeadlineTests.brief(try DeadlineTests.only(story, on: "2026-12-30")) == "street 2026-12-30 2027-01-04 due 2")
  }

  @Test("where a missing year only keeps the days left from being counted, they are left out and the year is told")
  func uncounted() throws {
    let story = try DeadlineTests.approved(on: "2026-11-20")
    let list = try story.state().deadlines(on: "2027-02-15", calendar: story.calendar)
    #expect(list.rows.map(DeadlineTests.brief).contains("2027-04 2027-02-01 2027-04-30 due -"))
    #expect(list.yearsMissing == [2027])
  }

  @Test("the rows stand by office, then day, those without one last, then person; a scheme can be asked for alone")
  func order() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("liuzhou-2022-9")
    story.adopt("linyi-2021-63", ["rate": "2/3"])
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    for person in ["p2", "p1", "p3"] as [Identifier] {
      story.register(person)
      story.requirements(person)
      for scheme in ["linyi", "liuzhou", "beijing"] as [Identifier] {
        let application = try #require(Identifier("\(person)-\(scheme)"))
        try story.when(Entries.applied(scheme, application: application, person: person))
      }
      story.day = story.day.adding(days: 1)
    }
    let all = try DeadlineTests.rows(story, on: "2024-12-13")
    let keys = all.map { "\($0.office) \($0.due?.description ?? "9999") \($0.person)" }
    #expect(keys == keys.sorted() && keys.count == 9)
    #expect(try DeadlineTests.rows(story, on: "2024-12-13", scheme: "linyi").map(\.person) == ["p1", "p2", "p3"])
    let state = try story.state()
    #expect(throws: Refusal.unknownScheme("linji")) {
      try state.deadlines(on: "2024-12-13", scheme: "linji", calendar: story.calendar)
    }
  }
}

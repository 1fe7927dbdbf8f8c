import HistorySupport
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// Faults that a reviewer found: each test keeps one mended.
@Suite struct ReviewTests {
  static func swept(_ story: Story, _ day: CivilDate) throws -> [String] {
    try story.state().sweep(on: day).map { "\($0.person) \($0.effect) \($0.from) \($0.cause.rawValue)" }
  }

  // An age that a later adoption lowers ended months for which the higher age was in force: a year's money was taken.
  @Test("LZ37, JD25 a sweep ends no month for which the law in force then knew no retirement")
  func retirementOfEachMonth() throws {
    var story = Story(on: "2024-01-05")
    story.adopt("beijing-2019-1", ["amountFen": "60000", "womenAge": "55"])
    story.register(birth: "1972-03-05", male: false, household: "110105")
    story.requirements()
    story.approve("beijing", from: "2024-01")
    story.contribute("2024-01", count: 14)
    story.adopt("beijing-2019-1", ["amountFen": "60000", "womenAge": "50"], from: "2025-01-01")
    for month in 0..<5 { story.given(reported(on: Month(stringLiteral: "2024-03").adding(3 * month).lastDay)) }
    story.day = "2025-03-31"
    #expect(try ReviewTests.swept(story, "2025-03-31") == ["p1 ended 2025-01 retired"])
  }

  // The suspension came after the resumption in the log, and the last one recorded decides for every later month.
  @Test("BJ23 a sweep does not undo what an operator resumed for later months")
  func resumption() throws {
    var story = Story(on: "2024-01-05")
    story.adopt("beijing-2019-1", ["amountFen": "60000", "missedReport": "suspended"])
    story.register(household: "110105")
    story.requirements()
    story.approve("beijing", from: "2024-01")
    story.given(reported(on: "2024-07-15"))
    story.given(reported(on: "2024-10-15"))
    story.change(Entries.suspended("beijing", from: "2024-06"))
    story.change(Entries.resumed("beijing", from: "2024-09"))
    story.day = "2024-12-31"
    #expect(try ReviewTests.swept(story, "2024-12-31") == [])
  }

  private func reported(on day: CivilDate) -> EventBody { .reported(Reported(person: "p1", on: day, channel: "app")) }

  @Test("an end counts from its month on: until then the claim runs, for refusals, for deadlines and for sweeps")
  func endInTheFuture() throws {
    var story = Story("linyi-2021-63", ["rate": "1/2"])
    story.approve("linyi", from: "2024-10")
    story.change(Entries.ended("linyi", from: "2025-06"))
    #expect(try story.refusal(Entries.applied("linyi", from: "2025-06", application: "a2")) == nil)
    #expect(try story.refusal(Entries.suspended("linyi", from: "2025-01")) == nil)
    #expect(try story.refusal(Entries.suspended("linyi", from: "2025-06")) == .alreadyEnded("linyi"))
    #expect(try story.refusal(Entries.ended("linyi", from: "2025-03")) == nil)
    #expect(try story.refusal(Entries.ended("linyi", from: "2025-07")) == .alreadyEnded("linyi"))
    story.fact(.employed, from: "2024-12-02")
    #expect(try ReviewTests.swept(story, "2024-12-31") == ["p1 ended 2024-12 registration-exit"])
  }

  @Test("months that are still suspended can be resumed, whatever was resumed after them")
  func resumedEarlier() throws {
    var story = Story("linyi-2021-63", ["rate": "1/2"])
    story.approve("linyi", from: "2024-06")
    story.change(Entries.suspended("linyi", from: "2024-06"))
    story.change(Entries.resumed("linyi", from: "2024-08"))
    #expect(try story.refusal(Entries.resumed("linyi", from: "2024-07")) == nil)
    #expect(try story.refusal(Entries.resumed("linyi", from: "2024-08")) == .notSuspended("linyi"))
    #expect(try story.refusal(Entries.resumed("linyi", from: "2024-10")) == .notSuspended("linyi"))
  }

  @Test("LG06 nobody is called in for a month that another city has paid")
  func paidElsewhere() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("linyi-2021-63", ["rate": "1/2"])
    story.adopt("lianyungang-2021-50", ["rate": "1/2"])
    story.register(household: "371302")
    story.requirements()
    story.approve("lianyungang", from: "2024-11")
    story.contribute("2024-11", "2024-12")
    story.pay("lianyungang", "2024-11", 30_000)
    #expect(try story.state().eligible(in: "linyi", from: "2024-11", story.context()).isEmpty)
    #expect(try story.state().eligible(in: "linyi", from: "2024-12", story.context()).map(\.person) == ["p1"])
  }

  @Test("BJ24 an application of the older process has no day of the newer one")
  func olderProcess() throws {
    var story = Story(on: "2019-03-31")
    story.adopt("beijing-2019-1", ["amountFen": "60000"])
    story.register(household: "110105")
    story.requirements()
    story.given(Entries.applied("beijing", from: "2019-04"))
    let rows = try story.state().deadlines(on: "2019-04-28", calendar: story.calendar).rows.filter {
      $0.kind == .review
    }
    #expect(rows.map(\.due) == [nil])
    #expect(rows.map(\.clause) == ["四.1"])
  }

  @Test("JD08 a payment is not overdue before it could be made")
  func lateApproval() throws {
    var story = Story("jingdezhen-2024-139", on: "2025-05-10")
    story.approve("jingdezhen", from: "2025-01")
    story.contribute("2025-01", count: 3)
    story.day = "2025-05-20"
    let rows = try story.state().deadlines(on: "2025-05-20", calendar: story.calendar).rows.filter {
      $0.kind == .payment
    }
    #expect(rows.map(\.due) == ["2025-06-30", "2025-06-30", "2025-06-30"])
    #expect(rows.allSatisfy { $0.since <= $0.due ?? $0.since })
  }
}

import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The books of a month: the movements, the month in which each is counted, and the record that a close keeps.
@Suite struct MonthBooksTests {
  static func books(_ story: Story, _ month: Month) throws -> MonthBooks {
    try Fixtures.fold(story.events).books(of: month)
  }

  static func close(_ month: Month) -> MonthClosed {
    MonthClosed(month: month, size: 1, root: String(repeating: "0", count: 64), sums: MonthSums())
  }

  /// Two months paid in February; one bounces in March.
  static func story() throws -> Story {
    var story = try BatchTests.exported()
    _ = try BatchTests.settle(&story, BatchTests.line("2024-12"), BatchTests.line("2025-01"))
    story.day = "2025-03-03"
    _ = try BatchTests.settle(&story, BatchTests.line("2024-12", .returned(code: "RC01")))
    return story
  }

  @Test("a movement stands in the month in which it was recorded, by scheme and district")
  func movements() throws {
    let story = try MonthBooksTests.story()
    let february = try MonthBooksTests.books(story, "2025-02")
    #expect(february.rows.map(\.scheme) == ["jingdezhen"])
    #expect(february.rows.first?.district?.description == "360200")
    #expect(february.total.paid == Fen(100_000))
    #expect(february.total.returned == .zero)
    #expect(try MonthBooksTests.books(story, "2025-01").rows.isEmpty)
  }

  @Test("what comes back after its month is an adjustment in a later one, and the earlier one stays")
  func adjustments() throws {
    let story = try MonthBooksTests.story()
    let march = try MonthBooksTests.books(story, "2025-03").total
    #expect(march.paid == .zero)
    #expect(march.returned == Fen(50_000))
    #expect(march.bounced == Fen(50_000))
    #expect(march.adjusted == Fen(50_000))
    #expect(march.net == Fen(-50_000))
  }

  @Test("what comes back before it was paid moves no money, and in the same month it adjusts nothing")
  func returnsWithinTheMonth() throws {
    var story = try BatchTests.exported()
    _ = try BatchTests.settle(&story, BatchTests.line("2024-12"), BatchTests.line("2025-01", .returned(code: "AC04")))
    _ = try BatchTests.settle(&story, BatchTests.line("2024-12", .returned(code: "RC01")))
    let sums = try MonthBooksTests.books(story, "2025-02").total
    #expect([sums.paid, sums.returned, sums.bounced, sums.adjusted] == [50_000, 100_000, 50_000, 0].map { Fen($0) })
    #expect(sums.net == .zero)
  }

  @Test("what is recorded after a close stands in the month after it, even within the month")
  func closedEarly() throws {
    var story = try BatchTests.exported()
    _ = try BatchTests.settle(&story, BatchTests.line("2024-12"))
    story.given(.monthClosed(MonthBooksTests.close("2025-02")))
    _ = try BatchTests.settle(
      &story, BatchTests.line("2025-01"), BatchTests.line("2024-12", .returned(code: "RC01")))
    let february = try MonthBooksTests.books(story, "2025-02")
    #expect(february.total.paid == Fen(50_000))
    #expect(february.total.returned == .zero)
    #expect(february.close?.month == "2025-02")
    #expect(!february.isAsClosed)
    let march = try MonthBooksTests.books(story, "2025-03").total
    #expect(march.paid == Fen(50_000))
    #expect(march.adjusted == Fen(50_000))
  }

  @Test("recovered, put back and written off, and what is owed at the end of the month")
  func recovery() throws {
    var story = try MonthBooksTests.story()
    story.fact(.employed, from: "2025-01-10")
    let demanded = try story.command { state, context in try state.decideDemands(context) }
    guard case .clawedBack(let demand)? = demanded.first else { return #expect(Bool(false), "no demand") }
    story.given(
      .repaid(
        Repaid(person: "p1", scheme: "jingdezhen", demand: demand.demand, amount: Fen(20_000), receipt: "1")))
    story.day = "2025-04-02"
    story.given(
      .putBack(
        PutBack(
          person: "p1", scheme: "jingdezhen", demand: demand.demand, amount: Fen(10_000), unit: "street", receipt: "2"))
    )
    story.given(
      .writtenOff(
        WrittenOff(person: "p1", scheme: "jingdezhen", demand: demand.demand, amount: Fen(5_000), authority: "a")))
    let march = try MonthBooksTests.books(story, "2025-03").total
    #expect(march.repaid == Fen(20_000))
    #expect(march.outstanding == Fen(30_000))
    let april = try MonthBooksTests.books(story, "2025-04").total
    #expect([april.putBack, april.writtenOff, april.outstanding] == [10_000, 5_000, 25_000].map { Fen($0) })
    #expect(try story.state().openDemands(on: "2025-04-02").map(\.days) == [30])
  }

  @Test("a month is closed once, with every earlier one, and none that has not begun")
  func closes() throws {
    var story = Story(on: "2025-03-03")
    func refusal(_ month: Month) throws -> Refusal? {
      try story.refusal { state, context throws(Refusal) in
        try state.decideClose(MonthBooksTests.close(month), context)
      }
    }
    #expect(try refusal("2025-04") == .inFuture(field: "month", value: "2025-04"))
    #expect(try refusal("2025-03") == .monthRuns("2025-03"))
    try story.command { state, context in try state.decideClose(MonthBooksTests.close("2025-02"), context) }
    #expect(try refusal("2025-02") == .monthClosed("2025-02", through: "2025-02"))
    #expect(try refusal("2024-12") == .monthClosed("2024-12", through: "2025-02"))
  }
}

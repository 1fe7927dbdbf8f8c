import Subsidy
import TestSupport
import Testing
import Values

/// In which month an event was recorded is known from its number.
@Suite struct RecordedMonthsTests {
  @Test func `a month begins at midnight in China, within a block or with one`() throws {
    var months = RecordedMonths()
    #expect(months.month(of: 0) == nil)
    var first: UInt64 = 3
    for times in [
      ["2024-11-30T15:59:59Z", "2024-11-30T16:00:00Z", "2024-12-01T00:00:00Z"], ["2024-12-31T15:59:59Z"],
      ["2024-12-31T16:00:00Z", "2025-02-01T00:00:00Z"],
    ] {
      var block = EventBlock(first: first, capacity: 4)
      for time in times {
        let body = EventBody.ledgerOpened(LedgerOpened(ledger: "x"))
        let event = Event(
          sequence: first, recorded: try #require(Instant(time)), by: "op", body: body)
        block.append(event, Annulments())
        first += 1
      }
      months.append(block)
    }
    let found = (2...9).map { months.month(of: UInt64($0))?.description }
    #expect(
      found == [nil, "2024-11", "2024-12", "2024-12", "2024-12", "2025-01", "2025-02", "2025-02"])
  }
}

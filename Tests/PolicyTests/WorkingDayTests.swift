import Policy
import Testing
import Values

@Suite struct WorkingDayTests {
  static let calendar = WorkingDayCalendar.shipped()

  static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  @Test(
    "LZ20 the week's last working day is the last from Monday to Friday, or that of the next week with one",
    arguments: [
      ("2024-12-11", "2024-12-13"), ("2024-12-13", "2024-12-13"), ("2024-12-14", "2024-12-20"),
      ("2024-12-15", "2024-12-20"), ("2023-09-27", "2023-09-28"), ("2023-09-28", "2023-09-28"),
      // 29 September to 6 October 2023 are off; 7 and 8 October are a weekend with work.
      ("2023-09-29", "2023-10-13"), ("2023-10-07", "2023-10-13"), ("2019-04-28", "2019-04-30"),
    ])
  func week(_ from: String, _ expected: String) throws {
    let found = try WorkingDayTests.calendar.lastWorkingDay(ofWeekOf: WorkingDayTests.day(from))
    #expect(found.description == expected)
  }

  @Test(
    "working days between two days leave out the first and count the last",
    arguments: [
      ("2019-04-25", "2019-04-28", 2), ("2019-04-30", "2019-05-05", 1), ("2024-12-13", "2024-12-15", 0),
      ("2024-12-13", "2024-12-16", 1), ("2024-12-13", "2024-12-13", 0), ("2024-12-13", "2024-12-12", 0),
    ])
  func between(_ first: String, _ last: String, _ expected: Int) throws {
    let (first, last) = (try WorkingDayTests.day(first), try WorkingDayTests.day(last))
    #expect(try WorkingDayTests.calendar.workingDays(after: first, through: last) == expected)
  }

  @Test("P26 days of another source bring a new year, and change single days of a year that is there")
  func merged() throws {
    let newYear = try WorkingDayTests.day("2027-01-01")
    let monday = try WorkingDayTests.day("2024-12-16")
    #expect(throws: WorkingDayCalendar.Failure.missingYear(2027)) { try WorkingDayTests.calendar.isWorkingDay(newYear) }
    let merged = WorkingDayTests.calendar.merging([newYear: false, monday: false])
    #expect(try !merged.isWorkingDay(newYear))
    #expect(try merged.isWorkingDay(newYear.adding(days: 3)))
    #expect(try !merged.isWorkingDay(monday))
    #expect(try merged.isWorkingDay(monday.adding(days: 1)))
    #expect(try merged.isWorkingDay(WorkingDayTests.day("2019-04-28")))
  }

  @Test("JD08 P39 a cycle's period begins with the year")
  func periods() throws {
    let found = ["2024-12", "2025-01", "2025-03", "2025-04"].compactMap { Month($0) }
    #expect(found.map { CalendarPeriod.month.lastMonth(of: $0) } == found)
    #expect(
      found.map { CalendarPeriod.quarter.lastMonth(of: $0).description }
        == ["2024-12", "2025-03", "2025-03", "2025-06"])
    #expect(
      found.map { CalendarPeriod.year.lastMonth(of: $0).description }
        == ["2024-12", "2025-12", "2025-12", "2025-12"])
  }
}

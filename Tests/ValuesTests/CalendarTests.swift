import Testing
import Values

@Suite struct CivilDateTests {
  /// Walks day by day with nothing but the lengths of the months, and shares no arithmetic with the type.
  @Test func `Every day from 1900 to 2100 has its number, its parts, its weekday and its text`() {
    // 1900-01-01 was a Monday, 25,567 days before 1970-01-01.
    var days: Int32 = -25_567
    var weekday = 1
    for year in 1900...2100 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in zip(1...12, [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        for day in 1...length {
          let date = CivilDate(days: days)
          let twoDigits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
          let text = "\(year)-\(twoDigits(month))-\(twoDigits(day))"
          let isRight =
            CivilDate(year: year, month: month, day: day) == date && date.parts == (year, month, day)
            && date.weekday == weekday && date.description == text && CivilDate(text) == date
            && date.month == Month(year: year, month: month)
          if !isRight { Issue.record("\(text) is wrong") }
          days += 1
          weekday = weekday % 7 + 1
        }
        #expect(CivilDate(year: year, month: month, day: length + 1) == nil)
        #expect(Month(year: year, month: month)?.length == length)
        #expect(Month(year: year, month: month)?.lastDay == CivilDate(days: days - 1))
      }
    }
    #expect(CivilDate(year: 1970, month: 1, day: 1)?.days == 0)
  }

  @Test(
    "What is no date is refused",
    arguments: [
      "", "2023-02-29", "1900-02-29", "2100-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "2024-04-31",
      "0000-01-01",
      "2024-1-01", "2024-01-1", "20240101", "2024/01/01", "2024-01-01 ", " 2024-01-01", "-024-01-01", "2024-01-0１",
      "2024-+1-01", "2024-01-01T00:00:00Z",
    ])
  func refuses(_ text: String) { #expect(CivilDate(text) == nil) }

  @Test(
    "Adding months cuts the day once to the length of the month",
    arguments: [
      ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-02-29", 12, "2025-02-28"),
      ("2024-02-29", 48, "2028-02-29"), ("2024-03-31", -1, "2024-02-29"), ("2024-12-31", 2, "2025-02-28"),
      ("2024-05-31", 13, "2025-06-30"), ("1964-02-29", 60 * 12 + 1, "2024-03-29"), ("2024-01-15", 0, "2024-01-15"),
      ("2024-01-01", -24, "2022-01-01"), ("0001-01-31", -1, "0001-01-31"), ("9999-11-30", 5, "9999-12-30"),
      ("2024-01-31", .max, "9999-12-31"), ("2024-01-31", .min, "0001-01-31"),
    ])
  func addsMonths(_ date: String, _ months: Int, _ sum: String) throws {
    #expect(try #require(CivilDate(date)).adding(months: months) == CivilDate(sum))
  }

  @Test func `Adding days stays within the years that can be written`() throws {
    let date = try #require(CivilDate("2024-02-28"))
    #expect(date.adding(days: 1) == CivilDate("2024-02-29"))
    #expect(date.adding(days: 2) == CivilDate("2024-03-01"))
    #expect(date.adding(days: -59) == CivilDate("2023-12-31"))
    #expect(date.adding(days: .max) == CivilDate("9999-12-31"))
    #expect(date.adding(days: .min) == CivilDate("0001-01-01"))
    #expect(CivilDate.first == CivilDate("0001-01-01"))
    #expect(CivilDate.last == CivilDate("9999-12-31"))
    #expect(CivilDate.first.weekday == 1)
    #expect(CivilDate.last.weekday == 5)
  }
}

@Suite struct MonthTests {
  @Test func `Every month is read back from its text and follows the one before it`() {
    var previous: Month?
    for year in [1, 2, 99, 100, 999, 1000] + Array(1900...2100) + [9999] {
      for number in 1...12 {
        guard let month = Month(year: year, month: number) else {
          Issue.record("\(year)-\(number) is missing")
          continue
        }
        #expect(month.year == year && month.number == number && Month(month.description) == month)
        #expect(month.firstDay.month == month && month.lastDay.month == month)
        if number > 1 { #expect(previous?.adding(1) == month && month.adding(-1) == previous) }
        if let previous { #expect(previous < month) }
        previous = month
      }
    }
    #expect(Month("2024-01")?.description == "2024-01")
  }

  @Test(
    "What is no month is refused",
    arguments: ["", "2024-00", "2024-13", "0000-01", "2024-1", "2024-011", "202401", "2024/01", "2024-1 ", "+024-01"])
  func refuses(_ text: String) { #expect(Month(text) == nil) }

  /// An event may carry 10^12 months, and no number may stop the program.
  @Test func `Adding any number of months stays within the years that can be written`() throws {
    let month = try #require(Month("2024-11"))
    #expect(month.adding(2) == Month("2025-01"))
    #expect(month.adding(-11) == Month("2023-12"))
    for count in [1_000_000_000_000, Int(Int32.max), .max] { #expect(month.adding(count) == Month.last) }
    for count in [-1_000_000_000_000, Int(Int32.min), .min] { #expect(month.adding(count) == Month.first) }
  }
}

@Suite struct InstantTests {
  @Test(
    "An instant is read and printed in its one form, and has its date in China",
    arguments: [
      ("1970-01-01T00:00:00Z", 0, "1970-01-01"), ("1969-12-31T23:59:59Z", -1, "1970-01-01"),
      ("1969-12-31T15:59:59Z", -28_801, "1969-12-31"), ("2024-12-06T01:30:00Z", 1_733_448_600, "2024-12-06"),
      ("2024-12-05T15:59:59Z", 1_733_414_399, "2024-12-05"), ("2024-12-05T16:00:00Z", 1_733_414_400, "2024-12-06"),
      ("2024-02-29T23:59:59Z", 1_709_251_199, "2024-03-01"), ("0001-01-01T00:00:00Z", -62_135_596_800, "0001-01-01"),
      ("9999-12-31T15:59:59Z", 253_402_271_999, "9999-12-31"), ("9999-12-31T23:59:59Z", 253_402_300_799, "9999-12-31"),
    ] as [(String, Int64, String)])
  func reads(_ text: String, _ seconds: Int64, _ date: String) throws {
    let instant = try #require(Instant(text))
    #expect(instant.seconds == seconds)
    #expect(instant.description == text)
    #expect(instant.civilDate == CivilDate(date))
    // Every date that is read has a month with a first and a last day.
    #expect(instant.civilDate.month.firstDay <= instant.civilDate)
  }

  @Test(
    "What is no instant is refused",
    arguments: [
      "", "2024-12-06", "2024-12-06T01:30:00", "2024-12-06T01:30:00z", "2024-12-06t01:30:00Z", "2024-12-06 01:30:00Z",
      "2024-12-06T01:30:00.0Z", "2024-12-06T01:30:00+08:00", "2024-12-06T24:00:00Z", "2024-12-06T01:60:00Z",
      "2024-12-06T23:59:60Z", "2024-02-30T00:00:00Z", "2024-12-06T01:30Z", "2024-12-06T1:30:000Z",
    ])
  func refuses(_ text: String) { #expect(Instant(text) == nil) }

  @Test func `In China it is eight hours later`() throws {
    #expect(try #require(Instant("2024-12-06T01:30:00Z")).chinaTime == "2024-12-06 09:30:00")
    #expect(try #require(Instant("2024-12-31T16:00:01Z")).chinaTime == "2025-01-01 00:00:01")
  }

  @Test func `No number of seconds stops the program`() {
    #expect(Instant(seconds: .max).civilDate == .last)
    #expect(Instant(seconds: .min).civilDate == .first)
    for seconds in [Int64.max, .min] {
      #expect(Instant(seconds: seconds).description.utf8.count == 20)
      #expect(!Instant(seconds: seconds).chinaTime.isEmpty)
    }
  }
}

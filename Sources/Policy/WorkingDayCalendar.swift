public import Values

/// The working days of China: Monday to Friday, except for the days that the State Council's yearly notice moves.
///
/// A year that the data does not cover is an error, never a guess: a deadline computed without the notice would be
/// wrong exactly around the long holidays.
///
/// > Source: the yearly notices of the State Council's General Office on holidays (国务院办公厅关于部分节假日安排的通知).
public struct WorkingDayCalendar: Sendable {
  /// Weekdays without work and weekend days with it.
  private var exceptions: [CivilDate: Bool] = [:]
  /// The years that have rows.
  public private(set) var years: Set<Int> = []

  /// The reason that a calendar cannot be read or gives no answer.
  public enum Failure: Error, Hashable, Sendable {
    /// A row, counted from 1, that is not `date,off|work,name`.
    case malformedRow(Int)
    /// A year without rows.
    case missingYear(Int)
  }

  /// A calendar that covers no year and so answers nothing, for work that counts no working days.
  public static var ofNoYear: WorkingDayCalendar { WorkingDayCalendar() }

  private init() {}

  /// Reads a calendar from CSV with the header `date,kind,holiday`.
  public init(csv: String) throws(Failure) {
    let lines = csv.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    for (index, line) in lines.enumerated() where index > 0 {
      let columns = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { Substring($0) }
      guard columns.count >= 2, let date = CivilDate(columns[0]), columns[1] == "off" || columns[1] == "work" else {
        throw .malformedRow(index + 1)
      }
      exceptions[date] = columns[1] == "work"
      years.insert(date.parts.year)
    }
  }

  /// The calendar that ships with the program.
  public static func shipped() -> WorkingDayCalendar {
    do {
      return try WorkingDayCalendar(csv: String(decoding: PackageResources.china_workdays_csv, as: UTF8.self))
    } catch {
      preconditionFailure("the shipped calendar is malformed: \(error)")
    }
  }

  /// This calendar with days of another source laid over its own: for a day that both name, the other decides.
  ///
  /// A year with any day counts as covered, so the other source has to bring all days of a year that is new.
  ///
  /// - Parameter days: whether people work on each day.
  /// - Returns: the calendar with all of them.
  public func merging(_ days: [CivilDate: Bool]) -> WorkingDayCalendar {
    var merged = self
    merged.exceptions.merge(days) { _, other in other }
    merged.years.formUnion(days.keys.map(\.parts.year))
    return merged
  }

  /// Whether people work on a day.
  public func isWorkingDay(_ day: CivilDate) throws(Failure) -> Bool {
    let year = day.parts.year
    guard years.contains(year) else { throw .missingYear(year) }
    return exceptions[day] ?? (day.weekday <= 5)
  }

  /// The last of `count` working days that begin with the next working day after a day.
  ///
  /// > Source: interpretation P25 of the documents: the clock starts on the next working day.
  public func day(_ count: Int, workingDaysAfter day: CivilDate) throws(Failure) -> CivilDate {
    var current = day
    var left = count
    while left > 0 {
      current = current.adding(days: 1)
      if try isWorkingDay(current) { left -= 1 }
    }
    return current
  }

  /// The last working day of a day's week, Monday to Friday, from the day itself on; if the week has none left, that of the
  /// next week that has one.
  public func lastWorkingDay(ofWeekOf day: CivilDate) throws(Failure) -> CivilDate {
    var friday = day.adding(days: 5 - day.weekday)
    while true {
      var current = friday
      while current >= day, current.weekday <= 5 {
        if try isWorkingDay(current) { return current }
        current = current.adding(days: -1)
      }
      friday = friday.adding(days: 7)
    }
  }

  /// How many working days lie after one day and up to another, that one included; 0 if it is not later.
  public func workingDays(after day: CivilDate, through last: CivilDate) throws(Failure) -> Int {
    var current = day
    var count = 0
    while current < last {
      current = current.adding(days: 1)
      if try isWorkingDay(current) { count += 1 }
    }
    return count
  }
}

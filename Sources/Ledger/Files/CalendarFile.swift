public import Policy
import Values

extension WorkingDayCalendar {
  /// The shipped calendar, overlaid with the days of a file: a new year's notice needs no new program.
  ///
  /// - Parameter file: CSV in the form of the shipped one, `date,kind,holiday`; UTF-8 or GB18030. Nil for the shipped days alone.
  /// - Returns: the calendar with all of them.
  /// - Throws: ``LedgerFailure`` with every line that cannot be taken; the system's failures.
  public static func shipped(and file: String?) throws -> WorkingDayCalendar {
    guard let file else { return shipped() }
    let columns = ["date", "kind", "holiday"]
    let csv = try CSVFile(file, columns: columns)
    for column in columns { try csv.require(column) }
    var days: [CivilDate: Bool] = [:]
    _ = try csv.read { row in
      let day = try csv.value("date", row, .date) { CivilDate($0) }
      let isWorkingDay = try csv.value("kind", row, .dayKind) { ["work": true, "off": false][$0] }
      if days.updateValue(isWorkingDay, forKey: day) != nil { throw LineProblem.Reason(.repeatedDay(day)) }
    }
    return shipped().merging(days)
  }
}

/// A civil date in China Standard Time (UTC+8, no daylight saving): a day on the wall calendar, without a clock.
///
/// > Units: days since 1970-01-01.
public struct CivilDate: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Days since 1970-01-01, negative before it.
  public let days: Int32

  /// Makes the date that lies `days` after 1970-01-01.
  public init(days: Int32) { self.days = days }

  /// Makes a date from its parts, of the years 0001 to 9999.
  ///
  /// - Returns: nil if there is no such day, for example 2023-02-29.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= CivilDate.length(ofMonth: month, year: year)
    else { return nil }
    // Days from the civil calendar with years that begin in March, so that the leap day is the last of its year.
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(days: Int32(era * 146_097 + dayOfEra - 719_468))
  }

  /// The year, the month from 1 to 12 and the day from 1 to 31.
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// The month that holds this day.
  public var month: Month {
    let (year, month, _) = parts
    return Month(unchecked: year, month)
  }

  /// This date `months` later, the day cut once to the length of the month it lands in.
  ///
  /// Years and a delay of retirement are added as one number of months; adding them one after the other would cut
  /// 29 February twice.
  ///
  /// > Source: contract section 5, "years and delay are added to a date as one number of months".
  public func adding(months: Int) -> CivilDate {
    let day = parts.day
    let target = month.adding(months)
    return CivilDate(days: target.firstDay.days + Int32(min(day, target.length) - 1))
  }

  /// This date `count` days later, within the years 0001 to 9999 that can be written.
  public func adding(days count: Int) -> CivilDate {
    let (sum, overflows) = Int(days).addingReportingOverflow(count)
    return CivilDate(clampingDays: overflows ? (count < 0 ? Int.min : Int.max) : sum)
  }

  /// The date that lies `days` after 1970-01-01, or the first or last date that can be written if that one cannot.
  init(clampingDays days: Int) {
    self.init(days: Int32(min(max(days, Int(CivilDate.first.days)), Int(CivilDate.last.days))))
  }

  /// The first date that can be written, 0001-01-01.
  public static var first: CivilDate { CivilDate(days: -719_162) }

  /// The last date that can be written, 9999-12-31.
  public static var last: CivilDate { CivilDate(days: 2_932_896) }

  /// The day of the week, 1 for Monday to 7 for Sunday.
  ///
  /// > Source: ISO 8601, calendar weeks.
  public var weekday: Int { Int((Int(days) + 3) % 7 + 7) % 7 + 1 }

  /// Whether the first date is the earlier one.
  public static func < (left: CivilDate, right: CivilDate) -> Bool { left.days < right.days }

  /// The number of days of a month, 28 to 31.
  static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CivilDate: CustomStringConvertible {
  /// The date as the log writes it: `2024-12-05`.
  public var description: String { String(decoding: Digits.of { $0.date(self) }, as: UTF8.self) }

  /// Reads a date in its one text form, `2024-12-05`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(bytes: bytes, at: 0, count: bytes.count)
  }

  /// Reads a date in a line of the log.
  ///
  /// - Parameters:
  ///   - bytes: the line or block that holds it.
  ///   - start: the offset of its first byte.
  ///   - count: how many bytes the value has; with any number but ten it is not a date.
  public init?(bytes: [UInt8], at start: Int, count: Int) {
    guard count == 10, bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
      let year = Digits.read(bytes, start, 4), let month = Digits.read(bytes, start + 5, 2),
      let day = Digits.read(bytes, start + 8, 2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

/// A calendar month, the unit in which the subsidy is due.
///
/// > Units: months since 0000-01.
public struct Month: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Months since January of the year 0: twelve a year.
  public let index: Int32

  /// Makes the month with this index.
  public init(index: Int32) { self.index = index }

  /// Makes a month of the years 0001 to 9999; nil if there is no such month.
  public init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    self.init(unchecked: year, month)
  }

  init(unchecked year: Int, _ month: Int) { index = Int32(year * 12 + month - 1) }

  /// January of its year.
  public var firstOfYear: Month { adding(1 - number) }

  /// The year of the month.
  public var year: Int { Int(index) / 12 }

  /// The number of the month in its year, 1 to 12.
  public var number: Int { Int(index) % 12 + 1 }

  /// How many days the month has.
  public var length: Int { CivilDate.length(ofMonth: number, year: year) }

  /// The first day of the month.
  public var firstDay: CivilDate {
    guard let day = CivilDate(year: year, month: number, day: 1) else {
      preconditionFailure("a month of the years 1 to 9999 has a first day")
    }
    return day
  }

  /// The last day of the month.
  public var lastDay: CivilDate { firstDay.adding(days: length - 1) }

  /// The month that lies `count` months later, or earlier for a negative count.
  ///
  /// It stays within the years 0001 to 9999, far outside of any life that the ledger records.
  public func adding(_ count: Int) -> Month {
    let (sum, overflows) = Int(index).addingReportingOverflow(count)
    let target = overflows ? (count < 0 ? Int.min : Int.max) : sum
    return Month(index: Int32(min(max(target, Int(Month.first.index)), Int(Month.last.index))))
  }

  /// The first month that can be written, January of the year 1.
  public static var first: Month { Month(unchecked: 1, 1) }

  /// The last month that can be written, December 9999.
  public static var last: Month { Month(unchecked: 9999, 12) }

  /// Whether the first month is the earlier one.
  public static func < (left: Month, right: Month) -> Bool { left.index < right.index }
}

extension Month: CustomStringConvertible {
  /// The month as the log writes it: `2024-11`.
  public var description: String { String(decoding: Digits.of { $0.month(self) }, as: UTF8.self) }

  /// Reads a month in its one text form, `2024-11`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(bytes: bytes, at: 0, count: bytes.count)
  }

  /// Reads a month in a line of the log.
  ///
  /// - Parameters:
  ///   - bytes: the line or block that holds it.
  ///   - start: the offset of its first byte.
  ///   - count: how many bytes the value has; with any number but seven it is not a month.
  public init?(bytes: [UInt8], at start: Int, count: Int) {
    guard count == 7, bytes[start + 4] == UInt8(ascii: "-"), let year = Digits.read(bytes, start, 4),
      let month = Digits.read(bytes, start + 5, 2)
    else { return nil }
    self.init(year: year, month: month)
  }
}

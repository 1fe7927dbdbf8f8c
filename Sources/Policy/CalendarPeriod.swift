public import Values

/// A month, a quarter or a year of the calendar.
public enum CalendarPeriod: String, CaseIterable, Hashable, Sendable {
  /// Every month (按月).
  case month
  /// Every quarter (按季度).
  case quarter
  /// Every year (按年度).
  case year

  /// How many months it has.
  public var months: Int {
    switch self {
    case .month: 1
    case .quarter: 3
    case .year: 12
    }
  }

  /// The first month of the period that a month belongs to.
  public func firstMonth(of month: Month) -> Month { month.adding(-((month.number - 1) % months)) }

  /// The last month of the period that a month belongs to.
  public func lastMonth(of month: Month) -> Month { firstMonth(of: month).adding(months - 1) }
}

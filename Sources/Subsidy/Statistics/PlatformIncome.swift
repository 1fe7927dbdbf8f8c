import Policy
import Values

extension StatisticCase {
  /// On a platform and insured in a month of the period, with an income of at least that month's threshold.
  ///
  /// The clause speaks of platform workers alone and of no town, so neither does this.
  ///
  /// > Source: 连政办发〔2021〕50号（十五）(劳动收入达到当地最低工资标准且依法参加社会保险).
  func hasPlatformIncome(_ period: StatisticPeriod, _ threshold: StatisticThreshold) -> Bool {
    registrations(by: period).contains { fact, work in
      guard work.platform != nil, let income = work.income else { return false }
      return insured.contains { month in
        period.contains(month) && fact.from.month <= month && fact.to.map { month <= $0.month } ?? true
          && threshold(month).map { income >= $0 } ?? false
      }
    }
  }
}

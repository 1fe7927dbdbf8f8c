import Policy
import Values

extension StatisticCase {
  /// Not flexibly employed before the year of the period, employed and unemployed by earlier records, and paying again
  /// in the period after a gap of at least a month.
  ///
  /// > Source: 临人社字〔2021〕63号 二 三是 (以前年度不是灵活就业人员，有就业和失业状态转换记录，有断缴…记录，且又正常缴费).
  func hasReturned(_ period: StatisticPeriod) -> Bool {
    let registered = facts.filter { $0.fact == .flexibleRegistered }
    guard !registered.contains(where: { $0.from.month.year < period.from.year }),
      let now = registrations(by: period).first(where: { $0.work.isUrban })?.fact.from
    else { return false }
    let changed = [FactCode.employed, .unemployedRegistered].allSatisfy { code in
      facts.contains { $0.fact == code && $0.from < now }
    }
    return changed && insured.contains { period.contains($0) && hasGap(before: $0) }
  }

  /// Whether at least one month between the first contribution and a later one has none.
  private func hasGap(before month: Month) -> Bool {
    guard let first = insured.first, first < month else { return false }
    return insured.count { first <= $0 && $0 < month } < Int(month.index - first.index)
  }
}

import Policy
import Values

extension StatisticCase {
  /// First employment in a town that began in the period, with an income of at least the threshold of its first month.
  ///
  /// A person whose income or threshold is not known is not counted: neither is ever guessed.
  ///
  /// > Source: 临人社字〔2021〕63号 二 一是 (初次就业月劳动收入不低于当地城市居民最低生活保障标准).
  func hasFirstIncome(_ period: StatisticPeriod, _ threshold: StatisticThreshold) -> Bool {
    registrations(by: period).contains { fact, work in
      guard work.entry == .first, work.isUrban, period.contains(fact.from.month), let income = work.income,
        let least = threshold(fact.from.month)
      else { return false }
      return income >= least
    }
  }
}

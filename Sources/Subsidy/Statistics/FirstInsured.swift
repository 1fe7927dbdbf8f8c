import Policy
import Values

extension StatisticCase {
  /// First employment in a town, and the first contribution ever lies in the period.
  ///
  /// > Source: 临人社字〔2021〕63号 二 二是 (初次参加企业职工基本养老保险且初次就业).
  func isFirstInsured(_ period: StatisticPeriod) -> Bool {
    guard let first = insured.first, period.contains(first) else { return false }
    return registrations(by: period).contains { $0.work.entry == .first && $0.work.isUrban }
  }
}

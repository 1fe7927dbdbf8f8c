import Policy
import Values

extension StatisticCase {
  /// Insured in a month of unemployment benefit, registered as flexibly employed in a town, and paying on after the
  /// benefit's end for the first time in the period.
  ///
  /// > Source: 临人社字〔2021〕63号 二 四是 (领取失业保险金期间以灵活就业身份参加养老保险，领取结束后继续缴纳并办理灵活就业登记).
  func goesOnAfterBenefit(_ period: StatisticPeriod) -> Bool {
    guard registrations(by: period).contains(where: { $0.work.isUrban }) else { return false }
    return facts.contains { benefit in
      guard benefit.fact == .unemploymentBenefit, let end = benefit.to?.month,
        insured.contains(where: { benefit.from.month <= $0 && $0 <= end }),
        let next = insured.first(where: { $0 > end })
      else { return false }
      return period.contains(next)
    }
  }
}

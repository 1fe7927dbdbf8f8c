import Policy
import Values

extension ClaimSweep {
  /// Every month of the limit is used: paid, and nothing of it under way or paid back.
  ///
  /// > Source: 柳人社规〔2022〕9号 一（二）; 景人社字〔2024〕139号 三, 六.6; 连政办发〔2021〕50号（十二） for an extension.
  func limitReached(start: Month) -> SweepItem? {
    guard let basis = subject.basis(of: claim, under: policies), case .months(let limit) = basis.basis else {
      return nil
    }
    let prior = person.registered?.prior?.months ?? 0
    // With fewer months of money there is nothing to evaluate; most claims are far from the limit.
    guard claim.items.count + prior >= limit else { return nil }
    let money = person.claims.map { ClaimMoney($0, batches: ledger.batches) }
    let entitlement = ClaimEvaluation(ledger, number, person, position, money).result()
    let slots = entitlement.months.filter(\.reasons.isEmpty)
    let isUsed = slots.allSatisfy { $0.held > .zero && $0.inFlight == .zero }
    guard entitlement.remainingMonths == 0, isUsed else { return nil }
    let last = slots.last?.month
    if let last, last > day.month { return nil }
    let rule = basis.extended
    return item(
      .ended, from: last?.adding(1) ?? start, rule == nil ? .limitReached : .extensionRunOut,
      clause: rule.map(\.clause) ?? basis.clause, .monthsUsed(limit, last: last))
  }
}

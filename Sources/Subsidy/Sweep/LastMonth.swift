import Policy
import Values

extension ClaimSweep {
  /// The retirement month is over.
  ///
  /// > Source: 柳人社规〔2022〕9号 三（二）4; 景人社字〔2024〕139号 六.4; interpretation P8: it is the last month.
  func retired() -> SweepItem? {
    guard let policy = policies.timeline.inForce(for: day.month), isPastRetirement(day.month) else { return nil }
    // Each month has the law in force for it: an age that a later policy lowers ends no month before that policy.
    var first = day.month
    while isPastRetirement(first.adding(-1)) { first = first.adding(-1) }
    return item(.ended, from: first, .retired, clause: policy.rules.retired?.clause, .lastMonth(first.adding(-1)))
  }

  private func isPastRetirement(_ month: Month) -> Bool {
    guard let policy = policies.timeline.inForce(for: month), let rule = policy.rules.retired,
      let last = person.retirementMonth(under: policy), month > last
    else { return false }
    return subject.stands(rule.when, RuleSubject.Point(policy, at: month, term: term))
  }

  /// The last month of somebody who is paid until one is over, and it is not that of retirement, which comes first.
  ///
  /// > Source: 柳人社规〔2022〕9号 一（二） (女性…可延长至55周岁).
  func lastMonthReached() -> SweepItem? {
    guard let basis = subject.basis(of: claim, under: policies), case .until(let last) = basis.basis, last < day.month
    else { return nil }
    return item(.ended, from: last.adding(1), .limitReached, clause: basis.clause, .lastMonth(last))
  }
}

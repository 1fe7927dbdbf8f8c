import Policy
import Values

extension ClaimSweep {
  /// The retirement month is over.
  ///
  /// > Source: 柳人社规〔2022〕9号 三（二）4; 景人社字〔2024〕139号 六.4; interpretation P8: it is the last month.
  func retired() -> SweepItem? {
    let subject = subject
    guard let rule = subject.retiredRule(against: day.month, under: policies, term: term) else { return nil }
    // Each month has the law in force for it: an age that a later policy lowers ends no month before that policy.
    var first = day.month
    while subject.retiredRule(against: first.adding(-1), under: policies, term: term) != nil {
      first = first.adding(-1)
    }
    return item(.ended, from: first, .retired, clause: rule.clause, .lastMonth(first.adding(-1)))
  }

  /// The last month of a person who is paid until a month is over, unless it is that of retirement, which comes first.
  ///
  /// > Source: 柳人社规〔2022〕9号 一（二） (女性…可延长至55周岁).
  func lastMonthReached() -> SweepItem? {
    guard let basis = subject.basis(of: claim, under: policies), case .until(let last) = basis.basis, last < day.month
    else { return nil }
    return item(.ended, from: last.adding(1), .limitReached, clause: basis.clause, .lastMonth(last))
  }
}

import Policy
import Values

extension ClaimSweep {
  /// Consecutive months whose contribution the bank could not collect and was not paid in another way.
  ///
  /// The last of as many months as the policy allows stops the subsidy. Months before a resumption do not run on into those
  /// after it: the count begins again.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件3 二.1 (连续2个月扣款不成功而缴费中断); interpretation P28.
  func failedDebits(since start: Month) -> SweepItem? {
    var first: Month?
    var previous: Month?
    var hasStopped = false
    for month in person.failedDebits where month >= start && month <= day.month {
      if (person.contributed(for: month) ?? .zero) > .zero { continue }
      let runsOn = previous?.adding(1) == month && !isResumed(month)
      if !runsOn {
        first = month
        hasStopped = false
      }
      previous = month
      guard !hasStopped, let first, let policy = policies.timeline.inForce(for: month),
        let failures = policy.failedDebitsThatStop, let supervision = policy.pack.supervision,
        Int(month.index - first.index) + 1 >= failures
      else { continue }
      hasStopped = true
      let found = item(
        .suspended, from: month, .debitsFailed,
        clause: supervision.exitClause(SweepCause.debitsFailed.rawValue) ?? supervision.debits?.clause,
        .failedDebits(first: first, last: month))
      if let found { return found }
    }
    return nil
  }

  private func isResumed(_ month: Month) -> Bool {
    claim.changes.contains { $0.kind == .resumed && $0.from == month }
  }
}

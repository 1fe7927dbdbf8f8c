import Policy
import Values

/// Some months of a claim for which a report on the employment is asked.
struct ReportWindow: Hashable {
  /// The first month.
  let first: Month
  /// The last month, on whose last day the report is due.
  let last: Month
  /// The policy in force for the first month.
  let policy: Policy
}

extension PersonState {
  /// The windows of a running claim that have begun by a day and have no report.
  ///
  /// The windows follow one another from the first month on, each as long as the policy in force for its first month
  /// says. One that was over before the approval asks for nothing, nor does one whose last month is suspended or ended.
  /// A start of more than a hundred years ago, which only an older log can hold, counts as one of a hundred years ago.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.5, 附件3 二.3; interpretation P27 of the documents.
  func reportWindows(
    of claim: ClaimState, under policies: AdoptedPolicies, begunBy day: CivilDate
  ) -> [ReportWindow] {
    guard let approval = claim.runningApproval(in: day.month),
      policies.policies.contains(where: { $0.pack.supervision?.reports != nil })
    else { return [] }
    var windows: [ReportWindow] = []
    let start = start(of: approval, in: claim, under: policies)
    let isCountedLater = policies.timeline.inForce(for: start)?.reportsFrom == .startNext
    var first = max(isCountedLater ? start.adding(1) : start, day.month.adding(-Month.longestSpan))
    // The last month that can be written has none after it.
    while first.firstDay <= day, first < .last {
      guard let policy = policies.timeline.inForce(for: first), let rule = policy.pack.supervision?.reports else {
        first = first.adding(1)
        continue
      }
      let last = first.adding(rule.everyMonths - 1)
      let (from, to) = (first.firstDay, last.lastDay)
      let isAsked = to >= approval.date && !claim.isSuspended(last) && !claim.isEnded(by: last)
      if isAsked, !reports.contains(where: { from <= $0.on && $0.on <= to }) {
        windows.append(ReportWindow(first: first, last: last, policy: policy))
      }
      first = last.adding(1)
    }
    return windows
  }
}

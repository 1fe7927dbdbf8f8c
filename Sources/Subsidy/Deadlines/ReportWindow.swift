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

extension AdoptedPolicies {
  /// The windows from a month on that have begun by a day, whether or not they have a report.
  ///
  /// They follow one another, each as long as the policy in force for its first month requires. A start of more than a hundred
  /// years ago, which only an older log can hold, counts as one of a hundred years ago.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.5; interpretation P27 of the documents.
  func reportWindows(from start: Month, begunBy day: CivilDate) -> [ReportWindow] {
    var windows: [ReportWindow] = []
    var first = max(start, day.month.adding(-Month.longestSpan))
    // The last month that can be written has none after it.
    while first.firstDay <= day, first < .last {
      guard let policy = timeline.inForce(for: first), let rule = policy.pack.supervision?.reports else {
        first = first.adding(1)
        continue
      }
      let last = first.adding(rule.everyMonths - 1)
      windows.append(ReportWindow(first: first, last: last, policy: policy))
      first = last.adding(1)
    }
    return windows
  }
}

extension PersonState {
  /// The month from which on an approval asks for reports.
  func firstReportMonth(
    of approval: ClaimState.Approval, in claim: ClaimState, under policies: AdoptedPolicies
  ) -> Month {
    let start = start(of: approval, in: claim, under: policies)
    return policies.timeline.inForce(for: start)?.reportsFrom == .startNext ? start.adding(1) : start
  }

  /// Whether a window of a claim asks for a report that has not come.
  ///
  /// A window that was over before the approval asks for no report, nor does one whose last month is suspended or ended.
  func isMissing(_ window: ReportWindow, of claim: ClaimState, since approval: ClaimState.Approval) -> Bool {
    let (from, to) = (window.first.firstDay, window.last.lastDay)
    return to >= approval.date && !claim.isSuspended(window.last) && !claim.isEnded(by: window.last)
      && !reports.contains { from <= $0.on && $0.on <= to }
  }

  /// The windows of a running claim that have begun by a day and have no report.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.5, 附件3 二.3; interpretation P27 of the documents.
  func reportWindows(
    of claim: ClaimState, under policies: AdoptedPolicies, begunBy day: CivilDate
  ) -> [ReportWindow] {
    guard policies.asksForReports, let approval = claim.runningApproval(in: day.month) else { return [] }
    return policies.reportWindows(from: firstReportMonth(of: approval, in: claim, under: policies), begunBy: day)
      .filter { isMissing($0, of: claim, since: approval) }
  }
}

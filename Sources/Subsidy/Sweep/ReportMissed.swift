import Policy
import Values

extension ClaimSweep {
  /// A window of the periodic report that is over without one.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.5 (逾期不报告的停止), 附件3 二.3 (视为个人自愿放弃); interpretations P27, P29.
  func missedReport() -> SweepItem? {
    for window in person.reportWindows(of: claim, under: policies, begunBy: day) where window.last.lastDay < day {
      guard let effect = window.policy.missedReportEffect, let supervision = window.policy.pack.supervision
      else { continue }
      let found = item(
        effect == .ended ? .ended : .suspended, from: window.last.adding(1), .reportMissed,
        clause: supervision.exitClause(SweepCause.reportMissed.rawValue) ?? supervision.reports?.clause,
        .noReport(first: window.first, last: window.last))
      if let found { return found }
    }
    return nil
  }
}

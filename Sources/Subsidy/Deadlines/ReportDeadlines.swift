import Policy
import Values

extension ClaimDeadlines {
  /// The periodic reports that have not come.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.5, 附件3 二.3.
  func reports() -> [Deadline] {
    guard let approval = claim.runningApproval(in: day.month),
      let office = policies.process(of: approval, in: claim)?.pack.process.stages.first?.office
    else { return [] }
    return person.reportWindows(of: claim, under: policies, begunBy: day).map { window in
      var row = row(
        .report, office: office, since: window.first.firstDay, due: window.last.lastDay,
        clause: window.policy.pack.supervision?.reports?.clause)
      row.month = window.last
      return row
    }
  }
}

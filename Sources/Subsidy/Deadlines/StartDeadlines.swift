import Policy
import Values

extension DeadlineDesk {
  /// The confirmation of the first month of an approval that has none yet.
  ///
  /// The day stays the same on a holiday.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.4 (申请次月24日前); interpretation P26 of the documents.
  func startConfirmations() -> [Deadline] {
    guard let approval = claim.runningApproval(in: day.month), let policy = policies.process(of: approval, in: claim),
      let byDay = policy.pack.process.startConfirmationDay, let office = policy.pack.process.stages.first?.office,
      !person.confirmations.contains(where: { $0.application == approval.application })
    else { return [] }
    let application = claim.applications.last { $0.application == approval.application }
    let month = (application?.recorded.civilDate ?? approval.date).month.adding(1)
    var row = row(
      .startConfirmation, office: office, since: approval.date,
      due: month.firstDay.adding(days: min(byDay, month.length) - 1),
      clause: policy.pack.process.startConfirmationClause)
    row.application = ledger.names[approval.application]
    return [row]
  }
}

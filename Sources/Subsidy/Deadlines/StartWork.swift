import Policy
import Values

extension ClaimWork {
  /// The confirmation of the first month of an approval that has none yet.
  ///
  /// The day stays the same on a holiday.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.4 (申请次月24日前); interpretation P26 of the documents.
  func startConfirmations() -> [OpenWork] {
    guard let approval, let rule = person.startToConfirm(of: approval, in: claim, policies),
      let office = rule.stages.first?.office
    else { return [] }
    let application = claim.applications.last { $0.application == approval.application }
    var task = task(
      .startConfirmation, office: office, since: approval.date, clause: rule.startConfirmationClause)
    task.due = rule.startConfirmationDue(ofApplicationOn: application?.recorded.civilDate ?? approval.date)
    task.endedFrom = endedFrom
    return [work(task, on: ledger.names[approval.application])]
  }
}

import Policy
import Values

extension ClaimDeadlines {
  /// The confirmation of the first month of an approval that has none yet.
  ///
  /// The day stays the same on a holiday.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.4 (申请次月24日前); interpretation P26 of the documents.
  func startConfirmations() -> [Deadline] {
    guard let approval = claim.runningApproval(in: day.month),
      let rule = person.startToConfirm(of: approval, in: claim, policies), let byDay = rule.startConfirmationDay,
      let office = rule.stages.first?.office
    else { return [] }
    let application = claim.applications.last { $0.application == approval.application }
    let month = (application?.recorded.civilDate ?? approval.date).month.adding(1)
    var row = row(
      .startConfirmation, office: office, since: approval.date,
      due: month.firstDay.adding(days: min(byDay, month.length) - 1),
      clause: rule.startConfirmationClause)
    row.application = ledger.names[approval.application]
    return [row]
  }
}

extension PersonState {
  /// The process that asks for a confirmation of an approval's first month, which nobody gave yet; nil if there is none.
  func startToConfirm(
    of approval: ClaimState.Approval, in claim: ClaimState, _ policies: AdoptedPolicies
  ) -> ProcessRule? {
    guard let rule = policies.process(of: approval, in: claim)?.pack.process, rule.startConfirmationDay != nil,
      !confirmations.contains(where: { $0.application == approval.application })
    else { return nil }
    return rule
  }
}

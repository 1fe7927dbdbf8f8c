import Policy
public import Values

extension PersonState {
  /// The process that asks for a confirmation of an approval's first month, if none was given yet; nil if there is none.
  func startToConfirm(
    of approval: ClaimState.Approval, in claim: ClaimState, _ policies: AdoptedPolicies
  ) -> ProcessRule? {
    guard let rule = policies.process(of: approval, in: claim)?.pack.process, rule.startConfirmationDay != nil,
      !confirmations.contains(where: { $0.application == approval.application })
    else { return nil }
    return rule
  }
}

extension ProcessRule {
  /// The last day on which the first month of an application is confirmed; nil if the document asks for no confirmation.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.4 (申请次月24日前).
  func startConfirmationDue(ofApplicationOn day: CivilDate) -> CivilDate? {
    startConfirmationDay.map { last in
      let month = day.month.adding(1)
      return month.firstDay.adding(days: min(last, month.length) - 1)
    }
  }
}

/// A confirmation of a first month that comes after its last day.
public struct LateConfirmation: Hashable, Sendable {
  /// The scheme.
  public let scheme: Identifier
  /// The last day.
  public let due: CivilDate
  /// The pack's clause on the confirmation.
  public let clause: String?
}

extension LedgerState {
  /// Whether a confirmation is the application's first and comes on a day after the last one.
  ///
  /// - Returns: one for each scheme that has an application of the name; none for a confirmation in time.
  public func lateness(of body: StartConfirmed, on day: CivilDate) -> [LateConfirmation] {
    guard let person = person(body.person), let number = names.number(of: body.application),
      !person.confirmations.contains(where: { $0.application == number })
    else { return [] }
    return person.claims.compactMap { claim in
      let policies = timelines[Int(claim.scheme)]
      let process: Policy?
      let accepted: CivilDate
      if let application = claim.applications.last(where: { $0.application == number }) {
        (process, accepted) = (policies.process(of: application), application.recorded.civilDate)
      } else if let approval = claim.approvals.last(where: { $0.application == number }) {
        (process, accepted) = (policies.process(of: approval, in: claim), approval.date)
      } else {
        return nil
      }
      guard let rule = process?.pack.process, let due = rule.startConfirmationDue(ofApplicationOn: accepted), due < day
      else { return nil }
      return LateConfirmation(scheme: schemes[claim.scheme], due: due, clause: rule.startConfirmationClause)
    }
  }
}

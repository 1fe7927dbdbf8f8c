import Policy
import Values

/// Why a claim (申报) has no effect for a month.
enum ClaimFault {
  /// It came before or after the days on which the month can be claimed.
  case outOfWindow(ClosedRange<CivilDate>)
  /// It came before the month was over.
  case beforeEnd
  /// It came before a contribution was paid for the month.
  case beforeContribution
}

extension RuleSubject {
  /// The rule by which a month has to be claimed; nil if it need not be.
  func claimRule(for month: Month, under policy: Policy, term: String?) -> Policy.Claims? {
    policy.rules.claims.flatMap { stands($0.when, Point(policy, at: month, term: term)) ? $0 : nil }
  }

  /// Whether a month was claimed as the policy asks for it.
  func isClaimed(
    _ month: Month, _ claims: [ClaimState.ClaimedMonths], _ contribution: MonthContribution, under policy: Policy,
    term: String?
  ) -> Bool {
    guard let rule = claimRule(for: month, under: policy, term: term) else { return true }
    return claims.contains { claim in
      claim.from <= month && month <= claim.through
        && rule.fault(ofClaimOn: claim.on, for: month, contribution) == nil
    }
  }
}

extension Policy.Claims {
  /// Why a claim on a day has no effect for a month; nil if it has.
  ///
  /// > Source: contract 2, section 5.7.
  func fault(ofClaimOn day: CivilDate, for month: Month, _ contribution: MonthContribution) -> ClaimFault? {
    if let days = days(for: month), !days.contains(day) { return .outOfWindow(days) }
    if isOver, day <= month.lastDay { return .beforeEnd }
    if isContributed, contribution.firstPaidOn.map({ $0 > day }) ?? true { return .beforeContribution }
    return nil
  }
}

public import Policy
public import Values

/// What the first approval settles once and for all: the pack, whether the person is a graduate, how long it runs.
///
/// > Source: contract section 6.1.
public struct ClaimBasis: Sendable {
  /// The date of the first approval, here or elsewhere.
  public let firstApproval: CivilDate
  /// The policy that basis and limit come from.
  public let policy: Policy
  /// Whether the person counts as a graduate.
  public let isGraduate: Bool
  /// How long the months run.
  public let basis: Basis
  /// The clause behind the basis.
  public let clause: String?
}

extension PersonState {
  /// The basis of a claim; nil without an approval, an adopted policy or a registration.
  public func basis(of claim: ClaimState, under policies: AdoptedPolicies) -> ClaimBasis? {
    guard let first = claim.approvals.first else { return nil }
    return basis(
      approvedOn: first.date, extensionMonths: claim.extensionMonths, under: policies)
  }

  /// The basis that a first approval on a date has or would have.
  public func basis(
    approvedOn date: CivilDate, extensionMonths: Int?, under policies: AdoptedPolicies
  ) -> ClaimBasis? {
    guard let registered, let anyPolicy = policies.policies.first else { return nil }
    let policy = policies.timeline.inForce(for: date.month) ?? anyPolicy
    let firstApproval = min(date, registered.prior?.firstApproved ?? date)
    if let rule = policy.pack.graduates, isGraduate(rule, firstApproval: firstApproval) {
      return ClaimBasis(
        firstApproval: firstApproval, policy: policy, isGraduate: true, basis: .months(rule.months),
        clause: rule.clause)
    }
    for rule in policy.pack.untilRules {
      if let (month, clause) = until(rule, policy, firstApproval, registered) {
        return ClaimBasis(
          firstApproval: firstApproval, policy: policy, isGraduate: false, basis: .until(month), clause: clause)
      }
    }
    var months = policy.limitMonths
    if let rule = policy.pack.limit.extensionRule, let extensionMonths {
      months += min(extensionMonths, rule.maximumMonths)
    }
    return ClaimBasis(
      firstApproval: firstApproval, policy: policy, isGraduate: false, basis: .months(months),
      clause: policy.pack.limit.clause)
  }

  private func until(
    _ rule: UntilRule, _ policy: Policy, _ firstApproval: CivilDate, _ registered: Registration
  ) -> (Month, String?)? {
    switch rule {
    case .underYears(let years, let clause):
      let age = policy.statutoryAge(isMale: registered.isMale)
      guard
        Retirement.isUnderYears(
          years, firstApproval: firstApproval, birth: registered.birth, ageYears: age, isMale: registered.isMale)
      else { return nil }
      return (registered.retirementMonth(under: policy), clause)
    case .womanAged(let age, let untilAge, let clause):
      guard !registered.isMale, registered.birth.adding(months: age * 12) <= firstApproval else { return nil }
      return (registered.birth.adding(months: untilAge * 12).month, clause)
    }
  }

  /// Whether the person counts as a graduate at a first approval.
  ///
  /// > Source: contract section 5, "graduate".
  func isGraduate(_ rule: GraduateRule, firstApproval: CivilDate) -> Bool {
    let month = firstApproval.month
    var left = false
    for fact in facts {
      if fact.code == .graduated {
        left = left || fact.from <= firstApproval && firstApproval <= fact.from.adding(months: rule.withinYears * 12)
      } else if fact.code == .difficultyRecognised, fact.hasDay(from: month.firstDay, to: month.lastDay) {
        return false
      }
    }
    return left
  }
}

extension PersonState.Registration {
  /// The month in which the person reaches the statutory age of a policy, the delay included.
  public func retirementMonth(under policy: Policy) -> Month {
    Retirement.retirementMonth(
      birth: birth, isMale: isMale, womenAge: policy.womenAge, menAge: policy.pack.statutoryAge.men)
  }

  /// Whether a month, given with its last day, lies behind that month.
  ///
  /// Nearly every month lies years before, which is told without a calendar: no year of an age has fewer than 365 days.
  func isRetired(in month: Month, upTo lastDay: CivilDate, under policy: Policy) -> Bool {
    if Int(lastDay.days) < Int(birth.days) + 365 * policy.statutoryAge(isMale: isMale) { return false }
    return month > retirementMonth(under: policy)
  }
}

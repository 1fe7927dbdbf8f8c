public import Policy
public import Values

/// The parts of a claim that the first approval settles once and for all: the pack, the term, how long it runs.
///
/// > Source: contract section 6.1; contract 2, section 5.2.
public struct ClaimBasis: Sendable {
  /// The date of the first approval, here or elsewhere.
  public let firstApproval: CivilDate
  /// The policy that basis and limit come from.
  public let policy: Policy
  /// The term.
  public let term: Policy.Term
  /// How long the months run, the extension included.
  public let basis: Basis
  /// The extension's rule, if one counts.
  public let extended: Policy.Extension?

  /// The clause behind the basis.
  public var clause: String? { term.clause }
}

extension RuleSubject {
  /// The basis of a claim; nil without an approval, an adopted policy or a registration.
  func basis(of claim: ClaimState, under policies: AdoptedPolicies) -> ClaimBasis? {
    guard let first = claim.approvals.first else { return nil }
    return basis(approvedOn: first.date, extensions: claim.extensions, under: policies)
  }

  /// The basis that a first approval on a date has or would have.
  ///
  /// - Parameters:
  ///   - date: the date.
  ///   - extensions: the claim's extensions, in the order in which they came.
  ///   - policies: the scheme's policies.
  /// - Returns: nil without an adopted policy or a registration.
  func basis(
    approvedOn date: CivilDate, extensions: [ClaimState.Extension], under policies: AdoptedPolicies
  ) -> ClaimBasis? {
    guard let registered = person.registered, let anyPolicy = policies.policies.first else { return nil }
    let policy = policies.timeline.inForce(for: date.month) ?? anyPolicy
    let firstApproval = min(date, registered.prior?.firstApproved ?? date)
    let point = Point(policy, on: firstApproval, of: firstApproval.month, term: nil)
    guard let term = policy.rules.terms.first(where: { stands($0.when, point) }) else {
      preconditionFailure("the last term of a pack always stands")
    }
    let basis: Basis
    var extended: Policy.Extension?
    switch term.length {
    case .months(let months):
      let added = self.extended(term, extensions, policy)
      extended = added == nil ? nil : term.extensionRule
      basis = .months(months + (added ?? 0))
    case .untilRetirement:
      guard let last = person.retirementMonth(under: policy) else { return nil }
      basis = .until(last)
    case .untilAge(let age): basis = .until(registered.birth.adding(months: age * 12).month)
    }
    return ClaimBasis(firstApproval: firstApproval, policy: policy, term: term, basis: basis, extended: extended)
  }

  /// How many months the extension in effect adds; nil if none is.
  ///
  /// > Source: contract 2, section 5.3.
  private func extended(_ term: Policy.Term, _ extensions: [ClaimState.Extension], _ policy: Policy) -> Int? {
    guard let rule = term.extensionRule else { return nil }
    let counting: ClaimState.Extension?
    switch rule.after {
    case .anyTime: counting = extensions.first
    case .usedUp:
      counting = extensions.first {
        $0.wasUsedUp && isOpen(rule, afterSlotIn: $0.lastSlot, term: term.name, under: policy)
      }
    }
    return counting.map { min($0.months, rule.maximumMonths) }
  }

  /// Whether the tests of an extension hold on the last day of the month that used up the limit; with no such month they
  /// fail.
  func isOpen(_ rule: Policy.Extension, afterSlotIn month: Month?, term: String, under policy: Policy) -> Bool {
    guard let tests = rule.when else { return false }
    if tests.isEmpty { return true }
    guard let month else { return false }
    return stands(tests, Point(policy, on: month.lastDay, of: month, term: term))
  }
}

extension LedgerState {
  /// The basis that a first approval of a person on a date has or would have; nil without a policy or registration.
  public func basis(
    of person: Identifier, in scheme: Identifier, approvedOn date: CivilDate
  ) -> ClaimBasis? {
    guard let state = self.person(person), let policies = timeline(of: scheme) else { return nil }
    let claim = schemes.number(of: scheme).flatMap { state.claim(scheme: $0) }
    return RuleSubject(state, self).basis(
      approvedOn: claim?.approvals.first?.date ?? date, extensions: claim?.extensions ?? [], under: policies)
  }

  /// The state of a claim's limit when an extension is recorded: whether the months are limited in number and, slots given out
  /// without any extension, none is left; and the latest month that has a slot.
  ///
  /// > Source: contract 2, section 5.3.
  func limitStanding(
    ofPersonAt number: Int, _ claim: Int, before sequence: UInt64
  ) -> (isUsedUp: Bool, lastSlot: Month?) {
    let money = people[number].claims.map { ClaimMoney($0, batches: batches) }
    var person = people[number]
    person.claims[claim].extensions = []
    // A person who is folded again meets policies that were adopted later.
    let policies = timelines[Int(person.claims[claim].scheme)].adopted(before: sequence)
    let entitlement = ClaimEvaluation(self, number, person, claim, money, policies).result()
    return (entitlement.remainingMonths == 0, entitlement.months.last { $0.slot > 0 }?.month)
  }
}

import Policy
public import Values

extension LedgerState {
  /// The amounts due to a person in each scheme that an event of theirs names, in the order in which the schemes were named.
  ///
  /// - Parameter number: the person's number.
  /// - Returns: a claim for each scheme.
  /// - Complexity: linear in the person's months, facts and payments.
  public func entitlements(ofPersonAt number: Int) -> [ClaimEntitlement] {
    let person = people[number]
    let money = person.claims.map { ClaimMoney($0, batches: batches) }
    return person.claims.indices.map { index in
      ClaimEvaluation(self, number, index, money).result()
    }
  }

  /// The amounts due to a person in each scheme, by the schemes' names.
  public func entitlementsByScheme(ofPersonAt number: Int) -> [ClaimEntitlement] {
    // The names alone, so that the state is not copied for each comparison.
    let names = schemes
    return entitlements(ofPersonAt: number).sorted { names[$0.scheme] < names[$1.scheme] }
  }

  /// The amounts due to a person in one scheme; nil if no event of theirs names it.
  public func entitlement(of person: Identifier, in scheme: Identifier) -> ClaimEntitlement? {
    guard let number = number(ofPerson: person), let scheme = schemes.number(of: scheme) else { return nil }
    return entitlements(ofPersonAt: Int(number)).first { $0.scheme == scheme }
  }

  /// The numbers of all persons, each once, by the bytes of their identifiers.
  public var personsInOrder: [Int] {
    persons.identifiers.indices.filter { !isJoined($0) }
      .sorted { persons.identifiers[$0] < persons.identifiers[$1] }
  }
}

extension LedgerState {
  /// The state without any event except the adoptions that another state has from before an event.
  ///
  /// It spares reading every pack again for each point in the past of each person.
  init(adoptionsOf state: LedgerState, before sequence: UInt64) {
    self.init(imports: state.imports, keeping: state.reversals.targets, joining: state.joins.keys)
    for (number, scheme) in state.schemes.identifiers.enumerated() {
      timelines[Int(schemeNumber(scheme))] = state.timelines[number].adopted(before: sequence)
    }
  }

  /// The reasons against a month of a person in a scheme, whether or not it is listed, and its worth.
  func judgement(of month: Month, _ person: Identifier, in scheme: Identifier) -> MonthJudgement {
    var state = self
    let number = state.personNumber(person)
    let claim = state.people[number].claimIndex(state.schemeNumber(scheme))
    let policies = state.timelines[Int(state.people[number].claims[claim].scheme)]
    let money = state.people[number].claims.map { ClaimMoney($0, batches: state.batches) }
    let evaluation = ClaimEvaluation(state, number, claim, money)
    let found = evaluation.entitlement(of: month)
    return MonthJudgement(
      reasons: found.reasons(in: policies, term: evaluation.term).map(\.code), entitled: found.entitled)
  }
}

/// The evaluation of one claim.
struct ClaimEvaluation {
  private let number: Int
  private let person: PersonState
  private let subject: RuleSubject
  private let claim: ClaimState
  private let policies: AdoptedPolicies
  private let money: [ClaimMoney]
  private let own: Int
  private let basis: ClaimBasis?
  private let hasFraud: Bool
  private let hasChanges: Bool

  init(_ state: LedgerState, _ number: Int, _ index: Int, _ money: [ClaimMoney]) {
    self.init(state, number, state.people[number], index, money)
  }

  /// The evaluation of a person's claim with other data of the person than the state holds.
  init(_ state: LedgerState, _ number: Int, _ person: PersonState, _ index: Int, _ money: [ClaimMoney]) {
    self.init(state, number, person, index, money, state.timelines[Int(person.claims[index].scheme)])
  }

  /// The same under other policies of the scheme than the state has.
  init(
    _ state: LedgerState, _ number: Int, _ person: PersonState, _ index: Int, _ money: [ClaimMoney],
    _ policies: AdoptedPolicies
  ) {
    self.number = number
    self.person = person
    subject = RuleSubject(person, state)
    claim = person.claims[index]
    self.policies = policies
    self.money = money
    own = index
    basis = subject.basis(of: claim, under: policies)
    hasFraud = claim.changes.contains { $0.kind == .fraud }
    hasChanges = !claim.changes.isEmpty
  }

  /// The claim's term; nil without a basis.
  var term: Policy.Term? { basis?.term }

  /// The reasons against a month before slots are given out, listed or not, and the worth of its contribution.
  func unslotted(_ month: Month) -> MonthEntitlement {
    let cell = money[own].index(of: month).map { money[own].months[$0] } ?? ClaimMoney.MonthMoney(month)
    return evaluate(cell, person.contributions(for: month))
  }

  /// A month as ``result()`` has it, or as it would be if it were listed alone, at the least cost.
  ///
  /// If there are at least as many slots as listed months, or the months run to a last one, every valid month has its slot,
  /// independent of the others.
  func entitlement(of month: Month) -> MonthEntitlement {
    var found = unslotted(month)
    guard found.reasons.isEmpty else { return found }
    switch basis?.basis {
    case nil: found.reasons.plain.insert(.overLimit)
    case .until(let last):
      if month <= last {
        found.entitled = worth(of: found)?.amount ?? .zero
      } else {
        found.reasons.plain.insert(.overLimit)
      }
    case .months(let count):
      let prior = person.registered?.prior?.months ?? 0
      guard money[own].months.count + person.contributions.count > max(0, count - prior) else {
        found.entitled = worth(of: found)?.amount ?? .zero
        return found
      }
      return result().months.first { $0.month == month } ?? found
    }
    return found
  }

  func result() -> ClaimEntitlement {
    var months = listedMonths()
    let (used, remaining) = assignSlots(&months)
    return ClaimEntitlement(
      person: UInt32(number), scheme: claim.scheme, basis: basis?.basis, term: basis?.term, usedMonths: used,
      remainingMonths: remaining, months: months, recovery: claim.recovery(of: months))
  }

  /// Every month with a contribution, an order or a payment, with the reasons against it.
  private func listedMonths() -> [MonthEntitlement] {
    let paid = money[own].months
    let contributions = person.contributions
    var months: [MonthEntitlement] = []
    months.reserveCapacity(contributions.count + 2)
    var nextPaid = 0
    var nextContribution = 0
    while nextPaid < paid.count || nextContribution < contributions.count {
      let paidMonth = nextPaid < paid.count ? paid[nextPaid].month : Month.last
      let contributed = nextContribution < contributions.count ? contributions[nextContribution].month : Month.last
      let month = min(paidMonth, contributed)
      var cell = ClaimMoney.MonthMoney(month)
      var parts = contributions[nextContribution..<nextContribution]
      var isListed = false
      if nextPaid < paid.count, paidMonth == month {
        cell = paid[nextPaid]
        isListed = cell.isListed
        nextPaid += 1
      }
      if nextContribution < contributions.count, contributed == month {
        isListed = true
        let first = nextContribution
        while nextContribution < contributions.count, contributions[nextContribution].month == month {
          nextContribution += 1
        }
        parts = contributions[first..<nextContribution]
      }
      if isListed { months.append(evaluate(cell, parts)) }
    }
    return months
  }

  private func evaluate(
    _ cell: ClaimMoney.MonthMoney, _ parts: ArraySlice<PersonState.Contribution>
  ) -> MonthEntitlement {
    let index = policies.timeline.index(for: cell.month)
    let contribution = subject.contribution(
      of: parts, for: cell.month, under: index.map { policies.policies[$0] }, term: basis?.term.name)
    return MonthEntitlement(
      month: cell.month, policyIndex: Int32(index ?? -1), contribution: contribution.onTime, paid: cell.paid,
      offset: cell.offset, repaid: cell.repaid, inFlight: cell.inFlight,
      reasons: reasons(against: cell, contribution: contribution, policyIndex: index))
  }

  /// Everything that is against a month, before slots are given out.
  private func reasons(
    against cell: ClaimMoney.MonthMoney, contribution: MonthContribution, policyIndex: Int?
  ) -> ReasonSet {
    var reasons = ReasonSet()
    let month = cell.month
    if hasFraud { reasons.plain.insert(.fraud) }
    if policyIndex == nil { reasons.plain.insert(.noPolicy) }
    if let approval = latestApproval(for: month) {
      if hasChanges, claim.isEnded(month, after: approval) { reasons.plain.insert(.ended) }
    } else {
      reasons.plain.insert(.noApproval)
    }
    if hasChanges, claim.isSuspended(month) { reasons.plain.insert(.suspended) }
    if contribution.counted == .zero {
      reasons.plain.insert(.noContribution)
    } else if contribution.onTime == .zero {
      reasons.plain.insert(.lateContribution)
    }
    if money.count > 1, isPaidByOtherScheme(cell) { reasons.plain.insert(.otherScheme) }
    if let policyIndex {
      let policy = policies.policies[policyIndex]
      if policy.rules.claims != nil,
        !subject.isClaimed(month, claim.claimed, contribution, under: policy, term: basis?.term.name)
      {
        reasons.plain.insert(.notClaimed)
      }
      subject.addReasons(to: &reasons, for: month, under: policies, at: policyIndex, basis: basis)
    }
    return reasons
  }

  /// The latest of the approvals that start at or before a month.
  private func latestApproval(for month: Month) -> ClaimState.Approval? {
    person.approval(of: claim, for: month, under: policies)
  }

  /// Whether another scheme holds money for the month and paid it before this one did.
  private func isPaidByOtherScheme(_ cell: ClaimMoney.MonthMoney) -> Bool {
    for (position, other) in money.enumerated() where position != own {
      if let theirs = other.held(cell.month), theirs.firstPaid < cell.firstPaid { return true }
    }
    return false
  }

  /// Gives the valid months their slots and sets their worth.
  ///
  /// > Source: contract section 6.3 and 6.4.
  private func assignSlots(_ months: inout [MonthEntitlement]) -> (used: Int, remaining: Int?) {
    let prior = person.registered?.prior?.months ?? 0
    var taken = 0
    var limit: Int?
    var given: UInt32 = 0
    switch basis?.basis {
    case nil:
      for index in months.indices where months[index].reasons.isEmpty { months[index].reasons.plain.insert(.overLimit) }
    case .until(let last):
      for index in months.indices where months[index].reasons.isEmpty {
        if months[index].month <= last {
          give(&months[index], &given)
          if months[index].hasMoney { taken += 1 }
        } else {
          months[index].reasons.plain.insert(.overLimit)
        }
      }
    case .months(let count):
      limit = count
      let slots = max(0, count - prior)
      for wantsMoney in [true, false] {
        for index in months.indices where months[index].reasons.isEmpty && months[index].hasMoney == wantsMoney {
          if taken < slots {
            give(&months[index], &given)
            taken += 1
          } else {
            months[index].reasons.plain.insert(.overLimit)
          }
        }
      }
    }
    return (prior + taken, limit.map { max(0, $0 - prior - taken) })
  }

  private func give(_ month: inout MonthEntitlement, _ given: inout UInt32) {
    given += 1
    month.slot = given
    month.entitled = worth(of: month)?.amount ?? .zero
  }

  /// The worth of a month's contribution under the policy in force for it, with the step that decides.
  private func worth(
    of month: MonthEntitlement
  ) -> (amount: Fen, tier: Policy.Tier, value: Policy.Value)? {
    month.policy(in: policies).flatMap { policy in
      subject.worth(of: month.contribution, for: month.month, under: policy, term: basis?.term.name)
    }
  }
}

extension ClaimEvaluation {
  /// The values on which the evaluation of a month rests, with its result.
  ///
  /// - Parameters:
  ///   - month: the month, listed or not; one that is not listed takes part in no slots.
  ///   - claim: the result of ``result()``.
  /// - Returns: the values that the evaluation used for the month.
  func trace(of month: Month, in claim: ClaimEntitlement) -> MonthTrace {
    let listed = claim.months.first { $0.month == month }
    let found = listed ?? unslotted(month)
    let policy = found.policy(in: policies)
    let approval = latestApproval(for: month)
    return MonthTrace(
      entitlement: found, isListed: listed != nil, policy: policy,
      adoption: policy == nil ? nil : policies.sequences[Int(found.policyIndex)], basis: basis,
      priorMonths: person.registered?.prior?.months ?? 0, approval: approval,
      start: approval.map { person.start(of: $0, in: self.claim, under: policies) },
      frauds: self.claim.changes.filter { $0.kind == .fraud },
      ends: approval.map { approval in self.claim.changes.filter { $0.ends(month, after: approval) } } ?? [],
      lastStop: self.claim.lastStop(of: month),
      retirementMonth: policy.flatMap { person.retirementMonth(under: $0) },
      notAsked: policy.map { notAsked(of: month, under: $0) } ?? [],
      worth: found.slot > 0 ? worth(of: found) : nil)
  }
}

extension ClaimEvaluation {
  /// The requirements of a policy that do not apply to a month.
  private func notAsked(of month: Month, under policy: Policy) -> Set<ReasonCode> {
    let point = RuleSubject.Point(policy, at: month, term: term?.name)
    return Set(policy.rules.required.filter { !subject.stands($0.when, point) }.map { .missing($0.fact) })
  }
}

extension MonthEntitlement {
  /// Whether money of the month is held or in flight.
  package var hasMoney: Bool { held > .zero || inFlight > .zero }
}

public import Policy
public import Values

/// A person, as the subject of the tests of rules.
///
/// > Source: contract 2, section 1.
struct RuleSubject {
  let person: PersonState
  /// The numbers of the details of facts.
  let details: IdentifierTable

  init(_ person: PersonState, _ state: LedgerState) {
    self.person = person
    details = state.details
  }

  /// The point at which a test is made: a day with its month, and the data known of it.
  struct Point {
    /// The policy that has the rule.
    let policy: Policy
    /// The calendar month of the day.
    let month: Month
    /// The day.
    let day: CivilDate
    /// The name of the claim's term; nil without a basis.
    var term: String?
    /// The contribution that counts for the month; only a tier asks for it.
    var contribution = Fen.zero

    /// The point of nearly every rule: the first day of the month in question.
    init(_ policy: Policy, at month: Month, term: String?, contribution: Fen = .zero) {
      self.init(policy, on: month.firstDay, of: month, term: term)
      self.contribution = contribution
    }

    init(_ policy: Policy, on day: CivilDate, of month: Month, term: String?) {
      self.policy = policy
      self.day = day
      self.month = month
      self.term = term
    }
  }

  /// Whether a rule applies: all of its tests hold.
  func stands(_ tests: [RuleTest], _ point: @autoclosure () -> Point) -> Bool {
    if tests.isEmpty { return true }
    let point = point()
    return tests.allSatisfy { holds($0, point) }
  }

  private func holds(_ test: RuleTest, _ point: Point) -> Bool {
    switch test {
    case .fact(let code, let details):
      let (first, last) = (point.month.firstDay, point.month.lastDay)
      let numbers = details?.compactMap { self.details.number(of: $0) }
      return person.facts.contains { fact in
        guard fact.code == code, fact.hasDay(from: first, to: last) else { return false }
        guard let numbers else { return true }
        return fact.detail.map(numbers.contains) ?? false
      }
    case .sex(let isMale): return person.registered.map { $0.isMale == isMale } ?? false
    case .age(let range):
      return person.registered.map { range.contains(yearsFrom: $0.birth, to: point.day) } ?? false
    case .toRetirement(let range):
      guard let registered = person.registered else { return false }
      let statutory = registered.statutoryDate(
        under: point.policy, withDelay: point.day >= Retirement.inForceFrom)
      return range.contains(yearsFrom: point.day, to: statutory)
    case .since(let code, let range):
      return person.facts.contains { fact in
        fact.code == code && fact.from <= point.day && range.contains(yearsFrom: fact.from, to: point.day)
      }
    case .sameYear(let code):
      let year = point.month.year
      return person.facts.contains { $0.code == code && $0.from.month.year == year }
    case .day(let range): return range.contains(point.day)
    case .contribution(let range): return range.contains(point.contribution)
    case .term(let names): return point.term.map(names.contains) ?? false
    case .parameter: preconditionFailure("an adopted policy has no test of a parameter left")
    case .not(let test): return !holds(test, point)
    case .any(let tests): return tests.contains { holds($0, point) }
    case .certain(let holds): return holds
    }
  }
}

extension RuleSubject {
  /// The worth of a month's contribution under a policy, with the tier that decides.
  ///
  /// > Source: contract section 6.4; contract 2, section 5.8.
  func worth(
    of contribution: Fen, for month: Month, under policy: Policy, term: String?
  ) -> (amount: Fen, tier: Policy.Tier, value: Policy.Value)? {
    let tiers = policy.rules.tiers
    guard
      let tier = tiers.first(where: {
        stands($0.when, Point(policy, at: month, term: term, contribution: contribution))
      })
    else { return nil }
    let (amount, value) = tier.amount(for: month, of: contribution)
    return (amount, tier, value)
  }

  /// The part of a month's contribution that counts, and the part of that which was paid on time.
  ///
  /// > Source: contract 2, section 5.1.
  func contribution(for month: Month, under policy: Policy?, term: String?) -> MonthContribution {
    let parts = person.contributions(for: month)
    guard !parts.isEmpty else { return .none }
    return contribution(of: parts, for: month, under: policy, term: term)
  }

  /// The same, computed from the parts that a month has.
  func contribution(
    of parts: ArraySlice<PersonState.Contribution>, for month: Month, under policy: Policy?, term: String?
  ) -> MonthContribution {
    var found = MonthContribution.none
    var lastDay: CivilDate?
    if let policy, let timely = policy.rules.timely,
      stands(timely.when, Point(policy, at: month, term: term))
    {
      lastDay = timely.by.lastDay(for: month)
    }
    for part in parts where policy?.rules.insurances.counts(part.kind) ?? true {
      found.counted += part.amount
      if let lastDay, part.paidOn > lastDay { continue }
      found.onTime += part.amount
      if part.amount > .zero { found.firstPaidOn = min(found.firstPaidOn ?? part.firstPaidOn, part.firstPaidOn) }
    }
    return found
  }
}

/// The contribution that counts for a month.
struct MonthContribution {
  /// The parts that count.
  var counted = Fen.zero
  /// Those of them that were paid on time.
  var onTime = Fen.zero
  /// The earliest day on which one of the parts on time was paid, corrections apart; nil if there is none.
  var firstPaidOn: CivilDate?

  /// Nothing was paid.
  static var none: MonthContribution { MonthContribution() }
}

extension PersonState.Registration {
  /// The statutory age of the person under a policy in years, before the gradual delay.
  func statutoryAge(under policy: Policy) -> Int { policy.statutoryAge(isMale: isMale, own: womenAge) }

  /// The day on which the person reaches that age, the gradual delay included if asked for.
  func statutoryDate(under policy: Policy, withDelay: Bool) -> CivilDate {
    Retirement.statutoryDate(
      birth: birth, ageYears: statutoryAge(under: policy), isMale: isMale, withDelay: withDelay)
  }
}

extension PersonState {
  /// The month in which the person reaches the statutory age of a policy, the delay included, or has chosen to retire;
  /// nil without a registration.
  ///
  /// > Source: contract section 5; contract 3, section 4, `retirement-chosen`.
  public func retirementMonth(under policy: Policy) -> Month? {
    guard let registered else { return nil }
    if let retirementChosen { return retirementChosen.month }
    return registered.statutoryDate(under: policy, withDelay: true).month
  }

  /// Whether a month, given with its last day, lies behind the retirement month.
  ///
  /// Nearly every month lies years before, which is known without a calendar: no year of an age has fewer than 365 days.
  func isRetired(in month: Month, upTo lastDay: CivilDate, under policy: Policy) -> Bool {
    guard let registered else { return false }
    if retirementChosen == nil,
      Int(lastDay.days) < Int(registered.birth.days) + 365 * registered.statutoryAge(under: policy)
    {
      return false
    }
    return retirementMonth(under: policy).map { month > $0 } ?? false
  }
}

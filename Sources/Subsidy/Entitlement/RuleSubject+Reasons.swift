import Policy
import Values

extension RuleSubject {
  /// Adds the reasons that the person's facts, household, age and term give against a month under the policy in force for it.
  ///
  /// - Parameters:
  ///   - reasons: the reasons to add to.
  ///   - month: the month.
  ///   - policies: the scheme's policies.
  ///   - index: the position of the policy in force for the month.
  ///   - basis: the basis that the first approval settled; without one there is no term.
  ///   - isApplying: whether an application is judged, because not every rule bars one.
  func addReasons(
    to reasons: inout ReasonSet, for month: Month, under policies: AdoptedPolicies, at index: Int, basis: ClaimBasis?,
    isApplying: Bool = false
  ) {
    func counts(_ applying: ApplyingClause) -> Bool { !isApplying || applying != .none }
    let policy = policies.policies[index]
    let sets = policies.factSets[index]
    let firstDay = month.firstDay
    let lastDay = firstDay.adding(days: month.length - 1)
    let point = Point(policy, on: firstDay, of: month, term: basis?.term.name)
    var present = FactSet()
    for fact in person.facts where fact.hasDay(from: firstDay, to: lastDay) {
      present.bits |= 1 << UInt32(fact.ordinal)
    }
    if sets.asksForMoves || (sets.excluded & present).bits != 0 {
      reasons.excluded = excluded(present, through: lastDay, point) { counts($0.applying) }
    }
    if sets.countsLater || sets.required.subtracting(present).bits != 0 {
      reasons.missing = missing(present, from: firstDay, to: lastDay, point) { counts($0.applying) }
    }
    if let rule = policy.rules.household, counts(rule.applying), stands(rule.when, point),
      !rule.holds(for: household(through: lastDay, rule, from: firstDay))
    {
      reasons.plain.insert(.household)
    }
    if let rule = retiredRule(against: month, upTo: lastDay, under: policy, term: basis?.term.name),
      counts(rule.applying)
    {
      reasons.plain.insert(.retired)
    }
    if let basis, !basis.term.during.isEmpty,
      !stands(basis.term.during, Point(basis.policy, on: firstDay, of: month, term: basis.term.name))
    {
      reasons.plain.insert(.outsideTerm)
    }
  }

  /// The positions of the excluding rules that are against a month, the first of each fact.
  private func excluded(
    _ present: FactSet, through lastDay: CivilDate, _ point: Point, where counts: (FactRule) -> Bool
  ) -> RuleSet {
    var found = RuleSet()
    var facts = FactSet()
    for (position, rule) in point.policy.rules.excluded.enumerated()
    where counts(rule) && !facts.contains(rule.fact) {
      let isAgainst =
        rule.outside.isEmpty
        ? present.contains(rule.fact) : hasMoved(out: rule, present, from: point.day, through: lastDay)
      guard isAgainst, stands(rule.when, point) else { continue }
      facts.insert(rule.fact)
      found.insert(position)
    }
    return found
  }

  /// Whether the household has moved out of an area: by a fact that is younger than the household in force, or by a household
  /// elsewhere that follows one inside.
  ///
  /// > Source: contract 2, section 5.5.
  private func hasMoved(
    out rule: FactRule, _ present: FactSet, from firstDay: CivilDate, through lastDay: CivilDate
  ) -> Bool {
    let household = person.households.inForce(on: lastDay)
    if present.contains(rule.fact), hasFact(rule.fact, from: firstDay, to: lastDay, after: household?.since) {
      return true
    }
    guard let household, !isInside(household.region, rule) else { return false }
    return person.households.earlier(than: household.since).contains { isInside($0, rule) }
  }

  private func isInside(_ region: Region, _ rule: FactRule) -> Bool {
    let code = region.description
    return rule.outside.contains { code.hasPrefix($0) }
  }

  /// Whether a fact has a day between two days and begins after a day.
  private func hasFact(_ code: FactCode, from first: CivilDate, to last: CivilDate, after since: CivilDate?) -> Bool {
    person.facts.contains { fact in
      fact.code == code && fact.hasDay(from: first, to: last) && (since.map { fact.from > $0 } ?? true)
    }
  }

  /// The household of a month, nil if it is unknown: after the person moved out, until another one is registered.
  private func household(through lastDay: CivilDate, _ rule: HouseholdRule, from firstDay: CivilDate) -> Region? {
    guard let household = person.households.inForce(on: lastDay) else { return nil }
    if rule.movedOut, hasFact(.movedOut, from: firstDay, to: lastDay, after: household.since) { return nil }
    return household.region
  }

  /// The positions of the requirements that are missing in a month, the first of each fact.
  private func missing(
    _ present: FactSet, from firstDay: CivilDate, to lastDay: CivilDate, _ point: Point,
    where counts: (Policy.Requirement) -> Bool
  ) -> RuleSet {
    var found = RuleSet()
    var facts = FactSet()
    for (position, rule) in point.policy.rules.required.enumerated()
    where counts(rule) && !facts.contains(rule.fact) {
      let isThere: Bool
      switch rule.counts {
      case .month: isThere = present.contains(rule.fact)
      case .nextMonth:
        isThere = person.facts.contains { fact in
          fact.code == rule.fact && fact.hasDay(from: firstDay, to: lastDay) && fact.from < firstDay
        }
      }
      guard !isThere, stands(rule.when, point) else { continue }
      facts.insert(rule.fact)
      found.insert(position)
    }
    return found
  }

  /// The rule that no month after the retirement month is paid, if it is against a month.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - lastDay: its last day.
  ///   - policy: the policy in force for it.
  ///   - term: the name of the claim's term, which is needed for hardly any person.
  /// - Returns: nil if nothing is against the month.
  func retiredRule(
    against month: Month, upTo lastDay: CivilDate, under policy: Policy, term: @autoclosure () -> String?
  ) -> RetiredRule? {
    guard let rule = policy.rules.retired, person.isRetired(in: month, upTo: lastDay, under: policy),
      stands(rule.when, Point(policy, at: month, term: term()))
    else { return nil }
    return rule
  }

  /// The same by the policy in force for the month.
  func retiredRule(
    against month: Month, under policies: AdoptedPolicies, term: @autoclosure () -> String?
  ) -> RetiredRule? {
    policies.timeline.inForce(for: month).flatMap {
      retiredRule(against: month, upTo: month.lastDay, under: $0, term: term())
    }
  }
}

/// The positions of rules in a list of a policy, at most 32.
struct RuleSet: Hashable, Sendable, BitwiseCopyable {
  private var bits: UInt32 = 0

  init() {}

  var isEmpty: Bool { bits == 0 }

  mutating func insert(_ position: Int) { bits |= 1 << UInt32(position) }

  func contains(_ position: Int) -> Bool { bits & 1 << UInt32(position) != 0 }
}

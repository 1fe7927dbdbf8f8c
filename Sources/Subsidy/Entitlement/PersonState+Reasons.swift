import Policy
import Values

extension PersonState {
  /// Adds what the person's facts, household and age say against a month under the policy in force for it.
  ///
  /// - Parameters:
  ///   - reasons: the reasons to add to.
  ///   - month: the month.
  ///   - policies: the scheme's policies.
  ///   - index: the position of the policy in force for the month.
  ///   - basis: what the first approval settled; nobody is a graduate without one.
  func addReasons(
    to reasons: inout ReasonSet, for month: Month, under policies: AdoptedPolicies, at index: Int, basis: ClaimBasis?
  ) {
    let policy = policies.policies[index]
    let sets = policies.factSets[index]
    let firstDay = month.firstDay
    let lastDay = firstDay.adding(days: month.length - 1)
    var present = FactSet()
    for fact in facts where fact.hasDay(from: firstDay, to: lastDay) { present.bits |= 1 << UInt32(fact.ordinal) }
    reasons.excluded = sets.excluded & present
    let required = basis?.isGraduate == true ? sets.requiredOfGraduate : sets.required
    reasons.missing = required.subtracting(present)
    if let rule = policy.pack.household, !rule.holds(for: registered?.household) {
      reasons.plain.insert(.household)
    }
    if let registered, registered.isRetired(in: month, upTo: lastDay, under: policy) {
      reasons.plain.insert(.retired)
    }
  }
}

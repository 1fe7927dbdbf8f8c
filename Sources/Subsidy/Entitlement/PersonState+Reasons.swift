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
  ///   - isGraduate: whether the first approval settled that the person counts as a graduate.
  func addReasons(
    to reasons: inout ReasonSet, for month: Month, under policies: AdoptedPolicies, at index: Int, isGraduate: Bool
  ) {
    let sets = policies.factSets[index]
    let firstDay = month.firstDay
    let lastDay = firstDay.adding(days: month.length - 1)
    var present = FactSet()
    for fact in facts where fact.hasDay(from: firstDay, to: lastDay) { present.bits |= 1 << UInt32(fact.ordinal) }
    reasons.excluded = sets.excluded & present
    let required = isGraduate ? sets.requiredOfGraduate : sets.required
    reasons.missing = required.subtracting(present)
    if let rule = policies.policies[index].pack.household, !rule.holds(for: registered?.household) {
      reasons.plain.insert(.household)
    }
    if let registered, month > registered.retirementMonth(under: policies.policies[index]) {
      reasons.plain.insert(.retired)
    }
  }
}

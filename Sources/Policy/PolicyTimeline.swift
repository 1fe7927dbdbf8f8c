public import Values

/// The adopted policies of one scheme, and which of them is in force for a month.
///
/// > Source: contract section 5, "In force".
public struct PolicyTimeline: Hashable, Sendable {
  /// The policies in the order of their adoption.
  public private(set) var policies: [Policy] = []

  /// The months from which another policy is in force, ascending.
  ///
  /// A policy that begins on any day of a month is in force for all of it, so that one step per month is enough.
  private var steps: [Step] = []

  private struct Step: Hashable, Sendable {
    let from: Month
    var index: Int
  }

  /// Makes a timeline of policies in the order of their adoption.
  public init(_ policies: [Policy] = []) {
    for policy in policies { append(policy) }
  }

  /// Adds a policy of the same scheme, adopted after all others.
  public mutating func append(_ policy: Policy) {
    precondition(
      policies.isEmpty || policies[0].pack.scheme == policy.pack.scheme, "a timeline is that of one scheme")
    policies.append(policy)
    let month = policy.effectiveFrom.month
    let place = steps.firstIndex { $0.from >= month } ?? steps.count
    if place < steps.count, steps[place].from == month {
      if policies[steps[place].index].effectiveFrom <= policy.effectiveFrom { steps[place].index = policies.count - 1 }
    } else {
      steps.insert(Step(from: month, index: policies.count - 1), at: place)
    }
  }

  /// The position in ``policies`` of the policy in force for a month; nil if there is none.
  ///
  /// - Complexity: linear in the number of months with an adoption; the latest are looked at first.
  public func index(for month: Month) -> Int? {
    var place = steps.count - 1
    while place >= 0 {
      if steps[place].from <= month { return steps[place].index }
      place -= 1
    }
    return nil
  }

  /// The policy in force for a month: the one with the latest start not after the month's last day; of two with the
  /// same start the one adopted later.
  public func inForce(for month: Month) -> Policy? { index(for: month).map { policies[$0] } }

  /// The policy in force on a day: the one with the latest start not after it; of two with the same start the one
  /// adopted later.
  public func inForce(on day: CivilDate) -> Policy? {
    var found: Policy?
    for policy in policies where policy.effectiveFrom <= day {
      if let found, found.effectiveFrom > policy.effectiveFrom { continue }
      found = policy
    }
    return found
  }
}

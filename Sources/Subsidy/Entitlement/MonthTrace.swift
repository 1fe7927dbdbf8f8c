import Policy
import Values

/// The values on which the evaluation of one month rests: each is one that the evaluation itself used.
struct MonthTrace {
  /// The result of the evaluation.
  let entitlement: MonthEntitlement
  /// Whether the month is one of the claim's, and so takes part in the slots.
  let isListed: Bool
  /// The policy in force for the month.
  let policy: Policy?
  /// The sequence number of its `policy-adopted`.
  let adoption: UInt64?
  /// The basis that the first approval settled.
  let basis: ClaimBasis?
  /// Months enjoyed elsewhere.
  let priorMonths: Int
  /// The latest of the approvals that start at or before the month.
  let approval: ClaimState.Approval?
  /// The month in which that approval starts.
  let start: Month?
  /// The ends for fraud, which void every month.
  let frauds: [ClaimState.Change]
  /// The ends that take the month away from the approval.
  let ends: [ClaimState.Change]
  /// The suspension or resumption that decides.
  let lastStop: ClaimState.Change?
  /// The retirement month under the policy in force.
  let retirementMonth: Month?
  /// The requirements that the policy makes of others only: those whose tests do not hold.
  let notAsked: Set<ReasonCode>
  /// The amount with the step of the policy; nil for a month without a slot.
  let worth: (amount: Fen, tier: Policy.Tier, value: Policy.Value)?
}

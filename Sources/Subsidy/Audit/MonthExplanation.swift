public import Policy
public import Values

/// Why a month of a person in a scheme has the amount that it has: events, facts, clauses.
///
/// Every value is one that the evaluation of the month used or an event that it was folded from; nothing here decides
/// anything a second time.
///
/// > Source: contract section 7, `audit explain`.
public struct MonthExplanation: Sendable {
  /// A policy with the event that adopted it.
  public struct Adoption: Sendable {
    /// The policy.
    public let policy: Policy
    /// The sequence number of its `policy-adopted`.
    public let sequence: UInt64
  }

  /// One check of a month with the events that decided it.
  public struct Check: Sendable {
    /// The result of a check.
    public enum Outcome: String, CaseIterable, Hashable, Sendable {
      /// Nothing is against the month.
      case passed
      /// It is against the month.
      case against
      /// The pack asks it of others only: a requirement that does not apply to a graduate.
      case notAsked = "not-asked"
    }

    /// The reason that it would be, with the clause.
    public let reason: Reason
    /// The result.
    public let outcome: Outcome
    /// The person's events that it was decided by, in the order of the log; empty if nothing is recorded.
    public let evidence: [Event]
  }

  /// A comparison with another authority's data, and the result when it was last made.
  ///
  /// > Source: 临人社字〔2021〕63号 三, 连政办发〔2021〕50号（十二）; interpretation P48: a comparison that was not made is "not compared", never
  ///   "passed".
  public struct Comparison: Sendable {
    /// Its code, as the pack and `checked` have it.
    public let check: Identifier
    /// The pack's rule; nil for one that the pack does not name.
    public let rule: ListedRule?
    /// The last `checked` of it; nil if it was never made.
    public let last: Event?

    /// Whether it was made and found nothing against the person.
    public var hasPassed: Bool { if case .checked(let body)? = last?.body { body.hasPassed } else { false } }
  }

  /// The outcome of the month's claim to a slot.
  ///
  /// > Source: contract section 6.3.
  public enum Slot: Hashable, Sendable {
    /// It has one: its number, months enjoyed elsewhere counted before the first.
    case taken(Int)
    /// It is valid, and every slot is taken or the last month is past.
    case overLimit
    /// It is not valid, so that it asks for none.
    case notAsked
  }

  /// How the amount was computed.
  public struct Arithmetic: Hashable, Sendable {
    /// The contribution that it starts from.
    public let contribution: Fen
    /// The step of the amount that decides.
    public let tier: Policy.Tier
    /// The value of the step that is the least.
    public let value: Policy.Value
    /// The result.
    public let amount: Fen
  }

  /// An event that moved money of the month, or decided about it.
  public struct Movement: Sendable {
    /// The event.
    public let event: Event
    /// How much of the month it is about; of a receipt the whole of it; nil if the event has no amount.
    public let amount: Fen?
    /// The clause; nil if there is none.
    public let clause: String?
  }

  /// The share that one demand (追回通知) has in the month.
  public struct DemandShare: Hashable, Sendable {
    /// The demand.
    public let demand: Identifier
    /// The amount that it demands for the month.
    public let demanded: Fen
    /// The part of its receipts that falls on the month, oldest month first.
    public let repaid: Fen
    /// Whether it was cancelled.
    public let isCancelled: Bool
  }

  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The month with its amounts, as the evaluation found them.
  public let entitlement: MonthEntitlement
  /// Whether the month is one of the claim's: it has a contribution, an order or a payment.
  public let isListed: Bool
  /// The policy in force for the month; nil if there is none.
  public let policy: Adoption?
  /// The last `contributed` of the month; nil if none was recorded.
  public var contribution: Event? { contributions.last }
  /// The `contributed` of each insurance that was not replaced, in the order of the log: one for all together, or parts.
  public let contributions: [Event]
  /// The checks in the contract's order.
  public let checks: [Check]
  /// The comparisons that the pack names, in its order, then others that were made.
  public let comparisons: [Comparison]
  /// The first month of the approval that counts for the month; nil if none starts in time.
  public let start: Month?
  /// The retirement month under the policy in force; nil without a policy or a registration.
  public let retirementMonth: Month?
  /// The basis that the first approval settled; nil without an approval, an adopted policy or a registration.
  public let term: ClaimBasis?
  /// Months enjoyed elsewhere, which count before the first slot.
  public let priorMonths: Int
  /// The outcome of the month's claim to a slot.
  public let slot: Slot
  /// The months that have a slot, ascending.
  public let slotMonths: [Month]
  /// How the amount was computed; nil for a month without a slot.
  public let arithmetic: Arithmetic?
  /// The orders, payments, returns, demands and recoveries, in the order of the log.
  public let movements: [Movement]
  /// The amount that each demand asks back for the month, by name.
  public let shares: [DemandShare]

  /// The month.
  public var month: Month { entitlement.month }

  /// The last day on which a contribution for the month is on time; nil if it always is.
  public var lastDayOfContribution: CivilDate? { policy?.policy.rules.timely?.by.lastDay(for: month) }

  /// The first and the last day on which a claim for the month counts; nil if none is asked for, or on any day.
  public var claimDays: ClosedRange<CivilDate>? { policy?.policy.rules.claims?.days(for: month) }

  /// Everything that is against the month, as the checks and the slots found it.
  public var reasons: [Reason] {
    let found = checks.filter { $0.outcome == .against }.map(\.reason)
    return slot == .overLimit ? found + [Reason(.overLimit, clause: term?.clause)] : found
  }
}

public import Policy
public import Values

/// An effect of time alone: a suspension or an end, with its ground.
public struct SweepItem: Hashable, Sendable {
  /// The effect on the claim.
  public enum Effect: String, CaseIterable, Hashable, Sendable {
    /// The approval stops.
    case ended
    /// Nothing is due for the time being.
    case suspended
  }

  /// The ground on which a rule holds.
  public enum Ground: Hashable, Sendable {
    /// No report has a day from the first to the last of these months.
    case noReport(first: Month, last: Month)
    /// The debits of all these months failed, and no contribution came in another way.
    case failedDebits(first: Month, last: Month)
    /// No verification covers a day of the year, and the days for it were over.
    case notVerified(year: Int, closed: CivilDate)
    /// The last month that can be entitled is over.
    case lastMonth(Month)
    /// All months of the limit are paid, the last of them this one; nil if all were enjoyed elsewhere.
    case monthsUsed(Int, last: Month?)
    /// A fact holds from this day on, or from the first day of the approval.
    case fact(FactCode, CivilDate)
  }

  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The effect.
  public let effect: Effect
  /// The first month it is about.
  public let from: Month
  /// Why: the reason that the event carries.
  public let cause: SweepCause
  /// The clause.
  public let clause: String?
  /// The ground on which the rule holds.
  public let ground: Ground

  /// Names an effect of time.
  public init(
    person: Identifier, scheme: Identifier, effect: Effect, from: Month, cause: SweepCause, clause: String?,
    ground: Ground
  ) {
    self.person = person
    self.scheme = scheme
    self.effect = effect
    self.from = from
    self.cause = cause
    self.clause = clause
    self.ground = ground
  }

  /// The event that records it.
  public var body: EventBody {
    switch effect {
    case .ended:
      .ended(Ended(person: person, scheme: scheme, from: from, reason: cause.rawValue, clause: clause))
    case .suspended:
      .suspended(Suspended(person: person, scheme: scheme, from: from, reason: cause.rawValue, clause: clause))
    }
  }
}

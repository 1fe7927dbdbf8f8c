public import Policy
public import Values

/// The inputs of a decision in addition to the state: who asks, when, with which key, and the calendar.
public struct DecisionContext: Sendable {
  /// The time of the decision.
  public var now: Instant
  /// The operator.
  public var by: Identifier
  /// The operator's signing key.
  public var key: Identifier?
  /// The working days.
  public var calendar: WorkingDayCalendar
  /// Whether a receipt may be above the debt; the amount above it is then owed to the person.
  ///
  /// > Source: contract 3, section 3.
  public var allowsAboveDebt = false
  /// Whether the private data of a person who owes money may be erased.
  ///
  /// > Source: contract 3, section 4, `erased`.
  public var allowsOwed = false
  /// The debts of the persons of an erasure when it was asked for; nil for the operator who asks.
  public var owedWhenAsked: [Identifier: Fen]?
  /// The leap of the clock, which the caller looks up in the log for a correction of it or for the consent to one.
  public var clock: ClockSurvey?
  /// The adoption that is consented to, with its pack, which the log does not have yet.
  public var adoption: PlannedAdoption?

  /// Makes a context.
  public init(now: Instant, by: Identifier, key: Identifier? = nil, calendar: WorkingDayCalendar) {
    self.now = now
    self.by = by
    self.key = key
    self.calendar = calendar
  }

  /// The day of the decision in China.
  public var today: CivilDate { now.civilDate }
}

/// The event that an annulment names, which the caller looks up in the log.
public struct AnnulmentTarget: Sendable {
  /// The event's type.
  public let type: EventType
  /// Whether it was annulled before.
  public let isAnnulled: Bool
  /// The registration that set right the household of such a move, which has to be annulled before; nil if none did.
  public let correction: UInt64?

  /// Makes a target.
  public init(type: EventType, isAnnulled: Bool, correction: UInt64? = nil) {
    self.type = type
    self.isAnnulled = isAnnulled
    self.correction = correction
  }
}

public import Policy
public import Values

/// What a decision may look at besides the state: who asks, when, with which key, and the calendar.
public struct DecisionContext: Sendable {
  /// The time of the decision.
  public var now: Instant
  /// The operator.
  public var by: Identifier
  /// The operator's signing key.
  public var key: Identifier?
  /// The working days.
  public var calendar: WorkingDayCalendar
  /// Whether a receipt may be above what is owed; what is above it is then owed to the person.
  ///
  /// > Source: contract 3, section 3.
  public var allowsAboveDebt = false
  /// Whether the private data may be erased of somebody who owes money.
  ///
  /// > Source: contract 3, section 4, `erased`.
  public var allowsOwed = false
  /// What the persons of an erasure owed when it was asked for; nil for whoever asks.
  public var owedWhenAsked: [Identifier: Fen]?
  /// Where the clock leapt, looked up in the log by whoever asks for a correction of it, or consents to one.
  public var clock: ClockSurvey?
  /// The adoption that somebody consents to, with its pack, which the log does not have yet.
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

/// The event that an annulment names, looked up in the log by whoever asks for the decision.
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

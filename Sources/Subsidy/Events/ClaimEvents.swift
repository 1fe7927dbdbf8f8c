public import Values

/// Nothing is due from a month on.
public struct Suspended: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The first month without payment.
  public var from: Month
  /// Why.
  public var reason: String
  /// The clause.
  public var clause: String?

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, from: Month, reason: String, clause: String? = nil) {
    self.person = person
    self.scheme = scheme
    self.from = from
    self.reason = reason
    self.clause = clause
  }
}

extension Suspended: EventContent {
  static let kind = EventKind(
    .suspended, EventBody.suspended, by: .record, canBeAnnulled: true, Suspended.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("from", .month, \.from), Field("reason", .freeText, \.reason),
    Field(optional: "clause", .designation, \.clause))
}

/// Due again from a month on.
public struct Resumed: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The first month that is due again.
  public var from: Month

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, from: Month) {
    self.person = person
    self.scheme = scheme
    self.from = from
  }
}

extension Resumed: EventContent {
  static let kind = EventKind(
    .resumed, EventBody.resumed, by: .record, canBeAnnulled: true, movesMoney: true, Resumed.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("from", .month, \.from))
}

/// The approval stops before a month.
public struct Ended: Hashable, Sendable {
  /// The reason that voids every month of the scheme.
  ///
  /// > Source: contract section 6.2.
  public static var fraud: String { "fraud" }

  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The first month that is no longer approved.
  public var from: Month
  /// Why.
  public var reason: String
  /// The clause.
  public var clause: String?

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, from: Month, reason: String, clause: String? = nil) {
    self.person = person
    self.scheme = scheme
    self.from = from
    self.reason = reason
    self.clause = clause
  }
}

extension Ended: EventContent {
  static let kind = EventKind(
    .ended, EventBody.ended, by: .record, canBeAnnulled: true, Ended.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("from", .month, \.from), Field("reason", .freeText, \.reason),
    Field(optional: "clause", .designation, \.clause))
}

/// A one-time extension of the limit.
public struct Extended: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// How many months it adds.
  public var months: Int
  /// Why.
  public var reason: String

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, months: Int, reason: String) {
    self.person = person
    self.scheme = scheme
    self.months = months
    self.reason = reason
  }
}

extension Extended: EventContent {
  static let kind = EventKind(
    .extended, EventBody.extended, by: .record, canBeAnnulled: true, movesMoney: true, Extended.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("months", .months, \.months),
    Field("reason", .freeText, \.reason))
}

/// The person asks for months (申报).
///
/// > Source: contract 2, section 2.
public struct Claimed: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The first month asked for.
  public var from: Month
  /// The last month asked for.
  public var through: Month
  /// The day on which the claim was received.
  public var on: CivilDate
  /// The office's name for the claim.
  public var claim: Identifier?

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, from: Month, through: Month, on: CivilDate, claim: Identifier? = nil
  ) {
    self.person = person
    self.scheme = scheme
    self.from = from
    self.through = through
    self.on = on
    self.claim = claim
  }
}

extension Claimed: EventContent {
  static let kind = EventKind(
    .claimed, EventBody.claimed, by: .intake, canBeAnnulled: true, comesFirst: true,
    { person, scheme, from, through, on, claim throws(EventError) in
      if from > through { throw EventError(.illFormed(expected: .notBeforeFrom), field: "through") }
      return Claimed(person: person, scheme: scheme, from: from, through: through, on: on, claim: claim)
    },
    Field.person(\.person), Field.scheme(\.scheme), Field("from", .month, \.from), Field("through", .month, \.through),
    Field("on", .date, \.on), Field(optional: "claim", .identifier, \.claim))
}

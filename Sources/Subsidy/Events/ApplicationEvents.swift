public import Values

/// An application with the facts of its form.
public struct Applied: Hashable, Sendable {
  /// The work that the applicant declares.
  public struct Work: Hashable, Sendable {
    /// What it is.
    public var kind: String
    /// Since when.
    public var since: CivilDate
    /// The band of the monthly income.
    public var incomeBand: String

    /// Makes the declaration.
    public init(kind: String, since: CivilDate, incomeBand: String) {
      self.kind = kind
      self.since = since
      self.incomeBand = incomeBand
    }
  }

  /// The person.
  public var person: Identifier
  /// The application's own id.
  public var application: Identifier
  /// The scheme applied for.
  public var scheme: Identifier
  /// The first month applied for.
  public var from: Month
  /// Whether the undertaking (承诺书) was signed.
  public var undertaking: Bool
  /// How the application came.
  public var channel: String
  /// The work declared.
  public var work: Work?
  /// Who applies for the person (受委托人).
  public var delegate: String?

  /// Makes the event's body.
  public init(
    person: Identifier, application: Identifier, scheme: Identifier, from: Month, undertaking: Bool, channel: String,
    work: Work? = nil, delegate: String? = nil
  ) {
    self.person = person
    self.application = application
    self.scheme = scheme
    self.from = from
    self.undertaking = undertaking
    self.channel = channel
    self.work = work
    self.delegate = delegate
  }
}

/// Why an application failed: a code and the clause that decides.
public struct RejectionReason: Hashable, Sendable {
  /// The code, one of ``ReasonCode`` or a reviewer's own.
  public var code: String
  /// The clause; nil where the documents have none.
  public var clause: String?

  /// Makes a reason.
  public init(code: String, clause: String?) {
    self.code = code
    self.clause = clause
  }
}

/// One review stage, decided by an operator with a key.
public struct Verified: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier
  /// The stage.
  public var stage: Identifier
  /// Whether it passed.
  public var hasPassed: Bool
  /// Why it failed.
  public var reasons: [RejectionReason]

  /// Makes the event's body.
  public init(
    person: Identifier, application: Identifier, stage: Identifier, hasPassed: Bool, reasons: [RejectionReason] = []
  ) {
    self.person = person
    self.application = application
    self.stage = stage
    self.hasPassed = hasPassed
    self.reasons = reasons
  }
}

/// How long a person's months run: a number of them, or until a last month near retirement.
///
/// > Source: contract section 6.1.
public enum Basis: Hashable, Sendable {
  /// A limit in months, an extension included.
  case months(Int)
  /// Every valid month up to this one.
  case until(Month)
}

/// The application holds from a month on.
public struct Approved: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The pack that decided.
  public var policy: Identifier
  /// The first month.
  public var from: Month
  /// The basis as it was computed then.
  public var basis: Basis
  /// Whether it is the person's first approval in the scheme.
  public var first: Bool

  /// Makes the event's body.
  public init(
    person: Identifier, application: Identifier, scheme: Identifier, policy: Identifier, from: Month, basis: Basis,
    first: Bool
  ) {
    self.person = person
    self.application = application
    self.scheme = scheme
    self.policy = policy
    self.from = from
    self.basis = basis
    self.first = first
  }
}

/// The application fails.
public struct Rejected: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier
  /// Why.
  public var reasons: [RejectionReason]

  /// Makes the event's body.
  public init(person: Identifier, application: Identifier, reasons: [RejectionReason]) {
    self.person = person
    self.application = application
    self.reasons = reasons
  }
}

/// The applicant takes the application back.
public struct Withdrawn: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier

  /// Makes the event's body.
  public init(person: Identifier, application: Identifier) {
    self.person = person
    self.application = application
  }
}

/// The first month of an application is confirmed.
public struct StartConfirmed: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier
  /// The first month.
  public var from: Month

  /// Makes the event's body.
  public init(person: Identifier, application: Identifier, from: Month) {
    self.person = person
    self.application = application
    self.from = from
  }
}

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

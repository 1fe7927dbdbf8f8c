public import Policy
public import Values

/// A person's own data; a later one replaces it whole.
public struct Registered: Hashable, Sendable {
  /// Months enjoyed elsewhere, counted in every scheme.
  public struct Prior: Hashable, Sendable {
    /// The date of the first approval elsewhere.
    public var firstApproved: CivilDate
    /// How many months were enjoyed.
    public var months: Int

    /// Makes the record of earlier months.
    public init(firstApproved: CivilDate, months: Int) {
      self.firstApproved = firstApproved
      self.months = months
    }
  }

  /// The person.
  public var person: Identifier
  /// The date of birth.
  public var birth: CivilDate
  /// Whether the person is a man, as the identity number says.
  public var isMale: Bool
  /// Where the household is registered (户籍所在地).
  public var household: Region
  /// Months already enjoyed elsewhere.
  public var prior: Prior?
  /// The keyed digest of the private data in the vault.
  public var vault: String?

  /// Makes the event's body.
  public init(
    person: Identifier, birth: CivilDate, isMale: Bool, household: Region, prior: Prior? = nil, vault: String? = nil
  ) {
    self.person = person
    self.birth = birth
    self.isMale = isMale
    self.household = household
    self.prior = prior
    self.vault = vault
  }
}

/// Something that another authority knows about a person.
public struct FactRecorded: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// What is known.
  public var fact: FactCode
  /// The first day on which it holds.
  public var from: CivilDate
  /// The last day on which it holds; nil while it goes on.
  public var to: CivilDate?
  /// Who knows it.
  public var source: String
  /// More about it, as the category of a recognition.
  public var detail: String?

  /// Makes the event's body.
  public init(
    person: Identifier, fact: FactCode, from: CivilDate, to: CivilDate? = nil, source: String, detail: String? = nil
  ) {
    self.person = person
    self.fact = fact
    self.from = from
    self.to = to
    self.source = source
    self.detail = detail
  }
}

/// Social insurance actually paid for a month; a later one for the month replaces it, and zero is a refund.
public struct Contributed: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The month it was paid for.
  public var month: Month
  /// How much was paid.
  public var amount: Fen
  /// The day it was paid on.
  public var paidOn: CivilDate
  /// Who says so.
  public var source: String

  /// Makes the event's body.
  public init(person: Identifier, month: Month, amount: Fen, paidOn: CivilDate, source: String) {
    self.person = person
    self.month = month
    self.amount = amount
    self.paidOn = paidOn
    self.source = source
  }
}

/// The bank could not collect a month's contribution.
public struct DebitFailed: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The month whose contribution was to be collected.
  public var month: Month
  /// Who says so.
  public var source: String

  /// Makes the event's body.
  public init(person: Identifier, month: Month, source: String) {
    self.person = person
    self.month = month
    self.source = source
  }
}

/// The periodic report on employment.
public struct Reported: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The day of the report.
  public var on: CivilDate
  /// How it came: in person, by telephone, through a platform.
  public var channel: String

  /// Makes the event's body.
  public init(person: Identifier, on: CivilDate, channel: String) {
    self.person = person
    self.on = on
    self.channel = channel
  }
}

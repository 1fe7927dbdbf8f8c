public import Values

/// The decision to recover money for some months: a demand.
public struct ClawedBack: Hashable, Sendable {
  /// What is demanded for one month.
  public struct Demand: Hashable, Sendable {
    /// The month.
    public var month: Month
    /// How much.
    public var amount: Fen

    /// Makes a demand.
    public init(month: Month, amount: Fen) {
      self.month = month
      self.amount = amount
    }
  }

  /// The person who was paid.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The notice (追回通知) that demands.
  public var notice: Identifier
  /// The months with their amounts.
  public var months: [Demand]
  /// Why.
  public var reason: String
  /// The clause.
  public var clause: String?
  /// The unit or person who has to bring the money back (责令追回); nil for the person who was paid.
  ///
  /// > Source: 柳人社规〔2022〕9号 四（二）.
  public var debtor: Identifier?

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, notice: Identifier, months: [Demand], reason: String,
    clause: String? = nil, debtor: Identifier? = nil
  ) {
    self.person = person
    self.scheme = scheme
    self.notice = notice
    self.months = months
    self.reason = reason
    self.clause = clause
    self.debtor = debtor
  }
}

/// Recovered money received for a notice.
public struct Repaid: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The notice.
  public var notice: Identifier
  /// How much.
  public var amount: Fen
  /// The number of the receipt.
  public var receipt: String

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, notice: Identifier, amount: Fen, receipt: String) {
    self.person = person
    self.scheme = scheme
    self.notice = notice
    self.amount = amount
    self.receipt = receipt
  }
}

/// Funds put back by a unit (归垫), apart from what the person repays: it leaves the person's debt as it is.
public struct PutBack: Hashable, Sendable {
  /// The person who was paid.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The notice.
  public var notice: Identifier
  /// How much.
  public var amount: Fen
  /// The unit that put it back.
  public var unit: Identifier
  /// The number of the receipt.
  public var receipt: String

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, notice: Identifier, amount: Fen, unit: Identifier, receipt: String
  ) {
    self.person = person
    self.scheme = scheme
    self.notice = notice
    self.amount = amount
    self.unit = unit
    self.receipt = receipt
  }
}

/// A part of a demand is given up.
public struct WrittenOff: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The notice.
  public var notice: Identifier
  /// How much.
  public var amount: Fen
  /// Who decided so.
  public var authority: String

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, notice: Identifier, amount: Fen, authority: String) {
    self.person = person
    self.scheme = scheme
    self.notice = notice
    self.amount = amount
    self.authority = authority
  }
}

/// A demand was wrong.
public struct ClawbackCancelled: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The notice.
  public var notice: Identifier
  /// Who decided so.
  public var authority: String

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, notice: Identifier, authority: String) {
    self.person = person
    self.scheme = scheme
    self.notice = notice
    self.authority = authority
  }
}

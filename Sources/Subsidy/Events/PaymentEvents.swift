public import Values

/// A payment batch is drawn up; its items stand before it in the same append.
public struct BatchDrafted: Hashable, Sendable {
  /// The batch.
  public var batch: Identifier
  /// The scheme it pays.
  public var scheme: Identifier
  /// The last month it may pay.
  public var through: Month
  /// How many persons it pays.
  public var persons: Int
  /// How many items it has.
  public var items: Int
  /// The sum of its items.
  public var total: Fen

  /// Makes the event's body.
  public init(batch: Identifier, scheme: Identifier, through: Month, persons: Int, items: Int, total: Fen) {
    self.batch = batch
    self.scheme = scheme
    self.through = through
    self.persons = persons
    self.items = items
    self.total = total
  }
}

/// An item of a batch: money for one person and month, not yet moved.
public struct PaymentOrdered: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The month that is paid.
  public var month: Month
  /// How much.
  public var amount: Fen
  /// The batch.
  public var batch: Identifier

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, month: Month, amount: Fen, batch: Identifier) {
    self.person = person
    self.scheme = scheme
    self.month = month
    self.amount = amount
    self.batch = batch
  }
}

/// A decision about a batch as a whole.
public struct BatchNamed: Hashable, Sendable {
  /// The batch.
  public var batch: Identifier

  /// Makes the event's body.
  public init(batch: Identifier) { self.batch = batch }
}

/// What was handed to the bank.
public struct BatchExported: Hashable, Sendable {
  /// The batch.
  public var batch: Identifier
  /// The form of the file: `csv`, `pain.001`.
  public var format: String
  /// SHA-256 of the file, 64 hexadecimal digits.
  public var sha256: String

  /// Makes the event's body.
  public init(batch: Identifier, format: String, sha256: String) {
    self.batch = batch
    self.format = format
    self.sha256 = sha256
  }
}

/// The bank confirms that the money arrived.
public struct Paid: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The month that is paid.
  public var month: Month
  /// How much.
  public var amount: Fen
  /// The batch.
  public var batch: Identifier
  /// The bank's own reference.
  public var reference: String?

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, month: Month, amount: Fen, batch: Identifier, reference: String? = nil
  ) {
    self.person = person
    self.scheme = scheme
    self.month = month
    self.amount = amount
    self.batch = batch
    self.reference = reference
  }
}

/// A payment was refused, or bounced after it was confirmed.
public struct PaymentReturned: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The month that was to be paid.
  public var month: Month
  /// How much.
  public var amount: Fen
  /// The batch.
  public var batch: Identifier
  /// The bank's reason code.
  public var code: String

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, month: Month, amount: Fen, batch: Identifier, code: String
  ) {
    self.person = person
    self.scheme = scheme
    self.month = month
    self.amount = amount
    self.batch = batch
    self.code = code
  }
}

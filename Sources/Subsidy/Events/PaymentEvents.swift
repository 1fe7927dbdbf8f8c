public import Values

/// A payment batch is drawn up; its items precede it in the same append.
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
  /// The one district that it pays; nil for all.
  public var district: Region?

  /// Makes the event's body.
  public init(
    batch: Identifier, scheme: Identifier, through: Month, persons: Int, items: Int, total: Fen,
    district: Region? = nil
  ) {
    self.batch = batch
    self.scheme = scheme
    self.through = through
    self.persons = persons
    self.items = items
    self.total = total
    self.district = district
  }
}

extension BatchDrafted: EventContent {
  static let kind = EventKind(
    .batchDrafted, EventBody.batchDrafted, by: .command, BatchDrafted.init,
    Field.batch(\.batch), Field.scheme(\.scheme), Field("through", .month, \.through),
    Field("persons", .count, \.persons), Field("items", .count, \.items), Field("totalFen", .fen, \.total),
    Field(optional: "district", .region, \.district))
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

extension PaymentOrdered: EventContent {
  static let kind = EventKind(
    .paymentOrdered, EventBody.paymentOrdered, by: .command, PaymentOrdered.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("month", .month, \.month),
    Field("amountFen", .fen, \.amount), Field.batch(\.batch))
}

/// A second person consents to a batch.
public struct BatchApproved: Hashable, Sendable {
  /// The batch.
  public var batch: Identifier

  /// Makes the event's body.
  public init(batch: Identifier) { self.batch = batch }
}

extension BatchApproved: EventContent {
  static let kind = EventKind(
    .batchApproved, EventBody.batchApproved, by: .command, BatchApproved.init,
    Field.batch(\.batch))
}

/// A batch is given up.
public struct BatchCancelled: Hashable, Sendable {
  /// The batch.
  public var batch: Identifier

  /// Makes the event's body.
  public init(batch: Identifier) { self.batch = batch }
}

extension BatchCancelled: EventContent {
  static let kind = EventKind(
    .batchCancelled, EventBody.batchCancelled, by: .command, BatchCancelled.init,
    Field.batch(\.batch))
}

/// The street office found the list of a batch right (核对名单).
public struct ListChecked: Hashable, Sendable {
  /// The batch.
  public var batch: Identifier

  /// Makes the event's body.
  public init(batch: Identifier) { self.batch = batch }
}

extension ListChecked: EventContent {
  static let kind = EventKind(
    .listChecked, EventBody.listChecked, by: .command, ListChecked.init,
    Field.batch(\.batch))
}

/// A batch was handed to the bank.
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

extension BatchExported: EventContent {
  static let kind = EventKind(
    .batchExported, EventBody.batchExported, by: .command, BatchExported.init,
    Field.batch(\.batch), Field("format", .designation, \.format), Field("sha256", .sha256, \.sha256))
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
  /// The request for which two people are responsible; nil unless the payment contradicts the ledger's knowledge.
  public var request: Identifier?

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, month: Month, amount: Fen, batch: Identifier, reference: String? = nil,
    request: Identifier? = nil
  ) {
    self.person = person
    self.scheme = scheme
    self.month = month
    self.amount = amount
    self.batch = batch
    self.reference = reference
    self.request = request
  }
}

extension Paid: EventContent {
  static let kind = EventKind(
    .paid, EventBody.paid, by: .command, canBeReversed: true, followsBooking: true, Paid.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("month", .month, \.month),
    Field("amountFen", .fen, \.amount), Field.batch(\.batch),
    Field(optional: "reference", .designation, \.reference), Field.request(ifAny: \.request))
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

extension PaymentReturned: EventContent {
  static let kind = EventKind(
    .paymentReturned, EventBody.paymentReturned, by: .command, canBeReversed: true, followsBooking: true,
    PaymentReturned.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("month", .month, \.month),
    Field("amountFen", .fen, \.amount), Field.batch(\.batch), Field("code", .designation, \.code))
}

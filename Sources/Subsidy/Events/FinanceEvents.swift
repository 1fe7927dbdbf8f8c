public import Values

/// The centre asks the treasury of its level for the money of a batch (向同级财政申请拨付资金).
///
/// > Source: 景人社字〔2024〕139号 五（四）, （五）.
public struct FundsRequested: Hashable, Sendable {
  /// The batch.
  public var batch: Identifier
  /// How much is asked for.
  public var amount: Fen

  /// Makes the event's body.
  public init(batch: Identifier, amount: Fen) {
    self.batch = batch
    self.amount = amount
  }
}

extension FundsRequested: EventContent {
  static let kind = EventKind(
    .fundsRequested, EventBody.fundsRequested, by: .command, FundsRequested.init,
    Field.batch(\.batch), Field("amountFen", .fen, \.amount))
}

/// The treasury's money for a batch has come (资金到位), whole or in part.
///
/// > Source: 景人社字〔2024〕139号 五（五）.
public struct FundsReceived: Hashable, Sendable {
  /// The batch.
  public var batch: Identifier
  /// How much came.
  public var amount: Fen
  /// The treasury's own reference; a reference comes once.
  public var reference: String

  /// Makes the event's body.
  public init(batch: Identifier, amount: Fen, reference: String) {
    self.batch = batch
    self.amount = amount
    self.reference = reference
  }
}

extension FundsReceived: EventContent {
  static let kind = EventKind(
    .fundsReceived, EventBody.fundsReceived, by: .command, canBeReversed: true, FundsReceived.init,
    Field.batch(\.batch), Field("amountFen", .fen, \.amount),
    Field("reference", .designation, \.reference))
}

/// The books of a month are closed (月结): the sums of the month, and the log that proves them.
public struct MonthClosed: Hashable, Sendable {
  /// The month, and with it every earlier one.
  public var month: Month
  /// How many events the log had: the month has all of them that no earlier month has.
  public var size: UInt64
  /// The root of the tree over them, 64 hexadecimal digits.
  public var root: String
  /// The sums moved in the month, and the debts at its end.
  public var sums: MonthSums
  /// The head of the log of looks at private data at that time; nil if there was no look yet.
  public var looks: LookHead?

  /// Makes the event's body.
  public init(month: Month, size: UInt64, root: String, sums: MonthSums, looks: LookHead? = nil) {
    self.month = month
    self.size = size
    self.root = root
    self.sums = sums
    self.looks = looks
  }
}

/// The head of the log of looks at private data (查看记录), as a close keeps it.
public struct LookHead: Hashable, Sendable {
  /// How many looks it had.
  public var count: UInt64
  /// SHA-256 of the line of the last one, and through it of all; 64 hexadecimal digits.
  public var sha256: String

  /// Makes a head.
  public init(count: UInt64, sha256: String) {
    self.count = count
    self.sha256 = sha256
  }
}

extension Form<LookHead> {
  /// The head of the looks.
  static var lookHead: Form {
    .object(LookHead.init, Field("count", .number, \.count), Field("sha256", .sha256, \.sha256))
  }
}

extension MonthClosed: EventContent {
  static let kind = EventKind(
    .monthClosed, EventBody.monthClosed, by: .command,
    {
      month, size, root, paid, returned, bounced, adjusted, repaid, putBack, writtenOff, outstanding, refunded,
      reversed, offset, offsetUndone, looks in
      var sums = MonthSums()
      (sums.paid, sums.returned, sums.bounced, sums.adjusted) = (paid, returned, bounced, adjusted)
      (sums.repaid, sums.putBack, sums.writtenOff, sums.outstanding) = (repaid, putBack, writtenOff, outstanding)
      (sums.refunded, sums.reversed) = (refunded ?? .zero, reversed ?? MonthSums.Reversed())
      (sums.offset, sums.offsetUndone) = (offset ?? .zero, offsetUndone ?? .zero)
      return MonthClosed(month: month, size: size, root: root, sums: sums, looks: looks)
    },
    Field("month", .month, \.month), Field("size", .number, \.size), Field("root", .sha256, \.root),
    Field("paidFen", .fen, \.sums.paid), Field("returnedFen", .fen, \.sums.returned),
    Field("bouncedFen", .fen, \.sums.bounced), Field("adjustedFen", .fen, \.sums.adjusted),
    Field("repaidFen", .fen, \.sums.repaid), Field("putBackFen", .fen, \.sums.putBack),
    Field("writtenOffFen", .fen, \.sums.writtenOff), Field("outstandingFen", .fen, \.sums.outstanding),
    // Sums of zero are not written, so that a close has the bytes that it always had.
    Field(optional: "refundedFen", .fen, \.sums.refunded.unlessZero),
    Field(optional: "reversed", .reversedSums, \.sums.reversed.ifAny),
    Field(optional: "offsetFen", .fen, \.sums.offset.unlessZero),
    Field(optional: "offsetUndoneFen", .fen, \.sums.offsetUndone.unlessZero),
    Field(optional: "looks", .lookHead, \.looks))
}

extension Fen {
  /// The amount; nil for zero.
  fileprivate var unlessZero: Fen? { self == .zero ? nil : self }
}

/// The money of a month of the books: the sums moved in it, and the debts at its end.
public struct MonthSums: Hashable, Sendable {
  /// Confirmed by the bank.
  public var paid = Fen.zero
  /// Returned, before or after it was confirmed.
  public var returned = Fen.zero
  /// The part of ``returned`` that had been confirmed: only that money had left.
  public var bounced = Fen.zero
  /// The part of ``bounced`` that an earlier closed month shows as paid (调整).
  public var adjusted = Fen.zero
  /// Received from the persons (追回).
  public var repaid = Fen.zero
  /// Put back by units (归垫).
  public var putBack = Fen.zero
  /// Written off (核销).
  public var writtenOff = Fen.zero
  /// Demanded and still to come at the end of the month (待退回).
  public var outstanding = Fen.zero
  /// Paid back to persons who had repaid more than they owed (退还).
  public var refunded = Fen.zero
  /// Kept back from amounts due, for demands (抵扣): no money left or came.
  public var offset = Fen.zero
  /// Kept back from any month and no longer in effect, because the payment of the rest was returned, or by a red-letter entry.
  public var offsetUndone = Fen.zero
  /// The amounts that red-letter entries of the month took back, from any month (红字冲销).
  public var reversed = Reversed()

  /// The amounts that red-letter entries took back.
  public struct Reversed: Hashable, Sendable {
    /// Of the amounts that the bank had confirmed.
    public var paid = Fen.zero
    /// Of the amounts returned after they were confirmed.
    public var returned = Fen.zero
    /// Of the amounts received from persons.
    public var repaid = Fen.zero
    /// Of the amounts put back by units.
    public var putBack = Fen.zero
    /// Of the amounts written off.
    public var writtenOff = Fen.zero

    /// Nothing, or some sums.
    public init(
      paid: Fen = .zero, returned: Fen = .zero, repaid: Fen = .zero, putBack: Fen = .zero, writtenOff: Fen = .zero
    ) {
      self.paid = paid
      self.returned = returned
      self.repaid = repaid
      self.putBack = putBack
      self.writtenOff = writtenOff
    }

    /// Whether it took anything back.
    public var isAny: Bool { self != Reversed() }

    /// The sums; nil if they are all zero.
    fileprivate var ifAny: Reversed? { isAny ? self : nil }

    static func += (left: inout Reversed, right: Reversed) {
      left.paid += right.paid
      left.returned += right.returned
      left.repaid += right.repaid
      left.putBack += right.putBack
      left.writtenOff += right.writtenOff
    }
  }

  /// Nothing moved.
  public init() {}

  /// The amount that left the fund and stayed out: paid, less the confirmed amounts that were returned, without those reversed.
  ///
  /// > Units: fen; below zero if more bounced or was reversed than was paid.
  public var net: Fen { paid - bounced - reversed.paid + reversed.returned }

  /// Adds the sums of others.
  public static func += (left: inout MonthSums, right: MonthSums) {
    left.paid += right.paid
    left.returned += right.returned
    left.bounced += right.bounced
    left.adjusted += right.adjusted
    left.repaid += right.repaid
    left.putBack += right.putBack
    left.writtenOff += right.writtenOff
    left.outstanding += right.outstanding
    left.refunded += right.refunded
    left.offset += right.offset
    left.offsetUndone += right.offsetUndone
    left.reversed += right.reversed
  }
}

extension Form<MonthSums.Reversed> {
  /// The five sums.
  static var reversedSums: Form {
    .object(
      MonthSums.Reversed.init, Field("paidFen", .fen, \.paid), Field("returnedFen", .fen, \.returned),
      Field("repaidFen", .fen, \.repaid), Field("putBackFen", .fen, \.putBack),
      Field("writtenOffFen", .fen, \.writtenOff))
  }
}

import JSONText
public import Values

/// The decision to recover money for some months: a demand.
public struct ClawedBack: Hashable, Sendable {
  /// The reason of a month that is worth something and was paid above its worth: an honest difference.
  public static var overpaid: String { "overpaid" }

  /// The amount demanded for one month.
  public struct DemandedMonth: Hashable, Sendable {
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
  /// The demand's id (追回通知).
  public var demand: Identifier
  /// The months with their amounts.
  public var months: [DemandedMonth]
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
    person: Identifier, scheme: Identifier, demand: Identifier, months: [DemandedMonth], reason: String,
    clause: String? = nil, debtor: Identifier? = nil
  ) {
    self.person = person
    self.scheme = scheme
    self.demand = demand
    self.months = months
    self.reason = reason
    self.clause = clause
    self.debtor = debtor
  }
}

extension ClawedBack: EventContent {
  static let kind = EventKind(
    .clawedBack, EventBody.clawedBack, by: .command, ClawedBack.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("months", .demands, \.months), Field("reason", .freeText, \.reason),
    Field(optional: "clause", .designation, \.clause),
    Field(optional: "debtor", .identifier, \.debtor))
}

extension Form<[ClawedBack.DemandedMonth]> {
  /// An array of `{"month", "amountFen"}`, not empty.
  static var demands: Form {
    Form(
      .demands,
      reading: { reader, key, member throws(EventError) in
        var demands: [ClawedBack.DemandedMonth] = []
        for (index, element) in try reader.elements(key, member, .demands).enumerated() {
          try element.refuseMembers(of: "\(key)[\(index)]", but: ["month", "amountFen"])
          guard let text = element["month"]?.text, let month = Month(text), let amount = element["amountFen"]?.number
          else { throw reader.illFormed(key, member, .demands) }
          demands.append(ClawedBack.DemandedMonth(month: month, amount: Fen(amount)))
        }
        guard !demands.isEmpty else { throw reader.illFormed(key, member, .demands) }
        return demands
      },
      { writer, demands in
        writer.array(demands) { writer, demand in
          writer.beginObject()
          writer.field("month", demand.month)
          writer.field("amountFen", demand.amount)
          writer.endObject()
        }
      })
  }
}

/// Recovered money received for a demand.
public struct Repaid: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The demand's id.
  public var demand: Identifier
  /// How much.
  public var amount: Fen
  /// The number of the receipt.
  public var receipt: String

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, demand: Identifier, amount: Fen, receipt: String) {
    self.person = person
    self.scheme = scheme
    self.demand = demand
    self.amount = amount
    self.receipt = receipt
  }
}

extension Repaid: EventContent {
  static let kind = EventKind(
    .repaid, EventBody.repaid, by: .record, canBeReversed: true, movesMoney: true, followsBooking: true, Repaid.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("amountFen", .fen, \.amount), Field("receipt", .designation, \.receipt))
}

/// Funds put back by a unit (归垫), apart from the person's repayments: it leaves the person's debt as it is.
public struct PutBack: Hashable, Sendable {
  /// The person who was paid.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The demand's id.
  public var demand: Identifier
  /// How much.
  public var amount: Fen
  /// The unit that put it back.
  public var unit: Identifier
  /// The number of the receipt.
  public var receipt: String

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, demand: Identifier, amount: Fen, unit: Identifier, receipt: String
  ) {
    self.person = person
    self.scheme = scheme
    self.demand = demand
    self.amount = amount
    self.unit = unit
    self.receipt = receipt
  }
}

extension PutBack: EventContent {
  static let kind = EventKind(
    .putBack, EventBody.putBack, by: .record, canBeReversed: true, movesMoney: true, followsBooking: true, PutBack.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("amountFen", .fen, \.amount), Field("unit", .identifier, \.unit), Field("receipt", .designation, \.receipt))
}

/// A part of a demand is written off.
public struct WrittenOff: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The demand's id.
  public var demand: Identifier
  /// How much.
  public var amount: Fen
  /// The authority that decided it.
  public var authority: String
  /// The request for which two people are responsible; nil in an event that an older program wrote.
  public var request: Identifier?

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, demand: Identifier, amount: Fen, authority: String,
    request: Identifier? = nil
  ) {
    self.person = person
    self.scheme = scheme
    self.demand = demand
    self.amount = amount
    self.authority = authority
    self.request = request
  }
}

extension WrittenOff: EventContent {
  static let kind = EventKind(
    .writtenOff, EventBody.writtenOff, by: .record, canBeReversed: true, movesMoney: true, followsBooking: true,
    WrittenOff.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("amountFen", .fen, \.amount), Field("authority", .designation, \.authority),
    Field.request(ifAny: \.request))
}

/// A demand was wrong.
public struct ClawbackCancelled: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The demand's id.
  public var demand: Identifier
  /// The authority that decided it.
  public var authority: String

  /// Makes the event's body.
  public init(person: Identifier, scheme: Identifier, demand: Identifier, authority: String) {
    self.person = person
    self.scheme = scheme
    self.demand = demand
    self.authority = authority
  }
}

extension ClawbackCancelled: EventContent {
  static let kind = EventKind(
    .clawbackCancelled, EventBody.clawbackCancelled, by: .record, movesMoney: true, followsBooking: true,
    ClawbackCancelled.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("authority", .designation, \.authority))
}

/// The person, or the debtor who has to bring the money back, has objected to a demand: until a decision it is not overdue.
public struct Objected: Hashable, Sendable {
  /// The procedure of an objection.
  public enum Procedure: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// To the office itself (申诉).
    case appeal
    /// To the authority above it (行政复议).
    case review
    /// In court (行政诉讼).
    case lawsuit
  }

  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The demand's id.
  public var demand: Identifier
  /// The procedure.
  public var procedure: Procedure
  /// The day on which the objection was made.
  public var on: CivilDate
  /// Its number; nil if it has none.
  public var reference: String?

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, demand: Identifier, procedure: Procedure, on: CivilDate,
    reference: String? = nil
  ) {
    self.person = person
    self.scheme = scheme
    self.demand = demand
    self.procedure = procedure
    self.on = on
    self.reference = reference
  }
}

extension Objected: EventContent {
  static let kind = EventKind(
    .objected, EventBody.objected, by: .record, canBeAnnulled: true, followsBooking: true, Objected.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("procedure", .word(.procedure), \.procedure), Field("on", .date, \.on),
    Field(optional: "reference", .designation, \.reference))
}

/// The decision on an objection to a demand.
public struct ObjectionDecided: Hashable, Sendable {
  /// The outcome of the decision.
  public enum Outcome: String, CaseIterable, Hashable, Sendable {
    /// The demand holds, and its time runs on.
    case upheld
    /// The demand is cancelled.
    case cancelled
  }

  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The demand's id.
  public var demand: Identifier
  /// The outcome.
  public var outcome: Outcome
  /// The day of the decision.
  public var on: CivilDate
  /// The decision: the authority, and its number.
  public var authority: String

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, demand: Identifier, outcome: Outcome, on: CivilDate, authority: String
  ) {
    self.person = person
    self.scheme = scheme
    self.demand = demand
    self.outcome = outcome
    self.on = on
    self.authority = authority
  }
}

extension ObjectionDecided: EventContent {
  static let kind = EventKind(
    .objectionDecided, EventBody.objectionDecided, by: .record, canBeAnnulled: true, movesMoney: true,
    followsBooking: true,
    ObjectionDecided.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("outcome", .word(.objectionOutcome), \.outcome), Field("on", .date, \.on),
    Field("authority", .designation, \.authority))
}

/// The amount due for a month is kept back for a demand, with the person's agreement (抵扣): the month counts as paid, and the
/// debt falls by as much.
///
/// It counts as long as no payment of the month that was ordered after it came back from the bank.
public struct DebtOffset: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The month from which the amount is kept back.
  public var month: Month
  /// The demand for which it is kept back.
  public var demand: Identifier
  /// How much.
  public var amount: Fen
  /// The person's written agreement.
  public var agreement: String
  /// The clause, or the authority that decided it.
  public var authority: String
  /// The request for which two people are responsible.
  public var request: Identifier

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, month: Month, demand: Identifier, amount: Fen, agreement: String,
    authority: String, request: Identifier
  ) {
    self.person = person
    self.scheme = scheme
    self.month = month
    self.demand = demand
    self.amount = amount
    self.agreement = agreement
    self.authority = authority
    self.request = request
  }
}

extension DebtOffset: EventContent {
  static let kind = EventKind(
    .debtOffset, EventBody.debtOffset, by: .command, canBeReversed: true, followsBooking: true, DebtOffset.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("month", .month, \.month),
    Field("notice", .identifier, \.demand), Field("amountFen", .fen, \.amount),
    Field("agreement", .designation, \.agreement), Field("authority", .designation, \.authority),
    Field.request(\.request))
}

extension EventBody {
  /// The demand that the event is about; nil if it is about none.
  var demand: Identifier? {
    switch self {
    case .clawedBack(let body): body.demand
    case .repaid(let body): body.demand
    case .putBack(let body): body.demand
    case .writtenOff(let body): body.demand
    case .clawbackCancelled(let body): body.demand
    case .repaymentRefunded(let body): body.demand
    case .objected(let body): body.demand
    case .objectionDecided(let body): body.demand
    case .debtOffset(let body): body.demand
    default: nil
    }
  }
}

import JSONText
public import Values

/// The decision to recover money for some months: a demand.
public struct ClawedBack: Hashable, Sendable {
  /// What is demanded for one month.
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
    .repaid, EventBody.repaid, by: .record, canBeReversed: true, Repaid.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("amountFen", .fen, \.amount), Field("receipt", .designation, \.receipt))
}

/// Funds put back by a unit (归垫), apart from what the person repays: it leaves the person's debt as it is.
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
    .putBack, EventBody.putBack, by: .record, canBeReversed: true, PutBack.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("amountFen", .fen, \.amount), Field("unit", .identifier, \.unit), Field("receipt", .designation, \.receipt))
}

/// A part of a demand is given up.
public struct WrittenOff: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The demand's id.
  public var demand: Identifier
  /// How much.
  public var amount: Fen
  /// Who decided so.
  public var authority: String
  /// The request that two people answer for; nil in what an older program wrote.
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
    .writtenOff, EventBody.writtenOff, by: .record, canBeReversed: true, WrittenOff.init,
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
  /// Who decided so.
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
    .clawbackCancelled, EventBody.clawbackCancelled, by: .record, ClawbackCancelled.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("authority", .designation, \.authority))
}

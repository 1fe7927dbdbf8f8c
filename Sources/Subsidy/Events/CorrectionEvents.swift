public import JSONText
public import Values

/// The content that an act of two people will append, as the first of them has seen it: the fields of its events, without the
/// request, in the writer's order.
///
/// > Source: contract 3, section 1.
public struct ActContent: Hashable, Sendable {
  /// An object for each event, in their order; at least one.
  public let lines: [JSONValue]

  /// Makes content of objects.
  ///
  /// - Returns: nil if there are no objects, or if one value is not an object.
  init?(lines: [JSONValue]) {
    guard !lines.isEmpty, lines.allSatisfy({ $0.members != nil }) else { return nil }
    self.lines = lines
  }

  /// The content of some events, which must all be of one type.
  public init(of acts: [EventBody]) {
    lines = acts.map { act in
      var writer = JSONWriter()
      writer.beginObject()
      act.write(to: &writer)
      writer.endObject()
      guard let members = try? JSONValue(writer.bytes).members else { preconditionFailure("a writer writes objects") }
      return .object(members.filter { $0.key != ActContent.request })
    }
  }

  /// How many events an act can have.
  package static var mostLines: Int { Bound.list.numbers.upperBound }

  /// Whether no further event has room.
  public var isFull: Bool { lines.count >= ActContent.mostLines }

  /// The field that names the request.
  static let request = "request"

  /// The events that the content is of, each naming the request; none for an adoption.
  ///
  /// - Throws: ``EventError`` if the content is that of another type of event.
  func acts(of type: EventType, request: Identifier) throws(EventError) -> [EventBody] {
    // The pack of an adoption is not in the log before the adoption is.
    if type == .policyAdopted {
      _ = try AskedAdoption(self)
      return []
    }
    var acts: [EventBody] = []
    for line in lines {
      let named = JSONValue.object((line.members ?? []) + [.init(ActContent.request, .string(request.description))])
      var writer = JSONWriter()
      writer.value(named)
      var reader = try FieldReader(writer.bytes, writer.bytes.indices, lineStart: 0, source: .log, order: .any)
      acts.append(try type.facts.read(&reader))
      try reader.finish()
    }
    return acts
  }
}

extension Form<EventType> {
  /// A type whose events take two people.
  static var act: Form {
    Form(text: .act, { EventType(rawValue: $0).flatMap { $0.takesConsent ? $0 : nil } }, { $0.rawValue })
  }
}

extension Form<ActContent> {
  /// An object, or an array of objects.
  static var actContent: Form {
    Form(
      .actContent,
      reading: { reader, key, member throws(EventError) in
        guard member.kind == .object || member.kind == .array else {
          throw reader.illFormed(key, member, .actContent)
        }
        let value = try reader.tree(member)
        guard let content = ActContent(lines: value.elements ?? [value]) else {
          throw reader.illFormed(key, member, .actContent)
        }
        return content
      },
      { writer, content in
        if content.lines.count == 1 { return writer.value(content.lines[0]) }
        writer.array(content.lines) { $0.value($1) }
      })
  }
}

/// The first of two people asks for an act that needs both (申请).
///
/// > Source: contract 3, section 1.
public struct Requested: Hashable, Sendable {
  /// The request's id.
  public var request: Identifier
  /// The type of the events that the act appends.
  public var act: EventType
  /// Their fields.
  public var content: ActContent
  /// Why.
  public var reason: String
  /// The authority that decided it (批准文号); nil if none had to.
  public var authority: String?

  /// Makes the event's body.
  public init(request: Identifier, act: EventType, content: ActContent, reason: String, authority: String? = nil) {
    self.request = request
    self.act = act
    self.content = content
    self.reason = reason
    self.authority = authority
  }
}

extension Requested {
  /// The events that the act will append, as the reader has checked them; none for an adoption, of which the request has only
  /// the hash.
  public var acts: [EventBody] { (try? content.acts(of: act, request: request)) ?? [] }

  /// The adoption that it asks for; nil for another act.
  public var adoption: AskedAdoption? { act == .policyAdopted ? try? AskedAdoption(content) : nil }

  /// The events that it asks to reverse.
  var reverses: [UInt64] {
    guard act == .reversed else { return [] }
    return acts.compactMap { if case .reversed(let body) = $0 { body.of } else { nil } }
  }
}

extension Requested: EventContent {
  static let kind = EventKind(
    .requested, EventBody.requested, by: .command,
    { request, act, content, reason, authority throws(EventError) in
      do throws(EventError) {
        _ = try content.acts(of: act, request: request)
      } catch {
        throw EventError(.illFormed(expected: .actContent), field: "content", found: error.field)
      }
      return Requested(request: request, act: act, content: content, reason: reason, authority: authority)
    },
    Field("request", .identifier, \.request), Field("act", .act, \.act),
    Field("content", .actContent, \.content), Field("reason", .freeText, \.reason),
    Field(optional: "authority", .designation, \.authority))
}

/// A red-letter entry (红字冲销): an earlier event has no effect from here on, and its effects are undone.
///
/// > Source: contract 3, section 3.
public struct Reversed: Hashable, Sendable {
  /// The sequence number of the event.
  public var of: UInt64
  /// The request for which two people are responsible.
  public var request: Identifier

  /// Makes the event's body.
  public init(of: UInt64, request: Identifier) {
    self.of = of
    self.request = request
  }
}

extension Reversed: EventContent {
  static let kind = EventKind(
    .reversed, EventBody.reversed, by: .command, Reversed.init,
    Field("of", .number, \.of), Field.request(\.request))
}

/// An item of an approved batch that is no longer payable is taken out before the file is written.
///
/// > Source: contract 3, section 3.
public struct PaymentWithheld: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The month that is not paid.
  public var month: Month
  /// The batch.
  public var batch: Identifier
  /// The request for which two people are responsible.
  public var request: Identifier
  /// Why: the codes of the hold on the payment, or a sentence.
  public var reason: String

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, month: Month, batch: Identifier, request: Identifier, reason: String
  ) {
    self.person = person
    self.scheme = scheme
    self.month = month
    self.batch = batch
    self.request = request
    self.reason = reason
  }
}

extension PaymentWithheld: EventContent {
  static let kind = EventKind(
    .paymentWithheld, EventBody.paymentWithheld, by: .command, followsBooking: true, PaymentWithheld.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("month", .month, \.month),
    Field.batch(\.batch),
    Field.request(\.request), Field("reason", .freeText, \.reason))
}

/// A file that was written and not sent: its items are free again.
///
/// > Source: contract 3, section 3.
public struct BatchRecalled: Hashable, Sendable {
  /// The batch.
  public var batch: Identifier
  /// The request for which two people are responsible.
  public var request: Identifier
  /// Why.
  public var reason: String

  /// Makes the event's body.
  public init(batch: Identifier, request: Identifier, reason: String) {
    self.batch = batch
    self.request = request
    self.reason = reason
  }
}

extension BatchRecalled: EventContent {
  static let kind = EventKind(
    .batchRecalled, EventBody.batchRecalled, by: .command, BatchRecalled.init,
    Field.batch(\.batch), Field.request(\.request),
    Field("reason", .freeText, \.reason))
}

/// Money that came back beyond the debt is paid back to the person (退还).
///
/// > Source: contract 3, section 3.
public struct RepaymentRefunded: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The demand's id.
  public var demand: Identifier
  /// How much.
  public var amount: Fen
  /// The bank's own reference.
  public var reference: String
  /// The request for which two people are responsible.
  public var request: Identifier

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, demand: Identifier, amount: Fen, reference: String, request: Identifier
  ) {
    self.person = person
    self.scheme = scheme
    self.demand = demand
    self.amount = amount
    self.reference = reference
    self.request = request
  }
}

extension RepaymentRefunded: EventContent {
  static let kind = EventKind(
    .repaymentRefunded, EventBody.repaymentRefunded, by: .command, followsBooking: true, RepaymentRefunded.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.demand),
    Field("amountFen", .fen, \.amount), Field("reference", .designation, \.reference),
    Field.request(\.request))
}

/// The last close of the books is undone, because it ended its month early.
///
/// > Source: contract 3, section 3.
public struct MonthReopened: Hashable, Sendable {
  /// The month.
  public var month: Month
  /// The request for which two people are responsible.
  public var request: Identifier

  /// Makes the event's body.
  public init(month: Month, request: Identifier) {
    self.month = month
    self.request = request
  }
}

extension MonthReopened: EventContent {
  static let kind = EventKind(
    .monthReopened, EventBody.monthReopened, by: .command, isIncident: true, MonthReopened.init,
    Field("month", .month, \.month), Field.request(\.request))
}

extension EventBody {
  /// The batch whose items the event frees; nil if it frees none.
  public var batchGivenUp: Identifier? {
    switch self {
    case .batchCancelled(let body): body.batch
    case .batchRecalled(let body): body.batch
    default: nil
    }
  }
}

extension Event {
  /// The earlier event that the event is about, if it takes it back: by an annulment, or by a reversal.
  public var takenBack: Annulled.Target? {
    if case .reversed(let body) = body { .sequence(body.of) } else { annulled }
  }
}

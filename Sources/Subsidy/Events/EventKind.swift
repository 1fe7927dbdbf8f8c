import JSONText
public import Values

/// The content of an event of one type, with the declaration of the type.
protocol EventContent: Hashable, Sendable {
  /// The declaration: everything that the log, the index, the annulments and the pages need to know about the type.
  static var kind: EventKind<Self> { get }
}

/// The properties that all events of a type have.
struct EventFacts: Sendable {
  /// Who appends events of a type.
  enum Sender: Sendable {
    /// A client that sends entries to `record`, about papers that an office takes in; a history has them, too, even one that
    /// comes after the ledger has gone live.
    ///
    /// > Source: contract 3, section 2.
    case intake
    /// A client that sends entries to `record`, about the office's decisions; a history has them, too, until the ledger is
    /// live.
    case record
    /// A command of their own; a history has them, too, until the ledger is live.
    case command
    /// A live command of their own, and no history.
    case liveCommand
    /// The ledger alone.
    case ledger
  }

  /// The type, which has the name and the number.
  let type: EventType
  let sender: Sender
  /// Whether a later `annulled` can take such an event back.
  ///
  /// > Source: contract section 3, `annulled`.
  let canBeAnnulled: Bool
  /// Whether a later `reversed` can undo such an event.
  ///
  /// > Source: contract 3, section 3.
  let canBeReversed: Bool
  /// Whether such an entry is decided before the others of its file: one that records data of persons by which the others are
  /// judged.
  ///
  /// > Source: contract 3 section 5, "Within one append".
  let comesFirst: Bool
  /// Whether such an entry grants or frees money, or reports that money came back or will not.
  ///
  /// > Source: contract 3, section 8.
  let movesMoney: Bool
  /// Whether such an event reports an intervention in the log, its time or closed books.
  let isIncident: Bool
  /// Whether such an event continues a booking: an answer of the bank, a receipt, a step about a demand.
  ///
  /// It keeps the key of the booking, also if that key was joined with another person's since.
  ///
  /// > Source: contract 3, section 4, `same-person`.
  let followsBooking: Bool
  /// Whether such an event names the request by which two people consented to it.
  ///
  /// > Source: contract 3, section 1.
  let takesConsent: Bool
  /// The type's own fields, in the writer's order.
  let fields: [EventField]
  /// Reads them.
  let read: @Sendable (inout FieldReader) throws(EventError) -> EventBody
}

/// The declaration of a type of event, each field once: the reader and the writer go through them.
struct EventKind<Content: Sendable>: Sendable {
  let facts: EventFacts
  let fields: Fields<Content>
  fileprivate let person: (@Sendable (Content) -> Identifier?)?
  fileprivate let scheme: (@Sendable (Content) -> Identifier?)?
  fileprivate let request: (@Sendable (Content) -> Identifier?)?
  fileprivate let batch: (@Sendable (Content) -> Identifier?)?

  /// Declares a type.
  ///
  /// - Parameters:
  ///   - type: its name and number.
  ///   - event: its case of ``EventBody``.
  ///   - sender: who appends such events.
  ///   - canBeAnnulled: whether they can be taken back.
  ///   - canBeReversed: whether a later event can undo their effects.
  ///   - comesFirst: whether they are decided before the others of their file.
  ///   - movesMoney: whether such an entry grants or frees money, or reports that money came back or will not.
  ///   - isIncident: whether they report an intervention in the log, its time or closed books.
  ///   - followsBooking: whether they continue a booking, under its key.
  ///   - make: makes the content of the fields' values.
  ///   - fields: its own fields, in the writer's order.
  @inline(__always)
  init<each Value>(
    _ type: EventType, _ event: @escaping @Sendable (Content) -> EventBody, by sender: EventFacts.Sender,
    canBeAnnulled: Bool = false, canBeReversed: Bool = false, comesFirst: Bool = false, movesMoney: Bool = false,
    isIncident: Bool = false, followsBooking: Bool = false,
    _ make: @escaping @Sendable (repeat each Value) throws(EventError) -> Content,
    _ fields: repeat Field<Content, each Value>
  ) {
    let fields = Fields(make, repeat each fields)
    self.fields = fields
    (person, scheme) = (fields.getter(of: .person), fields.getter(of: .scheme))
    (request, batch) = (fields.getter(of: .request), fields.getter(of: .batch))
    facts = EventFacts(
      type: type, sender: sender, canBeAnnulled: canBeAnnulled, canBeReversed: canBeReversed, comesFirst: comesFirst,
      movesMoney: movesMoney, isIncident: isIncident, followsBooking: followsBooking,
      takesConsent: fields.getter(of: .request) != nil, fields: fields.described,
      read: { reader throws(EventError) in event(try fields.read(&reader)) })
  }
}

extension EventType {
  private static let all = allCases.map(\.declared)

  /// The declaration of the type.
  var facts: EventFacts { EventType.all[ordinal] }

  /// Reads the type's own fields.
  ///
  /// It takes only the reader out of the declaration; otherwise the references of its parts would be counted for each line.
  func read(_ fields: inout FieldReader) throws(EventError) -> EventBody { try EventType.all[ordinal].read(&fields) }

  /// A small number for packed lists and bitmaps: the position among all types, which is how the case is stored.
  public var ordinal: Int { Int(unsafe unsafeBitCast(self, to: UInt8.self)) }

  /// Whether a later `annulled` can take an event of this type back.
  public var canBeAnnulled: Bool { facts.canBeAnnulled }

  /// Whether a later `reversed` can undo an event of this type.
  ///
  /// > Source: contract 3, section 3.
  public var canBeReversed: Bool { facts.canBeReversed }

  /// Whether an entry of this type is decided before the others of its file.
  public var comesFirst: Bool { facts.comesFirst }

  /// Whether an event of this type is decided on a verified fold of the whole log, and never on an index.
  ///
  /// > Source: contract 3, section 8.
  public var isDecidedOnWholeLog: Bool { facts.sender == .command || facts.sender == .liveCommand || facts.movesMoney }

  /// Whether an event of this type reports an intervention in the log, its time or closed books: a verification of a log lists
  /// all of these, for no other event shows that they happened.
  public var isIncident: Bool { facts.isIncident }

  /// Whether an event of this type continues a booking, and so may name a key that was joined with another person's.
  ///
  /// > Source: contract 3, section 4, `same-person`.
  public var followsBooking: Bool { facts.followsBooking }

  /// Whether `record` takes an entry of this type.
  public var isRecordable: Bool { facts.sender == .record || facts.sender == .intake }

  /// Whether `record --history` takes an entry of this type: all but the ledger's own.
  ///
  /// > Source: contract section 3.
  public var isHistorical: Bool { facts.sender != .ledger && facts.sender != .liveCommand }

  /// Whether a history may bring an event of this type after the ledger has gone live: papers that an office takes in, never
  /// its decisions, payments or recoveries.
  ///
  /// > Source: contract 3, section 2.
  public var isLateHistorical: Bool { facts.sender == .intake }

  /// Whether an event of this type is out of place in a history that comes after the ledger has gone live.
  public var isMisplacedLate: Bool { isHistorical && !isLateHistorical }

  /// Whether events of the type name the request by which two people consented to them.
  ///
  /// > Source: contract 3, section 1.
  public var takesConsent: Bool { facts.takesConsent }

  /// The type's own fields, in the writer's order.
  public var fields: [EventField] { facts.fields }
}

/// Looks at the content of an event, whatever its type.
protocol ContentVisitor {
  associatedtype Result
  mutating func visit<Content: EventContent>(_ content: Content) -> Result
}

extension EventBody {
  private struct TypeOf: ContentVisitor {
    func visit<Content: EventContent>(_ content: Content) -> EventType { Content.kind.facts.type }
  }

  private struct PersonOf: ContentVisitor {
    func visit<Content: EventContent>(_ content: Content) -> Identifier? { Content.kind.person?(content) }
  }

  private struct SchemeOf: ContentVisitor {
    func visit<Content: EventContent>(_ content: Content) -> Identifier? { Content.kind.scheme?(content) }
  }

  private struct RequestOf: ContentVisitor {
    func visit<Content: EventContent>(_ content: Content) -> Identifier? { Content.kind.request?(content) }
  }

  private struct BatchOf: ContentVisitor {
    func visit<Content: EventContent>(_ content: Content) -> Identifier? { Content.kind.batch?(content) }
  }

  /// The name of the type.
  public var type: EventType {
    var visitor = TypeOf()
    return open(&visitor)
  }

  /// The person the event is about; nil for events of the ledger, of policies and of whole batches.
  public var person: Identifier? {
    var visitor = PersonOf()
    return open(&visitor)
  }

  /// The request by which two people consented to the event; nil if it names none.
  public var request: Identifier? {
    var visitor = RequestOf()
    return open(&visitor)
  }

  /// The batch that the event is about; nil if its type is about none.
  public var batch: Identifier? {
    var visitor = BatchOf()
    return open(&visitor)
  }

  /// The scheme the event names; nil if its type has none.
  public var scheme: Identifier? {
    var visitor = SchemeOf()
    return open(&visitor)
  }
}

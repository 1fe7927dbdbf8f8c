import JSONText
public import Values

/// What an event of one type holds, with the declaration of the type.
protocol EventContent: Hashable, Sendable {
  associatedtype Kind: EventDeclaration<Self>
  /// The declaration: everything that the log, the index, the annulments and the pages have to know of the type.
  static var kind: Kind { get }
}

/// The declaration of a type of event, whatever its fields.
protocol EventDeclaration<Body>: Sendable {
  associatedtype Body
  var facts: EventFacts { get }
  func read(_ fields: inout FieldReader) throws(EventError) -> EventBody
  func write(_ body: Body, to writer: inout JSONWriter)
  func person(of body: Body) -> Identifier?
  func scheme(of body: Body) -> Identifier?
}

/// What is true of all events of a type.
struct EventFacts: Sendable {
  /// Who appends events of a type.
  enum Sender: Sendable {
    /// Whoever sends entries to `record`, of what an office takes in on paper: a history has them, too, even one that
    /// comes after the ledger has gone live.
    ///
    /// > Source: contract 3, section 2.
    case intake
    /// Whoever sends entries to `record`, of what the office decides; a history has them, too, until the ledger is live.
    case record
    /// A command of their own; a history has them, too, until the ledger is live.
    case command
    /// The ledger alone.
    case ledger
  }

  /// The type, which has the name.
  let type: EventType
  /// The number in packed lists, which the index keeps: a new type takes the next one.
  let number: Int
  let sender: Sender
  /// Whether a later `annulled` can take such an event back.
  ///
  /// > Source: contract section 3, `annulled`.
  let canBeAnnulled: Bool
  /// The type's own fields, in the writer's order.
  let fields: [EventField]
}

/// The declaration of a type of event with its fields, each said once: the reader and the writer go through them.
struct EventKind<Body: Sendable, each Value>: EventDeclaration {
  let facts: EventFacts
  private let event: @Sendable (Body) -> EventBody
  private let fields: FieldList<Body, repeat each Value>
  private let person: (@Sendable (Body) -> Identifier?)?
  private let scheme: (@Sendable (Body) -> Identifier?)?

  /// Declares a type.
  ///
  /// - Parameters:
  ///   - type: its name.
  ///   - number: its number, which never changes.
  ///   - event: its case of ``EventBody``.
  ///   - sender: who appends such events.
  ///   - canBeAnnulled: whether they can be taken back.
  ///   - make: makes the content of the fields' values.
  ///   - fields: its own fields, in the writer's order.
  init(
    _ type: EventType, _ number: Int, _ event: @escaping @Sendable (Body) -> EventBody, by sender: EventFacts.Sender,
    canBeAnnulled: Bool = false, _ make: @escaping @Sendable (repeat each Value) throws(EventError) -> Body,
    _ fields: repeat Field<Body, each Value>
  ) {
    self.event = event
    let list = FieldList(make, repeat each fields)
    self.fields = list
    facts = EventFacts(
      type: type, number: number, sender: sender, canBeAnnulled: canBeAnnulled, fields: list.described)
    (person, scheme) = (list.getter(of: .person), list.getter(of: .scheme))
  }

  func read(_ reader: inout FieldReader) throws(EventError) -> EventBody { event(try fields.read(&reader)) }
  func write(_ body: Body, to writer: inout JSONWriter) { fields.write(body, to: &writer) }
  func person(of body: Body) -> Identifier? { person?(body) }
  func scheme(of body: Body) -> Identifier? { scheme?(body) }
}

extension EventType {
  private var facts: EventFacts { content.facts }

  /// A small number for packed lists and bitmaps: the position among all types.
  ///
  /// The index keeps it, so types do not change places: a new one goes behind them.
  public var ordinal: Int { facts.number }

  /// Whether a later `annulled` can take an event of this type back.
  public var canBeAnnulled: Bool { facts.canBeAnnulled }

  /// Whether `record` takes an entry of this type.
  public var isRecordable: Bool { facts.sender == .record || facts.sender == .intake }

  /// Whether `record --history` takes an entry of this type: all but the ledger's own.
  ///
  /// > Source: contract section 3.
  public var isHistorical: Bool { facts.sender != .ledger }

  /// Whether a history may bring an event of this type after the ledger has gone live: what an office takes in on
  /// paper, never what it decides, pays or recovers.
  ///
  /// > Source: contract 3, section 2.
  public var isLateHistorical: Bool { facts.sender == .intake }

  /// Whether an event of this type is out of place in a history that comes after the ledger has gone live.
  public var isMisplacedLate: Bool { isHistorical && !isLateHistorical }

  /// The type's own fields, in the writer's order.
  public var fields: [EventField] { facts.fields }
}

extension EventContent {
  fileprivate static var facts: EventFacts { kind.facts }
}

/// Looks at what an event holds, whatever its type.
protocol ContentVisitor {
  associatedtype Result
  mutating func visit<Content: EventContent>(_ content: Content) -> Result
}

extension EventBody {
  private struct TypeOf: ContentVisitor {
    func visit<Content: EventContent>(_ content: Content) -> EventType { Content.kind.facts.type }
  }

  private struct PersonOf: ContentVisitor {
    func visit<Content: EventContent>(_ content: Content) -> Identifier? { Content.kind.person(of: content) }
  }

  private struct SchemeOf: ContentVisitor {
    func visit<Content: EventContent>(_ content: Content) -> Identifier? { Content.kind.scheme(of: content) }
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

  /// The scheme the event names; nil where its type has none.
  public var scheme: Identifier? {
    var visitor = SchemeOf()
    return open(&visitor)
  }
}

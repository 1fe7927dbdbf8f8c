public import JSONText
public import Policy
public import Values

/// The ledger begins.
public struct LedgerOpened: Hashable, Sendable {
  /// The ledger's name.
  public var ledger: String
  /// The version of the format: 1.
  public var format: Int
  /// The hash of the Merkle tree: `sha256`.
  public var hash: String
  /// Whether it is a trial ledger, whose clock may leap; nil for no.
  ///
  /// > Source: contract 3, section 5.
  public var clockIsRight: Bool?

  /// Makes the event's body.
  public init(ledger: String, format: Int = 1, hash: String = "sha256", clockIsRight: Bool? = nil) {
    self.ledger = ledger
    self.format = format
    self.hash = hash
    self.clockIsRight = clockIsRight
  }
}

extension LedgerOpened: EventContent {
  static let kind = EventKind(
    .ledgerOpened, EventBody.ledgerOpened, by: .ledger, LedgerOpened.init,
    Field("ledger", .designation, \.ledger), Field("format", .formatOne, \.format), Field("hash", .treeHash, \.hash),
    Field(optional: "clockIsRight", .bool, \.clockIsRight))
}

/// A pack governs a scheme from a day on; the whole pack is in the event, so that the log alone can be replayed.
public struct PolicyAdopted: Hashable, Sendable {
  /// The scheme.
  public var scheme: Identifier
  /// The pack's id.
  public var policy: Identifier
  /// The first day it governs.
  public var effectiveFrom: CivilDate
  /// The pack.
  public var document: JSONValue
  /// The values that the adoption supplied, by name.
  public var parameters: [Parameter]
  /// The request of another operator that this consents to; nil if no month held or in flight changes, and in older logs.
  ///
  /// > Source: contract 3, section 1.
  public var request: Identifier?

  /// A value that an adoption supplies.
  public struct Parameter: Hashable, Sendable {
    /// The parameter's name.
    public var name: String
    /// Its value as text.
    public var value: String

    /// Makes a parameter.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Makes the event's body.
  public init(
    scheme: Identifier, policy: Identifier, effectiveFrom: CivilDate, document: JSONValue, parameters: [Parameter],
    request: Identifier? = nil
  ) {
    self.scheme = scheme
    self.policy = policy
    self.effectiveFrom = effectiveFrom
    self.document = document
    self.parameters = parameters
    self.request = request
  }
}

extension PolicyAdopted {
  /// The policy that the event adopts, read from its document.
  ///
  /// - Throws: `PolicyError` if the document is not a pack, or not the named one.
  public func readPolicy() throws(PolicyError) -> Policy {
    let pack = try PolicyPack(json: document)
    guard pack.scheme == scheme, pack.id == policy else {
      throw PolicyError(
        .contradiction, path: "scheme", found: "\(pack.scheme) \(pack.id)", expected: "\(scheme) \(policy)")
    }
    var values: [String: String] = [:]
    for parameter in parameters { values[parameter.name] = parameter.value }
    return try Policy(pack: pack, parameters: values, effectiveFrom: effectiveFrom)
  }
}

extension PolicyAdopted: EventContent {
  static let kind = EventKind(
    .policyAdopted, EventBody.policyAdopted, by: .command, PolicyAdopted.init,
    Field.scheme(\.scheme), Field("policy", .identifier, \.policy),
    Field("effectiveFrom", .date, \.effectiveFrom) { fields throws(EventError) in try shipped(fields).effectiveFrom },
    Field("document", .tree, \.document) { fields throws(EventError) in try shipped(fields).document },
    Field("parameters", .parameters, \.parameters), Field.request(ifAny: \.request))
}

extension PolicyAdopted {
  /// A history may leave out the document of a shipped pack and the day it begins; both are then the shipped pack's.
  ///
  /// > Source: contract section 7, `record --history`.
  private static func shipped(
    _ fields: borrowing FieldReader
  ) throws(EventError) -> (effectiveFrom: CivilDate, document: JSONValue) {
    guard fields.source == .history, let policy = fields.member("policy").flatMap({ fields.identifier($0) }),
      let pack = ShippedPacks.pack(policy), let text = ShippedPacks.text(policy), let document = try? JSONValue(text)
    else { throw EventError(.missing, field: fields.member("document") == nil ? "document" : "effectiveFrom") }
    return (pack.effectiveFrom, document)
  }
}

extension Form<[PolicyAdopted.Parameter]> {
  /// An object of texts.
  static var parameters: Form {
    Form(
      .parameters,
      reading: { reader, key, member throws(EventError) in
        guard member.kind == .object, let members = try reader.tree(member).members
        else { throw reader.illFormed(key, member, .parameters) }
        var parameters: [PolicyAdopted.Parameter] = []
        for pair in members {
          guard let value = pair.value.text else { throw reader.illFormed(key, member, .parameters) }
          parameters.append(PolicyAdopted.Parameter(name: pair.key, value: value))
        }
        return parameters
      },
      { writer, parameters in
        writer.beginObject()
        for parameter in parameters {
          writer.key(text: parameter.name)
          writer.value(parameter.value)
        }
        writer.endObject()
      })
  }
}

/// An earlier event counts as never having happened.
public struct Annulled: Hashable, Sendable {
  /// Which event.
  public enum Target: Hashable, Sendable {
    /// The event with this sequence number.
    case sequence(UInt64)
    /// The event whose entry had this id.
    case id(Identifier)

    /// Whether an event is the target, whatever its type and place.
    public func names(_ event: Event) -> Bool {
      switch self {
      case .sequence(let number): number == event.sequence
      case .id(let id): id == event.id
      }
    }
  }

  /// Which event.
  public var of: Target
  /// Why.
  public var reason: String

  /// Makes the event's body.
  public init(of: Target, reason: String) {
    self.of = of
    self.reason = reason
  }
}

extension Annulled: EventContent {
  static let kind = EventKind(
    .annulled, EventBody.annulled, by: .record, movesMoney: true, Annulled.init,
    Field("of", .annulmentTarget, \.of), Field("reason", .freeText, \.reason))
}

extension Form<Annulled.Target> {
  /// A sequence number or an entry's id.
  static var annulmentTarget: Form {
    Form(
      .annulmentTarget,
      { reader, member in
        if member.kind == .number { return .sequence(UInt64(member.number)) }
        return reader.entryID(member).map { .id($0) }
      },
      { writer, target in
        switch target {
        case .sequence(let sequence): writer.value(Int(sequence))
        case .id(let id): writer.value(id)
        }
      })
  }
}

extension Event {
  /// The target that the event annuls; nil if it is not an annulment.
  public var annulled: Annulled.Target? {
    if case .annulled(let body) = body { body.of } else { nil }
  }
}

/// The close of an import of history.
public struct HistoryImported: Hashable, Sendable {
  /// The file's name, without its directory.
  public var file: String
  /// SHA-256 of the file, 64 hexadecimal digits.
  public var sha256: String
  /// How many entries it brought in.
  public var entries: Int
  /// When it really was imported.
  public var importedAt: Instant

  /// Makes the event's body.
  public init(file: String, sha256: String, entries: Int, importedAt: Instant) {
    self.file = file
    self.sha256 = sha256
    self.entries = entries
    self.importedAt = importedAt
  }
}

extension HistoryImported: EventContent {
  static let kind = EventKind(
    .historyImported, EventBody.historyImported, by: .ledger, isIncident: true, HistoryImported.init,
    Field("file", .designation, \.file), Field("sha256", .sha256, \.sha256), Field("entries", .count, \.entries),
    Field("importedAt", .instant, \.importedAt))
}

/// A torn tail of the log was moved to quarantine.
public struct Recovered: Hashable, Sendable {
  /// The number of the segment's first event.
  public var segment: UInt64
  /// The offset in the segment at which the tail began, in bytes.
  public var offset: UInt64
  /// How many bytes it had.
  public var bytes: UInt64
  /// SHA-256 of the tail, 64 hexadecimal digits.
  public var sha256: String
  /// How many events a whole signed commit in the tail named; nil for a tail without one.
  ///
  /// If an operator signed a head that the log does not have, an auditor who meets that signature finds it here.
  ///
  /// > Source: contract 3, section 6.
  public var signedSize: UInt64?
  /// The root over them, 64 hexadecimal digits.
  public var signedRoot: String?

  /// Makes the event's body.
  public init(
    segment: UInt64, offset: UInt64, bytes: UInt64, sha256: String, signedSize: UInt64? = nil, signedRoot: String? = nil
  ) {
    (self.signedSize, self.signedRoot) = (signedSize, signedRoot)
    self.segment = segment
    self.offset = offset
    self.bytes = bytes
    self.sha256 = sha256
  }
}

extension Recovered: EventContent {
  static let kind = EventKind(
    .recovered, EventBody.recovered, by: .ledger, isIncident: true, Recovered.init,
    Field("segment", .number, \.segment), Field("offset", .number, \.offset), Field("bytes", .number, \.bytes),
    Field("sha256", .sha256, \.sha256), Field(optional: "size", .number, \.signedSize),
    Field(optional: "root", .sha256, \.signedRoot))
}

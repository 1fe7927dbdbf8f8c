public import Values

/// A right of an operator (经办权限).
public enum OperatorRole: String, CaseIterable, Hashable, Sendable {
  /// Takes in the statements of persons and other offices.
  case enter
  /// Decides stages of applications.
  case review
  /// Draws batches up, and changes those drawn up.
  case draft
  /// Finds the list of a batch right, for the street office (核对名单).
  case check
  /// Approves batches.
  case approve
  /// Hands batches to the bank.
  case export
  /// Books the answers of the bank and the treasury, and closes the books.
  case settle
  /// Demands money back, and books the outcome.
  case recover
  /// Draws samples and disposes of findings.
  case audit
  /// Changes operators, adopts policies, corrects the clock and erases private data.
  case administer

  /// The roles that an administrator may not have: an operator who decides who may move money moves none.
  ///
  /// > Source: contract 3, section 6.
  static let notOfAdministrators: Set<OperatorRole> = [.draft, .approve, .export]
}

/// A public key with which an operator signs, `NAME+ID+BASE64`.
///
/// Only the form is checked here; the code that checks signatures reads the base64 and recomputes the ID.
///
/// > Source: contract 3, section 6; C2SP signed-note; docs/formats.md, keys.
public struct OperatorKey: Hashable, Sendable {
  /// How many keys an operator has at most: some for each algorithm.
  static var most: Int { 4 }

  /// The key as it is written.
  public let text: String
  /// The operator's name in it.
  public let holder: Identifier
  /// The ID: eight hexadecimal digits.
  public let id: String
  /// The algorithm and the key itself, in base64: keys are the same if these are, whatever the holder.
  public let material: String

  /// Reads a key; nil for another form.
  public init?(_ text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let holder = Identifier(parts[0]), parts[1].utf8.count == 8,
      parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
      (8...256).contains(parts[2].utf8.count),
      parts[2].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
    else { return nil }
    (self.text, self.holder, id, material) = (text, holder, parts[1], parts[2])
  }
}

/// An operator as a registration or a change describes it.
public struct OperatorDetails: Hashable, Sendable {
  /// The operator.
  public var name: Identifier
  /// The office whose stages the operator decides, as the document names it; nil for all.
  public var office: String?
  /// The district whose applications the operator decides; nil for all.
  public var district: Region?
  /// The rights of the operator.
  public var roles: [OperatorRole]
  /// The keys with which the operator signs; none for an operator who does not sign.
  public var keys: [OperatorKey]
  /// The keyed digest of the vault's data about the operator: the name, and perhaps a telephone number.
  public var vault: String?

  /// Describes an operator.
  public init(
    _ name: Identifier, roles: [OperatorRole], office: String? = nil, district: Region? = nil, keys: [OperatorKey] = [],
    vault: String? = nil
  ) {
    self.keys = keys
    self.vault = vault
    self.name = name
    self.roles = roles
    self.office = office
    self.district = district
  }
}

/// An operator works with the ledger from here on (登记经办人).
///
/// > Source: contract 3, section 6.
public struct OperatorRegistered: Hashable, Sendable {
  /// The operator.
  public var details: OperatorDetails
  /// The request for which two administrators are responsible; nil for the first two operators.
  public var request: Identifier?

  /// Makes the event's body.
  public init(_ details: OperatorDetails, request: Identifier? = nil) {
    self.details = details
    self.request = request
  }
}

/// An operator has other roles, or another office, from here on (变更经办人).
///
/// > Source: contract 3, section 6.
public struct OperatorChanged: Hashable, Sendable {
  /// The operator's details from here on.
  public var details: OperatorDetails
  /// The request for which two administrators are responsible.
  public var request: Identifier?

  /// Makes the event's body.
  public init(_ details: OperatorDetails, request: Identifier? = nil) {
    self.details = details
    self.request = request
  }
}

/// An operator appends no more events from here on (停用经办人).
///
/// > Source: contract 3, section 6.
public struct OperatorRetired: Hashable, Sendable {
  /// The operator.
  public var name: Identifier
  /// The request for which two administrators are responsible.
  public var request: Identifier?

  /// Makes the event's body.
  public init(_ name: Identifier, request: Identifier? = nil) {
    self.name = name
    self.request = request
  }
}

/// An administrator whose keys are lost receives new ones from here on (找回签名密钥).
///
/// Two operators are responsible for it, seven days apart, and neither has to be an administrator or to sign: so a ledger whose
/// administrators can no longer sign is not lost. Every later verification of the log reports it.
///
/// > Source: contract 3, section 6.
public struct OperatorRecovered: Hashable, Sendable {
  /// The operator.
  public var name: Identifier
  /// The new keys.
  public var keys: [OperatorKey]
  /// The request for which two operators are responsible.
  public var request: Identifier
  /// How the keys were lost.
  public var reason: String

  /// Makes the event's body.
  public init(_ name: Identifier, keys: [OperatorKey], request: Identifier, reason: String) {
    self.name = name
    self.keys = keys
    self.request = request
    self.reason = reason
  }
}

/// An event that gives all details of an operator.
private protocol OperatorRecord: Sendable {
  var details: OperatorDetails { get }
  var request: Identifier? { get }
  init(_ details: OperatorDetails, request: Identifier?)
}

extension OperatorRecord {
  /// The declaration of such a type: the same fields for each.
  fileprivate static func declaration(
    _ type: EventType, _ event: @escaping @Sendable (Self) -> EventBody
  ) -> EventKind<Self> {
    EventKind(
      type, event, by: .liveCommand,
      { Self(OperatorDetails($0, roles: $3, office: $1, district: $2, keys: $4 ?? [], vault: $5), request: $6) },
      Field("operator", .identifier, { $0.details.name }),
      Field(optional: "office", .designation, { $0.details.office }),
      Field(optional: "district", .region, { $0.details.district }), Field("roles", .roles, { $0.details.roles }),
      Field(optional: "keys", .keys, { $0.details.keys.isEmpty ? nil : $0.details.keys }),
      Field(optional: "vault", .sha256, { $0.details.vault }), Field.request(ifAny: { $0.request }))
  }
}

extension OperatorRegistered: OperatorRecord {}
extension OperatorChanged: OperatorRecord {}

extension OperatorRegistered: EventContent {
  static let kind = declaration(.operatorRegistered, EventBody.operatorRegistered)
}

extension OperatorChanged: EventContent {
  static let kind = declaration(.operatorChanged, EventBody.operatorChanged)
}

extension OperatorRetired: EventContent {
  static let kind = EventKind(
    .operatorRetired, EventBody.operatorRetired, by: .liveCommand, OperatorRetired.init,
    Field("operator", .identifier, \.name), Field.request(ifAny: \.request))
}

extension OperatorRecovered: EventContent {
  static let kind = EventKind(
    .operatorRecovered, EventBody.operatorRecovered, by: .liveCommand, isIncident: true,
    { OperatorRecovered($0, keys: $1, request: $2, reason: $3) },
    Field("operator", .identifier, \.name), Field("keys", .keys, \.keys), Field.request(\.request),
    Field("reason", .freeText, \.reason))
}

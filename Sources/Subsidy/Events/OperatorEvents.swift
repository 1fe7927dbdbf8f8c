public import Values

/// What an operator may do (经办权限).
public enum OperatorRole: String, CaseIterable, Hashable, Sendable {
  /// Takes in what persons and other offices say.
  case enter
  /// Decides stages of applications.
  case review
  /// Draws batches up, and changes what was drawn up.
  case draft
  /// Finds the list of a batch right, for the street office (核对名单).
  case check
  /// Approves batches.
  case approve
  /// Hands batches to the bank.
  case export
  /// Books what the bank and the treasury answer, and closes the books.
  case settle
  /// Demands back, and books what comes of it.
  case recover
  /// Draws samples and disposes of findings.
  case audit
  /// Changes operators, adopts policies and corrects the clock.
  case administer

  /// The roles that an administrator may not have: whoever says who may move money moves none.
  ///
  /// > Source: contract 3, section 6.
  static let notOfAdministrators: Set<OperatorRole> = [.draft, .approve, .export]
}

/// An operator as a registration or a change says.
public struct OperatorDetails: Hashable, Sendable {
  /// The operator.
  public var name: Identifier
  /// The office whose stages the operator decides, as the document names it; nil for all.
  public var office: String?
  /// The district whose applications the operator decides; nil for all.
  public var district: Region?
  /// What the operator may do.
  public var roles: [OperatorRole]

  /// Describes an operator.
  public init(_ name: Identifier, roles: [OperatorRole], office: String? = nil, district: Region? = nil) {
    self.name = name
    self.roles = roles
    self.office = office
    self.district = district
  }
}

/// Somebody works with the ledger from here on (登记经办人).
///
/// > Source: contract 3, section 6.
public struct OperatorRegistered: Hashable, Sendable {
  /// Who it is.
  public var details: OperatorDetails
  /// The request that two administrators answer for; nil for the first two operators.
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
  /// Everything as it is from here on.
  public var details: OperatorDetails
  /// The request that two administrators answer for.
  public var request: Identifier?

  /// Makes the event's body.
  public init(_ details: OperatorDetails, request: Identifier? = nil) {
    self.details = details
    self.request = request
  }
}

/// An operator appends nothing from here on (停用经办人).
///
/// > Source: contract 3, section 6.
public struct OperatorRetired: Hashable, Sendable {
  /// The operator.
  public var name: Identifier
  /// The request that two administrators answer for.
  public var request: Identifier?

  /// Makes the event's body.
  public init(_ name: Identifier, request: Identifier? = nil) {
    self.name = name
    self.request = request
  }
}

/// An event that says all there is to say of an operator.
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
      { Self(OperatorDetails($0, roles: $3, office: $1, district: $2), request: $4) },
      Field("operator", .identifier, { $0.details.name }),
      Field(optional: "office", .designation, { $0.details.office }),
      Field(optional: "district", .region, { $0.details.district }), Field("roles", .roles, { $0.details.roles }),
      Field.request(ifAny: { $0.request }))
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

import Policy
public import Values

/// An operator as the ledger knows them.
public struct OperatorState: Hashable, Sendable {
  /// The details that were recorded last.
  public internal(set) var details: OperatorDetails
  /// Whether the operator appends no more events.
  public internal(set) var isRetired = false
  /// The operators who registered this one: one or both of two administrators.
  public let registeredBy: [Identifier]
  /// The sequence number of the registration.
  public let sequence: UInt64
  /// When the operator was registered.
  public let registered: Instant
  /// The sequence number of the last change.
  public internal(set) var lastChanged: UInt64

  /// Whether another operator registered this one alone.
  func isMade(by other: Identifier) -> Bool {
    registeredBy.count == 1 && registeredBy[0].isSameOperator(as: other) && !details.name.isSameOperator(as: other)
  }

  /// The keys with which the operator signs now; empty for one who left.
  public var keysInForce: [OperatorKey] { isRetired ? [] : details.keys }

  /// Whether the operator has a role and was not retired.
  public func has(_ role: OperatorRole) -> Bool { !isRetired && details.roles.contains(role) }
}

/// The operators of a ledger; a ledger without any lets every operator do everything.
public struct OperatorRegister: Sendable {
  private var operators: [Identifier: OperatorState] = [:]
  /// The operator who has, or once had, each key.
  private var holders: [String: Identifier] = [:]
  /// Whether an operator without a key can append nothing: from when two administrators had keys, for ever.
  ///
  /// > Source: contract 3, section 6.
  public private(set) var demandsKeys = false

  /// Whether no operator was registered.
  public var isEmpty: Bool { operators.isEmpty }

  /// Every operator who was registered, retired or not, by name.
  public var all: [OperatorState] { operators.values.sorted { $0.details.name < $1.details.name } }

  /// An operator, in any spelling of the name; nil for one who was never registered.
  public subscript(name: Identifier) -> OperatorState? { operators[name.lowercased] }

  /// The operators who may change operators.
  public var administrators: [OperatorState] { all.filter { $0.has(.administer) } }

  /// Whether a change of operators takes two administrators: from the second operator on.
  ///
  /// > Source: contract 3, section 6.
  public var takesTwo: Bool { operators.count >= 2 }

  /// Whether an operator may report without a signature that keys are lost: an operator without a key in force, or an
  /// administrator, whose own keys they may be.
  ///
  /// > Source: contract 3, section 6.
  public func maySayThatKeysAreLost(_ name: Identifier) -> Bool {
    guard let found = self[name] else { return false }
    return found.keysInForce.isEmpty || found.has(.administer)
  }

  /// Whether any operator has, or once had, a key.
  public var hasKeys: Bool { !holders.isEmpty }

  /// The operator who has, or once had, a key that another one cannot have as a new one; nil for a key that no operator had, or
  /// that the named operator has.
  func holder(of key: OperatorKey, besides name: Identifier) -> Identifier? {
    if self[name]?.keysInForce.contains(where: { $0.material == key.material }) ?? false { return nil }
    return holders[key.material]
  }

  /// Whether administrators who can sign would be too few if one had other details; nil if the operator leaves.
  fileprivate func tooFewSign(with details: OperatorDetails?, inPlaceOf own: OperatorState) -> Bool {
    let signs = details.map { $0.roles.contains(.administer) && !$0.keys.isEmpty } ?? false
    guard demandsKeys, own.has(.administer), !own.keysInForce.isEmpty, !signs else { return false }
    return administrators.count { !$0.keysInForce.isEmpty } <= 2
  }

  mutating func register(_ details: OperatorDetails, by: [Identifier], at sequence: UInt64, on registered: Instant) {
    operators[details.name.lowercased] = OperatorState(
      details: details, registeredBy: by, sequence: sequence, registered: registered, lastChanged: sequence)
    note(details.keys, of: details.name)
  }

  mutating func change(_ details: OperatorDetails, at sequence: UInt64) {
    operators[details.name.lowercased]?.details = details
    operators[details.name.lowercased]?.lastChanged = sequence
    note(details.keys, of: details.name)
  }

  mutating func recover(_ name: Identifier, _ keys: [OperatorKey], at sequence: UInt64) {
    guard var details = self[name]?.details else { return }
    details.keys = keys
    change(details, at: sequence)
  }

  private mutating func note(_ keys: [OperatorKey], of name: Identifier) {
    for key in keys { holders[key.material] = name }
    if administrators.count(where: { !$0.keysInForce.isEmpty }) >= 2 { demandsKeys = true }
  }

  mutating func retire(_ name: Identifier, at sequence: UInt64) {
    operators[name.lowercased]?.isRetired = true
    operators[name.lowercased]?.lastChanged = sequence
  }
}

extension LedgerState {
  /// Takes in a change of operators; one that the rules refuse, or to which two administrators have not consented, changes
  /// nothing.
  ///
  /// > Source: contract 3, sections 2 and 6.
  mutating func evolve(operators event: Event) {
    let counts = !imports.contains(event.sequence) && (try? refuse(operators: event.body, by: event.by)) != nil
    let asked = event.body.request == nil ? nil : consentedLine(event)
    let isAgreed = asked != nil || !operators.takesTwo && event.body.type != .operatorRecovered
    if counts, isAgreed {
      switch event.body {
      case .operatorRegistered(let body):
        operators.register(
          body.details, by: [event.by] + (asked.map { [$0.by] } ?? []), at: event.sequence, on: event.recorded)
      case .operatorChanged(let body): operators.change(body.details, at: event.sequence)
      case .operatorRetired(let body): operators.retire(body.name, at: event.sequence)
      case .operatorRecovered(let body): operators.recover(body.name, body.keys, at: event.sequence)
      default: break
      }
    }
    use(event.body.request, at: event.sequence)
  }

  /// Refuses a change of operators that the rules are against, even with a second person's consent.
  ///
  /// The first operator registers themselves, and the first two are administrators; two always remain.
  ///
  /// > Source: contract 3, section 6.
  public func refuse(operators body: EventBody, by: Identifier) throws(Refusal) {
    let own: OperatorState?
    let details: OperatorDetails?
    switch body {
    case .operatorRegistered(let body):
      // An operator who left may come back.
      if let known = operators[body.details.name], !known.isRetired { throw .operatorKnown(body.details.name) }
      (own, details) = (nil, body.details)
      if operators.isEmpty, !body.details.name.isSameOperator(as: by) { throw .firstIsAnother(body.details.name, by) }
    case .operatorChanged(let body): (own, details) = (try active(body.details.name), body.details)
    case .operatorRetired(let body): (own, details) = (try active(body.name), nil)
    case .operatorRecovered(let body): return try refuse(body, by: by)
    default: preconditionFailure("\(body.type.rawValue) is no change of operators")
    }
    if !operators.isEmpty { try requireRole([.administer], of: by, clause: nil) }
    if let details { try refuse(details.keys, of: details.name) }
    let isAdministrator = details?.roles.contains(.administer) ?? false
    if isAdministrator, let other = details?.roles.first(where: { OperatorRole.notOfAdministrators.contains($0) }) {
      throw .roleExcluded(other)
    }
    if case .operatorRegistered(let body) = body, !operators.takesTwo, !isAdministrator {
      throw .firstAreAdministrators(body.details.name)
    }
    // There must be two before the first can leave: a sole operator could not come back.
    if own?.has(.administer) ?? false, !isAdministrator, operators.administrators.count <= 2 {
      throw .lastAdministrators
    }
    if let own, operators.tooFewSign(with: details, inPlaceOf: own) { throw .lastSigners }
  }

  private func active(_ name: Identifier) throws(Refusal) -> OperatorState {
    guard let found = operators[name], !found.isRetired else { throw .unknownOperator(name) }
    return found
  }

  /// Only the keys of an administrator are recovered, and only an operator reports their loss.
  private func refuse(_ body: OperatorRecovered, by: Identifier) throws(Refusal) {
    guard let own = operators[body.name], own.has(.administer) else { throw .notAdministrator(body.name) }
    try requireRole([], of: by, clause: nil)
    try refuse(body.keys, of: body.name)
  }

  /// A key is named after its operator, and no other operator has it; one that was given up does not come back.
  ///
  /// > Source: contract 3, section 6.
  private func refuse(_ keys: [OperatorKey], of name: Identifier) throws(Refusal) {
    for key in keys {
      if !key.holder.isSameOperator(as: name) { throw .keyOfAnother(key, name) }
      if let holder = operators.holder(of: key, besides: name) { throw .keyTaken(key, by: holder) }
    }
  }
}

extension LedgerState {
  /// Refuses an office whose name no adopted pack has: its operator could decide no stage.
  public func refuseUnknownOffice(of change: OperatorChange) throws(Refusal) {
    guard let office = change.event(nil).officeNamed else { return }
    let stages = timelines.flatMap(\.timeline.policies).flatMap(\.pack.process.stages)
    let known = Set(stages.map(\.office)).sorted()
    if !known.isEmpty, !known.contains(office) { throw .unknownOffice(office, known: known) }
  }
}

extension EventBody {
  fileprivate var officeNamed: String? {
    switch self {
    case .operatorRegistered(let body): body.details.office
    case .operatorChanged(let body): body.details.office
    default: nil
    }
  }

  /// Whether the event gives an operator keys, or would if it were in effect.
  package var givesKeys: Bool {
    switch self {
    case .operatorRegistered(let body): !body.details.keys.isEmpty
    case .operatorChanged(let body): !body.details.keys.isEmpty
    case .operatorRecovered: true
    default: false
    }
  }

  /// The operator whom a change of operators is about; nil for every other event.
  public var operatorNamed: Identifier? {
    switch self {
    case .operatorRegistered(let body): body.details.name
    case .operatorChanged(let body): body.details.name
    case .operatorRetired(let body): body.name
    case .operatorRecovered(let body): body.name
    default: nil
    }
  }
}

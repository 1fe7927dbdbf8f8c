public import JSONText
import Policy
import Values

extension PolicyCase {
  /// Tries a pack on the case: the entries are folded with this pack alone adopted.
  ///
  /// - Parameters:
  ///   - document: the pack.
  ///   - shared: the parameters of all cases, by name; the case's own take their place.
  /// - Returns: the values that differ from those the case expects, in its order; empty if it is right.
  /// - Throws: ``Fault``.
  public func differences(under document: JSONValue, _ shared: [String: String] = [:]) throws(Fault) -> [Difference] {
    let pack = try PolicyCase.reading { () throws(PolicyError) in try PolicyPack(json: document) }
    var trial = CaseTrial(pack)
    try PolicyCase.reading { () throws(PolicyError) in
      try trial.take(
        .policyAdopted(
          PolicyAdopted(
            scheme: pack.scheme, policy: pack.id, effectiveFrom: pack.effectiveFrom, document: document,
            parameters: shared.merging(parameters) { $1 }.sorted { $0.key < $1.key }
              .map { .init(name: $0.key, value: $0.value) })))
    }
    for (place, entry) in entries.enumerated() { try trial.take(entry, "entries[\(place)]") }
    try PolicyCase.reading { () throws(PolicyError) in try trial.leaveOutAnnulled() }
    return expected.compactMap { subject, expected in
      let found = trial.value(of: subject)
      return found == expected ? nil : Difference(subject: subject, expected: expected, found: found)
    }
  }

  /// The result of reading a pack; a failure becomes one of the case.
  fileprivate static func reading<Result>(_ body: () throws(PolicyError) -> Result) throws(Fault) -> Result {
    do throws(PolicyError) { return try body() } catch { throw .policy(error) }
  }
}

/// The fold of one case.
private struct CaseTrial {
  private let pack: PolicyPack
  private var state = LedgerState()
  private var events: [Event] = []
  /// When the next entry counts as recorded, unless it states a time itself: with the one before, the first on the pack's first
  /// day.
  private var now: Instant

  private static let person: Identifier = "p"
  /// The fields that an entry of a case may leave out, with their values.
  private static let standards: [String: JSONValue] = [
    "person": .string("p"), "application": .string("a1"), "source": .string("case"), "channel": .string("case"),
    "reason": .string("case"), "batch": .string("b1"), "undertaking": .bool(true),
  ]

  init(_ pack: PolicyPack) {
    self.pack = pack
    now = Instant(startOf: pack.effectiveFrom)
  }

  mutating func take(_ body: EventBody, key: Identifier? = nil, id: Identifier? = nil) throws(PolicyError) {
    let event = Event(sequence: UInt64(events.count), recorded: now, by: "op", key: key, id: id, body: body)
    events.append(event)
    try state.evolve(event)
  }

  /// Takes in an entry; one with a span of months is one entry for each of them.
  mutating func take(_ value: JSONValue, _ field: String) throws(PolicyCase.Fault) {
    let read: [Entry]
    do throws(EventError) { read = try entries(value, field) } catch { throw .form(error) }
    for entry in read {
      if let problem = entry.body.outOfBounds { throw .beyondBounds(problem) }
      try PolicyCase.reading { () throws(PolicyError) in try take(entry.body, key: entry.key, id: entry.id) }
    }
  }

  /// Folds everything again if an entry is annulled.
  mutating func leaveOutAnnulled() throws(PolicyError) {
    let annulments = Annulments(in: events)
    if annulments.isEmpty { return }
    state = LedgerState(keeping: annulments.reversible)
    try state.evolve(events, leavingOut: annulments)
  }

  func value(of subject: PolicyCase.Subject) -> PolicyCase.Value {
    let claim = state.entitlement(of: CaseTrial.person, in: pack.scheme)
    switch subject {
    case .month(let month):
      let judgement = state.judgement(of: month, CaseTrial.person, in: pack.scheme)
      return judgement.reasons.isEmpty ? .worth(judgement.entitled) : .reasons(judgement.reasons.map(\.code))
    case .basis: return claim?.basis.map { .basis($0) } ?? .nothing
    case .used: return claim.map { .count($0.usedMonths) } ?? .nothing
    case .remaining: return claim?.remainingMonths.map { .count($0) } ?? .nothing
    }
  }

  /// The entries of a value, with the fields that a case may leave out filled in.
  private mutating func entries(_ value: JSONValue, _ field: String) throws(EventError) -> [Entry] {
    var given = try PolicyCase.members(of: value, field)
    guard let name = value["type"]?.text else { throw EventError(.missing, field: "\(field).type") }
    guard let type = EventType(rawValue: name), type.isHistorical, type != .policyAdopted else {
      throw EventError(.unknownType, field: "\(field).type", found: name)
    }
    if let recorded = value["recorded"] {
      let text = recorded.text ?? ""
      guard let instant = CivilDate(text).map({ Instant(startOf: $0) }) ?? Instant(text) else {
        throw EventError(.illFormed(expected: .instant), field: "\(field).recorded", found: text)
      }
      now = instant
    }
    given.removeAll { $0.key == "recorded" || $0.key == "by" }
    var months: [Month?] = [nil]
    if type.fields.contains(where: { $0.name == "month" }), let text = value["month"]?.text {
      guard let span = PolicyCase.months(text) else {
        throw EventError(.illFormed(expected: .month), field: "\(field).month", found: text)
      }
      months = span
      given.removeAll { $0.key == "month" }
    }
    var entries: [Entry] = []
    for month in months { entries.append(try entry(type, given, month, field)) }
    return entries
  }

  private func entry(
    _ type: EventType, _ given: [JSONValue.Member], _ month: Month?, _ field: String
  ) throws(EventError) -> Entry {
    var members = given + [.init("recorded", .string(now.description)), .init("by", .string("op"))]
    if let month { members.append(.init("month", .string(month.description))) }
    for missing in type.fields where !missing.isOptional && !members.contains(where: { $0.key == missing.name }) {
      if let value = standard(missing.name, month, given) { members.append(.init(missing.name, value)) }
    }
    var writer = JSONWriter()
    writer.value(.object(members))
    do throws(EventError) {
      return try EventLine.readEntry(writer.bytes, writer.bytes.indices, source: .history)
    } catch {
      throw EventError(error.kind, field: "\(field).\(error.field)", found: error.found)
    }
  }

  /// The value of a field that an entry does not have; nil for one that it has to have.
  private func standard(_ field: String, _ month: Month?, _ given: [JSONValue.Member]) -> JSONValue? {
    switch field {
    case "scheme": return .string(pack.scheme.description)
    case "policy": return .string(pack.id.description)
    case "paidOn": return (month?.lastDay.description).map { .string($0) }
    case "basis", "first":
      // As the approval of this day states it.
      let from = given.first { $0.key == "from" }?.value.text.flatMap { Month($0) }
      guard let from,
        let approval = state.approval(
          of: "a1", from: from, for: CaseTrial.person, in: pack.scheme, on: now.civilDate)
      else { return nil }
      if field == "first" { return .bool(approval.body.first) }
      var writer = JSONWriter()
      writer.value(approval.body.basis)
      return try? JSONValue(writer.bytes)
    default: return CaseTrial.standards[field]
    }
  }
}

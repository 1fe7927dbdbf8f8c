import Policy
import Values

extension LedgerState {
  /// Decides a registration: one that would lose the person's data is refused.
  ///
  /// > Source: contract 2, section 6.
  func decide(_ body: Registered) throws(Refusal) -> [EventBody] {
    guard let person = person(body.person), let known = person.registered else { return [.registered(body)] }
    if body.vault == nil { try refuseErased(body.person) }
    if known.womenAge != nil, body.womenAge == nil, !body.isMale { throw .notRepeated(field: "womenAge") }
    if known.prior != nil, body.prior == nil { throw .notRepeated(field: "prior") }
    if body.since == nil, let latest = person.households.latest, latest != body.household, restsOnHousehold(person) {
      throw .moveWithoutDay(from: latest, to: body.household, birth: body.birth)
    }
    return [.registered(body)]
  }

  /// Refuses an event that refers to erased private data without beginning a new record.
  ///
  /// > Source: contract 3, section 4, `erased`.
  func refuseErased(_ key: Identifier) throws(Refusal) {
    if let sequence = registration(ofKey: key)?.erased { throw .erasedPerson(key, sequence: sequence) }
  }

  /// Whether a scheme in which the person has an approval asks for the household or for a move.
  private func restsOnHousehold(_ person: PersonState) -> Bool {
    person.claims.contains { claim in
      guard !claim.approvals.isEmpty, let policy = timelines[Int(claim.scheme)].policies.last else { return false }
      return policy.rules.household != nil || policy.rules.excluded.contains { !$0.outside.isEmpty }
    }
  }

  /// Decides a fact: a detail that a pack tests is one of its target groups.
  ///
  /// > Source: contract 2, section 6.
  func decide(_ body: FactRecorded) throws(Refusal) -> [EventBody] {
    guard let detail = body.detail else { return [.factRecorded(body)] }
    let packs = timelines.flatMap(\.policies).map(\.pack)
    let listed = packs.flatMap { $0.scope?.targets.map(\.code) ?? [] }
    if listed.contains(detail) || !packs.contains(where: { $0.testsDetail(of: body.fact) }) {
      return [.factRecorded(body)]
    }
    throw .detailNotListed(detail, known: listed.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
  }

  /// Decides a chosen retirement: up to three years before the statutory day and not before the age without the delay.
  ///
  /// A person who retires later needs an employer, and a flexible worker has none.
  ///
  /// > Source: 全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定, 2024-09-13, 第三条.
  func decide(_ body: RetirementChosen) throws(Refusal) -> [EventBody] {
    guard let person = person(body.person), let registered = person.registered else {
      throw .unknownPerson(body.person)
    }
    let ranges = statutoryAges(of: person, registered).map { age in
      Retirement.choice(birth: registered.birth, ageYears: age, isMale: registered.isMale)
    }
    if ranges.contains(where: { $0.contains(body.on) }) { return [.retirementChosen(body)] }
    guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max() else {
      preconditionFailure("everybody has a statutory age")
    }
    if body.on > last { throw .retiresLate(statutory: last) }
    throw .retiresTooEarly(earliest: first)
  }

  /// The statutory ages that the person may have: by the schemes that have dealt with them, else by the law.
  private func statutoryAges(of person: PersonState, _ registered: PersonState.Registration) -> [Int] {
    let policies = person.claims.compactMap { timelines[Int($0.scheme)].policies.last }
    if policies.isEmpty { return registered.isMale ? [60] : registered.womenAge.map { [$0] } ?? [50, 55] }
    return policies.map { registered.statutoryAge(under: $0) }
  }
}

extension PolicyPack {
  /// Whether a rule of the pack tests the detail of a fact.
  fileprivate func testsDetail(of code: FactCode) -> Bool { tests.contains { $0.testsDetail(of: code) } }
}

extension RuleTest {
  fileprivate func testsDetail(of code: FactCode) -> Bool {
    switch self {
    case .fact(let fact, let details): fact == code && details != nil
    case .not(let test): test.testsDetail(of: code)
    case .any(let tests): tests.contains { $0.testsDetail(of: code) }
    case .sex, .age, .toRetirement, .since, .sameYear, .day, .contribution, .term, .parameter, .certain: false
    }
  }
}

extension [Event] {
  /// The registration that set right the household of a move and that without the move would set right another one.
  ///
  /// - Parameter move: a registration with a day, one of these events.
  /// - Returns: its sequence number; nil if nothing rests on the move.
  ///
  /// > Source: contract 2, section 6.
  public func correction(ofHouseholdIn move: Event) -> UInt64? {
    guard case .registered(let moved) = move.body, let since = moved.since else { return nil }
    var households = Households()
    for event in Annulments.effective(self) {
      guard case .registered(let body) = event.body else { continue }
      if event.sequence > move.sequence, body.since == nil, households.latestSince == since { return event.sequence }
      households.register(body.household, since: body.since)
    }
    return nil
  }
}

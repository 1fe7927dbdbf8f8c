import Policy
public import Values

extension LedgerState {
  /// The suspensions and ends that time alone has brought about by a day, and that no event records yet.
  ///
  /// It looks at every claim that runs, takes the rule whose month comes first, and looks again as if that item were recorded,
  /// until no rule holds. So a second sweep finds nothing: on the same day, or later for the same cause.
  ///
  /// - Parameters:
  ///   - day: the day for which the rules are applied; a task due on that day is still in time.
  ///   - scheme: the only scheme; nil for all.
  /// - Returns: by person, then scheme, then month.
  /// - Throws: ``Refusal/unknownScheme(_:)``.
  public func sweep(on day: CivilDate, scheme: Identifier? = nil) throws(Refusal) -> [SweepItem] {
    if let scheme, timeline(of: scheme)?.policies.isEmpty ?? true { throw .unknownScheme(scheme) }
    var items: [SweepItem] = []
    for number in personsInOrder {
      let positions = people[number].claims.indices.sorted {
        schemes[people[number].claims[$0].scheme] < schemes[people[number].claims[$1].scheme]
      }
      for position in positions {
        if let scheme, schemes[people[number].claims[position].scheme] != scheme { continue }
        items += ClaimSweep.items(self, number, position, on: day)
      }
    }
    return items
  }
}

/// One claim of one person, searched for the effects of time by a day.
struct ClaimSweep {
  let ledger: LedgerState
  let number: Int
  let position: Int
  let day: CivilDate
  let policies: AdoptedPolicies
  /// The person as they would be with the items found so far.
  private(set) var person: PersonState
  private var found: UInt64 = 0

  init(_ ledger: LedgerState, _ number: Int, _ position: Int, on day: CivilDate) {
    self.ledger = ledger
    self.number = number
    self.position = position
    self.day = day
    person = ledger.people[number]
    policies = ledger.timelines[Int(person.claims[position].scheme)]
  }

  /// Everything that time has brought about for a claim by a day, in the order of its months.
  static func items(_ ledger: LedgerState, _ number: Int, _ position: Int, on day: CivilDate) -> [SweepItem] {
    var sweep = ClaimSweep(ledger, number, position, on: day)
    var items: [SweepItem] = []
    while let item = sweep.next() {
      items.append(item)
      sweep.take(item)
    }
    return items
  }

  var claim: ClaimState { person.claims[position] }
  /// The person, as the subject of the tests of rules.
  var subject: RuleSubject { RuleSubject(person, ledger) }
  /// The name of the claim's term; nil without a basis.
  var term: String? { subject.basis(of: claim, under: policies)?.term.name }

  /// The rule that holds with the earliest month; of two with the same month, the one listed first here.
  func next() -> SweepItem? {
    guard let approval = claim.runningApproval(in: day.month) else {
      // An end from a later month does not cover the months between the exit and it.
      return claim.hasFraud ? nil : claim.approvals.last.flatMap { exitByFact(from: $0) }
    }
    let start = person.start(of: approval, in: claim, under: policies)
    var earliest: SweepItem?
    func consider(_ item: SweepItem?) {
      guard let item else { return }
      if let earliest, earliest.from <= item.from { return }
      earliest = item
    }
    consider(retired())
    consider(lastMonthReached())
    consider(exitByFact(from: approval))
    consider(limitReached(start: start))
    consider(missedReport())
    consider(failedDebits(since: start))
    consider(verificationMissing(since: start))
    return earliest
  }

  /// Treats an item as recorded.
  mutating func take(_ item: SweepItem) {
    person.claims[position].changes.append(
      ClaimState.Change(
        kind: item.effect == .ended ? .ended : .suspended, from: item.from, cause: item.cause, reason: nil,
        sequence: ledger.size + found))
    found += 1
  }

  /// An item about this claim; nil for a suspension that was recorded before, whether it still holds or was lifted; for one of
  /// a month that is suspended for the same cause already; and for one that would undo an operator's resumption, because the
  /// last change recorded decides for all months after it.
  func item(
    _ effect: SweepItem.Effect, from: Month, _ cause: SweepCause, clause: String?, _ ground: SweepItem.Ground
  ) -> SweepItem? {
    if effect == .ended, claim.isEnded(by: from) { return nil }
    if effect == .suspended {
      if claim.suspension(of: from)?.cause == cause { return nil }
      if claim.changes.contains(where: { $0.kind == .suspended && $0.cause == cause && $0.from == from }) { return nil }
      if claim.changes.contains(where: { $0.kind == .resumed && $0.from >= from }) { return nil }
    }
    return SweepItem(
      person: ledger.persons.identifiers[number], scheme: ledger.schemes[claim.scheme], effect: effect, from: from,
      cause: cause, clause: clause, ground: ground)
  }
}

public import Policy
public import Values

// The parts of the state with which rows of tables are compared: whether the ledger has them already, and what is still open.

extension LedgerState {
  /// Whether a fact is recorded for these very days.
  ///
  /// - Parameters:
  ///   - fact: the fact.
  ///   - person: the person.
  ///   - first: its first day.
  ///   - last: its last day; nil while it goes on.
  /// - Returns: whether recording it once more would change nothing.
  public func hasFact(_ fact: FactCode, of person: Identifier, from first: CivilDate, to last: CivilDate?) -> Bool {
    self.person(person)?.facts.contains { held in
      held.code == fact && held.from == first && (last.map { $0 == held.to } ?? held.isOpen)
    } ?? false
  }

  /// The applications of a person that are under review in a scheme, each with the stages that it has passed.
  public func pendingApplications(
    of person: Identifier, in scheme: Identifier
  ) -> [(id: Identifier, passed: [Identifier])] {
    guard let claim = self.person(person)?.claims.first(where: { schemes[$0.scheme] == scheme }) else { return [] }
    return claim.applications.filter { $0.outcome == .pending }.map { application in
      (names[application.application], application.passed.map(\.stage))
    }
  }
}

import ReadModel
public import Subsidy
public import Values

extension SubsidyLedger {
  /// Finds the persons who could apply in a scheme from a month on, and have nothing under review or approved in it (应享未享).
  ///
  /// The tables give the candidates; the conditions of an application are checked on their folded events.
  ///
  /// - Parameters:
  ///   - scheme: the scheme.
  ///   - month: the first month.
  ///   - point: the point up to which events count.
  ///   - now: the time that is gone by.
  ///   - progress: receives how many events have been taken in, and the total, if all have to be.
  /// - Returns: the persons, by key, and the number of events that the answer speaks of.
  /// - Throws: ``Refusal/unknownScheme(_:)``, ``LedgerFailure`` and the log's own failures.
  public func eligible(
    in scheme: Identifier, from month: Month, at point: ReplayPoint = ReplayPoint(), now: Instant,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Answered<[EligiblePerson]> {
    let context = DecisionContext(now: now, by: "-", calendar: calendar)
    if let tables = try answerFromDisk(.persons(withoutApplicationIn: scheme), at: point) {
      // A writer that adds to the log meanwhile does not change the answer.
      let then = point.upTo(tables.size)
      let policies = try policies(of: scheme, at: then)
      let persons = tables.value.filter { policies.mayApply(in: scheme, from: month, livingIn: $0.household) }
      if let partial = PartialReplay.load(self, persons: Set(persons.map(\.person)), at: then) {
        let found = partial.state.eligible(in: scheme, from: month, context)
        return Answered(value: found, size: partial.state.size, isFromTables: false)
      }
    }
    _ = try policies(of: scheme, at: point)
    return try past(at: point, progress: progress) { groups in
      var found: [EligiblePerson] = []
      let size = try groups.forEachGroup(of: SubsidyLedger.personsInGroup, progress: progress) { state, _ in
        state.eligible(in: scheme, from: month, context)
      } _: {
        found += $0
      }
      return Answered(value: found.sorted { $0.person < $1.person }, size: size, isFromTables: false)
    } whole: { state, _ in
      Answered(value: state.eligible(in: scheme, from: month, context), size: state.size, isFromTables: false)
    }
  }
}

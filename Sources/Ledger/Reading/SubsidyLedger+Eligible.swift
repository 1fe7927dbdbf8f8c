import ReadModel
public import Subsidy
public import Values

extension SubsidyLedger {
  /// Who could apply in a scheme for months from one on, and has nothing under review or approved in it (应享未享).
  ///
  /// The tables say who comes into question; what an application is asked is asked of the folded events of these.
  ///
  /// - Parameters:
  ///   - scheme: the scheme.
  ///   - month: the first month.
  ///   - point: up to where events count.
  ///   - now: the time that is gone by.
  ///   - progress: hears how many events have been taken in, of how many, if all have to be.
  /// - Returns: the persons, by key, and the number of events that the answer speaks of.
  /// - Throws: ``Refusal/unknownScheme(_:)``, ``LedgerFailure`` and the log's own failures.
  public func eligible(
    in scheme: Identifier, from month: Month, at point: ReplayPoint = ReplayPoint(), now: Instant,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Answered<[EligiblePerson]> {
    let state = try stateOfCandidates(in: scheme, from: month, at: point, progress: progress)
    guard state.timeline(of: scheme)?.policies.isEmpty == false else { throw Refusal.unknownScheme(scheme) }
    let persons = state.eligible(
      in: scheme, from: month, DecisionContext(now: now, by: "-", calendar: calendar))
    return Answered(value: persons, size: state.size, isFromTables: false)
  }

  /// A fold that knows at least whoever comes into question.
  private func stateOfCandidates(
    in scheme: Identifier, from month: Month, at point: ReplayPoint, progress: (Int, Int) -> Void
  ) throws -> LedgerState {
    if point.isHead, let tables = try answerFromDisk(.persons(withoutApplicationIn: scheme)) {
      let policies = try stateOfPolicies()
      let persons = tables.value.filter { policies.mayApply(in: scheme, from: month, livingIn: $0.household) }
      if let partial = PartialReplay.load(self, persons: Set(persons.map(\.person))) { return partial.state }
    }
    return try state(at: point, verifying: false, progress: progress)
  }
}

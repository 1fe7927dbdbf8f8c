import Policy
public import Subsidy
public import Values

extension SubsidyLedger {
  /// Raises a notice for each person and scheme with money to recover that no notice demands yet.
  ///
  /// - Returns: the notices.
  /// - Throws: ``Refusal/nothingToDemand`` and the log's failures.
  public func demandRecovery(by: Identifier) throws -> [ClawedBack] {
    var session = try WriteSession.open(self, by: by)
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    let events = try session.state.decideDemands(context)
    try session.append(events, by: by)
    follow(session.change, to: session.state)
    return events.compactMap { if case .clawedBack(let body) = $0 { body } else { nil } }
  }
}

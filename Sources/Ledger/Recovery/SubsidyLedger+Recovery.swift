import Policy
public import Subsidy
public import Values

extension SubsidyLedger {
  /// Raises a demand for each person and scheme with money to recover that is not demanded yet.
  ///
  /// - Parameters:
  ///   - order: which money to demand, of which persons and for which reasons; by default all of it.
  ///   - by: the operator.
  /// - Returns: the demands.
  /// - Throws: ``Refusal/nothingToDemand``, a refusal of a name that no event has, and the log's failures.
  public func demandRecovery(_ order: DemandOrder = DemandOrder(), by: Identifier) throws -> [ClawedBack] {
    var session = try WriteSession.open(self, by: by)
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    let events = try session.state.decideDemands(context, order)
    try session.append(events, by: by)
    follow(session.change, to: session.state)
    return events.compactMap { if case .clawedBack(let body) = $0 { body } else { nil } }
  }
}

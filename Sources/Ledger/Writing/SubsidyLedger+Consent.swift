public import Subsidy
public import Values

extension SubsidyLedger {
  /// Records that somebody asks for an act that needs two people: nothing happens until somebody else consents.
  ///
  /// - Parameters:
  ///   - act: the act.
  ///   - reason: why.
  ///   - by: who asks.
  /// - Returns: the request as recorded.
  /// - Throws: ``Refusal`` if the act is not possible as the ledger stands; the log's failures.
  ///
  /// > Source: contract 3, section 1.
  public func request(_ act: AskedAct, _ reason: AskedReason, by: Identifier) throws -> Requested {
    var reversible: Set<UInt64> = []
    if case .reversal(let sequence) = act { reversible = [sequence] }
    var session = try WriteSession.open(self, by: by, keeping: reversible)
    return try request(&session, reason, by: by) { state, request, context in
      try state.events(of: act, request, reason, context)
    }
  }

  /// Records a request in a session that is open.
  func request(
    _ session: inout WriteSession, _ reason: AskedReason, by: Identifier,
    _ acts: (LedgerState, Identifier, DecisionContext) throws -> [EventBody]
  ) throws -> Requested {
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    let name = session.state.requestName(context)
    let events = try session.state.decideRequest(
      try acts(session.state, name, context), name, reason: reason.reason, authority: reason.authority, context)
    try session.append(events, by: by)
    follow(session.change, to: session.state)
    guard case .requested(let requested)? = events.first else { preconditionFailure("a request is a `requested`") }
    return requested
  }

  /// Records the act of a request, to which a second person consents by doing it.
  ///
  /// - Parameters:
  ///   - request: the request's id.
  ///   - by: who consents.
  /// - Returns: the events of the act.
  /// - Throws: ``Refusal``, the log's failures.
  ///
  /// > Source: contract 3, section 1.
  public func consent(to request: Identifier, by: Identifier) throws -> [EventBody] {
    var session = try WriteSession.open(self, by: by)
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    let events = try session.state.decideConsent(to: request, context)
    try session.append(events, by: by)
    follow(session.change, to: session.state)
    return events
  }
}

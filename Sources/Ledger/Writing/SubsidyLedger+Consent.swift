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
    try ask(for: act, reason, by: by).requested
  }

  /// Asks for a correction of the clock, and shows what it changes.
  ///
  /// - Parameters:
  ///   - first: the number of the first event with the wrong clock.
  ///   - reason: why it was wrong.
  ///   - by: who asks.
  /// - Returns: the request as recorded, and the events that count otherwise if somebody consents now.
  /// - Throws: as ``request(_:_:by:)``.
  ///
  /// > Source: contract 3, section 5.
  public func requestClockCorrection(
    from first: UInt64, _ reason: AskedReason, by: Identifier
  ) throws -> (requested: Requested, changes: [ClockSurvey.Change]) {
    let (requested, survey) = try ask(for: .clockCorrection(from: first), reason, by: by)
    return (requested, survey?.changes ?? [])
  }

  /// Asks for a join of two keys, and shows what it changes.
  ///
  /// - Parameters:
  ///   - person: the key that stays.
  ///   - other: the key that takes no new entries from then on.
  ///   - reason: why the two are one human.
  ///   - by: who asks.
  /// - Returns: the request as recorded, and the effect by scheme.
  /// - Throws: as ``request(_:_:by:)``.
  ///
  /// > Source: contract 3, section 4, `same-person`.
  public func requestJoin(
    of person: Identifier, with other: Identifier, _ reason: AskedReason, by: Identifier
  ) throws -> (requested: Requested, effects: [JoinEffect]) {
    var effects: [JoinEffect] = []
    let (requested, _) = try ask(for: .join(person: person, other: other), reason, by: by) { state, join in
      effects = join.map { state.effect(of: $0) } ?? []
    }
    return (requested, effects)
  }

  /// Changes who may do what: at once as long as fewer than two operators are registered, else as soon as a second
  /// administrator consents.
  ///
  /// - Parameters:
  ///   - change: the change.
  ///   - reason: why; it is recorded with the request, and nil is enough without one.
  ///   - by: an administrator, or the first operator.
  /// - Returns: the request that waits for consent; nil if the change was recorded.
  /// - Throws: ``Refusal``; the log's failures.
  ///
  /// > Source: contract 3, section 6.
  public func change(_ change: OperatorChange, _ reason: AskedReason?, by: Identifier) throws -> Requested? {
    var session = try WriteSession.open(self, by: by)
    try session.state.refuseUnknownOffice(of: change)
    if session.state.operators.takesTwo {
      guard let reason else { throw Refusal.reasonMissing }
      return try request(&session, reason, by: by) { _, name, _ in [change.event(name)] }
    }
    let event = change.event(nil)
    try session.state.refuse(operators: event, by: by)
    try session.append([event], by: by)
    follow(session.change, to: session.state)
    return nil
  }

  /// The operators whom the ledger knows at a point, by name.
  ///
  /// - Throws: the log's failures.
  public func operators(at point: ReplayPoint = ReplayPoint()) throws -> [OperatorState] {
    try stateOfPolicies(at: point).operators.all
  }

  /// Whether whatever is decided at a point is signed: two administrators have keys, so that nobody appends without one.
  ///
  /// - Throws: the log's failures.
  public func isSigned(at point: ReplayPoint = ReplayPoint()) throws -> Bool {
    try stateOfPolicies(at: point).operators.demandsKeys
  }

  /// Records a request; `before` sees the state in front of it, with both keys of a join.
  private func ask(
    for act: AskedAct, _ reason: AskedReason, by: Identifier,
    before: (borrowing LedgerState, SamePerson?) -> Void = { _, _ in }
  ) throws -> (requested: Requested, survey: ClockSurvey?) {
    var (reversible, first, join) = (Set<UInt64>(), UInt64?.none, SamePerson?.none)
    switch act {
    case .reversal(let sequence): reversible = [sequence]
    case .clockCorrection(let sequence): first = sequence
    case .join(let person, let other): join = SamePerson(person: person, other: other, request: "-")
    case .withholding, .recall, .refund, .writeOff, .offset, .reopening, .recovery: break
    }
    var session = try WriteSession.open(
      self, by: by, keeping: reversible, joining: join, clockUse: first == nil ? .records : .asks,
      mayBeUnsigned: act.isRecovery)
    before(session.state, join)
    let survey = try first.map { try clockSurvey(from: $0, at: session.now) }
    let requested = try request(&session, reason, by: by, clock: survey) { state, request, context in
      try state.events(of: act, request, reason, context)
    }
    return (requested, survey)
  }

  /// Where the clock leapt, and which events from one on count otherwise if it is corrected at an instant.
  private func clockSurvey(from first: UInt64, at now: Instant) throws -> ClockSurvey {
    let replay = try Replay(self)
    var survey = ClockSurvey(from: first, at: now)
    _ = try replay.state(verifying: false, with: replay.hindsight()) { survey.take($0) }
    return survey
  }

  /// Records a request in a session that is open.
  func request(
    _ session: inout WriteSession, _ reason: AskedReason, by: Identifier, clock: ClockSurvey? = nil,
    _ acts: (LedgerState, Identifier, DecisionContext) throws -> [EventBody]
  ) throws -> Requested {
    var context = DecisionContext(now: session.now, by: by, calendar: calendar)
    context.clock = clock
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
  ///   - pack: the text of the pack that is to be adopted; nil for a shipped one, and for every other act.
  ///   - by: who consents.
  /// - Returns: the events of the act.
  /// - Throws: ``Refusal``, the log's failures.
  ///
  /// > Source: contract 3, section 1.
  public func consent(to request: Identifier, adopting pack: [UInt8]? = nil, by: Identifier) throws -> [EventBody] {
    var session = try WriteSession.open(self, by: by, clockUse: .consents(request), mayBeUnsigned: true)
    var context = DecisionContext(now: session.now, by: by, calendar: calendar)
    if session.state.requests[request]?.body.act == .clockCorrected {
      context.clock = try clockSurvey(from: .max, at: session.now)
    }
    context.adoption = try adoption(session.state.requests[request]?.body, pack)
    let events = try session.state.decideConsent(to: request, context)
    try session.append(events, by: by)
    follow(session.change, to: session.state)
    return events
  }
}

public import Subsidy
public import Values
public import Vault

extension SubsidyLedger {
  /// Records a request for an act that needs two people: nothing happens until another person consents.
  ///
  /// - Parameters:
  ///   - act: the act.
  ///   - reason: why.
  ///   - by: the operator who asks.
  /// - Returns: the request as recorded.
  /// - Throws: ``Refusal`` if the act is not possible in the ledger's present state; the log's failures.
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
  ///   - by: the operator who asks.
  /// - Returns: the request as recorded, and the events that would count otherwise if a second person consented now.
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
  ///   - by: the operator who asks.
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

  /// Asks for the erasure of private data (删除个人信息); ``LedgerNews/leavesUnpaid(_:)`` reports the persons that it leaves unpaid.
  ///
  /// - Parameters:
  ///   - persons: the persons, by any key of theirs.
  ///   - althoughOwed: whether persons who owe money may be among them.
  ///   - reason: why.
  ///   - by: the operator who asks.
  /// - Returns: the request as recorded.
  /// - Throws: as ``request(_:_:by:)``, also for a person without data in the vault.
  ///
  /// > Source: contract 3, section 4, `erased`.
  public func requestErasure(
    of persons: [Identifier], althoughOwed: Bool = false, _ reason: AskedReason, by: Identifier
  ) throws -> Requested {
    var session = try WriteSession.open(self, by: by)
    var keys: [Identifier] = []
    for person in persons {
      // The vault has the keys with data to erase, including data that were annulled since.
      let kept = try Vault.keys(session.state.keys(of: person), withDataInLedger: path)
      if kept.isEmpty { throw session.state.whyNothingIsKept(of: person) }
      // All keys of one human are in one request; persons beyond its limit wait for the next one.
      let new = kept.filter { !keys.contains($0) }
      if keys.count + new.count > ActContent.mostLines { break }
      keys += new
    }
    tellUnpaid(keys, in: session.state)
    return try request(&session, reason, by: by, althoughOwed: althoughOwed) { _, name, _ in
      keys.map { .erased(Erased(person: $0, request: name)) }
    }
  }

  private func tellUnpaid(_ persons: [Identifier], in state: borrowing LedgerState) {
    let unpaid = state.unpaidMonths(of: persons)
    if unpaid.months > 0 { onNews(.leavesUnpaid(unpaid)) }
  }

  /// Changes what operators may do: at once as long as fewer than two operators are registered, else as soon as a second
  /// administrator consents.
  ///
  /// - Parameters:
  ///   - change: the change.
  ///   - data: the data that the vault is to have of the operator from now on; nil to keep those it has.
  ///   - reason: why; it is recorded with the request, and nil is enough without one.
  ///   - by: an administrator, or the first operator.
  /// - Returns: the request that waits for consent; nil if the change was recorded.
  /// - Throws: ``Refusal``; the failures of the log and the vault.
  ///
  /// > Source: contract 3, section 6.
  public func change(
    _ change: OperatorChange, knownAs data: PrivateData? = nil, _ reason: AskedReason?, by: Identifier
  ) throws -> Requested? {
    var session = try WriteSession.open(self, by: by)
    try session.state.refuseUnknownOffice(of: change)
    if session.state.operators.takesTwo, reason == nil { throw Refusal.reasonMissing }
    try session.state.refuse(operators: change.event(nil), by: by)
    var change = change
    if let data, let name = change.event(nil).operatorNamed {
      // Durable before the log names it.
      change.keep(vault: try openVault().store(data, of: .operatorNamed(name)))
    }
    if session.state.operators.takesTwo, let reason {
      return try request(&session, reason, by: by) { [change] _, name, _ in [change.event(name)] }
    }
    try session.append([change.event(nil)], by: by)
    follow(session.change, to: session.state)
    return nil
  }

  /// The operators of the ledger at a point, by name.
  ///
  /// - Throws: the log's failures.
  public func operators(at point: ReplayPoint = ReplayPoint()) throws -> [OperatorState] {
    try stateOfPolicies(at: point).operators.all
  }

  /// The names of operators, as far as the vault has them; looks at the names of colleagues are not recorded.
  ///
  /// - Parameter operators: the operators, as ``operators(at:)`` gives them.
  /// - Returns: the names, by operator.
  /// - Throws: `VaultError`.
  public func names(of operators: [OperatorState]) throws -> [Identifier: String] {
    let vault = try openVault()
    var names: [Identifier: String] = [:]
    for found in operators {
      names[found.details.name] = try found.details.vault.flatMap { try vault.data(digest: $0) }?.name
    }
    return names
  }

  /// Whether every append at a point is signed: two administrators have keys, so that no operator appends without one.
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

  /// Finds where the clock leapt, and which events from a number on count otherwise if it is corrected at an instant.
  private func clockSurvey(from first: UInt64, at now: Instant) throws -> ClockSurvey {
    let replay = try Replay(self)
    var survey = ClockSurvey(from: first, at: now)
    _ = try replay.state(verifying: false, with: replay.hindsight()) { survey.take($0) }
    return survey
  }

  /// Records a request in a session that is open.
  func request(
    _ session: inout WriteSession, _ reason: AskedReason, by: Identifier, clock: ClockSurvey? = nil,
    althoughOwed: Bool = false,
    _ acts: (LedgerState, Identifier, DecisionContext) throws -> [EventBody]
  ) throws -> Requested {
    var context = DecisionContext(now: session.now, by: by, calendar: calendar)
    (context.clock, context.allowsOwed) = (clock, althoughOwed)
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
  ///   - althoughOwed: whether the data of a person who owes money may be erased.
  ///   - by: the operator who consents.
  /// - Returns: the events of the act.
  /// - Throws: ``Refusal``, the log's failures, and for an erasure `VaultError`: the events appended by then stay, and
  ///   ``purgeVault()`` completes it.
  ///
  /// > Source: contract 3, section 1.
  public func consent(
    to request: Identifier, adopting pack: [UInt8]? = nil, althoughOwed: Bool = false, by: Identifier
  ) throws -> [EventBody] {
    var session = try WriteSession.open(self, by: by, clockUse: .consents(request), mayBeUnsigned: true)
    var context = DecisionContext(now: session.now, by: by, calendar: calendar)
    if session.state.requests[request]?.body.act == .clockCorrected {
      context.clock = try clockSurvey(from: .max, at: session.now)
    }
    context.adoption = try adoption(session.state.requests[request]?.body, pack)
    context.allowsOwed = althoughOwed
    context.owedWhenAsked = try owedWhenAsked(session.state.requests[request])
    let events = try session.state.decideConsent(to: request, context)
    let erased = events.compactMap { if case .erased(let body) = $0 { body.person } else { nil } }
    tellUnpaid(erased, in: session.state)
    // The vault is held before the log says that data are destroyed, so that the erasure then happens.
    let eraser = try erased.isEmpty || !hasVault ? nil : VaultEraser(ledger: path)
    try session.append(events, by: by)
    try eraser?.erase(erased.map { VaultErasure(.person($0)) })
    follow(session.change, to: session.state)
    // Until then no one can register them again.
    _ = consume session
    return events
  }

  /// The debts of the persons of an erasure when it was asked for; nil for another act.
  private func owedWhenAsked(_ asked: ConsentRequest?) throws -> [Identifier: Fen]? {
    guard let asked, asked.body.act == .erased else { return nil }
    let persons = asked.body.acts.compactMap(\.person)
    let then = try state(of: Set(persons), at: ReplayPoint(size: asked.sequence), verifying: false)
    return Dictionary(persons.map { ($0, then.owed(by: $0)) }, uniquingKeysWith: { first, _ in first })
  }
}

import Policy
import Values

extension LedgerState {
  /// Decides a live entry: which events follow from it in this state.
  ///
  /// - Parameters:
  ///   - body: the entry.
  ///   - context: who asks, and when.
  ///   - target: for `annulled`, the event it names; nil if there is none.
  /// - Returns: the events to append, in order; none if nothing has to happen.
  /// - Throws: ``Refusal``; then no event is to be appended.
  public func decide(
    _ body: EventBody, _ context: DecisionContext, annulling target: AnnulmentTarget? = nil
  ) throws(Refusal) -> [EventBody] {
    if let person = body.person, personKey(person) != person, !body.type.followsBooking {
      throw .joinedKey(person, of: personKey(person))
    }
    if let person = body.person, !isRegistration(body), self.person(person)?.registered == nil {
      throw .unknownPerson(person)
    }
    if let scheme = body.scheme, timeline(of: scheme)?.policies.isEmpty ?? true { throw .unknownScheme(scheme) }
    if let problem = body.outOfBounds { throw .beyondBounds(problem) }
    try refuseImpossibleDays(of: body, context)
    switch body {
    case .contributed, .debitFailed, .reported, .checked, .visited: return [body]
    case .registered(let registered): return try decide(registered)
    case .factRecorded(let fact): return try decide(fact)
    case .claimed(let claimed): return try decide(claimed)
    case .retirementChosen(let chosen): return try decide(chosen)
    case .accountChanged(let changed):
      try refuseErased(changed.person)
      return person(changed.person)?.registered?.vault == changed.vault ? [] : [body]
    case .applied(let applied): return try decide(applied, context)
    case .verified(let verified): return try decide(verified, context)
    case .correctionRequested(let request): return try decide(request)
    case .notified(let notified):
      try refuseForeign(notified.application, of: notified.person)
      return [body]
    case .withdrawn(let withdrawn):
      _ = try pendingApplication(withdrawn.application, of: withdrawn.person)
      return [body]
    case .startConfirmed(let confirmed): return try decide(confirmed)
    case .suspended(let suspended):
      _ = try runningClaim(suspended.person, suspended.scheme, in: suspended.from)
      return [body]
    case .resumed(let resumed): return try decide(resumed)
    case .ended(let ended):
      // Fraud may come to light before anything was approved, and bars every approval from then on.
      if ended.reason != Ended.fraud { _ = try runningClaim(ended.person, ended.scheme, in: ended.from) }
      return [body]
    case .extended(let extended): return try decide(extended)
    case .repaid(let repaid):
      if try isBooked(Receipt(repaid)) { return [] }
      let demand = try openDemand(repaid.demand, repaid.person, repaid.scheme)
      if repaid.amount == .zero { throw .aboveOutstanding(demand.outstanding) }
      if repaid.amount > demand.outstanding, !context.allowsAboveDebt { throw .aboveDebt(demand.outstanding) }
      return [body]
    case .putBack(let putBack):
      if try isBooked(Receipt(putBack)) { return [] }
      let demand = try openDemand(putBack.demand, putBack.person, putBack.scheme)
      let open = (demand.demanded - demand.putBack).orZero
      if putBack.amount > open || putBack.amount == .zero { throw .aboveDemand(open) }
      return [body]
    case .writtenOff(let writtenOff):
      try refuse(writtenOff)
      try requireConsent(body, writtenOff.request, context)
      return [body]
    case .clawbackCancelled(let cancelled):
      _ = try openDemand(cancelled.demand, cancelled.person, cancelled.scheme)
      return [body]
    case .objected(let objected): return try decide(objected)
    case .objectionDecided(let decided): return try decide(decided)
    case .annulled:
      guard let target else { throw .annulsNothing }
      guard target.type.canBeAnnulled else { throw .cannotBeAnnulled(target.type) }
      guard !target.isAnnulled else { throw .alreadyAnnulled }
      if let correction = target.correction { throw .moveWasCorrected(by: correction) }
      return [body]
    case .ledgerOpened, .policyAdopted, .approved, .rejected, .batchDrafted, .paymentOrdered, .batchApproved,
      .batchCancelled, .batchExported, .paid, .paymentReturned, .clawedBack, .historyImported, .recovered,
      .sampleDrawn, .paperIssued, .listChecked, .fundsRequested, .fundsReceived, .monthClosed,
      .findingDisposed, .requested, .reversed, .paymentWithheld, .batchRecalled, .repaymentRefunded, .monthReopened,
      .debtOffset, .clockCorrected, .samePerson, .operatorRegistered, .operatorChanged, .operatorRetired,
      .operatorRecovered, .erased:
      preconditionFailure("\(body.type.rawValue) comes from its own command, never from an entry")
    }
  }

  private func isRegistration(_ body: EventBody) -> Bool { body.type == .registered }

  /// An application that a notification names is one of the person's own, whatever its outcome.
  private func refuseForeign(_ application: Identifier?, of person: Identifier) throws(Refusal) {
    guard let application else { return }
    let number = names.number(of: application)
    let isOwn = (self.person(person)?.claims ?? []).contains { claim in
      claim.applications.contains { $0.application == number } || claim.approvals.contains { $0.application == number }
    }
    if !isOwn { throw .unknownApplication(application) }
  }

  /// A first month may be confirmed for an application that is approved or still under review.
  ///
  /// > Source: contract section 6.2: a confirmation counts at any place in the log.
  private func decide(_ body: StartConfirmed) throws(Refusal) -> [EventBody] {
    let number = names.number(of: body.application)
    let claims = person(body.person)?.claims ?? []
    let approved = claims.flatMap(\.approvals).last { $0.application == number }?.from
    let pending = claims.flatMap(\.applications).last { $0.application == number && $0.outcome == .pending }?.from
    guard let from = approved ?? pending else { throw .notApproved(body.application) }
    if body.from < from { throw .startBeforeApplication(from) }
    return [.startConfirmed(body)]
  }

  private func decide(_ body: Resumed) throws(Refusal) -> [EventBody] {
    let claim = try runningClaim(body.person, body.scheme, in: body.from)
    // A later month can be suspended even if this one is not: the entitlement changes only in the months of changes.
    let months = [body.from] + claim.changes.map(\.from).filter { $0 > body.from }
    guard months.contains(where: { claim.isSuspended($0) }) else { throw .notSuspended(body.scheme) }
    return [.resumed(body)]
  }

  /// An objection is to a demand that is not cancelled, and not made before it; one at a time.
  private func decide(_ body: Objected) throws(Refusal) -> [EventBody] {
    let demand = try openDemand(body.demand, body.person, body.scheme)
    if let open = demand.openObjection { throw .underObjection(body.demand, since: open.on) }
    let earliest = max(demand.demandedAt?.civilDate ?? body.on, demand.objections.last?.decidedOn ?? body.on)
    if body.on < earliest { throw .tooEarly(field: "on", found: body.on, earliest: earliest) }
    return [.objected(body)]
  }

  private func decide(_ body: ObjectionDecided) throws(Refusal) -> [EventBody] {
    let demand = try openDemand(body.demand, body.person, body.scheme)
    guard let open = demand.openObjection else { throw .notUnderObjection(body.demand) }
    if body.on < open.on { throw .tooEarly(field: "on", found: body.on, earliest: open.on) }
    return [.objectionDecided(body)]
  }

  /// A demand that was made and not cancelled.
  func openDemand(
    _ demand: Identifier, _ person: Identifier, _ scheme: Identifier
  ) throws(Refusal) -> ClaimState.Demand {
    let found = try self.demand(demand, person, scheme)
    if found.isCancelled { throw .noticeCancelled(demand) }
    return found
  }

  /// A demand that was made.
  func demand(
    _ demand: Identifier, _ person: Identifier, _ scheme: Identifier
  ) throws(Refusal) -> ClaimState.Demand {
    guard let found = booked(demand, person, scheme), found.demandedAt != nil else { throw .unknownNotice(demand) }
    return found
  }

  /// A demand as it was booked, with the key of its booking; nil if no event names it.
  func booked(_ demand: Identifier, _ person: Identifier, _ scheme: Identifier) -> ClaimState.Demand? {
    guard let number = names.number(of: demand), let scheme = schemes.number(of: scheme),
      let key = persons.number(of: person)
    else { return nil }
    let place = place(ofKey: key)
    return self.person(person)?.claim(scheme: scheme)?.demands.first { $0.name == number && $0.key == place }
  }

  /// The person's claim in a scheme, which must have an approval.
  func approvedClaim(_ person: Identifier, _ scheme: Identifier) throws(Refusal) -> ClaimState {
    guard let number = schemes.number(of: scheme), let claim = self.person(person)?.claim(scheme: number),
      !claim.approvals.isEmpty
    else { throw .nothingApproved(scheme) }
    return claim
  }

  /// The person's claim in a scheme, which must have an approval that has not ended by a month.
  private func runningClaim(
    _ person: Identifier, _ scheme: Identifier, in month: Month
  ) throws(Refusal) -> ClaimState {
    let claim = try approvedClaim(person, scheme)
    if claim.isEnded(by: month) { throw .alreadyEnded(scheme) }
    return claim
  }
}

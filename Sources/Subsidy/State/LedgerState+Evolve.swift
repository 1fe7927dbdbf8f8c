public import Policy
public import Values

extension LedgerState {
  /// Takes in the next event.
  ///
  /// It is total: every event of the right form has a meaning, or none, and never fails. The events must come in the order of
  /// their sequence numbers, annulled ones left out; those of persons about whom the caller does not ask may be left out too,
  /// because no person's events change another's state.
  ///
  /// - Throws: ``PolicyError`` if a `policy-adopted` holds a pack that this program cannot read.
  public mutating func evolve(_ event: Event) throws(PolicyError) {
    size = event.sequence + 1
    lastRecorded = event.recorded
    bookMonths.note(event.sequence, event.recorded)
    if case .findingDisposed = event.body {} else { lastActed = event.recorded }
    if !reversals.targets.isEmpty { keepReversible(event) }
    if !joins.keys.isEmpty { keepOfJoined(event) }
    switch event.body {
    case .ledgerOpened(let body): (name, isTrial) = (body.ledger, body.clockIsRight ?? false)
    case .policyAdopted(let body): try adopt(body, sequence: event.sequence)
    // A registration belongs to its own key: if the key was joined with a person, it has no effect on the person.
    case .registered(let body):
      keepingDistricts(ofPersonAt: keyNumber(body.person)) { $0.register(body, sequence: event.sequence) }
    case .factRecorded(let body): take(NumberedEvent(body, numbering: &self), at: event.sequence)
    case .applied(let body): evolve(body, event)
    case .verified(let body): evolve(body, event)
    case .approved(let body): evolve(body, event)
    case .rejected(let body): end(body.application, of: body.person, .rejected)
    case .withdrawn(let body): end(body.application, of: body.person, .withdrawn)
    case .startConfirmed(let body): evolve(body)
    case .contributed(let body): take(NumberedEvent(body, numbering: &self), at: event.sequence)
    case .debitFailed(let body): people[personNumber(body.person)].failDebit(of: body.month)
    case .reported(let body): people[personNumber(body.person)].report(on: body.on)
    case .suspended(let body): change(body.person, body.scheme, .suspended, body.from, body.reason, event)
    case .resumed(let body): change(body.person, body.scheme, .resumed, body.from, nil, event)
    case .ended(let body):
      change(body.person, body.scheme, body.reason == Ended.fraud ? .fraud : .ended, body.from, body.reason, event)
    case .extended(let body): evolve(body, at: event.sequence)
    case .batchDrafted(let body): evolve(body, event)
    case .paymentOrdered(let body): take(NumberedEvent(body, numbering: &self), at: event.sequence)
    case .batchApproved(let body): evolve(body, event)
    case .batchCancelled(let body): batches[note(event, of: body.batch)].isCancelled = true
    case .batchExported(let body): batches[note(event, of: body.batch)].exports.append(body)
    case .paid(let body):
      take(NumberedEvent(body, numbering: &self), at: event.sequence)
      use(body.request, at: event.sequence)
    case .paymentReturned(let body): take(NumberedEvent(body, numbering: &self), at: event.sequence)
    case .clawedBack(let body): evolve(body, event)
    case .repaid(let body):
      withDemand(body.person, body.scheme, body.demand, moving: (.repaid, body.amount)) { $0.repaid += body.amount }
      book(Receipt(body), sequence: event.sequence)
    case .writtenOff(let body):
      withDemand(body.person, body.scheme, body.demand, moving: (.writtenOff, body.amount)) {
        $0.writtenOff += body.amount
      }
      use(body.request, at: event.sequence)
    case .clawbackCancelled(let body): withDemand(body.person, body.scheme, body.demand) { $0.isCancelled = true }
    case .checked(let body): evolve(body)
    // A notification makes the scheme one of the person's; a fold of its own keeps the notifications themselves.
    case .notified(let body): withClaim(body.person, schemeNumber(body.scheme)) { _ in }
    case .visited(let body): _ = personNumber(body.person)
    case .correctionRequested(let body): withApplication(body.person, body.application) { $0.corrections += 1 }
    case .sampleDrawn(let body):
      _ = schemeNumber(body.scheme)
      samples.append(body)
    case .putBack(let body):
      withDemand(body.person, body.scheme, body.demand, moving: (.putBack, body.amount)) { $0.putBack += body.amount }
      book(Receipt(body), sequence: event.sequence)
    case .paperIssued(let body):
      _ = schemeNumber(body.scheme)
      papers.append(body)
    case .listChecked(let body): batches[note(event, of: body.batch)].checker = names.intern(event.by)
    case .fundsRequested(let body): batches[note(event, of: body.batch)].fundsRequested += body.amount
    case .fundsReceived(let body): batches[note(event, of: body.batch)].funds.append(body)
    case .monthClosed(let body):
      closes.append(BookClose(close: body, recorded: event.recorded, by: event.by, sequence: event.sequence))
    case .findingDisposed(let body): evolve(body, event)
    case .requested(let body): note(body, event)
    case .reversed(let body): try reverse(body, at: event.sequence)
    case .paymentWithheld(let body): evolve(body, event)
    case .batchRecalled(let body):
      batches[note(event, of: body.batch)].isRecalled = true
      use(body.request, at: event.sequence)
    case .repaymentRefunded(let body):
      withDemand(body.person, body.scheme, body.demand, moving: (.refunded, body.amount)) { $0.refunded += body.amount }
      use(body.request, at: event.sequence)
    case .monthReopened(let body):
      if closes.last?.close.month == body.month { closes.removeLast() }
      use(body.request, at: event.sequence)
    case .accountChanged(let body):
      people[keyNumber(body.person)].changeAccount(sealedBy: body.vault, sequence: event.sequence)
    case .objected(let body):
      withDemand(body.person, body.scheme, body.demand) { demand in
        demand.objections.append(ClaimState.Objection(procedure: body.procedure, on: body.on))
      }
    case .objectionDecided(let body):
      withDemand(body.person, body.scheme, body.demand) { $0.decideObjection(body) }
    case .debtOffset(let body): evolve(body, at: event.sequence)
    case .historyImported(let body):
      imports.note(event)
      lastImported = body.importedAt
    case .recovered: imports.note(event)
    // Its effect on instants is known before the fold.
    case .clockCorrected(let body): use(body.request, at: event.sequence)
    case .claimed(let body):
      withClaim(body.person, schemeNumber(body.scheme)) { claim in
        claim.claimed.append(ClaimState.ClaimedMonths(from: body.from, through: body.through, on: body.on))
      }
    case .retirementChosen(let body): people[personNumber(body.person)].retirementChosen = body.on
    case .samePerson(let body): try join(body, at: event.sequence)
    case .operatorRegistered, .operatorChanged, .operatorRetired, .operatorRecovered: evolve(operators: event)
    case .erased(let body):
      people[keyNumber(body.person)].erase(at: event.sequence)
      use(body.request, at: event.sequence)
    case .annulled: break
    }
  }

  private mutating func adopt(_ body: PolicyAdopted, sequence: UInt64) throws(PolicyError) {
    let policy = try body.readPolicy()
    timelines[Int(schemeNumber(body.scheme))].adopt(policy, sequence: sequence)
    use(body.request, at: sequence)
  }

  private mutating func evolve(_ body: Checked) {
    let check = names.intern(body.check)
    people[personNumber(body.person)].check(check, body)
  }

  private mutating func evolve(_ body: Applied, _ event: Event) {
    let scheme = schemeNumber(body.scheme)
    let application = names.intern(body.application)
    keepingDistricts(ofPersonAt: personNumber(body.person)) { person in
      person.claims[person.claimIndex(scheme)].applications.append(
        ClaimState.Application(
          application: application, sequence: event.sequence, from: body.from, recorded: event.recorded,
          district: body.district))
    }
  }

  private mutating func evolve(_ body: Verified, _ event: Event) {
    let by = names.intern(event.by)
    let key = event.key.map { names.intern($0) }
    withApplication(body.person, body.application) { application in
      application.lastDecision = event.sequence
      guard body.hasPassed else { return }
      application.passed.append(
        .init(stage: body.stage, by: by, key: key, recorded: event.recorded, sequence: event.sequence))
    }
  }

  private mutating func evolve(_ body: Approved, _ event: Event) {
    let scheme = schemeNumber(body.scheme)
    let application = names.intern(body.application)
    let by = names.intern(event.by)
    withClaim(body.person, scheme) { claim in
      claim.approve(event: event, by: by, application: application, from: body.from)
    }
  }

  private mutating func evolve(_ body: StartConfirmed) {
    let application = names.intern(body.application)
    people[personNumber(body.person)].confirm(application: application, from: body.from)
  }

  /// An extension is kept with the state of the limit just before it: whether it counts depends on everything known later.
  private mutating func evolve(_ body: Extended, at sequence: UInt64) {
    let person = personNumber(body.person)
    let claim = people[person].claimIndex(schemeNumber(body.scheme))
    let standing = limitStanding(ofPersonAt: person, claim, before: sequence)
    people[person].claims[claim].extensions.append(
      ClaimState.Extension(months: body.months, wasUsedUp: standing.isUsedUp, lastSlot: standing.lastSlot))
  }

  private mutating func change(
    _ person: Identifier, _ scheme: Identifier, _ kind: ClaimState.Change.Kind, _ from: Month, _ reason: String?,
    _ event: Event
  ) {
    let cause = reason.flatMap { SweepCause(rawValue: $0) }
    let number = reason.flatMap { Identifier($0) }.map { names.intern($0) }
    withClaim(person, schemeNumber(scheme)) { claim in
      claim.changes.append(
        ClaimState.Change(kind: kind, from: from, cause: cause, reason: number, sequence: event.sequence))
    }
  }

  private mutating func evolve(_ body: BatchDrafted, _ event: Event) {
    let number = note(event, of: body.batch)
    batches[number].scheme = schemeNumber(body.scheme)
    batches[number].through = body.through
    batches[number].district = body.district
    batches[number].drafter = names.intern(event.by)
    batches[number].draftedAt = event.recorded
    batches[number].persons = body.persons
    batches[number].itemsDrafted = body.items
    batches[number].totalDrafted = body.total
    batches[number].sequences.append(event.sequence)
  }

  private mutating func evolve(_ body: BatchApproved, _ event: Event) {
    let number = note(event, of: body.batch)
    batches[number].isApproved = true
    batches[number].sequences.append(event.sequence)
    batches[number].approver = names.intern(event.by)
    batches[number].approvedAt = event.recorded
  }

  /// Notes an event about a batch as a whole.
  ///
  /// - Returns: the batch's number.
  private mutating func note(_ event: Event, of batch: Identifier) -> Int {
    let number = Int(batchNumber(batch))
    batches[number].steps.append(
      BatchState.Step(type: event.body.type, sequence: event.sequence, by: names.intern(event.by)))
    return number
  }

  /// An item leaves its batch; one that was withheld before, or was never ordered, has no effect.
  private mutating func evolve(_ body: PaymentWithheld, _ event: Event) {
    use(body.request, at: event.sequence)
    let batch = batchNumber(body.batch)
    let payment = NumberedPayment(
      person: UInt32(keyNumber(body.person)), scheme: schemeNumber(body.scheme), batch: batch, month: body.month,
      amount: .zero)
    var withheld: Fen?
    withItem(payment) { item in
      if item.isOpen { withheld = item.ordered }
      item.isWithheld = item.isOrdered
    }
    guard let withheld else { return }
    // A person who is folded again brings the same item once more.
    batches[Int(batch)].withheldItems[.init(person: payment.person, month: body.month)] = withheld
  }

  private mutating func evolve(_ body: ClawedBack, _ event: Event) {
    let debtor = body.debtor.map { names.intern($0) }
    withDemand(body.person, body.scheme, body.demand) { demand in
      demand.months.append(contentsOf: body.months)
      demand.debtor = debtor ?? demand.debtor
      if demand.demandedAt == nil {
        demand.demandedAt = event.recorded
        demand.demandedBy = event.sequence
        demand.reason = body.reason
        demand.clause = body.clause
      }
    }
  }

  /// Takes in the outcome of a finding: the last one recorded counts.
  ///
  /// It makes the scheme one of the person's, as every event of a person that names one.
  private mutating func evolve(_ body: FindingDisposed, _ event: Event) {
    if let scheme = body.finding.scheme {
      let number = schemeNumber(scheme)
      if let person = body.finding.person { withClaim(person, number) { _ in } }
    }
    dispositions[body.finding] = FindingDisposition(
      outcome: body.outcome, note: body.note, by: event.by, recorded: event.recorded, sequence: event.sequence)
  }

  mutating func withClaim(_ person: Identifier, _ scheme: UInt32, _ body: (inout ClaimState) -> Void) {
    let person = personNumber(person)
    let claim = people[person].claimIndex(scheme)
    body(&people[person].claims[claim])
  }

  private mutating func end(
    _ application: Identifier, of person: Identifier, _ outcome: ClaimState.Application.Outcome
  ) {
    let number = names.intern(application)
    keepingDistricts(ofPersonAt: personNumber(person)) { $0.withApplication(number) { $0.outcome = outcome } }
  }

  /// Changes a person, and keeps the districts that claims with money had before, if they have others then.
  mutating func keepingDistricts(ofPersonAt number: Int, _ change: (inout PersonState) -> Void) {
    let before = people[number].districts
    change(&people[number])
    people[number].keep(before, until: size - 1)
  }

  mutating func withApprovals(
    of application: Identifier, _ person: Identifier, _ body: (inout [ClaimState.Approval], UInt32) -> Void
  ) {
    let number = names.intern(application)
    let person = personNumber(person)
    for claim in people[person].claims.indices { body(&people[person].claims[claim].approvals, number) }
  }

  mutating func withApplication(
    _ person: Identifier, _ application: Identifier, _ body: (inout ClaimState.Application) -> Void
  ) {
    let number = names.intern(application)
    people[personNumber(person)].withApplication(number, body)
  }

  mutating func withDemand(
    _ person: Identifier, _ scheme: Identifier, _ demand: Identifier,
    moving moved: (kind: ClaimState.Movement.Kind, amount: Fen)? = nil, _ body: (inout ClaimState.Demand) -> Void
  ) {
    let number = names.intern(demand)
    let key = place(ofKey: UInt32(keyNumber(person)))
    // The event that is folded.
    let sequence = size - 1
    withClaim(person, schemeNumber(scheme)) { claim in
      let index = claim.demands.firstIndex { $0.name == number && $0.key == key } ?? claim.demands.count
      if index == claim.demands.count { claim.demands.append(ClaimState.Demand(name: number, key: key)) }
      body(&claim.demands[index])
      claim.demands[index].move(at: sequence)
      if let moved {
        claim.movements.append(ClaimState.Movement(sequence: sequence, kind: moved.kind, amount: moved.amount))
      }
    }
  }
}

extension LedgerState {
  /// Takes in the next events.
  ///
  /// - Parameters:
  ///   - events: the events, in the order of the log.
  ///   - annulments: which of them count as never having happened.
  /// - Throws: as ``evolve(_:)-(Event)``.
  public mutating func evolve(
    _ events: some Sequence<Event>, leavingOut annulments: Annulments
  ) throws(PolicyError) {
    reversals.targets.formUnion(annulments.reversible)
    joins.keys.formUnion(annulments.keys)
    for event in events { try evolve(event, leavingOut: annulments) }
  }

  /// Takes in the next event, in a fold that was made to keep and to join the events and keys that these annulments name.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - annulments: whether it counts as never having happened.
  /// - Throws: as ``evolve(_:)-(Event)``.
  public mutating func evolve(_ event: Event, leavingOut annulments: Annulments) throws(PolicyError) {
    if let annulment = annulments.annulment(of: event) {
      passOver(event, annulledBy: annulment)
    } else {
      try evolve(event)
    }
  }

  /// Passes over an event that counts as never having happened: the books of earlier months still report the debts known until
  /// then.
  mutating func passOver(_ event: Event, annulledBy annulment: UInt64) {
    guard case .objectionDecided(let body) = event.body, body.outcome == .cancelled else { return }
    waive(
      event.sequence..<annulment, names.intern(body.demand), bookedWith: keyNumber(body.person),
      in: schemeNumber(body.scheme))
  }

  /// Folds one person again from all of their events, which an annulment has changed; the rest of the state stays.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - events: the events, in the order of the log, annulled ones among them.
  ///   - annulments: which of them count as never having happened.
  /// - Throws: never for a person's own events, which adopt no policy.
  public mutating func refold(
    _ person: Identifier, from events: [Event], leavingOut annulments: Annulments
  ) throws(PolicyError) {
    let counting = events.filter { !annulments.contains($0) }
    if joins.keys.contains(person) {
      try refoldJoined(person, from: counting)
    } else {
      let (size, lastRecorded, lastActed) = (size, lastRecorded, lastActed)
      let number = personNumber(person)
      people[number] = PersonState()
      reversals.forget(UInt32(number), named: person)
      for event in counting { try evolve(event) }
      (self.size, self.lastRecorded, self.lastActed) = (size, lastRecorded, lastActed)
    }
    for event in events {
      if let annulment = annulments.annulment(of: event) { passOver(event, annulledBy: annulment) }
    }
  }
}

public import Policy
public import Values

/// Finds the faults of the payments of one person and of the decisions about them, from all events that bear on the person.
///
/// The knowledge of a moment is found by folding the events before it: the same fold, only shorter. One pass goes through the
/// events up to the last payment that turned out wrong, or through all of them if some are annulled.
public struct PersonAudit {
  private let person: Identifier
  private let number: Int
  private let state: LedgerState
  private let events: PersonHistory
  private let watch: DecisionWatch
  private let terms: AuditTerms
  private let claims: [ClaimEntitlement]
  /// The judgement just before the last payment of each month that was ever paid too much, by the payment's number.
  private let known: [UInt64: MonthJudgement]
  /// The money that was paid wrongly, by scheme and month; complete once there are findings.
  public private(set) var wrong: [WrongPayment] = []
  /// The decisions that the rules would not have made so.
  private let faults: [DecisionWatch.Fault]
  /// The years that the calendar lacks, so that a stage could not be judged.
  public private(set) var yearsMissing: Set<Int> = []

  /// Prepares an audit.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - events: the person's events, the events of their batches and the annulments, in the order of the log, annulled
  ///     ones included.
  ///   - state: the fold of the whole log.
  ///   - watch: the watch that went along while it was folded.
  ///   - terms: the terms that are not in the log.
  /// - Throws: nothing for events that adopt no policy.
  public init(
    _ person: Identifier, events: [Event], state: LedgerState, watch: DecisionWatch, terms: AuditTerms
  ) throws(PolicyError) {
    guard let number = state.number(ofPerson: person) else {
      preconditionFailure("an audited person has events")
    }
    self.person = person
    self.number = Int(number)
    self.state = state
    self.watch = watch
    self.terms = terms
    self.events = PersonHistory(events)
    claims = state.entitlementsByScheme(ofPersonAt: self.number)
    var lastPayments: [UInt64: (scheme: Identifier, month: Month)] = [:]
    for claim in claims {
      for month in claim.months where month.wronglyPaid > .zero {
        let scheme = state.schemes[claim.scheme]
        if let last = self.events.payments(of: month.month, in: scheme).last {
          lastPayments[last.sequence] = (scheme, month.month)
        }
      }
    }
    // If nothing is annulled, the decisions were made on the events that the fold of the whole log has seen.
    let isRevised = self.events.hasAnnulled
    var past = PastFold(of: events, policies: state)
    var own = DecisionWatch(hash: watch.hash)
    var known: [UInt64: MonthJudgement] = [:]
    for event in events where isRevised || known.count < lastPayments.count {
      try past.advance()
      if let place = lastPayments[event.sequence] {
        known[event.sequence] = past.state.judgement(of: place.month, person, in: place.scheme)
      }
      if isRevised { own.note(event, before: past.state) }
      try past.take()
    }
    self.known = known
    let noted = (isRevised ? own : watch).faults
    faults = state.keys(of: person).flatMap { noted[$0] ?? [] }.sorted { $0.sequence < $1.sequence }
  }

  /// The findings, by scheme and month.
  public mutating func findings() -> [Finding] {
    var findings: [Finding] = []
    for claim in claims {
      for month in claim.months where month.wronglyPaid > .zero {
        if let payment = wrongPayment(month, in: claim) { wrong.append(payment) }
        if month.overpaid > .zero { findings += monthFindings(month, in: claim) }
      }
      findings += paymentsNotOrdered(claim) + paymentsAboveOrder(claim) + paymentsAfterReturn(claim)
      findings += paymentsBeforeContribution(claim) + paymentsAboveContribution(claim)
      if claim.recovery.undemanded > .zero { findings.append(undemanded(claim)) }
      findings += receiptsBookedTwice(claim) + demandsAtFault(claim)
      guard let position = state.people[number].claims.firstIndex(where: { $0.scheme == claim.scheme }) else {
        continue
      }
      var audit = ClaimAudit(
        state, number, position, claim, events, faults, watch, terms)
      findings += audit.findings()
      yearsMissing.formUnion(audit.yearsMissing)
    }
    return findings + events.valueFindings(of: person, birth: state.people[number].registered?.birth)
  }

  private func monthFindings(_ month: MonthEntitlement, in claim: ClaimEntitlement) -> [Finding] {
    let scheme = state.schemes[claim.scheme]
    let policy = month.policy(in: state.timelines[Int(claim.scheme)])
    let payments = events.payments(of: month.month, in: scheme)
    let before = payments.last.flatMap { known[$0.sequence] }
    let responsible = state.responsible(for: payments)
    let reasons = month.reasons.reasons(under: policy, term: claim.term)
    if reasons.isEmpty {
      return [
        Finding(
          isPaidTwice(month, in: claim) ? .paidTwice : .paidAboveEntitlement, person: person, scheme: scheme,
          month: month.month, amount: month.overpaid, wasKnownWhenPaid: before.map { $0.entitled < month.held },
          responsible: responsible, clause: policy.flatMap { tierClause(of: month, in: claim, under: $0) },
          sequences: payments.map(\.sequence))
      ]
    }
    return reasons.map { reason in
      Finding(
        .paidDespite(reason.code), person: person, scheme: scheme, month: month.month, amount: month.overpaid,
        wasKnownWhenPaid: before.map { $0.reasons.contains(reason.code) }, responsible: responsible,
        clause: reason.clause,
        sequences: payments.map(\.sequence) + events.evidence(for: reason.code, month.month, in: scheme))
    }
  }

  /// The money of a month that was paid wrongly, with the knowledge of that moment.
  private func wrongPayment(_ month: MonthEntitlement, in claim: ClaimEntitlement) -> WrongPayment? {
    guard let position = state.people[number].claims.firstIndex(where: { $0.scheme == claim.scheme }),
      let last = state.people[number].claims[position].lastPayment(of: month.month)
    else { return nil }
    let scheme = state.schemes[claim.scheme]
    let payments = events.payments(of: month.month, in: scheme)
    let before = payments.last.flatMap { known[$0.sequence] }
    let reasons = month.reasons(in: state.timelines[Int(claim.scheme)], term: claim.term)
    // A month recovered in part is judged by the amount still held, as its findings are.
    let amount = month.overpaid > .zero ? month.held : month.paid
    let wasKnown = before.map { before in
      reasons.isEmpty ? before.entitled < amount : reasons.contains { before.reasons.contains($0.code) }
    }
    return WrongPayment(
      person: person, scheme: scheme, month: month.month, amount: month.wronglyPaid, open: month.overpaid,
      wasKnownWhenPaid: wasKnown ?? false, responsible: state.responsible(for: payments),
      batch: last.batch.map { state.batchNames[$0] }, paidBy: last.event,
      district: state.district(ofPersonAt: number, claimAt: position))
  }

  /// Whether one of several payments that were not reversed was enough alone.
  private func isPaidTwice(_ month: MonthEntitlement, in claim: ClaimEntitlement) -> Bool {
    let scheme = state.schemes[claim.scheme]
    let items = state.people[number].claim(scheme: claim.scheme)?.items ?? []
    let unreturned = Set(
      items.filter { $0.month == month.month && $0.paid > .zero }.map { state.batchNames[$0.batch] })
    let amounts = events.payments(of: month.month, in: scheme).compactMap { event in
      if case .paid(let body) = event.body, unreturned.contains(body.batch) { body.amount } else { nil }
    }
    return amounts.count > 1 && amounts.contains { $0 >= month.entitled }
  }

  /// The payments of a claim's items that were not reversed, by month and batch, each with the item.
  private func payments(of claim: ClaimEntitlement, _ isMeant: (ClaimState.PaymentItem) -> Bool)
    -> [(item: ClaimState.PaymentItem, events: [Event])]
  {
    let scheme = state.schemes[claim.scheme]
    let items = state.people[number].claim(scheme: claim.scheme)?.items ?? []
    return items.filter(isMeant).map { item in
      let (batch, key) = (state.batchNames[item.batch], state.key(of: item, ofPersonAt: number))
      return (
        item,
        events.payments(of: item.month, in: scheme).filter { event in
          if case .paid(let body) = event.body { body.batch == batch && body.person == key } else { false }
        }
      )
    }
  }

  private func finding(
    _ code: Finding.Code, _ item: ClaimState.PaymentItem, in claim: ClaimEntitlement, _ amount: Fen,
    _ payments: [Event], and others: [UInt64] = []
  ) -> Finding {
    Finding(
      code, person: person, scheme: state.schemes[claim.scheme], month: item.month, amount: amount,
      wasKnownWhenPaid: true, responsible: state.responsible(for: payments),
      sequences: payments.map(\.sequence) + others, batch: state.batchNames[item.batch])
  }

  private func paymentsNotOrdered(_ claim: ClaimEntitlement) -> [Finding] {
    payments(of: claim) { $0.isPaid && !$0.isOrdered }
      .map { item, events in finding(.paidNotOrdered, item, in: claim, item.paid.orZero, events) }
  }

  private func paymentsAboveOrder(_ claim: ClaimEntitlement) -> [Finding] {
    payments(of: claim) { $0.isPaid && $0.isOrdered }.compactMap { item, events in
      let above = events.filter { if case .paid(let body) = $0.body { body.amount > item.ordered } else { false } }
      guard case .paid(let body)? = above.last?.body else { return nil }
      return finding(.paidAboveOrder, item, in: claim, body.amount - item.ordered, above)
    }
  }

  private func paymentsAfterReturn(_ claim: ClaimEntitlement) -> [Finding] {
    payments(of: claim) { $0.isPaid && $0.isReturned }.compactMap { item, events in
      let returns = self.events.returns(
        of: item.month, in: state.schemes[claim.scheme], batch: state.batchNames[item.batch]
      ).filter { $0.body.person == state.key(of: item, ofPersonAt: number) }
      guard let first = returns.first else { return nil }
      let after = events.filter { $0.sequence > first.sequence }
      guard case .paid(let body)? = after.last?.body else { return nil }
      return finding(.paidAfterReturn, item, in: claim, body.amount, after, and: returns.map(\.sequence))
    }
  }

  /// Months that are due by now and whose contribution was not known when they were paid.
  private func paymentsBeforeContribution(_ claim: ClaimEntitlement) -> [Finding] {
    guard state.people[number].wasPaidEarly else { return [] }
    let due = Set(claim.months.filter { $0.overpaid == .zero && $0.contribution > .zero }.map(\.month))
    return payments(of: claim) { $0.isPaid && due.contains($0.month) }.compactMap { item, events in
      guard let first = events.first, !self.events.knowsContribution(for: item.month, before: first.sequence) else {
        return nil
      }
      return finding(
        .paidBeforeContribution, item, in: claim, item.paid.orZero, events,
        and: self.events.contribution(for: item.month).map { [$0.sequence] } ?? [])
    }
  }

  /// Months that were rightly paid by the text and for which the amount held exceeds the contribution.
  ///
  /// > Source: 景人社字〔2024〕139号 二: 500元/月, whatever the contribution; 柳人社规〔2022〕9号 一（一） bounds it.
  private func paymentsAboveContribution(_ claim: ClaimEntitlement) -> [Finding] {
    let (scheme, policies) = (state.schemes[claim.scheme], state.timelines[Int(claim.scheme)])
    return claim.months.filter { $0.isHeldAboveContribution(under: policies) }.map { month in
      let payments = events.payments(of: month.month, in: scheme)
      return Finding(
        .paidAboveContribution, person: person, scheme: scheme, month: month.month,
        amount: month.held - month.contribution, responsible: state.responsible(for: payments),
        clause: month.policy(in: policies).flatMap { tierClause(of: month, in: claim, under: $0) },
        sequences: payments.map(\.sequence) + (events.contribution(for: month.month).map { [$0.sequence] } ?? []))
    }
  }

  /// Demands that ask for money that was rightly paid, and receipts for demands that were never made: one finding each for a
  /// claim.
  private func demandsAtFault(_ claim: ClaimEntitlement) -> [Finding] {
    guard let own = state.people[number].claim(scheme: claim.scheme) else { return [] }
    var found: [FindingKey: Finding] = [:]
    for demand in own.demands {
      let isMade = demand.demandedAt != nil
      let amount = isMade ? own.withoutGround(demand, claim.months) : demand.repaid + demand.putBack
      if amount <= .zero { continue }
      let key = state.key(of: demand, ofPersonAt: number)
      let about = events.all.filter { $0.body.demand == state.names[demand.name] && $0.body.person == key }
      found.join(
        Finding(
          isMade ? .demandWithoutGround : .receiptWithoutDemand, person: person, scheme: state.schemes[claim.scheme],
          amount: amount, responsible: about.map(\.by), clause: recoveryClause(claim), sequences: about.map(\.sequence))
      )
    }
    return found.values.sorted { $0.code.code < $1.code.code }
  }

  private func undemanded(_ claim: ClaimEntitlement) -> Finding {
    Finding(
      .overpaidNotDemanded, person: person, scheme: state.schemes[claim.scheme], amount: claim.recovery.undemanded,
      clause: recoveryClause(claim))
  }

  /// > Source: contract 3 section 3, "A receipt".
  private func receiptsBookedTwice(_ claim: ClaimEntitlement) -> [Finding] {
    let repetitions = state.receiptRepetitions(ofPersonAt: claim.person, in: claim.scheme)
    if repetitions.isEmpty { return [] }
    let sequences = Set(repetitions.map(\.sequence))
    return [
      Finding(
        .receiptBookedTwice, person: person, scheme: state.schemes[claim.scheme],
        amount: repetitions.reduce(.zero) { $0 + $1.amount },
        responsible: events.all.filter { sequences.contains($0.sequence) }.map(\.by), clause: recoveryClause(claim),
        sequences: repetitions.flatMap { [$0.first, $0.sequence] })
    ]
  }

  private func recoveryClause(_ claim: ClaimEntitlement) -> String? {
    state.timelines[Int(claim.scheme)].policies.last?.pack.clauses.recovery(of: [])?.clause
  }

  /// The clause of the tier that gives the worth of a month.
  private func tierClause(
    of month: MonthEntitlement, in claim: ClaimEntitlement, under policy: Policy
  ) -> String? {
    RuleSubject(state.people[number], state)
      .worth(of: month.contribution, for: month.month, under: policy, term: claim.term?.name)?.tier.clause
  }
}

extension LedgerState {
  /// The operators who drafted and approved the batches of payments; for a batch that was never drafted, those who recorded the
  /// payments.
  func responsible(for payments: [Event]) -> [Identifier] {
    var operators: Set<Identifier> = []
    for payment in payments {
      guard case .paid(let body) = payment.body else { continue }
      let batch = batch(body.batch)
      if let drafter = batch?.drafter { operators.insert(names[drafter]) }
      if let approver = batch?.approver { operators.insert(names[approver]) }
      if batch?.drafter == nil { operators.insert(payment.by) }
    }
    return operators.sorted()
  }

  /// Whether an audit of a person's own events can find anything.
  ///
  /// - Parameters:
  ///   - number: the person's number.
  ///   - claims: the person's claims as they were evaluated.
  ///   - watch: the watch that went along while the log was folded.
  ///   - terms: the terms that are not in the log.
  ///   - yearsMissing: gets the years that the calendar lacks.
  /// - Returns: false only if there is nothing to find.
  public func needsAudit(
    _ number: Int, _ claims: [ClaimEntitlement], _ watch: DecisionWatch, _ terms: AuditTerms,
    yearsMissing: inout Set<Int>
  ) -> Bool {
    if keys(of: persons.identifiers[number]).contains(where: { watch.isSuspicious($0) }) { return true }
    var isNeeded = false
    if let birth = people[number].registered?.birth, people[number].facts.contains(where: { $0.isBefore(birth) }) {
      isNeeded = true
    }
    for (position, claim) in claims.enumerated() {
      let (own, policies) = (people[number].claims[position], timelines[Int(claim.scheme)])
      if claim.recovery.overpaid > .zero || claim.recovery.undemanded > .zero
        || claim.months.contains(where: {
          $0.wronglyPaid > .zero || $0.isHeldAboveContribution(under: policies)
        })
        || own.items.contains(where: { $0.isPaid && (!$0.isOrdered || $0.paid > $0.ordered || $0.isReturned) })
        || people[number].wasPaidEarly || own.hasDemandAtFault(claim.months)
        || !receiptRepetitions(ofPersonAt: claim.person, in: claim.scheme).isEmpty
      {
        isNeeded = true
      }
      let firstApplication = watch.firstApplications[schemes[claim.scheme]]
      guard ClaimAudit.isWorthwhile(people[number], own, claim, policies, firstApplication) else {
        continue
      }
      var audit = ClaimAudit(self, number, position, claim, .none, [], watch, terms)
      if !audit.findings().isEmpty { isNeeded = true }
      yearsMissing.formUnion(audit.yearsMissing)
    }
    return isNeeded
  }
}

public import Policy
public import Values

/// Finds what is wrong with the payments of one person, from all events that bear on them.
///
/// What was known at a payment is found by folding the events before it: the same fold, only shorter.
public struct PersonAudit {
  private let person: Identifier
  private let events: [Event]
  /// The events that are not annulled.
  private let effective: [Event]
  private let policies: LedgerState
  private let state: LedgerState
  private let number: Int

  /// Prepares an audit.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - events: the person's events, the events of their batches and the annulments, in the order of the log, annulled
  ///     ones included.
  ///   - policies: a state that holds every adoption.
  /// - Throws: nothing for events that adopt no policy.
  public init(_ person: Identifier, events: [Event], policies: LedgerState) throws(PolicyError) {
    self.person = person
    self.policies = policies
    (state, effective) = try PersonAudit.fold(events[...], policies, before: .max)
    self.events = events
    guard let number = state.number(ofPerson: person) else {
      preconditionFailure("an audited person has events")
    }
    self.number = Int(number)
  }

  private static func fold(
    _ events: ArraySlice<Event>, _ policies: LedgerState, before sequence: UInt64
  ) throws(PolicyError) -> (state: LedgerState, effective: [Event]) {
    var state = LedgerState(adoptionsOf: policies, before: sequence)
    let effective = Annulments.effective(events)
    for event in effective { try state.evolve(event) }
    return (state, effective)
  }

  /// The findings, by scheme and month.
  public func findings() throws(PolicyError) -> [Finding] {
    var findings: [Finding] = []
    let claims = state.entitlements(ofPersonAt: number).sorted { state.schemes[$0.scheme] < state.schemes[$1.scheme] }
    for claim in claims {
      for month in claim.months where month.overpaid > .zero {
        findings.append(contentsOf: try monthFindings(month, in: claim))
      }
      findings.append(contentsOf: paymentsNotOrdered(claim))
      if claim.recovery.undemanded > .zero { findings.append(undemanded(claim)) }
    }
    return findings
  }

  private func monthFindings(
    _ month: MonthEntitlement, in claim: ClaimEntitlement
  ) throws(PolicyError) -> [Finding] {
    let scheme = state.schemes[claim.scheme]
    let policy = month.policy(in: state.timelines[Int(claim.scheme)])
    let payments = events.filter { isPayment($0, scheme, month.month) }
    let before = try payments.last.map { last throws(PolicyError) in
      try reasonsKnown(before: last, scheme, month.month)
    }
    let responsible = responsible(for: payments)
    let reasons = month.reasons.reasons(under: policy)
    if reasons.isEmpty {
      return [
        Finding(
          code: .paidAboveEntitlement, person: person, scheme: scheme, month: month.month, amount: month.overpaid,
          wasKnownWhenPaid: before.map { $0.entitled < month.held }, responsible: responsible,
          clause: policy?.amount(for: month.contribution)?.tier.clause, sequences: payments.map(\.sequence))
      ]
    }
    return reasons.map { reason in
      Finding(
        code: .paidDespite(reason.code), person: person, scheme: scheme, month: month.month, amount: month.overpaid,
        wasKnownWhenPaid: before.map { $0.reasons.contains(reason.code) }, responsible: responsible,
        clause: reason.clause,
        sequences: (payments.map(\.sequence) + evidence(for: reason.code, month.month, scheme)).sorted())
    }
  }

  private func isPayment(_ event: Event, _ scheme: Identifier, _ month: Month) -> Bool {
    if case .paid(let body) = event.body { body.scheme == scheme && body.month == month } else { false }
  }

  /// What was against a month, and what it was worth, just before an event.
  private func reasonsKnown(
    before event: Event, _ scheme: Identifier, _ month: Month
  ) throws(PolicyError) -> (reasons: [ReasonCode], entitled: Fen) {
    let end = events.firstIndex { $0.sequence >= event.sequence } ?? events.count
    let past = try PersonAudit.fold(events[..<end], policies, before: event.sequence).state
    return past.evaluation(of: month, person, in: scheme)
  }

  /// The events that establish a reason.
  private func evidence(for reason: ReasonCode, _ month: Month, _ scheme: Identifier) -> [UInt64] {
    effective.filter { event in
      switch (reason, event.body) {
      case (.excluded(let code), .factRecorded(let fact)): fact.fact == code && fact.hasDay(in: month)
      case (.fraud, .ended(let ended)): ended.scheme == scheme && ended.reason == Ended.fraud
      case (.ended, .ended(let ended)): ended.scheme == scheme && ended.from <= month
      case (.suspended, .suspended(let suspended)): suspended.scheme == scheme && suspended.from <= month
      case (.noContribution, .contributed(let contributed)): contributed.month == month
      case (.retired, .registered), (.household, .registered): true
      case (.otherScheme, .paid(let paid)): paid.scheme != scheme && paid.month == month
      default: false
      }
    }.map(\.sequence)
  }

  /// Who drafted and approved the batches of payments, by name.
  private func responsible(for payments: [Event]) -> [Identifier] {
    var operators: Set<Identifier> = []
    for payment in payments {
      guard case .paid(let body) = payment.body else { continue }
      let batch = state.batch(body.batch)
      if let drafter = batch?.drafter { operators.insert(state.names[drafter]) }
      if let approver = batch?.approver { operators.insert(state.names[approver]) }
      if batch?.drafter == nil { operators.insert(payment.by) }
    }
    return operators.sorted()
  }

  private func paymentsNotOrdered(_ claim: ClaimEntitlement) -> [Finding] {
    let scheme = state.schemes[claim.scheme]
    let items = state.people[number].claim(scheme: claim.scheme)?.items ?? []
    return items.filter { $0.isPaid && !$0.isOrdered }.map { item in
      let payments = events.filter { event in
        guard case .paid(let body) = event.body else { return false }
        return body.scheme == scheme && body.month == item.month && body.batch == state.batchNames[item.batch]
      }
      return Finding(
        code: .paidNotOrdered, person: person, scheme: scheme, month: item.month, amount: item.paid.orZero,
        wasKnownWhenPaid: true, responsible: responsible(for: payments), clause: nil,
        sequences: payments.map(\.sequence))
    }
  }

  private func undemanded(_ claim: ClaimEntitlement) -> Finding {
    let clause = state.timelines[Int(claim.scheme)].policies.last?.pack.clauses.recovery
    return Finding(
      code: .overpaidNotDemanded, person: person, scheme: state.schemes[claim.scheme], month: nil,
      amount: claim.recovery.undemanded, wasKnownWhenPaid: nil, responsible: [], clause: clause, sequences: [])
  }
}

extension LedgerState {
  /// The batches that were approved by the one who drafted them, by name.
  public func batchesApprovedByDrafter() -> [Finding] {
    batches.indices.filter { batches[$0].drafter != nil && batches[$0].drafter == batches[$0].approver }
      .sorted { batchNames.identifiers[$0] < batchNames.identifiers[$1] }
      .map { number in
        let batch = batches[number]
        return Finding(
          code: .batchApprovedByDrafter, person: nil, scheme: batch.scheme.map { schemes[$0] }, month: batch.through,
          amount: batch.total, wasKnownWhenPaid: nil, responsible: batch.drafter.map { [names[$0]] } ?? [],
          clause: nil, sequences: batch.sequences)
      }
  }

  /// Whether an audit of a person's own events can find anything: money is held too much, or was paid without an order.
  public func needsAudit(_ claim: ClaimEntitlement) -> Bool {
    if claim.recovery.overpaid > .zero || claim.recovery.undemanded > .zero { return true }
    let items = people[Int(claim.person)].claim(scheme: claim.scheme)?.items ?? []
    return items.contains { $0.isPaid && !$0.isOrdered }
  }
}

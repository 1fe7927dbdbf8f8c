import Policy
public import Values

extension LedgerState {
  /// Explains a month of a person, in each scheme that an event of theirs names, by scheme.
  ///
  /// - Parameters:
  ///   - month: the month, whether or not anything was paid for it.
  ///   - person: the person.
  ///   - events: the person's events, the events of their batches and the annulments of them, in the order of the log,
  ///     annulled ones included: those that this state was folded from.
  /// - Returns: an explanation for each scheme; none for a person who is not known.
  public func explanations(of month: Month, for person: Identifier, events: [Event]) -> [MonthExplanation] {
    guard let number = number(ofPerson: person).map({ Int($0) }) else { return [] }
    let money = people[number].claims.map { ClaimMoney($0, batches: batches) }
    let effective = Annulments.effective(events)
    return entitlements(ofPersonAt: number).enumerated().map { index, claim in
      let trace = ClaimEvaluation(self, number, index, money).trace(of: month, in: claim)
      let slots = claim.months.filter { $0.slot > 0 }.map(\.month)
      return MonthExplainer(self, people[number].claims[index], trace, month, effective).explanation(person, slots)
    }.sorted { $0.scheme < $1.scheme }
  }
}

/// Relates the events of a person to the values of an evaluation.
private struct MonthExplainer {
  private let state: LedgerState
  private let claim: ClaimState
  private let trace: MonthTrace
  private let month: Month
  /// The events that are not annulled.
  private let events: [Event]
  /// Those that record a fact with a day in the month: a dozen checks ask for them.
  private let facts: [Event]
  private let scheme: Identifier

  init(_ state: LedgerState, _ claim: ClaimState, _ trace: MonthTrace, _ month: Month, _ events: [Event]) {
    self.state = state
    self.claim = claim
    self.trace = trace
    self.month = month
    self.events = events
    facts = events.filter { if case .factRecorded(let body) = $0.body { body.hasDay(in: month) } else { false } }
    scheme = state.schemes[claim.scheme]
  }

  func explanation(_ person: Identifier, _ slotMonths: [Month]) -> MonthExplanation {
    let shares = shares
    return MonthExplanation(
      person: person, scheme: scheme, entitlement: trace.entitlement, isListed: trace.isListed, policy: adoption,
      contributions: contributionParts, checks: checks, comparisons: comparisons,
      start: trace.start, retirementMonth: trace.retirementMonth,
      term: trace.basis, priorMonths: trace.priorMonths, slot: slot, slotMonths: slotMonths,
      arithmetic: trace.worth.map { worth in
        MonthExplanation.Arithmetic(
          contribution: trace.entitlement.contribution, tier: worth.tier, value: worth.value, amount: worth.amount)
      },
      movements: movements(Set(shares.map(\.demand))), shares: shares)
  }

  private var adoption: MonthExplanation.Adoption? {
    guard let policy = trace.policy, let sequence = trace.adoption else { return nil }
    return MonthExplanation.Adoption(policy: policy, sequence: sequence)
  }

  private var slot: MonthExplanation.Slot {
    if trace.entitlement.slot > 0 { return .taken(trace.priorMonths + Int(trace.entitlement.slot)) }
    return trace.entitlement.reasons.plain.contains(.overLimit) ? .overLimit : .notAsked
  }

  private var contributions: [Event] {
    events.filter { if case .contributed(let body) = $0.body { body.month == month } else { false } }
  }

  /// The contributions that take part in the month: the last of each kind, none that precedes one for all insurances.
  private var contributionParts: [Event] {
    contributions.reduce(into: []) { parts, event in
      guard case .contributed(let new) = event.body else { return }
      parts.removeAll { part in
        guard case .contributed(let old) = part.body else { return false }
        return old.insurance == new.insurance || old.insurance == nil || new.insurance == nil
      }
      parts.append(event)
    }
  }

  private var checks: [MonthExplanation.Check] {
    trace.entitlement.reasons.checks(under: trace.policy, term: trace.basis?.term).map { reason, holds in
      let outcome: MonthExplanation.Check.Outcome =
        holds ? .against : trace.notAsked.contains(reason.code) ? .notAsked : .passed
      return MonthExplanation.Check(reason: reason, outcome: outcome, evidence: evidence(for: reason.code))
    }
  }

  private var comparisons: [MonthExplanation.Comparison] {
    var last: [Identifier: Event] = [:]
    var made: [Identifier] = []
    for event in events {
      guard case .checked(let body) = event.body else { continue }
      if last.updateValue(event, forKey: body.check) == nil { made.append(body.check) }
    }
    let rules = trace.policy?.pack.registration?.checks ?? []
    let named = rules.compactMap { rule in
      Identifier(rule.code).map { MonthExplanation.Comparison(check: $0, rule: rule, last: last[$0]) }
    }
    let others = made.filter { check in !named.contains { $0.check == check } }
    return named + others.map { MonthExplanation.Comparison(check: $0, rule: nil, last: last[$0]) }
  }

  /// The events that a check was decided by, whatever its result.
  private func evidence(for code: ReasonCode) -> [Event] {
    switch code {
    case .fraud: return named(trace.frauds.map(\.sequence))
    case .noPolicy, .overLimit: return []
    case .noApproval: return approvalEvents
    case .ended: return named(trace.ends.map(\.sequence))
    case .suspended: return named(trace.lastStop.map { [$0.sequence] } ?? [])
    case .noContribution, .lateContribution: return contributionParts
    case .notClaimed:
      return events.filter { event in
        if case .claimed(let body) = event.body {
          body.scheme == scheme && body.from <= month && month <= body.through
        } else {
          false
        }
      }
    case .excluded(let fact), .missing(let fact):
      let found = facts.filter { if case .factRecorded(let body) = $0.body { body.fact == fact } else { false } }
      // A dated move of the household counts as one, too.
      return found.isEmpty && code == .excluded(.movedOut) && trace.entitlement.reasons.names(code, under: trace.policy)
        ? events.filter { if case .registered(let body) = $0.body { body.since != nil } else { false } } : found
    case .otherScheme:
      return events.filter { event in
        if case .paid(let body) = event.body { body.scheme != scheme && body.month == month } else { false }
      }
    case .household, .outsideTerm: return lastRegistration
    case .retired:
      return lastRegistration + events.filter { if case .retirementChosen = $0.body { true } else { false } }.suffix(1)
    }
  }

  private var lastRegistration: [Event] {
    events.filter { if case .registered = $0.body { true } else { false } }.suffix(1)
  }

  /// The approval that counts, with the last confirmation of its start.
  private var approvalEvents: [Event] {
    guard let approval = trace.approval else { return [] }
    let application = state.names[approval.application]
    let confirmed = events.last { event in
      if case .startConfirmed(let body) = event.body { body.application == application } else { false }
    }
    return (named([approval.sequence]) + (confirmed.map { [$0] } ?? [])).sorted { $0.sequence < $1.sequence }
  }

  private func named(_ sequences: [UInt64]) -> [Event] {
    sequences.isEmpty ? [] : events.filter { sequences.contains($0.sequence) }
  }

  /// The amount that each demand asks back for the month.
  private var shares: [MonthExplanation.DemandShare] {
    claim.demands.filter { $0.demandedAt != nil }.compactMap { demand in
      zip(demand.sumsByMonth, demand.allotments).first { $0.0.month == month }.map { asked, part in
        MonthExplanation.DemandShare(
          demand: state.names[demand.name], demanded: asked.amount, repaid: part.amount,
          isCancelled: demand.isCancelled)
      }
    }.sorted { $0.demand < $1.demand }
  }

  private func movements(_ demands: Set<Identifier>) -> [MonthExplanation.Movement] {
    let batches = Set(claim.items.filter { $0.month == month }.map { state.batchNames[$0.batch] })
    let pack = trace.policy?.pack
    // An event that was taken back is among the movements, and so is the event that takes it back.
    var moved: Set<UInt64> = []
    return events.compactMap { event in
      guard let movement = movement(event, batches, demands, pack, takingBackAnyOf: moved) else { return nil }
      moved.insert(event.sequence)
      return movement
    }
  }

  private func movement(
    _ event: Event, _ batches: Set<Identifier>, _ demands: Set<Identifier>, _ pack: PolicyPack?,
    takingBackAnyOf moved: Set<UInt64>
  ) -> MonthExplanation.Movement? {
    func movement(_ amount: Fen?, _ clause: String? = nil) -> MonthExplanation.Movement {
      MonthExplanation.Movement(event: event, amount: amount, clause: clause)
    }
    switch event.body {
    case .paymentOrdered(let body) where body.scheme == scheme && body.month == month:
      return movement(body.amount, trace.worth?.tier.clause)
    case .paid(let body) where body.scheme == scheme && body.month == month:
      return movement(body.amount, pack?.payeeClause)
    case .paymentReturned(let body) where body.scheme == scheme && body.month == month: return movement(body.amount)
    case .batchApproved(let body): return batches.contains(body.batch) ? movement(nil) : nil
    case .batchCancelled(let body): return batches.contains(body.batch) ? movement(nil) : nil
    case .clawedBack(let body) where body.scheme == scheme && demands.contains(body.demand):
      let asked = body.months.filter { $0.month == month }
      return asked.isEmpty ? nil : movement(asked.reduce(.zero) { $0 + $1.amount }, body.clause)
    case .repaid(let body) where body.scheme == scheme && demands.contains(body.demand): return movement(body.amount)
    case .putBack(let body) where body.scheme == scheme && demands.contains(body.demand): return movement(body.amount)
    case .writtenOff(let body) where body.scheme == scheme && demands.contains(body.demand):
      return movement(body.amount)
    case .clawbackCancelled(let body) where body.scheme == scheme && demands.contains(body.demand):
      return movement(nil)
    case .repaymentRefunded(let body) where body.scheme == scheme && demands.contains(body.demand):
      return movement(body.amount)
    case .objected(let body) where body.scheme == scheme && demands.contains(body.demand): return movement(nil)
    case .objectionDecided(let body) where body.scheme == scheme && demands.contains(body.demand): return movement(nil)
    case .debtOffset(let body)
    where body.scheme == scheme && (body.month == month || demands.contains(body.demand)):
      return movement(body.amount)
    case .paymentWithheld(let body) where body.scheme == scheme && body.month == month: return movement(nil)
    case .batchRecalled(let body): return batches.contains(body.batch) ? movement(nil) : nil
    case .reversed(let body): return moved.contains(body.of) ? movement(nil) : nil
    default: return nil
    }
  }
}

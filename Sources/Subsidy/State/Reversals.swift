import Policy
import Values

/// The data that the fold keeps of events that are, or may be, reversed (红字冲销).
///
/// A reversal counts from its own place on, so that the fold cannot leave the event out as it does an annulled one. The events
/// that it may name are known before the fold (``Annulments/reversible``); of these, and of the answers about their items,
/// enough is kept to undo them. Nothing is kept of all the others.
///
/// > Source: contract 3, section 3, `reversed`.
struct Reversals: Sendable {
  /// The events for which the data needed to undo them are kept.
  var targets: Set<UInt64>
  /// Those that have come, by their numbers.
  var kept: [UInt64: Event] = [:]
  /// The number of the event that reversed each, by the number of the reversed event.
  private(set) var done: [UInt64: UInt64] = [:]
  /// The items of batches about which such an event was, from just before it.
  var journals: [ItemKey: ItemJournal] = [:]

  /// The month of a person in a batch.
  struct ItemKey: Hashable, Sendable {
    let person: UInt32
    let scheme: UInt32
    let batch: UInt32
    let month: Month

    init(_ payment: NumberedPayment) {
      (person, scheme, batch, month) = (payment.person, payment.scheme, payment.batch, payment.month)
    }
  }

  /// The events about an item since one that may be reversed.
  struct ItemJournal: Sendable {
    /// The item before the first of them.
    let before: ClaimState.PaymentItem
    /// The events, in the order of the log.
    var events: [(sequence: UInt64, event: NumberedEvent)] = []

    /// The item after all of them but some.
    func item(without reversed: (UInt64) -> Bool) -> ClaimState.PaymentItem {
      var item = before
      for (sequence, event) in events where !reversed(sequence) { item.take(event, at: sequence) }
      item.isJournaled = true
      item.isToldByMovements = true
      return item
    }
  }

  /// Whether an event was reversed.
  func contains(_ sequence: UInt64) -> Bool { done[sequence] != nil }

  /// Notes that an event was reversed.
  mutating func reverse(_ sequence: UInt64, by reversal: UInt64) { done[sequence] = reversal }

  /// Forgets a person who is folded again.
  mutating func forget(_ person: UInt32, named identifier: Identifier) {
    journals = journals.filter { $0.key.person != person }
    for (sequence, event) in kept where event.body.listedPerson == identifier {
      kept[sequence] = nil
      done[sequence] = nil
    }
  }
}

extension ClaimState.PaymentItem {
  /// Whether an event reports more about it than that the bank has confirmed it.
  @inline(__always)
  func isTold(by event: NumberedEvent) -> Bool {
    switch event {
    case .contributed, .factRecorded, .ordered: false
    case .paid: isSettled || isToldByMovements
    case .returned: true
    }
  }

  /// Makes the claim's movements report the money moved for it from now on.
  ///
  /// - Returns: the movement of its confirmation; nil if it has none, or that is given already.
  mutating func tellByMovements() -> ClaimState.Movement? {
    defer { isToldByMovements = true }
    return isPaid && !isToldByMovements ? ClaimState.Movement(sequence: firstPaid, kind: .paid, amount: paid) : nil
  }

  /// Takes in an order, a payment or a return.
  @inline(__always)
  mutating func take(_ event: NumberedEvent, at sequence: UInt64) {
    switch event {
    case .contributed, .factRecorded: break
    case .ordered(let payment):
      ordered += payment.amount
      isOrdered = true
    case .paid(let payment, let reference):
      paid += payment.amount
      firstPaid = min(firstPaid, sequence)
      answer.reference = reference
      lastWasReturn = false
    case .returned(let payment, let code):
      if isPaid { paid -= payment.amount }
      isReturned = true
      answer.code = code
      lastWasReturn = true
    }
  }
}

extension LedgerState {
  /// The event that another one undid; nil if it undid none.
  func undone(by event: EventBody, at sequence: UInt64) -> Event? {
    guard case .reversed(let body) = event, reversals.done[body.of] == sequence else { return nil }
    return reversals.kept[body.of]
  }

  /// The event that a `reversed` names; nil if it is none, or the event has not come.
  func target(of event: Event) -> Event? {
    if case .reversed(let body) = event.body { reversals.kept[body.of] } else { nil }
  }

  /// Keeps the data needed to undo an event, if it may be reversed.
  mutating func keepReversible(_ event: Event) {
    guard reversals.targets.contains(event.sequence) else { return }
    reversals.kept[event.sequence] = event
    let numbered: NumberedEvent
    switch event.body {
    case .paid(let body): numbered = NumberedEvent(body, numbering: &self)
    case .paymentReturned(let body): numbered = NumberedEvent(body, numbering: &self)
    default: return
    }
    guard let payment = numbered.payment else { return }
    let key = Reversals.ItemKey(payment)
    if reversals.journals[key] != nil { return }
    var before: ClaimState.PaymentItem?
    withItem(payment) { item in
      before = item
      item.isJournaled = true
    }
    reversals.journals[key] = before.map { Reversals.ItemJournal(before: $0) }
  }

  /// Undoes an event, as far as it was kept and its type can be undone; one that a history brought undoes nothing.
  mutating func reverse(_ body: Reversed, at sequence: UInt64) throws(PolicyError) {
    use(body.request, at: sequence)
    guard !imports.contains(sequence), !reversals.contains(body.of), let target = reversals.kept[body.of],
      target.body.type.canBeReversed
    else { return }
    reversals.reverse(body.of, by: sequence)
    switch target.body {
    case .paid(let paid): restore(NumberedEvent(paid, numbering: &self), of: target.sequence, at: sequence)
    case .paymentReturned(let returned):
      restore(NumberedEvent(returned, numbering: &self), of: target.sequence, at: sequence)
    case .repaid(let repaid):
      withDemand(repaid.person, repaid.scheme, repaid.demand, moving: (.repaidReversed, repaid.amount)) {
        $0.reverse(repaid.amount, of: \.repaid)
      }
      free(Receipt(repaid), sequence: target.sequence)
    case .putBack(let putBack):
      withDemand(putBack.person, putBack.scheme, putBack.demand, moving: (.putBackReversed, putBack.amount)) {
        $0.reverse(putBack.amount, of: \.putBack)
      }
      free(Receipt(putBack), sequence: target.sequence)
    case .writtenOff(let writtenOff):
      withDemand(
        writtenOff.person, writtenOff.scheme, writtenOff.demand, moving: (.writtenOffReversed, writtenOff.amount)
      ) {
        $0.reverse(writtenOff.amount, of: \.writtenOff)
      }
    case .fundsReceived(let funds):
      let batch = Int(batchNumber(funds.batch))
      if let place = batches[batch].funds.firstIndex(of: funds) { batches[batch].funds.remove(at: place) }
    case .debtOffset(let offset): reverse(offset, at: target.sequence, by: sequence)
    case .samePerson(let join): try separate(join, joinedAt: target.sequence)
    case .verified(let verified):
      let application = names.intern(verified.application)
      keepingDistricts(ofPersonAt: personNumber(verified.person)) { person in
        person.withApplication(application) { $0.reopen(stageDecidedAt: target.sequence) }
      }
      withApprovals(of: verified.application, verified.person) { approvals, application in
        // Only the last decision is reversed, so every later approval followed from it.
        approvals.removeAll { $0.application == application && $0.sequence > target.sequence }
      }
    default: break
    }
  }

  /// Sets an item to its state without the reversed answers, the last of which is the event.
  private mutating func restore(_ event: NumberedEvent, of target: UInt64, at sequence: UInt64) {
    guard let payment = event.payment, let journal = reversals.journals[Reversals.ItemKey(payment)] else { return }
    let restored = journal.item(without: { reversals.contains($0) })
    var confirmation: ClaimState.Movement?
    withItem(payment) { item in
      confirmation = item.tellByMovements()
      item = restored
    }
    withClaim(of: payment) { claim in
      if let confirmation { claim.movements.append(confirmation) }
      if let kind = claim.movements.first(where: { $0.sequence == target })?.kind.reversed {
        claim.movements.append(ClaimState.Movement(sequence: sequence, kind: kind, amount: payment.amount))
      }
    }
    countOffsets(beside: payment, at: sequence)
  }
}

extension ClaimState.Application {
  /// Opens a stage again whose decision is reversed, and with it the application.
  fileprivate mutating func reopen(stageDecidedAt sequence: UInt64) {
    passed.removeAll { $0.sequence == sequence }
    lastDecision = passed.last?.sequence
    outcome = .pending
  }
}

extension ClaimState.Demand {
  fileprivate mutating func reverse(_ amount: Fen, of sum: WritableKeyPath<Self, Fen>) {
    self[keyPath: sum] -= amount
    reversed += amount
  }
}

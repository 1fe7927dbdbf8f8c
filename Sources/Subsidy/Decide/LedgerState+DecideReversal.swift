import Values

extension LedgerState {
  /// Refuses the reversal of an event that cannot be reversed, or on which something later rests.
  ///
  /// Something rests on an event if it would have been refused at its own place without it: a later order of the month, a
  /// refund, another answer about the item.
  ///
  /// > Source: contract 3, section 3, `reversed`.
  func refuseReversal(of sequence: UInt64) throws(Refusal) {
    guard sequence < size, let target = reversals.kept[sequence] else { throw .nothingToReverse(sequence) }
    guard target.body.type.canBeReversed else { throw .cannotBeReversed(target.body.type) }
    if let reversal = reversals.done[sequence] { throw .alreadyReversed(sequence, by: reversal) }
    switch target.body {
    case .paid(let body):
      try refuseLaterAnswer(to: body.person, body.scheme, body.month, body.batch, after: sequence, isReturn: false)
      try refuseLaterOrder(of: body.person, after: sequence) { $0 == body.month }
    case .paymentReturned(let body):
      try refuseLaterAnswer(to: body.person, body.scheme, body.month, body.batch, after: sequence, isReturn: true)
      try refuseLaterOrder(of: body.person, after: sequence) { $0 == body.month }
    case .repaid(let body):
      let demand = try demand(body.demand, body.person, body.scheme)
      try refuseLessReceived(body.amount, for: demand, of: body.person, after: sequence)
    case .debtOffset(let body):
      let demand = try demand(body.demand, body.person, body.scheme)
      try refuseLessReceived(body.amount, for: demand, of: body.person, after: sequence)
    case .writtenOff(let body):
      let demand = try demand(body.demand, body.person, body.scheme)
      try refuseRefund(of: demand, received: demand.received, writtenOff: demand.writtenOff - body.amount)
    case .verified(let body): try refuseReversal(of: body, sequence)
    case .samePerson(let body): try refuseSeparation(of: body, sequence)
    default: break
    }
  }

  /// Refuses to undo a receipt for a demand if a refund or a later order of its months rests on it.
  private func refuseLessReceived(
    _ amount: Fen, for demand: ClaimState.Demand, of person: Identifier, after sequence: UInt64
  ) throws(Refusal) {
    try refuseRefund(of: demand, received: demand.received - amount, writtenOff: demand.writtenOff)
    let months = Set(demand.months.map(\.month))
    try refuseLaterOrder(of: person, after: sequence) { months.contains($0) }
  }

  /// Checks the undoing of a join, which is possible as long as no order and no demand has followed from it.
  ///
  /// > Source: contract 3, section 4, `same-person`.
  private func refuseSeparation(of body: SamePerson, _ sequence: UInt64) throws(Refusal) {
    guard let other = persons.number(of: body.other), joinSequences[other] == sequence else {
      throw .nothingToReverse(sequence)
    }
    try refuseLaterOrder(of: body.person, after: sequence) { _ in true }
    for claim in person(body.person)?.claims ?? [] {
      if let demand = claim.demands.first(where: { !$0.isCancelled && $0.demandedBy > sequence }) {
        throw .demandRestsOnIt(names[demand.name], of: sequence)
      }
    }
  }

  /// Only the latest decision of an application is undone, together with the events that followed from it.
  private func refuseReversal(of body: Verified, _ sequence: UInt64) throws(Refusal) {
    let number = names.number(of: body.application)
    let claims = person(body.person)?.claims ?? []
    guard let claim = claims.first(where: { $0.applications.contains { $0.application == number } }),
      let application = claim.applications.last(where: { $0.application == number })
    else { throw .unknownApplication(body.application) }
    if application.lastDecision != sequence { throw .notLastDecision(body.application) }
    if application.outcome == .withdrawn { throw .applicationClosed(body.application, .withdrawn) }
    let scheme = schemes[claim.scheme]
    if application.outcome == .rejected, let active = activeApplication(of: body.person, in: scheme) {
      throw .activeApplication(active)
    }
    if application.outcome == .approved {
      try refuseLaterOrder(of: body.person, in: claim.scheme, after: sequence) { _ in true }
    }
  }

  /// Refuses to undo an answer of the bank before a later one about the same item that would have no effect without it.
  private func refuseLaterAnswer(
    to person: Identifier, _ scheme: Identifier, _ month: Month, _ batch: Identifier, after sequence: UInt64,
    isReturn: Bool
  ) throws(Refusal) {
    guard let number = persons.number(of: person), let scheme = schemes.number(of: scheme),
      let batch = batchNames.number(of: batch)
    else { return }
    let payment = NumberedPayment(person: number, scheme: scheme, batch: batch, month: month, amount: .zero)
    guard let journal = reversals.journals[Reversals.ItemKey(payment)] else { return }
    let before = journal.item { $0 >= sequence || reversals.contains($0) }
    let wasPaid = before.isPaid && !before.lastWasReturn
    for (later, event) in journal.events where later > sequence && !reversals.contains(later) {
      switch event {
      // Without the return the payment before it would hold, and a second one would have no effect.
      case .paid where isReturn && wasPaid: throw .reverseFirst(later, of: sequence)
      case .returned where !isReturn: throw .reverseFirst(later, of: sequence)
      case .paid, .returned, .ordered, .contributed, .factRecorded: return
      }
    }
  }

  /// Refuses to undo an event that a later order of the person rests on.
  private func refuseLaterOrder(
    of person: Identifier, in scheme: UInt32? = nil, after sequence: UInt64, _ isOf: (Month) -> Bool
  ) throws(Refusal) {
    guard let later = laterOrder(of: person, in: scheme, after: sequence, isOf) else { return }
    throw .restsOnIt(later.batch, month: later.month, of: sequence)
  }

  /// The first month of a person that a batch has ordered since an event and that was not given up; nil if there is none.
  func laterOrder(
    of person: Identifier, in scheme: UInt32? = nil, after sequence: UInt64, _ isOf: (Month) -> Bool
  ) -> (batch: Identifier, month: Month)? {
    for claim in self.person(person)?.claims ?? [] where scheme ?? claim.scheme == claim.scheme {
      for item in claim.items where isOf(item.month) && item.isOrdered && !item.isWithheld {
        let batch = batches[Int(item.batch)]
        if !batch.isGivenUp, let draft = batch.draftSequence, draft > sequence {
          return (batchNames[item.batch], item.month)
        }
      }
    }
    return nil
  }

  /// Refuses to undo an event that a refund rests on: the refund would have been above the refundable amount.
  private func refuseRefund(
    of demand: ClaimState.Demand, received: Fen, writtenOff: Fen
  ) throws(Refusal) {
    let owed = demand.isCancelled ? demand.demanded : (demand.demanded - writtenOff).orZero
    if demand.refunded > .zero, demand.refunded > (received - owed).orZero {
      throw .refundRestsOnIt(names[demand.name], refunded: demand.refunded)
    }
  }
}

public import Values

/// One line of a payment batch.
public struct BatchItem: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The month that is paid.
  public let month: Month
  /// How much was ordered.
  public let amount: Fen
  /// What became of it.
  public let outcome: Outcome

  /// What the bank said of an item.
  public enum Outcome: String, CaseIterable, Hashable, Sendable {
    /// Nothing yet.
    case open
    /// The money arrived.
    case paid
    /// It came back.
    case returned
  }
}

/// What the bank said of one item.
public struct SettlementLine: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The month.
  public let month: Month
  /// How much, where the bank repeats it.
  public let amount: Fen?
  /// The bank's answer.
  public let answer: Answer

  /// The bank's answer.
  public enum Answer: Hashable, Sendable {
    /// The money arrived, with the bank's reference.
    case paid(reference: String?)
    /// It came back, with the bank's code.
    case returned(code: String)
  }

  /// Makes a line.
  public init(person: Identifier, month: Month, amount: Fen?, answer: Answer) {
    self.person = person
    self.month = month
    self.amount = amount
    self.answer = answer
  }
}

extension LedgerState {
  /// The items of a batch, by person and month.
  ///
  /// - Complexity: linear in the people of the ledger.
  public func items(ofBatch batch: Identifier) -> [BatchItem] {
    guard let number = batchNames.number(of: batch) else { return [] }
    var items: [BatchItem] = []
    for (position, person) in people.enumerated() {
      for claim in person.claims {
        for item in claim.items where item.batch == number && item.isOrdered {
          items.append(
            BatchItem(
              person: persons.identifiers[position], scheme: schemes[claim.scheme], month: item.month,
              amount: item.ordered,
              outcome: !item.isSettled ? .open : item.lastWasReturn ? .returned : .paid))
        }
      }
    }
    return items.sorted { ($0.person, $0.month) < ($1.person, $1.month) }
  }

  /// Decides a draft: everything payable of a scheme through a month, one item for each person and month.
  ///
  /// - Throws: ``Refusal`` where the batch's id is taken, the scheme unknown, or nothing is payable.
  public func decideDraft(
    _ batch: Identifier, scheme: Identifier, through: Month
  ) throws(Refusal) -> [EventBody] {
    if batchNames.number(of: batch) != nil { throw .batchTaken(batch) }
    guard let number = schemes.number(of: scheme), !timelines[Int(number)].policies.isEmpty else {
      throw .unknownScheme(scheme)
    }
    var events: [EventBody] = []
    var total = Fen.zero
    var paidPersons = 0
    for person in personsInOrder where people[person].claims.contains(where: { $0.scheme == number }) {
      guard let claim = entitlements(ofPersonAt: person).first(where: { $0.scheme == number }) else { continue }
      let due = claim.months.filter { $0.month <= through && $0.payable > .zero }
      if !due.isEmpty { paidPersons += 1 }
      for month in due {
        total += month.payable
        events.append(
          .paymentOrdered(
            PaymentOrdered(
              person: persons.identifiers[person], scheme: scheme, month: month.month, amount: month.payable,
              batch: batch)))
      }
    }
    guard !events.isEmpty else { throw .nothingPayable(scheme, through: through) }
    events.append(
      .batchDrafted(
        BatchDrafted(
          batch: batch, scheme: scheme, through: through, persons: paidPersons, items: events.count, total: total)))
    return events
  }

  /// Decides an approval: by somebody else than the drafter, of items that are all still payable.
  public func decideApproval(of batch: Identifier, _ context: DecisionContext) throws(Refusal) -> [EventBody] {
    let state = try self.batch(batch, in: .drafted)
    if state.drafter == names.number(of: context.by) { throw .approvedByDrafter(context.by) }
    let stale = items(ofBatch: batch).filter { item in
      guard let month = entitlement(of: item.person, in: item.scheme)?.months.first(where: { $0.month == item.month })
      else { return true }
      return month.held + month.inFlight > month.entitled
    }
    if !stale.isEmpty { throw .noLongerPayable(stale) }
    return [.batchApproved(BatchNamed(batch: batch))]
  }

  /// Decides a cancellation: only before the batch was handed to the bank, because then money may be moving.
  public func decideCancellation(of batch: Identifier) throws(Refusal) -> [EventBody] {
    guard let state = self.batch(batch) else { throw .unknownBatch(batch) }
    guard state.stage == .drafted || state.stage == .approved else {
      throw .batchStage(batch, found: state.stage, needed: .drafted)
    }
    return [.batchCancelled(BatchNamed(batch: batch))]
  }

  /// Decides an export: of an approved batch; the same file again needs no event, another one is refused.
  public func decideExport(of batch: Identifier, format: String, sha256: String) throws(Refusal) -> [EventBody] {
    let state = try self.batch(batch, in: .approved, .exported)
    if let before = state.exports.last(where: { $0.format == format }) {
      if before.sha256 == sha256 { return [] }
      throw .exportDiffers(batch: batch, before: before.sha256)
    }
    return [.batchExported(BatchExported(batch: batch, format: format, sha256: sha256))]
  }

  /// Decides what the bank answered: each line must name an item of the exported batch; an answer that is known needs
  /// no event, one that contradicts it is refused, but a payment may still bounce.
  public func decideSettlement(
    of batch: Identifier, _ lines: [SettlementLine]
  ) throws(Refusal) -> [EventBody] {
    _ = try self.batch(batch, in: .exported)
    var items: [ItemKey: BatchItem] = [:]
    for item in self.items(ofBatch: batch) { items[ItemKey(item.person, item.month)] = item }
    var events: [EventBody] = []
    for line in lines {
      let key = ItemKey(line.person, line.month)
      guard let item = items[key] else { throw .notOrdered(person: line.person, month: line.month, batch: batch) }
      if let amount = line.amount, amount != item.amount {
        throw .amountDiffers(person: line.person, month: line.month, ordered: item.amount, found: amount)
      }
      guard let event = try settle(item, line, batch) else { continue }
      events.append(event)
      items[key] = BatchItem(
        person: item.person, scheme: item.scheme, month: item.month, amount: item.amount,
        outcome: event.type == .paid ? .paid : .returned)
    }
    return events
  }

  private struct ItemKey: Hashable {
    let person: Identifier
    let month: Month
    init(_ person: Identifier, _ month: Month) {
      self.person = person
      self.month = month
    }
  }

  private func settle(
    _ item: BatchItem, _ line: SettlementLine, _ batch: Identifier
  ) throws(Refusal) -> EventBody? {
    switch (item.outcome, line.answer) {
    case (.open, .paid(let reference)):
      return .paid(
        Paid(
          person: item.person, scheme: item.scheme, month: item.month, amount: item.amount, batch: batch,
          reference: reference))
    case (.open, .returned(let code)), (.paid, .returned(let code)):
      return .paymentReturned(
        PaymentReturned(
          person: item.person, scheme: item.scheme, month: item.month, amount: item.amount, batch: batch, code: code))
    case (.paid, .paid), (.returned, .returned):
      return nil
    case (.returned, .paid):
      throw .settledOtherwise(person: item.person, month: item.month)
    }
  }

  private func batch(_ batch: Identifier, in stages: BatchState.Stage...) throws(Refusal) -> BatchState {
    guard let state = self.batch(batch) else { throw .unknownBatch(batch) }
    guard stages.contains(state.stage) else {
      throw .batchStage(batch, found: state.stage, needed: stages[0])
    }
    return state
  }
}

import Policy
public import Values

extension LedgerState {
  /// Decides a draft: everything payable of a scheme through a month, one item for each person and month.
  ///
  /// A month that another open batch pays waits until the bank has answered that one, even if more became payable since:
  /// the rest, up or down, is for the batch after it.
  ///
  /// - Parameters:
  ///   - batch: the new batch.
  ///   - scheme: the scheme.
  ///   - through: the last month.
  ///   - context: who drafts, and when.
  ///   - terms: the requirements of the office.
  /// - Returns: the events, and the payments left out.
  /// - Throws: ``Refusal`` if the batch's id is taken, the scheme unknown, or nothing may be paid.
  public func decideDraft(
    _ batch: Identifier, scheme: Identifier, through: Month, _ context: DecisionContext,
    _ terms: DraftTerms = DraftTerms()
  ) throws(Refusal) -> BatchDraft {
    if batchNames.number(of: batch) != nil { throw .batchTaken(batch) }
    guard let number = schemes.number(of: scheme), !timelines[Int(number)].policies.isEmpty else {
      throw .unknownScheme(scheme)
    }
    var draft = BatchDraft()
    var total = Fen.zero
    var paidPersons = 0
    for position in personsInOrder {
      guard let claim = people[position].claims.firstIndex(where: { $0.scheme == number }),
        district(ofPersonAt: position, claimAt: claim).isWithin(terms.district)
      else { continue }
      let payments = ClaimPayments(self, position, scheme: number, on: context.today)
      let payable = payments.claim?.months.filter { $0.month <= through && $0.payable > .zero } ?? []
      if payable.isEmpty { continue }
      let person = persons.identifiers[position]
      draft.unswept += payments.unswept.filter { $0.from <= through }
      let ordered = draft.events.count
      for month in payable {
        let toCome: PaymentHold? = !terms.monthsAhead && payments.isToCome(month.month) ? .notBegun : nil
        if let hold = toCome ?? payments.hold(on: month) {
          draft.held.append(HeldPayment(person: person, month: month.month, amount: month.payable, hold: hold))
          continue
        }
        total += month.payable
        draft.events.append(
          .paymentOrdered(
            PaymentOrdered(person: person, scheme: scheme, month: month.month, amount: month.payable, batch: batch)))
      }
      if draft.events.count > ordered { paidPersons += 1 }
    }
    if terms.afterSweep, !draft.unswept.isEmpty { throw .sweepFirst(draft.unswept) }
    guard !draft.events.isEmpty else {
      throw draft.held.isEmpty
        ? .nothingPayable(scheme, through: through, district: terms.district)
        : .allHeld(scheme, through: through, draft.held)
    }
    draft.events.append(
      .batchDrafted(
        BatchDrafted(
          batch: batch, scheme: scheme, through: through, persons: paidPersons, items: draft.events.count,
          total: total, district: terms.district)))
    return draft
  }

  /// Decides an approval: by an operator other than the drafter, of items that are all still payable.
  ///
  /// - Parameters:
  ///   - batch: the batch.
  ///   - context: who approves, and when.
  ///   - controls: the totals that the approver states for the batch (控制总数), and whether the list must have been checked.
  /// - Returns: the approval.
  /// - Throws: ``Refusal``, if something is against it.
  public func decideApproval(
    of batch: Identifier, _ context: DecisionContext, _ controls: ApprovalControls = ApprovalControls()
  ) throws(Refusal) -> [EventBody] {
    let state = try ownBatch(batch, in: .drafted)
    if isDrafter(of: state, context.by) { throw .approvedByDrafter(context.by) }
    if controls.requiresListCheck, state.checker == nil {
      throw .listNotChecked(batch, clause: listCheck(of: batch)?.clause)
    }
    let items = items(ofBatch: batch)
    let sum = items.reduce(Fen.zero) { $0 + $1.amount }
    let count = controls.count.flatMap { $0 == items.count ? nil : $0 }
    let total = controls.total.flatMap { $0 == sum ? nil : $0 }
    if count != nil || total != nil { throw .controlsDiffer(batch, count: count, total: total) }
    try refuseHeldPayments(of: batch, context)
    return [.batchApproved(BatchApproved(batch: batch))]
  }

  /// Refuses a step of a batch that has an item which would not be paid in the present state.
  func refuseHeldPayments(of batch: Identifier, _ context: DecisionContext) throws(Refusal) {
    let held = heldPayments(of: batch, on: context.today)
    if !held.isEmpty { throw .noLongerPayable(held, batch: batch) }
  }

  /// Decides a cancellation: only before the batch was handed to the bank, because then money may be moving.
  ///
  /// A batch that a history brought can be cancelled even if it has no draft: nothing else frees its items.
  public func decideCancellation(of batch: Identifier) throws(Refusal) -> [EventBody] {
    guard let state = self.batch(batch) else { throw .unknownBatch(batch) }
    switch state.stage {
    case .named, .drafted, .approved: break
    case .exported, .cancelled, .recalled: throw .batchStage(batch, found: state.stage, needed: .drafted)
    }
    return [.batchCancelled(BatchCancelled(batch: batch))]
  }

  /// Decides an export: of an approved batch; the same file again needs no event, another one is refused.
  public func decideExport(
    of batch: Identifier, format: String, sha256: String, _ context: DecisionContext
  ) throws(Refusal) -> [EventBody] {
    try decideExport([BatchExported(batch: batch, format: format, sha256: sha256)], of: batch, context)
  }

  /// Decides an export of several files, one for each bank: all of them as they were, or all of them new.
  ///
  /// - Parameters:
  ///   - files: the files, each with a format of its own.
  ///   - batch: the batch.
  ///   - context: who exports, and when.
  ///   - requiresFunds: whether the treasury's money must have come before.
  /// - Returns: an event for each file; none if the same files were exported before.
  /// - Throws: ``Refusal``, if something is against it.
  public func decideExport(
    _ files: [BatchExported], of batch: Identifier, _ context: DecisionContext, requiresFunds: Bool = false
  ) throws(Refusal) -> [EventBody] {
    let state = try ownBatch(batch, in: .approved, .exported)
    try refuseHeldPayments(of: batch, context)
    if state.items == 0 { throw .nothingLeft(batch) }
    if requiresFunds, state.fundsReceived < state.total {
      throw .fundsMissing(batch, missing: state.total - state.fundsReceived, clause: listCheck(of: batch)?.clause)
    }
    for file in files {
      // With a bank more or less, one file becomes two or two become one: the batch would be another one.
      let before = state.exports.filter { $0.profile == file.profile }
      if let first = before.first, Set(before.map(\.format)) != Set(files.map(\.format)) {
        throw .exportDiffers(batch: batch, before: first.sha256)
      }
    }
    var events: [EventBody] = []
    for file in files {
      if let before = state.exports.last(where: { $0.format == file.format }) {
        if before.sha256 != file.sha256 { throw .exportDiffers(batch: batch, before: before.sha256) }
      } else {
        events.append(.batchExported(file))
      }
    }
    return events
  }

  /// Decides the bank's answers: each line must name an item of the exported batch; an answer that is known needs no event, one
  /// that contradicts it is refused, but a payment may still bounce.
  ///
  /// If the batch was recalled, only the return of a payment that was accepted all the same is booked.
  public func decideSettlement(
    of batch: Identifier, _ lines: [SettlementLine]
  ) throws(Refusal) -> [EventBody] {
    let isRecalled = try self.batch(batch, in: [.exported, .recalled]).isRecalled
    var items = itemsByKey(ofBatch: batch)
    let unknown = lines.filter { items[ItemKey($0.person, $0.month)] == nil }
    if unknown.count > 1 { throw .notOrderedLines(unknown, batch: batch) }
    var events: [EventBody] = []
    for line in lines {
      let key = ItemKey(line.person, line.month)
      guard let item = items[key] else { throw .notOrdered(person: line.person, month: line.month, batch: batch) }
      if case .paid = line.answer, let amount = line.amount, amount != item.amount {
        throw .amountDiffers(person: line.person, month: line.month, ordered: item.amount, found: amount)
      }
      if isRecalled, item.outcome == .open || item.isPaidAnew(by: line.answer) {
        throw .recalledBatchAnswered(batch, person: line.person, month: line.month)
      }
      guard let event = try settle(item, line, batch) else { continue }
      events.append(event)
      items[key] = BatchItem(
        person: item.person, scheme: item.scheme, month: item.month, amount: item.amount,
        outcome: event.type == .paid ? .paid : .returned, returnedFrom: item.returnedFrom,
        answer: item.answer.taking(line.answer))
    }
    return events
  }

  /// The payments that the bank reports and that the ledger did not expect, which only two people together may accept.
  ///
  /// - Returns: the payments without a request, as many as one may ask for at once; and how many lines change nothing, because
  ///   they report no such payment.
  /// - Throws: ``Refusal`` for lines that are not of the batch, or have another amount.
  ///
  /// > Source: contract 3, section 3.
  public func unexpectedPayments(
    of batch: Identifier, _ lines: [SettlementLine], _ allowed: UnexpectedPayments
  ) throws(Refusal) -> (payments: [Paid], passedOver: Int) {
    let state = try self.batch(batch, in: allowed == .ofRecalled ? [.recalled] : [.exported])
    let items = itemsByKey(ofBatch: batch)
    var payments: [Paid] = []
    for line in lines {
      guard let item = items[ItemKey(line.person, line.month)] else {
        throw .notOrdered(person: line.person, month: line.month, batch: batch)
      }
      guard case .paid(let reference?) = line.answer else { continue }
      if let amount = line.amount, amount != item.amount {
        throw .amountDiffers(person: line.person, month: line.month, ordered: item.amount, found: amount)
      }
      guard isUnexpected(item, paidWith: reference, of: batch, state) else { continue }
      payments.append(
        Paid(
          person: item.person, scheme: item.scheme, month: item.month, amount: item.amount, batch: batch,
          reference: reference))
    }
    return (Array(payments.prefix(ActContent.mostLines)), lines.count - payments.count)
  }

  /// Whether a payment that the bank reports contradicts the ledger's knowledge, so that it takes two people.
  ///
  /// > Source: contract 3, section 3.
  func isUnexpected(
    _ item: BatchItem, paidWith reference: String?, of batch: Identifier, _ state: BatchState
  ) -> Bool {
    if item.outcome == .paid || item.cameBack(paidWith: reference) { return false }
    return state.isRecalled || item.outcome == .returned && laterExport(of: item, than: batch) != nil
  }

  /// The items of a batch by person and month.
  func itemsByKey(ofBatch batch: Identifier) -> [ItemKey: BatchItem] {
    Dictionary(
      items(ofBatch: batch).map { (ItemKey($0.person, $0.month), $0) }, uniquingKeysWith: { _, last in last })
  }

  /// A month of a person.
  struct ItemKey: Hashable {
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
    case (.paid, .returned(let code)) where item.answer.code == BankAnswer.fingerprint(code):
      // It came back with this code before it arrived: an old file again, or a payment that bounced once more.
      throw .returnedBefore(person: item.person, month: item.month, code: code)
    case (.open, .returned(let code)), (.paid, .returned(let code)):
      return .paymentReturned(
        PaymentReturned(
          person: item.person, scheme: item.scheme, month: item.month, amount: item.amount, batch: batch, code: code))
    case (.paid, .paid), (.returned, .returned):
      // An answer that leaves the reference out does not differ.
      if item.answer.differs(from: line.answer) { throw .answerDiffers(person: item.person, month: item.month) }
      return nil
    case (.returned, .paid(let reference?)) where item.cameBack(paidWith: reference):
      // The payment that has bounced since, reported again.
      return nil
    case (.returned, .paid(let reference?)):
      if let later = laterExport(of: item, than: batch) {
        throw .orderedAgain(person: item.person, month: item.month, batch: later)
      }
      return .paid(
        Paid(
          person: item.person, scheme: item.scheme, month: item.month, amount: item.amount, batch: batch,
          reference: reference))
    case (.returned, .paid(nil)):
      throw .settledOtherwise(person: item.person, month: item.month)
    }
  }

  /// The first batch after one that was exported with an item's month; nil if there is none.
  ///
  /// > Source: contract 3, section 3, `paid` after `returned`.
  func laterExport(of item: BatchItem, than batch: Identifier) -> Identifier? {
    // A history may bring a batch that it never drafted.
    let own = self.batch(batch)?.draftSequence ?? 0
    guard let scheme = schemes.number(of: item.scheme) else { return nil }
    let items = person(item.person)?.claim(scheme: scheme)?.items.filter { $0.month == item.month } ?? []
    let later = items.compactMap { other -> (batch: UInt32, sequence: UInt64)? in
      let state = batches[Int(other.batch)]
      guard let sequence = state.draftSequence, sequence > own, state.exportSequence != nil, !state.isRecalled else {
        return nil
      }
      return (other.batch, sequence)
    }
    return later.min { $0.sequence < $1.sequence }.map { batchNames[$0.batch] }
  }

  /// A batch in the stage that a step needs, if two people of this ledger are responsible for it.
  ///
  /// - Throws: ``Refusal/batchFromHistory(_:_:)`` if a history brought it, or a part of it.
  ///
  /// > Source: contract 3, section 2.
  func ownBatch(_ batch: Identifier, in stages: BatchState.Stage...) throws(Refusal) -> BatchState {
    guard let state = self.batch(batch) else { throw .unknownBatch(batch) }
    if !state.isGivenUp, isFromHistory(batch, state) { throw .batchFromHistory(batch, state.stage) }
    return try self.batch(batch, in: stages)
  }

  /// Whether a history brought a batch or changed it: by any event about the whole batch, an item, or an answer of the
  /// bank before there was a file.
  ///
  /// A draft of this ledger states the number of its items and their sum, and only an import adds to them.
  private func isFromHistory(_ batch: Identifier, _ state: BatchState) -> Bool {
    if state.drafter == nil || state.steps.contains(where: { imports.contains($0.sequence) }) { return true }
    let items = items(ofBatch: batch)
    if items.count != state.items || items.reduce(Fen.zero, { $0 + $1.amount }) != state.total { return true }
    return state.export == nil && items.contains { $0.outcome != .open }
  }

  /// Whether an operator drafted a batch.
  func isDrafter(of state: BatchState, _ by: Identifier) -> Bool {
    state.drafter.map { names[$0].isSameOperator(as: by) } ?? false
  }

  func batch(_ batch: Identifier, in stages: [BatchState.Stage]) throws(Refusal) -> BatchState {
    guard let state = self.batch(batch) else { throw .unknownBatch(batch) }
    guard stages.contains(state.stage) else {
      throw .batchStage(batch, found: state.stage, needed: stages[0])
    }
    return state
  }
}

extension BatchExported {
  /// The format without the number of a file for one bank: `fixed` of `fixed/2`.
  fileprivate var profile: Substring { format.prefix { $0 != "/" } }
}

/// A draft of a batch: the events that make it, and the payments left out.
public struct BatchDraft: Sendable {
  /// The orders, and the `batch-drafted` that closes them.
  public internal(set) var events: [EventBody] = []
  /// The payments that wait, by person and month.
  public internal(set) var held: [HeldPayment] = []
  /// The items that a sweep of the day would record, for months through the draft's last, of the persons whom the draft would
  /// pay.
  public internal(set) var unswept: [SweepItem] = []
}

/// The kind of unexpected payments that a request asks to accept.
public enum UnexpectedPayments: Hashable, Sendable {
  /// Of a batch that was recalled.
  case ofRecalled
  /// Of months that a later batch has sent again.
  case orderedAgain
}

/// The requirements of an office when it drafts.
public struct DraftTerms: Hashable, Sendable {
  /// Whether months are paid that have not begun.
  public var monthsAhead: Bool
  /// Whether a sweep must have recorded all that time has brought about for the persons of the draft.
  public var afterSweep: Bool
  /// The one district whose claims are paid, including the districts within it; nil for all.
  ///
  /// > Source: 景人社字〔2024〕139号 五（五）: 向同级财政提出申请.
  public var district: Region?

  /// Makes terms, by default for months that have begun, swept or not, of all districts.
  public init(monthsAhead: Bool = false, afterSweep: Bool = false, district: Region? = nil) {
    self.monthsAhead = monthsAhead
    self.afterSweep = afterSweep
    self.district = district
  }
}

/// The controls of an approver: the control totals as counted by hand, and the requirements of the office.
public struct ApprovalControls: Hashable, Sendable {
  /// How many items the batch must have; nil if they were not counted.
  public var count: Int?
  /// The sum that they must have; nil if they were not added up.
  public var total: Fen?
  /// Whether the list must have been checked (核对名单) before.
  public var requiresListCheck: Bool

  /// Makes controls, by default none.
  public init(count: Int? = nil, total: Fen? = nil, requiresListCheck: Bool = false) {
    self.count = count
    self.total = total
    self.requiresListCheck = requiresListCheck
  }
}

extension BatchItem {
  /// Whether it came back after a payment with a reference: a second report of that payment says nothing new.
  func cameBack(paidWith reference: String?) -> Bool {
    outcome == .returned && reference != nil && answer.reference == BankAnswer.fingerprint(reference)
  }

  /// Whether an answer reports a payment made after the money came back, and not the one that came back.
  fileprivate func isPaidAnew(by told: SettlementLine.Answer) -> Bool {
    guard case .paid(let reference) = told, outcome == .returned else { return false }
    return !cameBack(paidWith: reference)
  }
}

extension BankAnswer {
  /// The fingerprints after a further answer.
  fileprivate func taking(_ answer: SettlementLine.Answer) -> BankAnswer {
    var known = self
    switch answer {
    case .paid(let reference): known.reference = BankAnswer.fingerprint(reference)
    case .returned(let code): known.code = BankAnswer.fingerprint(code)
    }
    return known
  }

  /// Whether a further answer of the same outcome has another reference or code; an omitted one does not differ.
  fileprivate func differs(from answer: SettlementLine.Answer) -> Bool {
    let other = BankAnswer().taking(answer)
    switch answer {
    case .paid: return reference != 0 && other.reference != 0 && reference != other.reference
    case .returned: return code != 0 && other.code != 0 && code != other.code
    }
  }
}

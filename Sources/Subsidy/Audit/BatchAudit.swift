import Values

/// A fault in the way in which a batch's money left.
public enum BatchFault: String, CaseIterable, Hashable, Sendable {
  /// The drafter approved it.
  case approvedByDrafter = "approved-by-drafter"
  /// It was approved or exported in the ledger although a history had brought it or a part of it.
  case fromHistory = "from-history"
  /// One of drafter and approver was registered by the other alone.
  case registeredByOther = "registered-by-other"
  /// The bank paid without an approval.
  case paidUnapproved = "paid-unapproved"
  /// It was approved after the bank had paid it.
  case approvedAfterPayment = "approved-after-payment"
  /// The bank paid after the batch was cancelled.
  case paidCancelled = "paid-cancelled"
  /// Items came in after the approval.
  case itemsAdded = "items-added"
  /// The draft states other sums than its items have.
  case sumsDiffer = "sums-differ"
  /// The bank paid, and no file was exported.
  case paidUnexported = "paid-unexported"
  /// It was approved although the list was not checked, which the document asks for (核对名单).
  case listUnchecked = "list-unchecked"
  /// It was exported before the treasury's money had come, which the document asks for (资金到位).
  case fundsMissing = "funds-missing"
  /// The drafter changed the account of a person in it, and then it was exported.
  case accountChanged = "account-changed"
}

extension LedgerState {
  /// The faults in the way in which the money of batches left, as the end of the log shows them, by batch.
  ///
  /// ``DecisionWatch`` finds the faults that show only at the moment of a step.
  public func batchFaults() -> [Finding] { BatchAudit(self).findings() }
}

/// The batches of a ledger, looked at as a whole once everything is known.
///
/// Whether a batch was approved or exported is asked only from the scheme's first approval or export on: an imported past
/// without any has them elsewhere.
private struct BatchAudit {
  private let state: LedgerState
  /// By batch number.
  private var tallies: [Tally]

  /// The sums of a batch's items.
  private struct Tally {
    /// The scheme of the batch; of one that was never drafted, that of its items.
    var scheme: UInt32?
    var items = 0
    var persons = 0
    var lastPerson: UInt32?
    var ordered = Fen.zero
    var unapproved = Payments()
    var cancelled = Payments()
    var unexported = Payments()

    /// Takes in the items of the persons, one person after the other.
    mutating func take(_ item: ClaimState.PaymentItem, of person: UInt32, _ limits: Limits) {
      if item.isOrdered {
        if lastPerson != person { persons += 1 }
        lastPerson = person
        items += 1
        ordered += item.ordered
      }
      guard item.isPaid else { return }
      if limits.unapproved.contains(item.firstPaid) { unapproved.take(item) }
      if limits.cancelled.contains(item.firstPaid) { cancelled.take(item) }
      if limits.unexported.contains(item.firstPaid) { unexported.take(item) }
    }
  }

  /// Payments at fault.
  private struct Payments {
    var total = Fen.zero
    /// The number of the first of them; nil if there are none.
    var first: UInt64?

    mutating func take(_ item: ClaimState.PaymentItem) {
      total += item.paid
      first = min(first ?? .max, item.firstPaid)
    }
  }

  /// Which payments of a batch are at fault, by their numbers.
  private struct Limits {
    var unapproved: Range<UInt64>
    var cancelled: Range<UInt64>
    var unexported: Range<UInt64>

    /// - Parameters:
    ///   - batch: the batch.
    ///   - approval: the scheme's first approval; nil if there is none.
    ///   - export: the scheme's first export; nil if there is none.
    init(_ batch: BatchState, firstApproval approval: UInt64?, firstExport export: UInt64?) {
      func between(_ first: UInt64?, _ own: UInt64?) -> Range<UInt64> {
        let (begin, end) = (first ?? .max, own ?? .max)
        return begin..<max(begin, end)
      }
      unapproved = between(approval, batch.approvalSequence)
      cancelled = between(batch.cancellation?.sequence, nil)
      unexported = between(export, batch.exportSequence)
    }
  }

  init(_ state: LedgerState) {
    self.state = state
    tallies = state.batches.map { Tally(scheme: $0.scheme) }
    for person in state.people {
      for claim in person.claims {
        for item in claim.items where tallies[Int(item.batch)].scheme == nil {
          tallies[Int(item.batch)].scheme = claim.scheme
        }
      }
    }
    let limits = limits()
    for (person, known) in state.people.enumerated() {
      for item in state.itemsByKey(of: known, at: person) {
        tallies[Int(item.batch)].take(
          item, of: state.key(at: item.key, ofPersonAt: person), limits[Int(item.batch)])
      }
    }
  }

  private func limits() -> [Limits] {
    var approvals: [UInt32: UInt64] = [:]
    var exports: [UInt32: UInt64] = [:]
    for (batch, tally) in zip(state.batches, tallies) {
      guard let scheme = tally.scheme else { continue }
      if let approval = batch.approvalSequence { approvals[scheme] = min(approvals[scheme] ?? .max, approval) }
      if let export = batch.exportSequence { exports[scheme] = min(exports[scheme] ?? .max, export) }
    }
    return zip(state.batches, tallies).map { batch, tally in
      Limits(
        batch, firstApproval: tally.scheme.flatMap { approvals[$0] }, firstExport: tally.scheme.flatMap { exports[$0] })
    }
  }

  /// The findings, by batch.
  func findings() -> [Finding] {
    state.batches.indices.sorted { state.batchNames.identifiers[$0] < state.batchNames.identifiers[$1] }
      .flatMap { findings(of: $0) }
  }

  private func findings(of number: Int) -> [Finding] {
    let (batch, tally) = (state.batches[number], tallies[number])
    var findings: [Finding] = []
    func add(_ fault: BatchFault, _ amount: Fen, by operators: [UInt32?], _ sequences: [UInt64]) {
      findings.append(
        Finding(
          .batch(fault), scheme: tally.scheme.map { state.schemes[$0] }, month: batch.through, amount: amount,
          responsible: operators.compactMap { $0 }.map { state.names[$0] }, sequences: batch.sequences + sequences,
          batch: state.batchNames.identifiers[number]))
    }
    if let drafter = batch.drafter, let approver = batch.approver,
      state.names[drafter].isSameOperator(as: state.names[approver])
    {
      add(.approvedByDrafter, batch.total, by: [drafter], [])
    }
    let decided = decidedHere(batch)
    if !decided.isEmpty { add(.fromHistory, batch.total, by: decided.map(\.by), batch.steps.map(\.sequence)) }
    if let payment = tally.unapproved.first {
      let isLate = batch.isApproved
      add(
        isLate ? .approvedAfterPayment : .paidUnapproved, tally.unapproved.total,
        by: [isLate ? batch.approver : batch.drafter], [payment])
    }
    if let cancelled = batch.cancellation, let payment = tally.cancelled.first {
      add(.paidCancelled, tally.cancelled.total, by: [cancelled.by], [cancelled.sequence, payment])
    }
    if let payment = tally.unexported.first {
      add(.paidUnexported, tally.unexported.total, by: [batch.drafter, batch.approver], [payment])
    }
    let added = (tally.ordered - batch.totalDrafted)
    if let approved = batch.approvalSequence, let last = batch.lastOrdered, last > approved {
      add(.itemsAdded, added.orZero, by: [batch.drafter], [last])
    } else if batch.drafter != nil,
      (tally.items, tally.persons, tally.ordered) != (batch.itemsDrafted, batch.persons, batch.totalDrafted)
    {
      add(.sumsDiffer, max(added, .zero - added), by: [batch.drafter], [])
    }
    return findings
  }

  /// The approval and the exports of this ledger of a batch that a history had brought or a part of it.
  ///
  /// > Source: contract 3, section 2.
  private func decidedHere(_ batch: BatchState) -> [BatchState.Step] {
    guard let imported = batch.steps.first(where: { state.imports.contains($0.sequence) }) else { return [] }
    return batch.steps.filter { step in
      (step.type == .batchApproved || step.type == .batchExported) && step.sequence > imported.sequence
        && !state.imports.contains(step.sequence)
    }
  }
}

extension LedgerState {
  /// The items of a person, those of one key after those of another.
  fileprivate func itemsByKey(of person: PersonState, at number: Int) -> [ClaimState.PaymentItem] {
    let items = person.claims.flatMap(\.items)
    return hasOtherKeys(number) ? items.sorted { ($0.key, $0.month) < ($1.key, $1.month) } : items
  }
}

extension BatchState {
  /// The event that cancelled it; nil if none did.
  fileprivate var cancellation: Step? { steps.first { $0.type == .batchCancelled } }
}

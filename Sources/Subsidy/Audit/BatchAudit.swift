import Policy
import Values

/// What can be wrong with the way in which a batch's money left.
public enum BatchFault: String, CaseIterable, Hashable, Sendable {
  /// The bank paid, and nobody approved.
  case paidUnapproved = "paid-unapproved"
  /// Somebody approved what the bank had paid before.
  case approvedAfterPayment = "approved-after-payment"
  /// The bank paid after the batch was cancelled.
  case paidCancelled = "paid-cancelled"
  /// Items came in after the approval.
  case itemsAdded = "items-added"
  /// What the draft says of its items is not what they are.
  case sumsDiffer = "sums-differ"
  /// The bank paid, and no file was exported.
  case paidUnexported = "paid-unexported"
  /// It was approved although the list was not checked, which the document asks for (核对名单).
  case listUnchecked = "list-unchecked"
  /// It was exported before the treasury's money had come, which the document asks for (资金到位).
  case fundsMissing = "funds-missing"
  /// Whoever drafted it changed the account of somebody in it, and then it was exported.
  case accountChanged = "account-changed"
}

/// The batches of a ledger, looked at as a whole once everything is known.
///
/// A check applies from the scheme's first event of its kind on: a past that knows no approvals, exports or
/// checks of lists has them elsewhere.
struct BatchAudit {
  private let state: LedgerState
  /// By batch number.
  private var tallies: [Tally]
  private var first = First()

  /// What the items of a batch come to.
  fileprivate struct Tally {
    var scheme: UInt32?
    var persons: Set<UInt32> = []
    var items = 0
    var ordered = Fen.zero
    /// The items that the bank paid: the number of the first payment, what is paid, and the order.
    var paid: [(sequence: UInt64, amount: Fen)] = []
  }

  /// The number of the first event of each kind, by scheme.
  private struct First {
    var approval: [UInt32: UInt64] = [:]
    var export: [UInt32: UInt64] = [:]
  }

  init(_ state: LedgerState) {
    self.state = state
    tallies = Array(repeating: Tally(), count: state.batches.count)
    for (person, known) in state.people.enumerated() {
      for claim in known.claims {
        for item in claim.items {
          tallies[Int(item.batch)].take(item, of: UInt32(person), in: claim.scheme)
        }
      }
    }
    for (number, batch) in state.batches.enumerated() {
      guard let scheme = batch.scheme ?? tallies[number].scheme else { continue }
      tallies[number].scheme = scheme
      if let approval = batch.approvalSequence {
        first.approval[scheme] = min(first.approval[scheme] ?? .max, approval)
      }
      if let export = batch.exportSequence { first.export[scheme] = min(first.export[scheme] ?? .max, export) }
    }
  }

  /// The findings, by batch.
  func findings() -> [Finding] {
    state.batches.indices.sorted { state.batchNames.identifiers[$0] < state.batchNames.identifiers[$1] }
      .flatMap { findings(of: $0) }
  }

  private func findings(of number: Int) -> [Finding] {
    let (batch, tally) = (state.batches[number], tallies[number])
    guard let scheme = tally.scheme else { return [] }
    var findings: [Finding] = []
    func add(
      _ fault: BatchFault, _ amount: Fen, by operators: [UInt32?], _ sequences: [UInt64], clause: String? = nil
    ) {
      findings.append(
        Finding(
          .batch(fault), scheme: state.schemes[scheme], month: batch.through, amount: amount,
          responsible: operators.compactMap { $0 }.map { state.names[$0] }, clause: clause,
          sequences: batch.sequences + sequences, batch: state.batchNames.identifiers[number]))
    }
    let approved = batch.approvalSequence
    let unapproved = tally.paid(after: first.approval[scheme]).before(approved)
    if let payment = unapproved.first {
      if approved == nil {
        add(.paidUnapproved, unapproved.total, by: [batch.drafter], [payment.sequence])
      } else {
        add(.approvedAfterPayment, unapproved.total, by: [batch.approver], [payment.sequence])
      }
    }
    if let cancelled = batch.steps.first(where: { $0.type == .batchCancelled }) {
      let paid = tally.paid(after: cancelled.sequence)
      if let payment = paid.first {
        add(.paidCancelled, paid.total, by: [cancelled.by], [cancelled.sequence, payment.sequence])
      }
    }
    let unexported = tally.paid(after: first.export[scheme]).before(batch.exportSequence)
    if let payment = unexported.first {
      add(.paidUnexported, unexported.total, by: [batch.drafter, batch.approver], [payment.sequence])
    }
    if let approved, batch.lastOrdered ?? 0 > approved {
      add(.itemsAdded, tally.ordered - batch.totalDrafted, by: [batch.drafter], batch.lastOrdered.map { [$0] } ?? [])
    } else if batch.drafter != nil,
      (tally.items, tally.persons.count, tally.ordered) != (batch.itemsDrafted, batch.persons, batch.totalDrafted)
    {
      let difference = tally.ordered - batch.totalDrafted
      add(.sumsDiffer, difference < .zero ? .zero - difference : difference, by: [batch.drafter], [])
    }
    return findings
  }
}

extension BatchAudit.Tally {
  fileprivate mutating func take(_ item: ClaimState.PaymentItem, of person: UInt32, in scheme: UInt32) {
    self.scheme = self.scheme ?? scheme
    if item.isOrdered {
      persons.insert(person)
      items += 1
      ordered += item.ordered
    }
    if item.isPaid { paid.append((item.firstPaid, item.paid)) }
  }

  /// The items that were first paid after an event, in the order of the payments; none without the event.
  fileprivate func paid(after sequence: UInt64?) -> [(sequence: UInt64, amount: Fen)] {
    guard let sequence else { return [] }
    return paid.filter { $0.sequence > sequence }.sorted { $0.sequence < $1.sequence }
  }
}

extension [(sequence: UInt64, amount: Fen)] {
  /// Those before an event; all of them without the event.
  fileprivate func before(_ sequence: UInt64?) -> Self { filter { $0.sequence < sequence ?? .max } }

  fileprivate var total: Fen { reduce(.zero) { $0 + $1.amount } }
}

extension LedgerState {
  /// What is wrong with the way in which the money of batches left, by batch.
  public func batchFaults() -> [Finding] { BatchAudit(self).findings() }

  /// The findings of which somebody who is responsible for them said what became of them.
  public func disposedByResponsible(_ findings: [Finding]) -> [Finding] {
    if dispositions.isEmpty { return [] }
    var found: [FindingKey: Finding] = [:]
    for finding in findings {
      guard let disposition = dispositions[finding.key], finding.isAnswered(by: disposition.by) else { continue }
      found.join(
        Finding(
          .disposedByResponsible, person: finding.person, scheme: finding.scheme, month: finding.month,
          amount: finding.amount, responsible: [disposition.by], sequences: finding.sequences + [disposition.sequence],
          application: finding.application, stage: finding.stage, batch: finding.batch))
    }
    return found.sorted { $0.key.description < $1.key.description }.map(\.value)
  }
}

extension Finding {
  /// Whether an operator is among those who are responsible.
  func isAnswered(by operator: Identifier) -> Bool {
    responsible.contains { $0.isSameOperator(as: `operator`) }
  }
}

extension LedgerState {
  /// Whether the ledger has had a fact, be it of anybody.
  func hasSeen(_ fact: FactCode) -> Bool { factsSeen & 1 << fact.ordinal != 0 }
}

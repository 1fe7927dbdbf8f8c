import Policy
public import Values

/// A step that a batch takes, in the order of the steps.
public enum BatchStep: String, CaseIterable, Hashable, Sendable {
  /// It is drafted (起草).
  case draft
  /// Its list is found right (核对名单), if its document asks for that.
  case check
  /// A second person approves it (核准).
  case approve
  /// The treasury's money is asked for (请款), if its document asks for that.
  case request
  /// The treasury's money has come (到位).
  case fund
  /// Its file is written for the bank (送银行).
  case export
  /// The bank has answered for every item (回盘).
  case settle
  /// The drafted sums equal the sums paid and returned (对账).
  case reconcile
}

/// How far a batch has come, step by step: the steps done, the next one, and those that are not asked for or not recorded.
public struct BatchProgress: Hashable, Sendable {
  /// The standing of a step.
  public enum Standing: Hashable, Sendable {
    /// It was done, by the named operator or, without a name, as the ledger's data show.
    case done(by: Identifier?)
    /// It comes now.
    case now
    /// It comes later.
    case later
    /// The batch's document does not ask for it.
    case notAsked
    /// The batch's document asks for it, the batch has gone on, and it was not recorded.
    case notRecorded(clause: String?)
  }

  /// The batch.
  public let batch: BatchSummary
  /// The rule by which its list is checked and its money asked for; nil if its document has none.
  private let rule: ListCheckRule?
  private let asksForFunds: Bool

  /// Looks at a batch as a state knows its document.
  public init(_ batch: BatchSummary, in state: LedgerState) {
    self.batch = batch
    rule = state.listCheck(of: batch.batch)
    asksForFunds = state.asksForFunds(batch.batch)
  }

  /// The step that comes now; nil for a batch that is over, was given up, or has no item left.
  public var next: BatchStep? {
    if batch.isSettled {
      // An imported past has no recorded draft with which its payments could be compared.
      return batch.stage == .exported && !BatchReconciliation(batch).isBalanced ? .reconcile : nil
    }
    // One whose items were all taken out has nothing to send.
    if batch.items == 0 { return nil }
    switch batch.stage {
    case .drafted: return batch.checker == nil && rule != nil ? .check : .approve
    case .approved:
      if !asksForFunds || batch.fundsReceived >= batch.total { return .export }
      return batch.fundsRequested == .zero ? .request : .fund
    case .exported: return .settle
    case .named, .cancelled, .recalled: return nil
    }
  }

  /// The standing of a step.
  public subscript(step: BatchStep) -> Standing {
    if step == next { return .now }
    switch step {
    case .draft: return batch.stage == .named ? .notRecorded(clause: nil) : .done(by: batch.drafter)
    case .check:
      return standing(isDone: batch.checker != nil, by: batch.checker, isAsked: rule != nil, before: .approve, of: rule)
    case .approve: return standing(isDone: batch.approver != nil, by: batch.approver, before: .export)
    case .request:
      return standing(isDone: batch.fundsRequested > .zero, isAsked: asksForFunds, before: .fund, of: rule)
    case .fund:
      return standing(
        isDone: asksForFunds && batch.fundsReceived >= batch.total, isAsked: asksForFunds, before: .export, of: rule)
    case .export: return standing(isDone: batch.stage.isSent, before: .settle)
    case .settle: return standing(isDone: batch.isSettled, before: .reconcile)
    case .reconcile: return standing(isDone: batch.isSettled && BatchReconciliation(batch).isBalanced, before: nil)
    }
  }

  private func standing(
    isDone: Bool, by: Identifier? = nil, isAsked: Bool = true, before following: BatchStep?,
    of rule: ListCheckRule? = nil
  ) -> Standing {
    if isDone { return .done(by: by) }
    if !isAsked { return .notAsked }
    guard let following, isPast(following) else { return .later }
    return .notRecorded(clause: rule?.clause)
  }

  /// Whether the batch has gone beyond the stage that precedes a step.
  private func isPast(_ step: BatchStep) -> Bool {
    switch step {
    case .draft, .check, .request: false
    case .approve: batch.approver != nil
    case .fund: batch.fundsReceived > .zero || batch.stage.isSent
    case .export: batch.stage.isSent
    case .settle, .reconcile: batch.isSettled
    }
  }
}

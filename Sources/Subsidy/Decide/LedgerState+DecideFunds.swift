public import Policy
public import Values

extension LedgerState {
  /// The check of the list that the document of a batch asks for; nil if it asks for none.
  public func listCheck(of batch: Identifier) -> ListCheckRule? { policy(of: batch)?.pack.process.listCheck }

  /// Whether the treasury sends the money of a batch: because its document requires it, or because it was asked for.
  public func asksForFunds(_ batch: Identifier) -> Bool {
    listCheck(of: batch) != nil || self.batch(batch)?.fundsRequested ?? .zero > .zero
  }

  /// The scheme of a batch; nil for one that was never drafted.
  func scheme(ofBatch batch: Identifier) -> Identifier? { self.batch(batch)?.scheme.map { schemes[$0] } }

  /// The policy of a batch: the one in force for the last month that it may pay, else the last one adopted.
  private func policy(of batch: Identifier) -> Policy? {
    guard let state = self.batch(batch), let scheme = state.scheme else { return nil }
    let adopted = timelines[Int(scheme)]
    return state.through.flatMap { adopted.timeline.inForce(for: $0) } ?? adopted.policies.last
  }

  /// Decides that the list of a batch was found right (核对名单): before the approval, once, by another than the drafter.
  ///
  /// > Source: 景人社字〔2024〕139号 五（五）; interpretation P50.
  public func decideListCheck(of batch: Identifier, _ context: DecisionContext) throws(Refusal) -> [EventBody] {
    let state = try ownBatch(batch, in: .drafted)
    if isDrafter(of: state, context.by) { throw .checkedByDrafter(context.by) }
    try refuseHeldPayments(of: batch, context)
    return state.checker == nil ? [.listChecked(ListChecked(batch: batch))] : []
  }

  /// Decides to ask the treasury for the money of a batch: once it is approved, for exactly its sum, once.
  ///
  /// > Source: 景人社字〔2024〕139号 五（五）: 核对无误后…向同级财政申请拨付资金.
  public func decideFundsRequest(of batch: Identifier) throws(Refusal) -> [EventBody] {
    let state = try ownBatch(batch, in: .approved, .exported)
    if state.fundsRequested > .zero { return [] }
    let total = items(ofBatch: batch).reduce(Fen.zero) { $0 + $1.amount }
    return [.fundsRequested(FundsRequested(batch: batch, amount: total))]
  }

  /// Decides that money of the treasury has come: for a request, not above it, each reference once in the ledger, however it is
  /// spelled.
  ///
  /// - Returns: the receipt; none if it is known already.
  /// - Throws: ``Refusal``, if something is against it.
  public func decideFundsReceipt(_ receipt: FundsReceived) throws(Refusal) -> [EventBody] {
    let reference = receipt.reference.comparedNumber
    let known = batches.flatMap { $0.funds.filter { $0.reference.comparedNumber == reference } }
    if known.contains(where: { $0.batch == receipt.batch && $0.amount == receipt.amount }) { return [] }
    if let other = known.first {
      throw .fundsReferenceTaken(other.reference, batch: other.batch, amount: other.amount)
    }
    let state = try ownBatch(receipt.batch, in: .approved, .exported)
    guard state.fundsRequested > .zero else { throw .fundsNotRequested(receipt.batch) }
    let left = state.fundsRequested - state.fundsReceived
    guard receipt.amount > .zero, receipt.amount <= left else { throw .fundsAboveRequest(left) }
    return [.fundsReceived(receipt)]
  }

  /// Decides to close the books of a month: one that has begun, after every month that was closed before.
  ///
  /// - Parameters:
  ///   - close: the month with its sums and the head of the log.
  ///   - context: who closes, and when.
  ///   - beforeEnd: whether a month may be closed that is not over.
  /// - Returns: the close.
  /// - Throws: ``Refusal``, if something is against it.
  public func decideClose(
    _ close: MonthClosed, _ context: DecisionContext, beforeEnd: Bool = false
  ) throws(Refusal) -> [EventBody] {
    if close.month > context.today.month { throw .inFuture(field: "month", value: close.month.description) }
    if close.month == context.today.month, !beforeEnd { throw .monthRuns(close.month) }
    if let last = closes.map(\.close.month).max(), close.month <= last {
      throw .monthClosed(close.month, through: last)
    }
    return [.monthClosed(close)]
  }
}

public import Subsidy
public import Values

/// The outcome of a draft.
public struct DraftOutcome: Sendable {
  /// The batch that was drafted.
  public let drafted: BatchDrafted
  /// The payments that wait, by person and month.
  public let held: [HeldPayment]
  /// The items that a sweep of the day would record for the persons whom the draft would pay.
  public let unswept: [SweepItem]
}

/// Warnings for the person who approved a batch.
public struct ApprovalOutcome: Sendable {
  /// Whether the document asks for a check of the list that has not been made.
  public let lacksListCheck: Bool
  /// The persons whose account is also that of another person in the batch, in the order of the lines.
  public let withSharedAccount: [Identifier]
}

extension SubsidyLedger {
  /// Drafts a batch with everything payable in a scheme through a month.
  ///
  /// - Returns: the batch drafted, the payments held back, and the items not yet swept.
  /// - Throws: ``Refusal`` and the log's failures.
  @discardableResult
  public func draft(
    _ batch: Identifier, scheme: Identifier, through: Month, terms: DraftTerms = DraftTerms(), by: Identifier
  ) throws -> DraftOutcome {
    var session = try WriteSession.open(self, by: by)
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    let draft = try session.state.decideDraft(batch, scheme: scheme, through: through, context, terms)
    try session.append(draft.events, by: by)
    follow(session.change, to: session.state)
    guard case .batchDrafted(let drafted)? = draft.events.last else {
      preconditionFailure("a draft ends with its batch-drafted")
    }
    return DraftOutcome(drafted: drafted, held: draft.held, unswept: draft.unswept)
  }

  /// Records a second person's consent.
  ///
  /// - Throws: ``Refusal`` and the log's failures.
  /// - Returns: warnings for the second person.
  @discardableResult
  public func approve(
    _ batch: Identifier, controls: ApprovalControls = ApprovalControls(), by: Identifier, key: Identifier? = nil
  ) throws -> ApprovalOutcome {
    var session = try WriteSession.open(self, by: by)
    let context = DecisionContext(now: session.now, by: by, key: key, calendar: calendar)
    let events = try session.state.decideApproval(of: batch, context, controls)
    // No one consents to payees that differ from those in the log.
    let lines = try privateData(for: .program) { try paymentLines(of: batch, session.state, $0) }
    try session.append(events, by: by, key: key)
    follow(session.change, to: session.state)
    return ApprovalOutcome(
      lacksListCheck: session.state.listCheck(of: batch) != nil && session.state.batch(batch)?.checker == nil,
      withSharedAccount: SubsidyLedger.sharedAccounts(lines))
  }

  /// Records that the list of a batch was found right (核对名单).
  ///
  /// - Returns: whether it is new; the same check again appends nothing.
  /// - Throws: ``Refusal`` and the log's failures.
  public func checkList(of batch: Identifier, by: Identifier) throws -> Bool {
    try finance(by: by) { state, context in try state.decideListCheck(of: batch, context) }
  }

  /// Asks the treasury for the money of a batch (申请拨付资金).
  ///
  /// - Returns: whether it is new; the same request again appends nothing.
  /// - Throws: ``Refusal`` and the log's failures.
  public func requestFunds(for batch: Identifier, by: Identifier) throws -> Bool {
    try finance(by: by) { state, _ in try state.decideFundsRequest(of: batch) }
  }

  /// Records that money of the treasury has come for a batch (资金到位).
  ///
  /// - Returns: whether it is new; the same reference again appends nothing.
  /// - Throws: ``Refusal`` and the log's failures.
  public func receiveFunds(_ receipt: FundsReceived, by: Identifier) throws -> Bool {
    try finance(by: by) { state, _ in try state.decideFundsReceipt(receipt) }
  }

  private func finance(
    by: Identifier, _ decide: (LedgerState, DecisionContext) throws -> [EventBody]
  ) throws -> Bool {
    var session = try WriteSession.open(self, by: by)
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    let events = try decide(session.state, context)
    try session.append(events, by: by)
    follow(session.change, to: session.state)
    return !events.isEmpty
  }

  /// Gives a batch up and frees its items.
  ///
  /// - Returns: the treasury's money that came for the batch and must go back, in fen.
  /// - Throws: ``Refusal`` and the log's failures.
  @discardableResult
  public func cancel(_ batch: Identifier, by: Identifier) throws -> Fen {
    var session = try WriteSession.open(self, by: by)
    try session.append(session.state.decideCancellation(of: batch), by: by)
    follow(session.change, to: session.state)
    return session.state.batch(batch)?.fundsToReturn ?? .zero
  }
}

extension WriteSession {
  /// Adds events and appends them.
  mutating func append(_ events: [EventBody], by: Identifier, key: Identifier? = nil) throws {
    for event in events { try add(event, by: by, key: key) }
    try commit(by: by)
  }
}

public import Values

/// One thing that happened, as the log holds it.
///
/// > Source: contract section 3.
public struct Event: Hashable, Sendable {
  /// The event's number in the log, from 0 without gaps, and its leaf's index in the Merkle tree.
  public var sequence: UInt64
  /// When it was recorded.
  public var recorded: Instant
  /// The operator who recorded it.
  public var by: Identifier
  /// The operator's signing key.
  public var key: Identifier?
  /// The sender's own id for the entry.
  public var id: Identifier?
  /// The content of the event.
  public var body: EventBody

  /// Makes an event.
  public init(
    sequence: UInt64, recorded: Instant, by: Identifier, key: Identifier? = nil, id: Identifier? = nil,
    body: EventBody
  ) {
    self.sequence = sequence
    self.recorded = recorded
    self.by = by
    self.key = key
    self.id = id
    self.body = body
  }
}

/// The content of an event, by type.
///
/// The wide and rare bodies are indirect, so that an event stays small enough to be copied freely.
public enum EventBody: Hashable, Sendable {
  /// The ledger begins; always sequence number 0.
  indirect case ledgerOpened(LedgerOpened)
  /// A pack governs a scheme from a day on.
  indirect case policyAdopted(PolicyAdopted)
  /// A person's own data.
  indirect case registered(Registered)
  /// A fact that another authority knows.
  case factRecorded(FactRecorded)
  /// An application (申请).
  indirect case applied(Applied)
  /// A review stage decided (审核).
  indirect case verified(Verified)
  /// The application is approved (核准).
  indirect case approved(Approved)
  /// The application fails.
  indirect case rejected(Rejected)
  /// The applicant takes the application back.
  case withdrawn(Withdrawn)
  /// The first month is confirmed (确认开始享受月份).
  case startConfirmed(StartConfirmed)
  /// Social insurance actually paid for a month (实际缴费).
  case contributed(Contributed)
  /// The bank could not collect a month's contribution (扣款不成功).
  case debitFailed(DebitFailed)
  /// The periodic report on employment (就业情况报告).
  indirect case reported(Reported)
  /// Nothing is due from a month on (停止发放).
  case suspended(Suspended)
  /// Due again from a month on.
  case resumed(Resumed)
  /// The approval stops before a month (退出).
  case ended(Ended)
  /// A one-time extension of the limit (一次性延长).
  case extended(Extended)
  /// A payment batch is drawn up.
  case batchDrafted(BatchDrafted)
  /// An item of a batch.
  case paymentOrdered(PaymentOrdered)
  /// A second person consents to a batch.
  case batchApproved(BatchApproved)
  /// A batch is given up.
  case batchCancelled(BatchCancelled)
  /// A batch was handed to the bank.
  indirect case batchExported(BatchExported)
  /// The bank confirms that money arrived (发放).
  case paid(Paid)
  /// A payment was refused or bounced (退回).
  case paymentReturned(PaymentReturned)
  /// The decision to recover (追回).
  indirect case clawedBack(ClawedBack)
  /// Recovered money received.
  indirect case repaid(Repaid)
  /// A part of a demand is written off (核销).
  indirect case writtenOff(WrittenOff)
  /// A demand was wrong.
  indirect case clawbackCancelled(ClawbackCancelled)
  /// An earlier event counts as never having happened.
  case annulled(Annulled)
  /// The close of an import of history.
  indirect case historyImported(HistoryImported)
  /// A torn tail of the log was moved to quarantine.
  indirect case recovered(Recovered)
  /// Data were compared (数据比对).
  indirect case checked(Checked)
  /// A notification (通知) reached the person.
  indirect case notified(Notified)
  /// The community visited the person (走访).
  indirect case visited(Visited)
  /// The person was informed of everything missing at once (一次性告知).
  indirect case correctionRequested(CorrectionRequested)
  /// A sample (抽查) was drawn.
  indirect case sampleDrawn(SampleDrawn)
  /// Funds put back by a unit (归垫).
  indirect case putBack(PutBack)
  /// A paper with a number of its own was issued.
  indirect case paperIssued(PaperIssued)
  /// The street office found the list of a batch right (核对名单).
  case listChecked(ListChecked)
  /// The money of a batch was asked for (申请拨付资金).
  case fundsRequested(FundsRequested)
  /// Money for a batch has come (资金到位).
  indirect case fundsReceived(FundsReceived)
  /// The books of a month are closed (月结).
  indirect case monthClosed(MonthClosed)
  /// An auditor records the outcome of a finding (疑点处理结果).
  indirect case findingDisposed(FindingDisposed)
  /// The first of two people asks for an act that needs both.
  indirect case requested(Requested)
  /// An earlier event has no effect from here on (红字冲销).
  case reversed(Reversed)
  /// An item of an approved batch is taken out.
  indirect case paymentWithheld(PaymentWithheld)
  /// A file that was written was not sent.
  indirect case batchRecalled(BatchRecalled)
  /// Money beyond the debt is paid back (退还).
  indirect case repaymentRefunded(RepaymentRefunded)
  /// The last close of the books is undone.
  case monthReopened(MonthReopened)
  /// The account alone is another one (变更收款账户).
  indirect case accountChanged(AccountChanged)
  /// An objection to a demand (申诉、复议).
  indirect case objected(Objected)
  /// The decision on an objection.
  indirect case objectionDecided(ObjectionDecided)
  /// The amount due for a month is kept back for a demand (抵扣).
  indirect case debtOffset(DebtOffset)
  /// The clock was wrong for some events (更正时钟).
  indirect case clockCorrected(ClockCorrected)
  /// The person asks for months (申报).
  indirect case claimed(Claimed)
  /// The person retires on a day of their own choice (弹性退休).
  case retirementChosen(RetirementChosen)
  /// Two keys belong to one person (同一人).
  indirect case samePerson(SamePerson)
  /// An operator works with the ledger from here on (登记经办人).
  indirect case operatorRegistered(OperatorRegistered)
  /// An operator has other roles, or another office (变更经办人).
  indirect case operatorChanged(OperatorChanged)
  /// An operator appends no more events from here on (停用经办人).
  indirect case operatorRetired(OperatorRetired)
  /// An administrator whose keys are lost has other ones (找回签名密钥).
  indirect case operatorRecovered(OperatorRecovered)
  /// A person's private data are destroyed (删除个人信息).
  case erased(Erased)
}

/// The name of an event's type, as the log writes it; its place among the others is its number.
///
/// The index keeps the numbers, so a type must keep its place: a new one is added after the last.
public enum EventType: String, CaseIterable, Hashable, Sendable {
  /// See ``EventBody/ledgerOpened(_:)``.
  case ledgerOpened = "ledger-opened"
  /// See ``EventBody/policyAdopted(_:)``.
  case policyAdopted = "policy-adopted"
  /// See ``EventBody/registered(_:)``.
  case registered
  /// See ``EventBody/factRecorded(_:)``.
  case factRecorded = "fact-recorded"
  /// See ``EventBody/applied(_:)``.
  case applied
  /// See ``EventBody/verified(_:)``.
  case verified
  /// See ``EventBody/approved(_:)``.
  case approved
  /// See ``EventBody/rejected(_:)``.
  case rejected
  /// See ``EventBody/withdrawn(_:)``.
  case withdrawn
  /// See ``EventBody/startConfirmed(_:)``.
  case startConfirmed = "start-confirmed"
  /// See ``EventBody/contributed(_:)``.
  case contributed
  /// See ``EventBody/debitFailed(_:)``.
  case debitFailed = "debit-failed"
  /// See ``EventBody/reported(_:)``.
  case reported
  /// See ``EventBody/suspended(_:)``.
  case suspended
  /// See ``EventBody/resumed(_:)``.
  case resumed
  /// See ``EventBody/ended(_:)``.
  case ended
  /// See ``EventBody/extended(_:)``.
  case extended
  /// See ``EventBody/batchDrafted(_:)``.
  case batchDrafted = "batch-drafted"
  /// See ``EventBody/paymentOrdered(_:)``.
  case paymentOrdered = "payment-ordered"
  /// See ``EventBody/batchApproved(_:)``.
  case batchApproved = "batch-approved"
  /// See ``EventBody/batchCancelled(_:)``.
  case batchCancelled = "batch-cancelled"
  /// See ``EventBody/batchExported(_:)``.
  case batchExported = "batch-exported"
  /// See ``EventBody/paid(_:)``.
  case paid
  /// See ``EventBody/paymentReturned(_:)``.
  case paymentReturned = "payment-returned"
  /// See ``EventBody/clawedBack(_:)``.
  case clawedBack = "clawed-back"
  /// See ``EventBody/repaid(_:)``.
  case repaid
  /// See ``EventBody/writtenOff(_:)``.
  case writtenOff = "written-off"
  /// See ``EventBody/clawbackCancelled(_:)``.
  case clawbackCancelled = "clawback-cancelled"
  /// See ``EventBody/annulled(_:)``.
  case annulled
  /// See ``EventBody/historyImported(_:)``.
  case historyImported = "history-imported"
  /// See ``EventBody/recovered(_:)``.
  case recovered
  /// See ``EventBody/checked(_:)``.
  case checked
  /// See ``EventBody/notified(_:)``.
  case notified
  /// See ``EventBody/visited(_:)``.
  case visited
  /// See ``EventBody/correctionRequested(_:)``.
  case correctionRequested = "correction-requested"
  /// See ``EventBody/sampleDrawn(_:)``.
  case sampleDrawn = "sample-drawn"
  /// See ``EventBody/putBack(_:)``.
  case putBack = "put-back"
  /// See ``EventBody/paperIssued(_:)``.
  case paperIssued = "paper-issued"
  /// See ``EventBody/listChecked(_:)``.
  case listChecked = "list-checked"
  /// See ``EventBody/fundsRequested(_:)``.
  case fundsRequested = "funds-requested"
  /// See ``EventBody/fundsReceived(_:)``.
  case fundsReceived = "funds-received"
  /// See ``EventBody/monthClosed(_:)``.
  case monthClosed = "month-closed"
  /// See ``EventBody/findingDisposed(_:)``.
  case findingDisposed = "finding-disposed"
  /// See ``EventBody/requested(_:)``.
  case requested
  /// See ``EventBody/reversed(_:)``.
  case reversed
  /// See ``EventBody/paymentWithheld(_:)``.
  case paymentWithheld = "payment-withheld"
  /// See ``EventBody/batchRecalled(_:)``.
  case batchRecalled = "batch-recalled"
  /// See ``EventBody/repaymentRefunded(_:)``.
  case repaymentRefunded = "repayment-refunded"
  /// See ``EventBody/monthReopened(_:)``.
  case monthReopened = "month-reopened"
  /// See ``EventBody/accountChanged(_:)``.
  case accountChanged = "account-changed"
  /// See ``EventBody/objected(_:)``.
  case objected
  /// See ``EventBody/objectionDecided(_:)``.
  case objectionDecided = "objection-decided"
  /// See ``EventBody/debtOffset(_:)``.
  case debtOffset = "debt-offset"
  /// See ``EventBody/clockCorrected(_:)``.
  case clockCorrected = "clock-corrected"
  /// See ``EventBody/claimed(_:)``.
  case claimed
  /// See ``EventBody/retirementChosen(_:)``.
  case retirementChosen = "retirement-chosen"
  /// See ``EventBody/samePerson(_:)``.
  case samePerson = "same-person"
  /// See ``EventBody/operatorRegistered(_:)``.
  case operatorRegistered = "operator-registered"
  /// See ``EventBody/operatorChanged(_:)``.
  case operatorChanged = "operator-changed"
  /// See ``EventBody/operatorRetired(_:)``.
  case operatorRetired = "operator-retired"
  /// See ``EventBody/operatorRecovered(_:)``.
  case operatorRecovered = "operator-recovered"
  /// See ``EventBody/erased(_:)``.
  case erased
}

extension EventType {
  /// The declaration of the content of such events.
  var declared: EventFacts {
    switch self {
    case .ledgerOpened: LedgerOpened.kind.facts
    case .policyAdopted: PolicyAdopted.kind.facts
    case .registered: Registered.kind.facts
    case .factRecorded: FactRecorded.kind.facts
    case .applied: Applied.kind.facts
    case .verified: Verified.kind.facts
    case .approved: Approved.kind.facts
    case .rejected: Rejected.kind.facts
    case .withdrawn: Withdrawn.kind.facts
    case .startConfirmed: StartConfirmed.kind.facts
    case .contributed: Contributed.kind.facts
    case .debitFailed: DebitFailed.kind.facts
    case .reported: Reported.kind.facts
    case .suspended: Suspended.kind.facts
    case .resumed: Resumed.kind.facts
    case .ended: Ended.kind.facts
    case .extended: Extended.kind.facts
    case .batchDrafted: BatchDrafted.kind.facts
    case .paymentOrdered: PaymentOrdered.kind.facts
    case .batchApproved: BatchApproved.kind.facts
    case .batchCancelled: BatchCancelled.kind.facts
    case .batchExported: BatchExported.kind.facts
    case .paid: Paid.kind.facts
    case .paymentReturned: PaymentReturned.kind.facts
    case .clawedBack: ClawedBack.kind.facts
    case .repaid: Repaid.kind.facts
    case .writtenOff: WrittenOff.kind.facts
    case .clawbackCancelled: ClawbackCancelled.kind.facts
    case .annulled: Annulled.kind.facts
    case .historyImported: HistoryImported.kind.facts
    case .recovered: Recovered.kind.facts
    case .checked: Checked.kind.facts
    case .notified: Notified.kind.facts
    case .visited: Visited.kind.facts
    case .correctionRequested: CorrectionRequested.kind.facts
    case .sampleDrawn: SampleDrawn.kind.facts
    case .putBack: PutBack.kind.facts
    case .paperIssued: PaperIssued.kind.facts
    case .listChecked: ListChecked.kind.facts
    case .fundsRequested: FundsRequested.kind.facts
    case .fundsReceived: FundsReceived.kind.facts
    case .monthClosed: MonthClosed.kind.facts
    case .findingDisposed: FindingDisposed.kind.facts
    case .requested: Requested.kind.facts
    case .reversed: Reversed.kind.facts
    case .paymentWithheld: PaymentWithheld.kind.facts
    case .batchRecalled: BatchRecalled.kind.facts
    case .repaymentRefunded: RepaymentRefunded.kind.facts
    case .monthReopened: MonthReopened.kind.facts
    case .accountChanged: AccountChanged.kind.facts
    case .objected: Objected.kind.facts
    case .objectionDecided: ObjectionDecided.kind.facts
    case .debtOffset: DebtOffset.kind.facts
    case .clockCorrected: ClockCorrected.kind.facts
    case .claimed: Claimed.kind.facts
    case .retirementChosen: RetirementChosen.kind.facts
    case .samePerson: SamePerson.kind.facts
    case .operatorRegistered: OperatorRegistered.kind.facts
    case .operatorChanged: OperatorChanged.kind.facts
    case .operatorRetired: OperatorRetired.kind.facts
    case .operatorRecovered: OperatorRecovered.kind.facts
    case .erased: Erased.kind.facts
    }
  }
}

extension EventBody {
  /// Shows a visitor the content of the event.
  @inline(__always)
  func open<Visitor: ContentVisitor>(_ visitor: inout Visitor) -> Visitor.Result {
    switch self {
    case .ledgerOpened(let body): visitor.visit(body)
    case .policyAdopted(let body): visitor.visit(body)
    case .registered(let body): visitor.visit(body)
    case .factRecorded(let body): visitor.visit(body)
    case .applied(let body): visitor.visit(body)
    case .verified(let body): visitor.visit(body)
    case .approved(let body): visitor.visit(body)
    case .rejected(let body): visitor.visit(body)
    case .withdrawn(let body): visitor.visit(body)
    case .startConfirmed(let body): visitor.visit(body)
    case .contributed(let body): visitor.visit(body)
    case .debitFailed(let body): visitor.visit(body)
    case .reported(let body): visitor.visit(body)
    case .suspended(let body): visitor.visit(body)
    case .resumed(let body): visitor.visit(body)
    case .ended(let body): visitor.visit(body)
    case .extended(let body): visitor.visit(body)
    case .batchDrafted(let body): visitor.visit(body)
    case .paymentOrdered(let body): visitor.visit(body)
    case .batchApproved(let body): visitor.visit(body)
    case .batchCancelled(let body): visitor.visit(body)
    case .batchExported(let body): visitor.visit(body)
    case .paid(let body): visitor.visit(body)
    case .paymentReturned(let body): visitor.visit(body)
    case .clawedBack(let body): visitor.visit(body)
    case .repaid(let body): visitor.visit(body)
    case .writtenOff(let body): visitor.visit(body)
    case .clawbackCancelled(let body): visitor.visit(body)
    case .annulled(let body): visitor.visit(body)
    case .historyImported(let body): visitor.visit(body)
    case .recovered(let body): visitor.visit(body)
    case .checked(let body): visitor.visit(body)
    case .notified(let body): visitor.visit(body)
    case .visited(let body): visitor.visit(body)
    case .correctionRequested(let body): visitor.visit(body)
    case .sampleDrawn(let body): visitor.visit(body)
    case .putBack(let body): visitor.visit(body)
    case .paperIssued(let body): visitor.visit(body)
    case .listChecked(let body): visitor.visit(body)
    case .fundsRequested(let body): visitor.visit(body)
    case .fundsReceived(let body): visitor.visit(body)
    case .monthClosed(let body): visitor.visit(body)
    case .findingDisposed(let body): visitor.visit(body)
    case .requested(let body): visitor.visit(body)
    case .reversed(let body): visitor.visit(body)
    case .paymentWithheld(let body): visitor.visit(body)
    case .batchRecalled(let body): visitor.visit(body)
    case .repaymentRefunded(let body): visitor.visit(body)
    case .monthReopened(let body): visitor.visit(body)
    case .accountChanged(let body): visitor.visit(body)
    case .objected(let body): visitor.visit(body)
    case .objectionDecided(let body): visitor.visit(body)
    case .debtOffset(let body): visitor.visit(body)
    case .clockCorrected(let body): visitor.visit(body)
    case .claimed(let body): visitor.visit(body)
    case .retirementChosen(let body): visitor.visit(body)
    case .samePerson(let body): visitor.visit(body)
    case .operatorRegistered(let body): visitor.visit(body)
    case .operatorChanged(let body): visitor.visit(body)
    case .operatorRetired(let body): visitor.visit(body)
    case .operatorRecovered(let body): visitor.visit(body)
    case .erased(let body): visitor.visit(body)
    }
  }
}

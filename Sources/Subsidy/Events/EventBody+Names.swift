public import Values

extension EventBody {
  /// The name of the type.
  public var type: EventType {
    switch self {
    case .ledgerOpened: .ledgerOpened
    case .policyAdopted: .policyAdopted
    case .registered: .registered
    case .factRecorded: .factRecorded
    case .applied: .applied
    case .verified: .verified
    case .approved: .approved
    case .rejected: .rejected
    case .withdrawn: .withdrawn
    case .startConfirmed: .startConfirmed
    case .contributed: .contributed
    case .debitFailed: .debitFailed
    case .reported: .reported
    case .suspended: .suspended
    case .resumed: .resumed
    case .ended: .ended
    case .extended: .extended
    case .batchDrafted: .batchDrafted
    case .paymentOrdered: .paymentOrdered
    case .batchApproved: .batchApproved
    case .batchCancelled: .batchCancelled
    case .batchExported: .batchExported
    case .paid: .paid
    case .paymentReturned: .paymentReturned
    case .clawedBack: .clawedBack
    case .repaid: .repaid
    case .writtenOff: .writtenOff
    case .clawbackCancelled: .clawbackCancelled
    case .annulled: .annulled
    case .historyImported: .historyImported
    case .recovered: .recovered
    case .checked: .checked
    case .notified: .notified
    case .visited: .visited
    case .correctionRequested: .correctionRequested
    case .sampleDrawn: .sampleDrawn
    case .putBack: .putBack
    case .paperIssued: .paperIssued
    case .listChecked: .listChecked
    case .fundsRequested: .fundsRequested
    case .fundsReceived: .fundsReceived
    case .monthClosed: .monthClosed
    case .findingDisposed: .findingDisposed
    }
  }

  /// The person the event is about; nil for events of the ledger, of policies and of whole batches.
  public var person: Identifier? {
    switch self {
    case .registered(let body): body.person
    case .factRecorded(let body): body.person
    case .applied(let body): body.person
    case .verified(let body): body.person
    case .approved(let body): body.person
    case .rejected(let body): body.person
    case .withdrawn(let body): body.person
    case .startConfirmed(let body): body.person
    case .contributed(let body): body.person
    case .debitFailed(let body): body.person
    case .reported(let body): body.person
    case .suspended(let body): body.person
    case .resumed(let body): body.person
    case .ended(let body): body.person
    case .extended(let body): body.person
    case .paymentOrdered(let body): body.person
    case .paid(let body): body.person
    case .paymentReturned(let body): body.person
    case .clawedBack(let body): body.person
    case .repaid(let body): body.person
    case .writtenOff(let body): body.person
    case .clawbackCancelled(let body): body.person
    case .checked(let body): body.person
    case .notified(let body): body.person
    case .visited(let body): body.person
    case .correctionRequested(let body): body.person
    case .putBack(let body): body.person
    case .findingDisposed(let body): body.finding.person
    case .ledgerOpened, .policyAdopted, .batchDrafted, .batchApproved, .batchCancelled, .batchExported, .annulled,
      .historyImported, .recovered, .sampleDrawn, .paperIssued, .listChecked, .fundsRequested, .fundsReceived,
      .monthClosed:
      nil
    }
  }

  /// The scheme the event names; nil where its type has none.
  public var scheme: Identifier? {
    switch self {
    case .policyAdopted(let body): body.scheme
    case .applied(let body): body.scheme
    case .approved(let body): body.scheme
    case .suspended(let body): body.scheme
    case .resumed(let body): body.scheme
    case .ended(let body): body.scheme
    case .extended(let body): body.scheme
    case .batchDrafted(let body): body.scheme
    case .paymentOrdered(let body): body.scheme
    case .paid(let body): body.scheme
    case .paymentReturned(let body): body.scheme
    case .clawedBack(let body): body.scheme
    case .repaid(let body): body.scheme
    case .writtenOff(let body): body.scheme
    case .clawbackCancelled(let body): body.scheme
    case .notified(let body): body.scheme
    case .sampleDrawn(let body): body.scheme
    case .putBack(let body): body.scheme
    case .paperIssued(let body): body.scheme
    case .findingDisposed(let body): body.finding.scheme
    case .ledgerOpened, .registered, .factRecorded, .verified, .rejected, .withdrawn, .startConfirmed, .contributed,
      .debitFailed, .reported, .batchApproved, .batchCancelled, .batchExported, .annulled, .historyImported,
      .recovered, .checked, .visited, .correctionRequested, .listChecked, .fundsRequested, .fundsReceived,
      .monthClosed:
      nil
    }
  }
}

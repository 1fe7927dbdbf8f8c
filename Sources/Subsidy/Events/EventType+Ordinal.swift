extension EventType {
  /// A small number for packed lists and bitmaps: the position among all types.
  ///
  /// The read model keeps it, so types do not change places: a new one goes behind them.
  public var ordinal: Int {
    switch self {
    case .ledgerOpened: 0
    case .policyAdopted: 1
    case .registered: 2
    case .factRecorded: 3
    case .applied: 4
    case .verified: 5
    case .approved: 6
    case .rejected: 7
    case .withdrawn: 8
    case .startConfirmed: 9
    case .contributed: 10
    case .debitFailed: 11
    case .reported: 12
    case .suspended: 13
    case .resumed: 14
    case .ended: 15
    case .extended: 16
    case .batchDrafted: 17
    case .paymentOrdered: 18
    case .batchApproved: 19
    case .batchCancelled: 20
    case .batchExported: 21
    case .paid: 22
    case .paymentReturned: 23
    case .clawedBack: 24
    case .repaid: 25
    case .writtenOff: 26
    case .clawbackCancelled: 27
    case .annulled: 28
    case .historyImported: 29
    case .recovered: 30
    case .checked: 31
    case .notified: 32
    case .visited: 33
    case .correctionRequested: 34
    case .sampleDrawn: 35
    case .putBack: 36
    case .paperIssued: 37
    case .listChecked: 38
    case .fundsRequested: 39
    case .fundsReceived: 40
    case .monthClosed: 41
    case .findingDisposed: 42
    }
  }
}

import Values

/// The scheme and the months whose amounts an event can change by itself.
///
/// An event can change other months as well, because slots and terms tie the months together; a caller that finds no cause of a
/// change this way falls back on all of the person's events.
struct EventBearing {
  /// The event's sequence number, or that of its annulment.
  let sequence: UInt64
  /// The scheme; nil for all of the person's.
  let scheme: Identifier?
  /// The months.
  let months: ClosedRange<Month>

  /// Whether a month of a scheme is one of them.
  func covers(_ month: Month, in scheme: Identifier) -> Bool { months.contains(month) && isOf(scheme) }

  /// Whether a scheme is meant.
  func isOf(_ other: Identifier) -> Bool { scheme == nil || scheme == other }

  /// The bearing of an adoption: the scheme's months from the one in which the policy begins.
  init(adoptionOf scheme: Identifier, from: Month, sequence: UInt64) {
    self.sequence = sequence
    self.scheme = scheme
    months = from...Month.last
  }

  private init?(_ sequence: UInt64, _ scheme: Identifier? = nil, from: Month = .first, through: Month = .last) {
    guard from <= through else { return nil }
    self.sequence = sequence
    self.scheme = scheme
    months = from...through
  }

  /// The scheme and months that a person's event bears on; nil if it changes no amount.
  init?(_ body: EventBody, sequence: UInt64) {
    switch body {
    case .registered, .startConfirmed, .samePerson: self.init(sequence)
    case .factRecorded(let body):
      self.init(sequence, from: body.from.month, through: body.to?.month ?? .last)
    case .contributed(let body): self.init(sequence, from: body.month, through: body.month)
    case .approved(let body): self.init(sequence, body.scheme, from: body.from)
    case .suspended(let body): self.init(sequence, body.scheme, from: body.from)
    case .resumed(let body): self.init(sequence, body.scheme, from: body.from)
    case .ended(let body):
      self.init(sequence, body.scheme, from: body.reason == Ended.fraud ? .first : body.from)
    case .extended(let body): self.init(sequence, body.scheme)
    case .claimed(let body): self.init(sequence, body.scheme, from: body.from, through: body.through)
    case .retirementChosen: self.init(sequence)
    // Another scheme's payment can be against the month as well.
    case .paymentOrdered(let body): self.init(sequence, body.scheme, from: body.month, through: body.month)
    case .paid(let body): self.init(sequence, from: body.month, through: body.month)
    case .paymentReturned(let body): self.init(sequence, from: body.month, through: body.month)
    case .paymentWithheld(let body): self.init(sequence, body.scheme, from: body.month, through: body.month)
    case .clawedBack(let body): self.init(sequence, body.scheme)
    case .repaymentRefunded(let body): self.init(sequence, body.scheme)
    case .repaid(let body): self.init(sequence, body.scheme)
    case .debtOffset(let body): self.init(sequence, body.scheme)
    case .applied, .verified, .rejected, .withdrawn, .correctionRequested, .debitFailed, .reported, .checked, .visited,
      .notified, .putBack, .writtenOff, .clawbackCancelled, .ledgerOpened, .policyAdopted, .batchDrafted,
      .batchApproved, .batchCancelled, .batchExported, .annulled, .historyImported, .recovered, .sampleDrawn,
      .paperIssued, .listChecked, .fundsRequested, .fundsReceived, .monthClosed,
      .findingDisposed, .requested, .reversed, .batchRecalled, .monthReopened, .accountChanged,
      .objected, .objectionDecided, .clockCorrected, .operatorRegistered, .operatorChanged, .operatorRetired,
      .operatorRecovered, .erased:
      return nil
    }
  }
}

import Values

/// Days and months that are each allowed and are impossible together: refused in a live entry, found by an audit if a history
/// brought them.
///
/// > Source: contract 3 section 5, "Bounds", live only.
public enum ImpossibleDay: CaseIterable, Hashable, Sendable {
  /// A contribution that was paid after it was recorded.
  case paidAfterRecording
  /// A contribution for a month too long after the one in which it is recorded.
  case tooFarAhead
  /// A fact of a person who was not born.
  case beforeBirth
}

extension Contributed {
  /// How many months a contribution may be recorded ahead of its own.
  public static var mostMonthsAhead: Int { 24 }
}

extension PersonState.Contribution {
  /// The impossibility in it, if any, as of its recording.
  ///
  /// A replay checks every contribution: nearly all are decided by a comparison and a division, without a calendar.
  func impossible(at recorded: Instant) -> ImpossibleDay? {
    if Instant(startOf: paidOn) > recorded { return .paidAfterRecording }
    // At least this number of months has gone by since 1970-01.
    let gone = recorded.seconds / (31 * 86_400)
    let isNear = recorded.seconds >= 0 && Int64(month.index) - 1_970 * 12 <= gone + Int64(Contributed.mostMonthsAhead)
    return !isNear && month.isTooFarAhead(of: recorded.civilDate) ? .tooFarAhead : nil
  }
}

extension PersonState.Fact {
  /// Whether it has a day before a person was born, or ended before.
  func isBefore(_ birth: CivilDate) -> Bool { from < birth || to < birth }
}

extension Month {
  /// Whether it lies further ahead of a day than months that are paid in advance.
  func isTooFarAhead(of day: CivilDate) -> Bool { self > day.month.adding(Contributed.mostMonthsAhead) }
}

extension Event {
  /// The day of a move or of a claim that lies after the day of recording; nil if none does.
  ///
  /// It is a fault of form: a history is refused for it as well.
  ///
  /// > Source: contract 2, section 2, "Form".
  public var dayAfterRecording: EventError? {
    let (field, day): (String, CivilDate)
    if case .registered(let body) = body, let since = body.since {
      (field, day) = ("since", since)
    } else if case .claimed(let body) = body {
      (field, day) = ("on", body.on)
    } else {
      return nil
    }
    if day <= recorded.civilDate { return nil }
    return EventError(.illFormed(expected: .dateUntilRecorded), field: field, found: day.description)
  }
}

extension LedgerState {
  /// Refuses a live entry with days that cannot be: not come yet, too far ahead, or before the person was born.
  ///
  /// - Throws: ``Refusal/inFuture(field:value:)``, ``Refusal/tooFarAhead(field:found:most:)``,
  ///   ``Refusal/beforeBirth(field:found:)``.
  func refuseImpossibleDays(of body: EventBody, _ context: DecisionContext) throws(Refusal) {
    let limits = LiveDays(birth: body.person.flatMap { person($0)?.registered?.birth }, today: context.today)
    switch body {
    case .registered(let body):
      let own = LiveDays(birth: body.birth, today: context.today)
      try own.past("birth", body.birth)
      try own.past("prior.firstApproved", body.prior?.firstApproved)
      try own.past("since", body.since)
    case .factRecorded(let body):
      try limits.afterBirth("from", body.from)
      try limits.afterBirth("to", body.to)
    case .contributed(let body):
      try limits.past("paidOn", body.paidOn)
      try limits.near("month", body.month)
    case .debitFailed(let body): try limits.near("month", body.month)
    case .applied(let body):
      try limits.near("from", body.from)
      try limits.afterBirth("work.since", body.work?.since)
    case .startConfirmed(let body): try limits.near("from", body.from)
    case .suspended(let body): try limits.near("from", body.from)
    case .resumed(let body): try limits.near("from", body.from)
    case .ended(let body): try limits.near("from", body.from)
    case .reported(let body): try limits.past("on", body.on)
    case .checked(let body): try limits.past("on", body.on)
    case .visited(let body): try limits.past("on", body.on)
    case .notified(let body): try limits.past("on", body.on)
    case .objected(let body): try limits.past("on", body.on)
    case .objectionDecided(let body): try limits.past("on", body.on)
    case .claimed(let body): try limits.past("on", body.on)
    case .retirementChosen(let body): try limits.afterBirth("on", body.on)
    case .ledgerOpened, .policyAdopted, .verified, .approved, .rejected, .withdrawn, .extended, .batchDrafted,
      .paymentOrdered, .batchApproved, .batchCancelled, .batchExported, .paid, .paymentReturned, .clawedBack, .repaid,
      .writtenOff, .clawbackCancelled, .annulled, .historyImported, .recovered, .correctionRequested, .sampleDrawn,
      .putBack, .paperIssued, .listChecked, .fundsRequested, .fundsReceived, .monthClosed, .findingDisposed,
      .requested, .reversed, .paymentWithheld, .batchRecalled, .repaymentRefunded, .monthReopened,
      .accountChanged, .debtOffset, .clockCorrected, .samePerson, .operatorRegistered, .operatorChanged,
      .operatorRetired, .operatorRecovered, .erased:
      break
    }
  }
}

/// The birth and the day that a live entry's days are checked against.
private struct LiveDays {
  let birth: CivilDate?
  let today: CivilDate

  func afterBirth(_ field: String, _ day: CivilDate?) throws(Refusal) {
    guard let day, let birth, day < birth else { return }
    throw .beforeBirth(field: field, found: day.description)
  }

  /// A day that has come, in the person's life.
  func past(_ field: String, _ day: CivilDate?) throws(Refusal) {
    if let day, day > today { throw .inFuture(field: field, value: day.description) }
    try afterBirth(field, day)
  }

  /// A month of the person's life, not far ahead.
  func near(_ field: String, _ month: Month) throws(Refusal) {
    if month.isTooFarAhead(of: today) {
      throw .tooFarAhead(field: field, found: month, most: today.month.adding(Contributed.mostMonthsAhead))
    }
    if let birth, month < birth.month { throw .beforeBirth(field: field, found: month.description) }
  }
}

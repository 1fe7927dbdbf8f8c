import Policy
public import Values

/// Why a command or a live entry is refused: nothing is appended.
///
/// Each case names the data that the sender needs to correct it; the sentence is made at the edge of the program.
public enum Refusal: Error, Hashable, Sendable {
  /// The operator was never registered, or was retired.
  case unknownOperator(Identifier)
  /// The operator is registered already.
  case operatorKnown(Identifier)
  /// The operator may not do it.
  case roleMissing(Identifier, OperatorRole, clause: String?)
  /// The stage is another office's.
  case stageOfOffice(Identifier, office: String, own: String, clause: String?)
  /// The application is another district's.
  case applicationOfDistrict(Region?, own: Region)
  /// No adopted pack has an office of this name.
  case unknownOffice(String, known: [String])
  /// An administrator may not have the role.
  case roleExcluded(OperatorRole)
  /// The first two operators are administrators.
  case firstAreAdministrators(Identifier)
  /// The first operator registers themselves.
  case firstIsAnother(Identifier, Identifier)
  /// In a ledger with operators, a history must name one who is responsible for it.
  case importerMissing
  /// A change for which two administrators are responsible must state a reason.
  case reasonMissing
  /// Fewer than two administrators would remain.
  case lastAdministrators
  /// Fewer than two administrators with keys would remain.
  case lastSigners
  /// The keys of an administrator alone are recovered.
  case notAdministrator(Identifier)
  /// A key has the name of another operator.
  case keyOfAnother(OperatorKey, Identifier)
  /// An operator has the key, or once had it.
  case keyTaken(OperatorKey, by: Identifier)
  /// The operator has no key, though two administrators have some.
  case operatorWithoutKey(Identifier)
  /// Keys are recovered at the earliest from this instant on.
  case recoveryTooEarly(Identifier, from: Instant)
  /// The person was never registered.
  case unknownPerson(Identifier)
  /// The key was joined with another person's, who takes new entries.
  case joinedKey(Identifier, of: Identifier)
  /// The person's private data were erased, and the person has not been registered since.
  case erasedPerson(Identifier, sequence: UInt64)
  /// The vault keeps no private data of the person.
  case nothingKept(Identifier)
  /// Money of the person is on its way to the bank or back.
  case erasureInFlight(Identifier, month: Month, batch: Identifier)
  /// The person owes money.
  case erasureOwed(Identifier, Fen)
  /// The person whose data were erased had another identity number, or the entry has none.
  case erasedNumberDiffers(Identifier)
  /// The two keys cannot be joined.
  case cannotJoin(JoinObstacle)
  /// No policy was adopted for the scheme.
  case unknownScheme(Identifier)
  /// A day or month that has not come yet.
  case inFuture(field: String, value: String)
  /// A value beyond the bounds of its field's meaning.
  case beyondBounds(OutOfBounds)
  /// A month further ahead than entries are recorded in advance.
  case tooFarAhead(field: String, found: Month, most: Month)
  /// A day or month before the person was born.
  case beforeBirth(field: String, found: String)
  /// The person already has an application under review, or an approval that has not ended, in the scheme.
  case activeApplication(Identifier)
  /// The application's id belongs to an earlier application.
  case applicationTaken(Identifier)
  /// The person has no such application.
  case unknownApplication(Identifier)
  /// The application is no longer under review.
  case applicationClosed(Identifier, ClaimState.Application.Outcome)
  /// The application has not been approved.
  case notApproved(Identifier)
  /// Another stage is next.
  case wrongStage(found: Identifier, expected: Identifier)
  /// The operator decided an earlier stage that must have another one.
  case sameOperator(stage: Identifier, clause: String?)
  /// The key was used at an earlier stage that must have another one.
  case sameKey(stage: Identifier, clause: String?)
  /// The stage needs a signing key.
  case keyMissing(stage: Identifier, clause: String?)
  /// The publicity has not ended.
  case publicityRuns(until: CivilDate, clause: String?)
  /// The calendar of working days does not cover the year.
  case calendarMissing(year: Int)
  /// The application was accepted before the only known process began; its own has to be adopted first.
  case olderProcess(Identifier, acceptedFrom: CivilDate, clause: String?)
  /// A code that the pack does not list.
  case unknownCode(field: String, found: Identifier, known: [String])
  /// A second request for corrections that does not state why the first was incomplete.
  case correctionWithoutReason(Identifier, clause: String?)
  /// A first month before the one applied for.
  case startBeforeApplication(Month)
  /// The person has no approval in the scheme.
  case nothingApproved(Identifier)
  /// The approval has already ended.
  case alreadyEnded(Identifier)
  /// Nothing is suspended.
  case notSuspended(Identifier)
  /// The scheme's document does not provide for an extension.
  case noExtension(Identifier)
  /// An extension before the limit is used up.
  case limitNotUsedUp(clause: String?)
  /// An extension of a limit that was used up outside of the time for which the document allows one.
  case extensionNotOpen(after: Month?, clause: String?)
  /// A registration without a field that the person's last one has.
  case notRepeated(field: String)
  /// Another household without the day of the move.
  case moveWithoutDay(from: Region, to: Region, birth: CivilDate)
  /// A move whose household a later registration set right.
  case moveWasCorrected(by: UInt64)
  /// A detail of a fact that no adopted pack lists, although one tests it.
  case detailNotListed(String, known: [String])
  /// A retirement after the statutory day.
  case retiresLate(statutory: CivilDate)
  /// A retirement earlier than may be chosen.
  case retiresTooEarly(earliest: CivilDate)
  /// A claim for a month without a policy in force.
  case claimWithoutPolicy(Month)
  /// A claim outside of a month's window.
  case claimOutOfWindow(Month, days: ClosedRange<CivilDate>, found: CivilDate, clause: String?)
  /// A claim for a month that was not over.
  case claimBeforeEnd(Month, clause: String?)
  /// A claim for a month whose contribution was not paid.
  case claimBeforeContribution(Month, clause: String?)
  /// An extension was granted before.
  case extensionTaken(clause: String?)
  /// More months than the document allows, or none.
  case extensionTooLong(most: Int, clause: String?)
  /// Graduates, and those paid until retirement, have no limit to extend.
  case nothingToExtend(clause: String?)
  /// No demand of this id was made; the name of the case is written in files of lines that were left out.
  case unknownNotice(Identifier)
  /// The demand was cancelled; the name of the case is a code as well.
  case noticeCancelled(Identifier)
  /// More than is outstanding, or nothing.
  case aboveOutstanding(Fen)
  /// Nothing is decided yet on an objection to the demand.
  case underObjection(Identifier, since: CivilDate)
  /// There is no objection to the demand on which nothing is decided.
  case notUnderObjection(Identifier)
  /// A day before the one that it must follow.
  case tooEarly(field: String, found: CivilDate, earliest: CivilDate)
  /// More than is due for a month, or nothing.
  case aboveDue(Month, due: Fen)
  /// A month that the ledger in its present state keeps back.
  case monthHeld(HeldPayment)
  /// More than the rest of the demanded amount that may be put back, or nothing.
  case aboveDemand(Fen)
  /// The receipt's number belongs to another receipt.
  case receiptTaken(String, sequence: UInt64, demand: Identifier, amount: Fen)
  /// No earlier event has this name.
  case annulsNothing
  /// No import has this id.
  case unknownImport(Identifier)
  /// Contributions of an import on which orders rest.
  case restsOnImport(Identifier, [RestingEntry])
  /// A list that lowers the contributions of persons for a month.
  case contributionsFall(Month, persons: [Identifier], by: Fen)
  /// A request that was never made in this ledger.
  case unknownRequest(Identifier)
  /// A request that was used up.
  case requestUsed(Identifier, sequence: UInt64)
  /// A request whose time has run out.
  case requestLapsed(Identifier, lastDay: CivilDate)
  /// A request whose act would now have another effect than was shown.
  case requestStale(Identifier, sequence: UInt64)
  /// Another act than the one that was asked for.
  case actDiffers(Identifier)
  /// The operator who asked for an act cannot consent to it.
  case consentByRequester(Identifier)
  /// The operator who recorded an event cannot consent to its undoing.
  case consentByAuthor(Identifier, sequence: UInt64)
  /// An act that needs two people, without a request.
  case consentMissing(EventType)
  /// An act that needs no second person.
  case needsNoConsent(EventType)
  /// No earlier event that counts has this number.
  case nothingToReverse(UInt64)
  /// An event of a type that cannot be reversed.
  case cannotBeReversed(EventType)
  /// The event was reversed before.
  case alreadyReversed(UInt64, by: UInt64)
  /// A later answer about the same item has to be reversed before.
  case reverseFirst(UInt64, of: UInt64)
  /// A later order of the month rests on the event.
  case restsOnIt(Identifier, month: Month, of: UInt64)
  /// A demand was made since that rests on the event.
  case demandRestsOnIt(Identifier, of: UInt64)
  /// A refund of the demand rests on the event.
  case refundRestsOnIt(Identifier, refunded: Fen)
  /// A decision that is not the last one of its application.
  case notLastDecision(Identifier)
  /// Several persons have a demand of this id.
  case severalNotices(Identifier, persons: [Identifier])
  /// Every item of the batch may be paid, so that none is withheld.
  case nothingToWithhold(Identifier)
  /// The payment may be made, so that it is not withheld.
  case stillPayable(person: Identifier, month: Month, batch: Identifier)
  /// Nothing is left of a batch, since all of it was withheld.
  case nothingLeft(Identifier)
  /// The bank has answered, so that the file was sent.
  case batchAnswered(Identifier, answers: Int, person: Identifier, month: Month)
  /// No line of the bank's file reports a payment with a reference that the ledger lacks.
  case noUnexpectedPayment(Identifier)
  /// The bank answers a file that was recalled.
  case recalledBatchAnswered(Identifier, person: Identifier, month: Month)
  /// More than may be paid back to the person, or nothing.
  case aboveRefundable(Fen)
  /// A receipt above the debt.
  case aboveDebt(Fen)
  /// The books of another month were closed last, or of none.
  case notLastClose(Month, last: Month?)
  /// The month was over when its books were closed.
  case closedAfterEnd(Month)
  /// The month is not over.
  case monthRuns(Month)
  /// The clock leapt further elsewhere, or never.
  case notLargestStep(UInt64, largest: ClockSteps.Step?)
  /// The clock is behind the event before the one from which on it was wrong.
  case beforeClockStep(ClockSteps.Step, now: Instant)
  /// The clock is not behind the event from which on it was allegedly wrong, so that a correction would change nothing.
  case clockRight(ClockSteps.Step, now: Instant)
  /// A correction of the clock was asked for, and nothing else comes before it.
  case clockRequested(Identifier)
  /// An event of a type that cannot be annulled.
  case cannotBeAnnulled(EventType)
  /// The event was annulled before.
  case alreadyAnnulled
  /// The batch's id was used before.
  case batchTaken(Identifier)
  /// No batch has this id.
  case unknownBatch(Identifier)
  /// The batch is not in the stage that the command needs.
  case batchStage(Identifier, found: BatchState.Stage, needed: BatchState.Stage)
  /// A history brought the batch or a part of it, so that no operator of this ledger consented to it.
  case batchFromHistory(Identifier, BatchState.Stage)
  /// The drafter of a batch cannot approve it.
  case approvedByDrafter(Identifier)
  /// Nothing is payable.
  case nothingPayable(Identifier, through: Month, district: Region? = nil)
  /// Payments of the batch that the ledger in its present state keeps back.
  case noLongerPayable([HeldPayment], batch: Identifier)
  /// A result for an item that the batch does not have.
  case notOrdered(person: Identifier, month: Month, batch: Identifier)
  /// A result with another amount than was ordered.
  case amountDiffers(person: Identifier, month: Month, ordered: Fen, found: Fen)
  /// A payment that came back and then arrived after all, of a month that a later batch has sent again.
  case orderedAgain(person: Identifier, month: Month, batch: Identifier)
  /// A return that was recorded before the payment arrived after all.
  case returnedBefore(person: Identifier, month: Month, code: String)
  /// Answers whose sum differs from the one added up by hand.
  case answerTotal(Identifier, found: Fen, answered: Fen)
  /// A result that contradicts an earlier one.
  case settledOtherwise(person: Identifier, month: Month)
  /// The file would differ from the one exported before.
  case exportDiffers(batch: Identifier, before: String)
  /// All that is payable in the scheme is kept back.
  case allHeld(Identifier, through: Month, [HeldPayment])
  /// The items that a sweep has to record first, because the office insists on it.
  case sweepFirst([SweepItem])
  /// The drafter of a batch cannot check its list.
  case checkedByDrafter(Identifier)
  /// The list was not checked, and the office insists on it.
  case listNotChecked(Identifier, clause: String?)
  /// The approver counted other items, or added up another sum: the typed values that are not the batch's. The batch's own
  /// values are left out, or the next try would copy them.
  case controlsDiffer(Identifier, count: Int?, total: Fen?)
  /// The treasury was not asked for the money of the batch.
  case fundsNotRequested(Identifier)
  /// A reference of the treasury that belongs to another batch or amount.
  case fundsReferenceTaken(String, batch: Identifier, amount: Fen)
  /// More than the rest of the requested amount, or nothing.
  case fundsAboveRequest(Fen)
  /// The treasury's money has not come, and the office insists on it.
  case fundsMissing(Identifier, missing: Fen, clause: String?)
  /// Accounts that are missing or fail their check, and the office insists on them.
  case accountsMissing(Identifier, persons: [Identifier])
  /// A field that does not fit its column in the bank's file.
  case fieldTooWide(person: Identifier, field: String, width: Int)
  /// A field of the payer does not fit the bank's file.
  case payerTooWide(field: String, width: Int)
  /// Text that the bank's file cannot hold.
  case notEncodable(person: Identifier, field: String)
  /// Results for several items that the batch does not have.
  case notOrderedLines([SettlementLine], batch: Identifier)
  /// Results whose end-to-end ids are not of the batch.
  case unknownEndToEnd([String], batch: Identifier)
  /// A result about another message than the batch's own.
  case otherMessage(String, expected: String)
  /// The pack of a request is in no log and not among the shipped ones, so that the consenting operator has to supply it.
  case packMissing(Identifier, Identifier)
  /// The consenting operator supplied another pack than the one that was asked for.
  case packDiffers(Identifier, Identifier)
  /// The consenting operator supplied a pack, and the request asks for no adoption.
  case packNotAsked(Identifier)
  /// The adoption would change other months than those that were shown with the request.
  case adoptionStale(Identifier, shown: AdoptionEffect, now: AdoptionEffect)
  /// A result that repeats an item with another reference or code.
  case answerDiffers(person: Identifier, month: Month)
  /// The books of the month are closed.
  case monthClosed(Month, through: Month)
  /// The number belongs to a paper with other content.
  case paperDiffers(Identifier, number: Identifier, before: String)
  /// The scheme's document has no paper of this kind.
  case paperNotInDocument(scheme: Identifier, PaperKind)
  /// A district's undertaking that lacks a line of the document's.
  case undertakingShortened(line: String, clause: String?)
  /// The sample's id belongs to another draw.
  case sampleTaken(Identifier)
  /// No sample has this id.
  case unknownSample(Identifier)
  /// Fewer persons than the document asks for.
  case sampleTooSmall(least: Int, clause: String?)
  /// No person has an approval in force.
  case nobodyToSample(Identifier)
  /// No audit finds anything of this name.
  case unknownFinding(String)
  /// An operator who is responsible for a finding does not record its outcome.
  case disposedByResponsible(Identifier)
  /// Nothing is to be demanded.
  case nothingToDemand
  /// A text holds private data that only the vault may hold.
  case privateText(PrivateText)
  /// The entry's id was used by an entry with other content.
  case idTaken(Identifier)
  /// The identity number belongs to a person registered under another key.
  case identityTaken(by: Identifier)
  /// Date of birth or sex do not agree with the identity number.
  case identityDisagrees(field: String)
}

extension Refusal {
  /// The refusal that names the year missing from a calendar.
  init(_ failure: WorkingDayCalendar.Failure) {
    switch failure {
    case .missingYear(let year): self = .calendarMissing(year: year)
    case .malformedRow: preconditionFailure("a calendar was read before it was asked")
    }
  }
}

/// The papers that only some documents have.
public enum PaperKind: String, CaseIterable, Hashable, Sendable {
  /// Notifications word for word (推送提醒).
  case notifications
  /// The text of an undertaking (承诺书).
  case undertaking
  /// Rules for the employment statistics (城镇新增就业).
  case statistics
}

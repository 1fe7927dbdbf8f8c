public import Policy

extension Finding {
  /// How grave a finding is: by its consequence for public money, not by the amount.
  public enum Severity: String, CaseIterable, Comparable, Hashable, Sendable {
    /// Money is out to which no person was entitled, or one operator did an act that takes two.
    case high
    /// Money may be out, is not asked back, or has not reached the person to whom it is due.
    case medium
    /// Late, or wrong on paper: no money depends on it by itself.
    case low

    /// Whether the first is less grave than the second.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .high: 2
      case .medium: 1
      case .low: 0
      }
    }
  }

  /// The kind of a finding.
  public enum Code: Hashable, Sendable {
    /// Money is held for a month that this reason is against.
    case paidDespite(ReasonCode)
    /// Money is held above the month's worth.
    case paidAboveEntitlement
    /// A month that was paid in full was paid again.
    case paidTwice
    /// A payment for an item that its batch never ordered.
    case paidNotOrdered
    /// The bank paid more than its batch had ordered.
    case paidAboveOrder
    /// The bank paid an item that it had sent back before.
    case paidAfterReturn
    /// A month was paid before its contribution was known (先缴后补).
    case paidBeforeContribution
    /// Months were paid although their first month was never confirmed.
    case paidUnconfirmed
    /// Months were paid after the person had left the registration and the exit was not recorded.
    case paidAfterExit
    /// A month was paid as the text has it, and the person contributed less.
    case paidAboveContribution
    /// Money to recover that is not demanded.
    case overpaidNotDemanded
    /// Money is demanded for months that are not overpaid.
    case demandWithoutGround
    /// Money came back for a demand that was never made.
    case receiptWithoutDemand
    /// Money that came back was booked twice with one receipt.
    case receiptBookedTwice
    /// The treasury's money was booked twice with one reference.
    case fundsBookedTwice
    /// A month is due and was not paid in time.
    case entitledUnpaid
    /// A periodic report did not come, and payment was not stopped.
    case reportMissedNotStopped
    /// The bank could not collect contributions, and payment was not stopped.
    case debitsFailedNotStopped
    /// An application was taken in although the document's own rules for applications are against it.
    case acceptedDespite(ApplicationFault)
    /// An approval against the facts recorded at that moment.
    case approvedAgainstRecord
    /// An approval without a comparison of data that the document asks for.
    case approvedUncompared
    /// A rejection for reasons none of which held at that moment.
    case rejectedWithoutReason
    /// An approval for which the ledger has no application.
    case approvedWithoutApplication
    /// An approval states another basis than the rules gave at that moment.
    case approvedWrongBasis
    /// An approval names another policy than the one that decided at that moment.
    case approvedWrongPolicy
    /// An approval calls itself the first although it is not, or not the first although it is.
    case approvedWrongFirst
    /// An application was approved without one of the stages.
    case stageSkipped
    /// A stage was decided before one that comes before it.
    case stageOutOfOrder
    /// The operator of an earlier stage decided a stage that needs another one.
    case stageSameOperator
    /// One operator decided the stages of all offices.
    case stagesOneOperator
    /// The key of an earlier stage was used for a stage that needs another one.
    case stageSameKey
    /// A stage that needs a signing key was decided without one.
    case stageWithoutKey
    /// A stage was decided before the publicity had ended.
    case stageBeforePublicityEnd
    /// A stage was decided after its last day, or still waits after it.
    case stageLate
    /// The first month was confirmed after the last day for it.
    case startConfirmedLate
    /// Money of several persons went to one account.
    case sharedAccount
    /// Something is wrong with the way in which a batch's money left.
    case batch(BatchFault)
    /// An operator who is responsible for a finding recorded its outcome.
    case disposedByResponsible
    /// Days that no live entry could have had.
    case impossible(ImpossibleDay)
    /// A claim for a month that was not in its window, not over or not paid for, so that it has no effect.
    case claimOutOfWindow
    /// A number, day or month that no entry could have had; the figures computed from it are capped.
    case beyondBounds
    /// An act that needs two people, without a second person's request that it carries out.
    case withoutConsent
    /// A live adoption that changed months held or in flight, without the consent of a second person.
    case adoptedOverPaid
    /// A payment of a batch whose file was recalled.
    case paidAfterRecall
    /// Two keys were joined that cannot be, so that the join has no effect.
    case joinedInVain
    /// An entry with a key that had been joined with another person's.
    case entryUnderJoinedKey
    /// An event was recorded by an operator who may not record it, or who was never registered.
    case withoutRole
    /// An administrator was given new keys without the old ones.
    case keysRecovered
    /// Operators whose names are easily mistaken for each other.
    case operatorsLookAlike
    /// An event of this type in a history that came after the ledger had gone live.
    case imported(EventType)
  }
}

extension Finding.Code {
  /// The code as the outputs write it: `paid-employed`, `paid-above-entitlement`.
  public var code: String {
    switch self {
    case .paidDespite(let reason): "paid-\(reason.code)"
    case .paidAboveEntitlement: "paid-above-entitlement"
    case .paidTwice: "paid-twice"
    case .paidNotOrdered: "paid-not-ordered"
    case .paidAboveOrder: "paid-above-order"
    case .paidAfterReturn: "paid-after-return"
    case .paidBeforeContribution: "paid-before-contribution"
    case .paidUnconfirmed: "paid-unconfirmed"
    case .paidAfterExit: "paid-after-exit"
    case .paidAboveContribution: "paid-above-contribution"
    case .overpaidNotDemanded: "overpaid-not-demanded"
    case .demandWithoutGround: "demand-without-ground"
    case .receiptWithoutDemand: "receipt-without-demand"
    case .receiptBookedTwice: "receipt-booked-twice"
    case .fundsBookedTwice: "funds-booked-twice"
    case .entitledUnpaid: "entitled-unpaid"
    case .reportMissedNotStopped: "report-missed-not-stopped"
    case .debitsFailedNotStopped: "debits-failed-not-stopped"
    case .acceptedDespite(let fault): "application-\(fault.rawValue)"
    case .approvedAgainstRecord: "approved-against-record"
    case .approvedUncompared: "approved-uncompared"
    case .rejectedWithoutReason: "rejected-without-reason"
    case .approvedWithoutApplication: "approved-without-application"
    case .approvedWrongBasis: "approved-wrong-basis"
    case .approvedWrongPolicy: "approved-wrong-policy"
    case .approvedWrongFirst: "approved-wrong-first"
    case .stageSkipped: "stage-skipped"
    case .stageOutOfOrder: "stage-out-of-order"
    case .stageSameOperator: "stage-same-operator"
    case .stagesOneOperator: "stages-one-operator"
    case .stageSameKey: "stage-same-key"
    case .stageWithoutKey: "stage-without-key"
    case .stageBeforePublicityEnd: "stage-before-publicity-end"
    case .stageLate: "stage-late"
    case .startConfirmedLate: "start-confirmed-late"
    case .sharedAccount: "shared-account"
    case .batch(let fault): "batch-\(fault.rawValue)"
    case .disposedByResponsible: "disposed-by-responsible"
    case .impossible(.paidAfterRecording): "paid-on-after-recording"
    case .impossible(.tooFarAhead): "contribution-too-far-ahead"
    case .impossible(.beforeBirth): "fact-before-birth"
    case .claimOutOfWindow: "claim-out-of-window"
    case .beyondBounds: "beyond-bounds"
    case .withoutConsent: "without-consent"
    case .adoptedOverPaid: "adopted-over-paid"
    case .paidAfterRecall: "paid-after-recall"
    case .joinedInVain: "joined-in-vain"
    case .entryUnderJoinedKey: "entry-under-joined-key"
    case .withoutRole: "without-role"
    case .keysRecovered: "keys-recovered"
    case .operatorsLookAlike: "operators-look-alike"
    case .imported(let type): "imported-\(type.rawValue)"
    }
  }

  /// How grave it is.
  public var severity: Finding.Severity {
    switch self {
    case .paidDespite, .paidAboveEntitlement, .paidTwice, .paidNotOrdered, .paidAboveOrder, .approvedAgainstRecord,
      .approvedWithoutApplication, .stageSkipped, .stageSameOperator, .stagesOneOperator, .stageSameKey,
      .withoutConsent, .adoptedOverPaid, .paidAfterRecall, .disposedByResponsible, .imported,
      .batch(.approvedByDrafter),
      .batch(.fromHistory), .batch(.registeredByOther), .withoutRole, .keysRecovered,
      .batch(.paidUnapproved), .batch(.approvedAfterPayment), .batch(.paidCancelled), .batch(.itemsAdded),
      .batch(.paidUnexported), .batch(.accountChanged):
      .high
    case .paidAfterReturn, .paidBeforeContribution, .paidUnconfirmed, .paidAfterExit, .paidAboveContribution,
      .overpaidNotDemanded, .demandWithoutGround,
      .receiptBookedTwice, .receiptWithoutDemand, .fundsBookedTwice, .entitledUnpaid, .reportMissedNotStopped,
      .debitsFailedNotStopped, .acceptedDespite, .approvedUncompared, .rejectedWithoutReason, .approvedWrongBasis,
      .stageOutOfOrder, .stageWithoutKey, .stageBeforePublicityEnd, .impossible, .sharedAccount, .batch(.sumsDiffer),
      .batch(.listUnchecked), .batch(.fundsMissing), .joinedInVain:
      .medium
    case .approvedWrongPolicy, .approvedWrongFirst, .stageLate, .startConfirmedLate, .claimOutOfWindow, .beyondBounds,
      .entryUnderJoinedKey, .operatorsLookAlike:
      .low
    }
  }
}

extension Finding.Code: CaseIterable {
  /// Every code that the contract's reasons and facts can give, in the order of the documentation.
  ///
  /// A pack of the office's own may exclude by a fact that others require, or the other way round; its findings have
  /// codes of the same form.
  public static var allCases: [Finding.Code] {
    ReasonCode.allCases.map { .paidDespite($0) } + [
      .paidAboveEntitlement, .paidTwice, .paidNotOrdered, .paidAboveOrder, .paidAfterReturn, .paidBeforeContribution,
      .paidUnconfirmed, .paidAfterExit, .paidAboveContribution, .overpaidNotDemanded, .demandWithoutGround,
      .receiptBookedTwice, .receiptWithoutDemand,
      .fundsBookedTwice, .entitledUnpaid, .reportMissedNotStopped, .debitsFailedNotStopped,
    ] + ApplicationFault.allCases.map { .acceptedDespite($0) } + [
      .approvedAgainstRecord, .approvedUncompared, .rejectedWithoutReason, .approvedWithoutApplication,
      .approvedWrongBasis, .approvedWrongPolicy, .approvedWrongFirst, .stageSkipped,
      .stageOutOfOrder, .stageSameOperator, .stagesOneOperator, .stageSameKey, .stageWithoutKey,
      .stageBeforePublicityEnd, .stageLate, .startConfirmedLate, .claimOutOfWindow, .withoutConsent, .adoptedOverPaid,
      .paidAfterRecall, .joinedInVain, .entryUnderJoinedKey, .sharedAccount,
      .withoutRole, .keysRecovered, .operatorsLookAlike,
    ] + BatchFault.allCases.map { .batch($0) } + [.disposedByResponsible]
      + ImpossibleDay.allCases.map { .impossible($0) } + [.beyondBounds]
      + EventType.allCases.filter(\.isMisplacedLate).map { .imported($0) }
  }
}

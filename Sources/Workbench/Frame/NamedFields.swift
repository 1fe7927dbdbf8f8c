import Ledger
import Sheets
import Subsidy
import Vault

// What fields of forms are called that a refusal is about, the likeliest first: an entry, a column and a command have names of their
// own for what is one field on a page.

extension Refusal {
  var fieldNames: [String] {
    switch self {
    case .inFuture(let field, _), .tooFarAhead(let field, _, _), .beforeBirth(let field, _),
      .identityDisagrees(let field),
      .notRepeated(let field), .tooEarly(let field, _, _), .unknownCode(let field, _, _), .payerTooWide(let field, _):
      String.fieldNames(ofEntry: field)
    case .beyondBounds(let problem): String.fieldNames(ofEntry: problem.field)
    case .privateText(let found): String.fieldNames(ofEntry: found.field)
    case .unknownPerson, .joinedKey: ["person", "idNumber"]
    case .identityTaken, .erasedNumberDiffers: ["idNumber"]
    case .moveWithoutDay: ["since"]
    case .detailNotListed: ["detail"]
    case .applicationTaken, .unknownApplication: ["application"]
    case .correctionWithoutReason: ["why"]
    case .receiptTaken: ["receipt"]
    case .aboveOutstanding, .aboveDemand, .aboveDebt, .aboveRefundable, .fundsAboveRequest: ["amount"]
    case .fundsReferenceTaken: ["reference"]
    case .batchTaken: ["batch"]
    case .unknownScheme, .nothingPayable: ["scheme"]
    case .sweepFirst: ["swept"]
    case .controlsDiffer(_, let count, _): count == nil ? ["total"] : ["count"]
    case .answerTotal: ["total"]
    case .fundsMissing: ["funds"]
    case .accountsMissing: ["accounts"]
    case .contributionsFall: ["less"]
    case .monthRuns: ["early"]
    case .unknownOperator, .operatorKnown, .roleMissing, .stageOfOffice, .applicationOfDistrict, .unknownOffice,
      .roleExcluded, .firstAreAdministrators, .firstIsAnother, .importerMissing, .reasonMissing,
      .lastAdministrators, .lastSigners, .notAdministrator, .keyOfAnother, .keyTaken, .operatorWithoutKey,
      .recoveryTooEarly, .erasedPerson, .nothingKept, .erasureInFlight, .erasureOwed, .cannotJoin,
      .activeApplication, .applicationClosed, .notApproved, .wrongStage, .sameOperator, .sameKey, .keyMissing,
      .publicityRuns, .calendarMissing, .olderProcess, .startBeforeApplication, .nothingApproved, .alreadyEnded,
      .notSuspended, .noExtension, .limitNotUsedUp, .extensionNotOpen, .moveWasCorrected, .retiresLate,
      .retiresTooEarly, .claimWithoutPolicy, .claimOutOfWindow, .claimBeforeEnd, .claimBeforeContribution,
      .extensionTaken, .extensionTooLong, .nothingToExtend, .unknownNotice, .noticeCancelled, .underObjection,
      .notUnderObjection, .aboveDue, .monthHeld, .annulsNothing, .unknownImport, .restsOnImport, .unknownRequest,
      .requestUsed, .requestLapsed, .requestStale, .actDiffers, .consentByRequester, .consentByAuthor,
      .consentMissing, .needsNoConsent, .nothingToReverse, .cannotBeReversed, .alreadyReversed, .reverseFirst,
      .restsOnIt, .demandRestsOnIt, .refundRestsOnIt, .notLastDecision, .severalNotices, .nothingToWithhold,
      .stillPayable, .nothingLeft, .batchAnswered, .noUnexpectedPayment, .recalledBatchAnswered, .notLastClose,
      .closedAfterEnd, .notLargestStep, .beforeClockStep, .clockRight, .clockRequested, .cannotBeAnnulled,
      .alreadyAnnulled, .unknownBatch, .batchStage, .batchFromHistory, .approvedByDrafter, .noLongerPayable,
      .notOrdered, .amountDiffers, .orderedAgain, .returnedBefore, .settledOtherwise, .exportDiffers, .allHeld,
      .checkedByDrafter, .listNotChecked, .fundsNotRequested, .fieldTooWide, .notEncodable, .notOrderedLines,
      .unknownEndToEnd, .otherMessage, .packMissing, .packDiffers, .packNotAsked, .adoptionStale, .answerDiffers,
      .monthClosed, .paperDiffers, .paperNotInDocument, .undertakingShortened, .sampleTaken, .unknownSample,
      .sampleTooSmall, .nobodyToSample, .unknownFinding, .disposedByResponsible, .nothingToDemand, .idTaken:
      []
    }
  }
}

extension LedgerFailure {
  var fieldNames: [String] {
    switch self {
    case .rowCount: ["count"]
    case .reasonNamesPerson: ["reason"]
    case .lines, .clockBehind, .clockAhead, .clockOutOfRange, .unreadableEvent, .recordedBackwards, .openedInFuture,
      .pathTooLong, .historyAfterLive, .unreadablePolicy, .unreadableText, .missingColumn, .emptyFile,
      .streamBeside, .notStatusReport, .notExported, .exportUnreadable, .sheet, .notSheetProfile, .notProfile,
      .notOffice, .unknownPack, .unknownPerson, .unknownApplication, .ambiguousApplication, .unknownEvent,
      .sizeAhead, .fileExists, .outputExists, .outputInLedger, .outputIsLink, .outputIsFolder, .outputHasOtherNames,
      .otherOrigin, .originOfOtherTree, .backupGrown, .signatureNeeded, .notSignedByKey, .signsWithoutPIN, .keyFile,
      .passphraseMissing, .badPassphrase, .notPublicKey, .repeatedKey, .note, .growthMissing, .witnessAhead,
      .notWitness, .cosigningUnsigned, .viewerUnnamed, .viewerUnknown, .partitionWithoutOpening, .followsStore,
      .notOverStore, .printedHead:
      []
    }
  }
}

extension LineProblem.Problem {
  var fieldNames: [String] {
    switch self {
    case .form(let error): String.fieldNames(ofEntry: error.field)
    case .refused(let refusal): refusal.fieldNames
    case .vault(let error): error.fieldNames
    case .column(let name, _, _), .otherThanAsked(let name, _, _): [name]
    case .row(.cell(let column, _, _)): [column]
    case .unknownIdentity: ["idNumber"]
    case .row, .policy, .empty, .tooLong, .commitAsEvent, .repeatedEvent, .recordedBefore, .recordedAfterImport,
      .notInLateHistory, .notAsExported, .repeatedColumn, .sameMeaning, .repeated, .repeatedRow, .repeatedDay, .xml,
      .repeatedElement, .statusesDiffer, .unknownStatus, .notCSV, .endsWithinField, .columnCount:
      []
    }
  }
}

extension VaultError {
  fileprivate var fieldNames: [String] {
    switch self {
    case .misplacedField(let field), .repeatedField(let field), .notText(let field), .empty(let field),
      .tooLong(let field),
      .controlCharacter(let field):
      [field.rawValue]
    case .invalidIDNumber: ["idNumber"]
    case .invalidAccount: ["account"]
    case .notAnObject, .unknownField, .exists, .missing, .notAVault, .notPrivate, .damaged, .inconsistent, .sealed,
      .wrongKey, .keyLength, .keySource, .alreadySealed, .notSealed, .unfinished, .cryptography, .database:
      []
    }
  }
}

extension String {
  /// What forms call a field of an entry, which may be a member of another one: `private.phone`.
  fileprivate static func fieldNames(ofEntry field: String) -> [String] {
    let last = field.split(separator: ".").last.map(String.init) ?? field
    let others = ["amountFen": ["amount"], "from": ["factFrom"], "to": ["factTo"]][last] ?? []
    return [field, last] + others
  }
}

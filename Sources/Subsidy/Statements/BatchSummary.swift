public import Values

/// A payment batch as lists show it.
public struct BatchSummary: Hashable, Sendable {
  /// Its name.
  public let batch: Identifier
  /// Its scheme; nil for one that was never drafted (only in an imported past).
  public let scheme: Identifier?
  /// The last month it may pay, once it is drafted.
  public let through: Month?
  /// The one district that it pays; nil for all.
  public let district: Region?
  /// Its stage.
  public let stage: BatchState.Stage
  /// How many persons it pays, as drafted.
  public let persons: Int
  /// How many items it has, less those withheld.
  public let items: Int
  /// The sum of its items, less those withheld.
  public let total: Fen
  /// The operator who drafted it.
  public let drafter: Identifier?
  /// The operator who found its list right (核对名单).
  public let checker: Identifier?
  /// The operator who approved it.
  public let approver: Identifier?
  /// The SHA-256 of the file last handed to the bank.
  public let exportSHA256: String?
  /// The amount asked from the treasury for it.
  public let fundsRequested: Fen
  /// How much the treasury sent for it.
  public let fundsReceived: Fen
  /// The bank's answers about its items.
  public let answers: BatchAnswers
  /// The amount of it that arrived, ordered or not, less the amount returned.
  public let paid: Fen

  /// Makes a summary.
  public init(
    batch: Identifier, scheme: Identifier?, through: Month?, district: Region?, stage: BatchState.Stage, persons: Int,
    items: Int, total: Fen, drafter: Identifier?, checker: Identifier?, approver: Identifier?,
    exportSHA256: String?, fundsRequested: Fen,
    fundsReceived: Fen, answers: BatchAnswers, paid: Fen
  ) {
    self.batch = batch
    self.scheme = scheme
    self.through = through
    self.district = district
    self.stage = stage
    self.persons = persons
    self.items = items
    self.total = total
    self.drafter = drafter
    self.checker = checker
    self.approver = approver
    self.exportSHA256 = exportSHA256
    self.fundsRequested = fundsRequested
    self.fundsReceived = fundsReceived
    self.answers = answers
    self.paid = paid
  }

  /// Whether its items are free for other batches.
  public var isGivenUp: Bool { stage.isGivenUp }
  /// Whether the bank has answered for all of it; in an imported past, also for a batch that was never recorded as sent.
  public var isSettled: Bool { !isGivenUp && (answers.all.items > 0 || paid > .zero) && answers[.open].items == 0 }
  /// The part of the treasury's money that exceeds the batch's sum, and has to go back.
  public var fundsToReturn: Fen {
    BatchState.fundsToReturn(received: fundsReceived, total: total, isGivenUp: isGivenUp)
  }
}

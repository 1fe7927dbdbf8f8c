public import Values

/// The outcome of a batch and of the treasury's money for it.
public struct BatchReconciliation: Hashable, Sendable {
  /// By the draft.
  public let drafted: BatchAnswers.Part
  /// The answers of the bank about the items themselves.
  public let answers: BatchAnswers
  /// Whether the bank has the batch, so that an answer may come.
  public let isSent: Bool
  /// Asked from the treasury.
  public let fundsRequested: Fen
  /// Received from the treasury.
  public let fundsReceived: Fen

  /// Whether the draft's own sums are those of its items.
  public var isBalanced: Bool { drafted == answers.all }

  /// Adds up a batch.
  public init(_ batch: BatchSummary) {
    drafted = BatchAnswers.Part(items: batch.items, total: batch.total)
    answers = batch.answers
    isSent = batch.stage.isSent
    fundsRequested = batch.fundsRequested
    fundsReceived = batch.fundsReceived
  }
}

public import Subsidy
public import Values

extension BatchItem.Outcome: ColumnCode {}

/// A line of a batch with what keeps it back.
public struct BatchLine: Hashable, Sendable {
  /// The line.
  public let item: BatchItem
  /// The hold on it; nil if there is none, or if its batch is not to be paid any more.
  public let hold: PaymentHold.Kind?
  /// Whether the bank has it, so that an answer may come.
  public let isSent: Bool

  /// Makes a line.
  public init(item: BatchItem, hold: PaymentHold.Kind?, isSent: Bool) {
    self.item = item
    self.hold = hold
    self.isSent = isSent
  }
}

/// A batch with its lines.
public struct BatchContent: Hashable, Sendable {
  /// The batch.
  public let batch: BatchSummary
  /// Its lines, by person and month.
  public let lines: [BatchLine]

  /// Puts them together.
  public init(batch: BatchSummary, lines: [BatchLine]) {
    self.batch = batch
    self.lines = lines
  }
}

extension ReadModel {
  /// The batches, by name: those that only payments of an imported past name, too.
  ///
  /// - Parameter batch: the one that is asked about; nil for all.
  /// - Returns: one for each, or none if no event names the one.
  /// - Throws: ``UnreadableCell`` and `SQLiteError`.
  public func batches(_ batch: Identifier? = nil) throws -> [BatchSummary] {
    let bound = [batch].compactMap { $0?.description }
    let only = batch == nil ? "" : "AND batch = ?"
    var answers: [Identifier: BatchAnswers] = [:]
    var withheld: [Identifier: BatchAnswers.Part] = [:]
    var paid: [Identifier: Fen] = [:]
    try forEach(
      """
      SELECT batch, outcome, ordered, ordered_fen, paid_fen FROM batch_sums WHERE true \(only)
      """, bound
    ) { answer in
      let (batch, outcome): (Identifier, String) = try (answer.read(), answer.read())
      let part = BatchAnswers.Part(items: try answer.read(), total: try answer.read())
      paid[batch, default: .zero] += try answer.read()
      if outcome == PaymentsProjection.withheld { return withheld[batch] = part }
      guard let outcome = BatchItem.Outcome(rawValue: outcome) else {
        throw UnreadableCell(question: "batch_sums", column: 1)
      }
      answers[batch, default: BatchAnswers()][outcome] = part
    }
    let told = try ask(
      """
      SELECT batch, scheme, through, stage, persons, items, total_fen, drafted_by, checked_by, approved_by, export_sha256,
        funds_requested_fen, funds_received_fen, district
      FROM batches WHERE true \(only)
      """, bound
    ) { answer in
      let (name, scheme, through): (Identifier, Identifier?, Month?) = try (answer.read(), answer.read(), answer.read())
      let (stage, persons): (BatchState.Stage, Int) = try (answer.read(), answer.read())
      let (items, total): (Int, Fen) = try (answer.read(), answer.read())
      let (drafter, checker, approver): (Identifier?, Identifier?, Identifier?) = try (
        answer.read(), answer.read(), answer.read()
      )
      let (file, requested, received): (String?, Fen, Fen) = try (answer.read(), answer.read(), answer.read())
      let less = withheld[name] ?? BatchAnswers.Part()
      return BatchSummary(
        batch: name, scheme: scheme, through: through, district: try answer.read(), stage: stage, persons: persons,
        items: items - less.items, total: total - less.total, drafter: drafter, checker: checker,
        approver: approver,
        exportSHA256: file, fundsRequested: requested, fundsReceived: received,
        answers: answers[name] ?? BatchAnswers(), paid: paid[name] ?? .zero)
    }
    let names = Set(told.map(\.batch))
    let named = paid.keys.filter { !names.contains($0) }.map { name in
      BatchSummary(
        batch: name, scheme: nil, through: nil, district: nil, stage: .named, persons: 0, items: 0, total: .zero,
        drafter: nil, checker: nil, approver: nil, exportSHA256: nil, fundsRequested: .zero, fundsReceived: .zero,
        answers: answers[name] ?? BatchAnswers(), paid: paid[name] ?? .zero)
    }
    return (told + named).sorted { $0.batch < $1.batch }
  }

  /// The lines of a batch, by person and month.
  ///
  /// - Parameters:
  ///   - batch: the batch, as ``batches(_:)`` gives it.
  ///   - day: the day on which it is asked what keeps them back.
  /// - Returns: those that were ordered and not withheld.
  /// - Throws: ``UnreadableCell`` and `SQLiteError`.
  public func lines(of batch: BatchSummary, on day: CivilDate) throws -> [BatchLine] {
    try ask(
      """
      SELECT booked_key, scheme, month, ordered_fen, outcome, returned_from, hold, held_from FROM payments
      WHERE batch = ? AND ordered_fen > 0 AND outcome <> '\(PaymentsProjection.withheld)' ORDER BY booked_key, month
      """, [batch.batch.description]
    ) { answer in
      let item = BatchItem(
        person: try answer.read(), scheme: try answer.read(), month: try answer.read(), amount: try answer.read(),
        outcome: try answer.read(), returnedFrom: try answer.read())
      let (hold, from): (PaymentHold.Kind?, CivilDate?) = try (answer.read(), answer.read())
      return BatchLine(
        item: item, hold: batch.stage.isToBePaid && from ?? day <= day ? hold : nil, isSent: batch.stage.isSent)
    }
  }

  /// The persons who have an item of a batch.
  ///
  /// - Throws: ``UnreadableCell`` and `SQLiteError`.
  public func persons(ofBatch batch: Identifier) throws -> [Identifier] {
    try ask("SELECT DISTINCT person FROM payments WHERE batch = ?", [batch.description]) { try $0.read() }
  }
}

public import Values

/// Something that an audit finds wrong, with the events that show it.
///
/// > Source: contract section 7, `audit replay --format json`.
public struct Finding: Hashable, Sendable {
  /// The code.
  public let code: Code
  /// The person; nil for a finding about a batch.
  public let person: Identifier?
  /// The scheme; nil if a batch was never drafted.
  public let scheme: Identifier?
  /// The month; nil for a finding about an application, a claim or a batch as a whole.
  public let month: Month?
  /// How much money it is about.
  public let amount: Fen
  /// Whether the reason that makes it wrong was in the ledger when the money was paid; nil if it is not about a payment.
  public let wasKnownWhenPaid: Bool?
  /// The operators who decided, by name, each once.
  public let responsible: [Identifier]
  /// The clause; nil if there is none.
  public let clause: String?
  /// The events that show it, ascending.
  public let sequences: [UInt64]
  /// The application that was decided wrongly; nil for a finding about money.
  public let application: Identifier?
  /// The stage of the application's review; nil if no stage is meant.
  public let stage: Identifier?
  /// The batch that was decided wrongly; nil if none is.
  public let batch: Identifier?

  init(
    _ code: Code, person: Identifier? = nil, scheme: Identifier? = nil, month: Month? = nil, amount: Fen = .zero,
    wasKnownWhenPaid: Bool? = nil, responsible: some Sequence<Identifier> = [], clause: String? = nil,
    sequences: some Sequence<UInt64> = [], application: Identifier? = nil, stage: Identifier? = nil,
    batch: Identifier? = nil
  ) {
    self.code = code
    self.person = person
    self.scheme = scheme
    self.month = month
    self.amount = amount
    self.wasKnownWhenPaid = wasKnownWhenPaid
    self.responsible = responsible.distinctOperators
    self.clause = clause
    self.sequences = Set(sequences).sorted()
    self.application = application
    self.stage = stage
    self.batch = batch
  }

  /// How grave it is.
  public var severity: Severity { code.severity }

  /// The key that identifies it, in this audit and in every later one.
  public var key: FindingKey {
    FindingKey(
      code: Identifier(stringLiteral: code.code), person: person, scheme: scheme, month: month,
      application: application, stage: stage,
      batch: batch)
  }
}

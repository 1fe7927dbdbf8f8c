public import Values

/// An auditor says what became of a finding (疑点处理结果).
///
/// It changes no money and no finding: whoever corrects something does that by the events that correct it.
public struct FindingDisposed: Hashable, Sendable {
  /// What became of a finding.
  public enum Outcome: String, CaseIterable, Hashable, Sendable {
    /// It is so (属实).
    case confirmed
    /// It is explained: no fault (经核实不属实).
    case explained
    /// It was a fault and is put right (已整改).
    case corrected
    /// It was handed on to another authority (已移送).
    case referred
  }

  /// The finding.
  public var finding: FindingKey
  /// What became of it.
  public var outcome: Outcome
  /// Why, in words.
  public var note: String

  /// Makes the event's body.
  public init(finding: FindingKey, outcome: Outcome, note: String) {
    self.finding = finding
    self.outcome = outcome
    self.note = note
  }
}

extension FindingDisposed: EventContent {
  static let kind = EventKind(
    .findingDisposed, EventBody.findingDisposed, by: .command, followsBooking: true,
    { code, person, scheme, month, application, stage, batch, outcome, note in
      let finding = FindingKey(
        code: code, person: person, scheme: scheme, month: month, application: application, stage: stage, batch: batch)
      return FindingDisposed(finding: finding, outcome: outcome, note: note)
    },
    Field("code", .identifier, \.finding.code), Field.person(ifAny: \.finding.person),
    Field.scheme(ifAny: \.finding.scheme), Field(optional: "month", .month, \.finding.month),
    Field(optional: "application", .identifier, \.finding.application),
    Field(optional: "stage", .identifier, \.finding.stage), Field.batch(ifAny: \.finding.batch),
    Field("outcome", .word(.disposition), \.outcome), Field("note", .freeText, \.note))
}

/// What became of a finding, and who said so.
public struct FindingDisposition: Hashable, Sendable {
  /// What became of it.
  public let outcome: FindingDisposed.Outcome
  /// Why, in words.
  public let note: String
  /// Who said so.
  public let by: Identifier
  /// When.
  public let recorded: Instant
  /// The sequence number of the event.
  public let sequence: UInt64
}

public import Values

/// An auditor records the outcome of a finding (疑点处理结果).
///
/// It changes no money and no finding: a correction is made by the events that correct the fault.
public struct FindingDisposed: Hashable, Sendable {
  /// The outcome of a finding.
  public enum Outcome: String, CaseIterable, Hashable, Sendable {
    /// The fault exists (属实).
    case confirmed
    /// The fault is explained: there is none (经核实不属实).
    case explained
    /// The fault existed and is put right (已整改).
    case corrected
    /// It was handed on to another authority (已移送).
    case referred
  }

  /// The finding.
  public var finding: FindingKey
  /// Its outcome.
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

/// The outcome of a finding, and who recorded it.
public struct FindingDisposition: Hashable, Sendable {
  /// The outcome.
  public let outcome: FindingDisposed.Outcome
  /// Why, in words.
  public let note: String
  /// The operator who recorded it.
  public let by: Identifier
  /// When.
  public let recorded: Instant
  /// The sequence number of the event.
  public let sequence: UInt64
}

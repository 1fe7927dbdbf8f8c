public import Policy
public import Subsidy
public import Values

/// The outcome of a `record`.
public struct RecordOutcome: Sendable {
  /// Entries that were taken.
  public internal(set) var accepted = 0
  /// Events that were appended for them.
  public internal(set) var events = 0
  /// Entries that an earlier one made needless: with the same id and content, or for the same receipt.
  public internal(set) var repeated = 0
  /// Applications that were recorded and rejected at once, with the codes and clauses.
  public internal(set) var rejections: [(line: Int, person: Identifier, reasons: [RejectionReason])] = []
  /// Applications that were approved.
  public internal(set) var approvals = 0
  /// Lines that were left out, with ``SubsidyLedger/record(_:by:key:skipsRefused:replacing:)``'s `skipsRefused`.
  public internal(set) var refused: [LineProblem] = []
  /// Texts of the entries taken that have a warning.
  public internal(set) var textWarnings = TextWarnings()
  /// Months paid or on their way that registrations, facts and annulments of the file take away, by person.
  public internal(set) var taken: [TakenMonth] = []
  /// Contributions of one kind in the place of all insurances together, or the other way round.
  public internal(set) var regrouped: [RegroupedContribution] = []
  /// Applications made by another person for the applicant, without the papers that the document then asks for.
  public internal(set) var withoutPapers: [(line: Int, person: Identifier, papers: [MaterialRule])] = []
  /// The first of the events, no more than 100, in the order of the log.
  public internal(set) var firstEvents: [EventBody] = []
  /// First months that were confirmed after the last day for it.
  public internal(set) var confirmedLate: [(line: Int, person: Identifier, late: LateConfirmation)] = []
}

/// A contribution that took the place of parts of another kind.
///
/// > Source: contract 2, section 6.
public struct RegroupedContribution: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The month.
  public let month: Month
  /// The amount paid for the month until now.
  public let before: Fen
  /// The amount paid for it with this contribution.
  public let after: Fen
}

import Policy
import Values

/// The reasons against a month at some point of the log, and its worth then.
struct MonthJudgement {
  /// The reasons against the month, in the order of contract section 6.2; empty if it was valid.
  let reasons: [ReasonCode]
  /// The worth of the month.
  let entitled: Fen
}

import Policy
import Values

/// What was against a month at some point of the log, and what the month was worth then.
struct MonthJudgement {
  /// The reasons against the month, in the order of contract section 6.2; empty if it was valid.
  let reasons: [ReasonCode]
  /// What the month was worth.
  let entitled: Fen
}

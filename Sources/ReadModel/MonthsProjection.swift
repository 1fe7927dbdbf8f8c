import Policy
import Subsidy
import Values

/// One row for each person, scheme and month: what it is worth, what became of it, and why it is worth nothing.
struct MonthsProjection: Projection {
  let name = "months"
  let columns = """
    person TEXT NOT NULL, scheme TEXT NOT NULL, month TEXT NOT NULL, policy TEXT, contribution_fen INTEGER NOT NULL,
    entitled_fen INTEGER NOT NULL, paid_fen INTEGER NOT NULL, repaid_fen INTEGER NOT NULL,
    in_flight_fen INTEGER NOT NULL, payable_fen INTEGER NOT NULL, overpaid_fen INTEGER NOT NULL, reasons TEXT NOT NULL
    """
  let key = "person, scheme, month"
  let columnCount = 12

  func rows(of person: PersonView, in state: LedgerState) -> [Row] {
    person.claims.flatMap { claim in
      let policies = state.timelines[Int(claim.scheme)]
      return claim.months.map { month in
        let policy = month.policy(in: policies)
        let reasons = month.reasons.reasons(under: policy).map(\.code.code).joined(separator: " ")
        return [
          .text(person.person), .text(state.schemes[claim.scheme].description), .text(month.month.description),
          policy.map { .text($0.pack.id.description) } ?? .null, .integer(month.contribution.value),
          .integer(month.entitled.value), .integer(month.paid.value), .integer(month.repaid.value),
          .integer(month.inFlight.value), .integer(month.payable.value), .integer(month.overpaid.value),
          .text(reasons),
        ]
      }
    }
  }
}

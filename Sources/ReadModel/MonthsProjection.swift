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
    person.claims.flatMap { claim -> [Row] in
      let policies = state.timelines[Int(claim.scheme)]
      return claim.months.map { month -> Row in
        let policy = month.policy(in: policies)
        let reasons = month.reasons.reasons(under: policy).map(\.code.code).joined(separator: " ")
        return [
          .text(person.person), .text(state.schemes[claim.scheme].description), .text(month.month.description),
          .text(ifAny: policy.map { $0.pack.id }), .fen(month.contribution),
          .fen(month.entitled), .fen(month.paid), .fen(month.repaid),
          .fen(month.inFlight), .fen(month.payable), .fen(month.overpaid),
          .text(reasons),
        ]
      }
    }
  }
}

import Policy
import Subsidy
import Values

/// One row for each person, scheme and month: what it is worth, what became of it, and why it is worth nothing.
struct MonthsProjection: Projection {
  let name = "months"
  let version = 1
  let columns = """
    person TEXT NOT NULL, scheme TEXT NOT NULL, month TEXT NOT NULL, policy TEXT, contribution_fen INTEGER NOT NULL,
    entitled_fen INTEGER NOT NULL, paid_fen INTEGER NOT NULL, repaid_fen INTEGER NOT NULL,
    in_flight_fen INTEGER NOT NULL, payable_fen INTEGER NOT NULL, overpaid_fen INTEGER NOT NULL, reasons TEXT NOT NULL
    """
  let key = "person, scheme, month"
  let constraints = "FOREIGN KEY (person, scheme) REFERENCES claims (person, scheme)"

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState, into rows: inout Rows) {
    for claim in person.claims {
      let policies = ledger.timelines[Int(claim.scheme)]
      let scheme = ledger.schemes[claim.scheme]
      for month in claim.months {
        let policy = month.policy(in: policies)
        rows.add(person.person)
        rows.add(scheme)
        rows.add(month.month)
        rows.add(policy?.pack.id)
        rows.add(month.contribution.value)
        rows.add(month.entitled.value)
        rows.add(month.paid.value)
        rows.add(month.repaid.value)
        rows.add(month.inFlight.value)
        rows.add(month.payable.value)
        rows.add(month.overpaid.value)
        rows.add(
          month.reasons.isEmpty
            ? "" : month.reasons.reasons(under: policy).map(\.code.code).joined(separator: " "))
      }
    }
  }
}

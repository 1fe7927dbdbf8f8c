import Subsidy
import Values

/// One row for each person and scheme: the basis, the months used and left, the sums of recovery.
struct ClaimsProjection: Projection {
  let name = "claims"
  let version = 1
  let columns = """
    person TEXT NOT NULL, scheme TEXT NOT NULL, limit_months INTEGER, until_month TEXT, used_months INTEGER NOT NULL,
    remaining_months INTEGER, overpaid_fen INTEGER NOT NULL, demanded_fen INTEGER NOT NULL, repaid_fen INTEGER NOT NULL,
    written_off_fen INTEGER NOT NULL, outstanding_fen INTEGER NOT NULL, undemanded_fen INTEGER NOT NULL
    """
  let key = "person, scheme"

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState, into rows: inout Rows) {
    for claim in person.claims {
      rows.add(person.person)
      rows.add(ledger.schemes[claim.scheme])
      var limit: Int?
      var until: Month?
      switch claim.basis {
      case .months(let months)?: limit = months
      case .until(let month)?: until = month
      case nil: break
      }
      rows.add(limit)
      rows.add(until)
      rows.add(claim.usedMonths)
      rows.add(claim.remainingMonths)
      let sums = claim.recovery
      for sum in [
        sums.overpaid, sums.demanded, sums.repaid, sums.writtenOff, sums.outstanding, sums.undemanded,
      ] {
        rows.add(sum)
      }
    }
  }
}

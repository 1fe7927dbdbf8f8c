import Subsidy
import Values

/// One row for each person and scheme: the basis, the months used and left, the sums of recovery.
struct ClaimsProjection: Projection {
  let name = "claims"
  let columns = """
    person TEXT NOT NULL, scheme TEXT NOT NULL, limit_months INTEGER, until_month TEXT, used_months INTEGER NOT NULL,
    remaining_months INTEGER, overpaid_fen INTEGER NOT NULL, demanded_fen INTEGER NOT NULL, repaid_fen INTEGER NOT NULL,
    written_off_fen INTEGER NOT NULL, outstanding_fen INTEGER NOT NULL, undemanded_fen INTEGER NOT NULL
    """
  let key = "person, scheme"
  let columnCount = 12

  func rows(of person: PersonView, in state: LedgerState) -> [Row] {
    person.claims.map { claim -> Row in
      var limit = Cell.null
      var until = Cell.null
      switch claim.basis {
      case .months(let months)?: limit = .count(months)
      case .until(let month)?: until = .text(month.description)
      case nil: break
      }
      let sums = claim.recovery
      return [
        .text(person.person), .text(state.schemes[claim.scheme].description), limit, until,
        .count(claim.usedMonths), .count(ifAny: claim.remainingMonths),
        .fen(sums.overpaid), .fen(sums.demanded), .fen(sums.repaid),
        .fen(sums.writtenOff), .fen(sums.outstanding), .fen(sums.undemanded),
      ]
    }
  }
}

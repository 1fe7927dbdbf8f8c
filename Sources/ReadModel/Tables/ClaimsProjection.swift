import Policy
import Subsidy
import Values

/// One row for each person and scheme: the basis, the months used and left, the sums of recovery.
struct ClaimsProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let claim: ClaimEntitlement
  }

  let table = TableDeclaration<Row>(
    "claims", version: 3,
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.scheme },
    ],
    columns: [
      Column("limit_months") { $0.claim.basis?.limit },
      Column("until_month") { $0.claim.basis?.until },
      Column("used_months") { $0.claim.usedMonths },
      Column("remaining_months") { $0.claim.remainingMonths },
      Column("overpaid_fen") { $0.claim.recovery.overpaid },
      Column("demanded_fen") { $0.claim.recovery.demanded },
      Column("repaid_fen") { $0.claim.recovery.repaid },
      Column("written_off_fen") { $0.claim.recovery.writtenOff },
      Column("outstanding_fen") { $0.claim.recovery.outstanding },
      Column("undemanded_fen") { $0.claim.recovery.undemanded },
      Column("offset_fen") { $0.claim.recovery.offset },
      Column("term") { $0.claim.term?.name },
    ])

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    person.claims.map { Row(person: person.person, scheme: ledger.schemes[$0.scheme], claim: $0) }
  }
}

extension Basis {
  /// How many months there are in all; nil where they run until a month.
  fileprivate var limit: Int? { if case .months(let months) = self { months } else { nil } }

  /// The last month; nil where their number is limited.
  fileprivate var until: Month? { if case .until(let month) = self { month } else { nil } }
}

import Policy
import Subsidy
import Values

/// One row for each person and scheme: the basis, the months used and left, their amount, and the sums of recovery.
struct ClaimsProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let claim: ClaimEntitlement
    let sums: AuditTotals
    let district: Region?
    let approvedOn: CivilDate?
    let active: Identifier?
  }

  let table = TableDeclaration<Row>(
    "claims", version: 5,
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
      Column("entitled_fen") { $0.sums.entitled },
      Column("paid_fen") { $0.sums.paid },
      Column("payable_fen") { $0.sums.payable },
      Column("refunded_fen") { $0.claim.recovery.refunded },
      Column("refundable_fen") { $0.claim.recovery.refundable },
      Column("reversed_fen") { $0.claim.recovery.reversed },
      Column("district") { $0.district },
      Column("approved_on") { $0.approvedOn },
      Column("recovery") { $0.claim.recovery.isAny },
      Column("active") { $0.active },
    ],
    indexes: [
      TableIndex("recovery", on: ["person", "scheme"], where: ClaimsProjection.hasRecovery),
      TableIndex("granted", on: ["remaining_months", "person", "scheme"], where: ClaimsProjection.isGranted),
    ])

  /// The claims with a sum of recovery, in SQL.
  static let hasRecovery = "recovery = 1"
  /// The claims that were approved and have no end, in SQL.
  static let isGranted = "active IS NOT NULL AND approved_on IS NOT NULL"

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    let known = ledger.people[person.number]
    return person.claims.map { entitlement in
      let claim = known.claim(scheme: entitlement.scheme)
      var sums = AuditTotals()
      sums.add(entitlement)
      return Row(
        person: person.person, scheme: ledger.schemes[entitlement.scheme], claim: entitlement, sums: sums,
        district: known.district(of: claim), approvedOn: claim?.approvals.first?.date,
        active: claim.flatMap { ledger.activeApplication(of: $0) })
    }
  }
}

extension Basis {
  /// How many months there are in all; nil if they run until a month.
  fileprivate var limit: Int? { if case .months(let months) = self { months } else { nil } }

  /// The last month; nil if their number is limited.
  fileprivate var until: Month? { if case .until(let month) = self { month } else { nil } }
}

import Policy
import Subsidy
import Values

/// One row for each person, scheme and month: what it is worth, what became of it, and why it is worth nothing.
struct MonthsProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let month: MonthEntitlement
    let policy: Policy?
    let term: Policy.Term?

    /// The codes of all that is against the month.
    var reasons: String {
      month.reasons.isEmpty
        ? "" : month.reasons.reasons(under: policy, term: term).map(\.code.code).joined(separator: " ")
    }
  }

  let table = TableDeclaration<Row>(
    "months", version: 2,
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.scheme },
      Column("month") { $0.month.month },
    ],
    columns: [
      Column("policy") { $0.policy?.pack.id },
      Column("contribution_fen") { $0.month.contribution },
      Column("entitled_fen") { $0.month.entitled },
      Column("paid_fen") { $0.month.paid },
      Column("repaid_fen") { $0.month.repaid },
      Column("in_flight_fen") { $0.month.inFlight },
      Column("payable_fen") { $0.month.payable },
      Column("overpaid_fen") { $0.month.overpaid },
      Column("reasons") { $0.reasons },
      Column("offset_fen") { $0.month.offset },
    ],
    of: .claims)

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    person.claims.flatMap { claim in
      let policies = ledger.timelines[Int(claim.scheme)]
      let scheme = ledger.schemes[claim.scheme]
      return claim.months.map {
        Row(person: person.person, scheme: scheme, month: $0, policy: $0.policy(in: policies), term: claim.term)
      }
    }
  }
}

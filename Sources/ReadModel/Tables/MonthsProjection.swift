import Policy
import Subsidy
import Values

/// One row for each person, scheme and month: its amount, its outcome, and the reasons if it is worth nothing.
struct MonthsProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let month: MonthEntitlement
    let policy: Policy?
    let reasons: [Reason]
    let isReturned: Bool
  }

  let table = TableDeclaration<Row>(
    "months", version: 4,
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
      Column("reasons") { $0.reasons.isEmpty ? "" : $0.reasons.map(\.code.code).joined(separator: " ") },
      Column("offset_fen") { $0.month.offset },
      // Whether a bank returned a payment of it that its batch still has.
      Column("returned") { $0.isReturned },
      Column("clauses") { $0.reasons.isEmpty ? "" : $0.reasons.map { $0.clause ?? "" }.joined(separator: "\n") },
    ],
    indexes: [
      TableIndex("waiting", on: ["person", "scheme", "month", "payable_fen", "in_flight_fen"], where: isWaiting),
      TableIndex("recovered", on: ["person", "scheme", "month"], where: isRecovered),
    ],
    sums: [
      TableSums(
        "month_sums", by: ["returned"],
        adding: [.count("payable", positive: "payable_fen"), .of("payable_fen"), .of("in_flight_fen")])
    ],
    of: .claims)

  /// The months with money that has not arrived, in SQL.
  static let isWaiting = "payable_fen > 0 OR in_flight_fen > 0"
  /// The months with money that is, or was, to come back, in SQL.
  static let isRecovered = "overpaid_fen <> 0 OR repaid_fen <> 0"

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    person.claims.flatMap { claim in
      let policies = ledger.timelines[Int(claim.scheme)]
      let scheme = ledger.schemes[claim.scheme]
      let items = ledger.people[person.number].claim(scheme: claim.scheme)?.items ?? []
      let returned = Set(items.lazy.filter { !$0.isWithheld && $0.outcome == .returned }.map(\.month))
      return claim.months.map { month in
        let policy = month.policy(in: policies)
        return Row(
          person: person.person, scheme: scheme, month: month, policy: policy,
          reasons: month.reasons.isEmpty ? [] : month.reasons.reasons(under: policy, term: claim.term),
          isReturned: returned.contains(month.month))
      }
    }
  }
}

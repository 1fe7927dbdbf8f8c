import Subsidy
import Values

/// One row for each demand for money back (追回).
struct DemandsProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let name: Identifier
    let key: Identifier
    let demandedAt: Instant
    let debtor: Identifier?
    let demand: ClaimState.Demand
  }

  let table = TableDeclaration<Row>(
    "demands", version: 5,
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.scheme },
      Column("demand") { $0.name },
      Column("booked_key") { $0.key },
    ],
    columns: [
      Column("demanded_at") { $0.demandedAt },
      Column("demanded_fen") { $0.demand.demanded },
      Column("repaid_fen") { $0.demand.repaid },
      Column("written_off_fen") { $0.demand.writtenOff },
      Column("outstanding_fen") { $0.demand.outstanding },
      Column("cancelled") { $0.demand.isCancelled },
      Column("put_back_fen") { $0.demand.putBack },
      Column("debtor") { $0.debtor },
      Column("refunded_fen") { $0.demand.refunded },
      Column("refundable_fen") { $0.demand.refundable },
      Column("reversed_fen") { $0.demand.reversed },
      Column("offset_fen") { $0.demand.offset },
      Column("objected_on") { $0.demand.openObjection?.on },
    ],
    of: .claims)

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    ledger.people[person.number].claims.flatMap { claim in
      claim.demands.compactMap { demand in
        demand.demandedAt.map {
          Row(
            person: person.person, scheme: ledger.schemes[claim.scheme], name: ledger.names[demand.name],
            key: ledger.key(of: demand, ofPersonAt: person.number), demandedAt: $0,
            debtor: demand.debtor.map { ledger.names[$0] }, demand: demand)
        }
      }
    }
  }
}

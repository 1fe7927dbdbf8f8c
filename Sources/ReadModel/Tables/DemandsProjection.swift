import Subsidy
import Values

/// One row for each demand for money back (追回).
struct DemandsProjection: Projection {
  struct Row {
    let person: Identifier
    let demand: RecoveryDemand
  }

  let table = TableDeclaration<Row>(
    "demands", version: 6,
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.demand.scheme },
      Column("demand") { $0.demand.id },
      Column("booked_key") { $0.demand.person },
    ],
    columns: [
      Column("demanded_at") { $0.demand.demandedAt },
      Column("demanded_fen") { $0.demand.demanded },
      Column("repaid_fen") { $0.demand.repaid },
      Column("written_off_fen") { $0.demand.writtenOff },
      Column("outstanding_fen") { $0.demand.outstanding },
      Column("cancelled") { $0.demand.isCancelled },
      Column("put_back_fen") { $0.demand.putBack },
      Column("debtor") { $0.demand.debtor },
      Column("refunded_fen") { $0.demand.refunded },
      Column("refundable_fen") { $0.demand.refundable },
      Column("reversed_fen") { $0.demand.reversed },
      Column("offset_fen") { $0.demand.offset },
      Column("objected_on") { $0.demand.objection?.on },
      Column("objection") { $0.demand.objection?.procedure },
      Column("objection_days") { $0.demand.daysUnderObjection },
      Column("without_ground_fen") { $0.demand.withoutGround },
      Column("reason") { $0.demand.reason },
      Column("clause") { $0.demand.clause },
    ],
    indexes: [TableIndex("open", on: ["person", "scheme", "demand", "booked_key"], where: isOpen)],
    of: .claims)

  /// The demands with money still to come, in SQL.
  static let isOpen = "outstanding_fen > 0"

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    ledger.recoveryDemands(ofPersonAt: person.number, person.claims).map { Row(person: person.person, demand: $0) }
  }
}

extension Objected.Procedure: ColumnCode {}

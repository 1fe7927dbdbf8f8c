import Subsidy
import Values

/// One row for each notice that demands money back.
struct NoticesProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let name: Identifier
    let demandedAt: Instant
    let debtor: Identifier?
    let notice: ClaimState.Notice
  }

  let table = TableDeclaration<Row>(
    "notices", version: 1,
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.scheme },
      Column("notice") { $0.name },
    ],
    columns: [
      Column("demanded_at") { $0.demandedAt },
      Column("demanded_fen") { $0.notice.demanded },
      Column("repaid_fen") { $0.notice.repaid },
      Column("written_off_fen") { $0.notice.writtenOff },
      Column("outstanding_fen") { $0.notice.outstanding },
      Column("cancelled") { $0.notice.isCancelled },
      Column("put_back_fen") { $0.notice.putBack },
      Column("debtor") { $0.debtor },
    ],
    of: .claims)

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    ledger.people[person.number].claims.flatMap { claim in
      claim.notices.compactMap { notice in
        notice.demandedAt.map {
          Row(
            person: person.person, scheme: ledger.schemes[claim.scheme], name: ledger.names[notice.notice],
            demandedAt: $0, debtor: notice.debtor.map { ledger.names[$0] }, notice: notice)
        }
      }
    }
  }
}

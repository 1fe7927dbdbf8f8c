import Subsidy
import Values

/// One row for everything that waits for an office, whatever the day.
struct DeadlinesProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let number: Int
    let work: OpenWork
  }

  let table = TableDeclaration<Row>(
    "deadlines", version: 1,
    // An imported past may give one application twice.
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.scheme },
      Column("number") { $0.number },
    ],
    columns: [
      Column("kind") { $0.work.kind.rawValue },
      Column("item") { $0.work.application?.description ?? $0.work.month?.description ?? "" },
      Column("office") { $0.work.office },
      Column("stage") { $0.work.stage },
      Column("since") { $0.work.since },
      Column("working_days") { $0.work.workingDays },
      Column("due") { $0.work.due },
      Column("clause") { $0.work.clause },
    ],
    of: .claims)

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    person.claims.flatMap { claim in
      ledger.openWork(ofPersonAt: person.number, claim).enumerated().map {
        Row(person: person.person, scheme: ledger.schemes[claim.scheme], number: $0 + 1, work: $1)
      }
    }
  }
}

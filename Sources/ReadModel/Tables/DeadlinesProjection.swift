import Subsidy
import Values

/// One row for everything that waits for an office, whatever the day.
struct DeadlinesProjection: Projection {
  struct Row {
    let person: Identifier
    let number: Int
    let work: OpenWork
  }

  let table = TableDeclaration<Row>(
    "deadlines", version: 2,
    // An imported past may give one application twice.
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.work.scheme },
      Column("number") { $0.number },
    ],
    columns: [
      Column("kind") { $0.work.kind },
      Column("item") { $0.work.application?.description ?? $0.work.month?.description ?? "" },
      Column("office") { $0.work.office },
      Column("stage") { $0.work.stage },
      Column("since") { $0.work.since },
      Column("working_days") { $0.work.workingDays },
      Column("due") { $0.work.due },
      Column("clause") { $0.work.clause },
      Column("accepted_on") { $0.work.review?.days.accepted },
      Column("previous_on") { $0.work.review?.days.previous },
      Column("publicity_on") { $0.work.review?.days.publicity },
      Column("process_event") { $0.work.review?.process },
      Column("position") { $0.work.review?.position },
      Column("ended_from") { $0.work.endedFrom },
      Column("contributed") { $0.work.isContributed },
      Column("repeats") { $0.work.repeats },
    ],
    indexes: [TableIndex("office", on: ["office", "person", "scheme", "number"])],
    of: .claims)

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    person.claims.flatMap { claim in
      ledger.openWork(ofPersonAt: person.number, claim).enumerated().map {
        Row(person: person.person, number: $0 + 1, work: $1)
      }
    }
  }
}

extension Deadline.Kind: ColumnCode {}

import Subsidy
import Values

/// One row for everything that waits for an office, whatever the day.
struct DeadlinesProjection: Projection {
  struct Row {
    let person: Identifier
    let number: Int
    let work: OpenWork
  }

  /// The columns of a task, which claims have in common that wait for the same.
  static let task: [Column<OpenTask>] = [scheme] + ofTaskAlone
  /// The scheme, which is of the key, too.
  private static let scheme = Column<OpenTask>("scheme") { $0.scheme }
  private static let ofTaskAlone: [Column<OpenTask>] = [
    Column("kind") { $0.kind },
    Column("month") { $0.month },
    Column("office") { $0.office },
    Column("stage") { $0.stage },
    Column("since") { $0.since },
    Column("due") { $0.due },
    Column("clause") { $0.clause },
    Column("accepted_on") { $0.review?.days.accepted },
    Column("previous_on") { $0.review?.days.previous },
    Column("publicity_on") { $0.review?.days.publicity },
    Column("process_event") { $0.review?.process },
    Column("position") { $0.review?.position },
    Column("ended_from") { $0.endedFrom },
    Column("contributed") { $0.isContributed },
    Column("repeats") { $0.repeats },
  ]

  let table = TableDeclaration<Row>(
    "deadlines", version: 4,
    // An imported past may give one application twice.
    key: [
      Column("person") { $0.person },
      DeadlinesProjection.scheme.of { $0.work.task },
      Column("number") { $0.number },
    ],
    columns: [Column("application") { $0.work.application }]
      + DeadlinesProjection.ofTaskAlone.map { $0.of { $0.work.task } },
    indexes: [
      TableIndex("office", on: ["office", "person", "scheme", "number"]),
      TableIndex("task", on: ["kind", "scheme", "office", "due", "month", "since"]),
    ],
    sums: [TableSums("task_sums", by: DeadlinesProjection.task.map(\.layout.name))],
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

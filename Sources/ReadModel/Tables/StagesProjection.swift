import Subsidy
import Values

/// One row for each review stage that was decided.
struct StagesProjection: Projection {
  struct Row {
    let person: Identifier
    let application: Identifier
    let number: Int
    let stage: ApplicationCase.Stage
  }

  let table = TableDeclaration<Row>(
    "stages", version: 1,
    key: [
      Column("person") { $0.person },
      Column("application") { $0.application },
      Column("number") { $0.number },
    ],
    columns: [
      Column("stage") { $0.stage.verified.stage },
      Column("outcome") { $0.stage.verified.hasPassed ? "passed" : "failed" },
      Column("decided_at") { $0.stage.recorded },
      Column("decided_by") { $0.stage.by },
      Column("reasons") { $0.stage.verified.reasons.map(\.code).joined(separator: " ") },
    ],
    of: .applications)
  let eventTypes = PersonCase.ofApplications
  let unchangedBy = EventType.ofBatches

  var initial: PersonCase { PersonCase() }

  func evolve(_ state: inout PersonCase, _ event: Event) { state.take(event) }

  func rows(of person: PersonView, _ state: PersonCase, in ledger: LedgerState) -> [Row] {
    state.applications.flatMap { application in
      application.stages.enumerated().map {
        Row(person: person.person, application: application.id, number: $0 + 1, stage: $1)
      }
    }
  }
}

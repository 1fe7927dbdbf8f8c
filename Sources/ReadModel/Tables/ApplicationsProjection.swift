import Subsidy
import Values

/// One row for each application: the form, and its outcome.
struct ApplicationsProjection: Projection {
  struct Row {
    let person: Identifier
    let application: ApplicationCase
    let decision: (outcome: ApplicationCase.Outcome, at: Instant?)

    /// The codes of the rejection, if a rejection is the last word.
    var reasons: String {
      decision.outcome == .rejected ? application.rejected?.reasons.map(\.code).joined(separator: " ") ?? "" : ""
    }
  }

  let table = TableDeclaration<Row>(
    "applications", version: 2,
    key: [
      Column("person") { $0.person },
      Column("application") { $0.application.id },
    ],
    columns: [
      Column("scheme") { $0.application.scheme },
      Column("applied_at") { $0.application.appliedAt },
      Column("from_month") { $0.application.applied?.from },
      Column("first_month") { $0.application.firstMonth },
      Column("channel") { $0.application.applied?.channel },
      Column("undertaking") { $0.application.applied?.undertaking },
      Column("district") { $0.application.applied?.district },
      Column("place") { $0.application.applied?.place?.rawValue },
      Column("category") { $0.application.applied?.category },
      Column("outcome") { $0.decision.outcome },
      Column("decided_at") { $0.decision.at },
      Column("policy") { $0.application.approved?.policy },
      Column("reasons") { $0.reasons },
    ],
    indexes: [TableIndex("application", on: ["application", "person"])])
  let eventTypes = PersonCase.ofApplications
  let unchangedBy = EventType.ofBatches

  var initial: PersonCase { PersonCase() }

  func evolve(_ state: inout PersonCase, _ event: Event) { state.take(event) }

  func rows(of person: PersonView, _ state: PersonCase, in ledger: LedgerState) -> [Row] {
    state.applications.map {
      Row(person: person.person, application: $0, decision: $0.decision)
    }
  }
}

extension ApplicationCase.Outcome: ColumnCode {}

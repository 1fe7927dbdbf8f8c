import Subsidy
import Values

/// One row for each review stage that was decided.
struct StagesProjection: Projection {
  let name = "stages"
  let version = 1
  let columns = """
    person TEXT NOT NULL, application TEXT NOT NULL, number INTEGER NOT NULL, stage TEXT NOT NULL, outcome TEXT NOT NULL,
    decided_at TEXT NOT NULL, decided_by TEXT NOT NULL, reasons TEXT NOT NULL
    """
  let key = "person, application, number"
  let constraints = "FOREIGN KEY (person, application) REFERENCES applications (person, application)"
  let takes = CaseRecords.ofApplications

  var initial: CaseRecords { CaseRecords() }

  func evolve(_ state: inout CaseRecords, _ event: Event) { state.note(event) }

  func rows(of person: PersonView, _ state: CaseRecords, in ledger: LedgerState, into rows: inout Rows) {
    for application in state[person.person].applications {
      for (number, stage) in application.stages.enumerated() {
        rows.add(person.person)
        rows.add(application.id)
        rows.add(number + 1)
        rows.add(stage.verified.stage)
        rows.add(stage.verified.hasPassed ? "passed" : "failed")
        rows.add(stage.recorded)
        rows.add(stage.by)
        rows.add(stage.verified.reasons.map(\.code).joined(separator: " "))
      }
    }
  }
}

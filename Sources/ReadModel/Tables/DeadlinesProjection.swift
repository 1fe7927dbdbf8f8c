import Subsidy
import Values

/// One row for everything that waits for an office, whatever the day.
struct DeadlinesProjection: Projection {
  let name = "deadlines"
  let version = 1
  let columns = """
    person TEXT NOT NULL, scheme TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL,
    office TEXT NOT NULL, stage TEXT,
    since TEXT NOT NULL, working_days INTEGER, due TEXT, clause TEXT
    """
  // An imported past may give one application twice.
  let key = "person, scheme, number"
  let constraints = "FOREIGN KEY (person, scheme) REFERENCES claims (person, scheme)"

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState, into rows: inout Rows) {
    for claim in person.claims {
      for (number, work) in ledger.openWork(ofPersonAt: person.number, claim).enumerated() {
        rows.add(person.person)
        rows.add(ledger.schemes[claim.scheme])
        rows.add(number + 1)
        rows.add(work.kind.rawValue)
        rows.add(work.application?.description ?? work.month?.description ?? "")
        rows.add(work.office)
        rows.add(work.stage)
        rows.add(work.since)
        rows.add(work.workingDays)
        rows.add(work.due)
        rows.add(work.clause)
      }
    }
  }
}

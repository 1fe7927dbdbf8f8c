import Subsidy
import Values

/// One row for each application: the form, and what became of it.
struct ApplicationsProjection: Projection {
  let name = "applications"
  let version = 1
  let columns = """
    person TEXT NOT NULL, application TEXT NOT NULL, scheme TEXT, applied_at TEXT, from_month TEXT, first_month TEXT,
    channel TEXT, undertaking INTEGER, district TEXT, place TEXT, category TEXT, outcome TEXT NOT NULL, decided_at TEXT,
    policy TEXT, reasons TEXT NOT NULL
    """
  let key = "person, application"
  let takes = CaseRecords.ofApplications

  var initial: CaseRecords { CaseRecords() }

  func evolve(_ state: inout CaseRecords, _ event: Event) { state.note(event) }

  func rows(of person: PersonView, _ state: CaseRecords, in ledger: LedgerState, into rows: inout Rows) {
    for application in state[person.person].applications {
      let form = application.applied
      rows.add(person.person)
      rows.add(application.id)
      rows.add(application.scheme)
      rows.add(application.appliedAt)
      rows.add(form?.from)
      rows.add(application.firstMonth)
      rows.add(form?.channel)
      if let form { rows.add(form.undertaking) } else { rows.addNull() }
      rows.add(form?.district?.description)
      rows.add(form?.place?.rawValue)
      rows.add(form?.category)
      let decision = application.decision
      rows.add(decision.outcome)
      rows.add(decision.at)
      rows.add(application.approved?.policy)
      rows.add(
        decision.outcome == "rejected" ? application.rejected?.reasons.map(\.code).joined(separator: " ") ?? "" : "")
    }
  }
}

extension CaseRecords {
  /// The types of the events that tell of an application.
  static let ofApplications: Set<EventType> = [
    .applied, .verified, .approved, .rejected, .withdrawn, .startConfirmed,
  ]
}

extension ApplicationCase {
  /// What became of it, and when; an approval that came after a rejection counts, and the other way round.
  fileprivate var decision: (outcome: String, at: Instant?) {
    if isWithdrawn { return ("withdrawn", nil) }
    switch (approvedAt, rejectedAt) {
    case (let approved?, let rejected?): return approved >= rejected ? ("approved", approved) : ("rejected", rejected)
    case (let approved?, nil): return ("approved", approved)
    case (nil, let rejected?): return ("rejected", rejected)
    case (nil, nil): return ("pending", nil)
    }
  }
}

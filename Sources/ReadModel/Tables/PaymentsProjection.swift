import Subsidy
import Values

/// One row for each person, scheme, month and batch: what was ordered, what arrived, and the bank's last word.
struct PaymentsProjection: Projection {
  let name = "payments"
  let version = 1
  let columns = """
    person TEXT NOT NULL, scheme TEXT NOT NULL, month TEXT NOT NULL, batch TEXT NOT NULL, ordered_fen INTEGER NOT NULL,
    paid_fen INTEGER NOT NULL, outcome TEXT NOT NULL, first_paid_event INTEGER
    """
  let key = "person, scheme, month, batch"
  let constraints = "FOREIGN KEY (person, scheme) REFERENCES claims (person, scheme)"

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState, into rows: inout Rows) {
    for claim in ledger.people[person.number].claims {
      let scheme = ledger.schemes[claim.scheme]
      for item in claim.items {
        rows.add(person.person)
        rows.add(scheme)
        rows.add(item.month)
        rows.add(ledger.batchNames[item.batch])
        rows.add(item.ordered.value)
        rows.add(item.paid.value)
        rows.add(!item.isSettled ? "open" : item.lastWasReturn ? "returned" : "paid")
        if item.isPaid { rows.add(Int64(clamping: item.firstPaid)) } else { rows.addNull() }
      }
    }
  }
}

import Subsidy
import Values

/// One row for each notice that demands money back.
struct NoticesProjection: Projection {
  let name = "notices"
  let version = 1
  let columns = """
    person TEXT NOT NULL, scheme TEXT NOT NULL, notice TEXT NOT NULL, demanded_at TEXT NOT NULL,
    demanded_fen INTEGER NOT NULL, repaid_fen INTEGER NOT NULL, written_off_fen INTEGER NOT NULL,
    outstanding_fen INTEGER NOT NULL, cancelled INTEGER NOT NULL, put_back_fen INTEGER NOT NULL, debtor TEXT
    """
  let key = "person, scheme, notice"
  let constraints = "FOREIGN KEY (person, scheme) REFERENCES claims (person, scheme)"

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState, into rows: inout Rows) {
    for claim in ledger.people[person.number].claims {
      for notice in claim.notices {
        guard let demandedAt = notice.demandedAt else { continue }
        rows.add(person.person)
        rows.add(ledger.schemes[claim.scheme])
        rows.add(ledger.names[notice.notice])
        rows.add(demandedAt)
        rows.add(notice.demanded)
        rows.add(notice.repaid)
        rows.add(notice.writtenOff)
        rows.add(notice.outstanding)
        rows.add(notice.isCancelled)
        rows.add(notice.putBack)
        rows.add(notice.debtor.map { ledger.names[$0] })
      }
    }
  }
}

import Subsidy
import Values

/// One row for each notice that demands money back.
struct NoticesProjection: Projection {
  let name = "notices"
  let columns = """
    person TEXT NOT NULL, scheme TEXT NOT NULL, notice TEXT NOT NULL, demanded_at TEXT NOT NULL,
    demanded_fen INTEGER NOT NULL, repaid_fen INTEGER NOT NULL, written_off_fen INTEGER NOT NULL,
    outstanding_fen INTEGER NOT NULL, cancelled INTEGER NOT NULL
    """
  let key = "person, scheme, notice"
  let columnCount = 9

  func rows(of person: PersonView, in state: LedgerState) -> [Row] {
    person.claims.flatMap { claim -> [Row] in
      let notices = state.people[person.number].claim(scheme: claim.scheme)?.notices ?? []
      let sorted = notices.sorted { state.names[$0.notice] < state.names[$1.notice] }
      return sorted.compactMap { notice -> Row? in
        guard let demandedAt = notice.demandedAt else { return nil }
        return [
          .text(person.person), .text(state.schemes[claim.scheme].description),
          .text(state.names[notice.notice].description), .text(demandedAt.description),
          .fen(notice.demanded), .fen(notice.repaid), .fen(notice.writtenOff),
          .fen(notice.outstanding), .integer(notice.isCancelled ? 1 : 0),
        ]
      }
    }
  }
}

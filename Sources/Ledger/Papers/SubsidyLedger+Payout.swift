public import Papers
import Subsidy
public import Values
import Vault

extension SubsidyLedger {
  /// The payout list (发放名册) of a batch, with names: a person checks the list against it before the batch is approved.
  ///
  /// - Parameters:
  ///   - batch: the batch.
  ///   - isPublic: whether it is put up (公示): identity numbers are masked, and accounts left out.
  ///   - knownAt: the point up to which events count; nil for all.
  /// - Returns: the paper, a row for each person.
  /// - Throws: ``Refusal/unknownBatch(_:)``, the vault's and the log's failures.
  public func payoutList(
    of batch: Identifier, isPublic: Bool, knownAt: Instant? = nil
  ) throws -> PaperOutcome<PaperTable> {
    let state = try state(knownAt: knownAt)
    guard let found = state.batch(batch) else { throw Refusal.unknownBatch(batch) }
    let lines = try privateData(for: .people(about: batch.description)) { reader in
      let sequence = found.approvalSequence ?? .max
      var lines: [PayoutLine] = []
      var items = state.items(ofBatch: batch)[...]
      // A person's items are adjacent.
      while let first = items.first {
        let own = items.prefix { $0.person == first.person }
        items = items[own.endIndex...]
        let person = state.registration(ofKey: first.person)
        let payee = try reader.holding(person?.payee(before: sequence), of: person)
        lines.append(
          PayoutLine(
            person: first.person, district: state.district(of: first.person, in: first.scheme),
            months: own.map(\.month).sorted(), amount: own.reduce(.zero) { $0 + $1.amount },
            details: PersonalDetails(payee), payee: payee.data?.payeeName))
      }
      return lines
    }
    let place = found.scheme.map { LocalWords(state).scheme(state.schemes[$0]).zh } ?? ""
    return PaperOutcome(
      paper: PayoutListPaper.table(lines, of: batch, through: found.through, place: place, isPublic: isPublic),
      log: try printedHead(at: state.size), rows: lines.count, withoutDetails: lines.count { $0.details.isMissing })
  }
}

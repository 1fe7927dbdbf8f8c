public import Values

/// A notice (追回通知) with what became of it.
public struct RecoveryNotice: Hashable, Sendable {
  /// The person who was paid.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The notice.
  public let notice: Identifier
  /// The civil date of the first demand.
  public let since: CivilDate
  /// The unit or person who has to bring the money back; nil for the person who was paid.
  public let debtor: Identifier?
  /// Demanded in all, even if the notice was cancelled since.
  public let demanded: Fen
  /// Received from the person, even above the demand.
  public let repaid: Fen
  /// Put back by a unit (归垫), which leaves the person's debt as it is.
  public let putBack: Fen
  /// Given up (核销).
  public let writtenOff: Fen
  /// Still to come from the person: nothing for a cancelled notice.
  public let outstanding: Fen
  /// Whether the notice was cancelled.
  public let isCancelled: Bool
  /// The reason that the first demand gives.
  public let reason: String
  /// The clause that the first demand gives.
  public let clause: String?
}

extension LedgerState {
  /// Every notice that was demanded, cancelled ones too, ordered by person, scheme and notice.
  public var recoveryNotices: [RecoveryNotice] {
    personsInOrder.flatMap { number in
      people[number].claims.flatMap { claim in claim.notices.compactMap { notice(of: number, claim, $0) } }
        .sorted { ($0.scheme, $0.notice) < ($1.scheme, $1.notice) }
    }
  }

  /// A notice by name; nil where only receipts name it.
  private func notice(of number: Int, _ claim: ClaimState, _ notice: ClaimState.Notice) -> RecoveryNotice? {
    guard let demandedAt = notice.demandedAt else { return nil }
    return RecoveryNotice(
      person: persons.identifiers[number], scheme: schemes[claim.scheme], notice: names[notice.notice],
      since: demandedAt.civilDate, debtor: notice.debtor.map { names[$0] }, demanded: notice.demanded,
      repaid: notice.repaid, putBack: notice.putBack, writtenOff: notice.writtenOff, outstanding: notice.outstanding,
      isCancelled: notice.isCancelled, reason: notice.reason, clause: notice.clause)
  }
}

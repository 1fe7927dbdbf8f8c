public import Values

/// A demand for money back (追回通知) with its outcome.
public struct RecoveryDemand: Hashable, Sendable {
  /// The person who was paid, by the key with which the demand was booked.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The demand's id, which the log calls `notice`.
  public let id: Identifier
  /// When it was first demanded.
  public let demandedAt: Instant
  /// The unit or person who has to bring the money back; nil for the person who was paid.
  public let debtor: Identifier?
  /// Demanded in all, even if the demand was cancelled since.
  public let demanded: Fen
  /// Received from the person, even above the demand, without reversed receipts.
  public let repaid: Fen
  /// Kept back for it from months that were due, with the person's agreement (抵扣).
  public let offset: Fen
  /// The part of it that was paid back to the person (退还).
  public let refunded: Fen
  /// The amount that may still be paid back to the person.
  public let refundable: Fen
  /// Receipts and write-offs that red-letter entries took back (红字冲销).
  public let reversed: Fen
  /// Put back by a unit (归垫), which leaves the person's debt as it is.
  public let putBack: Fen
  /// Written off (核销).
  public let writtenOff: Fen
  /// Still to come from the person: nothing for a cancelled demand.
  public let outstanding: Fen
  /// The part of it that is asked for months that are not overpaid any more: its ground has gone.
  public let withoutGround: Fen
  /// Whether the demand was cancelled.
  public let isCancelled: Bool
  /// The objection on which nothing is decided yet; nil if there is none.
  public let objection: ClaimState.Objection?
  /// For how many days, in all, objections awaited a decision.
  public let daysUnderObjection: Int
  /// The reason that the first demand gives.
  public let reason: String
  /// The clause that the first demand gives.
  public let clause: String?

  /// The civil date of the first demand.
  public var since: CivilDate { demandedAt.civilDate }

  /// Makes a demand.
  public init(
    person: Identifier, scheme: Identifier, id: Identifier, demandedAt: Instant, debtor: Identifier?, demanded: Fen,
    repaid: Fen, offset: Fen, refunded: Fen, refundable: Fen, reversed: Fen, putBack: Fen, writtenOff: Fen,
    outstanding: Fen, withoutGround: Fen, isCancelled: Bool, objection: ClaimState.Objection?, daysUnderObjection: Int,
    reason: String, clause: String?
  ) {
    self.person = person
    self.scheme = scheme
    self.id = id
    self.demandedAt = demandedAt
    self.debtor = debtor
    self.demanded = demanded
    self.repaid = repaid
    self.offset = offset
    self.refunded = refunded
    self.refundable = refundable
    self.reversed = reversed
    self.putBack = putBack
    self.writtenOff = writtenOff
    self.outstanding = outstanding
    self.withoutGround = withoutGround
    self.isCancelled = isCancelled
    self.objection = objection
    self.daysUnderObjection = daysUnderObjection
    self.reason = reason
    self.clause = clause
  }
}

extension LedgerState {
  /// Every demand that was made, cancelled ones too, ordered by person, scheme and id.
  public var recoveryDemands: [RecoveryDemand] {
    personsInOrder.flatMap { number in
      if people[number].claims.allSatisfy(\.demands.isEmpty) { return [RecoveryDemand]() }
      return recoveryDemands(ofPersonAt: number, entitlements(ofPersonAt: number))
    }
  }

  /// Every demand that was made of a person, cancelled ones too, ordered by scheme, id and the key that was booked.
  ///
  /// - Parameters:
  ///   - number: the person's number.
  ///   - entitlements: the person's claims as they were evaluated.
  /// - Returns: the demands.
  public func recoveryDemands(ofPersonAt number: Int, _ entitlements: [ClaimEntitlement]) -> [RecoveryDemand] {
    people[number].claims.flatMap { claim in
      claim.demands.compactMap { demand in
        self.demand(of: number, claim, demand, entitlements.first { $0.scheme == claim.scheme }?.months ?? [])
      }
    }
    .sorted { ($0.scheme, $0.id, $0.person) < ($1.scheme, $1.id, $1.person) }
  }

  /// A demand by name; nil if only receipts name it.
  private func demand(
    of number: Int, _ claim: ClaimState, _ demand: ClaimState.Demand, _ months: [MonthEntitlement]
  ) -> RecoveryDemand? {
    guard let demandedAt = demand.demandedAt else { return nil }
    return RecoveryDemand(
      person: key(of: demand, ofPersonAt: number), scheme: schemes[claim.scheme], id: names[demand.name],
      demandedAt: demandedAt, debtor: demand.debtor.map { names[$0] }, demanded: demand.demanded,
      repaid: demand.repaid, offset: demand.offset, refunded: demand.refunded, refundable: demand.refundable,
      reversed: demand.reversed,
      putBack: demand.putBack, writtenOff: demand.writtenOff, outstanding: demand.outstanding,
      withoutGround: claim.withoutGround(demand, months), isCancelled: demand.isCancelled,
      objection: demand.openObjection, daysUnderObjection: demand.daysUnderObjection, reason: demand.reason,
      clause: demand.clause)
  }
}

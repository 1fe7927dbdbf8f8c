import Subsidy
import Values

extension ReadModel {
  /// Every demand that was made, cancelled ones too, by person, scheme, id and the key that was booked.
  ///
  /// - Parameter condition: which of them are wanted, in SQL; nil for all.
  /// - Returns: the demands.
  /// - Throws: ``UnreadableCell`` and `SQLiteError`.
  func demands(where condition: String? = nil) throws -> [RecoveryDemand] {
    try ask(
      """
      SELECT booked_key, scheme, demand, demanded_at, debtor, demanded_fen, repaid_fen, offset_fen, refunded_fen,
        refundable_fen, reversed_fen, put_back_fen, written_off_fen, outstanding_fen, without_ground_fen, cancelled,
        objection_days, reason, clause, objection, objected_on
      FROM demands \(condition.map { "WHERE \($0)" } ?? "") ORDER BY person, scheme, demand, booked_key
      """
    ) { try RecoveryDemand(&$0) }
  }
}

extension RecoveryDemand {
  fileprivate init(_ answer: inout Answer) throws(UnreadableCell) {
    let (person, scheme): (Identifier, Identifier) = try (answer.read(), answer.read())
    let (id, demandedAt, debtor): (Identifier, Instant, Identifier?) = try (answer.read(), answer.read(), answer.read())
    let (demanded, repaid, offset): (Fen, Fen, Fen) = try (answer.read(), answer.read(), answer.read())
    let (refunded, refundable, reversed): (Fen, Fen, Fen) = try (answer.read(), answer.read(), answer.read())
    let (putBack, writtenOff): (Fen, Fen) = try (answer.read(), answer.read())
    let (outstanding, withoutGround): (Fen, Fen) = try (answer.read(), answer.read())
    let (isCancelled, days): (Bool, Int) = try (answer.read(), answer.read())
    let (reason, clause): (String, String?) = try (answer.read(), answer.read())
    let (procedure, objectedOn): (Objected.Procedure?, CivilDate?) = try (answer.read(), answer.read())
    var objection: ClaimState.Objection?
    if let procedure, let objectedOn { objection = ClaimState.Objection(procedure: procedure, on: objectedOn) }
    self.init(
      person: person, scheme: scheme, id: id, demandedAt: demandedAt, debtor: debtor, demanded: demanded,
      repaid: repaid, offset: offset, refunded: refunded, refundable: refundable, reversed: reversed, putBack: putBack,
      writtenOff: writtenOff, outstanding: outstanding, withoutGround: withoutGround, isCancelled: isCancelled,
      objection: objection, daysUnderObjection: days, reason: reason, clause: clause)
  }
}

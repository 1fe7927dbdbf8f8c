public import Subsidy
public import Values

extension Question where Answer == [OpenWork] {
  /// What waits for the offices, by person and scheme.
  ///
  /// - Parameters:
  ///   - office: the one office that is asked about, as the document names it; nil for all.
  ///   - scheme: the one scheme that is asked about; nil for all.
  /// - Returns: the question.
  public static func openWork(for office: String?, in scheme: Identifier?) -> Question {
    Question(DeadlinesProjection()) { try $0.openWork(for: office, in: scheme) }
  }
}

extension ReadModel {
  fileprivate func openWork(for office: String?, in scheme: Identifier?) throws -> [OpenWork] {
    let conditions = [office.map { _ in "office = ?" }, scheme.map { _ in "scheme = ?" }].compactMap { $0 }
    return try ask(
      """
      SELECT person, scheme, kind, office, since, clause, item, stage, working_days, due, accepted_on, previous_on,
        publicity_on, process_event, position, ended_from, contributed, repeats
      FROM deadlines \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
      ORDER BY person, scheme, number
      """, [office, scheme?.description].compactMap { $0 }
    ) { try OpenWork(&$0) }
  }
}

extension OpenWork {
  fileprivate init(_ answer: inout Answer) throws(UnreadableCell) {
    self.init(
      person: try answer.read(), scheme: try answer.read(), kind: try answer.read(), office: try answer.read(),
      since: try answer.read(), clause: try answer.read())
    switch kind {
    case .review, .startConfirmation: application = try answer.read(Identifier.self)
    case .report, .payment, .claim: month = try answer.read(Month.self)
    }
    (stage, workingDays, due) = try (answer.read(), answer.read(), answer.read())
    let (accepted, previous, publicity): (CivilDate?, CivilDate?, CivilDate?) = try (
      answer.read(), answer.read(), answer.read()
    )
    let (process, position): (UInt64?, Int?) = try (answer.read(), answer.read())
    if let accepted, let process, let position {
      review = WaitingReview(
        StageDays(accepted: accepted, previous: previous, publicity: publicity), process: process, position: position)
    }
    (endedFrom, isContributed, repeats) = try (answer.read(), answer.read(), answer.read())
  }
}

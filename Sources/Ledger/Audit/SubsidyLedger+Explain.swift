public import Subsidy
public import Values

/// An event of a person's history with whether it still counts.
public struct HistoryEvent: Sendable {
  /// The event.
  public let event: Event
  /// The sequence number of the `annulled` by which it counts as never having happened; nil where it counts.
  public let annulledBy: UInt64?
}

extension SubsidyLedger {
  /// Explains a month of a person in each scheme that an event of theirs names, by scheme.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - person: the person.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - progress: hears how many events have been taken in, of how many.
  /// - Returns: an explanation for each of them; none for a person without a scheme.
  /// - Throws: ``LedgerFailure/unknownPerson(_:)`` and the log's failures.
  public func explain(
    _ month: Month, of person: Identifier, knownAt: Instant? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> [MonthExplanation] {
    let (state, events, _) = try gather(person, knownAt: knownAt, progress: progress)
    return state.explanations(of: month, for: person, events: events.events(of: person))
  }

  /// Everything that was recorded of a person, with the annulments of any of it, in the order of the log.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - progress: hears how many events have been taken in, of how many.
  /// - Returns: the events, annulled ones marked.
  /// - Throws: ``LedgerFailure/unknownPerson(_:)`` and the log's failures.
  public func timeline(
    of person: Identifier, knownAt: Instant? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> [HistoryEvent] {
    let (_, events, annulments) = try gather(person, knownAt: knownAt, progress: progress)
    return events.history(of: person).map { HistoryEvent(event: $0, annulledBy: annulments.annulment(of: $0)) }
  }

  /// A fold that knows one person, with the events that bear on that person.
  func gather(
    _ person: Identifier, knownAt: Instant? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> (state: LedgerState, events: PersonEvents, annulments: Annulments) {
    var events = PersonEvents(of: [person])
    if let partial = PartialReplay.load(self, persons: [person], knownAt: knownAt) {
      for event in partial.events { events.note(event) }
      return try known(person, partial.state, events, partial.annulments)
    }
    let replay = try Replay(self, knownAt: knownAt)
    let annulments = try replay.annulments()
    let state = try replay.state(
      verifying: false, leavingOut: annulments, observe: { events.note($0) }, progress: progress)
    return try known(person, state, events, annulments)
  }

  /// A person all of whose events are annulled has a history, though no fold knows them.
  private func known(
    _ person: Identifier, _ state: LedgerState, _ events: PersonEvents, _ annulments: Annulments
  ) throws(LedgerFailure) -> (state: LedgerState, events: PersonEvents, annulments: Annulments) {
    if state.number(ofPerson: person) == nil, events.history(of: person).isEmpty {
      throw LedgerFailure.unknownPerson(person)
    }
    return (state, events, annulments)
  }
}

import EventLog
import EventLog
package import Papers
public import Subsidy
import System
public import Values

/// An event of a person's history with whether it still counts.
public struct HistoryEvent: Sendable {
  /// The event.
  public let event: Event
  /// The sequence number of the `annulled` by which it counts as never having happened; nil if it counts.
  public let annulledBy: UInt64?

  package init(event: Event, annulledBy: UInt64? = nil) { (self.event, self.annulledBy) = (event, annulledBy) }
}

/// The result of a verified fold of the log, with the head that it speaks of.
///
/// > Source: contract 3, section 8: evidence is folded from the log, and from no table or index beside it.
public struct Evidence<Content: Sendable>: Sendable {
  /// The content shown.
  public let content: Content
  /// The person whom it is about.
  ///
  /// Their key differs from the one asked for if the two were joined.
  public let person: Identifier
  /// The log that it speaks of.
  public let log: ReplayedLog
  /// The names that people use for the codes in it.
  package let words: LocalWords
}

extension SubsidyLedger {
  /// Explains a month of a person in each scheme that an event of theirs names, by scheme.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - person: the person.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Returns: an explanation for each of them; none for a person without a scheme.
  /// - Throws: ``LedgerFailure/unknownPerson(_:)`` and the log's failures.
  public func explain(
    _ month: Month, of person: Identifier, knownAt: Instant? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Evidence<[MonthExplanation]> {
    try evidence(of: person, knownAt: knownAt, progress: progress) { state, events, _ in
      state.explanations(
        of: month, for: state.personKey(person),
        events: state.counting(events.events(of: state.keys(of: person)), for: person))
    }
  }

  /// Everything recorded of a person, with the annulments of any of it, in the order of the log.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Returns: the events, annulled ones marked.
  /// - Throws: ``LedgerFailure/unknownPerson(_:)`` and the log's failures.
  public func timeline(
    of person: Identifier, knownAt: Instant? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Evidence<[HistoryEvent]> {
    try evidence(of: person, knownAt: knownAt, progress: progress) { state, events, annulments in
      events.history(of: state.keys(of: person)).map {
        HistoryEvent(event: $0, annulledBy: annulments.annulment(of: $0))
      }
    }
  }

  /// The content that `show` makes of a verified fold of the whole log and the events of one person.
  func evidence<Content>(
    of person: Identifier, knownAt: Instant?, progress: (Int, Int) -> Void = { _, _ in },
    _ show: (LedgerState, PersonEvents, Annulments) -> Content
  ) throws -> Evidence<Content> {
    if let found = try kept?.fold(at: ReplayPoint(knownAt: knownAt), of: self) {
      let keys = found.state.keys(of: person)
      return try evidence(of: person, keys, found.state, found.annulments, found.log, events(of: keys, at: found), show)
    }
    let replay = try Replay(self, knownAt: knownAt)
    let hindsight = try replay.hindsight()
    let annulments = hindsight.annulments
    let state = try replay.state(
      verifying: true, with: hindsight, progress: progress)
    let keys = state.keys(of: person)
    let events = try PersonEvents(of: keys, in: replay.reader, at: annulments.clock, below: state.size)
    let log = ReplayedLog(size: state.size, root: try root(replay, at: state.size))
    return try evidence(of: person, keys, state, annulments, log, events, show)
  }

  private func evidence<Content>(
    of person: Identifier, _ keys: [Identifier], _ state: LedgerState, _ annulments: Annulments, _ log: ReplayedLog,
    _ events: PersonEvents, _ show: (LedgerState, PersonEvents, Annulments) -> Content
  ) throws -> Evidence<Content> {
    try require(person, state, events)
    return Evidence(
      content: show(state, events, annulments), person: keys[0], log: log,
      words: LocalWords(state, events.own(of: keys)))
  }

  /// The events that bear on some keys at a fold that is kept: by the index, or else from the whole log.
  private func events(of keys: [Identifier], at found: KeptFolds.Fold) throws -> PersonEvents {
    let point = ReplayPoint(size: found.log.size)
    guard let partial = PartialReplay.load(self, persons: Set(keys), at: point) else {
      return try PersonEvents(
        of: keys, in: LogReader(ledger: path), at: found.annulments.clock, below: found.log.size)
    }
    var events = PersonEvents(of: keys)
    for event in partial.events { events.note(event) }
    return events
  }

  /// Refuses a person of whom nothing is recorded.
  ///
  /// A person whose events are all annulled has a history, though no fold has them.
  private func require(
    _ person: Identifier, _ state: LedgerState, _ events: PersonEvents
  ) throws(LedgerFailure) {
    if state.number(ofPerson: person) == nil, events.history(of: person).isEmpty {
      throw LedgerFailure.unknownPerson(person)
    }
  }
}

public import Subsidy
public import Values

/// The changes between two points of knowledge, with the two logs that were compared.
public struct KnowledgeComparison: Sendable {
  /// The changes.
  public let diff: KnowledgeDiff
  /// The log at the earlier point.
  public let before: ReplayedLog
  /// The log at the later point.
  public let after: ReplayedLog
}

extension SubsidyLedger {
  /// Finds the changes between two points of knowledge, and the events that made them.
  ///
  /// - Parameters:
  ///   - from: the earlier point.
  ///   - to: the later point; nil for now.
  ///   - scheme: the scheme to compare; nil for all.
  ///   - progress: receives how many events of the later state have been taken in, and the total.
  /// - Returns: the months whose amounts or reasons differ, and both logs.
  /// - Throws: ``Refusal/unknownScheme(_:)`` and the log's failures.
  public func difference(
    from: Instant, to: Instant? = nil, in scheme: Identifier? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> KnowledgeComparison {
    let earlier = try Replay(self, knownAt: from)
    let before = try earlier.state(verifying: true, with: earlier.hindsight())
    let later = try Replay(self, knownAt: to)
    let hindsight = try later.hindsight()
    var recorded = RecordedBetween(start: before.size, annulments: hindsight.annulments)
    let after = try later.state(
      verifying: true, with: hindsight, observe: { recorded.note($0) }, progress: progress)
    if let scheme, after.timeline(of: scheme) == nil, before.timeline(of: scheme) == nil {
      throw Refusal.unknownScheme(scheme)
    }
    return KnowledgeComparison(
      diff: before.difference(to: after, recorded, in: scheme),
      before: ReplayedLog(size: before.size, root: try root(earlier, at: before.size)),
      after: ReplayedLog(size: after.size, root: try root(later, at: after.size)))
  }

  /// Finds the changes of one person between two points of knowledge, and the events that made them.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - from: the earlier point.
  ///   - to: the later point; nil for now.
  /// - Returns: the months whose amounts or reasons differ, and both logs.
  /// - Throws: ``LedgerFailure/unknownPerson(_:)`` for a person whom the later point does not have, and the log's failures.
  public func difference(
    of person: Identifier, from: Instant, to: Instant? = nil
  ) throws -> KnowledgeComparison {
    let (earlier, before) = try known(at: ReplayPoint(knownAt: from))
    let evidence = try evidence(of: person, knownAt: to) { state, events, annulments in
      let keys = state.keys(of: person)
      var recorded = RecordedBetween(start: before.size, annulments: annulments)
      for event in events.events(of: keys) { recorded.note(event) }
      recorded.note(adoptionsOf: state)
      return earlier.difference(to: state, recorded, of: Set(keys))
    }
    return KnowledgeComparison(diff: evidence.content, before: before, after: evidence.log)
  }
}

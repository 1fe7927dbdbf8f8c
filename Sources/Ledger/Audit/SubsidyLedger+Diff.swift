public import Subsidy
public import Values

extension SubsidyLedger {
  /// What changed between two points of knowledge, and which events did it.
  ///
  /// - Parameters:
  ///   - from: the earlier point.
  ///   - to: the later point; nil for now.
  ///   - scheme: the scheme to compare; nil for all.
  ///   - progress: hears how many events of the later state have been taken in, of how many.
  /// - Returns: the months whose amounts or reasons differ.
  /// - Throws: ``Refusal/unknownScheme(_:)`` and the log's failures.
  public func difference(
    from: Instant, to: Instant? = nil, in scheme: Identifier? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> KnowledgeDiff {
    let earlier = try Replay(self, knownAt: from)
    let before = try earlier.state(verifying: true, leavingOut: earlier.annulments())
    let later = try Replay(self, knownAt: to)
    let annulments = try later.annulments()
    var recorded = RecordedBetween(start: before.size, annulments: annulments)
    let after = try later.state(
      verifying: true, leavingOut: annulments, observe: { recorded.note($0) }, progress: progress)
    if let scheme, after.timeline(of: scheme) == nil, before.timeline(of: scheme) == nil {
      throw Refusal.unknownScheme(scheme)
    }
    return before.difference(to: after, recorded, in: scheme)
  }
}

public import Values

/// A suspension or an end for a reason that time alone brings about, as it was recorded.
public struct SweptChange: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The effect.
  public let effect: SweepItem.Effect
  /// The first month it is about.
  public let from: Month
  /// Why.
  public let cause: SweepCause
  /// The sequence number of its event.
  public let sequence: UInt64
}

extension LedgerState {
  /// The suspensions and ends for such reasons, in the order of the log.
  ///
  /// - Complexity: linear in the claims of the ledger.
  public var swept: [SweptChange] {
    var found: [SweptChange] = []
    for (number, person) in people.enumerated() {
      for claim in person.claims {
        for change in claim.changes {
          let effect: SweepItem.Effect
          switch change.kind {
          case .suspended: effect = .suspended
          case .ended: effect = .ended
          case .resumed, .fraud: continue
          }
          guard let cause = change.cause else { continue }
          found.append(
            SweptChange(
              person: persons.identifiers[number], scheme: schemes[claim.scheme], effect: effect, from: change.from,
              cause: cause, sequence: change.sequence))
        }
      }
    }
    return found.sorted { $0.sequence < $1.sequence }
  }
}

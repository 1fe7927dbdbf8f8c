public import Values

/// The changes in one scheme if two keys are joined.
///
/// > Source: contract 3, section 1: a request shows the effect.
public struct JoinEffect: Hashable, Sendable {
  /// The figures of one person in the scheme.
  public struct Side: Hashable, Sendable {
    /// The months used of the limit.
    public internal(set) var usedMonths = 0
    /// The months for which more is held than they are worth.
    public internal(set) var overpaidMonths = 0
    /// How much more.
    public internal(set) var overpaid = Fen.zero
  }

  /// The scheme.
  public let scheme: Identifier
  /// The person as they are known with the key that stays.
  public let person: Side
  /// The person as they are known with the other key.
  public let other: Side
  /// The person once both are one.
  public let joined: Side
}

extension LedgerState {
  /// The changes if two keys are joined, by scheme.
  ///
  /// - Parameter join: the keys, whose events the fold has kept.
  /// - Returns: a line for each scheme that an event of either names.
  public func effect(of join: SamePerson) -> [JoinEffect] {
    var joined = self
    // The fold of persons' own events reads no pack.
    guard obstacle(to: join) == nil, (try? joined.join(join, at: size)) != nil else { return [] }
    let named = Set([join.person, join.other].flatMap { schemesNamed(for: $0) }).sorted()
    return named.map { scheme in
      JoinEffect(
        scheme: scheme, person: side(of: join.person, in: scheme), other: side(of: join.other, in: scheme),
        joined: joined.side(of: join.person, in: scheme))
    }
  }

  private func schemesNamed(for person: Identifier) -> [Identifier] {
    (self.person(person)?.claims ?? []).map { schemes[$0.scheme] }
  }

  private func side(of person: Identifier, in scheme: Identifier) -> JoinEffect.Side {
    guard let claim = entitlement(of: person, in: scheme) else { return JoinEffect.Side() }
    return JoinEffect.Side(
      usedMonths: claim.usedMonths, overpaidMonths: claim.months.count { $0.overpaid > .zero },
      overpaid: claim.recovery.overpaid)
  }

  /// The last event that has changed the effect of a join: one of either person that bears on their months, one that freed the
  /// items of a batch of theirs, an adoption of one of their schemes; nil if there is none.
  func lastMove(before join: SamePerson) -> UInt64? {
    let all = [join.person, join.other].flatMap { keys(of: $0) }
    let own = joins.events(of: all).last { event in
      if case .reversed = event.body { true } else { EventBearing(event.body, sequence: event.sequence) != nil }
    }
    let claims = [join.person, join.other].flatMap { person($0)?.claims ?? [] }
    let givenUp = claims.flatMap(\.items).flatMap { batches[Int($0.batch)].steps }
      .filter { $0.type == .batchCancelled || $0.type == .batchRecalled }.map(\.sequence)
    let adopted = claims.flatMap { timelines[Int($0.scheme)].sequences }
    return ([own?.sequence] + givenUp + adopted).compactMap(\.self).max()
  }
}

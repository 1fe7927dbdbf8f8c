public import Policy
public import Values

/// The effect of another policy on a ledger: every month whose entitlement differs, up or down.
///
/// A document may be published after the months that it governs (柳人社规〔2022〕9号 was printed on 2022-11-02 and governs
/// from 2022-01-01 on). The comparison decides nothing: it lists the differences, and people decide (P36).
public struct PolicyComparison: Sendable {
  /// A month that is worth something else under the new policy.
  public struct Change: Hashable, Sendable {
    /// The person.
    public let person: Identifier
    /// The month.
    public let month: Month
    /// The pack in force for the month before.
    public let oldPolicy: Identifier?
    /// The pack in force for the month after.
    public let newPolicy: Identifier?
    /// The worth of the month before.
    public let old: Fen
    /// The worth of the month after.
    public let new: Fen
    /// The amount that the person holds for the month.
    public let held: Fen
    /// Why the month is worth nothing after, if so.
    public let reasons: [Reason]

    /// The difference: above zero for a rise.
    public var difference: Fen { new - old }
  }

  /// The scheme.
  public let scheme: Identifier
  /// The months that change, by person, then month.
  public let changes: [Change]
  /// How many persons of the scheme were compared.
  public let persons: Int

  /// A comparison that changes nothing.
  public static func none(in scheme: Identifier) -> PolicyComparison {
    PolicyComparison(scheme: scheme, changes: [], persons: 0)
  }

  /// How many persons have a month that changes.
  public var personsChanged: Int { Set(changes.lazy.map(\.person)).count }

  /// The months that rise, and by how much in all.
  public var up: (months: Int, sum: Fen) { sum { $0 > .zero } }
  /// The months that fall, and by how much in all, below zero.
  public var down: (months: Int, sum: Fen) { sum { $0 < .zero } }

  private func sum(where holds: (Fen) -> Bool) -> (months: Int, sum: Fen) {
    let found = changes.lazy.map(\.difference).filter(holds)
    return (found.count, found.reduce(.zero, +))
  }
}

/// One side of a comparison.
public enum ComparedPolicy: Hashable, Sendable {
  /// The last adoption of a pack in the ledger.
  case adopted(Identifier)
  /// A policy that is taken as if it were adopted last.
  case assumed(Policy)

  /// The pack's id.
  public var id: Identifier {
    switch self {
    case .adopted(let id): id
    case .assumed(let policy): policy.pack.id
    }
  }
}

extension LedgerState {
  /// Compares the worth of months under an old policy alone and under a new one added to it.
  ///
  /// The scheme's other adopted policies stay as they are on both sides. A new policy that the ledger has adopted is
  /// left out of the old side, so that the comparison reads the same before the adoption and after it.
  ///
  /// - Parameters:
  ///   - old: the policy that decides on both sides for the months that the new one does not govern.
  ///   - new: the policy that only the second side has.
  ///   - scheme: the scheme of both.
  /// - Returns: the months that differ; none if the ledger does not know the scheme.
  /// - Complexity: linear in the scheme's people and their months.
  public func comparison(of old: ComparedPolicy, with new: ComparedPolicy, in scheme: Identifier) -> PolicyComparison {
    guard let number = schemes.number(of: scheme) else {
      return .none(in: scheme)
    }
    // The policy assumed as old counts as adopted before all others, the one assumed as new after them.
    var after = timelines[Int(number)].policies
    if case .assumed(let policy) = old { after.insert(policy, at: 0) }
    var before = after
    switch new {
    case .adopted(let id):
      if let last = before.lastIndex(where: { $0.pack.id == id }) { before.remove(at: last) }
    case .assumed(let policy): after.append(policy)
    }
    return compare(number, assuming(before, for: number), assuming(after, for: number))
  }

  /// The state as if a policy were adopted last; nil if the ledger does not know its scheme.
  public func assuming(_ policy: Policy) -> LedgerState? {
    guard let number = schemes.number(of: policy.pack.scheme) else { return nil }
    return assuming(timelines[Int(number)].policies + [policy], for: number)
  }

  /// The state with other policies for a scheme, in the order in which they count as adopted.
  private func assuming(_ policies: [Policy], for scheme: UInt32) -> LedgerState {
    var state = self
    var timeline = AdoptedPolicies()
    for (sequence, policy) in policies.enumerated() { timeline.adopt(policy, sequence: UInt64(sequence)) }
    state.timelines[Int(scheme)] = timeline
    return state
  }

  /// The months held or in flight that an adoption changes.
  ///
  /// - Parameter policy: the policy, as if it were adopted next.
  /// - Returns: the months that are worth something else then; none if the ledger does not know the scheme.
  ///
  /// > Source: contract 3, section 5.
  public func effect(ofAdopting policy: Policy) -> PolicyComparison {
    guard let number = schemes.number(of: policy.pack.scheme) else {
      return PolicyComparison(scheme: policy.pack.scheme, changes: [], persons: 0)
    }
    var after = self
    after.timelines[Int(number)].adopt(policy, sequence: size)
    return compare(number, self, after, onlyWithMoney: true)
  }

  private func compare(
    _ scheme: UInt32, _ before: LedgerState, _ after: LedgerState, onlyWithMoney: Bool = false
  ) -> PolicyComparison {
    var changes: [PolicyComparison.Change] = []
    var compared = 0
    for person in personsInOrder
    where people[person].claims.contains(where: { $0.scheme == scheme && (!onlyWithMoney || $0.hadMoney) }) {
      compared += 1
      // The months listed depend on contributions and payments alone: both sides list the same ones.
      guard let old = before.entitlements(ofPersonAt: person).first(where: { $0.scheme == scheme }),
        let new = after.entitlements(ofPersonAt: person).first(where: { $0.scheme == scheme })
      else { continue }
      for (was, becomes) in zip(old.months, new.months)
      where was.entitled != becomes.entitled && (!onlyWithMoney || becomes.hasMoney) {
        let policy = becomes.policy(in: after.timelines[Int(scheme)])
        changes.append(
          PolicyComparison.Change(
            person: persons.identifiers[person], month: was.month,
            oldPolicy: was.policy(in: before.timelines[Int(scheme)])?.pack.id, newPolicy: policy?.pack.id,
            old: was.entitled, new: becomes.entitled, held: becomes.held,
            reasons: becomes.reasons(in: after.timelines[Int(scheme)], term: new.term)))
      }
    }
    return PolicyComparison(scheme: schemes[scheme], changes: changes, persons: compared)
  }
}

extension ClaimState {
  /// Whether a month of it was ever ordered, paid or kept back.
  fileprivate var hadMoney: Bool { !items.isEmpty || !offsets.isEmpty }
}

public import Values

/// Which keys may stand for one human, as joins and requests for joins name them, known before the fold begins.
///
/// Whether they do stand for one at some event only the fold says.
///
/// > Source: contract 3, section 4, `same-person`.
public struct PersonKeys: Hashable, Sendable {
  private var groups: [Identifier: Set<Identifier>] = [:]

  /// No keys.
  public init() {}

  /// Whether there are none.
  @inline(__always) public var isEmpty: Bool { groups.isEmpty }

  /// Takes in what an event says; nothing if it joins no keys and asks for no join.
  public mutating func note(_ event: Event) {
    switch event.body {
    case .samePerson(let body): join(body)
    case .requested(let body) where body.act == .samePerson:
      for case .samePerson(let join) in body.acts { self.join(join) }
    default: break
    }
  }

  /// Notes that two keys may stand for one human.
  public mutating func join(_ body: SamePerson) {
    let group = together(with: body.person).union(together(with: body.other))
    for key in group { groups[key] = group }
  }

  /// Takes in what others know.
  mutating func formUnion(_ others: PersonKeys) {
    for (key, group) in others.groups {
      let all = group.union(together(with: key))
      for key in all { groups[key, default: []].formUnion(all) }
    }
  }

  /// Whether a key may stand for a human who has another one, too.
  @inline(__always)
  public func contains(_ key: Identifier) -> Bool { groups[key] != nil }

  /// A key with all those that may stand for the same human.
  public func together(with key: Identifier) -> Set<Identifier> { groups[key] ?? [key] }

  /// Some keys with all those that may stand for the same humans.
  public func together(with keys: Set<Identifier>) -> Set<Identifier> {
    isEmpty ? keys : keys.reduce(into: []) { $0.formUnion(together(with: $1)) }
  }
}

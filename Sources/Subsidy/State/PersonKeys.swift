public import Values

/// The keys that may belong to one person, as joins and requests for joins name them, known before the fold begins.
///
/// Only the fold shows whether they do belong to one person at some event.
///
/// > Source: contract 3, section 4, `same-person`.
public struct PersonKeys: Hashable, Sendable {
  private var groups: [Identifier: Set<Identifier>] = [:]

  /// No keys.
  public init() {}

  /// Whether there are none.
  @inline(__always) public var isEmpty: Bool { groups.isEmpty }

  /// Takes in an event; does nothing if it joins no keys and asks for no join.
  public mutating func note(_ event: Event) {
    switch event.body {
    case .samePerson(let body): join(body)
    case .requested(let body) where body.act == .samePerson:
      for case .samePerson(let join) in body.acts { self.join(join) }
    default: break
    }
  }

  /// Notes that two keys may belong to one person.
  public mutating func join(_ body: SamePerson) {
    let group = together(with: body.person).union(together(with: body.other))
    for key in group { groups[key] = group }
  }

  /// Takes in the keys that others name.
  mutating func formUnion(_ others: PersonKeys) {
    for (key, group) in others.groups {
      let all = group.union(together(with: key))
      for key in all { groups[key, default: []].formUnion(all) }
    }
  }

  /// Whether a key may belong to a person who has another one, too.
  @inline(__always)
  public func contains(_ key: Identifier) -> Bool { groups[key] != nil }

  /// A key with all those that may belong to the same person.
  public func together(with key: Identifier) -> Set<Identifier> { groups[key] ?? [key] }

  /// Some keys with all those that may belong to the same persons.
  public func together(with keys: Set<Identifier>) -> Set<Identifier> {
    isEmpty ? keys : keys.reduce(into: []) { $0.formUnion(together(with: $1)) }
  }
}

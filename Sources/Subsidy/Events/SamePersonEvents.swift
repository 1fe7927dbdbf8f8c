public import Values

/// One human has two keys (同一人): every event that names the other key counts as naming the person.
///
/// > Source: contract 3, section 4.
public struct SamePerson: Hashable, Sendable {
  /// The key that stays.
  public var person: Identifier
  /// The key that takes no new entries.
  public var other: Identifier
  /// The request that two people answer for.
  public var request: Identifier

  /// Makes the event's body.
  public init(person: Identifier, other: Identifier, request: Identifier) {
    self.person = person
    self.other = other
    self.request = request
  }
}

extension SamePerson: EventContent {
  static let kind = EventKind(
    .samePerson, EventBody.samePerson, by: .command, canBeReversed: true, isIncident: true, SamePerson.init,
    Field.person(\.person), Field("other", .person, \.other), Field.request(\.request))
}

extension EventBody {
  /// Whose list of events the event stands in; nil for one about nobody, and for one that joins two keys: whoever looks for
  /// either must find it.
  public var listedPerson: Identifier? {
    if case .samePerson = self { nil } else { person }
  }
}

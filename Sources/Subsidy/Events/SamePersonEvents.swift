public import Values

/// One person has two keys (同一人): every event that names the other key counts as naming the person.
///
/// > Source: contract 3, section 4.
public struct SamePerson: Hashable, Sendable {
  /// The key that stays.
  public var person: Identifier
  /// The key that takes no new entries.
  public var other: Identifier
  /// The request for which two people are responsible.
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
  /// The person whose list of events includes the event; nil for an event about no person, and for one that joins two keys: a
  /// reader who looks for either must find it.
  public var listedPerson: Identifier? {
    if case .samePerson = self { nil } else { person }
  }
}

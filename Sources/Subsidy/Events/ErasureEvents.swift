public import Values

/// The private data that the vault kept of a person are destroyed (删除个人信息).
///
/// The log stays as it is: its digests reveal nothing without the data. A person who is registered again begins a new record.
///
/// > Source: contract 3, section 4, `erased`; 中华人民共和国个人信息保护法 第四十七条.
public struct Erased: Hashable, Sendable {
  /// The person, by the key under which the data were kept.
  public var person: Identifier
  /// The request for which two people are responsible.
  public var request: Identifier

  /// Makes the event's body.
  public init(person: Identifier, request: Identifier) {
    self.person = person
    self.request = request
  }
}

extension Erased: EventContent {
  static let kind = EventKind(
    .erased, EventBody.erased, by: .liveCommand, followsBooking: true, Erased.init,
    Field.person(\.person), Field.request(\.request))
}

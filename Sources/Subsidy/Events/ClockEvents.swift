public import Values

/// The clock was wrong for some events (更正时钟): they count as recorded no later than this one.
///
/// > Source: contract 3, section 5.
public struct ClockCorrected: Hashable, Sendable {
  /// The sequence number of the first event with the wrong clock.
  public var of: UInt64
  /// The request for which two people are responsible.
  public var request: Identifier
  /// Why the clock was wrong.
  public var reason: String

  /// Makes the event's body.
  public init(of: UInt64, request: Identifier, reason: String) {
    self.of = of
    self.request = request
    self.reason = reason
  }
}

extension ClockCorrected: EventContent {
  static let kind = EventKind(
    .clockCorrected, EventBody.clockCorrected, by: .command, isIncident: true, ClockCorrected.init,
    Field("of", .number, \.of), Field.request(\.request), Field("reason", .freeText, \.reason))
}

extension Event {
  /// Whether it asks for a correction of the clock.
  public var asksForClock: Bool {
    if case .requested(let body) = body { body.act == .clockCorrected } else { false }
  }
}

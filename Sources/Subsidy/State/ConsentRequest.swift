public import Values

/// A request for an act that needs two people, and its outcome.
///
/// > Source: contract 3, section 1.
public struct ConsentRequest: Hashable, Sendable {
  /// The request's content.
  public let body: Requested
  /// The operator who asked.
  public let by: Identifier
  /// When.
  public let recorded: Instant
  /// The sequence number of the request.
  public let sequence: UInt64
  /// The sequence number of the first event of the act that used it up; nil as long as it is open.
  public internal(set) var usedAt: UInt64?

  /// How many days a request holds.
  static let days = 30

  /// How many days pass before keys are recovered, so that an operator who still has theirs learns of it.
  ///
  /// > Source: contract 3, section 6.
  private static let daysToRecover: Int64 = 7

  /// The first instant at which a second operator can consent; nil for an act without a waiting time.
  public var earliest: Instant? {
    guard body.act == .operatorRecovered else { return nil }
    return Instant(seconds: recorded.seconds + ConsentRequest.daysToRecover * 86_400)
  }

  /// The last day on which a second operator can consent.
  public var lastDay: CivilDate { ConsentRequest.lastDay(of: recorded) }

  /// The last day on which a second operator can consent to an act that was asked for at an instant.
  package static func lastDay(of recorded: Instant) -> CivilDate { recorded.civilDate.adding(days: days) }
}

extension LedgerState {
  /// The requests of this ledger that have no consent and have not lapsed on a day, in the order of the log.
  public func openRequests(on day: CivilDate) -> [ConsentRequest] {
    requests.values.filter { $0.usedAt == nil && day <= $0.lastDay && !imports.contains($0.sequence) }
      .sorted { $0.sequence < $1.sequence }
  }

  /// The request for a correction of the clock that is the last event of the log, so that nothing else may follow it.
  ///
  /// > Source: contract 3, section 5.
  public var clockRequest: ConsentRequest? {
    requests.values.first {
      $0.body.act == .clockCorrected && $0.sequence + 1 == size && !imports.contains($0.sequence)
    }
  }

  /// Takes in a request; one whose id was used before has no effect.
  mutating func note(_ body: Requested, _ event: Event) {
    if requests[body.request] != nil { return }
    requests[body.request] = ConsentRequest(
      body: body, by: event.by, recorded: event.recorded, sequence: event.sequence)
  }

  /// Uses a request up.
  mutating func use(_ request: Identifier?, at sequence: UInt64) {
    guard let request, requests[request]?.usedAt == nil else { return }
    requests[request]?.usedAt = sequence
  }
}

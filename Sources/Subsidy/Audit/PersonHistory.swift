import Policy
import Values

/// The events that bear on one person, put in order for an audit.
struct PersonHistory {
  /// All of them, annulled ones too, in the order of the log.
  let all: [Event]
  /// Those that are not annulled.
  let effective: [Event]
  /// The positions of the payments among all events that were not reversed.
  private let payments: [Int]
  /// The numbers of those that were reversed.
  private let reversed: Set<UInt64>

  /// No events: enough to see whether there is anything to find.
  static var none: PersonHistory { PersonHistory([]) }

  init(_ events: [Event]) {
    all = events
    effective = Annulments.effective(events)
    let reversed = Set(events.compactMap { if case .reversed(let body) = $0.body { body.of } else { nil } })
    self.reversed = reversed
    payments = events.indices.filter { index in
      if case .paid = events[index].body { !reversed.contains(events[index].sequence) } else { false }
    }
  }

  /// Whether any of them is annulled, so that the knowledge of an earlier moment differs from today's.
  var hasAnnulled: Bool { effective.count < all.count }

  /// The payments of a month that were not reversed, in the order of the log.
  func payments(of month: Month, in scheme: Identifier) -> [Event] {
    payments.filter { index in
      guard case .paid(let body) = all[index].body else { return false }
      return body.month == month && body.scheme == scheme
    }.map { all[$0] }
  }

  /// The returns of a month in a batch that were not reversed, in the order of the log.
  func returns(of month: Month, in scheme: Identifier, batch: Identifier) -> [Event] {
    all.filter { event in
      guard case .paymentReturned(let body) = event.body else { return false }
      return body.month == month && body.scheme == scheme && body.batch == batch && !reversed.contains(event.sequence)
    }
  }

  /// Whether a contribution for a month was known before an event, even if it was annulled since.
  func knowsContribution(for month: Month, before sequence: UInt64) -> Bool {
    all.contains { event in
      guard event.sequence < sequence, case .contributed(let body) = event.body else { return false }
      return body.month == month && body.amount > .zero
    }
  }

  /// The contribution that counts for a month.
  func contribution(for month: Month) -> Event? {
    effective.last { event in if case .contributed(let body) = event.body { body.month == month } else { false } }
  }

  /// The events that establish a reason against a month.
  func evidence(for reason: ReasonCode, _ month: Month, in scheme: Identifier) -> [UInt64] {
    effective.filter { event in
      switch (reason, event.body) {
      case (.excluded(let code), .factRecorded(let fact)): fact.fact == code && fact.hasDay(in: month)
      case (.fraud, .ended(let ended)): ended.scheme == scheme && ended.reason == Ended.fraud
      case (.ended, .ended(let ended)): ended.scheme == scheme && ended.from <= month
      case (.suspended, .suspended(let suspended)): suspended.scheme == scheme && suspended.from <= month
      case (.noContribution, .contributed(let contributed)), (.lateContribution, .contributed(let contributed)):
        contributed.month == month
      case (.notClaimed, .claimed(let claimed)):
        claimed.scheme == scheme && claimed.from <= month && month <= claimed.through
      case (.retired, .registered), (.household, .registered), (.outsideTerm, .registered): true
      case (.retired, .retirementChosen): true
      case (.otherScheme, .paid(let paid)): paid.scheme != scheme && paid.month == month
      default: false
      }
    }.map(\.sequence)
  }
}

public import Values

/// A month that is paid or on its way, and of which an entry makes less than that due.
public struct TakenMonth: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The month.
  public let month: Month
  /// How much of what is paid or on its way was due before, and is not any more.
  public let amount: Fen

  /// Names a month.
  public init(person: Identifier, scheme: Identifier, month: Month, amount: Fen) {
    self.person = person
    self.scheme = scheme
    self.month = month
    self.amount = amount
  }
}

/// What of a person's months is paid or on its way and not due, at some point.
public struct UnduePayments: Sendable {
  private struct Key: Hashable {
    let scheme: Identifier
    let month: Month
  }

  private var amounts: [Key: Fen] = [:]

  /// Looks at a person; nobody who was never ordered anything costs more than a look.
  public init(of person: Identifier, in state: LedgerState) {
    guard let number = state.number(ofPerson: person),
      state.people[Int(number)].claims.contains(where: { !$0.items.isEmpty })
    else { return }
    for claim in state.entitlements(ofPersonAt: Int(number)) {
      for month in claim.months {
        let undue = (month.held + month.inFlight - month.entitled).orZero
        if undue > .zero { amounts[Key(scheme: state.schemes[claim.scheme], month: month.month)] = undue }
      }
    }
  }

  /// The months of which more is paid or on its way and not due than at an earlier point, by scheme and month.
  public func taken(from person: Identifier, since before: UnduePayments) -> [TakenMonth] {
    amounts.compactMap { key, undue in
      let amount = (undue - (before.amounts[key] ?? .zero)).orZero
      return amount > .zero ? TakenMonth(person: person, scheme: key.scheme, month: key.month, amount: amount) : nil
    }.sorted { ($0.scheme, $0.month) < ($1.scheme, $1.month) }
  }
}

extension EventBody {
  /// Whether the event can change what months are worth or what is held of them, and so take away what was paid.
  public var mayTakePaidMonths: Bool { EventBearing(self, sequence: 0) != nil }
}

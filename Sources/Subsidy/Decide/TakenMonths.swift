public import Values

/// A month that is paid or on its way and whose entitlement an entry lowers below that amount.
public struct TakenMonth: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The month.
  public let month: Month
  /// The part of the amount paid or on its way that was due before and is not any more.
  public let amount: Fen

  /// Names a month.
  public init(person: Identifier, scheme: Identifier, month: Month, amount: Fen) {
    self.person = person
    self.scheme = scheme
    self.month = month
    self.amount = amount
  }
}

/// The parts of a person's months that are paid or on their way and not due, at some point.
public struct UnduePayments: Sendable {
  private struct Key: Hashable {
    let scheme: Identifier
    let month: Month
  }

  private var amounts: [Key: Fen] = [:]

  /// Looks at a person; a person without any order costs no more than a look.
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

  /// The months whose amount paid or on its way and not due is higher than at an earlier point, by scheme and month.
  public func taken(from person: Identifier, since before: UnduePayments) -> [TakenMonth] {
    amounts.compactMap { key, undue in
      let amount = (undue - (before.amounts[key] ?? .zero)).orZero
      return amount > .zero ? TakenMonth(person: person, scheme: key.scheme, month: key.month, amount: amount) : nil
    }.sorted { ($0.scheme, $0.month) < ($1.scheme, $1.month) }
  }
}

extension EventBody {
  /// Whether the event can change the worth of months or the money held for them, and so make a payment undue.
  public var mayTakePaidMonths: Bool { EventBearing(self, sequence: 0) != nil }
}

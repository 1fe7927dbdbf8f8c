import Policy
public import Values

/// The money to demand, from whom and why; by default all of it, from the persons who were paid, for the reasons against the
/// months.
public struct DemandOrder: Hashable, Sendable {
  /// The only person whose money is demanded; nil for everyone.
  public var person: Identifier?
  /// The only scheme whose money is demanded; nil for every one.
  public var scheme: Identifier?
  /// The unit or person who has to bring the money back (责令追回); nil for the persons who were paid.
  ///
  /// > Source: 柳人社规〔2022〕9号 四（二）.
  public var debtor: Identifier?
  /// The reason that the demands give; nil for the reasons against the months.
  public var reason: String?

  /// Makes an order.
  public init(
    person: Identifier? = nil, scheme: Identifier? = nil, debtor: Identifier? = nil, reason: String? = nil
  ) {
    self.person = person
    self.scheme = scheme
    self.debtor = debtor
    self.reason = reason
  }
}

extension LedgerState {
  /// Decides the demands: one for each person and scheme, for exactly the months and amounts that were overpaid and are not
  /// demanded yet.
  ///
  /// How far a demand reaches is not decided here: a month is worth nothing if a fact has a day in it, and fraud voids every
  /// month, so that the fold alone gives the amount overpaid.
  ///
  /// - Parameters:
  ///   - context: who asks, and when.
  ///   - order: which money, from whom and why.
  /// - Returns: the demands.
  /// - Throws: ``Refusal/nothingToDemand``; ``Refusal/unknownPerson(_:)`` and ``Refusal/unknownScheme(_:)`` for names of
  ///   the order that no event has.
  ///
  /// > Source: contract section 6.7; 景人社字〔2024〕139号 承诺书2, 3; 柳人社规〔2022〕9号 四（一）.
  public func decideDemands(
    _ context: DecisionContext, _ order: DemandOrder = DemandOrder()
  ) throws(Refusal) -> [EventBody] {
    var numbers = personsInOrder
    if let person = order.person {
      guard let number = number(ofPerson: person) else { throw .unknownPerson(person) }
      numbers = [Int(number)]
    }
    if let scheme = order.scheme, schemes.number(of: scheme) == nil { throw .unknownScheme(scheme) }
    var events: [EventBody] = []
    for number in numbers {
      for entitlement in entitlements(ofPersonAt: number)
      where entitlement.recovery.undemanded > .zero
        && (order.scheme == nil || schemes[entitlement.scheme] == order.scheme)
      {
        events.append(.clawedBack(demand(entitlement, order, context, running: UInt64(events.count))))
      }
    }
    guard !events.isEmpty else { throw .nothingToDemand }
    return events
  }

  private func demand(
    _ entitlement: ClaimEntitlement, _ order: DemandOrder, _ context: DecisionContext, running: UInt64
  ) -> ClawedBack {
    let policies = timelines[Int(entitlement.scheme)]
    let claim = people[Int(entitlement.person)].claim(scheme: entitlement.scheme)
    var months: [ClawedBack.DemandedMonth] = []
    var codes: [String] = []
    var rule: RecoveryRule?
    for month in entitlement.months {
      guard let amount = claim?.undemanded(month), amount > .zero else { continue }
      months.append(ClawedBack.DemandedMonth(month: month.month, amount: amount))
      let reasons = month.reasons(in: policies, term: entitlement.term).map(\.code)
      rule = rule ?? month.policy(in: policies)?.pack.clauses.recovery(of: reasons)
      for code in reasons.isEmpty ? [ClawedBack.overpaid] : reasons.map(\.code) where !codes.contains(code) {
        codes.append(code)
      }
    }
    return ClawedBack(
      person: persons.identifiers[Int(entitlement.person)], scheme: schemes[entitlement.scheme],
      demand: demandName(context.today, size + running), months: months,
      reason: order.reason ?? codes.joined(separator: ", "), clause: rule?.clause, debtor: order.debtor)
  }

  /// A demand's id from the day and the number that its event will have, which no other event ever has.
  private func demandName(_ day: CivilDate, _ sequence: UInt64) -> Identifier { name(lettered: "N", day, sequence) }

  /// An id of a letter, a day and an event's number, which nothing else has.
  func name(lettered letter: String, _ day: CivilDate, _ sequence: UInt64) -> Identifier {
    let digits = day.description.filter { $0 != "-" }
    var text = "\(letter)\(digits)-\(sequence)"
    while let taken = Identifier(text), names.number(of: taken) != nil || requests[taken] != nil { text += "x" }
    guard let name = Identifier(text) else { preconditionFailure("such an id has the form of an identifier") }
    return name
  }
}

import Policy
import Values

extension LedgerState {
  /// Decides the demands: one notice for each person and scheme, for exactly the months and amounts that were paid too
  /// much and are not demanded yet.
  ///
  /// - Parameter context: who asks, and when.
  /// - Returns: the notices.
  /// - Throws: ``Refusal/nothingToDemand``.
  ///
  /// > Source: contract section 6.7.
  public func decideDemands(_ context: DecisionContext) throws(Refusal) -> [EventBody] {
    var events: [EventBody] = []
    for number in personsInOrder {
      for entitlement in entitlements(ofPersonAt: number) where entitlement.recovery.undemanded > .zero {
        events.append(.clawedBack(demand(entitlement, context, running: UInt64(events.count))))
      }
    }
    guard !events.isEmpty else { throw .nothingToDemand }
    return events
  }

  private func demand(
    _ entitlement: ClaimEntitlement, _ context: DecisionContext, running: UInt64
  ) -> ClawedBack {
    let policies = timelines[Int(entitlement.scheme)]
    let claim = people[Int(entitlement.person)].claim(scheme: entitlement.scheme)
    var months: [ClawedBack.Demand] = []
    var codes: [String] = []
    var clause: String?
    for month in entitlement.months {
      guard let amount = claim?.undemanded(month), amount > .zero else { continue }
      months.append(ClawedBack.Demand(month: month.month, amount: amount))
      let policy = month.policy(in: policies)
      clause = clause ?? policy?.pack.clauses.recovery
      let reasons = month.reasons.reasons(under: policy).map(\.code.code)
      for code in reasons.isEmpty ? ["overpaid"] : reasons where !codes.contains(code) { codes.append(code) }
    }
    return ClawedBack(
      person: persons.identifiers[Int(entitlement.person)], scheme: schemes[entitlement.scheme],
      notice: noticeName(context.today, size + running), months: months, reason: codes.joined(separator: ", "),
      clause: clause)
  }

  /// A notice's id from the day and the number that its event will have, which no other event ever has.
  private func noticeName(_ day: CivilDate, _ sequence: UInt64) -> Identifier {
    let digits = day.description.filter { $0 != "-" }
    var name = "N\(digits)-\(sequence)"
    while let taken = Identifier(name), names.number(of: taken) != nil { name += "x" }
    guard let notice = Identifier(name) else { preconditionFailure("a notice's id has the form of an identifier") }
    return notice
  }
}

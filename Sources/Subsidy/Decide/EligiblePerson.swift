import Policy
public import Values

/// A person who could be subsidised and has not applied (应享未享).
public struct EligiblePerson: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The district in which the household is registered.
  public let household: Region
  /// The contribution recorded for the month; nil if there is none yet.
  public let contribution: Fen?
  /// The worth of the month with that contribution; nil if there is none yet.
  public let worth: Fen?
}

extension LedgerState {
  /// The persons who could apply now for months from one on, and have nothing under review or approved in the scheme.
  ///
  /// The checks are exactly those of an application, so that no person is called in and then rejected. Only people of the
  /// document's own area are listed, because only their household indicates the place of an application. A missing contribution
  /// does not count against a person: it may come after the application.
  ///
  /// - Returns: by person; none if no policy governs the month.
  /// - Complexity: linear in the ledger's people.
  ///
  /// > Source: 连政办发〔2021〕50号（十二）: 大数据比对、符合即享受，应知尽享.
  public func eligible(in scheme: Identifier, from month: Month, _ context: DecisionContext) -> [EligiblePerson] {
    guard let policy = timeline(of: scheme)?.timeline.inForce(for: month) else { return [] }
    var found: [EligiblePerson] = []
    for number in personsInOrder {
      let person = persons.identifiers[number]
      guard let registered = people[number].registered, activeApplication(of: person, in: scheme) == nil,
        !isPaidElsewhere(number, than: scheme, month)
      else {
        continue
      }
      if !policy.pack.mayBeAsked(by: registered.household) { continue }
      let application = Applied(
        person: person, application: "-", scheme: scheme, from: month, undertaking: true, channel: "")
      guard reasons(against: application, context).isEmpty else { continue }
      let subject = RuleSubject(people[number], self)
      let term = basis(of: person, in: scheme, approvedOn: context.today)?.term.name
      let contributed = subject.contribution(for: month, under: policy, term: term).onTime
      let contribution = contributed > .zero ? contributed : nil
      found.append(
        EligiblePerson(
          person: person, household: registered.household, contribution: contribution,
          worth: contribution.flatMap { subject.worth(of: $0, for: month, under: policy, term: term)?.amount }))
    }
    return found
  }

  /// Whether a person who lives in a household may come into question for a month of a scheme.
  public func mayApply(in scheme: Identifier, from month: Month, livingIn household: Region) -> Bool {
    timeline(of: scheme)?.timeline.inForce(for: month)?.pack.mayBeAsked(by: household) ?? false
  }

  /// Whether another scheme holds money for the month, so that this one would pay nothing.
  private func isPaidElsewhere(_ person: Int, than scheme: Identifier, _ month: Month) -> Bool {
    people[person].claims.contains { claim in
      schemes[claim.scheme] != scheme && ClaimMoney(claim, batches: batches).held(month) != nil
    }
  }
}

extension PolicyPack {
  /// Whether a household lies in the document's own area.
  fileprivate func mayBeAsked(by household: Region) -> Bool { scope?.jurisdiction?.covers(household) ?? true }
}

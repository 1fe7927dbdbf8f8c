import Policy
public import Values

/// How long the private data of a person are kept (个人信息保存期限), by the packs of their schemes.
public struct DataRetention: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The schemes that deal with the person; all schemes of the ledger concern a person who never applied, for whom the list is
  /// empty.
  public let schemes: [Identifier]
  /// The day on which the last event of the person was recorded.
  public let lastEvent: CivilDate
  /// The last day on which the data are kept.
  public let until: CivilDate
  /// Whether any business of the person goes on: an application that waits, a month that is due or on its way, money that is
  /// owed.
  public let isOpen: Bool
}

/// Months that are due to persons.
public struct UnpaidMonths: Hashable, Sendable {
  /// How many persons have any.
  public internal(set) var persons = 0
  /// How many there are.
  public internal(set) var months = 0
  /// Their sum.
  public internal(set) var amount = Fen.zero

  /// None.
  public init() {}
}

extension LedgerState {
  /// The months that are due to persons, each person named by any key.
  public func unpaidMonths(of persons: [Identifier]) -> UnpaidMonths {
    var unpaid = UnpaidMonths()
    for person in Set(persons.map { personKey($0) }).sorted() {
      let claims = self.person(person)?.claims ?? []
      let due = claims.compactMap { entitlement(of: person, in: schemes[$0.scheme]) }.flatMap(\.months)
        .filter { $0.payable > .zero }
      if due.isEmpty { continue }
      unpaid.persons += 1
      unpaid.months += due.count
      unpaid.amount = due.reduce(unpaid.amount) { $0 + $1.payable }
    }
    return unpaid
  }

  /// How long the private data of a person are kept: the longest time that one of their schemes asks for, counted from the end
  /// of the year of their last event.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - lastEvent: the day on which the last event of theirs was recorded.
  /// - Returns: nil if one of the schemes has no such time.
  ///
  /// > Source: 个人信息保护法 第十九条; 会计档案管理办法 第十四条.
  public func retention(of person: Identifier, lastEvent: CivilDate) -> DataRetention? {
    let claims = self.person(person)?.claims ?? []
    let own = claims.map { schemes[$0.scheme] }
    let times = (own.isEmpty ? adoptedSchemes : own).map { timeline(of: $0)?.policies.last?.retentionMonths }
    guard !times.isEmpty, let longest = times.contains(nil) ? nil : times.compactMap(\.self).max() else { return nil }
    let lastOfYear = lastEvent.month.firstOfYear.adding(11)
    return DataRetention(
      person: person, schemes: own, lastEvent: lastEvent, until: lastOfYear.adding(longest).lastDay,
      isOpen: isOpen(person, claims))
  }

  /// Why the vault keeps nothing of a person.
  public func whyNothingIsKept(of person: Identifier) -> Refusal {
    if let sequence = registration(ofKey: person)?.erased { return .erasedPerson(person, sequence: sequence) }
    return number(ofPerson: person) == nil ? .unknownPerson(person) : .nothingKept(person)
  }

  /// The schemes that have a pack without a time for which private data are kept.
  public var schemesWithoutRetention: [Identifier] {
    adoptedSchemes.filter { timeline(of: $0)?.policies.last?.retentionMonths == nil }
  }

  private var adoptedSchemes: [Identifier] {
    schemes.identifiers.filter { timeline(of: $0)?.policies.isEmpty == false }.sorted()
  }

  private func isOpen(_ person: Identifier, _ claims: [ClaimState]) -> Bool {
    if claims.contains(where: { $0.applications.contains { $0.outcome == .pending } }) { return true }
    let isOnItsWay = number(ofPerson: person).map { !itemsAwaitingBank(ofPersonAt: home(Int($0))).isEmpty } ?? false
    return isOnItsWay || owed(by: person) > .zero || unpaidMonths(of: [person]).months > 0
  }
}

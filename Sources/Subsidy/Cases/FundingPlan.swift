public import Values

/// What one district needs (用款计划).
public struct FundingNeed: Hashable, Sendable {
  /// The district; nil where neither an application nor a registration names one.
  public let district: Region?
  /// How many persons something is payable to.
  public internal(set) var persons = 0
  /// How many months of theirs.
  public internal(set) var months = 0
  /// How much is payable and not ordered yet.
  public internal(set) var payable = Fen.zero
  /// How many months are ordered and not answered.
  public internal(set) var monthsInFlight = 0
  /// How much is ordered and not answered.
  public internal(set) var inFlight = Fen.zero

  /// Nothing at all.
  public static var none: FundingNeed { FundingNeed(district: nil) }

  /// Nothing of a district yet.
  init(district: Region?) { self.district = district }

  /// Adds another district's need: the city's plan is the sum of the districts'.
  public static func + (left: FundingNeed, right: FundingNeed) -> FundingNeed {
    var sum = FundingNeed(district: nil)
    sum.persons = left.persons + right.persons
    sum.months = left.months + right.months
    sum.payable = left.payable + right.payable
    sum.monthsInFlight = left.monthsInFlight + right.monthsInFlight
    sum.inFlight = left.inFlight + right.inFlight
    return sum
  }
}

extension LedgerState {
  /// What each district needs to pay everything of a scheme through a month, by the districts' codes.
  ///
  /// It is what a batch that is drafted on the day would order, so that plan and batch cannot differ, but for months that
  /// have not begun: a plan is made ahead.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 二 (报送用款计划; 编制用款计划).
  public func fundingPlan(
    of scheme: Identifier, through month: Month, on day: CivilDate, district: Region?, _ records: CaseRecords
  ) -> [FundingNeed] {
    guard let number = schemes.number(of: scheme) else { return [] }
    var needs: [Int32: FundingNeed] = [:]
    for (position, person) in persons.identifiers.enumerated()
    where people[position].claims.contains(where: { $0.scheme == number }) {
      let payments = ClaimPayments(self, position, scheme: number, on: day)
      let months = payments.claim?.months ?? []
      let payable = months.filter { $0.month <= month && $0.payable > .zero && payments.hold(on: $0) == nil }
      let inFlight = months.filter { $0.month <= month && $0.inFlight > .zero }
      if payable.isEmpty, inFlight.isEmpty { continue }
      let application = people[position].claim(scheme: number)?.approvals.last
        .flatMap { records[person].application(names[$0.application]) }
      let place = self.district(of: application, person)
      if !place.isWithin(district) { continue }
      var need = needs[place.sortKey] ?? FundingNeed(district: place)
      if !payable.isEmpty { need.persons += 1 }
      need.months += payable.count
      need.payable += payable.reduce(.zero) { $0 + $1.payable }
      need.monthsInFlight += inFlight.count
      need.inFlight += inFlight.reduce(.zero) { $0 + $1.inFlight }
      needs[place.sortKey] = need
    }
    return needs.keys.sorted().compactMap { needs[$0] }
  }
}

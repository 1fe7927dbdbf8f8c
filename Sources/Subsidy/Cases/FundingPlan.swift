public import Values

/// The need of one district (用款计划).
public struct FundingNeed: Hashable, Sendable {
  /// The district; nil if neither an application nor a registration names one.
  public let district: Region?
  /// How many persons have a payable month.
  public internal(set) var persons = 0
  /// How many months of theirs.
  public internal(set) var months = 0
  /// How much is payable and not ordered yet.
  public internal(set) var payable = Fen.zero
  /// How many months are ordered and not answered.
  public internal(set) var monthsInFlight = 0
  /// How much is ordered and not answered.
  public internal(set) var inFlight = Fen.zero
  /// How many months are approved, but have no contribution yet or have not begun.
  public internal(set) var monthsExpected = 0
  /// The amount that these may come to, each as much as the claim's last month with a worth; a forecast, which no batch pays.
  public internal(set) var expected = Fen.zero

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
    sum.monthsExpected = left.monthsExpected + right.monthsExpected
    sum.expected = left.expected + right.expected
    return sum
  }
}

extension LedgerState {
  /// The need of each district to pay everything of a scheme through a month, by the districts' codes.
  ///
  /// The payable amount is what a batch drafted on the day would order, so that plan and batch cannot differ. A forecast is
  /// added to it: the months that approvals promise and that have no contribution yet.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 二 (报送用款计划; 编制用款计划).
  public func fundingPlan(
    of scheme: Identifier, through month: Month, on day: CivilDate, district: Region?, _ records: CaseRecords
  ) -> [FundingNeed] {
    guard let number = schemes.number(of: scheme) else { return [] }
    var needs: [Int32: FundingNeed] = [:]
    // Claims without a month that was worth something are counted as the average of the others.
    var (claims, worths, unknown): (Int64, Fen, [Int32: Int]) = (0, .zero, [:])
    for (position, person) in persons.identifiers.enumerated()
    where people[position].claims.contains(where: { $0.scheme == number }) {
      let payments = ClaimPayments(self, position, scheme: number, on: day)
      let months = payments.claim?.months ?? []
      let payable = months.filter { $0.month <= month && $0.payable > .zero && payments.hold(on: $0) == nil }
      let inFlight = months.filter { $0.month <= month && $0.inFlight > .zero }
      let expected = monthsExpected(of: person, in: scheme, through: month, months, records)
      let worth = months.last { $0.entitled > .zero }?.entitled
      if let worth {
        claims += 1
        worths += worth
      }
      if payable.isEmpty, inFlight.isEmpty, expected == 0 { continue }
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
      need.monthsExpected += expected
      if let worth { need.expected += worth.times(expected) } else { unknown[place.sortKey, default: 0] += expected }
      needs[place.sortKey] = need
    }
    if claims > 0 {
      let mean = Fen(worths.value / claims)
      for (place, months) in unknown { needs[place]?.expected += mean.times(months) }
    }
    return needs.keys.sorted().compactMap { needs[$0] }
  }

  /// How many months behind the last one with a contribution the approvals promise, to a month.
  private func monthsExpected(
    of person: Identifier, in scheme: Identifier, through month: Month, _ months: [MonthEntitlement],
    _ records: CaseRecords
  ) -> Int {
    // A month that came too late, or that was paid all the same, is not a month to come.
    let last = months.last { $0.hasMoney || !$0.reasons.plain.contains(.noContribution) }?.month
    guard let first = last?.adding(1) ?? records[person].applications.compactMap(\.firstMonth).min(), first <= month
    else { return 0 }
    var approvals = MonthsInReceipt(self, of: person, in: scheme, records)
    return approvals?.count(from: first, through: month) ?? 0
  }
}

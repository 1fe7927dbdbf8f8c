public import Values

/// How long something has been open, in the classes of the ageing lists (账龄).
public enum AgeClass: String, CaseIterable, Hashable, Sendable {
  /// Up to 30 days.
  case upTo30 = "0-30"
  /// 31 to 90 days.
  case upTo90 = "31-90"
  /// 91 to 365 days.
  case upTo365 = "91-365"
  /// More than 365 days.
  case older = "366+"
  /// No money is overdue, because an objection awaits a decision.
  case underObjection = "objection"

  /// The class of a number of days.
  public init(days: Int) {
    self = days <= 30 ? .upTo30 : days <= 90 ? .upTo90 : days <= 365 ? .upTo365 : .older
  }
}

/// Money that is approved and has not arrived: the amount that a claim can be paid, and the amount on its way.
///
/// The document asks for payment in time (按时拨付) and names no number of days, so there is no deadline here, only days.
///
/// > Source: 柳人社规〔2022〕9号 二（三）.
public struct UnpaidClaim: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The district of the claim.
  public let district: Region?
  /// How many months wait.
  public let months: Int
  /// The oldest of them.
  public let oldest: Month
  /// The day from which the oldest could be paid: after its last day, and not before the first approval.
  public let since: CivilDate
  /// Days from then on.
  public let days: Int
  /// The amount that can be paid.
  public let payable: Fen
  /// The amount ordered and not answered.
  public let inFlight: Fen

  /// How old it is.
  public var age: AgeClass { AgeClass(days: days) }

  /// Adds up the months of a claim that wait on a day.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - scheme: the scheme.
  ///   - district: the district of the claim.
  ///   - months: the months for which something can be paid or is on its way, ascending; at least one.
  ///   - approved: the day of the first approval; nil if there is none.
  ///   - day: the day.
  public init(
    person: Identifier, scheme: Identifier, district: Region?, months: [WaitingMonth], approved: CivilDate?,
    on day: CivilDate
  ) {
    let oldest = months[0].month
    self.person = person
    self.scheme = scheme
    self.district = district
    self.months = months.count
    self.oldest = oldest
    since = max(oldest.lastDay, approved ?? oldest.lastDay)
    days = max(0, Int(day.days - since.days))
    payable = months.reduce(.zero) { $0 + $1.payable }
    inFlight = months.reduce(.zero) { $0 + $1.inFlight }
  }
}

/// A month with money that has not arrived.
public struct WaitingMonth: Hashable, Sendable {
  /// The month.
  public let month: Month
  /// The amount that can be paid.
  public let payable: Fen
  /// The amount ordered and not answered.
  public let inFlight: Fen

  /// Names a month.
  public init(month: Month, payable: Fen, inFlight: Fen) {
    self.month = month
    self.payable = payable
    self.inFlight = inFlight
  }
}

/// A demand with money still to come.
public struct OpenDemand: Hashable, Sendable {
  /// The demand.
  public let demand: RecoveryDemand
  /// Days since the first demand, without those on which an objection awaited a decision.
  public let days: Int

  /// How old it is.
  public var age: AgeClass { demand.objection == nil ? AgeClass(days: days) : .underObjection }

  /// Those of some demands that have money still to come on a day, the oldest first.
  public static func all(of demands: [RecoveryDemand], on day: CivilDate) -> [OpenDemand] {
    demands.filter { $0.outstanding > .zero }
      .map { OpenDemand(demand: $0, days: $0.daysDue(on: day)) }
      .sorted { ($0.demand.since, $0.demand.id) < ($1.demand.since, $1.demand.id) }
  }
}

/// The open demands of an age.
public struct AgeSum: Hashable, Sendable {
  /// The age.
  public let age: AgeClass
  /// How many demands.
  public private(set) var demands = 0
  /// The amount still to come.
  public private(set) var outstanding = Fen.zero

  /// The sums of some demands for every age; of objections only if there are any.
  public static func sums(of demands: [OpenDemand]) -> [AgeSum] {
    var sums = AgeClass.allCases.map { AgeSum(age: $0) }
    for open in demands {
      guard let place = sums.firstIndex(where: { $0.age == open.age }) else { continue }
      sums[place].demands += 1
      sums[place].outstanding += open.demand.outstanding
    }
    return sums.filter { $0.age != .underObjection || $0.demands > 0 }
  }

  private init(age: AgeClass) { self.age = age }
}

extension LedgerState {
  /// The demands with money still to come on a day, the oldest first.
  public func openDemands(on day: CivilDate) -> [OpenDemand] {
    OpenDemand.all(of: recoveryDemands, on: day)
  }
}

extension LedgerState {
  /// The months of a demand with the amount demanded for each, oldest first.
  public func months(of demand: RecoveryDemand) -> [ClawedBack.DemandedMonth] {
    let found = booked(demand.id, demand.person, demand.scheme)
    return (found?.sumsByMonth ?? []).map { ClawedBack.DemandedMonth(month: $0.month, amount: $0.amount) }
  }
}

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
  /// Nothing is overdue, because somebody decides on an objection.
  case underObjection = "objection"

  /// The class of a number of days.
  public init(days: Int) {
    self = days <= 30 ? .upTo30 : days <= 90 ? .upTo90 : days <= 365 ? .upTo365 : .older
  }
}

/// Money that is approved and has not arrived: what a claim can be paid, and what is on its way.
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
  /// What can be paid.
  public let payable: Fen
  /// What is ordered and not answered.
  public let inFlight: Fen

  /// How old it is.
  public var age: AgeClass { AgeClass(days: days) }
}

/// A demand with money still to come.
public struct OpenDemand: Hashable, Sendable {
  /// The demand.
  public let demand: RecoveryDemand
  /// Days since the first demand, without those on which somebody was deciding on an objection.
  public let days: Int

  /// How old it is.
  public var age: AgeClass { demand.objection == nil ? AgeClass(days: days) : .underObjection }
}

extension LedgerState {
  /// What is approved and has not arrived on a day, the oldest first.
  public func unpaidClaims(on day: CivilDate) -> [UnpaidClaim] {
    var found: [UnpaidClaim] = []
    for number in people.indices {
      for claim in entitlements(ofPersonAt: number) {
        guard let unpaid = unpaid(claim, of: number, on: day) else { continue }
        found.append(unpaid)
      }
    }
    return found.sorted { ($0.since, $0.person, $0.scheme) < ($1.since, $1.person, $1.scheme) }
  }

  private func unpaid(_ claim: ClaimEntitlement, of number: Int, on day: CivilDate) -> UnpaidClaim? {
    let waiting = claim.months.filter { $0.payable > .zero || $0.inFlight > .zero }
    guard let oldest = waiting.first?.month else { return nil }
    let approved = people[number].claim(scheme: claim.scheme)?.approvals.first?.date
    let since = max(oldest.lastDay, approved ?? oldest.lastDay)
    let (person, scheme) = (persons.identifiers[number], schemes[claim.scheme])
    return UnpaidClaim(
      person: person, scheme: scheme, district: district(of: person, in: scheme), months: waiting.count,
      oldest: oldest, since: since, days: max(0, Int(day.days - since.days)),
      payable: waiting.reduce(.zero) { $0 + $1.payable }, inFlight: waiting.reduce(.zero) { $0 + $1.inFlight })
  }

  /// The demands with money still to come on a day, the oldest first.
  public func openDemands(on day: CivilDate) -> [OpenDemand] {
    recoveryDemands.filter { $0.outstanding > .zero }
      .map { OpenDemand(demand: $0, days: $0.daysDue(on: day)) }
      .sorted { ($0.demand.since, $0.demand.id) < ($1.demand.since, $1.demand.id) }
  }
}

extension LedgerState {
  /// The months of a demand with what is demanded for each, oldest first.
  public func months(of demand: RecoveryDemand) -> [ClawedBack.DemandedMonth] {
    let found = booked(demand.id, demand.person, demand.scheme)
    return (found?.sumsByMonth ?? []).map { ClawedBack.DemandedMonth(month: $0.month, amount: $0.amount) }
  }
}

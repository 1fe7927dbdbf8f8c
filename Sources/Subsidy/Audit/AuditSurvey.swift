public import Values

/// What a report shows of a whole ledger besides its findings: sums by month, reasons, limits, recoveries.
public struct AuditSurvey: Sendable {
  /// The money of one month of all claims.
  public struct MonthSum: Hashable, Sendable {
    /// The month that was paid for.
    public let month: Month
    /// How many claims were paid for it.
    public internal(set) var claims = 0
    /// What was paid, less what came back.
    public internal(set) var paid = Fen.zero
    /// What was recovered.
    public internal(set) var repaid = Fen.zero
  }

  /// A reason with how often it decided.
  public struct ReasonCount: Hashable, Sendable {
    /// The code: that of a ``ReasonCode``, or a reviewer's own.
    public let code: String
    /// How often.
    public let count: Int
  }

  /// How many claims have used so many months.
  public struct LimitClass: Hashable, Sendable {
    /// The used months of the class.
    public let months: ClosedRange<Int>
    /// Claims whose limit is a number of months.
    public internal(set) var limited = 0
    /// Claims that run until retirement.
    public internal(set) var untilRetirement = 0
  }

  /// The open demands of an age.
  public struct AgeSum: Hashable, Sendable {
    /// The age.
    public let age: AgeClass
    /// How many demands.
    public internal(set) var demands = 0
    /// What is still to come.
    public internal(set) var outstanding = Fen.zero
  }

  /// Every month from the first to the last that was paid for, also those between without a payment.
  public let months: [MonthSum]
  /// Why applications were rejected, the most frequent reason first.
  public let rejections: [ReasonCount]
  /// Why months of claims are worth nothing, the most frequent reason first.
  public let unentitled: [ReasonCount]
  /// How much of their limits the claims with a basis have used, by used months.
  public let limits: [LimitClass]
  /// How many claims have used all the months of their limit.
  public let exhausted: Int
  /// The open demands by age, the youngest first.
  public let recoveries: [AgeSum]
}

extension AuditSurvey {
  private static var limitClasses: [ClosedRange<Int>] {
    [0...0, 1...6, 7...12, 13...18, 19...24, 25...30, 31...36, 37...999]
  }

  /// Surveys a ledger.
  ///
  /// - Parameters:
  ///   - state: the ledger.
  ///   - rejected: what rejected applications, as it was recorded.
  ///   - day: the day that the age of a demand is counted to.
  public init(_ state: LedgerState, rejected: [Rejected], on day: CivilDate) {
    var months: [Month: MonthSum] = [:]
    var reasons: [String: Int] = [:]
    var limits = AuditSurvey.limitClasses.map { LimitClass(months: $0) }
    var exhausted = 0
    for number in state.people.indices {
      for claim in state.entitlements(ofPersonAt: number) {
        for month in claim.months {
          if month.paid > .zero || month.repaid > .zero {
            months[month.month, default: MonthSum(month: month.month)].add(month)
          }
          if month.reasons.isEmpty { continue }
          let policy = month.policy(in: state.timelines[Int(claim.scheme)])
          for reason in month.reasons.reasons(under: policy) { reasons[reason.code.code, default: 0] += 1 }
        }
        guard let basis = claim.basis else { continue }
        if claim.remainingMonths == 0 { exhausted += 1 }
        let place = limits.firstIndex { $0.months.contains(claim.usedMonths) } ?? limits.count - 1
        if case .months = basis { limits[place].limited += 1 } else { limits[place].untilRetirement += 1 }
      }
    }
    self.months = AuditSurvey.withoutGaps(months)
    unentitled = AuditSurvey.byFrequency(reasons)
    rejections = AuditSurvey.byFrequency(
      rejected.flatMap(\.reasons).reduce(into: [:]) { $0[$1.code, default: 0] += 1 })
    self.limits = limits
    self.exhausted = exhausted
    var ages = AgeClass.allCases.map { AgeSum(age: $0) }
    for open in state.openDemands(on: day) {
      guard let place = ages.firstIndex(where: { $0.age == open.age }) else { continue }
      ages[place].demands += 1
      ages[place].outstanding += open.demand.outstanding
    }
    recoveries = ages.filter { $0.age != .underObjection || $0.demands > 0 }
  }

  /// The months up to the last with none left out; further back than a hundred years only those with money.
  private static func withoutGaps(_ months: [Month: MonthSum]) -> [MonthSum] {
    guard let first = months.keys.min(), let last = months.keys.max() else { return [] }
    let drawn = max(first, last.adding(1 - Month.longestSpan))
    let before = months.values.filter { $0.month < drawn }.sorted { $0.month < $1.month }
    return before
      + (drawn.index...last.index).map { index in
        let month = Month(index: index)
        return months[month] ?? MonthSum(month: month)
      }
  }

  private static func byFrequency(_ counts: [String: Int]) -> [ReasonCount] {
    counts.map { ReasonCount(code: $0.key, count: $0.value) }.sorted { (-$0.count, $0.code) < (-$1.count, $1.code) }
  }
}

extension AuditSurvey.MonthSum {
  fileprivate mutating func add(_ month: MonthEntitlement) {
    claims += 1
    paid += month.paid
    repaid += month.repaid
  }
}

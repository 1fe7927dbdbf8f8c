import Policy
public import Values

/// The figures of a whole ledger that a report shows in addition to its findings: sums by month, reasons, limits, recoveries.
public struct AuditSurvey: Sendable {
  /// The money of one month of all claims.
  public struct MonthSum: Hashable, Sendable {
    /// The month that was paid for.
    public let month: Month
    /// How many claims were paid for it.
    public internal(set) var claims = 0
    /// The amount paid, less the amount returned.
    public internal(set) var paid = Fen.zero
    /// The amount recovered.
    public internal(set) var repaid = Fen.zero
    /// The amount paid above the months' worth, even if it was recovered since.
    public internal(set) var wrong = Fen.zero
    /// The part of ``wrong`` that could have been known when it was paid.
    public internal(set) var known = Fen.zero
    /// The part of ``wrong`` that is still held.
    public internal(set) var open = Fen.zero
  }

  /// Money that has something in common, and how much of it was paid wrongly.
  public struct MoneySum: Hashable, Sendable {
    /// The name of the property that it has in common; empty if that is not known.
    public let name: String
    /// The amount paid in all, less the amount returned; nil if that is not counted.
    public internal(set) var paid: Fen?
    /// How many months were paid wrongly.
    public internal(set) var months = 0
    /// The amount paid wrongly, even if it was recovered since.
    public internal(set) var wrong = Fen.zero
    /// The part of ``wrong`` that could have been known when it was paid.
    public internal(set) var known = Fen.zero
    /// The part of ``wrong`` that is still held.
    public internal(set) var open = Fen.zero

    init(name: String, paid: Fen?) {
      self.name = name
      self.paid = paid
    }

    /// The part of ``wrong`` that the ledger could not have shown when it was paid.
    public var unknown: Fen { wrong - known }
  }

  /// A reason with how often it decided.
  public struct ReasonCount: Hashable, Sendable {
    /// The code: that of a ``ReasonCode``, or a reviewer's own.
    public let code: String
    /// How often.
    public let count: Int
  }

  /// How many claims have used a number of months in a range.
  public struct LimitClass: Hashable, Sendable {
    /// The used months of the class.
    public let months: ClosedRange<Int>
    /// Claims whose limit is a number of months.
    public internal(set) var limited = 0
    /// Claims that run until retirement.
    public internal(set) var untilRetirement = 0
  }

  /// All money of the cut, and how much of it was paid wrongly.
  public let money: MoneySum
  /// How many persons were paid, and how many wrongly.
  public let persons: (paid: Int, wrong: Int)
  /// How many months were paid.
  public let monthsPaid: Int
  /// The money by the operators who decided together, the largest wrong sum first.
  public let byOperators: [MoneySum]
  /// The money by the batch that paid it last, the largest wrong sum first.
  public let byBatch: [MoneySum]
  /// The money by scheme, the largest wrong sum first.
  public let byScheme: [MoneySum]
  /// The money by district, the largest wrong sum first.
  public let byDistrict: [MoneySum]
  /// The money by the month in which it was paid, ascending.
  public let byMonthOfPayment: [MoneySum]
  /// Every month from the first to the last that was paid for, also those between without a payment.
  public let months: [MonthSum]
  /// The sums of the claims of the cut's scheme, each counted as a whole.
  public let totals: AuditTotals
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

/// A survey under way: the sums of some persons' claims.
public struct SurveyPart: Sendable {
  /// The terms on which every claim is surveyed, the same for all parts.
  public struct Terms: Sendable {
    let cut: AuditCut
    let calendar: RecordedMonths
    let scheme: UInt32?
    /// The batches that the operator of the cut drafted or approved; nil for all.
    let batches: Set<UInt32>?

    /// Makes the terms of a survey.
    public init(_ cut: AuditCut, _ state: LedgerState, _ calendar: RecordedMonths) {
      self.cut = cut
      self.calendar = calendar
      // A scheme that no event names has no number, and no claim has this one.
      scheme = cut.scheme.map { state.schemes.number(of: $0) ?? .max }
      batches = cut.by.map { by in
        Set(
          state.batches.indices.filter { index in
            [state.batches[index].drafter, state.batches[index].approver].contains { number in
              number.map { state.names[$0].isSameOperator(as: by) } ?? false
            }
          }.map { UInt32($0) })
      }
    }
  }

  private let terms: Terms
  private var totals = AuditTotals()
  private var persons = 0
  private var monthsPaid = 0
  private var months: [Month: AuditSurvey.MonthSum] = [:]
  private var schemes: [UInt32: Fen] = [:]
  private var batches: [UInt32?: Fen] = [:]
  private var districts: [Region?: Fen] = [:]
  private var monthsOfPayment: [Month?: Fen] = [:]
  private var reasons: [ReasonCode: Int] = [:]
  private var limits = SurveyPart.limitClasses.map { AuditSurvey.LimitClass(months: $0) }
  private var exhausted = 0

  private static var limitClasses: [ClosedRange<Int>] {
    [0...0, 1...6, 7...12, 13...18, 19...24, 25...30, 31...36, 37...999]
  }

  /// Before any claim.
  public init(_ terms: Terms) { self.terms = terms }

  /// Takes in the claims of a person.
  public mutating func add(_ number: Int, _ claims: [ClaimEntitlement], _ state: LedgerState) {
    var (hasClaim, wasPaid) = (false, false)
    for (position, claim) in claims.enumerated() where terms.scheme ?? claim.scheme == claim.scheme {
      hasClaim = true
      totals.add(claim)
      add(moneyOf: claim, state.people[number].claims[position]) {
        wasPaid = true
        return state.district(ofPersonAt: number, claimAt: position)
      }
      for month in claim.months where !month.reasons.isEmpty {
        for reason in month.reasons(in: state.timelines[Int(claim.scheme)], term: claim.term) {
          reasons[reason.code, default: 0] += 1
        }
      }
      guard let basis = claim.basis else { continue }
      if claim.remainingMonths == 0 { exhausted += 1 }
      let place = limits.firstIndex { $0.months.contains(claim.usedMonths) } ?? limits.count - 1
      if case .months = basis { limits[place].limited += 1 } else { limits[place].untilRetirement += 1 }
    }
    if hasClaim { totals.persons += 1 }
    if wasPaid { persons += 1 }
  }

  private mutating func add(moneyOf claim: ClaimEntitlement, _ own: ClaimState, _ districtIfPaid: () -> Region?) {
    var sum = Fen.zero
    var taken: Set<Month> = []
    let isWhole = terms.cut.isOfWholeClaims
    func take(_ amount: Fen, of month: Month, _ batch: UInt32?, at event: UInt64) {
      if amount == .zero { return }
      let paidIn = terms.calendar.month(of: event)
      if !isWhole {
        guard terms.cut.includes(paidIn: paidIn) else { return }
        if let wanted = terms.batches { guard let batch, wanted.contains(batch) else { return } }
        taken.insert(month)
      }
      sum += amount
      batches[batch, default: .zero] += amount
      monthsOfPayment[paidIn, default: .zero] += amount
      months[month, default: .init(month: month)].paid += amount
    }
    for item in own.items where item.isPaid { take(item.paid, of: item.month, item.batch, at: item.firstPaid) }
    for offset in own.offsets where offset.counts { take(offset.amount, of: offset.month, nil, at: offset.sequence) }
    for month in claim.months where isWhole ? month.paid > .zero || month.repaid > .zero : taken.contains(month.month) {
      months[month.month, default: .init(month: month.month)].claims += 1
      if isWhole { months[month.month]?.repaid += month.repaid }
      monthsPaid += 1
    }
    if sum == .zero { return }
    schemes[claim.scheme, default: .zero] += sum
    districts[districtIfPaid(), default: .zero] += sum
  }

  /// Adds the sums of other persons' claims.
  public static func += (left: inout SurveyPart, right: SurveyPart) {
    left.totals += right.totals
    left.persons += right.persons
    left.monthsPaid += right.monthsPaid
    left.exhausted += right.exhausted
    left.months.merge(right.months) { first, second in
      var sum = first
      sum.claims += second.claims
      sum.paid += second.paid
      sum.repaid += second.repaid
      return sum
    }
    left.schemes.merge(right.schemes, uniquingKeysWith: +)
    left.batches.merge(right.batches, uniquingKeysWith: +)
    left.districts.merge(right.districts, uniquingKeysWith: +)
    left.monthsOfPayment.merge(right.monthsOfPayment, uniquingKeysWith: +)
    left.reasons.merge(right.reasons, uniquingKeysWith: +)
    for place in left.limits.indices {
      left.limits[place].limited += right.limits[place].limited
      left.limits[place].untilRetirement += right.limits[place].untilRetirement
    }
  }
}

extension SurveyPart {
  /// The survey of all persons.
  ///
  /// - Parameters:
  ///   - wrong: the money of the cut that was paid wrongly.
  ///   - rejected: the scheme and reasons of each rejected application, as they were recorded.
  ///   - state: the ledger.
  ///   - day: the day that the age of a demand is counted to.
  /// - Returns: the sums.
  public func survey(
    _ wrong: [WrongPayment], rejected: [Rejected], _ state: LedgerState, on day: CivilDate
  ) -> AuditSurvey {
    let rejected = rejected.filter { terms.scheme == nil || terms.scheme == state.scheme(of: $0) }
    var months = months
    var whole = AuditSurvey.MoneySum(name: "", paid: months.values.reduce(.zero) { $0 + $1.paid })
    for payment in wrong {
      whole.take(payment)
      var sum = months[payment.month] ?? .init(month: payment.month)
      sum.wrong += payment.amount
      sum.open += payment.open
      if payment.wasKnownWhenPaid { sum.known += payment.amount }
      if !terms.cut.isOfWholeClaims { sum.repaid += payment.amount - payment.open }
      months[payment.month] = sum
    }
    func named<Key: Hashable>(_ paid: [Key: Fen], _ name: (Key) -> String) -> [String: Fen] {
      Dictionary(paid.map { (name($0.key), $0.value) }, uniquingKeysWith: +)
    }
    return AuditSurvey(
      money: whole, persons: (persons, Set(wrong.map { $0.person }).count), monthsPaid: monthsPaid,
      byOperators: SurveyPart.sums(wrong) { $0.responsible.map(\.description).joined(separator: " ") },
      byBatch: SurveyPart.sums(wrong, named(batches) { $0.map { state.batchNames[$0].description } ?? "" }) {
        $0.batch?.description ?? ""
      },
      byScheme: SurveyPart.sums(wrong, named(schemes) { state.schemes[$0].description }) { $0.scheme.description },
      byDistrict: SurveyPart.sums(wrong, named(districts) { $0?.description ?? "" }) { $0.district?.description ?? "" },
      byMonthOfPayment: SurveyPart.sums(wrong, named(monthsOfPayment) { $0?.description ?? "" }) {
        terms.calendar.month(of: $0.paidBy)?.description ?? ""
      }.sorted { $0.name < $1.name },
      months: SurveyPart.withoutGaps(months), totals: totals,
      rejections: SurveyPart.byFrequency(rejected.flatMap { $0.reasons.map { ($0.code, 1) } }),
      unentitled: SurveyPart.byFrequency(reasons.map { ($0.key.code, $0.value) }), limits: limits,
      exhausted: exhausted, recoveries: recoveries(state, on: day))
  }

  /// Wrong money by the trait it has in common, the largest sum first.
  ///
  /// - Parameters:
  ///   - wrong: the money that was paid wrongly.
  ///   - paid: all money by the same; nil if it is not counted so.
  ///   - name: the trait that a payment has in common with others.
  /// - Returns: the sums in which something was paid wrongly.
  private static func sums(
    _ wrong: [WrongPayment], _ paid: [String: Fen]? = nil, _ name: (WrongPayment) -> String
  ) -> [AuditSurvey.MoneySum] {
    var sums: [String: AuditSurvey.MoneySum] = [:]
    for payment in wrong {
      let name = name(payment)
      sums[name, default: .init(name: name, paid: paid.map { $0[name] ?? .zero })].take(payment)
    }
    return sums.values.sorted { $0.wrong == $1.wrong ? $0.name < $1.name : $0.wrong > $1.wrong }
  }

  private func recoveries(_ state: LedgerState, on day: CivilDate) -> [AgeSum] {
    AgeSum.sums(of: state.openDemands(on: day).filter { $0.demand.scheme == terms.cut.scheme ?? $0.demand.scheme })
  }

  /// The months up to the last with none left out; further back than a hundred years only those with money.
  private static func withoutGaps(_ months: [Month: AuditSurvey.MonthSum]) -> [AuditSurvey.MonthSum] {
    guard let first = months.keys.min(), let last = months.keys.max() else { return [] }
    let drawn = max(first, last.adding(1 - Month.longestSpan))
    let before = months.values.filter { $0.month < drawn }.sorted { $0.month < $1.month }
    return before
      + (drawn.index...last.index).map { index in
        let month = Month(index: index)
        return months[month] ?? AuditSurvey.MonthSum(month: month)
      }
  }

  private static func byFrequency(_ counts: some Sequence<(String, Int)>) -> [AuditSurvey.ReasonCount] {
    Dictionary(counts, uniquingKeysWith: +).map { AuditSurvey.ReasonCount(code: $0.key, count: $0.value) }
      .sorted { (-$0.count, $0.code) < (-$1.count, $1.code) }
  }
}

extension LedgerState {
  /// The number of the scheme that a rejected application was for; nil if none is known.
  fileprivate func scheme(of rejected: Rejected) -> UInt32? {
    guard let person = number(ofPerson: rejected.person), let name = names.number(of: rejected.application) else {
      return nil
    }
    return people[Int(person)].claims.first { claim in claim.applications.contains { $0.application == name } }?.scheme
  }
}

extension AuditSurvey.MoneySum {
  fileprivate mutating func take(_ payment: WrongPayment) {
    months += 1
    wrong += payment.amount
    open += payment.open
    if payment.wasKnownWhenPaid { known += payment.amount }
  }

  /// Some sums as one, for those that a page does not list.
  public static func rest(of sums: some Sequence<AuditSurvey.MoneySum>, name: String) -> AuditSurvey.MoneySum {
    sums.reduce(into: AuditSurvey.MoneySum(name: name, paid: .zero)) { rest, sum in
      rest.paid = rest.paid.flatMap { paid in sum.paid.map { paid + $0 } }
      rest.months += sum.months
      rest.wrong += sum.wrong
      rest.known += sum.known
      rest.open += sum.open
    }
  }
}

public import Values

/// An amount that changes by month: a base or a least contribution (缴费基数、最低缴费额).
///
/// > Source: contract 2, section 3, `table`.
public struct AmountTable: Hashable, Sendable {
  /// An amount with the month from which it holds.
  public struct Entry: Hashable, Sendable {
    /// The first month.
    public let from: Month
    /// The amount in fen.
    public let amount: Fen
  }

  /// The entries, their months ascending; never empty.
  public let entries: [Entry]

  /// Reads `2024-01:76160,2024-07:80320`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    var entries: [Entry] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: ":", omittingEmptySubsequences: false)
      guard sides.count == 2, let month = Month(sides[0]), let amount = ParameterRule.Kind.whole(String(sides[1])),
        entries.last.map({ $0.from < month }) ?? true
      else { return nil }
      entries.append(Entry(from: month, amount: Fen(amount)))
    }
    guard !entries.isEmpty else { return nil }
    self.entries = entries
  }

  /// The amount for a month: that of the last entry not after it; nil before the first.
  public func amount(for month: Month) -> Fen? { entries.last { $0.from <= month }?.amount }
}

/// The days on which a claim for a period counts.
///
/// > Source: contract 2, section 3, `claims`.
public enum ClaimWindow: Hashable, Sendable {
  /// No claim is asked for: the application is enough.
  case once
  /// A claim is asked for, on any day.
  case anyDay
  /// A claim is asked for between two days, both included.
  case days(first: Day, last: Day)

  /// A day counted from the first month of the claimed period.
  public struct Day: Hashable, Comparable, Sendable {
    /// The month, 1 to 24; 1 is the period's first.
    public let month: Int
    /// The day, 1 to 31, cut to the month's length.
    public let day: Int

    /// Whether the first day is the earlier one as written.
    public static func < (left: Day, right: Day) -> Bool {
      left.month == right.month ? left.day < right.day : left.month < right.month
    }

    init?(_ text: some StringProtocol) {
      let bytes = Array(text.utf8)
      guard bytes.count == 5, bytes[2] == UInt8(ascii: "-"), let month = Day.two(bytes[0], bytes[1]),
        let day = Day.two(bytes[3], bytes[4]), (1...24).contains(month), (1...31).contains(day)
      else { return nil }
      (self.month, self.day) = (month, day)
    }

    private static func two(_ tens: UInt8, _ ones: UInt8) -> Int? {
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      guard digits.contains(tens), digits.contains(ones) else { return nil }
      return Int(tens - digits.lowerBound) * 10 + Int(ones - digits.lowerBound)
    }

    /// The date, for a period that begins with a month.
    func date(from first: Month) -> CivilDate {
      let month = first.adding(self.month - 1)
      return month.firstDay.adding(days: min(day, month.length) - 1)
    }
  }

  /// Reads `once`, `any-day` or `MM-DD/MM-DD`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    switch text {
    case "once": self = .once
    case "any-day": self = .anyDay
    default:
      let days = text.split(separator: "/", omittingEmptySubsequences: false).map { Day($0) }
      guard days.count == 2, let first = days[0], let last = days[1], first <= last else { return nil }
      self = .days(first: first, last: last)
    }
  }
}

extension Policy.Claims {
  /// The first and the last day on which a claim for a month counts; nil if it counts on any day.
  public func days(for month: Month) -> ClosedRange<CivilDate>? {
    guard case .days(let first, let last) = window else { return nil }
    let start = every.firstMonth(of: month)
    return first.date(from: start)...last.date(from: start)
  }
}

/// By when a contribution for a month has to be paid to count.
///
/// > Source: contract 2, section 3, `deadline`, and section 5.1.
public enum ContributionDeadline: Hashable, Sendable {
  /// It counts on whatever day it was paid.
  case off
  /// This number of days after the month's last day.
  case days(Int)
  /// By the last day of the month that comes this number of months later.
  case months(Int)
  /// By the end of the month's year.
  case year

  /// Reads `off`, `days:N`, `months:N` or `year`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    func number(after prefix: String) -> Int? {
      guard text.hasPrefix(prefix), let number = ParameterRule.Kind.whole(String(text.dropFirst(prefix.count))),
        number <= 999
      else { return nil }
      return Int(number)
    }
    switch text {
    case "off": self = .off
    case "year": self = .year
    default:
      if let days = number(after: "days:") {
        self = .days(days)
      } else if let months = number(after: "months:") {
        self = .months(months)
      } else {
        return nil
      }
    }
  }

  /// The last day on which a contribution for a month is on time; nil if it always is.
  public func lastDay(for month: Month) -> CivilDate? {
    switch self {
    case .off: nil
    case .days(let count): month.lastDay.adding(days: count)
    case .months(let count): month.adding(count).lastDay
    case .year: CalendarPeriod.year.lastMonth(of: month).lastDay
    }
  }
}

/// A kind of social insurance (险种).
public enum InsuranceKind: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// Pension (养老).
  case pension
  /// Medical (医疗).
  case medical
  /// Unemployment (失业).
  case unemployment
  /// Injury at work (工伤).
  case injury
  /// Maternity (生育).
  case maternity
}

/// The insurances that count.
///
/// > Source: contract 2, section 3, `insurances`.
public struct InsuranceSet: Hashable, Sendable {
  /// The kinds; nil for all of them.
  public let kinds: [InsuranceKind]?

  /// Every insurance.
  public static var all: InsuranceSet { InsuranceSet(kinds: nil) }

  private init(kinds: [InsuranceKind]?) { self.kinds = kinds }

  /// Reads `all`, or kinds with commas between and none twice; nil for anything else.
  public init?(_ text: some StringProtocol) {
    if text == "all" {
      self = .all
      return
    }
    var kinds: [InsuranceKind] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = InsuranceKind(rawValue: String(part)), !kinds.contains(kind) else { return nil }
      kinds.append(kind)
    }
    self.init(kinds: kinds)
  }

  /// Whether a part of a contribution counts; one without a kind, which is all insurances together, always does.
  public func counts(_ kind: InsuranceKind?) -> Bool {
    guard let kinds, let kind else { return true }
    return kinds.contains(kind)
  }
}

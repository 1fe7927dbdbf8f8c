public import Values

/// The statutory retirement age with its gradual delay.
///
/// > Source: 全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定 of 13 September 2024, in force from 2025-01-01;
///   contract section 5.
public enum Retirement {
  /// The groups that the decision delays, by their original age.
  public enum Kind: CaseIterable, Hashable, Sendable {
    /// Men of 60: one month for every 4 months of birth begun from 1965-01, at most 36.
    case men60
    /// Women of 55: one month for every 4 months of birth begun from 1970-01, at most 36.
    case women55
    /// Women of 50: one month for every 2 months of birth begun from 1975-01, at most 60.
    case women50

    /// The group of a person with this original age; a pack has no other ages.
    public init(isMale: Bool, ageYears: Int) {
      self = isMale ? .men60 : ageYears == 55 ? .women55 : .women50
    }

    /// The original age.
    ///
    /// > Units: years.
    public var years: Int {
      switch self {
      case .men60: 60
      case .women55: 55
      case .women50: 50
      }
    }

    /// The first month of birth that is delayed, the months of birth per month of delay, and the most.
    var schedule: (startYear: Int, step: Int, most: Int) {
      switch self {
      case .men60: (1965, 4, 36)
      case .women55: (1970, 4, 36)
      case .women50: (1975, 2, 60)
      }
    }
  }

  /// The first day from which the delay also counts for the years left to the statutory age.
  ///
  /// > Source: the decision is in force from 2025-01-01 (interpretation P15 of the documents).
  public static let inForceFrom = CivilDate(days: 20_089)

  /// How many months later than at the original age a person born in this month retires.
  public static func delay(birth: Month, kind: Kind) -> Int {
    let (startYear, step, most) = kind.schedule
    let begun = Int(birth.index) - startYear * 12 + 1
    return begun <= 0 ? 0 : min(most, (begun + step - 1) / step)
  }

  /// The day on which the statutory age is reached.
  ///
  /// Years and delay are added as one number of months, the day cut once.
  ///
  /// - Parameters:
  ///   - birth: the day of birth.
  ///   - ageYears: the original age, 60, 55 or 50.
  ///   - isMale: whether the person is a man.
  ///   - withDelay: whether to add the gradual delay.
  /// - Returns: the birthday of that age, later by the delay.
  public static func statutoryDate(birth: CivilDate, ageYears: Int, isMale: Bool, withDelay: Bool) -> CivilDate {
    let delay = withDelay ? delay(birth: birth.month, kind: Kind(isMale: isMale, ageYears: ageYears)) : 0
    return birth.adding(months: ageYears * 12 + delay)
  }

  /// The days on which a person may choose to retire: at most three years before the statutory day, not before the age without
  /// the delay, and not later, which takes an employer.
  ///
  /// > Source: 全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定, 2024-09-13, 第三条.
  public static func choice(birth: CivilDate, ageYears: Int, isMale: Bool) -> ClosedRange<CivilDate> {
    func date(withDelay: Bool) -> CivilDate {
      statutoryDate(birth: birth, ageYears: ageYears, isMale: isMale, withDelay: withDelay)
    }
    let last = date(withDelay: true)
    return max(date(withDelay: false), last.adding(months: -36))...last
  }
}

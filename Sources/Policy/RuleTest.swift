public import Values

/// A condition that a rule of a pack may have: a rule applies if all of its tests hold.
///
/// A test is evaluated at a point: a day and its calendar month. Each rule documents who evaluates it, and for which day.
///
/// > Source: contract 2, section 1.
public indirect enum RuleTest: Hashable, Sendable {
  /// A fact of the code has a day in the point's month; with details, one whose detail is among them.
  case fact(FactCode, details: [Identifier]?)
  /// The person is registered as a man, or as a woman.
  case sex(isMale: Bool)
  /// Years of age on the day.
  case age(TestRange<Int>)
  /// Years left on the day until the day of the statutory age.
  case toRetirement(TestRange<Int>)
  /// Years gone on the day since a fact began.
  case since(FactCode, TestRange<Int>)
  /// A fact begins in the calendar year of the day.
  case sameYear(FactCode)
  /// The day itself.
  case day(TestRange<CivilDate>)
  /// The contribution that counts for the month, in fen.
  case contribution(TestRange<Fen>)
  /// The claim's term is one of these.
  case term([String])
  /// A parameter's value, as text, is one of these.
  case parameter(name: String, values: [String])
  /// The test does not hold.
  case not(RuleTest)
  /// At least one of the tests holds.
  case any([RuleTest])
  /// The result, once the pack is adopted, of a test about parameters alone; no pack writes it.
  case certain(Bool)
}

/// Values between two bounds, one of which may be missing.
///
/// > Source: contract 2, section 1, RANGE.
public struct TestRange<Value: Comparable & Hashable & Sendable>: Hashable, Sendable {
  /// An end of the range.
  public struct Bound: Hashable, Sendable {
    /// The value at the end.
    public let value: Value
    /// Whether the value itself belongs to the range.
    public let isInclusive: Bool
  }

  /// The lower end: `from` is inclusive, `above` is not.
  public let lower: Bound?
  /// The upper end: `to` is inclusive, `below` is not.
  public let upper: Bound?

  /// All values that are below the lower end of another range.
  public static func below(_ lower: Bound) -> TestRange {
    TestRange(lower: nil, upper: Bound(value: lower.value, isInclusive: !lower.isInclusive))
  }

  /// Whether a value lies in the range.
  public func contains(_ value: Value) -> Bool {
    if let lower, value < lower.value || value == lower.value && !lower.isInclusive { return false }
    if let upper, value > upper.value || value == upper.value && !upper.isInclusive { return false }
    return true
  }
}

extension TestRange where Value == Int {
  /// Whether the years between two days lie in the range.
  ///
  /// A bound of n years is the first day with 12 n months added, the day cut once; it is compared with the second day.
  ///
  /// > Source: contract 2, section 1, the table of years.
  public func contains(yearsFrom start: CivilDate, to end: CivilDate) -> Bool {
    if let lower {
      let reached = start.adding(months: lower.value * 12)
      if lower.isInclusive ? end < reached : end <= reached { return false }
    }
    if let upper {
      let reached = start.adding(months: upper.value * 12)
      if upper.isInclusive ? end > reached : end >= reached { return false }
    }
    return true
  }
}

extension RuleTest {
  /// The test with every parameter that it asks for settled.
  ///
  /// - Parameter values: the parameters' values as adopted, standards filled in.
  /// - Returns: the same test, with no parameter named in it.
  func settled(by values: [String: String]) -> RuleTest {
    switch self {
    case .parameter(let name, let allowed): return .certain(values[name].map(allowed.contains) ?? false)
    case .not(let test):
      let settled = test.settled(by: values)
      if case .certain(let holds) = settled { return .certain(!holds) }
      return .not(settled)
    case .any(let tests):
      let open = tests.map { $0.settled(by: values) }.filter { $0 != .certain(false) }
      if open.isEmpty || open.contains(.certain(true)) { return .certain(!open.isEmpty) }
      return .any(open)
    case .fact, .sex, .age, .toRetirement, .since, .sameYear, .day, .contribution, .term, .certain: return self
    }
  }
}

extension [RuleTest] {
  /// The tests of a rule with their parameters settled, without those that hold for every person.
  ///
  /// - Parameter values: the parameters' values as adopted.
  /// - Returns: nil if one of them can never hold, so that the rule can be left out of the pack.
  func settled(by values: [String: String]) -> [RuleTest]? {
    let open = map { $0.settled(by: values) }.filter { $0 != .certain(true) }
    return open.contains(.certain(false)) ? nil : open
  }
}

public import Values

/// A pack as adopted: its rules with the parameters' values filled in.
///
/// A rule that a parameter keeps from ever applying is not among the rules here, and no test here asks for a parameter.
///
/// > Source: contract section 5; contract 2, sections 1 to 4.
public struct Policy: Sendable {
  @usableFromInline let contents: Contents

  /// The contents that the copies of a policy share: the evaluation of every month takes a copy.
  @usableFromInline
  final class Contents: Sendable {
    @usableFromInline let pack: PolicyPack
    @usableFromInline let rules: Rules
    let parameters: [String: String]
    let effectiveFrom: CivilDate

    init(_ pack: PolicyPack, _ rules: Rules, _ parameters: [String: String], _ effectiveFrom: CivilDate) {
      self.pack = pack
      self.rules = rules
      self.parameters = parameters
      self.effectiveFrom = effectiveFrom
    }
  }

  init(pack: PolicyPack, rules: Rules, parameters: [String: String], effectiveFrom: CivilDate) {
    contents = Contents(pack, rules, parameters, effectiveFrom)
  }

  /// The pack as it was adopted.
  @inlinable public var pack: PolicyPack { contents.pack }
  /// Its rules with the parameters' values filled in.
  @inlinable public var rules: Rules { contents.rules }
  /// The values that the adoption named, by name; standards are filled in.
  public var parameters: [String: String] { contents.parameters }
  /// The first day it governs.
  public var effectiveFrom: CivilDate { contents.effectiveFrom }

  /// The rules that decide a month, their values filled in.
  public struct Rules: Sendable {
    /// The worth of a month: the first tier that applies decides.
    public let tiers: [Tier]
    /// How long a person's months run: the first term that applies decides.
    public let terms: [Term]
    /// The statutory age of women in years, 50 or 55, for a woman whose own age does not count.
    public let womenAge: Int
    /// Facts that exclude a month.
    public let excluded: [FactRule]
    /// Facts that bar an application in whose month they have a day.
    public let excludedApplying: [FactRule]
    /// Facts that a month requires.
    public let required: [Requirement]
    /// The area in which the household must be; nil if there is no such rule.
    public let household: HouseholdRule?
    /// The rule that no month after the retirement month is paid; nil if there is none.
    public let retired: RetiredRule?
    /// The insurances that count.
    public let insurances: InsuranceSet
    /// By when a contribution has to be paid; nil if it always counts.
    public let timely: Timely?
    /// How the months are claimed; nil if no claim is asked for.
    public let claims: Claims?
    /// The first month in which an approval can start.
    public let start: StartRule.Earliest
  }

  /// A tier of the amount.
  public struct Tier: Hashable, Sendable {
    /// The tests that must hold for it to apply.
    public let when: [RuleTest]
    /// The values; the least of them is paid.
    public let pay: [Value]
    /// The clause.
    public let clause: String?
  }

  /// A possible worth of a month.
  public enum Value: Hashable, Sendable {
    /// The same for every contribution.
    case flat(Fen)
    /// A fraction of the contribution.
    case rate(Ratio)
    /// A fraction of shares of tables.
    case rateOfTables(Ratio, [Share])
  }

  /// A share of a table's amount for the month.
  public struct Share: Hashable, Sendable {
    /// The name of the table.
    public let name: String
    /// The amounts.
    public let table: AmountTable
    /// The share.
    public let share: Ratio
  }

  /// How long a person's months run.
  public struct Term: Hashable, Sendable {
    /// How long.
    public enum Length: Hashable, Sendable {
      /// A number of months.
      case months(Int)
      /// Until the retirement month.
      case untilRetirement
      /// Until the month of a birthday.
      case untilAge(Int)
    }

    /// Its name.
    public let name: String
    /// The tests that must hold at the first approval's date.
    public let when: [RuleTest]
    /// How long.
    public let length: Length
    /// The tests that must hold at the first day of every month.
    public let during: [RuleTest]
    /// A one-time extension; nil if there is none.
    public let extensionRule: Extension?
    /// The clause.
    public let clause: String?
  }

  /// A one-time extension of a term.
  public struct Extension: Hashable, Sendable {
    /// The most months it may add.
    public let maximumMonths: Int
    /// When it has to be recorded.
    public let after: ExtensionRule.Time
    /// The tests that must hold on the last day of the month that used up the limit; nil if they never can.
    public let when: [RuleTest]?
    /// The clause.
    public let clause: String?
  }

  /// A fact that a month requires.
  public struct Requirement: Hashable, Sendable {
    /// The fact.
    public let fact: FactCode
    /// From when on it counts.
    public let counts: RequirementRule.Counting
    /// The tests that must hold for the rule to apply.
    public let when: [RuleTest]
    /// The clause.
    public let clause: String?
    /// The clause by which the rule bars an application.
    public let applying: ApplyingClause
  }

  /// By when a contribution has to be paid.
  public struct Timely: Hashable, Sendable {
    /// The last day, counted from the month.
    public let by: ContributionDeadline
    /// The tests that must hold for the rule to apply.
    public let when: [RuleTest]
    /// The clause.
    public let clause: String?
  }

  /// How the months are claimed.
  public struct Claims: Hashable, Sendable {
    /// The period of one window.
    public let every: CalendarPeriod
    /// The window; never ``ClaimWindow/once``.
    public let window: ClaimWindow
    /// Whether a month can be claimed only after its last day.
    public let isOver: Bool
    /// Whether a month can be claimed only after its contribution was paid.
    public let isContributed: Bool
    /// The tests that must hold for the rule to apply.
    public let when: [RuleTest]
    /// The clause.
    public let clause: String?
  }
}

extension Policy: Hashable {
  /// Whether two policies have the same rules, values and first day; all else follows from these.
  public static func == (left: Policy, right: Policy) -> Bool {
    left.contents === right.contents
      || left.effectiveFrom == right.effectiveFrom && left.parameters == right.parameters && left.pack == right.pack
  }

  /// Feeds the values that decide equality into a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(effectiveFrom)
    hasher.combine(parameters)
    hasher.combine(pack)
  }
}

extension Policy.Tier {
  /// The worth of a month: the least of the values, in exact fractions, each rounded half up to a fen once.
  ///
  /// - Parameters:
  ///   - month: the month, which has an amount in every table.
  ///   - contribution: the contribution that counts for it.
  /// - Returns: the amount, and the value that gives it.
  ///
  /// > Source: contract 2, section 5.8.
  public func amount(for month: Month, of contribution: Fen) -> (amount: Fen, value: Policy.Value) {
    var least: (amount: Fen, value: Policy.Value)?
    for value in pay {
      let amount = value.amount(for: month, of: contribution)
      if let known = least, known.amount <= amount { continue }
      least = (amount, value)
    }
    guard let least else { preconditionFailure("a tier has a value") }
    return least
  }
}

extension Policy.Value {
  /// The flat amount; nil for a rate.
  public var flat: Fen? { if case .flat(let amount) = self { amount } else { nil } }

  /// The rate; nil for a flat amount.
  public var rate: Ratio? {
    switch self {
    case .flat: nil
    case .rate(let rate), .rateOfTables(let rate, _): rate
    }
  }

  fileprivate func amount(for month: Month, of contribution: Fen) -> Fen {
    switch self {
    case .flat(let amount): amount
    case .rate(let rate): rate.roundedHalfUp(of: contribution)
    case .rateOfTables(let rate, let shares):
      Ratio.roundedHalfUp(rate, of: shares.map { ($0.share, $0.table.amount(for: month) ?? .zero) })
    }
  }
}

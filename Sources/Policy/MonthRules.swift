public import Values

/// A fact that excludes a month.
public struct FactRule: Hashable, Sendable {
  /// The fact.
  public let fact: FactCode
  /// The tests that must hold for the rule to apply.
  public let when: [RuleTest]
  /// Beginnings of region codes, only of a move: a dated move of the household out of them counts as the fact.
  public let outside: [String]
  /// The clause, nil if the contract adds it as interpretation.
  public let clause: String?
  /// The clause by which the rule bars an application.
  public let applying: ApplyingClause
}

/// A fact that a month must have a day of.
public struct RequirementRule: Hashable, Sendable {
  /// From when on a fact counts.
  public enum Counting: String, CaseIterable, Hashable, Sendable {
    /// In every month in which it has a day.
    case month
    /// In the months after the one in which it began (次月起).
    case nextMonth = "next-month"
  }

  /// The fact.
  public let fact: FactCode
  /// From when on it counts.
  public let counts: Quantity<Counting>
  /// The tests that must hold for the rule to apply.
  public let when: [RuleTest]
  /// The clause.
  public let clause: String?
  /// The clause by which the rule bars an application.
  public let applying: ApplyingClause
}

/// The area in which the household must be registered.
public struct HouseholdRule: Hashable, Sendable {
  /// Beginnings of the region codes that are inside.
  public let includes: [String]
  /// Those of them that are outside.
  public let excludes: [String]
  /// Whether a household is unknown after the person moved out, until another one is registered.
  public let movedOut: Bool
  /// The tests that must hold for the rule to apply.
  public let when: [RuleTest]
  /// The clause.
  public let clause: String?
  /// The clause by which the rule bars an application.
  public let applying: ApplyingClause

  /// Whether a household is inside; an unknown one is not.
  public func holds(for household: Region?) -> Bool {
    household.map { region($0, isWithin: includes, except: excludes) } ?? false
  }
}

/// By which clause a rule that is against a month bars applying for it (不得申请), in addition to the one that stops (停止享受).
public enum ApplyingClause: Hashable, Sendable {
  /// By its own clause.
  case same
  /// By another clause.
  case other(String)
  /// By none: the document only stops a person who has the subsidy.
  case none

  /// The clause, for a rule with a clause of its own.
  public func clause(beside own: String?) -> String? {
    switch self {
    case .same, .none: own
    case .other(let clause): clause
    }
  }
}

/// Whether a region begins with one of the included codes and with none of the excluded ones.
func region(_ region: Region, isWithin includes: [String], except excludes: [String]) -> Bool {
  let code = region.description
  return includes.contains { code.hasPrefix($0) } && !excludes.contains { code.hasPrefix($0) }
}

/// The rule that no month after the retirement month is paid.
public struct RetiredRule: Hashable, Sendable {
  /// The tests that must hold for the rule to apply.
  public let when: [RuleTest]
  /// The clause, nil if the document has none.
  public let clause: String?
  /// The clause by which the rule bars an application.
  public let applying: ApplyingClause
  /// The path at which the pack declares it: `retired`, or, in the older form, `clauses.retired`.
  public let path: String
}

/// The insurances that count as contribution.
public struct ContributionRule: Hashable, Sendable {
  /// The insurances.
  public let insurances: Quantity<InsuranceSet>
  /// The clause.
  public let clause: String?
}

/// By when a contribution has to be paid to count (按时缴纳).
public struct TimelyRule: Hashable, Sendable {
  /// The last day.
  public let by: Quantity<ContributionDeadline>
  /// The tests that must hold for the rule to apply.
  public let when: [RuleTest]
  /// The clause.
  public let clause: String?
}

/// The rule that the months have to be claimed period by period (申报).
public struct ClaimRule: Hashable, Sendable {
  /// The period that one window is about.
  public let every: CalendarPeriod
  /// The days on which a claim counts.
  public let window: Quantity<ClaimWindow>
  /// Whether a month can be claimed only after its last day.
  public let isOver: Bool
  /// Whether a month can be claimed only after its contribution was paid.
  public let isContributed: Bool
  /// The tests that must hold for the rule to apply.
  public let when: [RuleTest]
  /// The clause.
  public let clause: String?
}

/// The first month in which an approval can start.
public struct StartRule: Hashable, Sendable {
  /// The earliest month.
  public enum Earliest: String, CaseIterable, Hashable, Sendable {
    /// Any month.
    case any
    /// The month of the application.
    case application
    /// The month after the application.
    case applicationNext = "application-next"
    /// The month of the approval.
    case approval
    /// The month after the approval.
    case approvalNext = "approval-next"
  }

  /// The earliest month.
  public let from: Quantity<Earliest>
  /// The clause, nil if the document is silent.
  public let clause: String?
}

/// The clause that recovers money paid in spite of certain reasons.
public struct RecoveryRule: Hashable, Sendable {
  /// The reasons; nil for all of them.
  public let reasons: [ReasonCode]?
  /// The clause, nil if the document has none.
  public let clause: String?
}

import Values

/// The supervision while a person is paid: reports, checks, exits, samples, notifications and statistics.
public struct SupervisionRule: Hashable, Sendable {
  /// How often payments are decided; nil if the document does not say.
  public let cycle: CycleRule?
  /// The periodic report on employment; nil if there is none.
  public let reports: ReportRule?
  /// The effect of failed debits; nil if the document does not say.
  public let debits: DebitRule?
  /// The yearly verification of the certificate; nil if there is none.
  public let verification: WindowRule?
  /// The reasons for which a person leaves (退出).
  public let exits: [ExitRule]
  /// How many persons a sample must have at least (抽查); nil if the document does not say.
  public let sampling: SamplingRule?
  /// The notifications sent to persons, word for word.
  public let notifications: [NotificationTemplate]
  /// Who counts as newly employed (城镇新增就业).
  public let statistics: [StatisticRule]
}

extension SupervisionRule {
  /// The clause of an exit by its code; nil if the document does not list it.
  public func exitClause(_ code: String) -> String? { exits.first { $0.item.code == code }?.item.clause }
}

/// How often payments are decided and made.
public struct CycleRule: Hashable, Sendable {
  /// The period.
  public let every: CalendarPeriod
  /// The clause.
  public let clause: String?
}

/// The periodic report on employment.
public struct ReportRule: Hashable, Sendable {
  /// The effect of a missed report.
  public enum Effect: String, CaseIterable, Hashable, Sendable {
    /// The approval ends (视为自愿放弃).
    case ended
    /// The payment is suspended (停止享受).
    case suspended
  }
  /// From which month on the reports' months are counted.
  public enum First: String, CaseIterable, Hashable, Sendable {
    /// The first month of the subsidy.
    case start
    /// The month after it.
    case startNext = "start-next"
  }
  /// How many months one report covers.
  public let everyMonths: Int
  /// From which month on they are counted.
  public let from: Quantity<First>
  /// The effect of a missed report.
  public let effect: Quantity<Effect>
  /// The clause.
  public let clause: String?
}

/// The effect of failed debits.
public struct DebitRule: Hashable, Sendable {
  /// How many failed months in a row stop the subsidy.
  public let failures: Quantity<Int>
  /// The clause.
  public let clause: String?
}

/// A reason for which a person leaves.
public struct ExitRule: Hashable, Sendable {
  /// The exit.
  public let item: ListedRule
  /// The fact that shows it; nil if an operator decides.
  public let fact: FactCode?
  /// Whether it ends the approval automatically (视为自动退出), as `sweep` does.
  public let isAutomatic: Bool
}

/// A sample of persons who are looked at again.
public struct SamplingRule: Hashable, Sendable {
  /// How many persons at least; all of them if there are fewer.
  public let atLeast: Int
  /// The clause.
  public let clause: String?
}

/// A message to a person, word for word, with `{name}` for values.
public struct NotificationTemplate: Hashable, Sendable {
  /// The kind of notification.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The application was approved.
    case approved
    /// The application was not approved.
    case rejected
    /// A report is due within the month.
    case reportDue = "report-due"
    /// The month's debit failed.
    case debitFailed = "debit-failed"
    /// The new contribution standard from July on.
    case newStandard = "new-standard"
  }
  /// The kind of notification.
  public let kind: Kind
  /// The text as the document words it.
  public let text: String
  /// The clause.
  public let clause: String?
}

/// A rule by which a person counts as newly employed in a town.
public struct StatisticRule: Hashable, Sendable {
  /// How the rule is evaluated.
  public enum Test: String, CaseIterable, Hashable, Sendable {
    /// First employment with an income of at least the threshold (初次就业月劳动收入).
    case firstIncome = "first-income"
    /// First pension insurance and first employment (初次参加企业职工基本养老保险且初次就业).
    case firstInsured = "first-insured"
    /// Not flexibly employed in earlier years, with a change of status and a gap in contributions, paying again.
    case returned
    /// Insured as flexibly employed while drawing unemployment benefit, and paying on after it.
    case afterBenefit = "after-benefit"
    /// On a platform, insured, with an income of at least the threshold (新业态平台).
    case platformIncome = "platform-income"
  }
  /// The rule.
  public let item: ListedRule
  /// How it is evaluated.
  public let test: Test
  /// The name of the parameter with the monthly income in fen; nil if the rule needs none.
  public let threshold: String?
}

public import Values

/// One city's rules in one version: the rules of its document and, marked as interpretation, those that it leaves open.
///
/// A pack is data, read from JSON by ``init(json:)``. If the document leaves a value open, the pack names a ``ParameterRule``
/// instead, and ``Policy`` holds the value that the adoption supplied: a pack invents no amount.
///
/// > Source: contract section 5.
public struct PolicyPack: Hashable, Sendable {
  /// The pack's id: `liuzhou-2022-9`.
  public let id: Identifier
  /// The scheme it belongs to: `liuzhou`.
  public let scheme: Identifier
  /// Which version of the pack it is, counted from 1; nil if its author does not count.
  ///
  /// > Source: contract 3, section 5.
  public let revision: Int?
  /// The first day it governs, unless an adoption begins later.
  public let effectiveFrom: CivilDate
  /// The clause that sets that day, nil if the document is silent.
  public let effectiveClause: String?
  /// The document that it restates.
  public let document: SourceDocument
  /// The values that an adoption has to supply or may change.
  public let parameters: [ParameterRule]
  /// The worth of a month.
  public let amount: AmountRule
  /// How long a person's months run; the first term that applies decides, and the last always applies.
  public let terms: [TermRule]
  /// The statutory ages that the document means.
  public let statutoryAge: StatutoryAgeRule
  /// Facts that exclude a month in which they have a day, in the order of the contract.
  public let excluded: [FactRule]
  /// Facts that a month must have a day of, in the order of the contract.
  public let required: [RequirementRule]
  /// The area in which the household must be; nil if the document does not say.
  public let household: HouseholdRule?
  /// The rule that no month after the retirement month is paid; nil if there is none.
  public let retired: RetiredRule?
  /// The insurances that count as contribution; nil for all.
  public let contributions: ContributionRule?
  /// By when a contribution has to be paid to count; nil if it always does.
  public let timely: TimelyRule?
  /// The rule that the months have to be claimed period by period; nil if the application is enough.
  public let claims: ClaimRule?
  /// The review of an application, stage by stage.
  public let process: ProcessRule
  /// The persons, work, area and money that the document covers; nil if the pack has only its rules.
  public let scope: ScopeRule?
  /// The document's requirements for an application; nil if the pack has only its process.
  public let application: ApplicationRule?
  /// Registration as flexibly employed, if the document regulates it.
  public let registration: RegistrationRule?
  /// The supervision while a person is paid; nil if the pack has no such rules.
  public let supervision: SupervisionRule?
  /// How long personal data are kept; nil if the pack does not say.
  public let retention: RetentionRule?
  /// The clauses behind decisions that have no rule of their own here.
  public let clauses: DecisionClauses
  /// The recipient of the money.
  public let payee: Payee
  /// The clause that names the account, nil if the document does not.
  public let payeeClause: String?
  /// The points that the document leaves open, and the pack's readings of them.
  public let interpretations: [Interpretation]
}

/// How long personal data are kept after the end of the year of a person's last event (保存期限).
///
/// > Source: 中华人民共和国个人信息保护法 第十九条; 会计档案管理办法 第十四条, for the day from which the time is counted.
public struct RetentionRule: Hashable, Sendable {
  /// How long.
  ///
  /// > Units: months.
  public let months: Quantity<Int>
  /// The clause, nil if the document is silent.
  public let clause: String?
}

/// The official document that a pack restates.
public struct SourceDocument: Hashable, Sendable {
  /// The document number: 柳人社规〔2022〕9号.
  public let number: String
  /// The title as printed.
  public let title: String
  /// The authorities that issued it.
  public let issuers: [String]
  /// The day on which it was issued.
  public let issuedOn: CivilDate
  /// SHA-256 of the document's text as the project received it, 64 hexadecimal digits.
  public let sha256: String
  /// The numbers of the documents it rests on.
  public let basis: [String]
  /// The numbers of the documents it repeals.
  public let repeals: [String]
}

/// A value that the document leaves open.
public struct ParameterRule: Hashable, Sendable {
  /// The kind of value, with the values allowed.
  public enum Kind: Hashable, Sendable {
    /// An amount in fen.
    case fen(ClosedRange<Int64>)
    /// A number of months.
    case months(ClosedRange<Int64>)
    /// One of a few ages in years.
    case age([Int64])
    /// One of a few words.
    case choice([String])
    /// A part of the year, `MM-DD/MM-DD`.
    case window
    /// A fraction `n/d`, above the first (or from it, if `includesLower`) up to the second.
    case ratio(lower: Ratio, includesLower: Bool, upper: Ratio)
    /// Amounts in fen by month, each in a range.
    case table(ClosedRange<Int64>)
    /// The days on which the months are claimed.
    case claims
    /// By when a contribution has to be paid.
    case deadline
    /// The insurances that count.
    case insurances
  }

  /// Its name in `--set NAME=VALUE`.
  public let name: String
  /// Its kind and range.
  public let kind: Kind
  /// The value if an adoption names none; nil if it must name one.
  public let standard: String?
  /// Whether an adoption may leave it out although it has no standard: a rule that needs it then reports that it is not set.
  public let isOptional: Bool
  /// The clause that leaves it open, nil if the document is silent.
  public let clause: String?
  /// One line on why it is a parameter.
  public let why: String
}

extension PolicyPack {
  /// The parameters that have a standard and are not among those an adoption gives.
  public func standards(besides given: [String: String]) -> [ParameterRule] {
    parameters.filter { $0.standard != nil && given[$0.name] == nil }
  }

  /// The interpretation that a parameter of the pack turns; nil if it rests on the document's word alone.
  public func interpretation(of parameter: ParameterRule) -> Interpretation? {
    guard let place = parameters.firstIndex(of: parameter) else { return nil }
    return interpretations.first { $0.rules.contains("parameters[\(place)]") }
  }
}

/// A number that the pack states or that comes from a parameter.
public enum Quantity<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The document's own value.
  case fixed(Value)
  /// The value of the parameter with this name.
  case parameter(String)
}

/// The worth of a month: the first tier that applies decides, and the last always applies.
public struct AmountRule: Hashable, Sendable {
  /// The amount paid to a person who fulfils the tier's tests.
  public struct Tier: Hashable, Sendable {
    /// The tests that must hold for the tier to apply.
    public let when: [RuleTest]
    /// The values; the least of them is paid; never empty.
    public let pay: [Value]
    /// The clause that sets it.
    public let clause: String?
  }

  /// A possible worth of a month.
  public enum Value: Hashable, Sendable {
    /// The same for every contribution.
    case flat(Quantity<Fen>)
    /// A fraction of a base, rounded half up to a fen.
    case rate(Quantity<Ratio>, of: Base)
  }

  /// The base of which a rate is taken.
  public enum Base: Hashable, Sendable {
    /// The contribution that counts for the month.
    case contribution
    /// Shares of tables, added up.
    case tables([Share])
  }

  /// A share of a table's amount for the month.
  public struct Share: Hashable, Sendable {
    /// The name of the table's parameter.
    public let table: String
    /// The share.
    public let share: Ratio
  }

  /// The tiers in the order in which they are asked.
  public let tiers: [Tier]
}

/// The statutory ages (法定退休年龄) before the gradual delay.
public struct StatutoryAgeRule: Hashable, Sendable {
  /// Men's age in years.
  public let men: Int
  /// Women's age in years: 50 or 55.
  public let women: Quantity<Int>
  /// Whether a woman's own statutory age, if it is registered, replaces the document's.
  public let allowsOwn: Bool
  /// The clause, nil if the document names no age.
  public let clause: String?
}

/// The review of an application.
public struct ProcessRule: Hashable, Sendable {
  /// One stage.
  public struct Stage: Hashable, Sendable {
    /// Its name in `verified`.
    public let name: Identifier
    /// The office that decides it, as the document names it.
    public let office: String
    /// The earlier stages whose operator may not decide this one, with the clause.
    public let otherOperatorThan: [Identifier]
    /// The earlier stages whose signing key may not be used again.
    public let otherKeyThan: [Identifier]
    /// Whether it must wait until the publicity has ended.
    public let afterPublicity: Bool
    /// The deadline; nil if the document does not set one.
    public let deadline: StageDeadline?
    /// The clause.
    public let clause: String?
  }
  /// The stages in their order.
  public let stages: [Stage]
  /// The publicity (公示), nil if the document has none.
  public let publicity: Publicity?
  /// Whether the applicant's undertaking (承诺书) is required, and by which clause.
  public let undertakingClause: String?
  /// The clause by which the first month is confirmed separately (确认开始享受月份), nil if it is not.
  public let startConfirmationClause: String?
  /// The day of the month after the application by which the first month is confirmed; nil if there is none.
  public let startConfirmationDay: Int?
  /// The first day whose acceptances follow the process; nil if the document does not say.
  public let transition: TransitionRule?
  /// The office that checks the list of a batch before funds are asked for (核对名单); nil if the document asks for no check.
  public let listCheck: ListCheckRule?
  /// The first month in which an approval can start; nil if the document does not say.
  public let start: StartRule?
}

/// By when a stage is to be decided.
public struct StageDeadline: Hashable, Sendable {
  /// How long it may take.
  public enum Length: Hashable, Sendable {
    /// At once (即时办结): on the day itself.
    case immediate
    /// On the day itself (日清日结).
    case sameDay
    /// Within the week (每周一次): by its last working day.
    case week
    /// Within this number of working days.
    case workingDays(Int)
  }
  /// The event that starts the clock.
  public enum Start: String, CaseIterable, Hashable, Sendable {
    /// The application was accepted.
    case acceptance
    /// The stage before it passed.
    case previous
    /// The publicity ended.
    case publicity
  }
  /// How long it may take.
  public let length: Length
  /// The event that starts the clock.
  public let start: Start
  /// The clause.
  public let clause: String?
}

/// From which acceptance on a process applies; older cases finish as they began.
public struct TransitionRule: Hashable, Sendable {
  /// The first day whose acceptances follow the process, from its first second on.
  public let acceptedFrom: CivilDate
  /// The clause.
  public let clause: String?
}

/// The check of a batch's list before funds are asked for.
public struct ListCheckRule: Hashable, Sendable {
  /// The office.
  public let office: String
  /// The clause.
  public let clause: String?
}

/// A publicity period.
public struct Publicity: Hashable, Sendable {
  /// The stage with whose passing it begins.
  public let after: Identifier
  /// How many working days it lasts.
  public let workingDays: Int
  /// The clause.
  public let clause: String?
}

/// The clauses behind decisions that have no rule of their own in a pack; nil if the document has none.
public struct DecisionClauses: Hashable, Sendable {
  /// Fraud voids the scheme for the person.
  public let fraud: String?
  /// No approval covers the month.
  public let approval: String?
  /// The approval ended.
  public let ended: String?
  /// The payment is suspended.
  public let suspended: String?
  /// No contribution was paid for the month.
  public let contribution: String?
  /// Another scheme pays the month.
  public let otherScheme: String?
  /// Money wrongly paid is recovered: the first rule that lists a reason gives the clause.
  public let recovery: [RecoveryRule]
}

extension PolicyPack {
  /// Every test of every rule, in the order of the pack's parts.
  public var tests: [RuleTest] {
    let terms = terms.flatMap { $0.when + $0.during + ($0.extensionRule?.when ?? []) }
    let lists = amount.tiers.flatMap(\.when) + excluded.flatMap(\.when) + required.flatMap(\.when)
    let single = [household?.when, retired?.when, timely?.when, claims?.when].compactMap { $0 }
    return terms + lists + single.flatMap { $0 }
  }
}

extension DecisionClauses {
  /// The rule that recovers money paid in spite of one of some reasons: that of the first reason that a rule lists, or the one
  /// that serves all.
  ///
  /// - Returns: nil if the document names no clause for any of them.
  ///
  /// > Source: contract 2, section 5.9.
  public func recovery(of reasons: [ReasonCode]) -> RecoveryRule? {
    if let rule = recovery.first(where: { $0.reasons == nil }) { return rule }
    for reason in reasons {
      if let rule = recovery.first(where: { $0.reasons?.contains(reason) ?? false }) { return rule }
    }
    return nil
  }
}

/// The recipient of the money.
public enum Payee: String, Hashable, Sendable {
  /// The person's social security card account (社会保障卡).
  case person
  /// The social insurance fund, from which contributions are debited.
  case insuranceFund = "insurance-fund"
}

/// A point that the document leaves open, and how the pack reads it.
public struct Interpretation: Hashable, Sendable {
  /// The id of the question in the project's rules table, `P1`, or of the contract's section that settles it, `C5-term`.
  public let id: String
  /// The clause that leaves it open.
  public let clause: String?
  /// The reading, in one line.
  public let reading: String
  /// The reading in Chinese, for the office that adopts the pack.
  public let readingChinese: String
  /// Why, in one line.
  public let why: String
  /// The paths of the pack's rules that rest on it, such as `until[0]`: those that name it in their `interpretation`.
  public let rules: [String]
}

public import Values

/// One city's rules in one version: what its document says and, marked as interpretation, what it leaves open.
///
/// A pack is data, read from JSON by ``init(json:)``. Where the document leaves a value open, the pack names a
/// ``ParameterRule`` instead and ``Policy`` holds the value that the adoption supplied: a pack invents no amount.
///
/// > Source: contract section 5.
public struct PolicyPack: Hashable, Sendable {
  /// The pack's id: `liuzhou-2022-9`.
  public let id: Identifier
  /// The scheme it belongs to: `liuzhou`.
  public let scheme: Identifier
  /// Which version of the pack it is, counted from 1; nil where its author does not count.
  ///
  /// > Source: contract 3, section 5.
  public let revision: Int?
  /// The first day it governs, unless an adoption begins later.
  public let effectiveFrom: CivilDate
  /// The clause that says from when, nil where the document is silent.
  public let effectiveClause: String?
  /// The document that it restates.
  public let document: SourceDocument
  /// What an adoption has to supply or may change.
  public let parameters: [ParameterRule]
  /// What a month is worth.
  public let amount: AmountRule
  /// How many months there are.
  public let limit: LimitRule
  /// When the limit gives way to a last month near retirement; the first rule that holds decides.
  public let untilRules: [UntilRule]
  /// The statutory ages that the document means.
  public let statutoryAge: StatutoryAgeRule
  /// Facts that exclude a month in which they have a day, in the order of the contract.
  public let excluded: [FactRule]
  /// Facts that a month must have a day of, in the order of the contract.
  public let required: [RequirementRule]
  /// Where the household must be; nil where the document does not say.
  public let household: HouseholdRule?
  /// What differs for graduates (离校2年内未就业高校毕业生); nil where the document does not name them.
  public let graduates: GraduateRule?
  /// The review of an application, stage by stage.
  public let process: ProcessRule
  /// Whom and what the document covers; nil where the pack says no more than its rules.
  public let scope: ScopeRule?
  /// What the document asks of an application; nil where the pack says no more than its process.
  public let application: ApplicationRule?
  /// Registration as flexibly employed, where the document regulates it.
  public let registration: RegistrationRule?
  /// What goes on while somebody is paid; nil where the pack says nothing of it.
  public let supervision: SupervisionRule?
  /// The clauses behind decisions that have no rule of their own here.
  public let clauses: DecisionClauses
  /// Who receives the money.
  public let payee: Payee
  /// The clause that names the account, nil where the document does not.
  public let payeeClause: String?
  /// What the document leaves open and how the pack reads it.
  public let interpretations: [Interpretation]
}

/// The official document that a pack restates.
public struct SourceDocument: Hashable, Sendable {
  /// The document number: 柳人社规〔2022〕9号.
  public let number: String
  /// The title as printed.
  public let title: String
  /// Who issued it.
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
  /// What kind of value it is, with the values allowed.
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
    /// A fraction `n/d`, above the first (or from it, where `includesLower`) up to the second.
    case ratio(lower: Ratio, includesLower: Bool, upper: Ratio)
  }

  /// Its name in `--set NAME=VALUE`.
  public let name: String
  /// Its kind and range.
  public let kind: Kind
  /// The value where an adoption names none; nil where it must.
  public let standard: String?
  /// Whether an adoption may leave it out though it has no standard: what needs it then says that it is not set.
  public let isOptional: Bool
  /// The clause that leaves it open, nil where the document is silent.
  public let clause: String?
  /// One line on why it is a parameter.
  public let why: String
}

/// A number that stands in the pack or comes from a parameter.
public enum Quantity<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The document's own value.
  case fixed(Value)
  /// The value of the parameter with this name.
  case parameter(String)
}

/// What a month is worth, by the contribution actually paid for it.
public struct AmountRule: Hashable, Sendable {
  /// A step of the rule: what a contribution of at least so much is worth.
  public struct Tier: Hashable, Sendable {
    /// What is paid.
    public enum Value: Hashable, Sendable {
      /// The same for every contribution.
      case flat(Quantity<Fen>)
      /// A fraction of the contribution, rounded half up to a fen.
      case rate(Quantity<Ratio>)
    }
    /// The smallest contribution the step applies to; zero for the last step.
    public let atLeast: Fen
    /// What is paid.
    public let value: Value
    /// The clause that says so.
    public let clause: String?
  }
  /// The steps, from the highest threshold down to zero.
  public let tiers: [Tier]
}

/// How many months a person can have.
public struct LimitRule: Hashable, Sendable {
  /// The limit in months.
  public let months: Quantity<Int>
  /// The clause.
  public let clause: String?
  /// A one-time extension; nil where the document has none.
  public let extensionRule: ExtensionRule?
}

/// A one-time extension of the limit (一次性延长).
public struct ExtensionRule: Hashable, Sendable {
  /// The most months it may add.
  public let maximumMonths: Int
  /// The clause.
  public let clause: String?
}

/// A rule by which the months of a person run to a fixed last month instead of a number.
public enum UntilRule: Hashable, Sendable {
  /// Fewer than so many years to the statutory age at first approval: until the retirement month.
  case underYears(Int, clause: String?)
  /// A woman of at least this age at first approval: until the month of a birthday.
  case womanAged(Int, untilAge: Int, clause: String?)

  /// The kinds of such rules by their own key in a pack, in the order in which they are looked for.
  public enum Kind: String, CaseIterable, Sendable {
    /// See ``UntilRule/underYears(_:clause:)``.
    case underYears
    /// See ``UntilRule/womanAged(_:untilAge:clause:)``.
    case womanAged

    /// All keys of such a rule, its own first.
    var keys: [String] {
      switch self {
      case .underYears: ["underYears"]
      case .womanAged: ["womanAged", "untilAge"]
      }
    }

    /// The keys of all such rules, each once.
    public static var everyKey: [String] {
      allCases.flatMap(\.keys).reduce(into: []) { all, key in if !all.contains(key) { all.append(key) } }
    }
  }
}

/// The statutory ages (法定退休年龄) before the gradual delay.
public struct StatutoryAgeRule: Hashable, Sendable {
  /// Men's age in years.
  public let men: Int
  /// Women's age in years: 50 or 55.
  public let women: Quantity<Int>
  /// The clause, nil where the document names no age.
  public let clause: String?
}

/// A fact that excludes a month.
public struct FactRule: Hashable, Sendable {
  /// The fact.
  public let fact: FactCode
  /// The clause, nil where the contract adds it as interpretation.
  public let clause: String?
}

/// A fact that a month requires.
public struct RequirementRule: Hashable, Sendable {
  /// The fact.
  public let fact: FactCode
  /// Whether graduates do without it.
  public let unlessGraduate: Bool
  /// The clause.
  public let clause: String?
}

/// Where the household must be registered.
public struct HouseholdRule: Hashable, Sendable {
  /// The digits a region code must begin with: `3602`.
  public let prefix: String
  /// The clause.
  public let clause: String?
}

/// What differs for graduates.
public struct GraduateRule: Hashable, Sendable {
  /// Within how many years of leaving school the first approval must be.
  public let withinYears: Int
  /// Their limit in months.
  public let months: Int
  /// The clause.
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
    /// By when it is to be decided; nil where the document does not say.
    public let deadline: StageDeadline?
    /// The clause.
    public let clause: String?
  }
  /// The stages in their order.
  public let stages: [Stage]
  /// The publicity (公示), nil where the document has none.
  public let publicity: Publicity?
  /// Whether the applicant's undertaking (承诺书) is required, and by which clause.
  public let undertakingClause: String?
  /// The clause by which the first month is confirmed separately (确认开始享受月份), nil where it is not.
  public let startConfirmationClause: String?
  /// The day of the month after the application by which the first month is confirmed; nil where there is none.
  public let startConfirmationDay: Int?
  /// From which acceptance on the process applies; nil where the document does not say.
  public let transition: TransitionRule?
  /// Who checks the list of a batch before funds are asked for (核对名单); nil where nobody has to.
  public let listCheck: ListCheckRule?
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
    /// Within so many working days.
    case workingDays(Int)
  }
  /// What starts the clock.
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
  /// What starts the clock.
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

/// Who checks the list of a batch before funds are asked for.
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

/// The clauses behind decisions that have no rule of their own in a pack; nil where the document has none.
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
  /// The retirement month has passed.
  public let retired: String?
  /// Money wrongly paid is recovered.
  public let recovery: String?
}

/// Who receives the money.
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
  /// The paths of the pack's rules that rest on it, as `until[0]`: those that name it in their `interpretation`.
  public let rules: [String]
}

extension HouseholdRule {
  /// Whether a household is within the region; an unknown one is not.
  public func holds(for household: Region?) -> Bool { household?.description.hasPrefix(prefix) ?? false }
}

public import Policy

/// Why a month is not entitled, as the contract names it.
///
/// > Source: contract section 6.2 and 6.3.
public enum ReasonCode: Hashable, Sendable {
  /// An end for fraud voids every month of the scheme (弄虚作假、骗取).
  case fraud
  /// No policy is in force for the month.
  case noPolicy
  /// No approval starts at or before the month.
  case noApproval
  /// The approval ended before the month.
  case ended
  /// The payment is suspended.
  case suspended
  /// No contribution was paid for the month.
  case noContribution
  /// An excluding fact has a day in the month.
  case excluded(FactCode)
  /// Another scheme paid the month first.
  case otherScheme
  /// A required fact has no day in the month.
  case missing(FactCode)
  /// The household is outside the pack's region, or unknown.
  case household
  /// The month is after the retirement month.
  case retired
  /// The month is valid but every slot is taken.
  case overLimit

  /// The code as the outputs write it: `employed`, `missing-annual-verified`.
  public var code: String {
    switch self {
    case .fraud: "fraud"
    case .noPolicy: "no-policy"
    case .noApproval: "no-approval"
    case .ended: "ended"
    case .suspended: "suspended"
    case .noContribution: "no-contribution"
    case .excluded(let fact): fact.rawValue
    case .otherScheme: "other-scheme"
    case .missing(let fact): "missing-\(fact.rawValue)"
    case .household: "household"
    case .retired: "retired"
    case .overLimit: "over-limit"
    }
  }
}

/// A reason with the clause that decides.
public struct Reason: Hashable, Sendable {
  /// The code.
  public let code: ReasonCode
  /// The clause of the policy in force for the month; nil where it has none.
  public let clause: String?

  /// Makes a reason.
  public init(_ code: ReasonCode, clause: String?) {
    self.code = code
    self.clause = clause
  }
}

/// All reasons against one month, as bitmaps: a month costs no allocation.
public struct ReasonSet: Hashable, Sendable, BitwiseCopyable {
  /// The reasons that do not name a fact.
  struct Plain: OptionSet, Hashable, Sendable, BitwiseCopyable {
    let rawValue: UInt16
    static let fraud = Plain(rawValue: 1 << 0)
    static let noPolicy = Plain(rawValue: 1 << 1)
    static let noApproval = Plain(rawValue: 1 << 2)
    static let ended = Plain(rawValue: 1 << 3)
    static let suspended = Plain(rawValue: 1 << 4)
    static let noContribution = Plain(rawValue: 1 << 5)
    static let otherScheme = Plain(rawValue: 1 << 6)
    static let household = Plain(rawValue: 1 << 7)
    static let retired = Plain(rawValue: 1 << 8)
    static let overLimit = Plain(rawValue: 1 << 9)
  }

  var plain = Plain()
  var excluded = FactSet()
  var missing = FactSet()

  init() {}

  /// Whether nothing is against the month.
  public var isEmpty: Bool { plain.isEmpty && excluded.bits == 0 && missing.bits == 0 }

  /// The reasons in the contract's order, each with its clause in the policy in force for the month.
  public func reasons(under policy: Policy?) -> [Reason] {
    if isEmpty { return [] }
    let pack = policy?.pack
    var list: [Reason] = []
    func add(_ flag: Plain, _ code: ReasonCode, _ clause: String?) {
      if plain.contains(flag) { list.append(Reason(code, clause: clause)) }
    }
    add(.fraud, .fraud, pack?.clauses.fraud)
    add(.noPolicy, .noPolicy, nil)
    add(.noApproval, .noApproval, pack?.clauses.approval)
    add(.ended, .ended, pack?.clauses.ended)
    add(.suspended, .suspended, pack?.clauses.suspended)
    add(.noContribution, .noContribution, pack?.clauses.contribution)
    for rule in pack?.excluded ?? [] where excluded.contains(rule.fact) {
      list.append(Reason(.excluded(rule.fact), clause: rule.clause))
    }
    add(.otherScheme, .otherScheme, pack?.clauses.otherScheme)
    for rule in pack?.required ?? [] where missing.contains(rule.fact) {
      list.append(Reason(.missing(rule.fact), clause: rule.clause))
    }
    add(.household, .household, pack?.household?.clause)
    add(.retired, .retired, pack?.clauses.retired)
    add(.overLimit, .overLimit, pack?.limit.clause)
    return list
  }
}

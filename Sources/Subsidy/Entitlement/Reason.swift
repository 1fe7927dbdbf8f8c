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

  private static let byCode = Dictionary(uniqueKeysWithValues: allCases.map { ($0.code, $0) })

  /// The reason with a code; nil if there is none.
  init?(code: String) {
    guard let found = ReasonCode.byCode[code] else { return nil }
    self = found
  }

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

extension ReasonCode: CaseIterable {
  /// Every reason in the contract's order, with each fact in the part that the contract's section 4 gives it.
  public static var allCases: [ReasonCode] {
    let facts = FactCode.allCases
    return [.fraud, .noPolicy, .noApproval, .ended, .suspended, .noContribution]
      + facts.filter(\.isAgainstEntitlement).map { .excluded($0) } + [.otherScheme]
      + facts.filter { !$0.isAgainstEntitlement }.map { .missing($0) } + [.household, .retired, .overLimit]
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
    var list: [Reason] = []
    visit(under: policy) { code, clause, holds in if holds { list.append(Reason(code, clause: clause)) } }
    return list
  }

  /// Every check of a month in the contract's order, those that found nothing too, but for the slots.
  ///
  /// > Source: contract section 6.2.
  func checks(under policy: Policy?) -> [(reason: Reason, holds: Bool)] {
    var list: [(reason: Reason, holds: Bool)] = []
    visit(under: policy) { code, clause, holds in
      if code != .overLimit { list.append((Reason(code, clause: clause), holds)) }
    }
    return list
  }

  /// Gives every check with its clause and whether it is against the month; without a policy those of its pack are left
  /// out, as they are when the month is evaluated.
  private func visit(under policy: Policy?, _ body: (ReasonCode, String?, Bool) -> Void) {
    let pack = policy?.pack
    body(.fraud, pack?.clauses.fraud, plain.contains(.fraud))
    body(.noPolicy, nil, plain.contains(.noPolicy))
    body(.noApproval, pack?.clauses.approval, plain.contains(.noApproval))
    body(.ended, pack?.clauses.ended, plain.contains(.ended))
    body(.suspended, pack?.clauses.suspended, plain.contains(.suspended))
    body(.noContribution, pack?.clauses.contribution, plain.contains(.noContribution))
    for rule in pack?.excluded ?? [] { body(.excluded(rule.fact), rule.clause, excluded.contains(rule.fact)) }
    body(.otherScheme, pack?.clauses.otherScheme, plain.contains(.otherScheme))
    for rule in pack?.required ?? [] { body(.missing(rule.fact), rule.clause, missing.contains(rule.fact)) }
    if let rule = pack?.household { body(.household, rule.clause, plain.contains(.household)) }
    if let pack { body(.retired, pack.clauses.retired, plain.contains(.retired)) }
    body(.overLimit, pack?.limit.clause, plain.contains(.overLimit))
  }
}

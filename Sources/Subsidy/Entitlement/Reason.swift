public import Policy

/// A reason with the clause that decides.
public struct Reason: Hashable, Sendable {
  /// The code.
  public let code: ReasonCode
  /// The clause of the policy in force for the month; nil if it has none.
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
    static let lateContribution = Plain(rawValue: 1 << 10)
    static let notClaimed = Plain(rawValue: 1 << 11)
    static let outsideTerm = Plain(rawValue: 1 << 12)
  }

  var plain = Plain()
  /// The positions among ``Policy/Rules/excluded`` of the policy in force for the month.
  var excluded = RuleSet()
  /// The positions among its ``Policy/Rules/required``.
  var missing = RuleSet()

  init() {}

  /// Whether nothing is against the month.
  public var isEmpty: Bool { plain.isEmpty && excluded.isEmpty && missing.isEmpty }

  /// The reasons in the contract's order, each with its clause in the policy in force for the month.
  ///
  /// - Parameters:
  ///   - policy: the policy in force; without one its rules are left out, as they are when the month is evaluated.
  ///   - term: the claim's term, whose clause is that of its own reasons; nil without a basis.
  ///   - isApplying: whether it is an application that is judged: then nothing was stopped.
  /// - Returns: none for an entitled month.
  public func reasons(under policy: Policy?, term: Policy.Term?, isApplying: Bool = false) -> [Reason] {
    if isEmpty { return [] }
    var list: [Reason] = []
    visit(policy, term, isApplying) { code, clause, holds in if holds { list.append(Reason(code, clause: clause)) } }
    return list
  }

  /// Every check of a month in the contract's order, including those that found nothing, except the slots.
  ///
  /// > Source: contract section 6.2; contract 2, section 5.6.
  func checks(under policy: Policy?, term: Policy.Term?) -> [(reason: Reason, holds: Bool)] {
    var list: [(reason: Reason, holds: Bool)] = []
    visit(policy, term, false) { code, clause, holds in
      if code != .overLimit { list.append((Reason(code, clause: clause), holds)) }
    }
    return list
  }

  /// Whether a reason is among them.
  func names(_ code: ReasonCode, under policy: Policy?) -> Bool {
    reasons(under: policy, term: nil).contains { $0.code == code }
  }

  private func visit(
    _ policy: Policy?, _ term: Policy.Term?, _ isApplying: Bool, _ body: (ReasonCode, String?, Bool) -> Void
  ) {
    let clauses = policy?.pack.clauses
    let rules = policy?.rules
    // A claim that was never approved was not stopped: the clause is the one that bars applying.
    let bars = isApplying || plain.contains(.noApproval)
    func either(_ applying: ApplyingClause, _ clause: String?) -> String? {
      bars ? applying.clause(beside: clause) : clause
    }
    body(.fraud, clauses?.fraud, plain.contains(.fraud))
    body(.noPolicy, nil, plain.contains(.noPolicy))
    body(.noApproval, clauses?.approval, plain.contains(.noApproval))
    body(.ended, clauses?.ended, plain.contains(.ended))
    body(.suspended, clauses?.suspended, plain.contains(.suspended))
    body(.noContribution, clauses?.contribution, plain.contains(.noContribution))
    if let rule = rules?.timely { body(.lateContribution, rule.clause, plain.contains(.lateContribution)) }
    if let rule = rules?.claims { body(.notClaimed, rule.clause, plain.contains(.notClaimed)) }
    for (position, rule) in (rules?.excluded ?? []).enumerated() {
      body(.excluded(rule.fact), either(rule.applying, rule.clause), excluded.contains(position))
    }
    body(.otherScheme, clauses?.otherScheme, plain.contains(.otherScheme))
    for (position, rule) in (rules?.required ?? []).enumerated() {
      body(.missing(rule.fact), either(rule.applying, rule.clause), missing.contains(position))
    }
    if let rule = rules?.household {
      body(.household, either(rule.applying, rule.clause), plain.contains(.household))
    }
    if let rule = rules?.retired { body(.retired, either(rule.applying, rule.clause), plain.contains(.retired)) }
    if let term, !term.during.isEmpty { body(.outsideTerm, term.clause, plain.contains(.outsideTerm)) }
    body(.overLimit, term?.clause, plain.contains(.overLimit))
  }
}

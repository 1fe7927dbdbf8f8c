/// The reason that a month is not entitled, as the contract names it.
///
/// > Source: contract sections 6.2 and 6.3; contract 2, section 5.6.
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
  /// A contribution that counts was paid, but none of it on time.
  case lateContribution
  /// The month was not claimed in its window.
  case notClaimed
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
  /// A test of the claim's term fails in the month.
  case outsideTerm
  /// The month is valid but every slot is taken.
  case overLimit

  private static let byCode = Dictionary(uniqueKeysWithValues: allCases.map { ($0.code, $0) })

  /// The reason with a code; nil if there is none.
  public init?(code: String) {
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
    case .lateContribution: "late-contribution"
    case .notClaimed: "not-claimed"
    case .excluded(let fact): fact.rawValue
    case .otherScheme: "other-scheme"
    case .missing(let fact): "missing-\(fact.rawValue)"
    case .household: "household"
    case .retired: "retired"
    case .outsideTerm: "outside-term"
    case .overLimit: "over-limit"
    }
  }
}

extension ReasonCode: CaseIterable {
  /// Every reason in the contract's order, with each fact in the part that the contract's section 4 gives it.
  public static var allCases: [ReasonCode] {
    let facts = FactCode.allCases
    return [.fraud, .noPolicy, .noApproval, .ended, .suspended, .noContribution, .lateContribution, .notClaimed]
      + facts.filter(\.isAgainstEntitlement).map { .excluded($0) } + [.otherScheme]
      + facts.filter { !$0.isAgainstEntitlement }.map { .missing($0) } + [
        .household, .retired, .outsideTerm, .overLimit,
      ]
  }
}

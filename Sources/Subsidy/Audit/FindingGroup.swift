public import Values

/// The findings of one code.
public struct FindingGroup: Sendable {
  /// What was found.
  public let code: Finding.Code
  /// The findings, in the order of the report.
  public let findings: [Finding]
  /// The sum of their amounts. A month against which there are several reasons stands under each of their codes.
  public var amount: Fen { findings.reduce(.zero) { $0 + $1.amount } }
  /// How many could have been known when the money was paid.
  public var known: Int { findings.count { $0.wasKnownWhenPaid == true } }
  /// How many persons they are about.
  public var persons: Int { Set(findings.compactMap(\.person)).count }

  /// The findings by code, the largest sum first.
  public static func groups(of findings: [Finding]) -> [FindingGroup] {
    Dictionary(grouping: findings, by: \.code).map { FindingGroup(code: $0.key, findings: $0.value) }
      .sorted { ($1.amount, $0.code.code) < ($0.amount, $1.code.code) }
  }
}

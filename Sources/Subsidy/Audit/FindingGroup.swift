import Values

/// The findings of one code, with their sum.
public struct FindingGroup: Sendable {
  /// The sum.
  public let sum: FindingSum
  /// The findings, in the order of the report.
  public let findings: [Finding]
  /// What was found.
  public var code: Finding.Code { sum.code }
  /// How many could have been known when the money was paid.
  public var known: Int { findings.count { $0.wasKnownWhenPaid == true } }
  /// How many persons they are about.
  public var persons: Int { Set(findings.compactMap(\.person)).count }

  /// The findings by code, in the order of their sums: the gravest codes first.
  public static func groups(of findings: [Finding]) -> [FindingGroup] {
    let byCode = Dictionary(grouping: findings, by: \.code)
    return FindingSum.sums(of: findings).map { FindingGroup(sum: $0, findings: byCode[$0.code] ?? []) }
  }
}

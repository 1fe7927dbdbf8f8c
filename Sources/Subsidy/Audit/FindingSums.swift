public import Values

/// How many findings of a code there are, and how much money they are about.
///
/// A month that several reasons are against has a finding for each, with its whole amount: sums of different codes must
/// not be added up.
public struct FindingSum: Hashable, Sendable {
  /// The code.
  public let code: Finding.Code
  /// How many.
  public internal(set) var count = 0
  /// The money of all of them.
  public internal(set) var amount = Fen.zero

  /// How grave the code is.
  public var severity: Finding.Severity { code.severity }

  /// The sums of findings, the gravest codes first, then by the code's name.
  public static func sums(of findings: some Sequence<Finding>) -> [FindingSum] {
    var sums: [Finding.Code: FindingSum] = [:]
    for finding in findings {
      sums[finding.code, default: FindingSum(code: finding.code)].count += 1
      sums[finding.code]?.amount += finding.amount
    }
    return sums.values.sorted { left, right in
      left.severity == right.severity ? left.code.code < right.code.code : left.severity > right.severity
    }
  }
}

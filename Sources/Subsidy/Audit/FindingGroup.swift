import Values

/// The findings of one code, with their sum.
public struct FindingGroup: Sendable {
  /// How many findings of a code a page lists; all of them are in the list beside it.
  public static let listed = 100

  /// The sum.
  public let sum: FindingSum
  /// The findings, the largest amount first.
  public let findings: [Finding]
  /// How many could have been known when the money was paid.
  public let known: Int
  /// How many persons they are about.
  public let persons: Int
  /// The code of the findings.
  public var code: Finding.Code { sum.code }
  /// The findings that a page lists.
  public var first: [Finding] { Array(findings.prefix(FindingGroup.listed)) }

  private init(_ sum: FindingSum, _ findings: [Finding]) {
    self.sum = sum
    self.findings = findings.largestFirst
    known = findings.count { $0.wasKnownWhenPaid == true }
    persons = Set(findings.compactMap(\.person)).count
  }

  /// The findings by code, the codes with the largest amounts first.
  public static func groups(of findings: [Finding]) -> [FindingGroup] {
    let byCode = Dictionary(grouping: findings, by: \.code)
    return FindingSum.sums(of: findings).enumerated()
      .sorted { left, right in
        left.element.amount == right.element.amount
          ? left.offset < right.offset : left.element.amount > right.element.amount
      }
      .map { FindingGroup($0.element, byCode[$0.element.code] ?? []) }
  }
}

extension [Finding] {
  /// The findings by amount, the largest first, those of equal amounts in their order.
  public var largestFirst: [Finding] {
    let order = indices.sorted { self[$0].amount == self[$1].amount ? $0 < $1 : self[$0].amount > self[$1].amount }
    return order.map { self[$0] }
  }
}

public import Values

/// The sums over all claims.
public struct AuditTotals: Hashable, Sendable {
  /// How many persons have a claim.
  public var persons = 0
  /// How many months all claims list.
  public var months = 0
  /// The worth of all months.
  public var entitled = Fen.zero
  /// The amount paid, less the amount returned.
  public var paid = Fen.zero
  /// The amount recovered for months.
  public var repaid = Fen.zero
  /// The amount that can still be paid.
  public var payable = Fen.zero
  /// The sums of recovery.
  public var recovery = RecoverySums()

  /// No claims.
  public init() {}

  /// Adds a claim.
  public mutating func add(_ claim: ClaimEntitlement) {
    months += claim.months.count
    for month in claim.months {
      entitled += month.entitled
      paid += month.paid
      repaid += month.repaid
      payable += month.payable
    }
    recovery += claim.recovery
  }

  /// The findings about the sums: a sum that was capped is not one that anybody owes or is owed.
  public func findings() -> [Finding] {
    let sums = [
      entitled, paid, repaid, payable, recovery.demanded, recovery.repaid, recovery.writtenOff, recovery.outstanding,
    ]
    return sums.contains(where: \.isCapped) ? [Finding(.beyondBounds)] : []
  }

  /// Adds the sums over other persons' claims.
  public static func += (left: inout AuditTotals, right: AuditTotals) {
    left.persons += right.persons
    left.months += right.months
    left.entitled += right.entitled
    left.paid += right.paid
    left.repaid += right.repaid
    left.payable += right.payable
    left.recovery += right.recovery
  }
}

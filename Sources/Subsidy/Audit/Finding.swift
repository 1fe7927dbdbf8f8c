public import Values

/// Something that an audit finds wrong, with the events that show it.
///
/// > Source: contract section 7, `audit replay --format json`.
public struct Finding: Hashable, Sendable {
  /// What was found.
  public enum Code: Hashable, Sendable {
    /// Money is held for a month that this reason is against.
    case paidDespite(ReasonCode)
    /// Money is held above what the month is worth.
    case paidAboveEntitlement
    /// A payment for an item that its batch never ordered.
    case paidNotOrdered
    /// A batch was approved by the one who drafted it.
    case batchApprovedByDrafter
    /// Money to recover that no notice demands.
    case overpaidNotDemanded

    /// The code as the outputs write it: `paid-employed`, `paid-above-entitlement`.
    public var code: String {
      switch self {
      case .paidDespite(let reason): "paid-\(reason.code)"
      case .paidAboveEntitlement: "paid-above-entitlement"
      case .paidNotOrdered: "paid-not-ordered"
      case .batchApprovedByDrafter: "batch-approved-by-drafter"
      case .overpaidNotDemanded: "overpaid-not-demanded"
      }
    }
  }

  /// What was found.
  public let code: Code
  /// The person; nil for a finding about a batch.
  public let person: Identifier?
  /// The scheme; nil where a batch was never drafted.
  public let scheme: Identifier?
  /// The month; nil for a finding about a claim or a batch as a whole.
  public let month: Month?
  /// How much money it is about.
  public let amount: Fen
  /// Whether what makes it wrong was in the ledger when the money was paid; nil where nothing was paid.
  public let wasKnownWhenPaid: Bool?
  /// The operators who decided, by name.
  public let responsible: [Identifier]
  /// The clause; nil where there is none.
  public let clause: String?
  /// The events that show it, ascending.
  public let sequences: [UInt64]
}

/// The sums over all claims.
public struct AuditTotals: Hashable, Sendable {
  /// How many persons have a claim.
  public var persons = 0
  /// How many months all claims list.
  public var months = 0
  /// What all months are worth.
  public var entitled = Fen.zero
  /// What was paid, less what came back.
  public var paid = Fen.zero
  /// What was recovered of months.
  public var repaid = Fen.zero
  /// What can still be paid.
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
}

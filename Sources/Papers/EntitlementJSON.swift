public import JSONText
public import Subsidy
import Policy
import Values

/// The JSON of entitlements and recoveries, in the order and spelling of the contract.
///
/// > Source: contract section 7, `person --format json` and `recovery --format json`.
public struct EntitlementJSON {
  private let state: LedgerState

  /// Makes a writer for claims of one state.
  public init(_ state: LedgerState) { self.state = state }

  /// Writes the object of one claim.
  public func write(_ claim: ClaimEntitlement, to writer: inout JSONWriter) {
    let policies = state.timelines[Int(claim.scheme)]
    writer.beginObject()
    writer.field("person", state.persons[claim.person])
    writer.field("scheme", state.schemes[claim.scheme])
    writer.key("basis")
    if let basis = claim.basis { writer.value(basis) } else { writer.null() }
    writer.field("usedMonths", claim.usedMonths)
    writer.key("remainingMonths")
    if let remaining = claim.remainingMonths { writer.value(remaining) } else { writer.null() }
    writer.key("months")
    writer.beginArray()
    for month in claim.months { write(month, under: month.policy(in: policies), to: &writer) }
    writer.endArray()
    writer.key("recovery")
    writer.beginObject()
    write(claim.recovery, to: &writer)
    writer.endObject()
    writer.endObject()
  }

  private func write(_ month: MonthEntitlement, under policy: Policy?, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("month", month.month)
    writer.key("policy")
    if let policy { writer.value(policy.pack.id) } else { writer.null() }
    writer.field("contributionFen", month.contribution)
    EntitlementJSON.writeOutcome(month, month.reasons.reasons(under: policy), to: &writer)
    writer.endObject()
  }

  /// Writes the members that say what a month is worth, what became of it, and what is against it.
  public static func writeOutcome(_ month: MonthEntitlement, _ reasons: [Reason], to writer: inout JSONWriter) {
    writer.field("entitledFen", month.entitled)
    writer.field("paidFen", month.paid)
    writer.field("repaidFen", month.repaid)
    writer.field("inFlightFen", month.inFlight)
    writer.field("payableFen", month.payable)
    writer.field("overpaidFen", month.overpaid)
    write(reasons, to: &writer)
  }

  /// Writes the member `reasons`: each with its code and its clause.
  public static func write(_ reasons: [Reason], to writer: inout JSONWriter) {
    writer.key("reasons")
    writer.beginArray()
    for reason in reasons {
      writer.beginObject()
      writer.field("code", reason.code.code)
      writer.key("clause")
      if let clause = reason.clause { writer.value(clause) } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
  }

  /// Writes the object of one claim's recovery.
  public func writeRecovery(_ claim: ClaimEntitlement, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("person", state.persons[claim.person])
    writer.field("scheme", state.schemes[claim.scheme])
    write(claim.recovery, to: &writer)
    writer.endObject()
  }

  private func write(_ sums: RecoverySums, to writer: inout JSONWriter) {
    writer.field("overpaidFen", sums.overpaid)
    writer.field("demandedFen", sums.demanded)
    writer.field("repaidFen", sums.repaid)
    writer.field("writtenOffFen", sums.writtenOff)
    writer.field("outstandingFen", sums.outstanding)
    writer.field("undemandedFen", sums.undemanded)
  }
}

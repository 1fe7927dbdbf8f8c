public import JSONText
public import Subsidy
import EventText
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
    writer.key("person")
    writer.value(state.persons[claim.person])
    writer.key("scheme")
    writer.value(state.schemes[claim.scheme])
    writer.key("basis")
    if let basis = claim.basis { writer.value(basis) } else { writer.null() }
    writer.key("usedMonths")
    writer.value(claim.usedMonths)
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
    writer.key("month")
    writer.value(month.month)
    writer.key("policy")
    if let policy { writer.value(policy.pack.id) } else { writer.null() }
    amount("contributionFen", month.contribution, to: &writer)
    amount("entitledFen", month.entitled, to: &writer)
    amount("paidFen", month.paid, to: &writer)
    amount("repaidFen", month.repaid, to: &writer)
    amount("inFlightFen", month.inFlight, to: &writer)
    amount("payableFen", month.payable, to: &writer)
    amount("overpaidFen", month.overpaid, to: &writer)
    writer.key("reasons")
    writer.beginArray()
    for reason in month.reasons.reasons(under: policy) {
      writer.beginObject()
      writer.key("code")
      writer.value(reason.code.code)
      writer.key("clause")
      if let clause = reason.clause { writer.value(clause) } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  /// Writes the object of one claim's recovery.
  public func writeRecovery(_ claim: ClaimEntitlement, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("person")
    writer.value(state.persons[claim.person])
    writer.key("scheme")
    writer.value(state.schemes[claim.scheme])
    write(claim.recovery, to: &writer)
    writer.endObject()
  }

  private func write(_ sums: RecoverySums, to writer: inout JSONWriter) {
    amount("overpaidFen", sums.overpaid, to: &writer)
    amount("demandedFen", sums.demanded, to: &writer)
    amount("repaidFen", sums.repaid, to: &writer)
    amount("writtenOffFen", sums.writtenOff, to: &writer)
    amount("outstandingFen", sums.outstanding, to: &writer)
    amount("undemandedFen", sums.undemanded, to: &writer)
  }

  private func amount(_ key: StaticString, _ amount: Fen, to writer: inout JSONWriter) {
    writer.key(key)
    writer.value(amount)
  }
}

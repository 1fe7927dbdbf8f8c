import JSONText
import Policy
package import Subsidy
import Values

/// What claims are worth, month by month, and what is to come back of them.
///
/// > Source: contract section 7, `person --format json` and `recovery --format json`.
package struct EntitlementReports: Sendable {
  /// A month of a claim.
  package struct MonthLine: Sendable {
    let person: UInt32
    let scheme: UInt32
    let month: MonthEntitlement
    let term: Policy.Term?
  }

  private let state: LedgerState

  /// Prepares the reports on claims of one state.
  package init(_ state: LedgerState) { self.state = state }

  /// The months of some claims, as rows.
  package static func months(of claims: [ClaimEntitlement]) -> [MonthLine] {
    claims.flatMap { claim in
      claim.months.map { MonthLine(person: claim.person, scheme: claim.scheme, month: $0, term: claim.term) }
    }
  }

  /// A row for each month.
  package var months: Report<MonthLine> {
    let state = state
    @Sendable func policy(_ line: MonthLine) -> Policy? { line.month.policy(in: state.timelines[Int(line.scheme)]) }
    return Report(
      "months",
      [
        .person { state.persons[$0.person] }.inTablesOnly(),
        .column("scheme", .scheme) { state.schemes[$0.scheme] }.inTablesOnly(),
        .column("month", .month) { $0.month.month },
        .column("policy", .policy) { NameOrDash(name: policy($0)?.pack.id) },
        .column("contributionFen", .contribution) { $0.month.contribution },
        .all(of: EntitlementReports.outcome) { $0.month },
        .column("reasons", .reasons) { line in
          ReasonList(
            reasons: line.month.reasons.isEmpty ? [] : line.month.reasons.reasons(under: policy(line), term: line.term))
        },
        .column("offsetFen", .offset) { $0.month.offset }.summed().unlessZero().notInCSV(),
      ])
  }

  /// What a month is worth and what became of it.
  package static let outcome = Report<MonthEntitlement>(
    "outcome",
    [
      .column("entitledFen", .entitled) { $0.entitled }.summed(),
      .column("paidFen", .paid) { $0.paid }.summed(),
      .column("repaidFen", .repaid) { $0.repaid }.summed().hidden(.ifZero),
      .column("inFlightFen", .inFlight) { $0.inFlight }.summed().hidden(.ifZero),
      .column("payableFen", .payable) { $0.payable }.summed().hidden(.ifZero),
      .column("overpaidFen", .overpaid) { $0.overpaid }.summed().hidden(.ifZero),
    ])

  /// A row for each claim; in JSON with its months.
  package var claims: Report<ClaimEntitlement> {
    let state = state
    let months = months
    @Sendable func sums(_ claim: ClaimEntitlement) -> AuditTotals {
      var sums = AuditTotals()
      sums.add(claim)
      return sums
    }
    return Report(
      "person",
      [
        .person { state.persons[$0.person] },
        .column("scheme", .scheme) { state.schemes[$0.scheme] },
        .column("basis", .basis) { $0.basis },
        .member("term") { $0.term?.name },
        .column("usedMonths", .used) { $0.usedMonths },
        .column("remainingMonths", .remaining) { $0.remainingMonths },
        .rows("months", months) { EntitlementReports.months(of: [$0]) },
        .object("recovery", EntitlementReports.recovery) { $0.recovery },
        .column("entitledFen", .entitled) { sums($0).entitled }.summed().inTablesOnly(),
        .column("paidFen", .paid) { sums($0).paid }.summed().inTablesOnly(),
        .column("payableFen", .payable) { sums($0).payable }.summed().inTablesOnly(),
        .column("overpaidFen", .overpaid) { $0.recovery.overpaid }.summed().inTablesOnly(),
        .column("outstandingFen", .outstanding) { $0.recovery.outstanding }.summed().inTablesOnly(),
        .column("term", .term) { $0.term?.name }.inTablesOnly(),
      ])
  }

  /// The sums of recovery.
  package static let recovery = Report<RecoverySums>(
    "recovery sums",
    [
      .column("overpaidFen", .overpaid) { $0.overpaid }.summed(),
      .column("demandedFen", .demanded) { $0.demanded }.summed().hidden(.ifZero),
      .column("repaidFen", .repaid) { $0.repaid }.summed().hidden(.ifZero),
      .column("writtenOffFen", .writtenOff) { $0.writtenOff }.summed().hidden(.ifZero),
      .column("outstandingFen", .outstanding) { $0.outstanding }.summed(),
      .column("undemandedFen", .undemanded) { $0.undemanded }.summed().hidden(.ifZero),
      .column("reversedFen", .reversed) { $0.reversed }.summed().unlessZero(),
      .column("refundedFen", .refunded) { $0.refunded }.summed().unlessZero(),
      // An old log may have it, and programs know the members by heart.
      .column("refundableFen", .refundable) { $0.refundable }.summed().hidden(.ifZero).inTablesOnly(),
      .column("offsetFen", .offset) { $0.offset }.summed().unlessZero().notInCSV(),
    ])

  /// A row for each claim with money to come back.
  package var recoveries: Report<ClaimEntitlement> {
    let state = state
    return Report(
      "recovery",
      [
        .person { state.persons[$0.person] },
        .column("scheme", .scheme) { state.schemes[$0.scheme] },
        .all(of: EntitlementReports.recovery) { $0.recovery },
        .column("reasons", .reasons) { EntitlementReports.whyRecovered($0, state) }.inTablesOnly(),
      ])
  }

  /// What is against the months whose money is, or was, to come back: each reason once, and whether a month that is
  /// worth something was paid above it.
  private static func whyRecovered(_ claim: ClaimEntitlement, _ state: LedgerState) -> Table.Cell {
    var found: [Reason] = []
    var isAbove = false
    for month in claim.months where month.overpaid != .zero || month.repaid != .zero {
      let reasons = month.reasons(in: state.timelines[Int(claim.scheme)], term: claim.term)
      for reason in reasons where !found.contains(reason) { found.append(reason) }
      if reasons.isEmpty, month.overpaid != .zero { isAbove = true }
    }
    let above = Finding.Code.paidAboveEntitlement
    return .word(
      ((found.isEmpty ? [] : [Text.reasons(found)]) + (isAbove ? [above.words] : [])).joined,
      code: (found.map(\.code.code) + (isAbove ? [above.code] : [])).joined(separator: " "))
  }
}

/// A name, or a dash in a table where there is none.
private struct NameOrDash: CellContent {
  let name: Identifier?

  var words: Text { Text(same: code) }
  var code: String { name?.description ?? "-" }
  func write(to writer: inout JSONWriter) { name.write(to: &writer) }
}

extension Table.Cell {
  /// Reasons: words with their clauses for people, codes in CSV, objects in JSON.
  package static func reasons(_ reasons: [Reason]) -> Table.Cell { .other(ReasonList(reasons: reasons)) }
}

private struct ReasonList: CellContent {
  let reasons: [Reason]

  var words: Text { .reasons(reasons) }
  var code: String { reasons.map(\.code.code).joined(separator: " ") }

  func write(to writer: inout JSONWriter) {
    writer.beginArray()
    for reason in reasons {
      writer.beginObject()
      writer.field("code", reason.code.code)
      writer.field("clause", orNull: reason.clause)
      writer.endObject()
    }
    writer.endArray()
  }
}

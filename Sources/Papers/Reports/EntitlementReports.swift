import JSONText
import Policy
package import Subsidy
import Values

/// The worth of claims, month by month, and the amounts to be recovered.
///
/// > Source: contract section 7, `person --format json` and `recovery --format json`.
package enum EntitlementReports {
  /// A month of a claim.
  package struct MonthLine: Sendable {
    let person: Identifier
    let scheme: Identifier
    let month: MonthStatement
  }

  /// The months of some claims, as rows.
  package static func months(of claims: [ClaimStatement]) -> [MonthLine] {
    claims.flatMap { claim in
      claim.months.map { MonthLine(person: claim.person, scheme: claim.scheme, month: $0) }
    }
  }

  /// A row for each month.
  package static let months = Report<MonthLine>(
    "months",
    [
      .person { $0.person }.inTablesOnly(),
      .scheme { $0.scheme }.inTablesOnly(),
      .column("month", .month) { $0.month.month },
      .column("policy", .policy) { NameOrDash(name: $0.month.policy) },
      .column("contributionFen", .contribution) { $0.month.contribution },
      .all(of: outcome) { $0.month },
      .column("reasons", .reasons) { ReasonList(reasons: $0.month.reasons) },
      .column("offsetFen", .offset) { $0.month.offset }.summed().unlessZero().notInCSV(),
    ])

  /// The worth of a month and the money moved for it.
  package static let outcome = Report<MonthStatement>(
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
  package static let claims = Report<ClaimStatement>(
    "person",
    [
      .person { $0.person },
      .scheme { $0.scheme },
      .column("basis", .basis) { $0.basis },
      .member("term") { $0.term },
      .column("usedMonths", .used) { $0.usedMonths },
      .column("remainingMonths", .remaining) { $0.remainingMonths },
      .rows("months", months) { EntitlementReports.months(of: [$0]) },
      .object("recovery", recovery) { $0.recovery },
      .column("entitledFen", .entitled) { $0.entitled }.summed().inTablesOnly(),
      .column("paidFen", .paid) { $0.paid }.summed().inTablesOnly(),
      .column("payableFen", .payable) { $0.payable }.summed().inTablesOnly(),
      .column("overpaidFen", .overpaid) { $0.recovery.overpaid }.summed().inTablesOnly(),
      .column("outstandingFen", .outstanding) { $0.recovery.outstanding }.summed().inTablesOnly(),
      .column("term", .term) { $0.term }.inTablesOnly(),
    ])

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
      // An old log may have it; JSON leaves it out, because programs expect a fixed set of members.
      .column("refundableFen", .refundable) { $0.refundable }.summed().hidden(.ifZero).inTablesOnly(),
      .column("offsetFen", .offset) { $0.offset }.summed().unlessZero().notInCSV(),
    ])

  /// A row for each claim with money to come back.
  package static let recoveries = Report<ClaimStatement>(
    "recovery",
    [
      .person { $0.person },
      .scheme { $0.scheme },
      .all(of: recovery) { $0.recovery },
      .column("reasons", .reasons) { whyRecovered($0) }.inTablesOnly(),
    ])

  /// The reasons against the months whose money is, or was, to come back: each reason once, and whether a month with a worth
  /// was paid above it.
  private static func whyRecovered(_ claim: ClaimStatement) -> Table.Cell {
    var found: [Reason] = []
    var isAbove = false
    for month in claim.months where month.overpaid != .zero || month.repaid != .zero {
      for reason in month.reasons where !found.contains(reason) { found.append(reason) }
      if month.reasons.isEmpty, month.overpaid != .zero { isAbove = true }
    }
    let above = Finding.Code.paidAboveEntitlement
    return .word(
      ((found.isEmpty ? [] : [Text.reasons(found)]) + (isAbove ? [above.words] : [])).joined,
      code: (found.map(\.code.code) + (isAbove ? [above.code] : [])).joined(separator: " "))
  }
}

/// A name, or a dash in a table if there is none.
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

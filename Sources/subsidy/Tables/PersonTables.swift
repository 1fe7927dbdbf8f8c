import Ledger
import Policy
import Subsidy
import Values

/// The tables about persons: their months, their claims, what they owe.
enum PersonTables {
  /// A row for each month of some claims.
  ///
  /// - Parameters:
  ///   - claims: the claims.
  ///   - state: the state they were evaluated in.
  ///   - namesPerson: whether person and scheme have columns; a table of one claim has them in its heading.
  /// - Returns: the table, with the sums over all months as its total.
  static func months(_ claims: [ClaimEntitlement], _ state: LedgerState, namesPerson: Bool = true) -> Table {
    let named: [Table.Column] = namesPerson ? [.init("person", .person), .init("scheme", .scheme)] : []
    var table = Table(
      named + [
        .init("month", .month), .init("policy", .policy), .init("contributionFen", .contribution, .money),
        .init("entitledFen", .entitled, .money), .init("paidFen", .paid, .money), .init("repaidFen", .repaid, .money),
        .init("inFlightFen", .inFlight, .money), .init("payableFen", .payable, .money),
        .init("overpaidFen", .overpaid, .money), .init("reasons", .reasons),
      ])
    var sums = Array(repeating: Fen.zero, count: 6)
    for claim in claims {
      for month in claim.months {
        let policy = month.policy(in: state.timelines[Int(claim.scheme)])
        let amounts = [month.entitled, month.paid, month.repaid, month.inFlight, month.payable, month.overpaid]
        for (index, amount) in amounts.enumerated() { sums[index] += amount }
        let names: [Table.Cell] =
          namesPerson
          ? [.text(state.persons[claim.person].description), .text(state.schemes[claim.scheme].description)] : []
        table.row(
          names + [
            .text(month.month.description), .text(policy?.pack.id.description ?? "-"), .money(month.contribution),
          ] + amounts.map { .money($0) } + [reasons(month.reasons.reasons(under: policy))])
      }
    }
    let blanks = Array(repeating: Table.Cell.none, count: namesPerson ? 5 : 3)
    table.total = blanks + sums.map { .money($0) } + [.none]
    return table
  }

  /// The reasons as words with their clauses, and as codes for programs.
  static func reasons(_ reasons: [Reason]) -> Table.Cell {
    let codes = reasons.map(\.code.code)
    return .word(.reasons(reasons), code: codes.joined(separator: " "))
  }

  /// A row for each claim.
  static func claims(_ claims: [ClaimEntitlement], _ state: LedgerState) -> Table {
    var table = Table([
      .init("person", .person), .init("scheme", .scheme), .init("basis", .basis), .init("usedMonths", .used, .number),
      .init("remainingMonths", .remaining, .number), .init("entitledFen", .entitled, .money),
      .init("paidFen", .paid, .money), .init("payableFen", .payable, .money), .init("overpaidFen", .overpaid, .money),
      .init("outstandingFen", .outstanding, .money),
    ])
    var totals = AuditTotals()
    for claim in claims {
      var sums = AuditTotals()
      sums.add(claim)
      totals.add(claim)
      table.row([
        .text(state.persons[claim.person].description), .text(state.schemes[claim.scheme].description),
        basis(claim.basis), .number(Int64(claim.usedMonths)), claim.remainingMonths.map { .number(Int64($0)) } ?? .none,
        .money(sums.entitled), .money(sums.paid), .money(sums.payable), .money(sums.recovery.overpaid),
        .money(sums.recovery.outstanding),
      ])
    }
    table.total = [
      .none, .none, .none, .none, .none, .money(totals.entitled), .money(totals.paid), .money(totals.payable),
      .money(totals.recovery.overpaid), .money(totals.recovery.outstanding),
    ]
    return table
  }

  /// A basis in words.
  static func basis(_ basis: Basis?) -> Table.Cell {
    switch basis {
    case .months(let months)?: .word(.basisMonths(months), code: "\(months)")
    case .until(let month)?: .word(.basisUntil(month), code: month.description)
    case nil: .none
    }
  }
}

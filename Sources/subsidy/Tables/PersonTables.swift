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

  /// A row for each claim with money to recover.
  static func recovery(_ claims: [ClaimEntitlement], _ state: LedgerState) -> Table {
    var table = Table([
      .init("person", .person), .init("scheme", .scheme), .init("overpaidFen", .overpaid, .money),
      .init("demandedFen", .demanded, .money), .init("repaidFen", .repaid, .money),
      .init("writtenOffFen", .writtenOff, .money), .init("outstandingFen", .outstanding, .money),
      .init("undemandedFen", .undemanded, .money), .init("reasons", .reasons),
    ])
    var total = RecoverySums()
    for claim in claims {
      total += claim.recovery
      table.row(
        [.text(state.persons[claim.person].description), .text(state.schemes[claim.scheme].description)]
          + cells(claim.recovery) + [whyRecovered(claim, state)])
    }
    table.total = [.none, .none] + cells(total) + [.none]
    return table
  }

  /// What is against the months whose money is, or was, to come back: each reason once, and whether a month that is
  /// worth something was paid above it.
  private static func whyRecovered(_ claim: ClaimEntitlement, _ state: LedgerState) -> Table.Cell {
    var found: [Reason] = []
    var isAbove = false
    for month in claim.months where month.overpaid != .zero || month.repaid != .zero {
      let reasons = month.reasons.reasons(under: month.policy(in: state.timelines[Int(claim.scheme)]))
      for reason in reasons where !found.contains(reason) { found.append(reason) }
      if reasons.isEmpty, month.overpaid != .zero { isAbove = true }
    }
    let above = Finding.Code.paidAboveEntitlement
    return .word(
      ((found.isEmpty ? [] : [Text.reasons(found)]) + (isAbove ? [Text.finding(above)] : [])).joined,
      code: (found.map(\.code.code) + (isAbove ? [above.code] : [])).joined(separator: " "))
  }

  private static func cells(_ sums: RecoverySums) -> [Table.Cell] {
    [sums.overpaid, sums.demanded, sums.repaid, sums.writtenOff, sums.outstanding, sums.undemanded].map { .money($0) }
  }

  /// A row for each notice that was raised.
  static func notices(_ notices: [ClawedBack]) -> Table {
    var table = Table([
      .init("notice", .notice), .init("person", .person), .init("scheme", .scheme), .init("months", .months, .number),
      .init("demandedFen", .demanded, .money), .init("reason", .reasons), .init("clause", .clause),
    ])
    var total = Fen.zero
    for notice in notices {
      let sum = notice.months.reduce(Fen.zero) { $0 + $1.amount }
      total += sum
      table.row([
        .text(notice.notice.description), .text(notice.person.description), .text(notice.scheme.description),
        .number(Int64(notice.months.count)), .money(sum), .word(Word.text(for: notice.reason), code: notice.reason),
        .text(notice.clause ?? ""),
      ])
    }
    table.total = [.none, .none, .none, .none, .money(total), .none, .none]
    return table
  }
}

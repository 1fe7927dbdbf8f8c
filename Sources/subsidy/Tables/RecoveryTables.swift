import Ledger
import Policy
import Subsidy
import Values

/// The tables about money that is to come back.
enum RecoveryTables {
  /// A row for each claim with money to recover.
  static func claims(_ claims: [ClaimEntitlement], _ state: LedgerState) -> Table {
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

  /// A row for each notice that was just raised.
  static func raised(_ notices: [ClawedBack]) -> Table {
    var table = Table([
      .init("notice", .notice), .init("person", .person), .init("scheme", .scheme), .init("months", .months, .number),
      .init("demandedFen", .demanded, .money), .init("reason", .reasons), .init("clause", .clause),
      .init("debtor", .debtor),
    ])
    var total = Fen.zero
    for notice in notices {
      let sum = notice.months.reduce(Fen.zero) { $0 + $1.amount }
      total += sum
      table.row([
        .text(notice.notice.description), .text(notice.person.description), .text(notice.scheme.description),
        .number(Int64(notice.months.count)), .money(sum), why(notice.reason), .text(notice.clause ?? ""),
        .text(notice.debtor?.description ?? ""),
      ])
    }
    table.total = [.none, .none, .none, .none, .money(total), .none, .none, .none]
    return table
  }

  /// A row for each notice there is; what a unit put back has a column of its own, and cancelled demands are no part
  /// of the total.
  static func notices(_ notices: [RecoveryNotice]) -> Table {
    var table = Table([
      .init("notice", .notice), .init("person", .person), .init("scheme", .scheme), .init("since", .since),
      .init("debtor", .debtor), .init("demandedFen", .demanded, .money), .init("repaidFen", .repaid, .money),
      .init("putBackFen", .putBack, .money), .init("writtenOffFen", .writtenOff, .money),
      .init("outstandingFen", .outstanding, .money), .init("cancelled", .cancelled), .init("reason", .reasons),
      .init("clause", .clause),
    ])
    var sums = Array(repeating: Fen.zero, count: 5)
    for notice in notices {
      let amounts = [notice.demanded, notice.repaid, notice.putBack, notice.writtenOff, notice.outstanding]
      for (index, amount) in amounts.enumerated() where index > 0 || !notice.isCancelled { sums[index] += amount }
      table.row(
        [
          .text(notice.notice.description), .text(notice.person.description), .text(notice.scheme.description),
          .text(notice.since.description), .text(notice.debtor?.description ?? ""),
        ] + amounts.map { .money($0) } + [
          .word((notice.isCancelled ? Word.yes : .no).text, code: "\(notice.isCancelled)"), why(notice.reason),
          .text(notice.clause ?? ""),
        ])
    }
    table.total = [.none, .none, .none, .none, .none] + sums.map { .money($0) } + [.none, .none, .none]
    return table
  }

  /// The reason of a notice in words: each of its codes, or the operator's own sentence as it is.
  private static func why(_ reason: String) -> Table.Cell { .word(words(for: reason), code: reason) }

  /// The reason of a notice in words.
  static func words(for reason: String) -> Text {
    let codes = reason.split(separator: ", ").map(String.init)
    let isCoded = codes.allSatisfy { Identifier($0) != nil }
    return (isCoded ? codes : [reason]).map { Word.text(for: $0) }.joined
  }
}

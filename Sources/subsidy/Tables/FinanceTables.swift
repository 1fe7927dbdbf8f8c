import JSONText
import Subsidy
import Values

extension BatchTables {
  /// A row for each total of a batch.
  static func totals(_ totals: [BatchTotal]) -> Table {
    var table = Table([
      .init("kind", .kind), .init("value", .name), .init("items", .items, .number), .init("totalFen", .total, .money),
    ])
    for total in totals {
      table.row([
        .word(Word.text(for: total.kind.rawValue), code: total.kind.rawValue),
        total.value.isEmpty ? .word(.valueUnknown, code: "") : .text(total.value),
        .number(Int64(total.items)), .money(total.total),
      ])
    }
    return table
  }

  private static func parts(_ found: BatchReconciliation) -> [(Word, BatchReconciliation.Part)] {
    [
      (.drafted, found.drafted), (.ordered, found.ordered), (.paid, found.paid), (.returned, found.returned),
      (.silent, found.silent),
    ]
  }

  /// A row for each part of a batch, and for the treasury's money.
  static func reconciliation(_ found: BatchReconciliation) -> Table {
    var table = Table([
      .init("result", .result), .init("items", .items, .number), .init("amountFen", .amount, .money),
    ])
    for (word, part) in parts(found) {
      table.row([.word(word.text, code: word.rawValue), .number(Int64(part.items)), .money(part.total)])
    }
    for (word, amount) in [(Word.fundsRequested, found.fundsRequested), (.fundsReceived, found.fundsReceived)] {
      table.row([.word(word.text, code: word.rawValue), .none, .money(amount)])
    }
    return table
  }

  /// Writes what became of a batch.
  static func write(_ found: BatchReconciliation, to writer: inout JSONWriter) {
    writer.beginObject()
    for (word, part) in parts(found) {
      writer.key(text: word.rawValue)
      writer.beginObject()
      writer.field("items", part.items)
      writer.field("amountFen", part.total)
      writer.endObject()
    }
    writer.field("fundsRequestedFen", found.fundsRequested)
    writer.field("fundsReceivedFen", found.fundsReceived)
    writer.field("balanced", found.isBalanced)
    writer.endObject()
  }
}

/// The tables of the reports for finance.
enum FinanceTables {
  /// A row for each scheme and district of a month's books.
  static func books(_ books: MonthBooks) -> Table {
    var table = Table([
      .init("scheme", .scheme), .init("district", .district), .init("paidFen", .paid, .money),
      .init("returnedFen", .bankReturned, .money), .init("bouncedFen", .bounced, .money),
      .init("adjustedFen", .adjusted, .money), .init("netFen", .net, .money), .init("repaidFen", .repaid, .money),
      .init("putBackFen", .putBack, .money), .init("writtenOffFen", .writtenOff, .money),
      .init("outstandingFen", .outstanding, .money),
    ])
    for row in books.rows {
      table.row(
        [.text(row.scheme.description), .text(row.district?.description ?? "")] + amounts(row.sums).map { .money($0.1) }
      )
    }
    table.total = [.none, .none] + amounts(books.total).map { .money($0.1) }
    return table
  }

  private static func amounts(_ sums: MonthSums) -> [(String, Fen)] {
    [
      ("paidFen", sums.paid), ("returnedFen", sums.returned), ("bouncedFen", sums.bounced),
      ("adjustedFen", sums.adjusted), ("netFen", sums.net), ("repaidFen", sums.repaid), ("putBackFen", sums.putBack),
      ("writtenOffFen", sums.writtenOff), ("outstandingFen", sums.outstanding),
    ]
  }

  /// Writes the books of a month.
  static func write(_ books: MonthBooks, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("month", books.month)
    writer.key("closed")
    if let close = books.close {
      writer.beginObject()
      writer.field("size", Int64(clamping: close.size))
      writer.field("root", close.root)
      writer.field("agrees", books.isAsClosed)
      writer.endObject()
    } else {
      writer.null()
    }
    writer.key("rows")
    writer.beginArray()
    for row in books.rows {
      writer.beginObject()
      writer.field("scheme", row.scheme)
      writer.field("district", orNull: row.district?.description)
      write(row.sums, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.key("total")
    writer.beginObject()
    write(books.total, to: &writer)
    writer.endObject()
    writer.endObject()
  }

  private static func write(_ sums: MonthSums, to writer: inout JSONWriter) {
    for (key, amount) in amounts(sums) {
      writer.key(text: key)
      writer.value(amount)
    }
  }

  /// A row for each claim that waits for money.
  static func unpaid(_ claims: [UnpaidClaim]) -> Table {
    var table = Table([
      .init("person", .person), .init("scheme", .scheme), .init("district", .district),
      .init("months", .months, .number), .init("oldest", .oldest), .init("since", .since),
      .init("days", .days, .number), .init("age", .age), .init("payableFen", .payable, .money),
      .init("inFlightFen", .inFlight, .money),
    ])
    for claim in claims {
      table.row([
        .text(claim.person.description), .text(claim.scheme.description), .text(claim.district?.description ?? ""),
        .number(Int64(claim.months)), .text(claim.oldest.description), .text(claim.since.description),
        .number(Int64(claim.days)), .text(claim.age.rawValue), .money(claim.payable), .money(claim.inFlight),
      ])
    }
    table.total =
      Array(repeating: .none, count: 8) + [
        .money(claims.reduce(.zero) { $0 + $1.payable }), .money(claims.reduce(.zero) { $0 + $1.inFlight }),
      ]
    return table
  }

  /// Writes a claim that waits for money.
  static func write(_ claim: UnpaidClaim, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("person", claim.person)
    writer.field("scheme", claim.scheme)
    writer.field("district", orNull: claim.district?.description)
    writer.field("months", claim.months)
    writer.field("oldest", claim.oldest)
    writer.field("since", claim.since)
    writer.field("days", claim.days)
    writer.field("age", claim.age.rawValue)
    writer.field("payableFen", claim.payable)
    writer.field("inFlightFen", claim.inFlight)
    writer.endObject()
  }

  /// A row for each notice with money still to come.
  static func ageing(_ notices: [(notice: RecoveryNotice, days: Int)]) -> Table {
    var table = Table([
      .init("notice", .notice), .init("person", .person), .init("scheme", .scheme), .init("since", .since),
      .init("days", .days, .number), .init("age", .age), .init("demandedFen", .demanded, .money),
      .init("repaidFen", .repaid, .money), .init("outstandingFen", .outstanding, .money),
    ])
    for (notice, days) in notices {
      table.row([
        .text(notice.notice.description), .text(notice.person.description), .text(notice.scheme.description),
        .text(notice.since.description), .number(Int64(days)), .text(AgeClass(days: days).rawValue),
        .money(notice.demanded), .money(notice.repaid), .money(notice.outstanding),
      ])
    }
    func sum(_ amount: (RecoveryNotice) -> Fen) -> Table.Cell {
      .money(notices.reduce(.zero) { $0 + amount($1.notice) })
    }
    table.total =
      Array(repeating: .none, count: 6) + [sum(\.demanded), sum(\.repaid), sum(\.outstanding)]
    return table
  }

  /// Writes a notice with money still to come.
  static func write(_ notice: RecoveryNotice, days: Int, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("notice", notice.notice)
    writer.field("person", notice.person)
    writer.field("scheme", notice.scheme)
    writer.field("since", notice.since)
    writer.field("days", days)
    writer.field("age", AgeClass(days: days).rawValue)
    writer.field("demandedFen", notice.demanded)
    writer.field("repaidFen", notice.repaid)
    writer.field("outstandingFen", notice.outstanding)
    writer.endObject()
  }
}

import JSONText
package import Papers
package import Subsidy
import Values

/// The reports for finance.
package enum FinanceReports {
  /// The sums of a month.
  private static let sums = Report<MonthSums>(
    "sums",
    [
      .column("paidFen", .paid) { $0.paid },
      .column("returnedFen", .bankReturned) { $0.returned }.hidden(.ifZero),
      .column("bouncedFen", .bounced) { $0.bounced }.hidden(.ifZero),
      .column("adjustedFen", .adjusted) { $0.adjusted }.hidden(.ifZero),
      .column("netFen", .net) { $0.net },
      .column("repaidFen", .repaid) { $0.repaid }.hidden(.ifZero),
      .column("putBackFen", .putBack) { $0.putBack }.hidden(.ifZero),
      .column("writtenOffFen", .writtenOff) { $0.writtenOff }.hidden(.ifZero),
      .column("outstandingFen", .outstanding) { $0.outstanding },
      .column("refundedFen", .refunded) { $0.refunded }.unlessZero(),
      .column("reversedPaidFen", .reversedPaid) { $0.reversed.paid }.unlessZero(),
      .column("reversedReturnedFen", .reversedReturned) { $0.reversed.returned }.unlessZero(),
      .column("reversedRepaidFen", .reversedRepaid) { $0.reversed.repaid }.unlessZero(),
      .column("reversedPutBackFen", .reversedPutBack) { $0.reversed.putBack }.unlessZero(),
      .column("reversedWrittenOffFen", .reversedWrittenOff) { $0.reversed.writtenOff }.unlessZero(),
      .column("offsetFen", .offset) { $0.offset }.unlessZero(),
      .column("offsetUndoneFen", .offsetUndone) { $0.offsetUndone }.unlessZero(),
    ])

  /// A row for each scheme and district of a month's books.
  package static let rows = Report<MonthBooks.Row>(
    "report monthly",
    [
      .scheme { $0.scheme },
      .column("district", .district) { $0.district },
      .all(of: sums) { $0.sums }.summed(),
    ])

  /// A sum in the books of a month that differs at a later point.
  package struct BookChange: Sendable {
    let scheme: Identifier
    let district: Region?
    /// The sum's column in ``rows``.
    let sum: Table.Cell
    let before: Fen
    let after: Fen
  }

  /// The sums in the books of a month that differ at a later point, by scheme and district.
  package static func changes(from before: MonthBooks, to after: MonthBooks) -> [BookChange] {
    struct Place: Hashable {
      let scheme: Identifier
      let district: Region?
    }
    func byPlace(_ books: MonthBooks) -> [Place: MonthSums] {
      Dictionary(
        books.rows.map { (Place(scheme: $0.scheme, district: $0.district), $0.sums) }, uniquingKeysWith: { $1 })
    }
    let (old, new) = (byPlace(before), byPlace(after))
    let places = Set(old.keys).union(new.keys).sorted {
      ($0.scheme, $0.district?.description ?? "") < ($1.scheme, $1.district?.description ?? "")
    }
    return places.flatMap { place in
      let both = sums.table([old[place] ?? MonthSums(), new[place] ?? MonthSums()])
      return both.columns.indices.compactMap { column -> BookChange? in
        guard case .money(let was) = both.rows[0][column], case .money(let now) = both.rows[1][column], was != now
        else {
          return nil
        }
        let shape = both.columns[column]
        return BookChange(
          scheme: place.scheme, district: place.district, sum: .word(shape.heading, code: shape.key), before: was,
          after: now)
      }
    }
  }

  /// A row for each of them.
  package static let changes = Report<BookChange>(
    "changed books",
    [
      .scheme { $0.scheme },
      .column("district", .district) { $0.district },
      .column("sum", .item, .code) { $0.sum },
      .column("oldFen", .before) { $0.before },
      .column("newFen", .after) { $0.after },
      .column("changeFen", .change) { $0.after - $0.before },
    ])

  /// A row for each of several months.
  package static let months = Report<MonthBooks>(
    "months",
    [
      .column("month", .month) { $0.month },
      .all(of: sums) { $0.total }.summed(),
    ])

  /// The books of a month.
  package static let books = Report<MonthBooks>(
    "books",
    [
      .member("month") { $0.month },
      .json { books, writer in
        if books.first < books.month { writer.field("from", books.first.description) }
      },
      .object("closed", close) { books in books.close.map { ($0.size, $0.root, books.isAsClosed) } },
      .rows("rows", rows) { $0.rows },
      .object("total", sums) { $0.total },
    ])

  private static let close = Report<(size: UInt64, root: String, agrees: Bool)>(
    "close",
    [
      .member("size") { $0.size },
      .member("root") { $0.root },
      .member("agrees") { $0.agrees },
    ])

  /// A row for each claim that waits for money.
  package static let unpaid = Report<UnpaidClaim>(
    "report unpaid",
    [
      .person { $0.person },
      .scheme { $0.scheme },
      .column("district", .district) { $0.district },
      .column("months", .months) { $0.months },
      .column("oldest", .oldest) { $0.oldest },
      .column("since", .since) { $0.since },
      .column("days", .days) { $0.days },
      .column("age", .age) { $0.age },
      .column("payableFen", .payable) { $0.payable }.summed(),
      .column("inFlightFen", .inFlight) { $0.inFlight }.summed(),
    ])

  /// A row for each demand with money still to come.
  package static let ageing = Report<OpenDemand>(
    "recovery ageing",
    [
      .column("notice", .demand) { $0.demand.id },
      .person { $0.demand.person },
      .scheme { $0.demand.scheme },
      .column("since", .since) { $0.demand.since },
      .column("days", .days) { $0.days },
      .column("age", .age) { $0.age },
      .column("demandedFen", .demanded) { $0.demand.demanded }.summed(),
      .column("repaidFen", .repaid) { $0.demand.repaid }.summed(),
      .column("outstandingFen", .outstanding) { $0.demand.outstanding }.summed(),
      .column("objectedOn", .objectedOn) { $0.demand.objection?.on }.hidden(.ifBlank).ifAny().notInCSV(),
      .column("offsetFen", .offset) { $0.demand.offset }.summed().unlessZero().notInCSV(),
    ])
}

/// The reports about money that is demanded back.
package enum DemandReports {
  /// A row for each demand that was just raised.
  package static let raised = Report<ClawedBack>(
    "recovery demand", order: ["notice"],
    [
      .person { $0.person },
      .scheme { $0.scheme },
      .column("notice", .demand) { $0.demand },
      .column("months", .months) { $0.months.count },
      .column("demandedFen", .demanded) { $0.months.reduce(Fen.zero) { $0 + $1.amount } }.summed(),
      .column("reason", .reasons) { Table.Cell.word(.demandReason($0.reason), code: $0.reason) },
      .column("clause", .clause) { $0.clause },
      .column("debtor", .debtor) { $0.debtor }.hidden(.ifBlank),
    ])

  /// A row for each demand there is; the amount that a unit put back has a column of its own, and cancelled demands are no part
  /// of the total.
  package static let all = Report<RecoveryDemand>(
    "recovery notices", order: ["notice"],
    [
      .person { $0.person },
      .scheme { $0.scheme },
      .column("notice", .demand) { $0.id },
      .column("since", .since) { $0.since },
      .column("debtor", .debtor) { $0.debtor }.hidden(.ifBlank),
      .column("demandedFen", .demanded) { $0.demanded }.summed { !$0.isCancelled },
      .column("repaidFen", .repaid) { $0.repaid }.summed(),
      .column("putBackFen", .putBack) { $0.putBack }.summed(),
      .column("writtenOffFen", .writtenOff) { $0.writtenOff }.summed(),
      .column("outstandingFen", .outstanding) { $0.outstanding }.summed(),
      .column("withoutGroundFen", .withoutGround) { $0.withoutGround }.summed().unlessZero(),
      .column("reversedFen", .reversed) { $0.reversed }.summed().unlessZero(),
      .column("refundedFen", .refunded) { $0.refunded }.summed().unlessZero(),
      .column("refundableFen", .refundable) { $0.refundable }.summed().unlessZero(),
      .column("cancelled", .cancelled) { $0.isCancelled },
      .column("reason", .reasons) { Table.Cell.word(.demandReason($0.reason), code: $0.reason) },
      .column("clause", .clause) { $0.clause },
      .column("objectedOn", .objectedOn) { $0.objection?.on }.hidden(.ifBlank).ifAny().notInCSV(),
      .column("offsetFen", .offset) { $0.offset }.summed().unlessZero().notInCSV(),
    ])
}

/// The reports about acts that need two people.
package enum ConsentReports {
  /// A row for each request that waits for a second person.
  package static let open = Report<ConsentRequest>(
    "requests", order: ["request"],
    [
      .column("request", .request) { $0.body.request },
      .column("act", .act) { Table.Cell.word($0.body.matter, code: $0.body.act.rawValue) },
      .column("what", .content) { $0.body.particulars }.inTablesOnly(),
      .column("events", .events) { $0.body.content.lines.count },
      .column("by", .askedBy) { $0.by },
      .column("recorded", .recorded) { $0.recorded },
      .column("lastDay", .lapses) { $0.lastDay },
      .column("reason", .reason) { $0.body.reason },
      .column("authority", .authority) { $0.body.authority }.hidden(.ifBlank),
      .json { request, writer in
        writer.key("content")
        writer.beginArray()
        for line in request.body.content.lines { writer.value(line) }
        writer.endArray()
      },
    ])

  /// A row for each event that a request asks for.
  package static func events(_ local: LocalWords) -> Report<AskedEvent> {
    Report(
      "consent",
      [
        .column("number", .number) { $0.number },
        .person { $0.body.person },
        .column("type", .item) { Table.Cell.word(EventWords($0.body).matter, code: $0.body.type.rawValue) },
        .column("event", .content) {
          let words = EventWords($0.body, local, namesRequest: false).content
          return Table.Cell.word(words, code: words.en)
        },
        .column("amountFen", .amount) { $0.amount }.summed(),
      ])
  }

  /// A row for each scheme in which two keys are to be joined: the months used and the overpaid amounts, before and after.
  package static let joined = Report<JoinEffect>(
    "same-person", order: ["scheme"],
    [
      .scheme { $0.scheme },
      .column("used", .used) { $0.person.usedMonths },
      .column("otherUsed", .otherUsed) { $0.other.usedMonths },
      .column("joinedUsed", .joinedUsed) { $0.joined.usedMonths },
      .column("overpaidFen", .oldOverpaid) { $0.person.overpaid + $0.other.overpaid },
      .column("joinedMonths", .joinedMonths) { $0.joined.overpaidMonths },
      .column("joinedFen", .newOverpaid) { $0.joined.overpaid },
    ])
}

extension Requested {
  /// The particulars of the first event that is asked for, and how many more there are.
  fileprivate var particulars: Table.Cell {
    guard let words = EventWords(askedBy: self)?.content else { return .none }
    let more = acts.count > 1 ? Text(en: " and \(acts.count - 1) more", zh: "，等 \(acts.count) 笔") : Text.none
    return .word(Text(en: words.en + more.en, zh: words.zh + more.zh), code: words.en)
  }

  /// The matter that is asked for, in words.
  package var matter: Text { EventWords(askedBy: self)?.matter ?? Text(same: act.rawValue) }
}

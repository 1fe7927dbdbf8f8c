import Subsidy
import Values

/// One row for each person, scheme, month, batch and key with which it was booked: the amount ordered, the amount that arrived,
/// and the bank's last answer.
struct PaymentsProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let batch: Identifier
    let key: Identifier
    let item: ClaimState.PaymentItem
    let returnedFrom: Identifier?
    let hold: StandingHold?
    let book: Month?
    let bookDistrict: Region?
  }

  let table = TableDeclaration<Row>(
    "payments", version: 6,
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.scheme },
      Column("month") { $0.item.month },
      Column("batch") { $0.batch },
      Column("booked_key") { $0.key },
    ],
    columns: [
      Column("ordered_fen") { $0.item.ordered },
      Column("paid_fen") { $0.item.paid },
      // An item that its batch no longer has waits for no answer.
      Column("outcome") { $0.item.isWithheld ? PaymentsProjection.withheld : $0.item.outcome.rawValue },
      Column("first_paid_event") { $0.item.isPaid ? $0.item.firstPaid : nil },
      Column("returned_from") { $0.returnedFrom },
      Column("hold") { $0.hold?.kind },
      Column("held_from") { $0.hold?.from },
      // The month of the books, if the bank has confirmed the item without further words.
      Column("book") { $0.book },
      Column("book_district") { $0.bookDistrict },
    ],
    indexes: [
      // Covers the columns summed by batch, so that they are summed faster when all tables are made.
      TableIndex("batch", on: ["batch", "outcome", "ordered_fen", "paid_fen"])
    ],
    sums: [
      TableSums(
        "batch_sums", by: ["batch", "outcome"],
        adding: [.count("ordered", positive: "ordered_fen"), .of("ordered_fen"), .of("paid_fen")]),
      TableSums("book_sums", by: ["book", "scheme", "book_district"], adding: [.of("paid_fen")]),
    ],
    of: .claims)

  /// The outcome of an item that was taken out of its batch.
  static var withheld: String { "withheld" }

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    ledger.people[person.number].claims.flatMap { claim in
      let scheme = ledger.schemes[claim.scheme]
      let holds = ledger.standingHolds(ofPersonAt: person.number, claim, person.claims)
      return zip(claim.items, holds).map { item, hold in
        let book = ledger.bookMonth(of: item)
        return Row(
          person: person.person, scheme: scheme, batch: ledger.batchNames[item.batch],
          key: ledger.key(of: item, ofPersonAt: person.number), item: item,
          returnedFrom: claim.returned(before: item, ledger.batches).map { ledger.batchNames[$0] }, hold: hold,
          book: book,
          bookDistrict: book.flatMap { ledger.district(ofPersonAt: person.number, claim, inBooksOf: $0) })
      }
    }
  }
}

extension PaymentHold.Kind: ColumnCode {}

import Subsidy
import Values

/// One row for each claim, month of the books and district in which anything moved but first confirmations of the bank.
///
/// These are in the table of payments: nearly all movements are items that the bank confirms without further words.
struct MovementsProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let entry: BookEntry
  }

  let table = TableDeclaration<Row>(
    "movements", version: 1,
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.scheme },
      Column("book") { $0.entry.month },
    ],
    columns: [Column("district") { $0.entry.district }]
      + MonthSums.moved.map { sum in
        Column(sum.name) { $0.entry.sums[keyPath: sum.path] }
      },
    sums: [
      TableSums(
        "movement_sums", by: ["book", "scheme", "district"], adding: MonthSums.moved.map { TableSums.Sum.of($0.name) })
    ],
    of: .claims)
  let unchangedBy = EventType.ofBatches.subtracting([.paid, .paymentReturned]).union([.contributed, .factRecorded])

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    ledger.people[person.number].claims.flatMap { claim in
      ledger.bookEntries(ofPersonAt: person.number, claim).map {
        Row(person: person.person, scheme: ledger.schemes[claim.scheme], entry: $0)
      }
    }
  }
}

/// One row for each demand and each run of months of the books at whose ends the same amount is owed in the same district.
struct DebtsProjection: Projection {
  struct Row {
    let person: Identifier
    let scheme: Identifier
    let debt: BookedDebt
  }

  let table = TableDeclaration<Row>(
    "debts", version: 1,
    key: [
      Column("person") { $0.person },
      Column("scheme") { $0.scheme },
      Column("demand") { $0.debt.demand },
      Column("booked_key") { $0.debt.key },
      Column("since_book") { $0.debt.since },
    ],
    columns: [
      Column("until_book") { $0.debt.until },
      Column("district") { $0.debt.district },
      Column("outstanding_fen") { $0.debt.outstanding },
    ],
    sums: [
      TableSums("debt_sums", by: ["since_book", "until_book", "scheme", "district"], adding: [.of("outstanding_fen")])
    ],
    of: .claims)
  let unchangedBy = MovementsProjection().unchangedBy.union([.paid])

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [Row] {
    ledger.people[person.number].claims.flatMap { claim in
      ledger.bookedDebts(ofPersonAt: person.number, claim).map {
        Row(person: person.person, scheme: ledger.schemes[claim.scheme], debt: $0)
      }
    }
  }
}

/// One row for each close of the books that was not undone.
struct ClosesProjection: Projection {
  let table = TableDeclaration<BookClose>(
    "closes", version: 2,
    key: [Column("event") { $0.sequence }],
    columns: [
      Column("month") { $0.close.month },
      Column("size") { $0.close.size },
      Column("root") { $0.close.root },
      Column("closed_at") { $0.recorded },
      Column("closed_by") { $0.by },
      Column("looks") { $0.close.looks?.count },
      Column("look_sha256") { $0.close.looks?.sha256 },
    ] + MonthSums.all.map { sum in Column(sum.name) { $0.close.sums[keyPath: sum.path] } })

  func rows(_ state: Void, in ledger: LedgerState) -> [BookClose] { ledger.closes }
}

extension MonthSums {
  /// A sum with the column that shows it.
  typealias SumColumn = (name: String, path: any WritableKeyPath<MonthSums, Fen> & Sendable)

  /// The movements of a month, in the order of the columns.
  static var moved: [SumColumn] {
    [
      ("paid_fen", \.paid), ("returned_fen", \.returned), ("bounced_fen", \.bounced), ("adjusted_fen", \.adjusted),
      ("repaid_fen", \.repaid), ("put_back_fen", \.putBack), ("written_off_fen", \.writtenOff),
      ("refunded_fen", \.refunded), ("offset_fen", \.offset), ("offset_undone_fen", \.offsetUndone),
      ("reversed_paid_fen", \.reversed.paid), ("reversed_returned_fen", \.reversed.returned),
      ("reversed_repaid_fen", \.reversed.repaid), ("reversed_put_back_fen", \.reversed.putBack),
      ("reversed_written_off_fen", \.reversed.writtenOff),
    ]
  }

  /// The same, and what is owed at its end.
  static var all: [SumColumn] { moved + [("outstanding_fen", \.outstanding)] }
}

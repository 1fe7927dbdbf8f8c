import Subsidy
import Values

extension ReadModel {
  /// The books of a month, or of several that end with it.
  ///
  /// - Throws: ``UnreadableCell`` and `SQLiteError`.
  func books(of month: Month, from first: Month? = nil) throws -> MonthBooks {
    let months = min(first ?? month, month)...month
    var sums = BookSums()
    try forEachMovement(in: months) { sums[$1, $2] += $3 }
    try forEachDebt(in: month...month) { sums[$1, $2].outstanding += $3 }
    return MonthBooks(month, from: months.lowerBound, sums, closing: try closing(of: month))
  }

  /// The books of each of some months.
  ///
  /// - Throws: ``UnreadableCell`` and `SQLiteError`.
  func books(ofEach months: ClosedRange<Month>) throws -> [MonthBooks] {
    var sums: [Month: BookSums] = [:]
    try forEachMovement(in: months) { sums[$0, default: BookSums()][$1, $2] += $3 }
    try forEachDebt(in: months) { owed, scheme, district, outstanding in
      for month in owed.clamped(to: months).each {
        sums[month, default: BookSums()][scheme, district].outstanding += outstanding
      }
    }
    return try months.each.map { MonthBooks($0, sums[$0] ?? BookSums(), closing: try closing(of: $0)) }
  }

  /// Gives the movements in some months of the books, by month, scheme and district.
  private func forEachMovement(
    in months: ClosedRange<Month>, _ body: (Month, Identifier, Region?, MonthSums) throws -> Void
  ) throws {
    func add(_ columns: [MonthSums.SumColumn], of table: String) throws {
      guard let sums = layouts.lazy.flatMap(\.sums).first(where: { $0.name == table }) else {
        preconditionFailure("the books have the sums \(table)")
      }
      try forEach(
        sums.question(forMonths: columns.map(\.name)), [months.lowerBound.description, months.upperBound.description]
      ) { answer in
        let (book, scheme, district): (Month, Identifier, Region?) = try (answer.read(), answer.read(), answer.read())
        try body(book, scheme, district, answer.read(columns))
      }
    }
    try add([("paid_fen", \.paid)], of: "book_sums")
    try add(MonthSums.moved, of: "movement_sums")
  }

  /// Gives the debts at the ends of some months, by month, scheme and district.
  private func forEachDebt(
    in months: ClosedRange<Month>, _ body: (ClosedRange<Month>, Identifier, Region?, Fen) throws -> Void
  ) throws {
    try forEach(
      """
      SELECT since_book, until_book, scheme, district, outstanding_fen FROM debt_sums
      WHERE since_book <= ?2 AND (until_book IS NULL OR until_book > ?1)
      """, [months.lowerBound.description, months.upperBound.description]
    ) { answer in
      let (since, until): (Month, Month?) = try (answer.read(), answer.read())
      let last = until?.adding(-1) ?? .last
      // A debt settled in the month in which it arose was owed at the end of no month.
      guard since <= last else { return }
      try body(since...last, answer.read(), answer.read(), answer.read())
    }
  }

  /// The first close of a month, on its own or with a later one; nil for an open month.
  private func closing(of month: Month) throws -> MonthClosed? {
    let columns = MonthSums.all.map(\.name).joined(separator: ", ")
    return try ask(
      "SELECT month, size, root, looks, look_sha256, \(columns) FROM closes WHERE month >= ?1 ORDER BY month <> ?1, event LIMIT 1",
      [month.description]
    ) { answer in
      let (month, size, root): (Month, UInt64, String) = try (answer.read(), answer.read(), answer.read())
      let (looks, sha256): (UInt64?, String?) = try (answer.read(), answer.read())
      let head = looks.flatMap { looks in sha256.map { LookHead(count: looks, sha256: $0) } }
      return MonthClosed(
        month: month, size: size, root: root, sums: try answer.read(MonthSums.all), looks: head)
    }.first
  }
}

extension ClosedRange<Month> {
  /// The months, one after the other.
  fileprivate var each: some Sequence<Month> { (lowerBound.index...upperBound.index).lazy.map { Month(index: $0) } }
}

extension Answer {
  /// The next values of the row, each of them a sum of a month.
  fileprivate mutating func read(_ columns: [MonthSums.SumColumn]) throws(UnreadableCell) -> MonthSums {
    var sums = MonthSums()
    for column in columns { sums[keyPath: column.path] = try read() }
    return sums
  }
}

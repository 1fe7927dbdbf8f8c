import Subsidy
import Values

extension ReadModel {
  /// The books of a month, or of several that end with it.
  ///
  /// - Throws: ``UnreadableCell`` and `SQLiteError`.
  func books(of month: Month, from first: Month? = nil) throws -> MonthBooks {
    var sums = BookSums()
    let months = min(first ?? month, month)...month
    func add(
      _ columns: [MonthSums.SumColumn], of table: String, by district: String = "district", where condition: String
    ) throws {
      let totals = columns.map { "sum(\($0.name))" }.joined(separator: ", ")
      try forEach(
        "SELECT scheme, \(district), \(totals) FROM \(table) WHERE \(condition) GROUP BY scheme, \(district)",
        [month.description, months.lowerBound.description]
      ) { answer in
        let (scheme, district): (Identifier, Region?) = try (answer.read(), answer.read())
        sums[scheme, district] += try answer.read(columns)
      }
    }
    try add([("paid_fen", \.paid)], of: "book_sums", by: "book_district", where: "book BETWEEN ?2 AND ?1")
    try add(MonthSums.moved, of: "movement_sums", where: "book BETWEEN ?2 AND ?1")
    try add(
      [("outstanding_fen", \.outstanding)], of: "debts",
      where: "since_book <= ?1 AND (until_book IS NULL OR until_book > ?1) AND ?2 <= ?1")
    return MonthBooks(month, from: months.lowerBound, sums, closing: try closing(of: month))
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

extension Answer {
  /// The next values of the row, each of them a sum of a month.
  fileprivate mutating func read(_ columns: [MonthSums.SumColumn]) throws(UnreadableCell) -> MonthSums {
    var sums = MonthSums()
    for column in columns { sums[keyPath: column.path] = try read() }
    return sums
  }
}

import ReadModel
import Subsidy

/// The rows of a table in groups, each of rows that differ only in some columns.
///
/// A page shows fifty rows, so that the others need not be read.
struct RowGroups<Row> {
  /// A row of each group, in the order of the table.
  let rows: [Row]
  /// How many rows each group has.
  let counts: [Int]
  /// The keys of the columns in which the rows of a group differ.
  var own: Set<String>
  /// Whether the rows of two groups lie among each other.
  let areAmong: (Int, Int) -> Bool
  /// Some of the rows of groups that lie among each other, in their order.
  let among: ([Int], Range<Int>) throws -> [Row]
  /// All rows, in their order.
  var all: () throws -> [Row]
  /// Some rows of groups with the values of these columns, if the groups do not have them.
  var completed: ([Row]) throws -> [Row] = { $0 }

  /// How many rows there are.
  var count: Int { counts.reduce(0, +) }

  /// The rows at some places of the table, whose groups have an order; `isAlike` compares groups in the column of that order.
  func rows(_ wanted: Range<Int>, in order: [Int], _ isAlike: (Int, Int) -> Bool) throws -> [Row] {
    var (found, start, place) = ([Row](), 0, 0)
    while place < order.count, start < wanted.upperBound {
      var (end, count) = (place + 1, counts[order[place]])
      while end < order.count, areAmong(order[place], order[end]), isAlike(order[place], order[end]) {
        count += counts[order[end]]
        end += 1
      }
      let part = wanted.clamped(to: start..<start + count)
      if !part.isEmpty {
        found += try among(Array(order[place..<end]), part.lowerBound - start..<part.upperBound - start)
      }
      (start, place) = (start + count, end)
    }
    return try completed(found)
  }
}

/// The rows of a table, or groups of them.
protocol TableRows<Row> {
  associatedtype Row
  var groups: RowGroups<Row> { get }
}

extension RowGroups: TableRows {
  var groups: RowGroups { self }
}

extension Array: TableRows {
  /// Groups of one row each.
  var groups: RowGroups<Element> {
    RowGroups(
      rows: self, counts: Array<Int>(repeating: 1, count: count), own: [], areAmong: { _, _ in false },
      among: { groups, wanted in groups[wanted].map { self[$0] } }, all: { self })
  }
}

extension RowGroups<Deadline> {
  /// Due and overdue work: some of the desk's groups, in their order, and whether a row is of one of them.
  init(_ groups: [DeadlineGroups.Group], _ desk: Desk, where isIncluded: @escaping (Deadline) -> Bool = { _ in true }) {
    self.init(
      rows: groups.map(\.row), counts: groups.map(\.count), own: ["person", "application"],
      areAmong: { groups[$0].isAmong(groups[$1]) },
      among: { places, wanted in
        let together = places.map { groups[$0] }
        if together.allSatisfy({ $0.task == nil }) { return together[wanted].map(\.row) }
        return try desk.deadlines(of: together, wanted)
      }, all: { try desk.deadlines().rows.filter(isIncluded) })
  }
}

extension RowGroups<ClaimStatement> {
  /// The claims with a sum of recovery; the months with its reasons are read for those that are shown.
  ///
  /// At a point in the past they come with their months, because its tables are made for each question.
  static func recovered(_ desk: Desk) throws -> RowGroups {
    if desk.knownAt != nil { return try desk.recovery().claims.groups }
    var groups = try desk.recoveredClaims().groups
    groups.own = ["reasons"]
    groups.all = { try desk.recovery().claims }
    groups.completed = { shown in
      let whole = try desk.answer(.recovery(of: Set(shown.map(\.person))))
      return shown.map { claim in
        whole.first { ($0.person, $0.scheme) == (claim.person, claim.scheme) } ?? claim
      }
    }
    return groups
  }
}

import Subsidy
public import System
public import Values

/// How one table, or one of sums, compares with a fresh fold.
public struct ProjectionCheck: Hashable, Sendable {
  /// A row that differs.
  public struct Difference: Hashable, Sendable {
    /// The person it is about; nil for a row of the ledger and one of sums.
    public let person: Identifier?
    /// The row as it is stored; nil if there is none.
    public let stored: [Cell]?
    /// The row as the fold gives it; nil if there is none.
    public let folded: [Cell]?
    /// The first event from which on no fold gives the row as it is stored; nil if none was looked for, as for sums.
    public var since: UInt64?
  }

  /// The table.
  public let name: String
  /// How many rows the fold gives.
  public let rows: Int
  /// SHA-256 over the rows as they are stored; nil if nothing was compared.
  public let storedDigest: String?
  /// SHA-256 over the rows as the fold gives them.
  public let foldedDigest: String
  /// The first rows that differ, at most five.
  public var differences: [Difference]
  /// The event that the projection cannot take; nil if it takes all.
  public let halt: ProjectionHalt?

  /// Whether the table is what the fold gives.
  public var isEqual: Bool { halt == nil && storedDigest == foldedDigest && differences.isEmpty }
}

extension ReadModel {
  /// Compares every table with a fresh fold, row by row, without holding the rows.
  public func check(against source: ReadModelSource) throws -> [ProjectionCheck] {
    var checks = try ReadModel.survey(source, projections) { table throws(SQLiteError) in
      try database.rows(of: table)
    }
    for (number, projection) in projections.enumerated() { try source.date(&checks[number][0], projection) }
    return checks.flatMap { $0 }
  }

  /// The rows and digests, by table, that a rebuild would write, and after each table those of its sums.
  public static func survey(
    _ source: ReadModelSource, _ projections: [any Projection], threads: Int = Threads.available
  ) throws -> [ProjectionCheck] {
    try survey(source, projections, threads: threads) { _ in nil }.flatMap { $0 }
  }

  /// Each table and, unless it is halted, its sums after it: those stored, and those that the rows of the fold give.

  private static func survey(
    _ source: ReadModelSource, _ projections: [any Projection], threads: Int = Threads.available,
    _ stored: (any KeyedTable) throws(SQLiteError) -> SQLiteStatement?
  ) throws -> [[ProjectionCheck]] {
    let layouts = projections.map(\.layout)
    let renderer = Renderer(source, projections, layouts)
    let tables = try layouts.map { TableComparison($0, try stored($0)) }
    var sums = layouts.map { $0.sums.map { SumsCount($0) } }
    var halts = FirstHalts(tables: layouts.count)
    func take(_ rendered: RenderedRows) throws {
      for (table, rows) in rendered.tables.enumerated() where halts.first[table] == nil && !rows.isEmpty {
        try tables[table].take(rows)
        for number in sums[table].indices {
          for row in 0..<rows.count { sums[table][number].count(rows, row) }
        }
      }
      halts.merge(rendered.halts)
    }
    try renderer.forEachPart(of: source.index.personsInOrder[...], threads: threads, take)
    try take(renderer.ledgerRows())
    return try layouts.indices.map { table in
      let check = try tables[table].finish(halt: halts.first[table])
      if check.halt != nil { return [check] }
      return try [check]
        + sums[table].map { sums in
          let comparison = TableComparison(sums.layout, try stored(sums.layout))
          try comparison.take(sums.rows())
          return try comparison.finish(halt: nil)
        }
    }
  }
}

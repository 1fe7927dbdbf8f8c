import Subsidy
public import System
public import Values

/// How one table compares with a fresh fold.
public struct ProjectionCheck: Hashable, Sendable {
  /// A row that differs.
  public struct Difference: Hashable, Sendable {
    /// The person it is about; nil for a row of the ledger.
    public let person: Identifier?
    /// The row as it is stored; nil where there is none.
    public let stored: [Cell]?
    /// The row as the fold gives it; nil where there is none.
    public let folded: [Cell]?
    /// The first event from which on no fold gives the row as it is stored; nil where none was looked for.
    public var since: UInt64?
  }

  /// The table.
  public let name: String
  /// How many rows the fold gives.
  public let rows: Int
  /// SHA-256 over the rows as they are stored; nil where nothing was compared.
  public let storedDigest: String?
  /// SHA-256 over the rows as the fold gives them.
  public let foldedDigest: String
  /// The first rows that differ, at most five.
  public var differences: [Difference]
  /// The event that the projection cannot take; nil where it takes all.
  public let halt: ProjectionHalt?

  /// Whether the table is what the fold gives.
  public var isEqual: Bool { halt == nil && storedDigest == foldedDigest }
}

extension ReadModel {
  /// Compares every table with a fresh fold, row by row, without holding the rows.
  public func check(against source: ReadModelSource) throws -> [ProjectionCheck] {
    var checks = try ReadModel.survey(source, projections) { layout throws(SQLiteError) in
      try database.rows(of: layout)
    }
    for (number, projection) in projections.enumerated() { try source.date(&checks[number], projection) }
    return checks
  }

  /// What a rebuild would write: rows and digests by table.
  public static func survey(
    _ source: ReadModelSource, _ projections: [any Projection], threads: Int = Threads.available
  ) throws -> [ProjectionCheck] {
    try survey(source, projections, threads: threads) { _ in nil }
  }

  private static func survey(
    _ source: ReadModelSource, _ projections: [any Projection], threads: Int = Threads.available,
    _ stored: (TableLayout) throws(SQLiteError) -> SQLiteStatement?
  ) throws -> [ProjectionCheck] {
    let layouts = projections.map(\.layout)
    let renderer = Renderer(source, projections, layouts)
    let tables = try layouts.map { TableComparison($0, try stored($0)) }
    var halts = FirstHalts(tables: layouts.count)
    func take(_ rendered: RenderedRows) throws {
      for (table, rows) in rendered.tables.enumerated() where halts.first[table] == nil && !rows.isEmpty {
        try tables[table].take(rows)
      }
      halts.merge(rendered.halts)
    }
    try renderer.forEachPart(of: source.index.personsInOrder[...], threads: threads, take)
    try take(renderer.ledgerRows())
    return try zip(tables, halts.first).map { try $0.finish(halt: $1) }
  }
}

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
  /// The first rows that differ, at most five, and then rows of sums that are not those of the stored rows.
  public var differences: [Difference]
  /// The event that the projection cannot take; nil where it takes all.
  public let halt: ProjectionHalt?

  /// Whether the table is what the fold gives, and its sums are those of its rows.
  public var isEqual: Bool { halt == nil && storedDigest == foldedDigest && differences.isEmpty }
}

extension ReadModel {
  /// Compares every table with a fresh fold, row by row, without holding the rows.
  public func check(against source: ReadModelSource) throws -> [ProjectionCheck] {
    var checks = try ReadModel.survey(source, projections) { layout throws(SQLiteError) in
      try database.rows(of: layout)
    }
    for (number, projection) in projections.enumerated() {
      try source.date(&checks[number], projection)
      if checks[number].halt == nil {
        for sums in layouts[number].sums { checks[number].differences += try differences(of: sums) }
      }
    }
    return checks
  }

  /// A row of sums that the stored rows do not have, and one that they have and is not stored.
  private func differences(of sums: SumsLayout) throws(SQLiteError) -> [ProjectionCheck.Difference] {
    func first(_ rows: String, without others: String) throws(SQLiteError) -> [Cell]? {
      let statement = try database.prepare("SELECT * FROM (\(rows)) EXCEPT SELECT * FROM (\(others)) LIMIT 1")
      guard try statement.step() else { return nil }
      var found = Rows(width: sums.columns.count)
      statement.appendRow(to: &found)
      return found.row(0)
    }
    let stored = try first("SELECT * FROM \(sums.name)", without: sums.selection)
    let folded = try first(sums.selection, without: "SELECT * FROM \(sums.name)")
    return stored == nil && folded == nil ? [] : [.init(person: nil, stored: stored, folded: folded)]
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

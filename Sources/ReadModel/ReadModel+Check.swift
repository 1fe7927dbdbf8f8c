import Merkle
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
    let bits = try idBits()
    var checks = try ReadModel.survey(source, projections, bits: bits) { layout throws(SQLiteError) in
      try database.prepare("SELECT * FROM \(layout.name) ORDER BY \(layout.key)")
    }
    for (number, projection) in projections.enumerated() { try source.date(&checks[number], projection) }
    return checks
  }

  /// What a rebuild would write: rows and digests by table.
  public static func survey(
    _ source: ReadModelSource, _ projections: [any Projection], threads: Int = Threads.available
  ) throws -> [ProjectionCheck] {
    try survey(source, projections, bits: source.index.ids.bucketBits, threads: threads) { _ in nil }
  }

  private static func survey(
    _ source: ReadModelSource, _ projections: [any Projection], bits: Int, threads: Int = Threads.available,
    _ stored: (TableLayout) throws(SQLiteError) -> SQLiteStatement?
  ) throws -> [ProjectionCheck] {
    let layouts = projections.map(\.layout)
    let renderer = Renderer(source, projections, layouts)
    let events = TableCheck(IndexTables.persons.layout, try stored(IndexTables.persons.layout))
    var tables: [TableCheck] = []
    for layout in layouts { tables.append(TableCheck(layout, try stored(layout))) }
    // The key of the events that are about no person is empty, and so the first.
    let ledger = try renderer.ledgerRows()
    try events.take(ledger.places)
    var halts = Halts(tables: layouts.count)
    func take(_ rendered: RenderedRows) throws {
      for (table, rows) in rendered.tables.enumerated() where halts.first[table] == nil && !rows.isEmpty {
        try tables[table].take(rows)
      }
      halts.merge(rendered.halts)
    }
    try renderer.forEachPart(of: source.index.personsInOrder[...], threads: threads) { part in
      try events.take(part.places)
      try take(part)
    }
    try take(ledger)
    var checks = try zip(tables, halts.first).map { try $0.finish(halt: $1) }
    checks.append(try events.finish(halt: nil))
    for (table, entries) in source.index.hashed {
      let check = TableCheck(table.layout, try stored(table.layout))
      try entries.forEachPart(of: table, bits: bits) { try check.take($0) }
      checks.append(try check.finish(halt: nil))
    }
    return checks
  }
}

/// One table beside the rows that a fold gives: both come in the order of the key.
private final class TableCheck {
  private let layout: TableLayout
  private let statement: SQLiteStatement?
  private var stored: Rows
  private var isStored = false
  private var hasBegun = false
  private var storedHash = SHA256Stream()
  private var foldedHash = SHA256Stream()
  private var buffer: [UInt8] = []
  private var count = 0
  private var differences: [ProjectionCheck.Difference] = []

  init(_ layout: TableLayout, _ statement: consuming SQLiteStatement?) {
    self.layout = layout
    self.statement = statement
    stored = Rows(width: layout.width)
  }

  /// Takes the next rows of the fold.
  func take(_ rows: Rows) throws {
    if !hasBegun { try begin() }
    for row in 0..<rows.count {
      rows.digest(row, into: &foldedHash, &buffer)
      count += 1
      guard statement != nil else { continue }
      while isStored, Rows.compare(stored, 0, rows, row, columns: layout.keyWidth) < 0 {
        differ(stored.row(0), nil)
        try advance()
      }
      if isStored, Rows.compare(stored, 0, rows, row, columns: layout.keyWidth) == 0 {
        if Rows.compare(stored, 0, rows, row, columns: layout.width) != 0 { differ(stored.row(0), rows.row(row)) }
        try advance()
      } else {
        differ(nil, rows.row(row))
      }
    }
  }

  private func begin() throws {
    hasBegun = true
    if statement != nil { try advance() }
  }

  private func advance() throws {
    stored.removeAll()
    isStored = try statement?.step() ?? false
    guard isStored else { return }
    statement?.appendRow(to: &stored)
    stored.digest(0, into: &storedHash, &buffer)
  }

  private func differ(_ stored: [Cell]?, _ folded: [Cell]?) {
    guard differences.count < 5 else { return }
    var person: Identifier?
    if layout.isAboutPersons, case .text(let key)? = (stored ?? folded)?.first { person = Identifier(key) }
    differences.append(.init(person: person, stored: stored, folded: folded))
  }

  func finish(halt: ProjectionHalt?) throws -> ProjectionCheck {
    if !hasBegun { try begin() }
    while isStored {
      if halt == nil { differ(stored.row(0), nil) }
      try advance()
    }
    var storedHash = SHA256Stream()
    var foldedHash = SHA256Stream()
    Swift.swap(&storedHash, &self.storedHash)
    Swift.swap(&foldedHash, &self.foldedHash)
    return ProjectionCheck(
      name: layout.name, rows: count, storedDigest: statement == nil ? nil : storedHash.finish().description,
      foldedDigest: foldedHash.finish().description, differences: halt == nil ? differences : [], halt: halt)
  }
}

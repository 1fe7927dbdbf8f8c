import Merkle
import System
import Values

/// One table beside the rows that a fold gives: both come in the order of the key.
final class TableComparison {
  private let layout: any KeyedTable
  private let (width, keyWidth): (Int, Int)
  private let statement: SQLiteStatement?
  private var stored: Rows
  private var isStored = false
  private var hasBegun = false
  private var storedHash = SHA256Stream()
  private var foldedHash = SHA256Stream()
  private var buffer: [UInt8] = []
  private var count = 0
  private var differences: [ProjectionCheck.Difference] = []

  init(_ layout: some KeyedTable, _ statement: consuming SQLiteStatement?) {
    self.layout = layout
    self.statement = statement
    (width, keyWidth) = (layout.width, layout.keyWidth)
    stored = Rows(width: width)
  }

  /// Takes the next rows of the fold.
  func take(_ rows: Rows) throws {
    if !hasBegun { try begin() }
    for row in 0..<rows.count {
      rows.digest(row, into: &foldedHash, &buffer)
      count += 1
      guard statement != nil else { continue }
      while isStored, Rows.compare(stored, 0, rows, row, columns: keyWidth) < 0 {
        differ(stored.row(0), nil)
        try advance()
      }
      if isStored, Rows.compare(stored, 0, rows, row, columns: keyWidth) == 0 {
        if Rows.compare(stored, 0, rows, row, columns: width) != 0 { differ(stored.row(0), rows.row(row)) }
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

extension SQLiteDatabase {
  /// The rows of a table in the order of its key.
  func rows(of table: any KeyedTable) throws(SQLiteError) -> SQLiteStatement {
    try prepare("SELECT * FROM \(table.name) ORDER BY \(table.key)")
  }
}

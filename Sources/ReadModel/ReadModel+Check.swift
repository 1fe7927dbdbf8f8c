import Merkle
public import Subsidy
import System

/// How one table compares with a fresh fold.
public struct ProjectionCheck: Hashable, Sendable {
  /// A row that differs.
  public struct Difference: Hashable, Sendable {
    /// The row as it is stored; nil where there is none.
    public let stored: Row?
    /// The row as the fold gives it; nil where there is none.
    public let folded: Row?
  }

  /// The table.
  public let name: String
  /// How many rows the fold gives.
  public let rows: Int
  /// SHA-256 over the rows as they are stored.
  public let storedDigest: String
  /// SHA-256 over the rows as the fold gives them.
  public let foldedDigest: String
  /// The first rows that differ, at most five.
  public let differences: [Difference]

  /// Whether the table is what the fold gives.
  public var isEqual: Bool { storedDigest == foldedDigest }
}

extension ReadModel {
  /// Compares every table with a fresh fold, row by row.
  public func check(against state: LedgerState) throws -> [ProjectionCheck] {
    try ReadModel.projections.map { projection in
      var folded: [Row] = projection.rows(in: state)
      ReadModel.forEachPerson(state) { folded.append(contentsOf: projection.rows(of: $0, in: state)) }
      var stored: [Row] = []
      try forEachRow(of: projection) { stored.append($0) }
      return ProjectionCheck(
        name: projection.name, rows: folded.count, storedDigest: ReadModel.digest(stored),
        foldedDigest: ReadModel.digest(folded), differences: ReadModel.differences(stored, folded))
    }
  }

  /// A digest of rows: each cell with its kind and length, so that no two tables share one.
  private static func digest(_ rows: [Row]) -> String {
    var hash = SHA256Stream()
    for row in rows {
      var bytes: [UInt8] = []
      for cell in row {
        switch cell {
        case .text(let text): bytes.append(contentsOf: "t\(text.utf8.count):\(text)".utf8)
        case .integer(let number): bytes.append(contentsOf: "i\(number);".utf8)
        case .null: bytes.append(contentsOf: "n;".utf8)
        }
      }
      bytes.append(UInt8(ascii: "\n"))
      hash.update(bytes, 0..<bytes.count)
    }
    return hash.finish().description
  }

  private static func differences(_ stored: [Row], _ folded: [Row]) -> [ProjectionCheck.Difference] {
    if stored == folded { return [] }
    var found: [ProjectionCheck.Difference] = []
    for index in 0..<max(stored.count, folded.count) {
      let left = index < stored.count ? stored[index] : nil
      let right = index < folded.count ? folded[index] : nil
      if left != right { found.append(.init(stored: left, folded: right)) }
      if found.count == 5 { break }
    }
    return found
  }
}

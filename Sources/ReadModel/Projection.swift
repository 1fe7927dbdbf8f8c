public import Subsidy
import Values

/// A value in a column of the read model.
public enum Cell: Hashable, Sendable {
  /// Text.
  case text(String)
  /// A whole number: months, fen.
  case integer(Int64)
  /// Nothing.
  case null
}

extension Cell {
  /// An amount, or a negative balance.
  static func fen(_ amount: Fen) -> Cell { .integer(amount.value) }
  /// A count.
  static func count(_ number: Int) -> Cell { .integer(Int64(number)) }
  /// A count, if there is one.
  static func count(ifAny number: Int?) -> Cell { number.map { .integer(Int64($0)) } ?? .null }
  /// The text of an identifier, a month, an instant, if there is one.
  static func text(ifAny value: (some CustomStringConvertible)?) -> Cell {
    value.map { .text($0.description) } ?? .null
  }
}

/// A row of the read model, its key columns first.
public typealias Row = [Cell]

/// A table that is derived from the log and nothing else: it can be thrown away and made again.
///
/// The rows come in the order of their key, so that a table can be compared with a fresh fold row by row.
public protocol Projection: Sendable {
  /// The table's name.
  var name: String { get }
  /// The columns of the table with their types, the key included, in SQL.
  var columns: String { get }
  /// The columns by which the rows are ordered, in SQL.
  var key: String { get }
  /// How many columns there are.
  var columnCount: Int { get }
  /// The rows of one person; the first column is the person's key. Empty for a table that is not about persons.
  func rows(of person: PersonView, in state: LedgerState) -> [Row]
  /// The rows of a table that is not about persons.
  func rows(in state: LedgerState) -> [Row]
}

extension Projection {
  /// No rows of one person.
  public func rows(of person: PersonView, in state: LedgerState) -> [Row] { [] }
  /// No rows of the ledger.
  public func rows(in state: LedgerState) -> [Row] { [] }
}

/// A person with the evaluation that all projections share.
public struct PersonView: Sendable {
  /// The person's number in the state.
  public let number: Int
  /// The person's key.
  public let person: String
  /// The claims, by scheme.
  public let claims: [ClaimEntitlement]

  /// Evaluates a person.
  public init(_ number: Int, in state: LedgerState) {
    self.number = number
    person = state.persons.identifiers[number].description
    claims = state.entitlements(ofPersonAt: number).sorted { state.schemes[$0.scheme] < state.schemes[$1.scheme] }
  }
}

/// An error of a PostgreSQL server, or of the connection to it.
///
/// > Source: PostgreSQL 15, appendix A, "PostgreSQL Error Codes".
public struct PostgresError: Error, Hashable, Sendable {
  /// The five characters of SQLSTATE; `08006` if the connection was lost and none was given.
  public let state: String
  /// The server's or the library's own words on one line, which name no values of a log.
  public let message: String

  /// Makes an error.
  public init(state: String, message: String) {
    self.state = state
    self.message = message.split { $0.isWhitespace }.joined(separator: " ")
  }

  /// The connection was lost, or never made.
  public static var connectionLost: String { "08006" }

  /// Whether the way to the server is at fault: class 08, a server that stops (57P0x), or one that gave up waiting for us.
  public var isConnection: Bool { state.hasPrefix("08") || state.hasPrefix("57P") || state.hasPrefix("25P0") }
  /// Whether the user may not do that: class 28, and 42501.
  public var isPermission: Bool { state.hasPrefix("28") || state == "42501" }
  /// Whether the schema, a table or a function of it is not there.
  public var isMissing: Bool { ["3F000", "42P01", "42883", "3D000"].contains(state) }
  /// Whether a function is not there, as in a database that has the tables alone.
  var isFunctionMissing: Bool { state == "42883" }
  /// Whether a row is there already.
  var isUnique: Bool { state == "23505" }
  /// Whether the schema exists already.
  public var isThere: Bool { state == "42P06" }
  /// Whether the store's functions report that something came in that touches the state decided on.
  var isMoved: Bool { state == "SU001" }
}

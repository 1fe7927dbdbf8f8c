import EventLog
import Values
import Vault

/// An append to a log in a database, also of what its vault keeps, in a transaction in which the head's row is locked.
protocol StoreTurn: LogTurn, SharedVaultTurn {
  /// The connection that is in the transaction, for this append alone.
  var connection: PostgresConnection { get }
  /// The name of the log in the database.
  var ledger: String { get }
}

extension StoreTurn {
  func read(behind head: StoredHead, _ take: (LogLines) throws -> Void) throws -> StoredHead {
    try connection.read(ledger, behind: head, take)
  }

  /// Keeps what was written to the vault alone.
  func endVault() throws(PostgresError) { try connection.run("COMMIT") }
}

/// An append by the functions of the database, which compute the tree.
///
/// > Source: `Schema/store-guards.sql`, `Schema/vault-guards.sql`.
final class FunctionTurn: StoreTurn {
  private let pool: ConnectionPool
  let connection: PostgresConnection
  let ledger: String
  let head: StoredHead
  /// Lines that wait to be sent.
  private var waiting: [[UInt8]] = []
  /// How many lines are in staging.
  private var staged: UInt64 = 0

  /// More lines than these go to staging, so many at a time.
  private static let piece = 1_000

  init(_ pool: ConnectionPool, _ connection: PostgresConnection, _ ledger: String) throws(PostgresError) {
    (self.pool, self.connection, self.ledger) = (pool, connection, ledger)
    try connection.run("BEGIN")
    let row = try connection.run(
      "SELECT size, root, recorded, commits FROM subsidy.append_begin($1)", .text(ledger))
    head = try row.head(0)
  }

  func take(_ lines: LogLines) throws {
    for line in lines.lines {
      waiting.append(Array(lines.bytes[line]))
      if waiting.count == FunctionTurn.piece { try stage() }
    }
  }

  /// Sends what waits to staging.
  private func stage() throws {
    var rows = CopiedRows()
    for line in waiting {
      rows.append([.number(staged), .bytes(line)])
      staged += 1
    }
    try connection.copy("COPY subsidy.staging (number, line) FROM STDIN BINARY", rows.end())
    waiting.removeAll(keepingCapacity: true)
  }

  func keep(_ secret: SharedSecret) throws {
    try connection.run(
      "SELECT subsidy_vault.keep_secret($1, $2, $3, $4)", .text(ledger), .text(secret.kind.rawValue),
      .bytes(secret.salt),
      .bytes(secret.key))
  }

  func keep(_ versions: [SharedVersion]) throws {
    for version in versions {
      do throws(PostgresError) {
        try connection.run(
          "SELECT subsidy_vault.keep($1, $2, $3, $4, $5, $6, $7)", .text(ledger), .text(version.digest),
          .text(version.owner), .bytes(version.idNumber), .bytes(version.data), .bytes(version.key),
          .arrays(version.codes))
      } catch {
        if error.isMoved { throw LogError.moved(decidedAt: head.size, found: head.size) }
        throw error
      }
    }
  }

  func erase(_ person: Identifier) throws {
    try connection.run("SELECT subsidy_vault.erase($1, $2)", .text(ledger), .text(person.description))
  }

  func end(_ expectation: LogExpectation) throws -> StoredHead {
    if staged > 0, !waiting.isEmpty { try stage() }
    let new: StoredHead
    do throws(PostgresError) {
      let row = try connection.run(
        "SELECT size, root, recorded, commits FROM subsidy.append_end($1, $2, $3, $4)", .text(ledger),
        .number(expectation.size), .texts(expectation.persons?.map(\.description).sorted()),
        .arrays(staged > 0 ? nil : waiting))
      new = try row.head(0)
    } catch {
      if error.isMoved { throw LogError.moved(decidedAt: expectation.size, found: head.size) }
      throw error
    }
    try connection.commitAppend()
    pool.giveBack(connection)
    return new
  }
}

extension PostgresConnection {
  /// Ends the transaction of an append.
  ///
  /// - Throws: `LogError.outcomeUnknown` if the connection was lost meanwhile, `PostgresError`.
  func commitAppend() throws {
    do throws(PostgresError) {
      try run("COMMIT")
    } catch {
      // The server may have committed before the way to it was lost.
      if error.isConnection { throw LogError.outcomeUnknown(nil) }
      throw error
    }
  }
}

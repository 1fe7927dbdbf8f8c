import Synchronization

/// The idle connections of a store: to connect takes longer than to append.
final class ConnectionPool: Sendable {
  // The caller that takes a connection out has it alone, on any thread.
  private struct Free: @unchecked Sendable { let connection: PostgresConnection }

  private let free = Mutex<[Free]>([])

  /// A connection that works: one that is free, else a new one.
  ///
  /// - Throws: `PostgresError`.
  func take(_ address: String) throws(PostgresError) -> PostgresConnection {
    while let found = free.withLock({ $0.popLast() }) {
      // The server may have ended it meanwhile.
      if (try? found.connection.run("SELECT 1"))?.count == 1 { return found.connection }
    }
    return try PostgresConnection(address)
  }

  /// Gives back a connection that is in no transaction.
  func giveBack(_ connection: PostgresConnection) {
    let back = Free(connection: connection)
    free.withLock { $0.append(back) }
  }
}

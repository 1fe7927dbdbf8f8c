public import EventLog
import Merkle
import Values
public import Vault

/// A log in a PostgreSQL database, with others beside it, as a store.
///
/// The server's functions compute the tree and compare every commit with it, and this program compares their results with its
/// own: a folder that follows the log verifies each line as it comes.
///
/// > Source: `Schema/store.sql`.
public struct PostgresStore: LogStore {
  private let address: StoreAddress
  private let pool = ConnectionPool()

  /// Names a log; nothing is connected before something is asked.
  public init(_ address: StoreAddress) { self.address = address }

  /// The address without the parts that may hold a password.
  public var name: String { address.name }

  /// The log's head in the database; for a copy that a subscription fills, the one in its last commit.
  ///
  /// - Throws: `PostgresError`.
  public func head() throws -> StoredHead? {
    try connected { connection throws(PostgresError) in try connection.head(of: address.ledger) }
  }

  /// Gives the lines behind a head, all of them as they were at one moment.
  public func read(behind head: StoredHead, _ take: (LogLines) throws -> Void) throws -> StoredHead {
    let connection = try pool.take(address.database)
    try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    let end = try connection.read(address.ledger, behind: head, take)
    try connection.run("COMMIT")
    pool.giveBack(connection)
    return end
  }

  /// Runs statements that are no transaction; a connection on which one failed is not used again.
  private func connected<Result>(
    _ body: (PostgresConnection) throws(PostgresError) -> Result
  ) throws(PostgresError) -> Result {
    let connection = try pool.take(address.database)
    let result = try body(connection)
    pool.giveBack(connection)
    return result
  }

  /// Takes the lock of the log's head, which the server takes away from a client that is silent for five seconds.
  public func begin() throws -> any LogTurn { try turn() }

  /// Takes the lock by the database's functions; if it has none, by statements of this program.
  private func turn() throws -> any StoreTurn {
    let connection = try pool.take(address.database)
    do throws(PostgresError) {
      return try FunctionTurn(pool, connection, address.ledger)
    } catch {
      guard error.isFunctionMissing else { throw error }
      try connection.run("ROLLBACK")
      return try PlainTurn(pool, connection, address.ledger)
    }
  }

  /// Makes the schemas in the database, in one transaction.
  ///
  /// - Parameter isPlain: tables alone, which belong to the login; otherwise also roles, rights, functions and triggers.
  /// - Throws: `PostgresError`, also if they exist already.
  public func create(isPlain: Bool = false) throws {
    let connection = try pool.take(address.database)
    let scripts =
      isPlain
      ? [PackageResources.schemas_sql, PackageResources.store_tables_sql, PackageResources.vault_tables_sql]
      : [
        PackageResources.roles_sql, PackageResources.store_tables_sql, PackageResources.store_guards_sql,
        PackageResources.vault_tables_sql, PackageResources.vault_guards_sql,
      ]
    try connection.run("BEGIN")
    for script in scripts { try connection.run(script: script) }
    try connection.run("COMMIT")
  }
}

extension PostgresStore: SharedVault {
  /// The secret of the log's vault; nil if there is none, or none that this login may see.
  public func vaultSecret() throws -> SharedSecret? {
    do throws(PostgresError) {
      return try connected { connection throws(PostgresError) in
        let row = try connection.run(
          "SELECT kind, salt, key FROM subsidy_vault.secret WHERE ledger = $1", .text(address.ledger))
        guard row.count == 1 else { return nil }
        guard let kind = row.text(0, 0).flatMap({ VaultKeyKind(rawValue: $0) }), let salt = row.bytes(0, 1),
          let key = row.bytes(0, 2)
        else { throw .unsound }
        return SharedSecret(kind: kind, salt: salt, key: key)
      }
    } catch {
      if error.isPermission || error.isMissing { return nil }
      throw error
    }
  }

  /// Gives the versions that came to the vault behind a change.
  public func vaultVersions(behind number: UInt64, _ take: ([SharedVersion]) throws -> Void) throws -> UInt64 {
    let connection = try pool.take(address.database)
    var last = number
    while true {
      // An array of codes comes as one text, so that no form of arrays has to be read.
      let rows = try connection.run(
        """
        SELECT number, person, digest, id_number, data, key, array_to_string(ARRAY(SELECT encode(code, 'hex')
          FROM unnest(codes) AS code), ',') FROM subsidy_vault.version WHERE ledger = $1 AND number > $2
        ORDER BY number LIMIT 1000
        """, .text(address.ledger), .number(last))
      if rows.count == 0 {
        pool.giveBack(connection)
        return last
      }
      var versions: [SharedVersion] = []
      for row in 0..<rows.count {
        guard let number = rows.number(row, 0), let owner = rows.text(row, 1), let digest = rows.text(row, 2),
          let data = rows.bytes(row, 4)
        else { throw PostgresError.unsound }
        let codes = try (rows.text(row, 6) ?? "").split(separator: ",").map { code throws(PostgresError) in
          guard let digest = Digest(hex: code) else { throw .unsound }
          return digest.bytes
        }
        versions.append(
          SharedVersion(
            owner: owner, digest: digest, idNumber: rows.bytes(row, 3), data: data, key: rows.bytes(row, 5),
            codes: codes))
        last = number
      }
      try take(versions)
    }
  }

  /// Brings a sealed vault to the database, beside its log.
  ///
  /// - Throws: `PostgresError`, also if the ledger has another vault.
  public func share(_ secret: SharedSecret, _ versions: [SharedVersion]) throws {
    let turn = try turn()
    try turn.keep(secret)
    try turn.keep(versions.filter { !$0.data.isEmpty })
    try turn.endVault()
  }
}

extension PostgresRows {
  /// A head as both functions and the table give it.
  ///
  /// - Throws: `PostgresError` for one that no log has.
  func head(_ row: Int) throws(PostgresError) -> StoredHead {
    guard row < count, let size = number(row, 0), let root = bytes(row, 1).flatMap({ Digest($0) }),
      let time = text(row, 2), let commits = bytes(row, 3).flatMap({ Digest($0) })
    else { throw .unsound }
    let recorded = Instant(time)
    guard time.isEmpty ? size == 0 : size > 0 && recorded != nil else { throw .unsound }
    return StoredHead(size: size, root: root, recorded: recorded, commits: commits)
  }
}

extension PostgresError {
  /// What the database says is no log: somebody has changed it.
  static var unsound: PostgresError {
    PostgresError(state: "XX001", message: "the database holds rows that no log has")
  }
}

extension PostgresConnection {
  /// How many rows are asked for at a time.
  private static var page: UInt64 { 5_000 }

  /// The log's head; without one, as in a copy that a subscription fills, the one in its last commit.
  fileprivate func head(of ledger: String) throws(PostgresError) -> StoredHead? {
    let row = try run("SELECT size, root, recorded, commits FROM subsidy.head WHERE ledger = $1", .text(ledger))
    if row.count == 1 { return try row.head(0) }
    let last = try run("SELECT line FROM subsidy.commit WHERE ledger = $1 ORDER BY size DESC LIMIT 1", .text(ledger))
    guard last.count == 1, let line = last.bytes(0, 0) else { return nil }
    guard let commit = CommitLine(line, line.indices) else { throw .unsound }
    return StoredHead(size: commit.size, root: commit.root, recorded: commit.recorded, commits: nil)
  }

  /// Gives the lines of a log behind a head, within a transaction.
  ///
  /// - Returns: the log's head.
  func read(
    _ ledger: String, behind head: StoredHead, _ take: (LogLines) throws -> Void
  ) throws -> StoredHead {
    guard let end = try self.head(of: ledger) else { throw LogError.notLedger(ledger) }
    try demand(head, in: ledger)
    var size = head.size
    while size < end.size {
      let upTo = min(size + PostgresConnection.page, end.size)
      // An event comes before a commit of the size that it makes, and the commit after it.
      let rows = try run(
        """
        SELECT line FROM (
          SELECT seq + 1 AS size, 0 AS kind, line FROM subsidy.event WHERE ledger = $1 AND seq >= $2 AND seq < $3
          UNION ALL
          SELECT size, 1, line FROM subsidy.commit WHERE ledger = $1 AND size > $2 AND size <= $3
        ) AS lines ORDER BY size, kind
        """, .text(ledger), .number(size), .number(upTo))
      var bytes: [UInt8] = []
      var lines: [Range<Int>] = []
      for row in 0..<rows.count {
        guard let line = rows.bytes(row, 0) else { throw PostgresError.unsound }
        lines.append(bytes.count..<bytes.count + line.count)
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
      }
      // A row was taken out: the lines behind it would have the wrong places.
      if lines.count < upTo - size { throw PostgresError.unsound }
      try take(LogLines(bytes, lines))
      size = upTo
    }
    return end
  }

  /// Demands that the log had a head, as far as its commit of that size tells.
  private func demand(_ head: StoredHead, in ledger: String) throws {
    if head.size == 0 { return }
    let row = try run(
      "SELECT line FROM subsidy.commit WHERE ledger = $1 AND size = $2", .text(ledger), .number(head.size))
    guard row.count == 1, let line = row.bytes(0, 0), let commit = CommitLine(line, line.indices),
      head.agrees(
        with: StoredHead(size: commit.size, root: commit.root, recorded: commit.recorded, commits: nil))
    else { throw LogError.storesDiffer(size: head.size) }
  }
}

import EventLog
import JSONText
import Merkle
import System
import Values
import Vault

/// An append to a database that has the tables alone: this program computes the tree and writes the rows.
///
/// The statements are those that every database of PostgreSQL's kind has. What the functions refuse is refused here; a client that
/// is not this program is kept from nothing, and is found by all who follow the log.
///
/// > Source: `Schema/store-tables.sql`, `Schema/vault-tables.sql`; docs/decisions.md, 197.
final class PlainTurn: StoreTurn {
  private let pool: ConnectionPool
  let connection: PostgresConnection
  let ledger: String
  let head: StoredHead
  /// The tree over all events, also over those that were taken.
  private var tree: CompactRange<SHA256TreeHasher>
  /// What the head is at the last commit that was taken.
  private var reached: StoredHead
  /// The last event that was taken.
  private var lastEvent: [UInt8] = []
  private var events = CopiedRows()
  private var commits = CopiedRows()
  /// How many lines wait in both.
  private var waiting = 0

  /// So many lines are sent at a time.
  private static let piece = 1_000

  init(_ pool: ConnectionPool, _ connection: PostgresConnection, _ ledger: String) throws(PostgresError) {
    (self.pool, self.connection, self.ledger) = (pool, connection, ledger)
    (head, tree) = try connection.lockHead(of: ledger)
    reached = head
  }

  func take(_ lines: LogLines) throws {
    for (number, line) in lines.lines.enumerated() {
      if lines.isCommit(number) {
        try take(commit: Array(lines.bytes[line]))
      } else {
        try take(event: Array(lines.bytes[line]))
      }
      waiting += 1
      if waiting == PlainTurn.piece { try send() }
    }
  }

  private func take(event line: [UInt8]) throws(PostgresError) {
    guard let content = try? JSONValue(line), content["seq"]?.number == Int64(exactly: tree.size) else {
      throw .refused("an event of another number")
    }
    events.append([
      .text(ledger), .number(tree.size), .text(content["person"]?.text), .text(content["id"]?.text),
      .text(content["household"]?.text), .bytes(line),
    ])
    tree.append(line, line.indices)
    lastEvent = line
  }

  private func take(commit line: [UInt8]) throws(PostgresError) {
    guard let commit = CommitLine(line, line.indices) else { throw .refused("a commit of another form") }
    let isOfClock = tree.size == reached.size + 1 && ClockLine(lastEvent, lastEvent.indices) != nil
    if commit.fault(of: tree, behind: reached.size, reached.recorded, isOfClock: isOfClock) != nil {
      throw .refused("a commit that does not bear its events out")
    }
    commits.append([.text(ledger), .number(tree.size), .bytes(line)])
    reached = StoredHead(
      size: tree.size, root: commit.root, recorded: commit.recorded,
      commits: reached.commits.map { Head.link($0, line, line.indices) })
  }

  /// Writes the lines that wait.
  private func send() throws(PostgresError) {
    try connection.copy("COPY subsidy.event (ledger, seq, person, id, region, line) FROM STDIN BINARY", events.end())
    try connection.copy("COPY subsidy.commit (ledger, size, line) FROM STDIN BINARY", commits.end())
    (events, commits, waiting) = (CopiedRows(), CopiedRows(), 0)
  }

  func end(_ expectation: LogExpectation) throws -> StoredHead {
    if try isTouched(expectation) { throw LogError.moved(decidedAt: expectation.size, found: head.size) }
    guard reached.size > head.size, reached.size == tree.size else {
      throw PostgresError.refused("events without a commit")
    }
    try send()
    try connection.run(
      "UPDATE subsidy.head SET size = $2, peaks = $3, root = $4, recorded = $5, commits = $6 WHERE ledger = $1",
      .text(ledger), .number(reached.size), .bytes(tree.roots.flatMap(\.bytes)), .bytes(reached.root.bytes),
      .text(reached.recorded.map { "\($0)" } ?? ""), .bytes(reached.commits?.bytes))
    try connection.commitAppend()
    pool.giveBack(connection)
    return reached
  }

  /// Whether something has come in, before the turn began, that touches what was decided on.
  private func isTouched(_ expectation: LogExpectation) throws(PostgresError) -> Bool {
    if expectation.size >= head.size { return expectation.size > head.size }
    guard let persons = expectation.persons else { return true }
    return try connection.run(
      """
      SELECT seq FROM subsidy.event WHERE ledger = $1 AND seq >= $2 AND seq < $3 AND (person IS NULL OR person = ANY ($4))
      LIMIT 1
      """, .text(ledger), .number(expectation.size), .number(head.size),
      .texts(persons.map(\.description).sorted())
    ).count > 0
  }

  func keep(_ secret: SharedSecret) throws {
    let kept = try connection.run(
      "SELECT kind, salt, key FROM subsidy_vault.secret WHERE ledger = $1", .text(ledger))
    if kept.count == 0 {
      try connection.run(
        "INSERT INTO subsidy_vault.secret (ledger, kind, salt, key) VALUES ($1, $2, $3, $4)", .text(ledger),
        .text(secret.kind.rawValue), .bytes(secret.salt), .bytes(secret.key))
    } else if kept.text(0, 0) != secret.kind.rawValue || kept.bytes(0, 1) != secret.salt
      || kept.bytes(0, 2) != secret.key
    {
      throw PostgresError(state: "SU010", message: "the ledger has another vault")
    }
  }

  func keep(_ versions: [SharedVersion]) throws {
    for version in versions {
      // Another office has made a key for this person meanwhile: then the data are sealed again.
      let others = try connection.run(
        "SELECT digest FROM subsidy_vault.version WHERE ledger = $1 AND person = $2 AND key <> $3 LIMIT 1",
        .text(ledger),
        .text(version.owner), .bytes(version.key))
      if others.count > 0 { throw LogError.moved(decidedAt: head.size, found: head.size) }
      let updated = try connection.run(
        """
        UPDATE subsidy_vault.version SET number = nextval('subsidy_vault.change'),
          data = CASE WHEN octet_length(data) = 0 THEN $3 ELSE data END, key = coalesce(key, $4), codes = $5
        WHERE ledger = $1 AND digest = $2 RETURNING number
        """, .text(ledger), .text(version.digest), .bytes(version.data), .bytes(version.key), .arrays(version.codes))
      if updated.count > 0 { continue }
      try connection.run(
        """
        INSERT INTO subsidy_vault.version (ledger, digest, person, id_number, data, key, codes)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """, .text(ledger), .text(version.digest), .text(version.owner), .bytes(version.idNumber),
        .bytes(version.data), .bytes(version.key), .arrays(version.codes))
    }
  }

  func erase(_ person: Identifier) throws {
    try connection.run(
      """
      UPDATE subsidy_vault.version SET number = nextval('subsidy_vault.change'), data = $3, key = NULL, codes = $4
      WHERE ledger = $1 AND person = $2 AND octet_length(data) > 0
      """, .text(ledger), .text(person.description), .bytes([]), .arrays([]))
  }
}

extension PostgresConnection {
  /// Begins a transaction that holds the row of a log's head, which the first append makes.
  ///
  /// - Returns: the head, and the tree over its events.
  /// - Throws: `PostgresError`, also if root and peaks of the row are not of one tree.
  fileprivate func lockHead(
    of ledger: String
  ) throws(PostgresError) -> (head: StoredHead, tree: CompactRange<SHA256TreeHasher>) {
    while true {
      try run("BEGIN")
      // A database that cannot cut off a silent client does without.
      if (try? run("SET LOCAL idle_in_transaction_session_timeout = '5s'")) == nil {
        try run("ROLLBACK")
        try run("BEGIN")
      }
      let row = try run(
        "SELECT size, root, recorded, commits, peaks FROM subsidy.head WHERE ledger = $1 FOR UPDATE", .text(ledger))
      if row.count == 1 {
        let head = try row.head(0)
        guard let tree = row.tree(0, 4, size: head.size), tree.root == head.root else { throw .unsound }
        return (head, tree)
      }
      do throws(PostgresError) {
        try run(
          "INSERT INTO subsidy.head (ledger, size, peaks, root, recorded, commits) VALUES ($1, $2, $3, $4, $5, $6)",
          .text(ledger), .number(0), .bytes([]), .bytes(StoredHead.empty.root.bytes), .text(""),
          .bytes(StoredHead.empty.commits?.bytes))
        return (.empty, CompactRange(hasher: SHA256TreeHasher()))
      } catch {
        // Another client has made the row meanwhile.
        guard error.isUnique else { throw error }
        try run("ROLLBACK")
      }
    }
  }
}

extension PostgresRows {
  /// The tree whose peaks a column holds, the largest first, 32 bytes each; nil if they are not those of a size.
  fileprivate func tree(_ row: Int, _ column: Int, size: UInt64) -> CompactRange<SHA256TreeHasher>? {
    guard let bytes = bytes(row, column), bytes.count.isMultiple(of: 32) else { return nil }
    let roots = stride(from: 0, to: bytes.count, by: 32).compactMap { Digest(bytes[$0..<($0 + 32)]) }
    return CompactRange(size: size, roots: roots, hasher: SHA256TreeHasher())
  }
}

extension PostgresError {
  /// A line that the log does not take, in the state that the functions give it.
  fileprivate static func refused(_ message: String) -> PostgresError {
    PostgresError(state: "SU002", message: message)
  }
}

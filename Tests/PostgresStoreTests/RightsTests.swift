import EventLog
import Foundation
import PostgresStore
import Testing

/// The rights of each role, statement by statement, and the contents of an auditor's copy.
@Suite(.enabled(if: Cluster.isHere, "no server of PostgreSQL 15 can be started here"))
struct RightsTests {
  /// A statement, and the only role that may run it; no role if it names none.
  struct Statement: Sendable, CustomTestStringConvertible {
    let sql: String
    var allowed: Set<String> = []
    var testDescription: String { sql }
  }

  private static let roles = [
    "none": [], "reader": ["subsidy_reader"], "writer": ["subsidy_writer"], "vault": ["subsidy_vault"],
    "owner": ["subsidy_owner"], "vault owner": ["subsidy_vault_owner"],
  ]

  private static let statements: [Statement] = {
    var all: [Statement] = []
    let readers: Set = ["reader", "writer", "owner"]
    for table in ["head", "event", "commit"] {
      all.append(Statement(sql: "SELECT * FROM subsidy.\(table)", allowed: readers))
      all.append(Statement(sql: "TRUNCATE subsidy.\(table)"))
      all.append(Statement(sql: "DELETE FROM subsidy.\(table)"))
      all.append(Statement(sql: "DROP TABLE subsidy.\(table)", allowed: ["owner"]))
      all.append(Statement(sql: "ALTER TABLE subsidy.\(table) DISABLE TRIGGER ALL", allowed: ["owner"]))
    }
    all += [
      Statement(sql: "UPDATE subsidy.event SET line = line"),
      Statement(sql: "UPDATE subsidy.event SET person = 'p9' WHERE false"),
      Statement(sql: "UPDATE subsidy.commit SET line = line"), Statement(sql: "UPDATE subsidy.head SET size = 1"),
      Statement(sql: "UPDATE subsidy.head SET recorded = ''"),
      Statement(sql: "INSERT INTO subsidy.event VALUES ('city', 9, NULL, NULL, NULL, 'x')", allowed: ["owner"]),
      Statement(sql: "INSERT INTO subsidy.commit VALUES ('city', 9, 'x')", allowed: ["owner"]),
      Statement(sql: "SELECT * FROM subsidy.append_begin('city')", allowed: ["writer", "owner"]),
      Statement(sql: "SELECT * FROM subsidy.append_end('city', 3, NULL, ARRAY['x'::bytea])"),
      Statement(sql: "SELECT * FROM subsidy.staging", allowed: ["owner"]),
      Statement(sql: "DELETE FROM subsidy.staging", allowed: ["owner"]),
      Statement(sql: "INSERT INTO subsidy.staging (number, line) VALUES (1, 'x')", allowed: ["writer", "owner"]),
      Statement(sql: "INSERT INTO subsidy.staging VALUES ('1', 1, 'x')", allowed: ["owner"]),
      Statement(sql: "CREATE TABLE subsidy.own (x int)", allowed: ["owner"]),
      Statement(sql: "CREATE OR REPLACE FUNCTION subsidy.refuse() RETURNS trigger LANGUAGE sql AS ''"),
      Statement(sql: "SET session_replication_role = replica"),
      Statement(sql: "CREATE PUBLICATION mine FOR TABLE subsidy_vault.version"),
      Statement(sql: "SELECT * FROM subsidy_vault.version", allowed: ["vault", "vault owner"]),
      Statement(sql: "SELECT * FROM subsidy_vault.secret", allowed: ["vault", "vault owner"]),
      Statement(sql: "DELETE FROM subsidy_vault.version", allowed: ["vault owner"]),
      Statement(sql: "UPDATE subsidy_vault.version SET data = ''", allowed: ["vault owner"]),
      Statement(sql: "INSERT INTO subsidy_vault.member VALUES (current_user, 'city')", allowed: ["vault owner"]),
      // A role without a row in `member` keeps nothing and reads nothing, by row security.
      Statement(
        sql: """
          SELECT subsidy_vault.keep('city', repeat('b', 64), 'p1', NULL, 'x',
            decode(repeat('00', 60), 'hex'), ARRAY[]::bytea[])
          """),
      Statement(sql: "SELECT 1 / count(*) FROM subsidy_vault.version"),
    ]
    return all
  }()

  @Test("every forbidden statement is refused to every role, and the log is what it was", arguments: statements)
  func rights(_ statement: Statement) throws {
    let (folder, database) = (try Folder(), try RightsTests.shared.get())
    for (name, granted) in RightsTests.roles {
      let login = try #require(database.logins[name])
      // Allowed statements are tried as well, and taken back: a right that no role has would prove nothing.
      let tried = Result {
        try database.database.sql(as: login, "BEGIN; \(statement.sql); ROLLBACK")
      }
      let isDone = if case .success = tried { true } else { false }
      #expect(isDone == statement.allowed.contains(name), "\(name) with \(granted): \(tried)")
    }
    let target = "\(folder.path)/after"
    #expect(try LogTransfer.run(from: database.database.store(), to: FolderStore(target)).after.size == 3)
  }

  private struct Prepared: Sendable {
    let database: Database
    let logins: [String: String]
  }

  private static let shared = Result { () throws -> Prepared in
    let (folder, database) = (try Folder(), try Cluster.shared.get().database())
    _ = try LogTransfer.run(from: folder.makeLog([2, 1]), to: database.store())
    try database.sql("INSERT INTO subsidy_vault.member VALUES ('admin', 'city')")
    try database.sql(
      "SELECT subsidy_vault.keep('city', repeat('a', 64), 'p1', NULL, 'x', decode(repeat('00', 60), 'hex'), '{}')")
    var logins: [String: String] = [:]
    for (name, granted) in roles {
      let login = try database.login()
      for role in granted { try database.sql("GRANT \(role) TO \(login)") }
      logins[name] = login
    }
    return Prepared(database: database, logins: logins)
  }

  @Test("not even a superuser changes a line while the triggers are there, as a replica neither")
  func refusesSuperusers() throws {
    let database = try RightsTests.shared.get().database
    for sql in [
      "UPDATE subsidy.event SET line = line", "DELETE FROM subsidy.commit", "TRUNCATE subsidy.event",
      "UPDATE subsidy.head SET size = 2", "DELETE FROM subsidy.head",
    ] {
      for role in ["", "SET session_replication_role = replica; "] {
        #expect(throws: Cluster.Failed.self, "\(role)\(sql)") { try database.sql("BEGIN; \(role)\(sql); ROLLBACK") }
      }
    }
  }

  @Test("a login sees and keeps the vault of its own ledgers alone")
  func rowSecurity() throws {
    let database = try Cluster.shared.get().database()
    let keep = { (ledger: String) in
      """
      SELECT subsidy_vault.keep('\(ledger)', repeat('\(ledger.prefix(1))', 64), 'p1', NULL, 'x',
        decode(repeat('00', 60), 'hex'), '{}')
      """
    }
    let (first, second) = (try database.login("subsidy_vault"), try database.login("subsidy_vault"))
    try database.sql("INSERT INTO subsidy_vault.member VALUES ('\(first)', 'a'), ('\(second)', 'b')")
    try database.sql(as: first, keep("a"))
    try database.sql(as: second, keep("b"))
    #expect(throws: Cluster.Failed.self) { try database.sql(as: first, keep("b")) }
    #expect(try database.sql(as: first, "SELECT string_agg(ledger, ' ') FROM subsidy_vault.version") == "a")
    try database.sql(as: first, "SELECT subsidy_vault.erase('b', 'p1')")
    #expect(try database.sql(as: second, "SELECT octet_length(data) FROM subsidy_vault.version") == "1")
    try database.sql(as: second, "SELECT subsidy_vault.erase('b', 'p1')")
    #expect(try database.sql(as: second, "SELECT octet_length(data), key IS NULL FROM subsidy_vault.version") == "0|t")
  }

  @Test("an auditor's copy by logical replication is the log to the byte, follows it, and has nothing of the vault")
  func replica() async throws {
    let (folder, database) = (try Folder(), try Cluster.shared.get().database())
    let copy = try Cluster.shared.get().database()
    let source = try folder.makeLog([2, 1, 5])
    _ = try LogTransfer.run(from: source, to: database.store())
    // In one cluster the slot has to be there before, or the subscription waits for itself.
    try database.sql("SELECT pg_create_logical_replication_slot('\(copy.name)', 'pgoutput')")
    try copy.sql(
      """
      CREATE SUBSCRIPTION \(copy.name) CONNECTION 'host=\(copy.cluster.folder) user=admin dbname=\(database.name)'
        PUBLICATION subsidy_log WITH (create_slot = false, slot_name = '\(copy.name)')
      """)
    defer {
      _ = try? copy.sql("DROP SUBSCRIPTION \(copy.name)")
    }
    func arrives(_ size: Int) async throws {
      for _ in 0..<600 {
        if try copy.sql("SELECT (SELECT count(*) FROM subsidy.event), (SELECT max(size) FROM subsidy.commit)")
          == "\(size)|\(size)"
        {
          return
        }
        try await Task.sleep(for: .milliseconds(100))
      }
      Issue.record("the copy has not got the log in a minute: \(try copy.sql("SELECT * FROM pg_stat_subscription"))")
    }
    try await arrives(8)
    let path = "\(folder.path)/copy"
    _ = try LogTransfer.run(from: copy.store(), to: FolderStore(path))
    #expect(try folder.segments("copy") == folder.segments("ledger"))
    #expect(LogVerifier.verify(ledger: path).outcome == .whole)
    let longer = try folder.makeLog([2, 1, 5, 1_200], in: "longer")
    _ = try LogTransfer.run(from: longer, to: database.store())
    try await arrives(1_208)
    _ = try LogTransfer.run(from: copy.store(), to: FolderStore(path))
    #expect(try folder.segments("copy") == folder.segments("longer"))
    #expect(try database.sql("SELECT DISTINCT schemaname FROM pg_publication_tables") == "subsidy")
  }
}

import EventLog
import Foundation
import PostgresStore
import Synchronization
import System
import Testing
import Values

/// A PostgreSQL server of the tests' own: a cluster in a temporary folder, by an account that is not root, on a socket in it.
final class Cluster: Sendable {
  /// The server's programs, as Debian has them.
  private static let programs = "/usr/lib/postgresql/15/bin"
  /// The client, without the script that Debian puts in front of it.
  static let psql = "\(programs)/psql"

  /// The first thing that is missing for these tests; nil if nothing is.
  static let missing: String? = {
    do throws(PostgresError) {
      _ = try probe()
    } catch {
      if error == .notBuilt { return "the program was built without the trait Postgres" }
    }
    for path in ["\(programs)/initdb", "/usr/bin/setpriv", psql]
    where !FileManager.default.isExecutableFile(atPath: path) {
      return "\(path) is not here: no server can be started"
    }
    return nil
  }()

  private static func probe() throws(PostgresError) -> Bool {
    do {
      return try PostgresStore(StoreAddress("postgresql://127.0.0.1:1/none")!).head() == nil
    } catch {
      throw error as? PostgresError ?? .notBuilt
    }
  }

  /// Whether these tests have all that they need; a missing thing is printed once.
  static let isHere: Bool = {
    if let missing { print("PostgresStoreTests are skipped: \(missing)") }
    return missing == nil
  }()

  /// The server that tests share which end none.
  static let shared = Result { try Cluster() }

  /// The folder with the data and the socket.
  let folder: String

  init() throws {
    folder = "/tmp/subsidy-pg-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    if getuid() == 0 { try Cluster.run("/usr/bin/chown", ["nobody:nogroup", folder]) }
    try asOwner("initdb", ["-D", "\(folder)/data", "-U", "admin", "--auth=trust", "-E", "UTF8", "--locale=C"])
    try start()
  }

  /// Starts the server and waits until it answers.
  ///
  /// A shell holds it that ends it, and removes the folder, when the tests' end of a pipe closes, however they end. The tests
  /// do not wait for a program that leaves a server behind: Foundation would wait for the server, too.
  func start() throws {
    let log = "\(folder)/log"
    if !FileManager.default.fileExists(atPath: log) { _ = FileManager.default.createFile(atPath: log, contents: nil) }
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try output.seekToEnd()
    let (path, arguments) = Cluster.asOwner(
      "postgres",
      [
        "-D", "\(folder)/data", "-c", "listen_addresses=", "-k", folder, "-c", "wal_level=logical", "-c",
        "max_connections=150",
      ])
    let server = Process()
    server.executableURL = URL(fileURLWithPath: "/bin/sh")
    server.arguments = ["-c", Cluster.holding, "sh", folder, path] + arguments
    server.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
    (server.standardOutput, server.standardError) = (output, output)
    let pipe = Pipe()
    server.standardInput = pipe.fileHandleForReading
    try? FileManager.default.removeItem(atPath: "\(folder)/child")
    try server.run()
    life.withLock { $0.append(pipe) }
    for _ in 0..<600 {
      if (try? sql("postgres", "SELECT 1")) == "1" { return }
      // One that could not start has ended, and its shell has not looked yet.
      let child = (try? String(contentsOfFile: "\(folder)/child", encoding: .utf8))?.dropLast()
      if let child, (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8))?.contains(") Z ") ?? true {
        break
      }
      Thread.sleep(forTimeInterval: 0.1)
    }
    throw Failed(said: try String(contentsOfFile: log, encoding: .utf8))
  }

  /// Runs a server until the other end of standard input is closed; then it goes with its folder.
  private static let holding = """
    folder=$1; shift; exec 3<&0
    "$@" </dev/null 3<&- & child=$!; echo $child > "$folder/child"
    cat <&3 >/dev/null; kill -QUIT $child 2>/dev/null; wait $child; rm -rf "$folder"
    """

  /// The tests' ends of the pipes, of servers that were killed, too.
  private let life = Mutex<[Pipe]>([])

  func stop(_ mode: String) throws { try asOwner("pg_ctl", ["-D", "\(folder)/data", "-m", mode, "-w", "stop"]) }

  /// The postmaster's process.
  func process() throws -> Int32 {
    let text = try String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8)
    return try #require(Int32(text.split(separator: "\n")[0]))
  }

  /// How one of the server's programs is called, which root may not run.
  private static func asOwner(_ program: String, _ arguments: [String]) -> (path: String, arguments: [String]) {
    let path = "\(programs)/\(program)"
    if getuid() != 0 { return (path, arguments) }
    return ("/usr/bin/setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", path] + arguments)
  }

  private func asOwner(_ program: String, _ arguments: [String]) throws {
    let (path, arguments) = Cluster.asOwner(program, arguments)
    try Cluster.run(path, arguments)
  }

  struct Failed: Error { let said: String }

  /// Runs a program to its end.
  @discardableResult
  static func run(_ path: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
    // A process that inherits a pipe keeps it open, so the messages go to a file.
    let said = "/tmp/subsidy-pg-said-\(UUID().uuidString)"
    _ = FileManager.default.createFile(atPath: said, contents: nil)
    defer { try? FileManager.default.removeItem(atPath: said) }
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: said))
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOfFile: said, encoding: .utf8)
    if process.terminationStatus != 0 { throw Failed(said: text) }
    return text
  }

  /// Runs SQL by psql and gives what it prints, bare.
  @discardableResult
  func sql(_ database: String, as login: String = "admin", _ statements: String...) throws -> String {
    try Cluster.run(
      Cluster.psql,
      ["-h", folder, "-U", login, "-d", database, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        + statements.flatMap { ["-c", $0] }
    ).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Makes a database that keeps logs.
  func database(_ schema: Schema = .guarded) throws -> Database {
    let name = "d\(UUID().uuidString.prefix(8).lowercased())"
    try sql("postgres", "CREATE DATABASE \(name)")
    let database = Database(cluster: self, name: name, schema: schema)
    // Roles belong to the cluster: two that are made at once would meet.
    try Cluster.creating.withLock { try database.store().create(isPlain: schema == .plain) }
    return database
  }

  private static let creating = NSLock()
}

/// What a database has: roles, functions and triggers, or tables alone.
enum Schema: String, CaseIterable, Sendable { case guarded, plain }

/// A database of a test's own.
struct Database: Sendable {
  let cluster: Cluster
  let name: String
  let schema: Schema

  /// The address of a log in it.
  func address(_ ledger: String = "city", as login: String = "admin") -> String {
    "postgresql://\(login)@/\(name)?host=\(cluster.folder)&ledger=\(ledger)"
  }

  func store(_ ledger: String = "city", as login: String = "admin") throws -> PostgresStore {
    PostgresStore(try #require(StoreAddress(address(ledger, as: login))))
  }

  @discardableResult
  func sql(as login: String = "admin", _ statements: String) throws -> String {
    try cluster.sql(name, as: login, statements)
  }

  /// How many rows wait in the table that only the functions use.
  func staged() throws -> String {
    switch schema {
    case .guarded: try sql("SELECT count(*) FROM subsidy.staging")
    case .plain: "0"
    }
  }

  /// Lets a login keep the vault of the log `city`.
  func admit(_ login: String) throws {
    switch schema {
    case .guarded: try sql("INSERT INTO subsidy_vault.member VALUES ('\(login)', 'city')")
    case .plain: break
    }
  }

  /// Makes a login that may append to logs and has no right to a vault.
  func writerOfLogAlone() throws -> String {
    switch schema {
    case .guarded: return try login("subsidy_writer")
    case .plain: return try plainClerk { !$0.contains("subsidy_vault") || $0.contains("SCHEMA") }
    }
  }

  /// Makes a login with the rights to plain tables that docs/scale.md names, or with some of its statements.
  func plainClerk(_ isGranted: (String) -> Bool = { _ in true }) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/scale.md"), encoding: .utf8)
    let section = try #require(page.components(separatedBy: "store create --plain").last)
    let block = try #require(
      section.components(separatedBy: "```sql\n").dropFirst().first?.components(separatedBy: "```").first)
    let login = try login()
    for statement in block.split(separator: "\n").map(String.init) where isGranted(statement) {
      try sql(statement.replacing("clerk", with: login))
    }
    return login
  }

  /// Makes a login with roles, whose name no other test has.
  func login(_ roles: String...) throws -> String {
    let login = "l\(UUID().uuidString.prefix(8).lowercased())"
    try sql("CREATE ROLE \(login) LOGIN")
    for role in roles { try sql("GRANT \(role) TO \(login)") }
    return login
  }
}

/// A folder of a test's own.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/subsidy-pg-test-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The segments of a ledger in it, by name.
  func segments(_ ledger: String) throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for name in try Files.names(in: "\(path)/\(ledger)/log") {
      found[name] = try Files.read("\(path)/\(ledger)/log/\(name)")
    }
    return found
  }

  /// Makes a log of appends with so many events each.
  func makeLog(_ counts: [Int], in ledger: String = "ledger") throws -> FolderStore {
    var log = try LogWriter.create(ledger: "\(path)/\(ledger)")
    var sequence = 0
    for count in counts {
      try log.beginAppend()
      for _ in 0..<count {
        let line = Array(Folder.line(sequence).utf8)
        _ = try log.add(line, 0..<line.count)
        sequence += 1
      }
      _ = try log.commit(recorded: Folder.time, by: "op-1")
    }
    return FolderStore("\(path)/\(ledger)")
  }

  static let time = Instant("2024-12-06T01:30:00Z")!

  /// A line about one of seven persons, or, each eighth, about no person; every third with an id.
  static func line(_ sequence: Int) -> String {
    let person = sequence % 8 == 7 ? "" : #","person":"p\#(sequence % 8)""#
    let id = sequence % 3 == 0 ? #","id":"i-\#(sequence)""# : ""
    return
      #"{"seq":\#(sequence),"type":"noted"\#(id)\#(person),"text":"\#(String(repeating: "补", count: sequence % 5))"}"#
  }
}

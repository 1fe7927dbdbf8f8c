import EventLog
import Foundation
import Ledger
import Policy
import PostgresStore
import SeededRandom
import Subsidy
import Testing
import Values
import Vault

/// Offices that record into one log, each on a folder of its own that follows it.
@Suite(.enabled(if: Cluster.isHere, "no server of PostgreSQL 15 can be started here"))
struct OfficeTests {
  private static let key = [UInt8](repeating: 7, count: 32)
  private static let number = "450203197501010027"

  /// A folder that follows the log of a database.
  private static func office(_ database: Database, _ folder: Folder, _ name: String, as login: String = "admin") throws
    -> SubsidyLedger
  {
    var ledger = SubsidyLedger("\(folder.path)/\(name)", patience: 10_000)
    ledger.store = try database.store(as: login)
    ledger.vaultKeys = VaultKeyring { _, _ in key }
    try ledger.followStore()
    return ledger
  }

  private static func registered(_ person: String, _ data: String = "") -> String {
    #"{"type":"registered","person":"\#(person)","birth":"1975-01-01","sex":"female","household":"450203"\#(data)}"#
  }

  private static func record(_ ledger: SubsidyLedger, _ lines: String...) throws {
    _ = try ledger.decidingAgain {
      try ledger.record(entries: Array(lines.joined(separator: "\n").utf8), named: "entries", by: "op-1")
    }
  }

  /// A ledger with a sealed vault and some persons, brought to a database of its own.
  private static func city(_ schema: Schema, _ folder: Folder, _ persons: Int = 0) throws -> Database {
    let database = try Cluster.shared.get().database(schema)
    var ledger = SubsidyLedger("\(folder.path)/made")
    ledger.vaultKeys = VaultKeyring { _, _ in key }
    try ledger.create(name: "city", openedAt: nil, by: "op-0")
    _ = try ledger.adopt(
      #require(ShippedPacks.text("liuzhou-2022-9")), parameters: [:], effectiveFrom: nil, by: "op-0")
    try ledger.sealVault(under: NewVaultKey(.file) { _ in key })
    if persons > 0 {
      let lines = (0..<persons).map { registered("p\($0)") }.joined(separator: "\n")
      _ = try ledger.record(entries: Array(lines.utf8), named: "entries", by: "op-1")
    }
    try database.admit("admin")
    try ledger.shareVault { try database.store().share($0, $1) }
    _ = try LogTransfer.run(from: FolderStore(ledger.path), to: database.store())
    return database
  }

  /// All events of the log, from a folder that has followed it from the beginning.
  private static func events(_ database: Database, _ folder: Folder) throws -> [Event] {
    let path = "\(folder.path)/all"
    _ = try LogTransfer.run(from: database.store(), to: FolderStore(path))
    #expect(LogVerifier.verify(ledger: path).outcome == .whole)
    var events: [Event] = []
    try LogReader(ledger: path).read(verifying: true) { run in
      for line in run.lines { events.append(try EventLine.readEvent(run.bytes, line)) }
      return true
    }
    return events
  }

  @Test("sixteen clients on twenty persons: nothing is lost, doubled or out of order", arguments: Schema.allCases)
  func manyClients(schema: Schema) async throws {
    let folder = try Folder()
    let database = try OfficeTests.city(schema, folder, 20)
    let (clients, entries) = (16, 6)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for client in 0..<clients {
        group.addTask {
          let office = try OfficeTests.office(database, folder, "office-\(client)")
          var random = SeededRandom(UInt64(client))
          for number in 0..<entries {
            let person = Int.random(in: 0..<20, using: &random)
            let line =
              #"{"type":"visited","person":"p\#(person)","on":"2024-12-01","id":"c\#(client)-\#(number)"}"#
            while true {
              do {
                try OfficeTests.record(office, line)
                break
              } catch LogError.moved {
                // Five times another clerk was faster with the same person: the clerk who sees that asks once more.
              }
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let events = try OfficeTests.events(database, folder)
    let ids = events.compactMap(\.id).map(\.description).filter { $0.hasPrefix("c") }
    #expect(ids.count == clients * entries && Set(ids).count == ids.count)
    for client in 0..<clients {
      #expect(ids.filter { $0.hasPrefix("c\(client)-") } == (0..<entries).map { "c\(client)-\($0)" })
    }
    #expect(events.map(\.sequence) == Array(0..<UInt64(events.count)))
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.recorded <= $1.recorded })
  }

  @Test(
    "what is decided about one person goes behind what others have recorded; about the same one it is decided again",
    arguments: Schema.allCases)
  func decidesAgain(schema: Schema) throws {
    let folder = try Folder()
    let database = try OfficeTests.city(schema, folder, 3)
    let (first, second) = (
      try OfficeTests.office(database, folder, "first"), try OfficeTests.office(database, folder, "second")
    )
    // The clock is asked when a session has the log: then the other office records.
    func interrupted(by line: String) throws -> (SubsidyLedger, () -> Int) {
      let count = Counter()
      var ledger = SubsidyLedger(
        first.path,
        clock: {
          if count.next() == 0 { try? OfficeTests.record(second, line) }
          return Instant(seconds: Int64(Date().timeIntervalSince1970))
        }, patience: 10_000)
      (ledger.store, ledger.vaultKeys) = (first.store, first.vaultKeys)
      return (ledger, { count.value })
    }
    let visit = { (person: String, id: String) in
      #"{"type":"visited","person":"\#(person)","on":"2024-12-01","id":"\#(id)"}"#
    }
    let (other, onceAsked) = try interrupted(by: visit("p1", "b-1"))
    _ = try other.record(entries: Array(visit("p0", "a-1").utf8), named: "e", by: "op-1")
    #expect(onceAsked() == 1)
    let (same, twiceAsked) = try interrupted(by: visit("p0", "b-2"))
    try OfficeTests.record(same, visit("p0", "a-2"))
    #expect(twiceAsked() == 2)
    // The same entry from two machines is one.
    let (repeated, _) = try interrupted(by: visit("p2", "a-3"))
    try OfficeTests.record(repeated, visit("p2", "a-3"))
    let events = try OfficeTests.events(database, folder)
    #expect(events.compactMap(\.id).map(\.description) == ["b-1", "a-1", "b-2", "a-2", "a-3"])
    let verified = first.verify()
    try first.followStore()
    #expect(first.verify().outcome == .whole && verified.outcome == .whole)
  }

  private final class Counter: @unchecked Sendable {
    // A test uses it from one thread.
    private(set) var value = 0
    func next() -> Int {
      defer { value += 1 }
      return value
    }
  }

  @Test(
    "private data are there for every office with the key, and go with the event or not at all",
    arguments: Schema.allCases)
  func sharesVault(schema: Schema) throws {
    let folder = try Folder()
    let database = try OfficeTests.city(schema, folder)
    let (first, second) = (
      try OfficeTests.office(database, folder, "first"), try OfficeTests.office(database, folder, "second")
    )
    let data = #","private":{"name":"王强","idNumber":"\#(OfficeTests.number)"}"#
    try OfficeTests.record(first, OfficeTests.registered("p1", data))
    #expect(try database.sql("SELECT count(*) FROM subsidy_vault.version") == "1")
    // The number is taken, and the second office knows.
    #expect(throws: LedgerFailure.self) { try OfficeTests.record(second, OfficeTests.registered("p2", data)) }
    #expect(try second.privateVersions(of: ["p1"]).map { $0.data?.name } == ["王强"])
    #expect(
      try database.sql("SELECT count(*) FROM subsidy_vault.version WHERE position('王'::bytea IN data) > 0") == "0")
    let size = try #require(try database.store().head()).size
    // A login without the vault appends no event that names private data.
    let login = try database.writerOfLogAlone()
    var third = SubsidyLedger(first.path, patience: 10_000)
    (third.store, third.vaultKeys) = (try database.store(as: login), first.vaultKeys)
    #expect(throws: PostgresError.self) {
      try OfficeTests.record(
        third, OfficeTests.registered("p3", #","private":{"name":"李明"}"#))
    }
    #expect(try database.store().head()?.size == size)
    #expect(try database.sql("SELECT count(*) FROM subsidy_vault.version") == "1")
    #expect(second.verify().outcome == .whole)
  }

  @Test("an office records private data with the rights to plain tables that the page names, and changes no line")
  func plainRights() throws {
    let folder = try Folder()
    let database = try OfficeTests.city(.plain, folder)
    let clerk = try database.plainClerk()
    let office = try OfficeTests.office(database, folder, "office", as: clerk)
    try OfficeTests.record(office, OfficeTests.registered("p1", #","private":{"name":"王强"}"#))
    #expect(try office.privateVersions(of: ["p1"]).map { $0.data?.name } == ["王强"])
    for statement in [
      "UPDATE subsidy.event SET person = 'p2'", "DELETE FROM subsidy.event", "TRUNCATE subsidy.event",
      "UPDATE subsidy.commit SET size = 9", "DELETE FROM subsidy.commit", "DELETE FROM subsidy.head",
      "DELETE FROM subsidy_vault.version", "DROP TABLE subsidy.event",
    ] {
      #expect(throws: Cluster.Failed.self, "\(statement)") { try database.sql(as: clerk, statement) }
    }
    #expect(office.verify().outcome == .whole)
  }

  @Test(
    "a folder that follows is written to through the store alone, and a crash behind the commit loses nothing",
    arguments: Schema.allCases)
  func followsAfterCrash(schema: Schema) throws {
    let folder = try Folder()
    let database = try OfficeTests.city(schema, folder, 1)
    let office = try OfficeTests.office(database, folder, "office")
    #expect(throws: LedgerFailure.followsStore(office.path)) {
      try OfficeTests.record(SubsidyLedger(office.path), OfficeTests.registered("p9"))
    }
    #expect(throws: LedgerFailure.notOverStore) {
      try office.sealVault(under: NewVaultKey(.file) { _ in OfficeTests.key })
    }
    // The database has committed; only some bytes of the folder's own append were written.
    let other = try OfficeTests.office(database, folder, "other")
    try OfficeTests.record(other, OfficeTests.registered("p8"))
    let segment = "\(office.path)/log/00000000000000000000.jsonl"
    let handle = try #require(FileHandle(forWritingAtPath: segment))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(#"{"seq":3,"type":"regis"#.utf8))
    try handle.close()
    try OfficeTests.record(office, OfficeTests.registered("p7"))
    #expect(try OfficeTests.events(database, folder).compactMap { $0.body.person?.description } == ["p0", "p8", "p7"])
    #expect(!FileManager.default.fileExists(atPath: "\(office.path)/quarantine"))
  }

  @Test("a late history is one long append", arguments: Schema.allCases)
  func longAppends(schema: Schema) throws {
    let folder = try Folder()
    let database = try OfficeTests.city(schema, folder, 1)
    let office = try OfficeTests.office(database, folder, "office")
    let lines = (0..<2_500).map {
      #"{"type":"visited","person":"p0","on":"2024-12-01","recorded":"2099-01-01T00:00:00Z","by":"op-4","id":"v-\#($0)"}"#
    }
    let now = Instant(seconds: Int64(Date().timeIntervalSince1970))
    let file = "\(folder.path)/history"
    try lines.map { $0.replacing("2099-01-01T00:00:00Z", with: "\(now)") + "\n" }.joined()
      .write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try office.importHistory(file, by: "op-1", isLate: true).entries == 2_500)
    let events = try OfficeTests.events(database, folder)
    #expect(events.count == 3 + 2_501 && events.last?.body.type == .historyImported)
    #expect(try database.staged() == "0")
    #expect(office.verify().outcome == .whole)
  }
}

import EventLog
import Foundation
import Ledger
import ReadModel
import Subsidy
import System
import Testing
import Values

/// The index of the log in its own file: made, followed, lost, and never in the way of what it leads to.
@Suite struct IndexTests {
  private static let contributed =
    #"{"type":"contributed","person":"p1","month":"2025-07","amountFen":50000,"paidOn":"2025-07-20","source":"s"}"#

  /// A ledger of two persons whose index and tables are current.
  private func ledger() throws -> Box {
    let box = try Box()
    let registrations = ["p1", "p2"].map {
      #"{"type":"registered","recorded":"2024-12-01T00:00:00Z","by":"op-0","person":"\#($0)","birth":"1980-05-05","#
        + #""sex":"male","household":"360200"}"#
    }
    _ = try box.ledger.importHistory(box.file(registrations))
    _ = try box.ledger.rebuildProjections()
    return box
  }

  private func record(_ box: Box, _ line: String = IndexTests.contributed) throws {
    _ = try box.ledger.record(box.file([line]), by: "op-1", key: nil, skipsRefused: false)
  }

  private func tables(_ path: String) throws -> Set<String> {
    let database = try SQLiteDatabase(path: path, access: .readOnly)
    let statement = try database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    var names: Set<String> = []
    while try statement.step() { names.insert(statement.text(at: 0) ?? "") }
    return names
  }

  private func sql(_ path: String, _ text: String) throws {
    let database = try SQLiteDatabase(path: path, access: .readWrite)
    try database.execute(text)
  }

  /// Both files show the log, and both are what it gives.
  private func expectWhole(_ box: Box) throws {
    let (status, isOfThisLog, checks) = try box.ledger.checkProjections()
    #expect(status.isCurrent && status.isIndexCurrent && isOfThisLog)
    for check in checks { #expect(check.isEqual, "\(check)") }
    #expect(checks.suffix(3).map(\.name) == ["events", "ids", "annulments"])
  }

  @Test("the index has its tables in a file of its own, and the read model has none of them")
  func files() throws {
    let box = try ledger()
    #expect(
      try tables("\(box.ledger.path)/index.sqlite")
        == ["position", "starts", "buckets", "events", "ids", "annulments"])
    #expect(
      try tables("\(box.ledger.path)/read-model.sqlite")
        == Set(
          Projections.standard.map(\.layout).flatMap { [$0.name] + $0.sums.map(\.name) } + ["position", "projections"]))
    try expectWhole(box)
  }

  @Test("a person is read with the index alone, without the tables")
  func needsNoTables() throws {
    let box = try ledger()
    try FileManager.default.removeItem(atPath: "\(box.ledger.path)/read-model.sqlite")
    #expect(try box.ledger.state(of: "p1").people.count == 1)
    #expect(try box.ledger.projectionStatus().isIndexCurrent)
  }

  @Test(
    "whichever of the two files a crash has left behind catches up with the next change, and the other with it",
    arguments: ["index.sqlite", "read-model.sqlite"])
  func crashBetween(_ behind: String) throws {
    let box = try ledger()
    let path = "\(box.ledger.path)/\(behind)"
    // As one file, without the changes that SQLite keeps beside it.
    try sql(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    let before = try Files.read(path)
    try record(box)
    try sql(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    try Data(before).write(to: URL(filePath: path))
    let status = try box.ledger.projectionStatus()
    #expect(status.isIndexCurrent == (behind != "index.sqlite") && status.isCurrent == (behind == "index.sqlite"))
    let checks = try box.ledger.checkProjections()
    #expect(checks.isOfThisLog && checks.checks.allSatisfy(\.isEqual), "each is right as of its own position")
    // The state read is never older than the log.
    #expect(try box.ledger.state(of: "p1").people[0].contributions.count == 1)
    try record(box, IndexTests.contributed.replacing("2025-07\"", with: "2025-08\""))
    try expectWhole(box)
    #expect(try box.ledger.state(of: "p1").people[0].contributions.count == 2)
  }

  @Test(
    "a file that is gone, damaged, of an older version or not ours is made anew by the next change, and the other stays",
    arguments: ["index.sqlite", "read-model.sqlite"], ["gone", "damaged", "version", "foreign"])
  func madeAnew(_ name: String, _ how: String) throws {
    let box = try ledger()
    let path = "\(box.ledger.path)/\(name)"
    let other = "\(box.ledger.path)/\(name == "index.sqlite" ? "read-model.sqlite" : "index.sqlite")"
    try sql(other, "PRAGMA user_version = 7")
    switch how {
    case "gone": try FileManager.default.removeItem(atPath: path)
    case "damaged":
      try sql(path, "PRAGMA wal_checkpoint(TRUNCATE)")
      try Data(Files.read(path).map { ~$0 }).write(to: URL(filePath: path))
    case "version": try sql(path, "UPDATE position SET version = 1")
    default: try sql(path, "CREATE INDEX foreign_index ON position (size)")
    }
    let status = try box.ledger.projectionStatus()
    #expect((name == "index.sqlite" ? status.index : status.position) == nil)
    try record(box)
    try expectWhole(box)
    let kept = try SQLiteDatabase(path: other, access: .readOnly).pragma("user_version")
    #expect(kept == "7")
  }

  @Test(
    "an index whose numbers no log can have misleads nobody and is made anew",
    arguments: [
      "UPDATE buckets SET bits = 7", "UPDATE buckets SET bits = 33", "DELETE FROM buckets",
      "UPDATE position SET offset = -1", "UPDATE position SET offset = 281474976710656",
      "UPDATE position SET segment = size + 1",
      // One line of three bytes at 2^47, far behind the stamp.
      "UPDATE events SET places = x'80808080808040c001'",
    ])
  func impossible(_ change: String) throws {
    let box = try ledger()
    try sql("\(box.ledger.path)/index.sqlite", change)
    #expect(try box.ledger.state(of: "p1").people.count == 2, "everything is folded")
    try record(box)
    // The first change may only take it away.
    try record(box, IndexTests.contributed.replacing("2025-07\"", with: "2025-08\""))
    try expectWhole(box)
    #expect(try box.ledger.state(of: "p1").people.count == 1)
  }

  @Test("a ledger whose read model still holds the index gets both files by the next change, and is read until then")
  func olderLedger() throws {
    let box = try ledger()
    let (index, model) = ("\(box.ledger.path)/index.sqlite", "\(box.ledger.path)/read-model.sqlite")
    try FileManager.default.removeItem(atPath: index)
    try sql(
      model,
      """
      ALTER TABLE position ADD COLUMN id_bits INTEGER; UPDATE position SET version = 4043, id_bits = 8;
      CREATE TABLE segment_start (one INTEGER PRIMARY KEY, size INTEGER);
      CREATE TABLE events (person TEXT PRIMARY KEY, count INTEGER, places BLOB);
      CREATE TABLE ids (bucket INTEGER PRIMARY KEY, entries BLOB);
      CREATE TABLE annulments (bucket INTEGER PRIMARY KEY, entries BLOB)
      """)
    #expect(try box.ledger.state(of: "p1").people.count == 2, "it is folded from everything")
    let status = try box.ledger.projectionStatus()
    #expect(status.position == nil && status.index == nil)
    try record(box)
    try expectWhole(box)
    #expect(try !tables(model).contains("events"))
    #expect(try box.ledger.state(of: "p1").people.count == 1)
  }

  @Test("where the index can be neither read nor written, as on a medium that is read-only, the log answers")
  func unusable() throws {
    let box = try ledger()
    // No process can map the memory that readers of the file share.
    for file in ["index.sqlite-shm", "index.sqlite-wal"] { try? Files.remove("\(box.ledger.path)/\(file)") }
    try FileManager.default.createSymbolicLink(
      atPath: "\(box.ledger.path)/index.sqlite-shm", withDestinationPath: "nowhere")
    #expect(try box.ledger.state(of: "p1").people.count == 2)
    try record(box)
    #expect(try box.ledger.state(of: "p1").person("p1") != nil)
    #expect(try !box.ledger.projectionStatus().isIndexCurrent)
    #expect(try box.ledger.projectionStatus().position != nil, "the tables are behind, and still there")
    #expect(box.ledger.verify().outcome == .whole, "the log knows nothing of it")
  }

  @Test("a place that was changed by hand is found out by the check, and made anew")
  func changed() throws {
    let box = try ledger()
    try sql("\(box.ledger.path)/index.sqlite", "UPDATE events SET places = x'0000' WHERE person = 'p2'")
    let checks = try box.ledger.checkProjections().checks
    #expect(checks.filter { !$0.isEqual }.map(\.name) == ["events"])
    #expect(try box.ledger.state(of: "p2").people.count == 2, "it is not believed")
    _ = try box.ledger.rebuildProjections()
    try expectWhole(box)
  }
}

import Foundation
import System
import Testing

/// A database that another party made can neither hang, swell, lead away nor delete.
@Suite struct SQLiteDefenceTests {
  /// A folder with a database, gone after the body.
  private func withDatabase(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sqlite-\(UUID().uuidString)").path
    try Files.makeDirectories(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.sqlite"
    do {
      try SQLiteDatabase(path: path, access: .create).execute("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x')")
    }
    try body(path)
  }

  private func error(_ body: () throws -> Void) -> SQLiteError? {
    do {
      try body()
      return nil
    } catch { return error as? SQLiteError }
  }

  @Test("work without end is stopped")
  func work() throws {
    try withDatabase { path in
      let endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT sum(n) FROM c"
      let database = try SQLiteDatabase(path: path, access: .readOnly)
      #expect(error { try database.execute(endless) }?.code == .interrupt)
    }
  }

  @Test("views and triggers do nothing, other files cannot be attached, no value is longer than the limit")
  func schema() throws {
    try withDatabase { path in
      do {
        let made = try Program.sqlite(
          path, "CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END")
        try #require(made)
      }
      let database = try SQLiteDatabase(path: path, access: .readWrite)
      #expect(error { try database.execute("SELECT * FROM v") } != nil)
      try database.execute("INSERT INTO t VALUES ('y')")
      let count = try database.prepare("SELECT count(*) FROM t")
      #expect(try count.step() && count.int(at: 0) == 2)
      count.reset()
      #expect(error { try database.execute("ATTACH '/dev/null' AS other") } != nil)
      #expect(error { try database.execute("SELECT length(randomblob(40000000))") }?.code == .tooBig)
    }
  }

  @Test("a schema is compared word for word")
  func compares() throws {
    try withDatabase { path in
      let database = try SQLiteDatabase(path: path, access: .readWrite)
      for _ in 0..<2 {
        #expect(try SQLiteSchema(of: database) == .made(by: ["CREATE TABLE t (a TEXT)"]))
        #expect(try SQLiteSchema(of: database) != .made(by: ["CREATE TABLE t (a TEXT)", "CREATE INDEX i ON t (a)"]))
      }
      try database.execute("CREATE INDEX i ON t (a)")
      #expect(try SQLiteSchema(of: database) != .made(by: ["CREATE TABLE t (a TEXT)"]))
    }
  }

  @Test(
    "no link or pipe is opened, in the place of the file or of a journal", arguments: ["", "-journal", "-wal", "-shm"])
  func special(_ suffix: String) throws {
    try withDatabase { path in
      try? Files.remove(path + suffix)
      try FileManager.default.createSymbolicLink(atPath: path + suffix, withDestinationPath: "/dev/zero")
      #expect(error { _ = try SQLiteDatabase(path: path, access: .readWrite) }?.isNotRegular == true)
      try Files.remove(path + suffix)
      let made = unsafe mkfifo(path + suffix, 0o600)
      #expect(made == 0)
      for access in [SQLiteAccess.readOnly, .readWrite, .create] {
        #expect(error { _ = try SQLiteDatabase(path: path, access: access) }?.isNotRegular == true)
      }
    }
  }

  @Test("a journal that would have SQLite delete another file is refused")
  func superJournal() throws {
    try withDatabase { path in
      let mark: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
      try Files.atomicallyWrite(path + "-journal", [UInt8](repeating: 0, count: 512) + mark)
      #expect(error { _ = try SQLiteDatabase(path: path, access: .readWrite) }?.code == .corrupt)
    }
  }
}

private enum Program {
  /// Runs statements in a connection that is not this program's.
  static func sqlite(_ path: String, _ statements: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(sys.argv[2])", path, statements,
    ]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

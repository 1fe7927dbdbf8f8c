import Foundation
import Synchronization
import System
import Testing

/// A database is copied while another thread writes to it.
@Suite struct SQLiteCopyTests {
  /// A writer that writes without a pause, on a thread of its own, until it is stopped.
  private final class Writer: Sendable {
    private let isWanted = Atomic(true)
    private let hasEnded = Atomic(false)
    private let changes = Atomic(0)

    /// How many changes were made.
    var count: Int { changes.load(ordering: .acquiring) }

    init(_ path: String) {
      Thread.detachNewThread { [self] in
        // A failure ends the writing, and the test sees it by the count.
        try? work(path)
        hasEnded.store(true, ordering: .releasing)
      }
    }

    private func work(_ path: String) throws {
      let database = try SQLiteDatabase(path: path, access: .readWrite)
      database.liftWorkLimit()
      try database.setPragma("synchronous", "OFF")
      while isWanted.load(ordering: .acquiring) {
        try database.transaction { () throws(SQLiteError) in
          try database.execute("UPDATE first SET n = n + 1; UPDATE last SET n = n + 1")
        }
        changes.add(1, ordering: .acquiringAndReleasing)
        // A writer has something else to do as well.
        usleep(500)
      }
    }

    func stop() {
      isWanted.store(false, ordering: .releasing)
      while !hasEnded.load(ordering: .acquiring) { usleep(1_000) }
    }
  }

  @Test("a copy is the database as it was at one moment and comes to its end, though somebody keeps writing")
  func besideWriter() throws {
    let folder = NSTemporaryDirectory() + "copy-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let source = try SQLiteDatabase(path: folder + "/source", access: .create)
    // Some thousand pages between the two numbers, so that they are copied in several steps.
    try source.execute(
      """
      CREATE TABLE first (n); CREATE TABLE filler (bytes); CREATE TABLE last (n); INSERT INTO first VALUES (0);
      WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 4000)
        INSERT INTO filler SELECT randomblob(4000) FROM c;
      INSERT INTO last VALUES (0);
      """)
    let writer = Writer(folder + "/source")
    defer { writer.stop() }
    while writer.count == 0 { usleep(1_000) }
    for number in 0..<3 {
      let before = writer.count
      let target = try SQLiteDatabase(path: "\(folder)/copy-\(number)", access: .create)
      try source.copy(into: target)
      let values = try target.prepare("SELECT (SELECT n FROM first), (SELECT n FROM last), count(*) FROM filler")
      #expect(try values.step())
      #expect(values.int(at: 0) == values.int(at: 1) && values.int(at: 0) >= Int64(before))
      #expect(values.int(at: 2) == 4_000)
      #expect(try target.pragma("integrity_check") == "ok")
    }
    let before = writer.count
    while writer.count == before { usleep(1_000) }
  }

  @Test("what cannot be written is told, and a database that is no database is not copied")
  func failures() throws {
    let folder = NSTemporaryDirectory() + "copy-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("no database at all".utf8).write(to: URL(filePath: folder + "/text"))
    let text = try SQLiteDatabase(path: folder + "/text", access: .readOnly)
    let target = try SQLiteDatabase(path: folder + "/target", access: .create)
    let error = #expect(throws: SQLiteError.self) { try text.copy(into: target) }
    #expect(error?.code == .notADatabase)
    try target.execute("CREATE TABLE t (n)")
    let closed = try SQLiteDatabase(path: folder + "/target", access: .unchanged)
    let refused = #expect(throws: SQLiteError.self) { try target.copy(into: closed) }
    #expect(refused?.code == .readOnly)
  }
}

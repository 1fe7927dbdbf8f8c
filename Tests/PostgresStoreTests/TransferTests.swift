import EventLog
import Foundation
import Merkle
import PostgresStore
import System
import Testing
import Values

/// Logs that go to a database and come back, and appends that it takes or refuses.
@Suite(.enabled(if: Cluster.isHere, "no server of PostgreSQL 15 can be started here"))
struct TransferTests {
  /// A store whose lines end after some.
  private struct Breaking: LogStore {
    struct Stopped: Error {}
    let store: FolderStore
    let lines: Int
    var name: String { store.name }
    func head() throws -> StoredHead? { try store.head() }
    func begin() throws -> any LogTurn { try store.begin() }
    func read(behind head: StoredHead, _ take: (LogLines) throws -> Void) throws -> StoredHead {
      var left = lines
      return try store.read(behind: head) { found in
        for line in found.lines {
          if left == 0 { throw Stopped() }
          left -= 1
          try take(LogLines(found.bytes, [line]))
        }
      }
    }
  }

  @Test(
    "a log comes to the database and back byte for byte, short and long appends",
    arguments: Schema.allCases, [1, 700, LogTransfer.standardPiece])
  func transfers(schema: Schema, piece: UInt64) throws {
    for counts in [[1], [3, 1, 2, 5], [2_500, 1, 999, 1_000, 1_001], Array(repeating: 2, count: 600)] {
      // A transaction for each of a thousand appends says no more than for a few.
      if piece > 1 || counts.count <= 10 { try transfer(counts, schema, piece) }
    }
  }

  private func transfer(_ counts: [Int], _ schema: Schema, _ piece: UInt64) throws {
    let (folder, database) = (try Folder(), try Cluster.shared.get().database(schema))
    let source = try folder.makeLog(counts)
    let store = try database.store()
    #expect(try store.head() == nil)
    let brought = try LogTransfer.run(from: source, to: store, piece: piece)
    #expect(try brought.after == source.head() && store.head() == source.head())
    _ = try LogTransfer.run(from: store, to: FolderStore("\(folder.path)/back"), piece: piece)
    #expect(try folder.segments("back") == folder.segments("ledger"))
    #expect(LogVerifier.verify(ledger: "\(folder.path)/back").outcome == .whole)
    #expect(try database.staged() == "0")
    let ids = try database.sql("SELECT count(*), count(person), count(id) FROM subsidy.event")
    let size = counts.reduce(0, +)
    #expect(ids == "\(size)|\((0..<size).count { $0 % 8 != 7 })|\((size + 2) / 3)")
  }

  @Test(
    "what was cut short at any line goes on from what counted", arguments: Schema.allCases,
    [0, 1, 3, 4, 6, 8, 9, 1_200, 2_300])
  func resumes(schema: Schema, lines: Int) throws {
    let (folder, database) = (try Folder(), try Cluster.shared.get().database(schema))
    let source = try folder.makeLog([2, 1, 4, 1_500, 700])
    let store = try database.store()
    do {
      _ = try LogTransfer.run(from: Breaking(store: source, lines: lines), to: store, piece: 3)
    } catch is Breaking.Stopped {}
    #expect(try [0, 3, 7, 1_507, 2_207].contains(store.head()?.size ?? 0))
    _ = try LogTransfer.run(from: source, to: store, piece: 3)
    #expect(try store.head() == source.head())
  }

  @Test("another log of the same name, and one with more, are left as they are", arguments: Schema.allCases)
  func refusesOthers(schema: Schema) throws {
    let (folder, database) = (try Folder(), try Cluster.shared.get().database(schema))
    let store = try database.store()
    let source = try folder.makeLog([2, 1])
    _ = try LogTransfer.run(from: source, to: store)
    let head = try store.head()
    for (name, counts) in [("other", [1, 2, 4]), ("shorter", [2])] {
      let other = try folder.makeLog(counts, in: name)
      #expect(throws: LogError.self) { try LogTransfer.run(from: other, to: store) }
    }
    #expect(throws: LogError.self) { try LogTransfer.run(from: store, to: FolderStore("\(folder.path)/other")) }
    #expect(try store.head() == head)
  }

  @Test("a line that somebody changed in the database is found by whoever takes it", arguments: Schema.allCases)
  func findsChanges(schema: Schema) throws {
    let (folder, database) = (try Folder(), try Cluster.shared.get().database(schema))
    _ = try LogTransfer.run(from: folder.makeLog([2, 1]), to: database.store())
    // Only a superuser can do this, and only with the trigger off.
    for change in [
      "UPDATE subsidy.event SET line = replace(convert_from(line, 'UTF8'), 'noted', 'notes')::bytea WHERE seq = 1",
      "UPDATE subsidy.commit SET line = replace(convert_from(line, 'UTF8'), 'op-1', 'op-2')::bytea WHERE size = 2",
      "DELETE FROM subsidy.event WHERE seq = 2",
    ] {
      try database.sql(
        "BEGIN; ALTER TABLE subsidy.event DISABLE TRIGGER ALL; ALTER TABLE subsidy.commit DISABLE TRIGGER ALL; \(change); COMMIT"
      )
      let target = "\(folder.path)/\(UUID().uuidString)"
      #expect(throws: (any Error).self, "\(change)") {
        try LogTransfer.run(from: database.store(), to: FolderStore(target))
      }
    }
  }

  /// A turn's own tree, by which lines and commits are made.
  private func append(
    _ turn: any LogTurn, behind tree: CompactRange<SHA256TreeHasher>, _ events: [String],
    recorded: Instant = Folder.time, _ change: (String) -> String = { $0 }
  ) throws {
    var tree = tree
    var bytes: [UInt8] = []
    for event in events {
      let line = Array(event.utf8)
      tree.append(line, 0..<line.count)
      bytes += line + [10]
    }
    var commit: [UInt8] = []
    CommitLine(size: tree.size, root: tree.root, recorded: recorded, by: "op-1").write(to: &commit)
    try turn.take(LogLines(whole: bytes + Array(change(String(decoding: commit, as: UTF8.self)).utf8)))
  }

  private func tree(_ counts: Int) -> CompactRange<SHA256TreeHasher> {
    var tree = CompactRange(hasher: SHA256TreeHasher())
    for sequence in 0..<counts {
      let line = Array(Folder.line(sequence).utf8)
      tree.append(line, 0..<line.count)
    }
    return tree
  }

  @Test(
    "a commit of another root, size or order, an event of another number, a clock that goes back: nothing of it counts",
    arguments: Schema.allCases)
  func refusesFalse(schema: Schema) throws {
    let (folder, database) = (try Folder(), try Cluster.shared.get().database(schema))
    let store = try database.store()
    _ = try LogTransfer.run(from: folder.makeLog([2, 1]), to: store)
    let (head, tree) = (try store.head(), tree(3))
    let earlier = Instant("2024-12-06T01:29:59Z")!
    let attempts: [(any LogTurn) throws -> Void] = [
      { try append($0, behind: tree, [Folder.line(3)]) { $0.replacing("a", with: "b") } },
      { try append($0, behind: tree, [Folder.line(3)]) { $0.replacing(#""size":4"#, with: #""size":5"#) } },
      { try append($0, behind: tree, [Folder.line(4)]) },
      { try append($0, behind: tree, [Folder.line(3)], recorded: earlier) },
      { try append($0, behind: tree, [Folder.line(3)]) { _ in "" } },
      { try append($0, behind: tree, [Folder.line(3)]) { $0 + $0 } },
      { try append($0, behind: tree, [#"{"seq":3,"id":"i-0"}"#]) },
      { try append($0, behind: tree, [#"{"seq":3,"type":"#]) },
      { _ in },
    ]
    for (number, attempt) in attempts.enumerated() {
      #expect(throws: (any Error).self, "attempt \(number)") {
        let turn = try store.begin()
        try attempt(turn)
        _ = try turn.end(LogExpectation(size: 3))
      }
      #expect(try store.head() == head, "attempt \(number)")
    }
    let turn = try store.begin()
    try append(turn, behind: tree, [#"{"seq":3,"type":"clock-corrected","of":1,"request":"r-1"}"#], recorded: earlier)
    #expect(try turn.end(LogExpectation(size: 3)).size == 4)
  }

  @Test(
    "an append counts if nothing came in about its persons or about everybody since it was decided",
    arguments: Schema.allCases)
  func holdsExpectations(schema: Schema) throws {
    let (folder, database) = (try Folder(), try Cluster.shared.get().database(schema))
    let store = try database.store()
    // Event 7 is about no person, 8 about p0.
    _ = try LogTransfer.run(from: folder.makeLog([7, 1, 1]), to: store)
    let tree = tree(9)
    func tries(_ expectation: LogExpectation) throws {
      let turn = try store.begin()
      try append(turn, behind: tree, [Folder.line(9)])
      _ = try turn.end(expectation)
    }
    for expectation in [
      LogExpectation(size: 8), LogExpectation(size: 10), LogExpectation(size: 8, persons: ["p0"]),
      LogExpectation(size: 7, persons: ["p1"]), LogExpectation(size: 0, persons: []),
    ] {
      #expect(throws: LogError.moved(decidedAt: expectation.size, found: 9)) { try tries(expectation) }
    }
    try tries(LogExpectation(size: 8, persons: ["p1", "p5"]))
    #expect(try store.head()?.size == 10)
  }
}

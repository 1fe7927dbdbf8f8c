import EventLog
import Foundation
import Merkle
import PostgresStore
import System
import Testing
import Values

/// A client or the server that dies at each step of an append: it counts or it does not, and the log goes on.
@Suite(.serialized, .enabled(if: Cluster.isHere, "no server of PostgreSQL 15 can be started here"))
struct DeathTests {
  enum Step: String, CaseIterable { case begun, ended, committed }
  enum Death: String, CaseIterable { case clientKilled, backendKilled, serverKilled, serverStoppedAtOnce }

  /// The lines of the append behind a log of three events, as psql takes them.
  private static func lines() -> String {
    var tree = CompactRange(hasher: SHA256TreeHasher())
    for sequence in 0...3 {
      let line = Array(Folder.line(sequence).utf8)
      tree.append(line, 0..<line.count)
    }
    var commit: [UInt8] = []
    CommitLine(size: 4, root: tree.root, recorded: Folder.time, by: "op-1").write(to: &commit)
    let lines = [Array(Folder.line(3).utf8), commit.dropLast()].map { line in
      "decode('\(line.map { String(Int($0) | 256, radix: 16).dropFirst() }.joined())', 'hex')"
    }
    return "ARRAY[\(lines.joined(separator: ", "))]"
  }

  private static let server = Result { try Cluster() }

  @Test("killed at any step", arguments: Step.allCases, Death.allCases)
  func killed(_ step: Step, _ death: Death) async throws {
    let (folder, cluster) = (try Folder(), try DeathTests.server.get())
    let database = try cluster.database()
    _ = try LogTransfer.run(from: folder.makeLog([2, 1]), to: database.store())
    var statements = ["BEGIN", "SELECT size FROM subsidy.append_begin('city')"]
    if step != .begun {
      statements.append("SELECT size FROM subsidy.append_end('city', 3, NULL, \(DeathTests.lines()))")
    }
    if step == .committed { statements.append("COMMIT") }
    // A statement that runs until it is ended: the client is in the middle of it.
    statements += ["SELECT pg_sleep(300)"]
    let client = Process()
    client.executableURL = URL(fileURLWithPath: Cluster.psql)
    client.arguments =
      ["-h", cluster.folder, "-U", "admin", "-d", database.name, "-X", "-q"] + statements.flatMap { ["-c", $0] }
    (client.standardOutput, client.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    client.standardInput = FileHandle.nullDevice
    try client.run()
    let sleeping =
      "FROM pg_stat_activity WHERE datname = '\(database.name)' AND query LIKE '%pg_sleep(3%' AND pid <> pg_backend_pid()"
    var backend: Int32?
    for _ in 0..<600 where backend == nil {
      backend = Int32(try cluster.sql("postgres", "SELECT pid \(sleeping)"))
      if backend == nil { try await Task.sleep(for: .milliseconds(50)) }
    }
    let process = try #require(backend)
    switch death {
    case .clientKilled:
      kill(client.processIdentifier, SIGKILL)
      // The server looks for its client only when it has something to say; a backend is ended as its host would end it.
      try cluster.sql("postgres", "SELECT pg_terminate_backend(\(process))")
    case .backendKilled: kill(process, SIGKILL)
    case .serverKilled: kill(try cluster.process(), SIGKILL)
    case .serverStoppedAtOnce: try cluster.stop("immediate")
    }
    client.waitUntilExit()
    var isBack = false
    for _ in 0..<600 where !isBack {
      isBack = (try? cluster.sql("postgres", "SELECT 1")) == "1"
      // A cluster whose postmaster was killed starts once its last backend has gone.
      if !isBack, death == .serverKilled || death == .serverStoppedAtOnce { try? cluster.start() }
      if !isBack { try await Task.sleep(for: .milliseconds(100)) }
    }
    let store = try database.store()
    #expect(try store.head()?.size == (step == .committed ? 4 : 3))
    #expect(try database.sql("SELECT count(*) FROM subsidy.event") == (step == .committed ? "4" : "3"))
    // The log goes on, and is whole.
    let longer = try folder.makeLog(step == .committed ? [2, 1, 1, 2] : [2, 1, 2], in: "longer")
    _ = try LogTransfer.run(from: longer, to: store)
    _ = try LogTransfer.run(from: store, to: FolderStore("\(folder.path)/back"))
    #expect(try folder.segments("back") == folder.segments("longer"))
  }

  @Test("whoever goes silent with the head in hand is cut off, and others append", arguments: Schema.allCases)
  func cutsOffSilent(schema: Schema) async throws {
    let (folder, cluster) = (try Folder(), try DeathTests.server.get())
    let database = try cluster.database(schema)
    let store = try database.store()
    _ = try LogTransfer.run(from: folder.makeLog([2]), to: store)
    let silent = try store.begin()
    // This waits for the server to take the head away again.
    _ = try LogTransfer.run(from: folder.makeLog([2, 1], in: "longer"), to: database.store())
    #expect(throws: (any Error).self) {
      try silent.take(LogLines(whole: Array("\(Folder.line(2))\n".utf8)))
      _ = try silent.end(LogExpectation(size: 2))
    }
    #expect(try store.head()?.size == 3)
  }

  @Test(
    "a turn that is let go of leaves nothing, at any step before its end", arguments: Schema.allCases, 0...2)
  func letGo(schema: Schema, step: Int) throws {
    let (folder, cluster) = (try Folder(), try DeathTests.server.get())
    let store = try cluster.database(schema).store()
    _ = try LogTransfer.run(from: folder.makeLog([2, 1]), to: store)
    do {
      let turn = try store.begin()
      for number in 0..<step * 1_500 { try turn.take(LogLines(whole: Array("\(Folder.line(3 + number))\n".utf8))) }
    }
    let longer = try folder.makeLog([2, 1, 1], in: "longer")
    _ = try LogTransfer.run(from: longer, to: store)
    #expect(try store.head()?.size == 4)
  }
}

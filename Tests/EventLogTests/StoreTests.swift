import EventLog
import Merkle
import System
import Testing
import Values

/// A log that goes from one place to another, and what no place takes.
@Suite struct StoreTests {
  /// A store that stops after some pieces of its lines.
  private struct Breaking: LogStore {
    struct Stopped: Error {}
    let store: FolderStore
    let pieces: Int

    var name: String { store.name }
    func head() throws -> StoredHead? { try store.head() }
    func begin() throws -> any LogTurn { try store.begin() }
    func read(behind head: StoredHead, _ take: (LogLines) throws -> Void) throws -> StoredHead {
      var left = pieces
      return try store.read(behind: head) { lines in
        for line in lines.lines {
          if left == 0 { throw Stopped() }
          left -= 1
          try take(LogLines(lines.bytes, [line]))
        }
      }
    }
  }

  private static func files(_ ledger: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try Files.names(in: ledger + "/log") { files[name] = try Files.read("\(ledger)/log/\(name)") }
    return files
  }

  @Test(
    "a log comes to another folder byte for byte, whatever the segments and pieces",
    arguments: [1, 300, LogWriter.defaultSegmentLimit], [1, 3, LogTransfer.standardPiece])
  func transfers(limit: UInt64, piece: UInt64) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 4, 3, 1], segmentLimit: limit)
    let copy = FolderStore(scratch.path + "/copy", segmentLimit: limit)
    #expect(try copy.head() == nil)
    let brought = try LogTransfer.run(from: FolderStore(scratch.ledger), to: copy, piece: piece)
    #expect(brought.before == .empty && brought.after.size == 11)
    #expect(try StoreTests.files(scratch.path + "/copy") == StoreTests.files(scratch.ledger))
    #expect(try LogReader(ledger: scratch.path + "/copy").head == sample.heads.last)
    #expect(LogVerifier.verify(ledger: scratch.path + "/copy").outcome == .whole)
    #expect(try LogTransfer.run(from: FolderStore(scratch.ledger), to: copy).before == brought.after)
  }

  @Test("what was cut short at any line goes on from what counted")
  func resumes() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [2, 1, 4, 3], segmentLimit: 200)
    for lines in 0..<14 {
      let path = "\(scratch.path)/copy-\(lines)"
      let copy = FolderStore(path, segmentLimit: 200)
      #expect(throws: Breaking.Stopped.self) {
        try LogTransfer.run(
          from: Breaking(store: FolderStore(scratch.ledger), pieces: lines), to: copy, piece: 3)
      }
      if let head = try copy.head() {
        #expect([0, 3, 7, 10].contains(head.size))
        if head.size > 0 { #expect(LogVerifier.verify(ledger: path).outcome == .whole) }
      }
      _ = try LogTransfer.run(from: FolderStore(scratch.ledger), to: copy, piece: 3)
      #expect(try StoreTests.files(path) == StoreTests.files(scratch.ledger))
    }
  }

  @Test("a target with another log, or with more, is left as it is")
  func refusesOthers() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [2, 1])
    let source = FolderStore(scratch.ledger)
    for counts in [[1, 2], [3], [2, 1, 1]] {
      let path = "\(scratch.path)/\(counts.count)-\(counts[0])"
      _ = try SampleLog(path, counts: counts)
      let before = try StoreTests.files(path)
      #expect(throws: LogError.self) { try LogTransfer.run(from: source, to: FolderStore(path)) }
      #expect(try StoreTests.files(path) == before)
    }
    #expect(logError { _ = try FolderStore(scratch.path + "/none").read(behind: .empty) { _ in } } != nil)
  }

  @Test("the same events under another commit are another log")
  func comparesCommits() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [2, 1])
    let other = scratch.path + "/other"
    var writer = try LogWriter.create(ledger: other)
    let lines = SampleLog.lines(2)
    try writer.beginAppend()
    for line in lines { _ = try writer.add(Array(line.utf8), 0..<line.utf8.count) }
    _ = try writer.commit(recorded: SampleLog.time, by: "somebody-else")
    _ = consume writer
    #expect(throws: LogError.storesDiffer(size: 2)) {
      try LogTransfer.run(from: FolderStore(scratch.ledger), to: FolderStore(other))
    }
  }

  @Test("a line that was changed on the way is refused with its commit, and nothing of the append counts")
  func refusesChanged() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [2, 1])
    var bytes = try Files.read(scratch.segment())
    bytes[3] ^= 1
    let target = FolderStore(scratch.path + "/copy")
    do {
      let turn = try target.begin()
      #expect(throws: LogError.self) { try turn.take(LogLines(whole: bytes)) }
    }
    #expect(try target.head() == .empty)
  }

  @Test("events without a commit do not count, and a turn keeps others out")
  func demandsCommits() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [2])
    let store = FolderStore(scratch.ledger)
    do {
      let turn = try store.begin()
      #expect(throws: LogError.inUse(ledger: scratch.ledger)) { try store.begin() }
      try turn.take(LogLines(whole: Array((SampleLog.lines(1, from: 2)[0] + "\n").utf8)))
      #expect(throws: LogError.self) { try turn.end(LogExpectation(size: 2)) }
    }
    #expect(try store.head()?.size == 2)
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .whole)
    let turn = try store.begin()
    #expect(throws: LogError.moved(decidedAt: 1, found: 2)) { try turn.end(LogExpectation(size: 1)) }
  }
}

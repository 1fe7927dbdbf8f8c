import EventLog
import Glibc
import Merkle
import System
import Testing
import Values

@Suite struct WriterTests {
  @Test("a ledger is made once; an empty directory and missing parents are fine")
  func creates() throws {
    let scratch = try Scratch()
    try Files.makeDirectory(scratch.ledger)
    _ = try LogWriter.create(ledger: scratch.ledger)
    #expect(logError { _ = try LogWriter.create(ledger: scratch.ledger) } == .exists(ledger: scratch.ledger))
    _ = try LogWriter.create(ledger: scratch.path + "/a/b/c")
    #expect(try LogReader(ledger: scratch.path + "/a/b/c").lines() == [])
    let half = scratch.path + "/half"
    try Files.makeDirectories(half + "/log")
    #expect(logError { _ = try LogWriter.create(ledger: half) } == .exists(ledger: half))
  }

  @Test("a log without events is no ledger: nobody opens it, it is not whole, and no HEAD is made for it")
  func refusesNoEvents() throws {
    let scratch = try Scratch()
    _ = try LogWriter.create(ledger: scratch.ledger)
    let fault = LogFault(segment: 0, line: 0, offset: 0, kind: .noEvents)
    func check() throws {
      let names = try Files.names(in: scratch.ledger)
      #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == .corrupt(fault))
      #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .corrupt(fault))
      #expect(try Files.names(in: scratch.ledger) == names)
    }
    try check()
    // The remains of a first append that was cut short stay where they are.
    for bytes in [[], Array("{\"seq\":0".utf8)] {
      try Scratch.overwrite(scratch.segment(), bytes)
      try check()
      #expect(try Files.read(scratch.segment()) == bytes)
    }
    try Files.remove(scratch.ledger + "/HEAD")
    #expect(logError { _ = try LogWriter.rebuildHead(ledger: scratch.ledger) } == .corrupt(fault))
    #expect(try !Files.exists(scratch.ledger + "/HEAD"))
  }

  @Test("what is no ledger is not opened and gets no files")
  func refusesNoLedger() throws {
    let scratch = try Scratch()
    #expect(logError { _ = try LogWriter(opening: scratch.path) } == .notLedger(scratch.path))
    #expect(logError { _ = try LogReader(ledger: scratch.path) } == .notLedger(scratch.path))
    #expect(logError { _ = try LogReader(ledger: scratch.ledger) } == .notLedger(scratch.ledger))
    #expect(LogVerifier.verify(ledger: scratch.path).outcome == .unreadable(.notLedger(scratch.path)))
    #expect(try Files.names(in: scratch.path) == [])
  }

  @Test("a second writer is refused as long as the first one lives")
  func refusesSecondWriter() throws {
    let scratch = try Scratch()
    var first = try LogWriter.create(ledger: scratch.ledger)
    _ = try first.append(SampleLog.lines(1))
    #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == .inUse(ledger: scratch.ledger))
    _ = consume first
    #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == nil)
  }

  @Test("a writer whose files were changed or replaced underneath stops")
  func noticesForeignWriter() throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    let head = try writer.append(SampleLog.lines(2))
    let bytes = try Files.read(scratch.segment())
    try FileDescriptor(scratch.segment(), [.writeOnly, .append]).write([65])
    guard case .foreignWriter(0, head.offset, _) = logError({ try writer.beginAppend() }) else {
      Issue.record("grown")
      return
    }
    try Scratch.overwrite(scratch.segment(), bytes)
    guard case .foreignWriter(0, head.offset, _) = logError({ try writer.beginAppend() }) else {
      Issue.record("replaced")
      return
    }
    try Scratch.overwrite(scratch.ledger + "/LOCK", [])
    #expect(logError { try writer.beginAppend() } == .lockReplaced(ledger: scratch.ledger))
  }

  @Test(
    "a line that the log cannot hold is refused",
    arguments: [
      ([], LogError.emptyLine), ([UInt8](repeating: 0x41, count: 65_536), .lineTooLong(count: 65_536)),
      ([0x41, 0x0A], .controlByte(0x0A, at: 1)), ([0x41, 0x0D], .controlByte(0x0D, at: 1)),
      ([0], .controlByte(0, at: 0)),
      ([0x41, 0x42, 0x1F], .controlByte(0x1F, at: 2)), (Array(#"{"commit":1}"#.utf8), .commitAsEvent),
      ([0x41, 0x80], .notUTF8(0x80, at: 1)), ([0xC0, 0x80], .notUTF8(0xC0, at: 0)),
      ([0xE8, 0xA1, 0xA5, 0xE8, 0xA1], .notUTF8(0xE8, at: 3)), ([0xED, 0xA0, 0x80], .notUTF8(0xED, at: 0)),
      ([0xF4, 0x90, 0x80, 0x80], .notUTF8(0xF4, at: 0)), ([0xE8, 0x09], .controlByte(9, at: 1)),
    ] as [([UInt8], LogError)])
  func refusesLine(_ line: [UInt8], _ expected: LogError) throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    try writer.beginAppend()
    let longest = [UInt8](repeating: 0x41, count: 65_535)
    _ = try writer.add(longest, 0..<longest.count)
    #expect(logError { _ = try writer.add(line, 0..<line.count) } == expected)
    // The append is as it was.
    #expect(try writer.commit(recorded: SampleLog.time, by: "op-017").size == 1)
    #expect(try LogReader(ledger: scratch.ledger).lines().map(\.utf8.count) == [65_535])
  }

  @Test("a line is taken exactly where the language's own decoder takes it, whatever stands around it")
  func agreesOnUTF8() throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    try writer.beginAppend()
    let edges: [UInt8] = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xE8, 0xFF]
    for first in UInt8(0x80)...0xFF {
      for second in edges {
        for third in edges {
          for bytes in [[first, second], [first, second, third], [first, second, third, 0x80, 0x42]] {
            // The place moves over the borders of words.
            let line = [UInt8](repeating: 0x41, count: Int(second ^ third) % 9) + bytes
            let isText = String(validating: line, as: UTF8.self) != nil
            let error = logError { _ = try writer.add(line, 0..<line.count) }
            guard isText == (error != nil) else { continue }
            Issue.record("\(line) \(String(describing: error))")
          }
        }
      }
    }
    try writer.rollback()
  }

  @Test("a commit is not older than the one before, also after another opening")
  func refusesClockBackwards() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [1])
    var writer = try LogWriter(opening: scratch.ledger)
    let earlier = Instant(seconds: SampleLog.time.seconds - 1)
    #expect(
      logError { _ = try writer.append(SampleLog.lines(1, from: 1), recorded: earlier) }
        == .clockBackwards(previous: SampleLog.time, now: earlier))
    try writer.rollback()
    #expect(try writer.append(SampleLog.lines(1, from: 1)).size == 2)
  }

  @Test("rollback leaves the bytes as they were", arguments: [false, true], [1, 1 << 28] as [UInt64])
  func rollsBack(isLarge: Bool, segmentLimit: UInt64) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [3], segmentLimit: segmentLimit)
    let before = try Files.read(scratch.segment())
    var writer = try LogWriter(opening: scratch.ledger, segmentLimit: segmentLimit)
    for _ in 0..<2 {
      try writer.beginAppend()
      for line in isLarge ? SampleLog.bulk(from: 3) : ["{}"] {
        _ = try writer.add(Array(line.utf8), 0..<line.utf8.count)
      }
      try writer.rollback()
      try writer.rollback()
      #expect(try Files.read(scratch.segment()) == before)
      #expect(try Files.names(in: scratch.ledger + "/log").count == 1)
      #expect(try Files.read(scratch.ledger + "/HEAD") == sample.headFiles[1])
    }
    let head = try writer.append(SampleLog.lines(2, from: 3))
    #expect(head.size == 5)
    #expect(try LogReader(ledger: scratch.ledger).lines() == SampleLog.lines(5))
  }

  @Test("an empty log's first append can be rolled back")
  func rollsBackFirst() throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    try writer.beginAppend()
    for line in SampleLog.bulk(from: 0) { _ = try writer.add(Array(line.utf8), 0..<line.utf8.count) }
    try writer.rollback()
    #expect(try Files.names(in: scratch.ledger + "/log") == [])
    #expect(try writer.append(SampleLog.lines(2)).size == 2)
  }

  @Test("a full segment can no longer be written")
  func sealsSegments() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [1, 1, 1], segmentLimit: 1)
    _ = try LogWriter(opening: scratch.ledger, segmentLimit: 1)
    #expect(try Files.names(in: scratch.ledger + "/log").count == 3)
  }

  @Test("a copy has the segments up to HEAD, the full ones read-only as in the ledger, and its bytes are hashed")
  func copies() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [1, 1, 1], segmentLimit: 1)
    let copy = scratch.path + "/copy"
    try Files.makeDirectory(copy)
    var files: [String: Digest] = [:]
    let head = try LogCopy.make(of: scratch.ledger, in: copy) { files[$0] = $1 }
    #expect(head.size == 3 && LogVerifier.verify(ledger: copy).root == head.root && files.count == 4)
    for name in try Files.names(in: copy + "/log") {
      var status = stat()
      #expect(unsafe stat("\(copy)/log/\(name)", &status) == 0)
      let isFull = !scratch.segment(Int(head.segment)).hasSuffix(name)
      #expect(status.st_mode & 0o777 == (isFull ? 0o444 : 0o644), "\(name)")
      #expect(files["log/\(name)"] == SHA256.hash(try Files.read("\(copy)/log/\(name)")))
    }
  }
}

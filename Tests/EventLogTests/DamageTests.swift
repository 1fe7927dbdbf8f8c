import EventLog
import Merkle
import System
import Testing
import Values

/// Surgery on copies of small logs: nothing acknowledged is ever lost silently.
///
/// > Source: durability section 2, F3 to F9, F20, F25.
@Suite struct DamageTests {
  @Test(
    "every byte prefix opens at the last commit that HEAD may know of, with the tail in quarantine; none without one")
  func everyPrefix() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    let whole = try Files.read(scratch.segment())
    for length in 0...whole.count {
      // HEAD as it was before the append that tears: it is written only after its append is durable.
      let append = sample.heads.lastIndex { Int($0.offset) <= length }!
      for known in Set([append, max(0, append - 1)]) {
        // Opening looks through the quarantine, which would grow with every length.
        if try Files.exists(scratch.ledger + "/quarantine") { try Files.removeTree(scratch.ledger + "/quarantine") }
        try Scratch.overwrite(scratch.segment(), Array(whole[..<length]))
        try Scratch.overwrite(scratch.ledger + "/HEAD", sample.headFiles[known])
        let expected = sample.heads[append]
        let rest = UInt64(length) - expected.offset
        let report = LogVerifier.verify(ledger: scratch.ledger)
        if append == 0 {
          let fault = LogFault(segment: 0, line: 0, offset: 0, kind: .noEvents)
          #expect(report.outcome == .corrupt(fault) && report.size == 0)
          #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == .corrupt(fault))
          continue
        }
        #expect(report.outcome == (rest == 0 ? .whole : .tornTail(bytes: rest)))
        #expect(report.size == expected.size && report.root == expected.root)
        var writer = try LogWriter(opening: scratch.ledger)
        #expect(writer.head == expected)
        #expect(writer.recoveredTail?.bytes == (rest == 0 ? nil : rest))
        if let tail = writer.recoveredTail {
          #expect(tail.offset == expected.offset && tail.segment == 0)
          let kept = try Files.read(scratch.ledger + "/quarantine/" + tail.fileName)
          #expect(kept == Array(whole[Int(tail.offset)..<length]) && SHA256.hash(kept) == tail.sha256)
        }
        let more = try writer.append(["{}"])
        #expect(more.size == expected.size + 1)
        _ = consume writer
        #expect(try LogReader(ledger: scratch.ledger).lines() == sample.lines.prefix(Int(expected.size)) + ["{}"])
      }
    }
  }

  @Test(
    "every single-bit flip is found by verification and reader; by the writer one in the last commit, and every one if HEAD is of version 1",
    arguments: [1, 1 << 28] as [UInt64], [1, 2])
  func everyBitFlip(segmentLimit: UInt64, version: Int) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1], segmentLimit: segmentLimit)
    if version == 1 { try Scratch.overwrite(scratch.ledger + "/HEAD", SampleLog.version1(sample.headFiles[2])) }
    let last = try #require(try Files.names(in: scratch.ledger + "/log").last)
    for name in try Files.names(in: scratch.ledger + "/log") {
      let path = scratch.ledger + "/log/" + name
      let whole = try Files.read(path)
      let commit = SampleLog.lastCommit(of: whole)
      try Scratch.overwrite(path, whole)
      let file = try FileDescriptor(path, .readWrite)
      for position in whole.indices {
        for bit in 0..<8 {
          try file.write([whole[position] ^ (1 << UInt8(bit))], offset: UInt64(position))
          let report = LogVerifier.verify(ledger: scratch.ledger)
          guard case .corrupt = report.outcome else {
            Issue.record("lost silently: \(name) \(position) \(bit)")
            continue
          }
          if let good = report.lastGood { #expect(good.size == report.size && good.root == report.root) }
          #expect(sample.heads.contains { $0.size == report.size && $0.root == report.root })
          let refusal = logError { _ = try LogWriter(opening: scratch.ledger) }
          if version == 1 || name == last && commit.contains(position) {
            #expect(refusal?.fault != nil, "\(name) \(position) \(bit)")
          } else {
            #expect(refusal == nil || refusal?.fault != nil)
          }
          #expect(logError { _ = try LogReader(ledger: scratch.ledger).lines() }?.fault != nil)
        }
        try file.write([whole[position]], offset: UInt64(position))
      }
    }
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .whole)
    #expect(try !Files.exists(scratch.ledger + "/quarantine"))
  }

  @Test("a fault names segment, line, offset and what was expected")
  func locates() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2], segmentLimit: 1)
    var bytes = try Files.read(scratch.segment(3))
    let text = String(decoding: bytes, as: UTF8.self)
    let second = text.utf8.firstIndex(of: 10).map { text.utf8.distance(from: text.startIndex, to: $0) + 1 }!
    bytes[second + 3] = 9
    try Scratch.overwrite(scratch.segment(3), bytes)
    var report = LogVerifier.verify(ledger: scratch.ledger)
    #expect(
      report.outcome
        == .corrupt(LogFault(segment: 3, line: 2, offset: UInt64(second), kind: .controlByte(9))))
    #expect(report.lastGood == sample.heads[2] && report.size == 3 && report.commits == 2)
    bytes[second + 3] = UInt8(ascii: "x")
    try Scratch.overwrite(scratch.segment(3), bytes)
    report = LogVerifier.verify(ledger: scratch.ledger)
    guard case .corrupt(let fault) = report.outcome, case .commitRoot(_, let written) = fault.kind else {
      Issue.record("\(report.outcome)")
      return
    }
    #expect(fault.line == 3 && fault.segmentName == "00000000000000000003.jsonl" && written == sample.heads[3].root)
    #expect(fault.difference?.actual == sample.heads[3].root.description)
  }

  @Test("a line that is not UTF-8 is a fault also where its commit agrees with it")
  func refusesOtherEncodings() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2])
    // A line that a program that does not check lines could have written.
    let line: [UInt8] = Array(#"{"seq":2,"text":""#.utf8) + [0xB2, 0xB9, 0xCC, 0xF9] + Array(#""}"#.utf8)
    var tree = CompactRange(hasher: SHA256TreeHasher())
    for event in sample.lines.map({ Array($0.utf8) }) + [line] { tree.append(event, 0..<event.count) }
    var bytes = try Files.read(scratch.segment()) + line + [10]
    CommitLine(size: 3, root: tree.root, recorded: SampleLog.time, by: "op-017").write(to: &bytes)
    try Scratch.overwrite(scratch.segment(), bytes)
    let fault = LogFault(segment: 0, line: 4, offset: sample.heads[1].offset, kind: .notUTF8(0xB2))
    try Files.remove(scratch.ledger + "/HEAD")
    #expect(logError { _ = try LogWriter.rebuildHead(ledger: scratch.ledger) }?.fault == fault)
    // It was not acknowledged: it goes into quarantine.
    try Scratch.overwrite(scratch.ledger + "/HEAD", sample.headFiles[1])
    #expect(try LogWriter(opening: scratch.ledger).recoveredTail?.offset == fault.offset)
  }

  @Test("a writer appends behind a flip in an older line, and verification tells of it before and afterwards")
  func olderLine() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    var bytes = try Files.read(scratch.segment())
    bytes[3] ^= 1
    try Scratch.overwrite(scratch.segment(), bytes)
    let fault = LogVerifier.verify(ledger: scratch.ledger).outcome
    var writer = try LogWriter(opening: scratch.ledger)
    let head = try writer.append(SampleLog.lines(1, from: 5))
    _ = consume writer
    // The tree goes on from the peaks, not from the line: appended lines are right, and the flip stays a flip.
    bytes[3] ^= 1
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == fault)
    try Scratch.overwrite(scratch.segment(), bytes + Files.read(scratch.segment()).dropFirst(bytes.count))
    let report = LogVerifier.verify(ledger: scratch.ledger)
    #expect(report.outcome == .whole && report.root == head.root)
    #expect(try LogReader(ledger: scratch.ledger).lines() == sample.lines + SampleLog.lines(1, from: 5))
  }

  @Test("a log behind HEAD is corrupt, never a torn tail")
  func headAhead() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    let whole = try Files.read(scratch.segment())
    for length in 0..<whole.count {
      try Scratch.overwrite(scratch.segment(), Array(whole[..<length]))
      #expect(logError { _ = try LogWriter(opening: scratch.ledger) }?.fault != nil)
      guard case .corrupt = LogVerifier.verify(ledger: scratch.ledger).outcome else {
        Issue.record("lost silently: \(length)")
        continue
      }
    }
    try Files.remove(scratch.segment())
    #expect(logError { _ = try LogWriter(opening: scratch.ledger) }?.fault?.kind == .segmentMissing)
    #expect(sample.heads.count == 4)
  }

  @Test("complete commits that HEAD does not know of are kept, over segments too", arguments: [1, 1 << 28])
  func keepsUnacknowledged(segmentLimit: UInt64) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2], segmentLimit: segmentLimit)
    for known in 0..<3 {
      try Scratch.overwrite(scratch.ledger + "/HEAD", sample.headFiles[known])
      #expect(try LogReader(ledger: scratch.ledger).lines().count == Int(sample.heads[known].size))
      #expect(LogVerifier.verify(ledger: scratch.ledger).size == 5)
      let writer = try LogWriter(opening: scratch.ledger, segmentLimit: segmentLimit)
      #expect(writer.head == sample.heads[3] && writer.recoveredTail == nil)
      #expect(try LogReader(ledger: scratch.ledger).lines() == sample.lines)
    }
  }

  @Test("bytes without a commit before a later segment are corruption")
  func refusesEarlierTail() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1], segmentLimit: 1)
    try Scratch.overwrite(scratch.ledger + "/HEAD", sample.headFiles[1])
    try Scratch.overwrite(scratch.segment(), Files.read(scratch.segment()) + Array("{}\n".utf8))
    #expect(logError { _ = try LogWriter(opening: scratch.ledger) }?.fault?.kind == .tailBeforeSegment(next: 2))
    guard case .corrupt = LogVerifier.verify(ledger: scratch.ledger).outcome else {
      Issue.record("not noticed")
      return
    }
  }

  @Test("segments that are missing, renamed, swapped, foreign or empty are refused")
  func refusesSegments() throws {
    let names = [0, 2, 3]
    for (from, to) in [(0, nil), (2, nil), (3, nil), (2, 1), (2, 4), (3, 7)] as [(Int, Int?)] {
      let scratch = try Scratch()
      _ = try SampleLog(scratch.ledger, counts: [2, 1, 2], segmentLimit: 1)
      if let to {
        try Files.rename(scratch.segment(from), to: scratch.segment(to))
      } else {
        try Files.remove(scratch.segment(from))
      }
      #expect(logError { _ = try LogWriter(opening: scratch.ledger) }?.fault != nil)
      guard case .corrupt = LogVerifier.verify(ledger: scratch.ledger).outcome else {
        Issue.record("not noticed: \(from) \(String(describing: to))")
        continue
      }
    }
    for number in names {
      let scratch = try Scratch()
      _ = try SampleLog(scratch.ledger, counts: [2, 1, 2], segmentLimit: 1)
      try Scratch.overwrite(scratch.segment(number), [])
      #expect(logError { _ = try LogWriter(opening: scratch.ledger) }?.fault != nil)
    }
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [2])
    try Scratch.overwrite(scratch.ledger + "/log/notes.txt", [])
    #expect(logError { _ = try LogWriter(opening: scratch.ledger) }?.fault?.kind == .foreignName("notes.txt"))
  }

  @Test("an empty segment that a crash left behind is taken away")
  func removesEmptyLastSegment() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1], segmentLimit: 1)
    try Scratch.overwrite(scratch.segment(3), [])
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .whole)
    let writer = try LogWriter(opening: scratch.ledger)
    #expect(writer.head == sample.heads[2] && writer.recoveredTail == nil)
    #expect(try Files.names(in: scratch.ledger + "/log").count == 2)
  }

  @Test("a tail that fills a new segment goes into quarantine and the segment with it")
  func quarantinesWholeSegment() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1], segmentLimit: 1)
    try Scratch.overwrite(scratch.segment(3), Array("{\"torn\"".utf8))
    var writer = try LogWriter(opening: scratch.ledger, segmentLimit: 1)
    #expect(writer.head == sample.heads[2] && writer.recoveredTail?.segment == 3 && writer.recoveredTail?.bytes == 7)
    #expect(try writer.append(["{}"]).segment == 3)
  }
}

import EventLog
import System
import Testing
import Values

/// The files in `log/`: how many there are, and which of them may follow the acknowledged ones.
@Suite struct SegmentTests {
  @Test("verification counts segment files, whatever HEAD knows and whether a writer lives", arguments: [1, 1 << 28])
  func countsSegments(segmentLimit: UInt64) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2], segmentLimit: segmentLimit)
    let files = try Files.names(in: scratch.ledger + "/log").count
    #expect(files == (segmentLimit == 1 ? 3 : 1))
    for known in 0...3 {
      try Scratch.overwrite(scratch.ledger + "/HEAD", sample.headFiles[known])
      #expect(LogVerifier.verify(ledger: scratch.ledger).segments == files)
    }
    let writer = try LogWriter(opening: scratch.ledger)
    #expect(LogVerifier.verify(ledger: scratch.ledger).segments == files)
    _ = consume writer
  }

  @Test("a later segment with a wrong name is corrupt and stays where it is", arguments: [[], Array("{}\n".utf8)])
  func refusesWrongName(_ bytes: [UInt8]) throws {
    for name in [1, 4, 7] {
      let scratch = try Scratch()
      _ = try SampleLog(scratch.ledger, counts: [2, 1])
      try Scratch.overwrite(scratch.segment(name), bytes)
      let kind = LogFault.Kind.segmentName(expected: 3, actual: UInt64(name))
      let fault = LogFault(segment: UInt64(name), line: 0, offset: 0, kind: kind)
      #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .corrupt(fault))
      #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == .corrupt(fault))
      #expect(try Files.read(scratch.segment(name)) == bytes)
      #expect(try !Files.exists(scratch.ledger + "/quarantine"))
    }
  }

  @Test("an empty log has no segment but the first one, and a second segment behind the end is corrupt")
  func refusesFurtherSegments() throws {
    var scratch = try Scratch()
    _ = try LogWriter.create(ledger: scratch.ledger)
    try Scratch.overwrite(scratch.segment(3), [])
    let fault = LogFault(segment: 3, line: 0, offset: 0, kind: .segmentName(expected: 0, actual: 3))
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .corrupt(fault))
    #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == .corrupt(fault))
    #expect(try Files.exists(scratch.segment(3)))
    scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [2, 1])
    for name in [3, 5] { try Scratch.overwrite(scratch.segment(name), []) }
    let further = LogFault(segment: 3, line: 0, offset: 0, kind: .tailBeforeSegment(next: 5))
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .corrupt(further))
    #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == .corrupt(further))
    #expect(try Files.names(in: scratch.ledger + "/log").count == 3)
  }

  @Test("a segment that no writer can have made is corrupt while a writer lives, too")
  func refusesWrongNameBesideWriter() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [2, 1])
    let writer = try LogWriter(opening: scratch.ledger)
    try Scratch.overwrite(scratch.segment(1), [])
    let fault = LogFault(segment: 1, line: 0, offset: 0, kind: .segmentName(expected: 3, actual: 1))
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .corrupt(fault))
    _ = consume writer
  }

  @Test("an empty segment behind a commit that HEAD does not know of is a crash's, too")
  func removesEmptySegmentBehindUnknownCommit() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1], segmentLimit: 1)
    try Scratch.overwrite(scratch.ledger + "/HEAD", sample.headFiles[1])
    try Scratch.overwrite(scratch.segment(3), [])
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .whole)
    #expect(try LogWriter(opening: scratch.ledger).head == sample.heads[2])
    #expect(try Files.names(in: scratch.ledger + "/log").count == 2)
  }
}

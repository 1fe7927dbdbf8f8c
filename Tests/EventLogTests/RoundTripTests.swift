import EventLog
import Merkle
import System
import Testing
import Values

@Suite struct RoundTripTests {
  @Test("what was appended is read back, over appends, segments and openings", arguments: [1, 200, 1_000, 1 << 28])
  func readsBack(segmentLimit: UInt64) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [3, 1, 12, 7, 30], segmentLimit: segmentLimit)
    var writer = try LogWriter(opening: scratch.ledger, segmentLimit: segmentLimit)
    #expect(writer.recoveredTail == nil && writer.head == sample.heads.last)
    let more = SampleLog.lines(2, from: sample.lines.count)
    let head = try writer.append(more)
    let reader = try LogReader(ledger: scratch.ledger)
    #expect(reader.head == head)
    #expect(try reader.lines() == sample.lines + more)
    #expect(try reader.lines(verifying: false) == sample.lines + more)
    let report = LogVerifier.verify(ledger: scratch.ledger)
    #expect(report.outcome == .whole && report.size == head.size && report.root == head.root && report.commits == 6)
    #expect(report.lastGood == head && report.inFlightBytes == 0)
    let segments = try Files.names(in: scratch.ledger + "/log")
    #expect(report.segments == segments.count && segments.count == (segmentLimit == 1 ? 6 : segments.count))
    #expect(try report.bytes == segments.reduce(0) { try $0 + UInt64(Files.read(scratch.ledger + "/log/" + $1).count) })
  }

  @Test("an append larger than the buffer and than a block is one append")
  func largeAppend() throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    let lines = SampleLog.bulk(from: 0)
    let head = try writer.append(lines)
    #expect(head.size == 40 && head.offset > 2_000_000)
    #expect(try LogReader(ledger: scratch.ledger).lines() == lines)
    var tree = CompactRange(hasher: PlainSHA256TreeHasher())
    for line in lines { tree.append(Array(line.utf8), 0..<line.utf8.count) }
    #expect(tree.root == head.root)
  }

  @Test("reading goes on where an earlier reading ended", arguments: [1, 200, 1 << 28])
  func catchesUp(segmentLimit: UInt64) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [3, 1, 12, 7, 30], segmentLimit: segmentLimit)
    let reader = try LogReader(ledger: scratch.ledger)
    for head in sample.heads {
      var lines: [String] = []
      var places: [(LinePlace, String)] = []
      try reader.read(from: head.size == 0 ? nil : head.position, verifying: false) { run in
        #expect(run.firstSequence == head.size + UInt64(lines.count))
        for (number, range) in run.lines.enumerated() {
          lines.append(String(decoding: run.bytes[range], as: UTF8.self))
          places.append((run.place(of: number), lines.last!))
        }
        return true
      }
      #expect(lines == Array(sample.lines[Int(head.size)...]))
      for (place, line) in places {
        let bytes = try reader.line(at: place)
        #expect(String(decoding: bytes, as: UTF8.self) == line)
      }
    }
    let ahead = LogPosition(sequence: reader.end.sequence + 1, segment: reader.end.segment, offset: reader.end.offset)
    let error = logError { try reader.read(from: ahead, verifying: false) { _ in true } }
    #expect(error == .positionAhead(ahead, end: reader.end))
  }

  @Test("an addition says where its line begins")
  func saysWhere() throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger, segmentLimit: 200)
    var places: [(UInt64, UInt64, [UInt8])] = []
    for first in [0, 10, 20] {
      try writer.beginAppend()
      for line in SampleLog.lines(10, from: first).map({ Array($0.utf8) }) {
        places.append((0, try writer.add(line, 0..<line.count), line))
        places[places.count - 1].0 = writer.segment
      }
      _ = try writer.commit(recorded: SampleLog.time, by: "op-017")
    }
    let reader = try LogReader(ledger: scratch.ledger)
    for (segment, offset, line) in places {
      #expect(try reader.line(at: LinePlace(segment: segment, offset: offset, count: line.count)) == line)
    }
  }

  @Test("the body may stop the reading, and verification goes on all the same")
  func stops() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [3, 3], segmentLimit: 1)
    let last = scratch.segment(3)
    try Scratch.overwrite(last, Files.read(last).map { $0 == UInt8(ascii: "n") ? UInt8(ascii: "m") : $0 })
    let reader = try LogReader(ledger: scratch.ledger)
    var runs = 0
    let stop = { (_: EventRun) in
      runs += 1
      return false
    }
    try reader.read(verifying: false, stop)
    #expect(runs == 1)
    #expect(logError { try reader.read(verifying: true, stop) }?.fault?.segment == 3)
    #expect(runs == 2)
  }

  @Test("several threads prepare blocks, and the body gets them as one thread would give them", arguments: 1...5)
  func preparesInOrder(threads: Int) throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger, segmentLimit: 1 << 20)
    for first in stride(from: 0, to: 60_000, by: 6_000) {
      try writer.beginAppend()
      for line in SampleLog.lines(6_000, from: first).map({ Array($0.utf8) }) {
        _ = try writer.add(line, 0..<line.count)
      }
      _ = try writer.commit(recorded: SampleLog.time, by: "op-017")
    }
    let reader = try LogReader(ledger: scratch.ledger)
    var expected: [UInt64] = []
    try reader.read(verifying: true) { run in
      expected.append(run.firstSequence)
      return true
    }
    var found: [UInt64] = []
    try reader.read(verifying: true, threads: threads, preparing: { $0.firstSequence }) { first in
      found.append(first)
      return true
    }
    #expect(found == expected && found.count > 3)
    // A failure in a block is reported when its turn has come.
    found = []
    let third = expected[2]
    #expect(throws: PreparationFailure(first: third)) {
      try reader.read(
        verifying: false, threads: threads,
        preparing: { run in
          if run.firstSequence >= third { throw PreparationFailure(first: run.firstSequence) }
          return run.firstSequence
        },
        { first in
          found.append(first)
          return true
        })
    }
    #expect(found == Array(expected[..<2]))
  }

  @Test("a reader during an append sees what is acknowledged, verification calls the rest in flight")
  func readsDuringAppend() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [3, 4])
    var writer = try LogWriter(opening: scratch.ledger)
    let early = try LogReader(ledger: scratch.ledger)
    try writer.beginAppend()
    // Larger than the buffer, so that a part is in the file already.
    for line in SampleLog.bulk(from: 7) { _ = try writer.add(Array(line.utf8), 0..<line.utf8.count) }
    #expect(try Files.read(scratch.segment()).count > Int(sample.heads[2].offset))
    #expect(try LogReader(ledger: scratch.ledger).lines() == sample.lines)
    let report = LogVerifier.verify(ledger: scratch.ledger)
    #expect(report.outcome == .whole && report.size == 7 && report.inFlightBytes > 1 << 19)
    _ = try writer.commit(recorded: SampleLog.time, by: "op-017")
    #expect(try early.lines() == sample.lines)
    #expect(try LogReader(ledger: scratch.ledger).lines().count == 47)
  }
}

/// The error with which a test's preparation of a block fails.
private struct PreparationFailure: Error, Equatable {
  let first: UInt64
}

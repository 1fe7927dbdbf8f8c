import EventLog
import Merkle
import System
import Testing
import Values

/// More surgery on copies of small logs.
///
/// > Source: durability section 2, F4, F5, F8, F9, F23, F24.
@Suite struct SurgeryTests {
  /// Whether verification and reader find the log corrupt, and the writer, if the change is at a place that writers check.
  private func expectCorrupt(_ ledger: String, seenByWriter isSeen: Bool = true, _ comment: Comment) {
    if case .corrupt = LogVerifier.verify(ledger: ledger).outcome {} else { Issue.record("lost silently: \(comment)") }
    let error = logError { _ = try LogWriter(opening: ledger) }
    #expect((error?.fault != nil) == isSeen && (error == nil) != isSeen, comment)
    #expect(logError { _ = try LogReader(ledger: ledger).lines() }?.fault != nil, comment)
  }

  @Test("F4 a tail of zeros, of any length, is no part of the log")
  func zeros() throws {
    for count in [1, 7, 512, 4_096, 70_000, 3_000_000] {
      let scratch = try Scratch()
      let sample = try SampleLog(scratch.ledger, counts: [2, 1])
      let whole = try Files.read(scratch.segment())
      try Scratch.overwrite(scratch.segment(), whole + [UInt8](repeating: 0, count: count))
      #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .tornTail(bytes: UInt64(count)))
      let writer = try LogWriter(opening: scratch.ledger)
      #expect(writer.head == sample.heads[2] && writer.recoveredTail?.bytes == UInt64(count))
      #expect(writer.quarantined == [writer.recoveredTail])
      #expect(try Files.read(scratch.segment()) == whole)
    }
  }

  @Test("F5 a hole in an append that nobody acknowledged takes it away; in one that counts, it is corruption")
  func holes() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 6])
    let whole = try Files.read(scratch.segment())
    let commit = SampleLog.lastCommit(of: whole)
    for width in [16, 512] {
      for start in stride(from: Int(sample.heads[1].offset), to: whole.count, by: width) {
        var holed = whole
        for place in start..<min(start + width, whole.count) { holed[place] = 0 }
        try Scratch.overwrite(scratch.segment(), holed)
        try Scratch.overwrite(scratch.ledger + "/HEAD", sample.headFiles[2])
        expectCorrupt(scratch.ledger, seenByWriter: holed[commit] != whole[commit], "\(start)")
        try Scratch.overwrite(scratch.ledger + "/HEAD", sample.headFiles[1])
        let writer = try LogWriter(opening: scratch.ledger)
        #expect(writer.head == sample.heads[1] && writer.recoveredTail != nil, "\(start)")
      }
    }
  }

  @Test("F8 bytes that came, went or changed places are found, whatever they are")
  func edits() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [2, 1, 3])
    let whole = try Files.read(scratch.segment())
    let lines = whole.split(separator: 10, omittingEmptySubsequences: false).dropLast().map(Array.init)
    func joined(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [10] } }
    var edits: [(String, [UInt8])] = []
    for place in stride(from: 0, to: whole.count, by: 5) {
      for inserted in [[0], [0x20], [10], [13], [0xFF], [0xEF, 0xBB, 0xBF], Array("{}\n".utf8)] as [[UInt8]] {
        edits.append(("insert \(inserted) at \(place)", Array(whole[..<place]) + inserted + Array(whole[place...])))
      }
      edits.append(("delete at \(place)", Array(whole[..<place]) + Array(whole[(place + 1)...])))
    }
    for number in lines.indices {
      var edited = lines
      // The repeated last line is behind the lines that count, and goes into quarantine.
      if number + 1 < lines.count {
        edits.append(("repeat line \(number)", joined(Array(lines[...number]) + Array(lines[number...]))))
      }
      edited.remove(at: number)
      edits.append(("without line \(number)", joined(edited)))
      for other in lines.indices where other > number {
        edited = lines
        edited.swapAt(number, other)
        edits.append(("swap lines \(number) and \(other)", joined(edited)))
      }
    }
    edits.append(("CRLF", lines.flatMap { $0 + [13, 10] }))
    let commit = SampleLog.lastCommit(of: whole)
    for (name, bytes) in edits {
      try Scratch.overwrite(scratch.segment(), bytes)
      let isSeen = bytes.count < whole.count || bytes[commit] != whole[commit]
      expectCorrupt(scratch.ledger, seenByWriter: isSeen, "\(name)")
    }
    #expect(edits.count > 400)
  }

  @Test("F9 segments that were exchanged, doubled or come from another log are refused")
  func otherSegments() throws {
    for (from, to) in [(2, 3), (0, 2), (3, 0)] {
      let scratch = try Scratch()
      _ = try SampleLog(scratch.ledger, counts: [2, 1, 3], segmentLimit: 1)
      let (first, second) = (try Files.read(scratch.segment(from)), try Files.read(scratch.segment(to)))
      try Scratch.overwrite(scratch.segment(to), first)
      expectCorrupt(scratch.ledger, "\(from) doubled as \(to)")
      try Scratch.overwrite(scratch.segment(from), second)
      expectCorrupt(scratch.ledger, "\(from) and \(to) exchanged")
    }
    let (scratch, other) = (try Scratch(), try Scratch())
    _ = try SampleLog(scratch.ledger, counts: [2, 1], segmentLimit: 1)
    var writer = try LogWriter.create(ledger: other.ledger, segmentLimit: 1)
    for line in [["{}", "[]"], ["{}"]] { _ = try writer.append(line) }
    try Scratch.overwrite(scratch.segment(2), Files.read(other.segment(2)))
    expectCorrupt(scratch.ledger, "from another log")
  }

  @Test("F23, F24 a log that was rewritten as a whole is whole to itself; only a head that was kept tells")
  func rewritten() throws {
    let (scratch, other) = (try Scratch(), try Scratch())
    let sample = try SampleLog(scratch.ledger, counts: [2, 3])
    var writer = try LogWriter.create(ledger: other.ledger)
    for lines in sample.appends {
      _ = try writer.append(lines.map { $0.replacing(#""seq":1"#, with: #""seq":1,"amountFen":1"#) })
    }
    _ = consume writer
    let report = LogVerifier.verify(ledger: other.ledger)
    #expect(report.outcome == .whole && report.size == 5)
    #expect(report.root != sample.heads[2].root)
  }

  /// Events as the ledger writes them, but for the changes.
  private static func events(_ times: [String], firstSequence: Int = 0) -> [String] {
    times.enumerated().map {
      #"{"seq":\#($0.offset + firstSequence),"type":"noted","recorded":"\#($0.element)","by":"op-017"}"#
    }
  }

  @Test("verification looks at the order of events where it is asked to, and names the line")
  func order() throws {
    let (early, late) = ("2024-12-06T01:30:00Z", "2024-12-06T01:30:01Z")
    let outOfOrder = LogFault.Kind.eventBackwards(previous: Instant(late)!, found: Instant(early)!)
    let turned = #"{"by":"op-017","recorded":"\#(late)","type":"noted","seq":2}"#
    let sound = SurgeryTests.events([early, late])
    let cases: [([String], LogFault.Kind?)] = [
      (sound + [turned], nil), (sound + SurgeryTests.events([early], firstSequence: 2), outOfOrder),
      (sound + SurgeryTests.events([late], firstSequence: 3), .eventSequence(expected: 2, actual: 3)),
      (sound + ["{}"], .notAnEvent), (sound + ["text"], .notAnEvent),
      (sound + [#"{"seq":2,"recorded":"x"}"#], .notAnEvent),
      (sound + [#"{"seq":2,"type":"noted","recorded":"\#(late.dropLast())+","by":"x"}"#], .notAnEvent),
    ]
    for (lines, kind) in cases {
      let scratch = try Scratch()
      var writer = try LogWriter.create(ledger: scratch.ledger)
      _ = try writer.append([lines[0]])
      let head = try writer.append(Array(lines[1...]))
      _ = consume writer
      #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .whole)
      let report = LogVerifier.verify(ledger: scratch.ledger, eventsOpenedBy: { _, _ in .opensLedger })
      #expect(report.size == 3 && report.root == head.root)
      guard let kind else {
        #expect(report.outcome == .whole)
        continue
      }
      guard case .corrupt(let fault) = report.outcome else {
        Issue.record("not noticed: \(lines)")
        continue
      }
      #expect(fault.kind == kind && fault.line == 4 && report.lastGood == nil)
      let bytes = try Files.read(scratch.segment())
      #expect(Array(bytes[Int(fault.offset)...].prefix(lines[2].utf8.count)) == Array(lines[2].utf8))
    }
  }

  /// The outcome for a log whose clock leapt from the first time to the others, followed by lines, each of its own append.
  private func clock(
    _ lines: [String], commits: Instant = SampleLog.time
  ) throws -> VerificationReport.Outcome {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    _ = try writer.append(
      SurgeryTests.events([
        "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2035-01-01T00:00:00Z", "2035-01-02T00:00:00Z",
      ]))
    for (number, line) in lines.enumerated() {
      try writer.beginAppend()
      let line = Array(#"{"seq":\#(number + 4),\#(line)}"#.utf8)
      _ = try writer.add(line, 0..<line.count)
      _ = try writer.commit(recorded: commits, by: "op-1", isOfClock: true)
    }
    _ = consume writer
    return LogVerifier.verify(ledger: scratch.ledger, eventsOpenedBy: { _, _ in .opensLedger }).outcome
  }

  private static func asked(_ time: String, of first: Int = 2, request: String = "Q1") -> String {
    #""type":"requested","recorded":"\#(time)","by":"a","request":"\#(request)","act":"clock-corrected","content":{"of":\#(first),"reason":"x"},"reason":"x""#
  }

  private static func done(_ time: String, of first: Int = 2, request: String = "Q1") -> String {
    #""type":"clock-corrected","recorded":"\#(time)","by":"b","of":\#(first),"request":"\#(request)","reason":"x""#
  }

  @Test("a correction of the clock alone goes back, to the event before the largest step, and nothing comes between")
  func clockCorrected() throws {
    let (right, later, early) = ("2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z", "2026-01-01T23:59:59Z")
    let noted = #""type":"noted","recorded":"\#(later)","by":"a""#
    let sound = [SurgeryTests.asked(right), SurgeryTests.done(later)]
    for lines in [
      [SurgeryTests.asked(right)], sound, sound + [noted], [SurgeryTests.asked(later), SurgeryTests.done(right)],
      [SurgeryTests.asked(right), SurgeryTests.asked(later, request: "Q2"), SurgeryTests.done(later, request: "Q2")],
    ] {
      #expect(try clock(lines) == .whole, "\(lines)")
    }
    func kind(_ lines: [String], commits: Instant = SampleLog.time) throws -> LogFault.Kind? {
      if case .corrupt(let fault) = try clock(lines, commits: commits) { fault.kind } else { nil }
    }
    // The commits go back with them, and with nothing else.
    let before = Instant(seconds: SampleLog.time.seconds - 1)
    #expect(try clock(sound, commits: before) == .whole)
    #expect(try kind([noted], commits: before) == .recordedBackwards(previous: SampleLog.time, found: before))
    let last = Instant("2035-01-02T00:00:00Z")!
    let front = Instant("2026-01-02T00:00:00Z")!
    let cases: [([String], LogFault.Kind)] = [
      ([noted], .eventBackwards(previous: last, found: Instant(later)!)),
      ([SurgeryTests.done(later)], .eventBackwards(previous: last, found: Instant(later)!)),
      ([SurgeryTests.asked(right, of: 1)], .eventBackwards(previous: front, found: Instant(right)!)),
      ([SurgeryTests.asked(early)], .eventBackwards(previous: front, found: Instant(early)!)),
      (
        [SurgeryTests.asked(right), SurgeryTests.done(early)], .eventBackwards(previous: front, found: Instant(early)!)
      ),
      ([SurgeryTests.asked(right), noted], .clockNotCorrected),
      ([SurgeryTests.asked(right), noted, SurgeryTests.done(later)], .clockNotCorrected),
      ([SurgeryTests.asked(right), SurgeryTests.done(later, of: 3)], .clockNotCorrected),
      ([SurgeryTests.asked(right), SurgeryTests.done(later, request: "Q2")], .clockNotCorrected),

    ]
    for (lines, fault) in cases { #expect(try kind(lines) == fault, "\(lines)") }
  }

  @Test("the first event must open a ledger, if somebody asks")
  func opening() throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    let lines = SurgeryTests.events(["2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z"])
    _ = try writer.append(lines)
    func verify(_ first: FirstEvent, types: [String] = []) -> VerificationReport {
      LogVerifier.verify(ledger: scratch.ledger, types: types) { bytes, line in
        bytes[line].elementsEqual(lines[0].utf8) ? first : .other
      }
    }
    #expect(verify(.opensLedger).outcome == .whole)
    #expect(verify(.opensLedger, types: ["noted"]).outcome == .whole)
    #expect(verify(.opensLedger, types: ["other"]).outcome == .unreadable(.newer(.event(sequence: 0))))
    #expect(verify(.newer).outcome == .unreadable(.newer(.event(sequence: 0))))
    #expect(verify(.other).outcome == .corrupt(.opensNoLedger) && verify(.other).lastGood == nil)
  }

  /// Logs of appends, each an array of lines and whether its commit is marked as a history; `h2` closes one of two others.
  @Test(
    "a commit marked as history and the event that closes one bear each other out",
    arguments: [
      ([(["o"], false), (["a", "b", "h2"], true), (["c"], false)], nil),
      ([(["o"], false), (["a", "h1"], true), (["h0"], true)], nil),
      ([(["o"], false), (["a", "b"], true)], (.marksNoHistory, 5)),
      ([(["o"], false), (["a", "b", "h1"], true)], (.marksNoHistory, 6)),
      ([(["o"], false), (["a", "h1", "b"], true)], (.historyNotMarked, 4)),
      ([(["o"], false), (["a", "h1"], false)], (.historyNotMarked, 4)),
      ([(["o"], false), (["h0", "a", "h2"], true)], (.historyNotMarked, 3)),
      ([(["o"], false), (["a"], true), (["h1"], true)], (.marksNoHistory, 4)),
    ] as [([([String], Bool)], (LogFault.Kind, UInt64)?)])
  func historyMarks(appends: [([String], Bool)], expected: (LogFault.Kind, UInt64)?) throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    var sequence = 0
    for (names, isHistory) in appends {
      try writer.beginAppend()
      for name in names {
        let line =
          #"{"seq":\#(sequence),"type":"noted","recorded":"2024-12-06T01:30:00Z","by":"op-017","name":"\#(name)"}"#
        _ = try writer.add(Array(line.utf8), 0..<line.utf8.count)
        sequence += 1
      }
      _ = try writer.commit(recorded: SampleLog.time, by: "op-017", isHistory: isHistory)
    }
    _ = consume writer
    let report = LogVerifier.verify(
      ledger: scratch.ledger,
      eventsOpenedBy: { _, _ in .opensLedger },
      historyClosedBy: { run, line in
        let text = String(decoding: run.bytes[run.lines[line]], as: UTF8.self)
        return text.contains(#""name":"h"#) ? text.dropLast(2).last.flatMap { UInt64(String($0)) } : nil
      })
    guard let expected else {
      #expect(report.outcome == .whole)
      return
    }
    guard case .corrupt(let fault) = report.outcome else {
      Issue.record("not noticed: \(appends)")
      return
    }
    #expect(fault.kind == expected.0 && fault.line == expected.1 && report.lastGood == nil)
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .whole)
  }

  @Test("the second computation of the root is made for appends of any length")
  func recomputes() throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    let head = try writer.append(SampleLog.bulk(from: 0) + SampleLog.bulk(from: 40) + ["{}"])
    #expect(head.size == 81 && LogVerifier.verify(ledger: scratch.ledger).outcome == .whole)
  }

  @Test("whoever asks whether a writer lives turns no writer away")
  func asksWithoutHarm() throws {
    let scratch = try Scratch()
    _ = try SampleLog(scratch.ledger, counts: [1])
    let asking = try FileDescriptor(scratch.ledger + "/LOCK", .readOnly)
    try asking.lock(exclusive: false)
    #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == .inUse(ledger: scratch.ledger))
    try asking.unlock()
    let writer = try LogWriter(opening: scratch.ledger)
    #expect(try FileLock.isHeld(path: scratch.ledger + "/LOCK", on: LocalFiles()))
    #expect(writer.head.size == 1)
  }
}

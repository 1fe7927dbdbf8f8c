import EventLog
import Synchronization
import System
import Testing
import Values

/// A log that is verified in ranges, side by side, is found to be what it is found to be from its beginning.
@Suite struct RangeTests {
  /// A log of many segments, with imports of histories in it.
  private struct Log {
    let scratch: Scratch
    let starts: [LogStart]

    init(appends: Int = 14, segmentLimit: UInt64 = 1_000) throws {
      scratch = try Scratch()
      var writer = try LogWriter.create(ledger: scratch.ledger, segmentLimit: segmentLimit)
      var sequence = 0
      for append in 0..<appends {
        let (count, isHistory) = (1 + append % 3, append % 5 == 2)
        try writer.beginAppend()
        for number in 0..<count {
          let closes = isHistory && number == count - 1
          let line = RangeTests.line(sequence, closes ? "closes-\(number)" : "noted", minute: append)
          _ = try writer.add(Array(line.utf8), 0..<line.utf8.count)
          sequence += 1
        }
        let time = Instant(seconds: SampleLog.time.seconds + Int64(60 * append))
        _ = try writer.commit(recorded: time, by: "op-017", isHistory: isHistory)
      }
      _ = consume writer
      starts = try LogReader(ledger: scratch.ledger).starts(behind: nil)
    }

    /// The report, the questions asked on the way, and whether the verification started again.
    func verify(
      threads: Int, from starts: [LogStart] = []
    ) -> (report: VerificationReport, asked: [UInt64], isAnew: Bool) {
      var (asked, isAnew) = ([UInt64](), false)
      let report = LogVerifier.verify(
        ledger: scratch.ledger, types: ["opened", "noted", "closes-0", "closes-1", "closes-2"],
        silent: ["opened", "noted"], eventsOpenedBy: { _, _ in .opensLedger },
        historyClosedBy: { run, line in
          asked.append(run.firstSequence + UInt64(line))
          let text = String(decoding: run.bytes[run.lines[line]], as: UTF8.self)
          return text.firstRange(of: "closes-").flatMap { UInt64(String(text[$0.upperBound])) }
        },
        reading: { run in
          let bad = run.lines.firstIndex { String(decoding: run.bytes[$0], as: UTF8.self).contains("unreadable") }
          return bad.map { UnreadableLine(line: $0, SystemError.stopped(signal: 15)) }
        },
        threads: threads, from: starts,
        restarting: {
          asked = []
          isAnew = true
        })
      return (report, asked, isAnew)
    }

    /// Compares the report of ranges with the report from the beginning.
    func check(_ comment: String, from starts: [LogStart]? = nil, anew: Bool? = nil) {
      let (report, asked, _) = verify(threads: 1)
      for threads in [2, 3, 8] {
        let found = verify(threads: threads, from: starts ?? self.starts)
        #expect(found.report == report, "\(comment), \(threads) threads")
        #expect(found.asked == asked, "\(comment), \(threads) threads")
        if let anew, threads <= 3 { #expect(found.isAnew == anew, "\(comment), \(threads) threads") }
      }
    }

    var segments: [String] { get throws { try Files.names(in: scratch.ledger + "/log") } }
  }

  private static func line(_ sequence: Int, _ type: String, minute: Int) -> String {
    let time = Instant(seconds: SampleLog.time.seconds + Int64(60 * minute))
    let text = String(repeating: "补", count: sequence % 40)
    let type = sequence == 0 ? "opened" : type
    return #"{"seq":\#(sequence),"type":"\#(type)","recorded":"\#(time)","by":"op-017","text":"\#(text)"}"#
  }

  @Test("of a whole log the same is found with any number of threads, and nothing is read twice")
  func whole() throws {
    for (appends, limit) in [(14, 1_000), (40, 500), (60, 4_000), (3, 1)] as [(Int, UInt64)] {
      let log = try Log(appends: appends, segmentLimit: limit)
      #expect(try log.starts.map(\.segment) == log.segments.dropFirst().map { UInt64($0.prefix(20)) })
      #expect(log.verify(threads: 1).report.outcome == .whole)
      let isEven = limit < 4_000 && appends > 3
      for threads in [2, 3] {
        let found = log.verify(threads: threads, from: log.starts)
        if isEven { #expect(!found.isAnew, "\(appends) appends, \(threads) threads") }
      }
      log.check("\(appends) appends")
      // The kept starts may be those of some segments only, and in any order.
      log.check("reversed", from: log.starts.reversed())
      for start in log.starts { log.check("without \(start.segment)", from: log.starts.filter { $0 != start }) }
    }
  }

  @Test("of every damage the same fault is named, and the same last good commit")
  func damaged() throws {
    let log = try Log()
    for name in try log.segments {
      let path = log.scratch.ledger + "/log/" + name
      let whole = try Files.read(path)
      for place in stride(from: 0, to: whole.count, by: 11) {
        var bytes = whole
        bytes[place] ^= 4
        try Scratch.overwrite(path, bytes)
        log.check("\(name) at \(place)", anew: true)
      }
      for cut in [1, whole.count / 2, whole.count] {
        try Scratch.overwrite(path, Array(whole.dropLast(cut)))
        log.check("\(name) without its last \(cut)", anew: true)
      }
      try Files.remove(path)
      log.check("without \(name)")
      try Scratch.overwrite(path, whole + Array("{}\n".utf8))
      log.check("\(name) with a line more", anew: true)
      try Scratch.overwrite(path, whole)
    }
    log.check("mended", anew: false)
  }

  @Test("lines that are no events, a clock that goes back and events of a newer program are named alike")
  func events() throws {
    let changes: [(Int, String)] = [
      (9, #""seq":9"#), (9, #""type":"noted""#), (9, #""recorded":"20"#), (20, #""text":""#), (0, #""type":"opened""#),
    ]
    for (sequence, found) in changes {
      let scratch = try Scratch()
      var writer = try LogWriter.create(ledger: scratch.ledger, segmentLimit: 600)
      for number in 0..<30 {
        var line = RangeTests.line(number, "noted", minute: 0)
        if number == sequence {
          let other = [
            #""seq":9"#: #""seq":8"#, #""type":"noted""#: #""type":"other""#, #""recorded":"20"#: #""recorded":"19"#,
          ]
          line = line.replacing(found, with: other[found] ?? #""text":"unreadable"#)
        }
        _ = try writer.append([line])
      }
      _ = consume writer
      let starts = try LogReader(ledger: scratch.ledger).starts(behind: nil)
      #expect(starts.count > 3)
      func report(_ threads: Int, _ starts: [LogStart]) -> VerificationReport {
        LogVerifier.verify(
          ledger: scratch.ledger, types: ["opened", "noted"], eventsOpenedBy: { _, _ in .opensLedger },
          reading: { run in
            let bad = run.lines.firstIndex { String(decoding: run.bytes[$0], as: UTF8.self).contains("unreadable") }
            return bad.map { UnreadableLine(line: $0, SystemError.stopped(signal: 15)) }
          }, threads: threads, from: starts)
      }
      let expected = report(1, [])
      #expect(found.contains("opened") || expected.outcome != .whole, "\(found)")
      for threads in [2, 5] { #expect(report(threads, starts) == expected, "\(found)") }
    }
  }

  @Test("a time that goes back where a segment begins is found")
  func backwards() throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger, segmentLimit: 1)
    for number in 0..<8 {
      _ = try writer.append([RangeTests.line(number, "noted", minute: number == 5 ? 0 : number)])
    }
    _ = consume writer
    let starts = try LogReader(ledger: scratch.ledger).starts(behind: nil)
    for threads in [1, 3] {
      let report = LogVerifier.verify(
        ledger: scratch.ledger, eventsOpenedBy: { _, _ in .opensLedger }, threads: threads, from: starts)
      guard case .corrupt(let fault) = report.outcome, case .eventBackwards = fault.kind else {
        Issue.record("\(report.outcome)")
        continue
      }
      #expect(fault.segment == 5)
    }
  }

  @Test("what is kept of another log, or made up to fit a changed one, changes nothing that is said")
  func forged() throws {
    let log = try Log()
    let others = try Log(appends: 13).starts
    log.check("of another log", from: others)
    for place in log.starts.indices {
      var starts = log.starts
      if place < others.count { starts[place] = others[place] }
      log.check("start \(place) of another log", from: starts)
    }
    // An attacker changes the author of a commit and makes the kept start fit; only HEAD remembers.
    let head = try Files.read(log.scratch.ledger + "/HEAD")
    let name = try log.segments[2]
    let path = log.scratch.ledger + "/log/" + name
    let text = String(decoding: try Files.read(path), as: UTF8.self)
    let changed = text.replacing(#""by":"op-017"}}"#, with: #""by":"op-018"}}"#)
    #expect(changed != text)
    try Scratch.overwrite(path, Array(changed.utf8))
    log.check("an author changed", anew: true)
    try Files.remove(log.scratch.ledger + "/HEAD")
    _ = try LogWriter.rebuildHead(ledger: log.scratch.ledger)
    let fitting = try LogReader(ledger: log.scratch.ledger).starts(behind: nil)
    try Scratch.overwrite(log.scratch.ledger + "/HEAD", head)
    #expect(fitting != log.starts)
    log.check("an author changed, and all that is kept", from: fitting, anew: true)
    guard case .corrupt(let fault) = log.verify(threads: 3, from: fitting).report.outcome,
      case .headCommits = fault.kind
    else {
      Issue.record("the changed author is not found")
      return
    }
  }

  @Test("behind HEAD a torn tail, and what a writer is about to add, are told alike")
  func tail() throws {
    let log = try Log()
    let last = log.scratch.ledger + "/log/" + (try #require(log.segments.last))
    let whole = try Files.read(last)
    try Scratch.overwrite(last, whole + Array(#"{"seq":99"#.utf8))
    log.check("a torn tail", anew: true)
    let lock = try FileLock(path: log.scratch.ledger + "/LOCK", on: LocalFiles())
    log.check("a writer at work", anew: false)
    _ = consume lock
  }

  @Test("what is kept is read back as it was, and anything else is nothing")
  func kept() throws {
    let starts = try Log().starts
    #expect(starts.count > 3)
    for start in starts {
      let bytes = start.bytes
      #expect(LogStart(bytes) == start)
      for place in bytes.indices where place % 97 == 0 {
        var changed = bytes
        changed[place] ^= 1
        #expect(LogStart(changed) != start)
      }
      #expect(LogStart(Array(bytes.dropLast())) == nil)
    }
    #expect(LogStart([]) == nil)
  }

  @Test("the starts behind a known one are those of the log's beginning")
  func behind() throws {
    let log = try Log()
    for (place, start) in log.starts.enumerated() {
      #expect(try LogReader(ledger: log.scratch.ledger).starts(behind: start) == Array(log.starts[place...]))
    }
  }
}

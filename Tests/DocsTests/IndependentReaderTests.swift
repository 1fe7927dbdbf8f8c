import EventLog
import Foundation
import Ledger
import Merkle
import Testing
import Values

/// Fixtures/tools/verify.py shares no code with the program and must compute the same root.
@Suite struct IndependentReaderTests {
  private struct Ran {
    let code: Int32
    let output: String
    let fault: String
  }

  private func verify(_ ledger: URL) throws -> Ran {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", Project.root.appending(path: "Fixtures/tools/verify.py").path, ledger.path]
    let (output, fault) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = fault
    try process.run()
    process.waitUntilExit()
    func text(_ pipe: Pipe) throws -> String {
      String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }
    return Ran(code: process.terminationStatus, output: try text(output), fault: try text(fault))
  }

  /// Makes a ledger from a history of the worked examples and gives it to the body.
  private func withLedger(_ body: (SubsidyLedger, URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "docs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let ledger = SubsidyLedger(folder.path)
    try ledger.create(name: "sample", openedAt: Instant("2018-01-01T00:00:00Z"), by: "op-001")
    _ = try ledger.importHistory(Project.root.appending(path: "Fixtures/examples/small.history.jsonl").path)
    try body(ledger, folder)
  }

  @Test func `it finds the size and root that the program finds`() throws {
    try withLedger { ledger, folder in
      let report = ledger.verify()
      #expect(report.outcome == .whole)
      let ran = try verify(folder)
      #expect(ran.output == "\(report.size) \(report.root)\n")
      #expect(ran.code == 0, "\(ran.fault)")
    }
  }

  /// A log whose clock leapt to 2035 at event 2, with further lines, each of its own append.
  private func withClock(_ lines: [String], _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "docs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let front = [
      #""type":"ledger-opened","recorded":"2026-01-01T00:00:00Z","by":"a","ledger":"x","format":1,"hash":"sha256""#,
      #""type":"visited","recorded":"2026-01-02T00:00:00Z","by":"a","person":"p","on":"2026-01-01""#,
      #""type":"visited","recorded":"2035-01-01T00:00:00Z","by":"a","person":"p","on":"2026-01-01""#,
      #""type":"visited","recorded":"2035-01-01T00:00:00Z","by":"a","person":"p","on":"2026-01-01""#,
    ]
    var writer = try LogWriter.create(ledger: folder.path)
    for (number, line) in (front + lines).enumerated() {
      try writer.beginAppend()
      let bytes = Array(#"{"seq":\#(number),\#(line)}"#.utf8)
      _ = try writer.add(bytes, 0..<bytes.count)
      _ = try writer.commit(recorded: Instant("2035-01-01T00:00:00Z")!, by: "a")
    }
    _ = consume writer
    try body(folder)
  }

  @Test func `it finds a correction of the clock right or wrong as the program does`() throws {
    func asked(_ time: String, of first: Int = 2) -> String {
      #""type":"requested","recorded":"\#(time)","by":"a","request":"Q1","act":"clock-corrected","content":{"of":\#(first),"reason":"x"},"reason":"x""#
    }
    func done(_ time: String, request: String = "Q1") -> String {
      #""type":"clock-corrected","recorded":"\#(time)","by":"b","of":2,"request":"\#(request)","reason":"x""#
    }
    let (right, later, early) = ("2026-01-03T00:00:00Z", "2026-01-04T00:00:00Z", "2026-01-01T23:59:59Z")
    let visited = #""type":"visited","recorded":"\#(later)","by":"a","person":"p","on":"2026-01-01""#
    let cases: [(lines: [String], isWhole: Bool)] = [
      ([asked(right)], true), ([asked(right), done(later), visited], true), ([asked(later), done(right)], true),
      ([asked(right), asked(later), done(later)], true), ([visited], false), ([done(later)], false),
      ([asked(right, of: 1)], false), ([asked(early)], false), ([asked(right), done(early)], false),
      ([asked(right), visited], false), ([asked(right), done(later, request: "Q2")], false),
      ([asked(right), done(later), asked(right)], false),
    ]
    for (lines, isWhole) in cases {
      try withClock(lines) { folder in
        #expect((SubsidyLedger(folder.path).verify().outcome == .whole) == isWhole, "\(lines)")
        let ran = try verify(folder)
        #expect((ran.code == 0) == isWhole, "\(lines): \(ran.fault)")
      }
    }
  }

  @Test func `it names the place of a changed byte, a missing line and a missing end`() throws {
    try withLedger { _, folder in
      let segment = folder.appending(path: "log/00000000000000000000.jsonl")
      let whole = try Data(contentsOf: segment)
      let lines = whole.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      var changed = whole
      changed[lines[9].startIndex + 40] ^= 1
      let missing = Data(lines[..<9].joined(separator: [10]) + [10] + lines[10...].joined(separator: [10]))
      let cut = Data(lines[..<2].joined(separator: [10]) + [10])
      let unopened = Data(String(decoding: whole, as: UTF8.self).replacing("ledger-opened", with: "ledger-closed").utf8)
      let cases: [(Data, String)] = [
        (changed, ".jsonl:"), (missing, ".jsonl:10: expected seq"), (cut, "HEAD: "),
        (unopened, ".jsonl:1: expected ledger-opened"), (Data(), "the log holds no event"),
      ]
      for (bytes, place) in cases {
        try bytes.write(to: segment)
        let ran = try verify(folder)
        #expect(ran.code == 1)
        #expect(ran.output.isEmpty)
        #expect(ran.fault.contains(place), "\(ran.fault)")
      }
    }
  }
}

import EventLog
import Foundation
import Ledger
import Merkle
import Testing
import Values

/// Fixtures/tools/verify.py shares no code with the program and must come to the same root.
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

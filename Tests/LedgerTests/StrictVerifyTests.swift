import EventLog
import Foundation
import Ledger
import Merkle
import Subsidy
import System
import Testing
import Values

/// Verification reads events as strictly as a replay, names missing events, and compares closes of months with the log.
@Suite struct StrictVerifyTests {
  /// A log with these lines behind its opening, each with its number, all hashed as they are.
  private static func ledger(_ lines: [String], history: Bool = false) throws -> (TestFolder, SubsidyLedger) {
    let folder = try TestFolder()
    let ledger = SubsidyLedger("\(folder.path)/ledger")
    try ledger.create(name: "test", openedAt: Instant("2025-01-01T00:00:00Z")!, by: "op-1")
    var log = try LogWriter(opening: ledger.path)
    for (number, line) in lines.enumerated() {
      let bytes = Array(#"{"seq":\#(number + 1),\#(line)}"#.utf8)
      try log.beginAppend()
      _ = try log.add(bytes, 0..<bytes.count)
      _ = try log.commit(recorded: Instant("2025-02-01T00:00:00Z")!, by: "op-1", isHistory: history)
    }
    _ = consume log
    return (folder, ledger)
  }

  private final class TestFolder {
    let path: String
    init() throws {
      path = "\(URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path)/strict-\(UUID().uuidString)"
      try Files.makeDirectory(path)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private static let head = #""recorded":"2025-02-01T00:00:00Z","by":"op-1""#
  private static let paid = #""type":"contributed",\#(head),"person":"p1","month":"2025-01","amountFen":"#

  @Test(
    "a field twice, a number of another form, an unknown field, a missing one and a pack that is none pass neither",
    arguments: [
      #"1,"amountFen":2,"paidOn":"2025-01-20","source":"si""#, #"1e4,"paidOn":"2025-01-20","source":"si""#,
      #"1,"paidOn":"2025-01-20","source":"si","extra":1"#, #"1,"paidOn":"2025-01-20""#,
      #"1,"paidOn":"2025-02-30","source":"si""#, #"01,"paidOn":"2025-01-20","source":"si""#, "pack",
    ])
  func refuses(_ rest: String) throws {
    let pack =
      #""type":"policy-adopted",\#(Self.head),"scheme":"liuzhou","policy":"x","effectiveFrom":"2025-01-01","document":{},"parameters":{}"#
    let sound = Self.paid + #"1,"paidOn":"2025-01-20","source":"si""#
    let (folder, ledger) = try Self.ledger([sound, rest == "pack" ? pack : Self.paid + rest])
    defer { _ = folder }
    let report = ledger.verify()
    guard case .corrupt(let fault) = report.outcome, case .unreadable = fault.kind else {
      Issue.record("\(report.outcome)")
      return
    }
    #expect(fault.line == 5 && fault.segment == 0)
    #expect(throws: LedgerFailure.self) { try ledger.auditReplay() }
    let (other, whole) = try Self.ledger([sound])
    defer { _ = other }
    #expect(whole.verify().outcome == .whole)
  }

  private static func closed(_ size: UInt64, _ root: String) -> String {
    #""type":"month-closed",\#(head),"month":"2025-01","size":\#(size),"root":"\#(root)","paidFen":0,"returnedFen":0,"bouncedFen":0,"adjustedFen":0,"repaidFen":0,"putBackFen":0,"writtenOffFen":0,"outstandingFen":0"#
  }

  @Test(
    "a close of a month has the size and the root of the log before it, for verification and for every verified fold")
  func closes() throws {
    let (folder, opened) = try Self.ledger([])
    defer { _ = folder }
    let root = opened.verify().root.description
    let other = String(repeating: "0", count: 64)
    let (right, ledger) = try Self.ledger([Self.closed(1, root)])
    defer { _ = right }
    #expect(ledger.verify().outcome == .whole)
    for (size, root) in [(1, other), (2, root), (0, root)] as [(UInt64, String)] {
      let (folder, ledger) = try Self.ledger([Self.closed(size, root)])
      defer { _ = folder }
      let report = ledger.verify()
      guard case .corrupt(let fault) = report.outcome else {
        Issue.record("\(report.outcome)")
        continue
      }
      switch fault.kind {
      case .closedRoot(let expected, _): #expect(size == 1 && expected == opened.verify().root)
      case .closedSize(let expected, let actual): #expect(expected == 1 && actual == size)
      default: Issue.record("\(fault)")
      }
      #expect(fault.line == 3 && report.size == 1)
      #expect(throws: LogError.corrupt(fault)) { try ledger.auditReplay() }
    }
  }

  @Test("of a log that was cut short it says how many acknowledged events are missing")
  func missing() throws {
    let sound = Self.paid + #"1,"paidOn":"2025-01-20","source":"si""#
    let (folder, ledger) = try Self.ledger(Array(repeating: sound, count: 6))
    defer { _ = folder }
    let segment = "\(ledger.path)/log/00000000000000000000.jsonl"
    let lines = try Files.read(segment).split(separator: 10, omittingEmptySubsequences: true)
    // An event and its commit a line each; of the last one, only the event is kept.
    try Files.atomicallyWrite(segment, Array(lines[..<7].joined(separator: [10])) + [10])
    #expect(ledger.verify().missing == 4)
    try Files.remove(segment)
    #expect(ledger.verify().missing == 7)
  }
}

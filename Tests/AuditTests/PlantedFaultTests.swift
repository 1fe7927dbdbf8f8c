import Foundation
import HistorySupport
import Ledger
import SeededRandom
import Subsidy
import TestSupport
import Testing
import Values

/// An audit finds every fault that was put into a past, and invents none.
@Suite struct PlantedFaultTests {
  static func past(seed: UInt64) throws -> PlantedPast {
    var past = PlantedPast()
    var random = SeededRandom(seed)
    try past.adopt()
    for code in Finding.Code.ofHistories.shuffled(using: &random) {
      for isSecond in [false, true] {
        try past.clean(1, &random)
        past.plant(code, isSecond: isSecond)
      }
    }
    // The last event says on which day it is asked what is late.
    let witness = past.enrol()
    past.on(PlantedPast.end, .visited(Visited(person: witness, on: PlantedPast.end)))
    return past
  }

  /// The result of `body` on a ledger into which a past was imported; the ledger is removed afterwards.
  static func imported<Result>(_ past: PlantedPast, _ body: (SubsidyLedger) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "audit-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "past.jsonl")
    try Data(past.lines).write(to: file)
    let now = try #require(Instant("2026-02-01T00:00:00Z"))
    let ledger = SubsidyLedger(folder.appending(path: "ledger").path) { now }
    try ledger.create(name: "planted", openedAt: Instant("2024-12-01T00:00:00Z"), by: "op-0")
    _ = try ledger.importHistory(file.path)
    let end = Instant(seconds: Int64(PlantedPast.end.days) * 86_400 + 7_200)
    for (bodies, isHistory) in [(past.live, false), (past.late, true)] where !bodies.isEmpty {
      try OldProgram.append(bodies, to: ledger.path, at: end, isHistory: isHistory)
    }
    return try body(ledger)
  }

  @Test("each fault planted in an imported past is found, and nothing else", arguments: [UInt64(1), 2, 3])
  func findsExactlyWhatWasPlanted(seed: UInt64) throws {
    let past = try PlantedFaultTests.past(seed: seed)
    let report = try PlantedFaultTests.imported(past) { try $0.auditReplay() }
    #expect(report.day == PlantedPast.end && report.yearsMissing.isEmpty)
    for code in Finding.Code.ofHistories {
      #expect(past.codes.count { $0 == code } >= 2, "\(code.code) is not planted twice")
    }
    let found = report.findings.map(\.key.description)
    #expect(Set(found).count == found.count, "a finding's key is its own")
    #expect(Set(found).subtracting(past.expected.keys).sorted() == [], "invented, seed \(seed)")
    #expect(Set(past.expected.keys).subtracting(found).sorted() == [], "missed, seed \(seed)")
    for finding in report.findings {
      let known = past.expected[finding.key.description] ?? nil
      #expect(finding.wasKnownWhenPaid == known, "\(finding.key), seed \(seed)")
    }
  }

  @Test("what a history brought after going live is found at a point that cuts the history, too")
  func findsWithinTheImport() throws {
    var past = PlantedPast()
    try past.adopt()
    past.plant(.imported(.batchApproved), isSecond: false)
    past.after(TypeSamples.body(.visited, person: "p-1")!, isLate: false)
    try PlantedFaultTests.imported(past) { ledger in
      let size = try ledger.state().size
      let codes = try ledger.auditReplay().findings.map(\.code.code)
      #expect(codes.contains("imported-batch-approved"))
      // The same with the end of the import behind the point.
      let last = try #require(Instant("2026-01-20T00:00:00Z"))
      try OldProgram.append(
        [(TypeSamples.body(.resumed, person: "p-1")!, "op-1")], to: ledger.path, at: last, isHistory: false)
      try OldProgram.append(
        [(TypeSamples.body(.suspended, person: "p-1")!, "op-1"), (TypeSamples.body(.visited, person: "p-1")!, "op-1")],
        to: ledger.path, at: Instant(seconds: last.seconds + 60), lastAt: Instant(seconds: last.seconds + 120),
        isHistory: true)
      let cut = try ledger.auditReplay(knownAt: Instant(seconds: last.seconds + 60))
      #expect(cut.size == size + 2)
      #expect(cut.findings.map(\.code.code).contains("imported-suspended"))
      let before = try ledger.auditReplay(knownAt: last)
      #expect(!before.findings.map(\.code.code).contains("imported-suspended"))
    }
  }
}

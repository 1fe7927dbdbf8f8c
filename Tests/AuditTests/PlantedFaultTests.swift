import Foundation
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

  /// What a ledger gives into which a past was imported; it is removed afterwards.
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
}

import Foundation
import Ledger
import Subsidy
import Testing
import Values

/// An audit says the same however many threads work on it.
@Suite struct ThreadTests {
  @Test("the findings and sums are the same, in the same order, whatever the number of threads")
  func findsTheSameWithAnyNumberOfThreads() throws {
    let past = try PlantedFaultTests.past(seed: 4)
    let folder = FileManager.default.temporaryDirectory.appending(path: "thread-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "past.jsonl")
    try Data(past.lines).write(to: file)
    let now = try #require(Instant("2026-02-01T00:00:00Z"))
    let ledger = SubsidyLedger(folder.appending(path: "ledger").path) { now }
    try ledger.create(name: "planted", openedAt: Instant("2024-12-01T00:00:00Z"), by: "op-0")
    _ = try ledger.importHistory(file.path)
    let alone = try ledger.auditReplay(threads: 1)
    #expect(alone.findings.count > 100)
    #expect(Set(alone.findings.compactMap(\.person)).count > 64, "several threads have something to do")
    for threads in [2, 3, 7] {
      let report = try ledger.auditReplay(threads: threads)
      #expect(report.findings == alone.findings, "\(threads) threads")
      #expect(report.totals == alone.totals, "\(threads) threads")
      #expect(report.yearsMissing == alone.yearsMissing, "\(threads) threads")
    }
  }
}

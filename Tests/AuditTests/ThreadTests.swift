import Ledger
import Subsidy
import Testing
import Values

/// An audit says the same however many threads work on it.
@Suite struct ThreadTests {
  @Test("the findings and sums are the same, in the same order, whatever the number of threads")
  func findsTheSameWithAnyNumberOfThreads() throws {
    let past = try PlantedFaultTests.past(seed: 4)
    try PlantedFaultTests.imported(past) { ledger in
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
}

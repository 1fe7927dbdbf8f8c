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

  @Test("they are the same however few of the persons are looked at together")
  func findsTheSameWithLittleRoom() throws {
    let past = try PlantedFaultTests.past(seed: 5)
    try PlantedFaultTests.imported(past) { ledger in
      let whole = try ledger.auditReplay()
      for room in [1, 20_000] {
        let report = try ledger.auditReplay(room: room)
        #expect(report.findings == whole.findings && report.wrong == whole.wrong, "\(room) bytes")
      }
    }
  }

  @Test("of each month that is overpaid the money is named once, with what its findings say of it")
  func namesMoneyOnce() throws {
    let past = try PlantedFaultTests.past(seed: 6)
    try PlantedFaultTests.imported(past) { ledger in
      let report = try ledger.auditReplay()
      #expect(report.wrong.reduce(.zero) { $0 + $1.open } == report.totals.recovery.overpaid)
      let months = Set(report.wrong.map { "\($0.person) \($0.scheme) \($0.month)" })
      #expect(months.count == report.wrong.count && !months.isEmpty)
      for payment in report.wrong where payment.open > .zero {
        let about = report.findings.filter { finding in
          switch finding.code {
          case .paidDespite, .paidAboveEntitlement, .paidTwice:
            (finding.person, finding.scheme, finding.month) == (payment.person, payment.scheme, payment.month)
          default: false
          }
        }
        #expect(!about.isEmpty && about.allSatisfy { $0.amount == payment.open })
        #expect(payment.wasKnownWhenPaid == about.contains { $0.wasKnownWhenPaid == true })
      }
    }
  }
}

import Foundation
import Ledger
import Subsidy
import System
import Testing
import Values

/// Money of several persons that goes to one account.
@Suite struct SharedAccountTests {
  /// p1 was paid January to an account, took another one, and then p2 was registered with the first and paid.
  private func ledger(p1Leaves: Bool) throws -> TestLedger {
    let test = try TestLedger()
    try test.record(Entry.registered("p1", privateData: #"{"account":"6222020000000001"}"#))
    try test.approve("p1")
    try test.record(Entry.contributed("2025-01"))
    try test.pay("b1", through: Month("2025-01")!)
    if p1Leaves {
      try test.record(
        #"{"type":"account-changed","person":"p1","private":{"bank":"b","account":"6222020000000002"}}"#)
    }
    try test.record(Entry.registered("p2", privateData: #"{"account":"6222020000000001"}"#))
    try test.approve("p2")
    try test.record(Entry.contributed("2025-01", 60_000, "p2"))
    try test.pay("b2", through: Month("2025-01")!)
    return test
  }

  @Test(
    "each claim is found, and it was known if somebody else had the account when the money was paid",
    arguments: [true, false])
  func found(p1Leaves: Bool) throws {
    let test = try ledger(p1Leaves: p1Leaves)
    let report = try test.ledger.auditReplay()
    let shared = report.findings.filter { $0.code == .sharedAccount }
    #expect(shared.map(\.person) == ["p1", "p2"])
    #expect(shared.map(\.amount) == [Fen(50_000), Fen(50_000)])
    #expect(shared.map(\.wasKnownWhenPaid) == [false, !p1Leaves])
    #expect(shared.allSatisfy { $0.responsible == ["drafter", "second"] })
    #expect(report.accountsUnknown == 0)
    // No account is in a finding.
    #expect(!"\(shared)".contains("62220200"))
  }

  @Test("what the vault does not have is counted, and without a vault nobody looks")
  func withoutVault() throws {
    let test = try ledger(p1Leaves: false)
    let path = "\(test.ledger.path)/vault.sqlite"
    do {
      let database = try SQLiteDatabase(path: path, access: .readWrite)
      try database.execute("UPDATE version SET data = CAST('{}' AS BLOB) WHERE person = 'p2'")
    }
    let damaged = try test.ledger.auditReplay()
    #expect(damaged.accountsUnknown == 1 && !damaged.findings.contains { $0.code == .sharedAccount })
    try FileManager.default.removeItem(atPath: path)
    #expect(try test.ledger.auditReplay().accountsUnknown == nil)
  }
}

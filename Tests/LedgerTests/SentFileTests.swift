import EventLog
import Foundation
import Ledger
import Papers
import Subsidy
import Testing
import Values

/// The bank's answer is compared with the file that was exported, if the ledger alone does not show its content.
///
/// > Source: contract 3, section 3, payees; decision 73.
@Suite struct SentFileTests {
  static let january = Month("2025-01")!
  static let account = BankStory.withCheckDigit(BankStory.payees[0].account)
  static let later = BankStory.withCheckDigit("622202000000009999")

  /// A ledger of the program before the one that pays the payees of the approval: the account of p1 changed between approval
  /// and export, the file has the new one, and the bank has not answered.
  ///
  /// The file is `csv`, which the ledger can make again, or `pain.001`, which it cannot, because of who pays.
  static func kept(_ name: String) throws -> TestLedger {
    let test = try TestLedger(vouchingForClock: true)
    let kept = BankStory.fixtures.deletingLastPathComponent().appending(path: "kept/payees-of-the-export/\(name)")
    try FileManager.default.copyItem(at: kept, to: URL(filePath: test.directory).appending(path: "kept"))
    try FileManager.default.moveItem(atPath: "\(test.directory)/kept/ledger", toPath: test.ledger.path)
    test.clock.now = Instant("2026-12-10T02:00:00Z")!
    return test
  }

  static func sent(_ test: TestLedger) -> String { "\(test.directory)/kept/sent" }

  @discardableResult
  static func settle(
    _ test: TestLedger, _ account: String, sent: String? = nil, outcome: String = "paid,", batch: Identifier = "b1"
  ) throws -> SettlementOutcome {
    try test.ledger.settle(
      batch, results: test.file(["person,month,status,code,account", "p1,2025-01,\(outcome),\(account)"]), sent: sent,
      by: "x")
  }

  @Test("an older ledger opens, replays, says the same, and pays as before", arguments: ["csv", "pain.001"])
  func opens(_ name: String) throws {
    let test = try SentFileTests.kept(name)
    #expect(test.ledger.verify().outcome == .whole)
    let before = try test.log
    let state = try test.ledger.state()
    #expect(state.batch("b1")?.stage == .exported && state.items(ofBatch: "b1").count == 4)
    #expect(try test.ledger.auditReplay().findings.filter { $0.code != .entitledUnpaid }.isEmpty)
    let outcome = try test.ledger.settle(
      "b1", results: test.file(["person,month,status", "p1,2025-01,paid", "p1,2025-02,paid", "p2,2025-01,paid"]),
      by: "x")
    #expect(outcome.paid == 3 && outcome.open == 1 && outcome.uncertain.isEmpty)
    #expect(try test.log.hasPrefix(before))
    try test.check()
  }

  @Test("a file that the ledger can make again tells by its hash which payees were sent")
  func provenByHash() throws {
    let test = try SentFileTests.kept("csv")
    // The account of the approval was not sent.
    #expect(
      try problems { try SentFileTests.settle(test, SentFileTests.account) }
        == [2: .notAsExported(column: "account", person: "p1", month: SentFileTests.january)])
    let outcome = try SentFileTests.settle(test, SentFileTests.later)
    #expect(outcome.paid == 1 && outcome.uncertain.isEmpty)
    // The file says the same.
    let other = try SentFileTests.kept("csv")
    #expect(try SentFileTests.settle(other, SentFileTests.later, sent: SentFileTests.sent(other)).paid == 1)
  }

  @Test(
    "without the file, what an older program may have sent is listed and contradicts nothing; with it, it is compared")
  func uncertain() throws {
    let unknown = BankStory.withCheckDigit("622202000000007777")
    let difference = AnswerDifference(person: "p1", month: SentFileTests.january, column: "account")
    let test = try SentFileTests.kept("pain.001")
    let file = SentFileTests.sent(test)
    for account in [SentFileTests.account, unknown] {
      #expect(
        try problems { try SentFileTests.settle(test, account, sent: file) }
          == [2: .notAsExported(column: "account", person: "p1", month: SentFileTests.january)])
    }
    let returned = try SentFileTests.settle(test, unknown, sent: file, outcome: "returned,AC01")
    #expect(returned.returned == 1 && returned.differences == [difference])
    // Either day's account may have been the one; a third one is reported.
    for (account, told) in [(SentFileTests.account, []), (SentFileTests.later, []), (unknown, [difference])] {
      let test = try SentFileTests.kept("pain.001")
      let outcome = try SentFileTests.settle(test, account)
      #expect(outcome.paid == 1 && outcome.uncertain == told)
    }
    // A payee who did not change is known all the same.
    let other = try SentFileTests.kept("pain.001")
    #expect(
      try problems {
        _ = try other.ledger.settle(
          "b1", results: other.file(["person,month,status,account", "p2,2025-01,paid,\(unknown)"]), by: "x")
      } == [2: .notAsExported(column: "account", person: "p2", month: SentFileTests.january)])
  }

  @Test("any other file is refused by its name and its hash, and nothing is recorded")
  func otherFile() throws {
    let test = try SentFileTests.kept("csv")
    let before = try test.disk()
    let bytes = try test.bytes(SentFileTests.sent(test))
    let other = try test.file(bytes + [0x0A], name: "other.csv")
    #expect {
      try SentFileTests.settle(test, SentFileTests.later, sent: other)
    } throws: { error in
      guard case LedgerFailure.notExported(let file, let sha256, let batch) = error else { return false }
      return file == other && sha256.count == 64 && batch == "b1"
    }
    #expect(try test.disk() == before)
  }

  @Test(
    "the file is read in each form in which it was exported",
    arguments: ["csv", "csv-bom", "csv-by-bank", "fixed", "pain.001"])
  func forms(_ form: String) throws {
    let test = try BankStory.approved()
    let exported = try test.ledger.export("b1", to: "\(test.directory)/sent", as: BankStory.order(form), by: "x")
    // Files for each bank are in the order of the banks; p1's is the second one.
    let file = try #require(exported.files.last).path
    #expect(try SentFileTests.settle(test, SentFileTests.account, sent: file).paid == 1)
    #expect(
      try problems {
        _ = try test.ledger.settle(
          "b1", results: test.file(["person,month,status,name", "p1,2025-02,paid,李四"]), sent: file, by: "x")
      } == [2: .notAsExported(column: "name", person: "p1", month: Month("2025-02")!)])
  }

  @Test("a form whose columns say nobody's name is told, and not taken for agreement")
  func unreadable() throws {
    let test = try BankStory.approved()
    let profile = try ExportProfile(
      json: Array(
        #"{"name":"ours","encoding":"utf-8","layout":"csv","header":false,"lineEnd":"lf","byBank":false,"columns":[{"field":"account"},{"field":"amount"}]}"#
          .utf8))
    _ = try test.ledger.export("b1", to: "\(test.directory)/ours", as: ExportOrder(.profile(profile)), by: "x")
    let file = "\(test.directory)/ours"
    #expect(throws: LedgerFailure.exportUnreadable(file: file, format: "ours")) {
      try SentFileTests.settle(test, SentFileTests.account, sent: file)
    }
  }
}

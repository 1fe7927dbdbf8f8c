import EventLog
import Foundation
import Ledger
import Subsidy
import Testing
import Values

/// Acts that move money are decided on a verified fold of the log.
///
/// > Source: contract 3, section 8.
@Suite struct VerifiedDecisionTests {
  /// An act of money, by its name.
  struct Act: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run: @Sendable (TestLedger) throws -> Void
  }

  static let acts = [
    Act(testDescription: "draft") {
      _ = try $0.ledger.draft("b2", scheme: "jingdezhen", through: Month("2025-03")!, by: "op-1")
    },
    Act(testDescription: "list check") { _ = try $0.ledger.checkList(of: "b1", by: "op-2") },
    Act(testDescription: "approve") { _ = try $0.ledger.approve("b1", by: "op-2") },
    Act(testDescription: "request funds") { _ = try $0.ledger.requestFunds(for: "b1", by: "op-2") },
    Act(testDescription: "receive funds") {
      _ = try $0.ledger.receiveFunds(FundsReceived(batch: "b1", amount: Fen(1), reference: "CZ-1"), by: "op-2")
    },
    Act(testDescription: "export") {
      _ = try $0.ledger.export("b1", to: OutputFile("\($0.directory)/b1.csv"), by: "op-1")
    },
    Act(testDescription: "settle") {
      let answers = try $0.file(Array("person,month,status\np1,2025-01,paid\n".utf8))
      _ = try $0.ledger.settle("b1", results: answers, by: "op-1")
    },
    Act(testDescription: "cancel") { try $0.ledger.cancel("b1", by: "op-1") },
    Act(testDescription: "demand") { _ = try $0.ledger.demandRecovery(by: "op-1") },
    Act(testDescription: "close") { _ = try $0.ledger.close(Month("2025-03")!, by: "op-1") },
    Act(testDescription: "receipt") {
      try $0.record(
        #"{"type":"repaid","person":"p1","scheme":"jingdezhen","notice":"n","amountFen":1,"receipt":"R"}"#)
    },
  ]

  @Test("an act of money, and a close, stop at an older line that another program has changed", arguments: acts)
  func changedLine(act: Act) throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"))
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-01")!, by: "op-1")
    var bytes = try test.bytes(test.logPath)
    let place = try #require(bytes.firstRange(of: Array(#""amountFen":60000"#.utf8)))
    bytes[place.upperBound - 1] = UInt8(ascii: "1")
    try Data(bytes).write(to: URL(filePath: test.logPath))
    // An act that grants and moves nothing goes on from HEAD.
    try test.record(Entry.registered("p3"))
    if case .corrupt = test.ledger.verify().outcome {} else { Issue.record("verification finds nothing") }
    let before = try test.bytes("\(test.ledger.path)/HEAD")
    let error = #expect(throws: LogError.self) { try act.run(test) }
    if case .corrupt? = error {} else { Issue.record("\(String(describing: error)) is no corrupt log") }
    #expect(try test.bytes("\(test.ledger.path)/HEAD") == before)
  }
}

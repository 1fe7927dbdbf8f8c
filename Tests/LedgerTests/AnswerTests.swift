import Ledger
import Subsidy
import Testing
import Values

/// The bank's data beside the outcome agree with those that were sent, or nothing of the file is taken.
///
/// > Source: contract 3, section 3, the bank's answer.
@Suite struct AnswerTests {
  static let january = Month("2025-01")!

  /// An answer in the exported form, of the first person's January.
  static func file(_ test: TestLedger, _ header: String, _ rows: String...) throws -> String {
    try test.file([header] + rows, name: "answer.csv")
  }

  static func settle(_ test: TestLedger, _ header: String, _ rows: String...) throws -> SettlementOutcome {
    try test.ledger.settle("b1", results: test.file([header] + rows, name: "answer.csv"), by: "x")
  }

  static func exported() throws -> TestLedger {
    let test = try BankStory.approved()
    _ = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "x")
    return test
  }

  static var account: String { BankStory.withCheckDigit("622202000000000001") }

  @Test(
    "C3 a column that names another batch, scheme, person or month than the item is refused",
    arguments: [
      ("batch", "b2", "b1"), ("scheme", "liuzhou", "jingdezhen"), ("person", "p2", "p1"),
      ("month", "2025-02", "2025-01"),
    ])
  func otherThings(_ column: String, _ found: String, _ expected: String) throws {
    let (test, ids) = try SettleTests.exported()
    let before = try test.disk()
    var fields = ["batch": "b1", "scheme": "jingdezhen", "person": "p1", "month": "2025-01"]
    func row() -> String {
      "\(ids[0]),\(["batch", "scheme", "person", "month"].compactMap { fields[$0] }.joined(separator: ",")),paid"
    }
    let header = "endToEnd,batch,scheme,person,month,status"
    let good = row()
    fields[column] = found
    #expect(
      try problems { _ = try AnswerTests.settle(test, header, row()) }
        == [2: .otherThanAsked(column: column, found: found, expected: expected)])
    #expect(try test.disk() == before)
    // One of the two beside an id is enough to contradict it.
    guard column == "person" || column == "month" else { return }
    #expect(
      try problems { _ = try AnswerTests.settle(test, "endToEnd,\(column),status", "\(ids[0]),\(found),paid") }
        == [2: .otherThanAsked(column: column, found: found, expected: expected)])
    #expect(try AnswerTests.settle(test, header, good).paid == 1)
  }

  @Test("C3 a known column that stands twice is refused; an unknown one is passed over")
  func repeatedColumns() throws {
    let test = try AnswerTests.exported()
    #expect(
      try problems { _ = try AnswerTests.settle(test, "person,month,status,amount,amount", "p1,2025-01,paid,1,2") }
        == [1: .repeatedColumn("amount")])
    #expect(try AnswerTests.settle(test, "person,month,status,备注,备注", "p1,2025-01,paid,a,b").paid == 1)
    #expect(
      try problems {
        _ = try test.ledger.importContributions(
          AnswerTests.file(test, "person,amount,amount,paidOn", "p1,1,1,2025-03-01"), month: Month("2025-03")!, by: "x")
      } == [1: .repeatedColumn("amount")])
  }

  @Test(
    "C3 a paid line that names another account, name or currency is refused",
    arguments: [("account", "6222020000000000019"), ("name", "李四"), ("currency", "USD")])
  func otherPayee(_ column: String, _ found: String) throws {
    let test = try AnswerTests.exported()
    let before = try test.disk()
    #expect(
      try problems { _ = try AnswerTests.settle(test, "person,month,status,\(column)", "p1,2025-01,paid,\(found)") }
        == [2: .notAsExported(column: column, person: "p1", month: AnswerTests.january)])
    #expect(try test.disk() == before)
    // On a returned line it is what the bank returned it for.
    let outcome = try AnswerTests.settle(
      test, "person,month,status,code,\(column)", "p1,2025-01,returned,AC01,\(found)")
    #expect(outcome.returned == 1)
    #expect(outcome.differences == [AnswerDifference(person: "p1", month: AnswerTests.january, column: column)])
  }

  @Test(
    "C3 a name or an account in the bank's own form agrees",
    arguments: [
      ("name", "王㛃"), ("name", " 王 㛃 "), ("name", "王*"), ("name", "*㛃"), ("currency", "CNY"), ("currency", "156"),
      ("currency", "人民币"), ("account", "\(account.prefix(4))***********\(account.suffix(4))"),
      ("account", "\(account.prefix(4)) \(account.dropFirst(4))"),
    ])
  func sameForms(_ column: String, _ found: String) throws {
    let test = try AnswerTests.exported()
    #expect(try AnswerTests.settle(test, "person,month,status,\(column)", "p1,2025-01,paid,\(found)").paid == 1)
  }

  @Test("C3 an amount contradicts on a paid line and is told on a returned one")
  func amounts() throws {
    let test = try AnswerTests.exported()
    #expect(
      try refusal { _ = try AnswerTests.settle(test, "person,month,status,amount", "p1,2025-01,paid,499.99") }
        == .amountDiffers(person: "p1", month: AnswerTests.january, ordered: Fen(50_000), found: Fen(49_999)))
    let outcome = try AnswerTests.settle(test, "person,month,status,code,amount", "p1,2025-01,returned,AC01,499.99")
    #expect(outcome.differences.map(\.column) == ["amount"])
  }

  @Test("control totals of an answer are counted by hand, and a trial records nothing")
  func controls() throws {
    let test = try AnswerTests.exported()
    let before = try test.disk()
    let file = try AnswerTests.file(test, "person,month,status", "p1,2025-01,paid", "p1,2025-02,paid")
    func settle(count: Int? = nil, total: Int64? = nil, isDryRun: Bool = false) throws -> SettlementOutcome {
      try test.ledger.settle(
        "b1", results: file, controls: ControlTotals(count: count, total: total.map { Fen($0) }), isDryRun: isDryRun,
        by: "x")
    }
    #expect(throws: LedgerFailure.rowCount(file: file, found: 2, expected: 3)) { try settle(count: 3) }
    #expect(
      try refusal { _ = try settle(total: 99_999) } == .answerTotal("b1", found: Fen(99_999), answered: Fen(100_000)))
    #expect(try settle(count: 2, total: 100_000, isDryRun: true).paid == 2)
    #expect(try test.disk() == before)
    #expect(try settle(count: 2, total: 100_000).paid == 2)
  }

  @Test("C3 what came back and then arrived is booked with the bank's reference, until a later batch has sent it again")
  func paidAfterReturned() throws {
    let test = try AnswerTests.exported()
    _ = try AnswerTests.settle(test, "person,month,status,code", "p1,2025-01,returned,AC04", "p1,2025-02,returned,AC04")
    func correct(_ month: String, _ reference: String?) throws -> SettlementOutcome {
      try AnswerTests.settle(test, "person,month,status,reference", "p1,\(month),paid,\(reference ?? "")")
    }
    #expect(
      try refusal { _ = try correct("2025-01", nil) } == .settledOtherwise(person: "p1", month: AnswerTests.january))
    // A later batch that is only drafted is no obstacle: its item is kept back from then on.
    try BankStory.approve("b2", test)
    #expect(try correct("2025-01", "BK-1").paid == 1)
    #expect(try correct("2025-01", "BK-1").known == 1)
    #expect(try test.month("2025-01").paid == Fen(50_000))
    // The file of the return comes again: booked once more, the month would be paid twice.
    func bounce(_ code: String) throws -> SettlementOutcome {
      try AnswerTests.settle(test, "person,month,status,code", "p1,2025-01,returned,\(code)")
    }
    #expect(
      try refusal { _ = try bounce("AC04") }
        == .returnedBefore(person: "p1", month: AnswerTests.january, code: "AC04"))
    let held = try test.ledger.state().heldPayments(of: "b2", on: test.ledger.now.civilDate)
    #expect(held.map(\.month) == [AnswerTests.january])
    try test.ledger.cancel("b2", by: "x")
    try BankStory.approve("b3", test)
    _ = try test.ledger.export("b3", to: "\(test.directory)/b3.csv", by: "x")
    #expect(
      try refusal { _ = try correct("2025-02", "BK-2") }
        == .orderedAgain(person: "p1", month: Month("2025-02")!, batch: "b3"))
    try test.check()
  }

  @Test("C3 the file has the account that was approved, and says whose has changed since")
  func payeesOfTheApproval() throws {
    let test = try BankStory.approved()
    let card = BankStory.withCheckDigit("622202000000009999")
    try test.record(
      Entry.registered("p1", privateData: #"{"name":"王㛃","bank":"中国工商银行","account":"\#(card)"}"#))
    let outcome = try test.ledger.export("b1", to: "\(test.directory)/b1.csv", by: "x")
    #expect(outcome.withChangedAccount == ["p1"])
    let text = String(decoding: try test.bytes("\(test.directory)/b1.csv"), as: UTF8.self)
    #expect(text.contains(AnswerTests.account) && !text.contains(card))
    // A second form, after yet another change, names the same payees.
    #expect(
      try AnswerTests.settle(test, "person,month,status,account", "p1,2025-01,paid,\(AnswerTests.account)").paid == 1)
    try test.ledger.approve(draftedAgain(test), by: "second")
    _ = try test.ledger.export("b2", to: "\(test.directory)/b2.csv", by: "x")
    let next = String(decoding: try test.bytes("\(test.directory)/b2.csv"), as: UTF8.self)
    #expect(next.contains(card))
  }

  private func draftedAgain(_ test: TestLedger) throws -> Identifier {
    try test.record(Entry.contributed("2025-03", 60_000, "p1"))
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: Month("2025-03")!, by: "drafter")
    return "b2"
  }
}

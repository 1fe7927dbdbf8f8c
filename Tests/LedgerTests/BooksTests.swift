import Foundation
import Ledger
import System
import Merkle
import Papers
import Subsidy
import Testing
import Values

/// Closing a month, its page, and the letters of recovery.
@Suite struct BooksTests {
  @Test("a close records the month's totals and the head of the log; later corrections stand in the next month")
  func closes() throws {
    let test = try BankStory.ledger()
    try test.pay("b1")
    let april = Month("2025-04")!
    let head = try #require(try test.log.split(separator: "\n").last)
    let close = try test.ledger.close(april, beforeEnd: true, by: "op-1")
    #expect(close.sums.paid == Fen(400_000))
    #expect(head.contains(#""size":\#(close.size),"root":"\#(close.root)""#))
    let bounced = try test.file(Array("person,month,status,code\np1,2025-01,returned,AC04\n".utf8))
    _ = try test.ledger.settle("b1", results: bounced, by: "x")
    let books = try test.ledger.state().books(of: april)
    #expect(books.isAsClosed)
    #expect(books.total == close.sums)
    let may = try test.ledger.state().books(of: Month("2025-05")!)
    #expect(may.total.adjusted == Fen(50_000))
    #expect(may.close == nil)
    #expect(
      try refusal { _ = try test.ledger.close(april, beforeEnd: true, by: "op-1") }
        == .monthClosed(april, through: april))
    test.clock.now = Instant("2025-05-31T16:00:00Z")!
    #expect(try test.ledger.close(Month("2025-05")!, by: "op-1").sums.bounced == Fen(50_000))
    try test.check()
    try BankStory.compare(
      MonthBooksPaper.sheet(may, yearToDate: nil, isSigned: true, inFlight: .zero, by: OfficeDetails()) {
        $0.description
      }
      .html(over: PrintedHead(size: 1, root: SHA256.hash([]))), with: "month.html")
  }

  @Test("the letter of a demand names document, clause, months and amounts, and the person by name")
  func letters() throws {
    let test = try BankStory.ledger()
    try test.pay("b1")
    try test.record(Entry.fact("employed", from: "2025-01-10"))
    let demand = try #require(try test.ledger.demandRecovery(by: "op-1").first).demand
    try test.record(
      #"{"type":"repaid","person":"p1","scheme":"jingdezhen","notice":"\#(demand)","amountFen":20000,"receipt":"1"}"#)
    let (letters, _, log) = try test.ledger.demandLetters(demand) { "原因 \($0)" }
    #expect(letters.count == 1)
    let bytes = letters[0].text(over: log)
    let text = String(decoding: bytes, as: UTF8.self)
    for part in ["王㛃：", "景人社字〔2024〕139号", "2025-01      500.00", "（大写）：人民币壹仟元整", "尚应退回 800.00 元", "原因 employed"] {
      #expect(text.contains(part), "\(part)")
    }
    try BankStory.compare(bytes, with: "letter.txt")
    #expect(try refusal { _ = try test.ledger.demandLetters("n-9") { $0 } } == .unknownNotice("n-9"))
    // For another person there is none.
    #expect(try refusal { _ = try test.ledger.demandLetters(demand, of: "p-other") { $0 } } == .unknownNotice(demand))
  }

  @Test("receipts are instalments: they go to the oldest month first, and the ageing list follows")
  func instalments() throws {
    let test = try BankStory.ledger()
    try test.pay("b1")
    try test.record(Entry.fact("employed", from: "2025-01-10"))
    let demand = try #require(try test.ledger.demandRecovery(by: "op-1").first).demand
    for (number, amount) in [30_000, 30_000].enumerated() {
      try test.record(
        #"{"type":"repaid","person":"p1","scheme":"jingdezhen","notice":"\#(demand)","amountFen":\#(amount),"receipt":"\#(number)"}"#
      )
    }
    #expect(try test.month("2025-01").repaid == Fen(50_000))
    #expect(try test.month("2025-02").repaid == Fen(10_000))
    let open = try test.ledger.state().openDemands(on: CivilDate("2025-07-09")!)
    #expect(open.map(\.demand.outstanding) == [Fen(40_000)])
    #expect(open.map(\.days) == [90])
  }
}

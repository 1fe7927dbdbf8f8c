import Catalogue
import Foundation
import JSONText
import Ledger
import Papers
import System
import Testing
import Values

@testable import subsidy

/// The commands around the bank and at the end of a month, as finance types them.
@Suite struct FinanceCommandTests {
  /// A person of Jingdezhen with two payable months.
  static var entries: [String] {
    let person = #""person":"p1""#
    return [
      #"{"type":"registered",\#(person),"birth":"1980-05-05","sex":"male","household":"360200","private":{"name":"王㛃","bank":"工行","account":"6222020000000000018"}}"#,
      #"{"type":"fact-recorded",\#(person),"fact":"difficulty-recognised","from":"2015-01-01","source":"s"}"#,
      #"{"type":"fact-recorded",\#(person),"fact":"flexible-registered","from":"2015-01-01","source":"s"}"#,
      #"{"type":"applied",\#(person),"application":"a1","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c"}"#,
      #"{"type":"verified",\#(person),"application":"a1","stage":"acceptance","outcome":"passed"}"#,
      #"{"type":"verified",\#(person),"application":"a1","stage":"review","outcome":"passed"}"#,
      #"{"type":"contributed",\#(person),"month":"2025-01","amountFen":60000,"paidOn":"2025-01-20","source":"si"}"#,
      #"{"type":"contributed",\#(person),"month":"2025-02","amountFen":60000,"paidOn":"2025-02-20","source":"si"}"#,
    ]
  }

  /// A ledger of Jingdezhen with two payable months of one person.
  static func box() throws -> Box {
    let box = try Box(adopting: "jingdezhen-2024-139")
    try box.write("entries", entries.joined(separator: "\n"))
    try ok(box, "record @entries --by op-1")
    try ok(box, "batch draft b1 --scheme jingdezhen --through 2025-02 --by op-1")
    return box
  }

  @discardableResult
  static func ok(_ box: Box, _ line: String) throws -> Ran {
    let ran = box.run(line)
    #expect(ran.code == .done, "\(line): \(ran.messages)")
    return ran
  }

  static func refused(_ box: Box, _ line: String, _ words: String, _ code: ExitCode = .refused) {
    let ran = box.run(line)
    #expect(ran.code == code, "\(line)")
    #expect(ran.messages.contains(words), "\(ran.messages)")
  }

  @Test("JD21 what the document asks for and nobody did is missed on standard error, and nothing else changes")
  func missesSteps() throws {
    let box = try FinanceCommandTests.box()
    let approved = try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    #expect(approved.output == "approved the batch b1\n")
    #expect(approved.messages.contains("was not checked"))
    let exported = try FinanceCommandTests.ok(box, "batch export b1 --to @b1.csv --as csv --by op-1")
    #expect(exported.messages.contains("1,000.00 yuan of the treasury's money"))
  }

  @Test("C3 the exported file is compared with the bank's answer, any other file is refused by name, in both languages")
  func sentFile() throws {
    let box = try FinanceCommandTests.box()
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    try FinanceCommandTests.ok(box, "batch export b1 --to @b1.csv --as csv --by op-1")
    try box.write("r.csv", "person,month,status,account\np1,2025-01,paid,6222020000000000018\n")
    let before = try box.fingerprint()
    for (language, words) in [("en", "none of those exported for the batch b1"), ("zh", "与发放批次 b1 的导出记录均不符")] {
      FinanceCommandTests.refused(
        box, "batch settle @r.csv --batch b1 --sent @r.csv --by op-1 --lang \(language)", words)
    }
    #expect(try box.fingerprint() == before)
    let settled = try FinanceCommandTests.ok(box, "batch settle @r.csv --batch b1 --sent @b1.csv --by op-1")
    #expect(settled.messages.isEmpty)
    let told = Text.payeesUncertain([AnswerDifference(person: "p1", month: Month("2025-01")!, column: "account")])
    for text in [told.en, told.zh] { #expect(text.contains("p1 2025-01 account") && text.contains("`--sent`")) }
  }

  @Test("JD21 P50 a batch with all of its steps, from the list check to the reconciliation")
  func allSteps() throws {
    let box = try FinanceCommandTests.box()
    let refused = FinanceCommandTests.refused
    refused(box, "batch approve b1 --by op-2 --require-check", "batch check b1", .refused)
    refused(box, "batch check b1 --by op-1", "drafted the batch", .refused)
    try FinanceCommandTests.ok(box, "batch check b1 --by street-07")
    refused(box, "batch approve b1 --by op-2 --count 3", "control count", .refused)
    refused(box, "batch approve b1 --by op-2 --total 999.99", "control total", .refused)
    refused(box, "batch approve b1 --by op-2 --total 1e3", "an amount in yuan", .usage)
    let approved = try FinanceCommandTests.ok(
      box, "batch approve b1 --by op-2 --count 2 --total 1000.00 --require-check")
    #expect(approved.messages.isEmpty)
    refused(box, "batch export b1 --to @a --as csv --require-funds --by op-1", "have not come", .refused)
    refused(box, "batch fund b1 --by op-1", "--request|--receive", .usage)
    refused(box, "batch fund b1 --request --receive --by op-1", "--receive", .usage)
    refused(box, "batch fund b1 --receive --amount 1.00 --reference R1 --by op-1", "--request", .refused)
    try FinanceCommandTests.ok(box, "batch fund b1 --request --by op-1")
    refused(box, "batch fund b1 --receive --reference R1 --by op-1", "--amount YUAN", .usage)
    try FinanceCommandTests.ok(box, "batch fund b1 --receive --amount 1000.00 --reference R1 --by op-1")
    let exported = try FinanceCommandTests.ok(
      box, "batch export b1 --to @a.csv --as csv --require-funds --require-accounts --by op-1")
    #expect(exported.messages.isEmpty)
    try FinanceCommandTests.ok(box, "batch export b1 --to @a.xml --as pain.001 --payer 就业中心 --by op-1")
    #expect(String(decoding: try box.read("a.xml"), as: UTF8.self).contains("<Dbtr><Nm>就业中心</Nm>"))
    refused(box, "batch export b1 --to @b --as pain.001 --payer-bank X --by op-1", "--payer NAME", .usage)
    refused(box, "batch export b1 --to @b --as profile --by op-1", "--profile FILE", .usage)
    try box.write("p.json", "{}")
    refused(box, "batch export b1 --to @b --as profile --profile @p.json --by op-1", "no export profile", .refused)
    try FinanceCommandTests.ok(box, "batch export b1 --to @c.html --as control-html --by op-1")
    #expect(String(decoding: try box.read("c.html"), as: UTF8.self).contains("street-07"))
    try box.write("r.csv", "person,month,status,code\np1,2025-01,paid,\np1,2025-02,returned,AC04\n")
    try FinanceCommandTests.ok(box, "batch settle @r.csv --batch b1 --by op-1")
    let found = try FinanceCommandTests.ok(box, "batch reconcile b1 --format csv").output
    #expect(
      found == """
        result,items,amountFen
        drafted,2,100000
        ordered,2,100000
        paid,1,50000
        returned,1,50000
        silent,0,0
        funds-requested,,100000
        funds-received,,100000

        """)
    #expect(try FinanceCommandTests.ok(box, "batch reconcile b1 --format json").output.contains(#""balanced":true"#))
  }

  @Test("totals, the second payment of a month, and what is unpaid are shown in every format")
  func shows() throws {
    let box = try FinanceCommandTests.box()
    let totals = try FinanceCommandTests.ok(box, "batch show b1 --totals --format csv").output
    #expect(
      totals.hasPrefix("kind,value,items,totalFen\nscheme,jingdezhen,2,100000\ndistrict,360200,2,100000\nbank,工行,2,"))
    #expect(
      try FinanceCommandTests.ok(box, "batch show b1 --totals --format json").output.contains(
        #"{"kind":"month","value":"2025-02","items":1,"totalFen":50000}"#))
    let unpaid = try FinanceCommandTests.ok(box, "report unpaid --as-of 2031-01-01 --format csv").output
    #expect(unpaid.contains("p1,jingdezhen,360200,2,2025-01,"))
    #expect(unpaid.hasSuffix(",366+,0,100000\n"))
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    try FinanceCommandTests.ok(box, "batch export b1 --to @a.csv --as csv --by op-1")
    try box.write("r.csv", "person,month,status,code\np1,2025-01,paid,\np1,2025-02,returned,AC04\n")
    try FinanceCommandTests.ok(box, "batch settle @r.csv --batch b1 --by op-1")
    try FinanceCommandTests.ok(box, "batch draft b2 --scheme jingdezhen --through 2025-02 --by op-1")
    #expect(
      try FinanceCommandTests.ok(box, "batch show b2 --format csv").output.hasSuffix(
        "p1,jingdezhen,2025-02,50000,open,b1,\n"))
    #expect(try FinanceCommandTests.ok(box, "batch show b2 --format json").output.contains(#""returnedFrom":"b1""#))
  }

  @Test("a month is closed and reported, a demand ages and becomes a letter")
  func endOfMonth() throws {
    let box = try FinanceCommandTests.box()
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    try FinanceCommandTests.ok(box, "batch export b1 --to @a.csv --as csv --by op-1")
    try box.write("r.csv", "person,month,status\np1,2025-01,paid\np1,2025-02,paid\n")
    try FinanceCommandTests.ok(box, "batch settle @r.csv --batch b1 --by op-1")
    // The clock is the real one, so the month is looked up rather than written down.
    let month = SystemClock.now().civilDate.month
    let closed = try FinanceCommandTests.ok(box, "close \(month) --before-end --by op-1")
    #expect(closed.output.hasPrefix("closed \(month): paid 1,000.00, returned by the bank 0.00"))
    FinanceCommandTests.refused(box, "close \(month) --before-end --by op-1", "is closed")
    let report = try FinanceCommandTests.ok(box, "report monthly \(month) --html @m.html --format json").output
    #expect(report.contains(#""agrees":true"#))
    #expect(report.contains(#""rows":[{"scheme":"jingdezhen","district":"360200","paidFen":100000,"#))
    let range = try FinanceCommandTests.ok(
      box, "report monthly \(month) --from \(month.adding(-2)) --format json"
    ).output
    #expect(
      range.hasPrefix(#"{"month":"\#(month)","from":"\#(month.adding(-2))","closed":null,"#)
        && range.contains(#""paidFen":100000,"#), "\(range)")
    #expect(String(decoding: try box.read("m.html"), as: UTF8.self).contains("<td class=\"n\">1,000.00</td>"))
    try box.write(
      "fact", #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2025-01-05","source":"si"}"#)
    try FinanceCommandTests.ok(box, "record @fact --by op-1")
    let demand = try FinanceCommandTests.ok(box, "recovery demand --by op-1 --format csv").output
    let name = try #require(demand.split(separator: "\n").last?.split(separator: ",").first)
    #expect(
      try FinanceCommandTests.ok(box, "recovery ageing --as-of 2099-01-01 --format csv").output.contains(
        ",366+,100000,0,100000\n"))
    #expect(try FinanceCommandTests.ok(box, "recovery ageing --format json").output.contains(#""age":"0-30""#))
    try FinanceCommandTests.ok(box, "recovery letter \(name) --to @letter.txt")
    let letter = String(decoding: try box.read("letter.txt"), as: UTF8.self)
    #expect(letter.contains("王㛃：") && letter.contains("已在单位就业") && letter.contains("景人社字〔2024〕139号"))
    FinanceCommandTests.refused(box, "recovery letter N-0 --to @l", "N-0")
  }
}

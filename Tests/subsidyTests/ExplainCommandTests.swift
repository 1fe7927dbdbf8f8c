import Catalogue
import JSONText
import Papers
import Policy
import Testing
import Values

@testable import subsidy

/// The output of `audit explain`, `audit timeline` and `audit diff` about one small past.
@Suite struct ExplainCommandTests {
  /// A ledger whose p1 was paid February and March of 2024, and turns out in June to have been employed in March.
  private func past() throws -> Box {
    let box = try Box()
    func entry(_ type: String, _ recorded: String, _ rest: String) -> String {
      #"{"type":"\#(type)","recorded":"\#(recorded)T02:00:00Z","by":"op-9",\#(rest)}"#
    }
    func fact(_ code: String, _ recorded: String, _ days: String) -> String {
      entry("fact-recorded", recorded, #""person":"p1","fact":"\#(code)",\#(days),"source":"bureau""#)
    }
    func money(_ type: String, _ recorded: String, _ month: String, _ fen: Int) -> String {
      entry(
        type, recorded, #""person":"p1","scheme":"liuzhou","month":"\#(month)","amountFen":\#(fen),"batch":"b1""#)
    }
    func contributed(_ month: String, _ fen: Int) -> String {
      entry(
        "contributed", "2024-03-25",
        #""person":"p1","month":"\#(month)","amountFen":\#(fen),"paidOn":"2024-03-20","source":"si""#)
    }
    let lines = [
      entry("policy-adopted", "2022-11-02", #""scheme":"liuzhou","policy":"liuzhou-2022-9","parameters":{}"#),
      entry(
        "registered", "2023-01-02", #""person":"p1","birth":"1985-05-16","sex":"male","household":"450200""#),
      fact("difficulty-recognised", "2023-01-03", #""from":"2023-01-01""#),
      fact("flexible-registered", "2023-01-03", #""from":"2023-01-01""#),
      fact("annual-verified", "2024-01-03", #""from":"2024-01-01","to":"2024-12-31""#),
      entry(
        "approved", "2024-03-05",
        #""person":"p1","application":"a1","scheme":"liuzhou","policy":"liuzhou-2022-9","from":"2024-02","#
          + #""basis":{"kind":"months","months":36},"first":true"#),
      contributed("2024-02", 39_999), contributed("2024-03", 60_000),
      money("payment-ordered", "2024-04-01", "2024-02", 26_666),
      money("payment-ordered", "2024-04-01", "2024-03", 27_000),
      entry(
        "batch-drafted", "2024-04-01",
        #""batch":"b1","scheme":"liuzhou","through":"2024-03","persons":1,"items":2,"totalFen":53666"#),
      entry("batch-approved", "2024-04-02", #""batch":"b1""#),
      money("paid", "2024-04-03", "2024-02", 26_666), money("paid", "2024-04-03", "2024-03", 27_000),
      fact("employed", "2024-06-01", #""from":"2024-03-01","to":"2024-03-31""#),
      entry(
        "clawed-back", "2024-06-02",
        #""person":"p1","scheme":"liuzhou","notice":"n1","months":[{"month":"2024-03","amountFen":27000}],"#
          + #""reason":"employed""#),
      entry(
        "repaid", "2024-06-10", #""person":"p1","scheme":"liuzhou","notice":"n1","amountFen":10000,"receipt":"r1""#),
      fact("business-owner", "2024-07-01", #""from":"2024-02-01""#),
      entry("annulled", "2024-07-03", #""of":18,"reason":"wrong person""#),
    ]
    try box.write("past", lines.joined(separator: "\n"))
    _ = succeed(box, "init --history-from 2022-01-01T00:00:00Z --by op-001")
    _ = succeed(box, "record --history @past")
    return box
  }

  private func succeed(_ box: Box, _ line: String) -> String {
    let ran = box.run(line)
    // The log of the evidence is named beside data that have no place for it.
    let beside = ["subsidy: log of ", "subsidy: 日志事件 ", "subsidy: from the log of "]
    let others = ran.lines.filter { line in !beside.contains { line.hasPrefix($0) } }
    #expect(ran.code == .done && others.isEmpty, "\(line): \(ran.messages)")
    return ran.output
  }

  /// The output of a command, with its broken lines joined again.
  private func unbroken(_ box: Box, _ line: String) -> String {
    let output = succeed(box, line)
    for line in output.split(separator: "\n") { #expect(line.cells <= HelpPage.width, "\(line)") }
    return output.replacing(/\n {4,}/) { _ in " " }
  }

  private func json(_ box: Box, _ line: String) throws -> JSONValue {
    try JSONValue(Array(succeed(box, line + " --format json").utf8))
  }

  private func numbers(_ value: JSONValue?) -> [Int64] {
    (value?.elements ?? []).compactMap { $0.number.map { Int64($0) } }
  }

  @Test("a month's amount is explained by policy, contribution, checks, slot and arithmetic, each with its events")
  func explained() throws {
    let box = try past()
    let english = unbroken(box, "audit explain p1 2024-02")
    for sentence in [
      "p1  liuzhou  2024-02: worth 266.66 yuan",
      "Policy: liuzhou-2022-9, 柳人社规〔2022〕9号, is in force", "adopted by event 1",
      "Contribution: event 7, op-9, 2024-03-25 10:00: contributed, 2024-02, 399.99 yuan, on 2024-03-20, source si",
      "  met: recognised as hard to employ", "event 3, op-9, 2023-01-03 10:00: fact recorded", "source bureau",
      "Data comparisons: none is recorded", "Place: month 1 of 36", "used by 1 month: 2024-02",
      "Amount: 2/3 × 399.99 = 266.66 yuan, half up to a fen",
      "  event 12, op-9, 2024-04-02 10:00: batch approved, batch b1",
      "  event 13, op-9, 2024-04-03 10:00: paid, liuzhou, 2024-02, 266.66 yuan, batch b1",
      "Result: entitled 266.66, paid 266.66, repaid 0.00, in flight 0.00; payable 0.00, overpaid 0.00",
      "log of 21 events, root ",
    ] { #expect(english.contains(sentence), "\(sentence) in \(english)") }
    let chinese = unbroken(box, "audit explain p1 2024-02 --lang zh")
    for sentence in [
      "人员 p1  柳州市灵活就业社会保险补贴  2024-02：应发 266.66 元", "符合：就业困难人员认定（一（一）", "享受月数：当月为第 1 个月，共 36 个月",
      "已用 1 个月：2024-02", "符合：当月无用人单位参保或劳动关系记录（三（二）1“与用人单位建立劳动",
      "金额：2/3 × 399.99 = 266.66 元，四舍五入到分", "事件 13（op-9，2024-04-03 10:00）：发放，柳州市", "日志事件 21 个，根哈希 ",
    ] { #expect(chinese.contains(sentence), "\(sentence) in \(chinese)") }
  }

  @Test("a month that is worth nothing names what is against it, and what was recovered of it")
  func explainedAgainst() throws {
    let box = try past()
    let english = unbroken(box, "audit explain p1 2024-03")
    for sentence in [
      "NOT met: employed (三（二）1: “与用人单位建立劳动关系、签订《劳动合同》的”)", "event 15, op-9, 2024-06-01 10:00: fact recorded",
      "Amount: 0.00 yuan: employed", "event 16, op-9, 2024-06-02 10:00: demanded back",
      "demand n1: 270.00 demanded for the month, 100.00 of the receipts fall on it",
      "repaid 100.00, in flight 0.00; payable 0.00, overpaid 170.00",
    ] { #expect(english.contains(sentence), "\(sentence) in \(english)") }
    let found = try #require(try json(box, "audit explain p1 2024-03 --scheme liuzhou").elements?.first)
    #expect(found["reasons"]?.elements?.map { $0["code"]?.text } == ["employed"])
    #expect(found["amount"] == .null)
    let against = found["checks"]?.elements?.filter { $0["outcome"]?.text == "against" } ?? []
    #expect(against.map { numbers($0["seqs"]) } == [[15]])
    #expect((found["movements"]?.elements ?? []).compactMap { $0["seq"]?.number } == [10, 12, 14, 16, 17])
    // By what was known before June, the month was worth the amount paid.
    let then = try json(box, "audit explain p1 2024-03 --known-at 2024-05-01T00:00:00Z").elements?.first
    #expect(then?["amount"]?["flatFen"]?.number == 27_000)
    #expect(then?["reasons"]?.elements?.isEmpty == true)
    let csv = succeed(box, "audit explain p1 2024-03 --format csv")
    #expect(csv.hasPrefix("person,scheme,month,step,code,outcome,amountFen,clause,seqs\n"))
    #expect(csv.contains("p1,liuzhou,2024-03,check,employed,against,,"))
    #expect(box.run("audit explain nobody 2024-03").code == .refused)
  }

  @Test("a timeline lists every event of the person in order, and marks what was annulled and by what")
  func timeline() throws {
    let box = try past()
    let entries = try json(box, "audit timeline p1").elements ?? []
    let sequences = entries.compactMap { $0["seq"]?.number }
    #expect(sequences == [2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 19])
    #expect(entries.filter { $0["annulledBy"] != .null }.map { $0["annulledBy"]?.number } == [19])
    let earlier = try json(box, "audit timeline p1 --known-at 2024-07-02T00:00:00Z").elements ?? []
    #expect(earlier.count == 15 && earlier.allSatisfy { $0["annulledBy"] == .null })
    #expect(succeed(box, "audit timeline p1 --lang zh").contains("就业困难人员"))
    #expect(
      succeed(box, "audit timeline p1 --format csv").hasPrefix("seq,recorded,by,type,event,clause,annulledBy\n"))
    // Programs read the event itself, in every language.
    #expect(entries.first?["event"]?["type"]?.text == "registered")
    let (format, chinese) = ("audit timeline p1 --format", " --lang zh")
    for form in ["csv", "json"] {
      let plain = succeed(box, "\(format) \(form)")
      #expect(succeed(box, "\(format) \(form)\(chinese)") == plain && !plain.contains("employed, from"))
    }
    #expect(box.run("audit timeline nobody").code == .refused)
  }

  @Test("a difference names the months that changed and the events that did it, an annulment too")
  func difference() throws {
    let box = try past()
    func changes(_ line: String) throws -> [String] {
      (try json(box, "audit diff \(line)").elements ?? []).map { change in
        let amounts = [change["before"], change["after"]].map { side in
          side?["entitledFen"]?.number.map { "\($0)" } ?? "-"
        }
        return "\(change["month"]?.text ?? "") \(amounts.joined(separator: " ")) \(numbers(change["seqs"]))"
      }
    }
    let (may, june, july) = ("2024-05-01T00:00:00Z", "2024-06-30T00:00:00Z", "2024-07-02T00:00:00Z")
    #expect(try changes("--from \(may) --to \(june)") == ["2024-03 27000 0 [15, 16, 17]"])
    #expect(try changes("--from \(june) --to \(july)") == ["2024-02 26666 0 [18]", "2024-03 0 0 [18]"])
    #expect(try changes("--from \(july)") == ["2024-02 0 26666 [19]", "2024-03 0 0 [19]"])
    // An event recorded and annulled in between changed nothing.
    #expect(try changes("--from \(june)") == [])
    #expect(
      try changes("--from 2022-06-01T00:00:00Z --to \(may)").map { String($0.prefix(16)) } == [
        "2024-02 - 26666 ", "2024-03 - 27000 ",
      ])
    #expect(succeed(box, "audit diff --from \(june)").hasSuffix("\nno amount and no reason changed\n"))
    #expect(succeed(box, "audit diff --from \(may) --to \(june) --lang zh").contains("1 人 1 个月份有变化"))
    #expect(box.run("audit diff --from \(june) --to \(may)").code == .usage)
    #expect(box.run("audit diff --from \(may) --scheme nowhere").code == .refused)
  }

  @Test("a person's months can be computed as if another pack were adopted, and nothing is recorded")
  func asIf() throws {
    let box = try past()
    let log = try box.fingerprint()
    let pack = String(decoding: try #require(ShippedPacks.text("liuzhou-2022-9")), as: UTF8.self)
    #expect(pack.contains("27000"))
    try box.write("draft.json", pack.replacing("27000", with: "30000"))
    let line = "person p1 --known-at 2024-05-01T00:00:00Z --format json"
    func entitled(_ output: String) throws -> [Int64?] {
      let months = try JSONValue(Array(output.utf8)).elements?.first?["months"]?.elements ?? []
      return months.map { $0["entitledFen"]?.number.map { Int64($0) } }
    }
    #expect(try entitled(box.run(line).output) == [26_666, 27_000])
    let ran = box.run(line + " --as-if-policy @draft.json")
    #expect(ran.code == .done && ran.messages.contains("as if liuzhou-2022-9 were adopted"))
    #expect(try entitled(ran.output) == [26_666, 30_000])
    #expect(box.run("person p1 --set a=b").code == .usage)
    #expect(box.run("person p1 --as-if-policy linyi-2021-63 --set rate=1/2").code == .refused)
    #expect(try box.fingerprint() == log)
  }
}

// Comparisons of data.
extension ExplainCommandTests {
  @Test("each comparison that the document lists shows its last outcome, or that nobody made it")
  func comparisons() throws {
    let box = try Box()
    _ = succeed(box, "init --by op-001")
    #expect(box.run("policy adopt linyi-2021-63 --set limitMonths=36 --set rate=2/3 --by op-001").code == .done)
    let lines = [
      #"{"type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"371302"}"#,
      #"{"type":"applied","person":"p1","application":"a1","scheme":"linyi","from":"2024-02","undertaking":true,"channel":"counter","place":"household"}"#,
      #"{"type":"checked","person":"p1","check":"social-insurance","outcome":"failed","on":"2024-01-05","source":"bureau"}"#,
      #"{"type":"checked","person":"p1","check":"employment-status","outcome":"failed","on":"2024-01-05","source":"bureau"}"#,
      #"{"type":"checked","person":"p1","check":"employment-status","outcome":"passed","on":"2024-01-06","source":"bureau"}"#,
      #"{"type":"checked","person":"p1","check":"own-list","outcome":"passed","on":"2024-01-06","source":"office"}"#,
    ]
    try box.write("entries", lines.joined(separator: "\n"))
    _ = succeed(box, "record @entries --by op-1")
    let chinese = unbroken(box, "audit explain p1 2024-02 --lang zh")
    for sentence in [
      "  通过：就业状态（三）：事件 ", "  不符：社保登记（三）：事件 ", "  未比对：劳动关系备案（三）\n", "  未比对：工商注册（三）\n",
      "  通过：own-list：事件 ", "数据比对未全部通过，见下",
    ] { #expect(chinese.contains(sentence), "\(sentence) in \(chinese)") }
    #expect(!chinese.contains("无登记"))
    let found = try json(box, "audit explain p1 2024-02").elements?.first
    #expect(
      found?["comparisons"]?.elements?.map { $0["outcome"]?.text } == [
        "passed", "failed", "not-compared", "not-compared", "not-compared", "not-compared", "passed",
      ])
  }
}

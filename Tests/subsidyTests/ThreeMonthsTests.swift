import Catalogue
import Foundation
import Ledger
import Papers
import Sheets
import Testing
import Values

@testable import subsidy

/// Three months of an office, from the first application to the filed report, without a line of JSON: the page
/// docs/en/three-months.md and docs/zh/three-months.md are what this test sees.
@Suite struct ThreeMonthsTests {
  /// The office: its ledger, its files, and the time.
  private final class Office {
    let box: Box
    let language: Language
    var now = Instant("2025-01-06T01:00:00Z")!
    var page: String

    init(_ language: Language) throws {
      box = try Box()
      self.language = language
      page = Text(
        en: """
          # Three months, from the first application to the filed report

          A test writes this page. A clerk, two reviewers, finance and an approver work for three months with a spreadsheet program and
          with commands; nobody sees JSON. Except for `(…)`, every screen is the program's output, letter by letter. The tables are the
          office's own, in Chinese. `SUBSIDY_LANG=en` sets the language, `SUBSIDY_LEDGER` names the ledger.

          """,
        zh: """
          # 三个月：从首次申请到月报归档

          本页由测试生成：一名经办、两名审核人、一名财务和一名核准人，用电子表格程序和本程序的命令办理三个月业务，全程不接触 JSON。
          除 `（略）` 处外，屏幕内容与程序输出逐字一致。语言由 `SUBSIDY_LANG=zh` 设定，台账位置由 `SUBSIDY_LEDGER` 设定。

          """)(in: language)
    }

    func day(_ instant: String, _ heading: Text) {
      now = Instant(instant)!
      page += "\n## \(heading(in: language))\n"
    }

    func tell(_ text: Text) { page += "\n\(text(in: language))\n" }

    /// Runs a command as a user types it, and keeps the screen.
    @discardableResult
    func run(_ line: String, _ code: ExitCode = .done) throws -> Ran {
      let words = line.split(separator: " ").map { $0.hasPrefix("@") ? box.path(String($0.dropFirst())) : String($0) }
      let now = now
      let ran = subsidyTests.run(
        words.joined(separator: " "), environment: ["SUBSIDY_LEDGER": box.ledger, "SUBSIDY_LANG": language.rawValue],
        clock: { now })
      try #require(ran.code == code, "\(line): \(ran.output)\(ran.messages)")
      let shown = (ran.output + ran.messages).replacing("\(box.folder)/", with: "")
        // Texts that depend on the vault's random key.
        .replacing(/[0-9a-f]{64}/, with: language == .en ? "(…)" : "（略）")
        .replacing(/校验 [0-9a-f ]+/, with: language == .en ? "校验 (…)" : "校验（略）")
      page += "\n```text\n$ subsidy \(line.replacing("@", with: ""))\n\(shown)```\n"
      return ran
    }

    func sheet(_ name: String, _ headings: [String], _ rows: [[String]]) throws {
      let draft = SheetDraft(name: "表", columns: headings.map { SheetDraft.Column(title: $0) }, rows: rows)
      try box.write(name, draft.bytes(made: .sheetEpoch))
      page +=
        "\n\(Text(en: "`\(name)` holds:", zh: "`\(name)` 的内容：")(in: language))\n\n| \(headings.joined(separator: " | ")) |\n|\(headings.map { _ in " --- |" }.joined())\n"
      for row in rows { page += "| \(row.joined(separator: " | ")) |\n" }
    }

    /// The bank's answer to a file of ours: the same lines with a state.
    func answer(_ export: String, _ name: String, returned: Set<String> = []) throws {
      let lines = String(decoding: try box.read(export), as: UTF8.self).split(separator: "\n")
      let columns = lines[0].split(separator: ",").map(String.init)
      func cell(_ line: Substring, _ column: String) -> String {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return cells[columns.firstIndex(of: column)!]
      }
      let rows = lines.dropFirst().map { line in
        let isReturned = returned.contains(cell(line, "name"))
        return [
          cell(line, "person"), cell(line, "month"), isReturned ? "失败" : "成功", isReturned ? "账号户名不符" : "",
        ]
      }
      let draft = SheetDraft(
        name: "回盘", columns: ["人员标识", "月份", "状态", "失败原因"].map { SheetDraft.Column(title: $0) }, rows: rows)
      try box.write(name, draft.bytes(made: .sheetEpoch))
    }
  }

  private static let (one, two) = ("990200198005051234", "99020019760812002X")

  @Test("three months without JSON end in filed reports, and the page shows every screen", arguments: Language.allCases)
  func walk(language: Language) throws {
    let office = try Office(language)
    try office.box.write("office.json", #"{"name":"某区公共就业服务中心"}"#)
    office.day(
      "2025-01-06T01:00:00Z", Text(en: "The ledger (6 January, the head of the office)", zh: "建账（1 月 6 日，负责人）"))
    try office.run("init --name 某区 --by boss")
    try office.run("policy adopt jingdezhen-2024-139 --by boss")

    office.day("2025-01-08T01:00:00Z", Text(en: "Applications (8 January, a clerk)", zh: "受理申请（1 月 8 日，经办）"))
    office.tell(
      Text(
        en:
          "The clerk writes an empty form and fills it in with a spreadsheet program. A row is a person with application and facts. "
          + "Birth and sex come from the ID number; the program makes the person's key.",
        zh: "先生成表样，用表格程序填写。一行一人，人员、申请和事实同在一行；出生日期和性别取自身份证号，人员标识由程序编制。"))
    try office.run("template applications --scheme jingdezhen --to @申请.xlsx")
    try office.sheet(
      "申请.xlsx",
      ["身份证号", "姓名", "户籍地", "联系电话", "开户银行", "银行账号", "申请起始月份", "是否签订承诺书", "申请渠道", "数据来源", "就业困难人员认定日期", "灵活就业登记日期"],
      [
        [
          ThreeMonthsTests.one, "张三", "360203", "13800000001", "工行", "6222020000000000018", "2025年1月", "是", "窗口", "街道",
          "2024-12-02", "2024/12/3",
        ],
        [
          ThreeMonthsTests.two, "李四", "360202", "13800000002", "农行", "6222020000000000026", "2025年1月", "是", "窗口", "街道",
          "2024-12-05", "2024/12/6",
        ],
      ])
    try office.run("import applications @申请.xlsx --scheme jingdezhen --by clerk --dry-run")
    try office.run("import applications @申请.xlsx --scheme jingdezhen --by clerk")
    try office.run("today")

    office.day(
      "2025-01-10T01:00:00Z", Text(en: "Reviews (10 to 13 January, two reviewers)", zh: "审核（1 月 10 日至 13 日，两名审核人）"))
    office.tell(
      Text(
        en:
          "Decisions are a table too. A row is a person, and the result is 通过 (passed) or 不通过 (failed). Without a stage it is the next one.",
        zh: "审核结果也是一张表：一行一人，结果写“通过”或“不通过”。环节留空即为下一环节。"))
    try office.sheet(
      "审核.xlsx", ["身份证号", "审核环节", "审核结果", "不通过原因"],
      [[ThreeMonthsTests.one, "", "通过", ""], [ThreeMonthsTests.two, "", "通过", ""]])
    try office.run("import reviews @审核.xlsx --scheme jingdezhen --by reviewer-1")
    office.now = Instant("2025-01-13T01:00:00Z")!
    try office.run("import reviews @审核.xlsx --scheme jingdezhen --by reviewer-2")
    try office.run("person 张三")

    for (month, day, batch) in [
      ("2025-01", "2025-01-24", "1"), ("2025-02", "2025-02-24", "2"), ("2025-03", "2025-03-24", "3"),
    ] {
      try ThreeMonthsTests.month(month, paidOn: day, "2025-0\(batch)", office)
    }
    #expect(office.box.run("audit verify").code == .done)
    let replayed = office.box.run("audit replay --lang zh")
    #expect(replayed.code == .done, "\(replayed.output)")
    try ThreeMonthsTests.compare(office.page, language)
  }

  /// One month of finance: contributions, batch, bank, books.
  private static func month(_ month: String, paidOn: String, _ batch: String, _ office: Office) throws {
    let (name, english) = ("\(Int(month.suffix(2))!) 月", ["January", "February", "March"][Int(month.suffix(2))! - 1])
    office.day(
      "\(paidOn)T01:00:00Z", Text(en: "\(english): contributions (the 24th, a clerk)", zh: "\(name)：缴费名单（24 日，经办）"))
    try office.sheet(
      "缴费-\(month).xlsx", ["身份证号", "姓名", "缴费金额", "缴费日期"],
      [[one, "张三", "1,183.60", paidOn], [two, "李四", "¥986.4", paidOn]])
    try office.run("import contributions @缴费-\(month).xlsx --month \(month) --by clerk")

    office.day(
      "\(month)-25T01:00:00Z",
      Text(
        en: "\(english): draft, check, approval (the 25th, finance, the street office, an approver)",
        zh: "\(name)：起草、核对、核准（25 日，财务、街道、核准人）"))
    try office.run("batch draft \(batch) --scheme jingdezhen --through \(month) --by finance")
    try office.run("paper payout-list \(batch) --as text")
    try office.run("batch check \(batch) --by street")
    try office.run(
      "batch approve \(batch) --count \(figure(office, batch, "items")) --total \(total(office, batch)) --by approver")
    try office.run("batch fund \(batch) --request --by finance")
    try office.run(
      "batch fund \(batch) --receive --amount \(total(office, batch)) --reference 拨款-\(month) --by finance")
    try office.run("today")

    office.day(
      "\(month)-26T01:00:00Z",
      Text(
        en: "\(english): to the bank and back (the 26th and 27th, finance)", zh: "\(name)：送银行、登记回盘（26 日至 27 日，财务）"))
    try office.run("batch export \(batch) --to @\(batch).csv --as csv --by finance")
    let isFirst = month == "2025-01"
    try office.answer("\(batch).csv", "回盘-\(month).xlsx", returned: isFirst ? ["李四"] : [])
    office.now = Instant("\(month)-27T01:00:00Z")!
    try office.run("batch settle @回盘-\(month).xlsx --batch \(batch) --by finance")
    if isFirst {
      office.tell(
        Text(
          en:
            "The bank returns a payment. The clerk asks for the right account and corrects it by a table; the next batch takes the month up.",
          zh: "银行退回一笔。经办核实账号，用登记表更正；该月自动转入下一批次。"))
      try office.run("find 李四")
      try office.sheet(
        "更正.xlsx", ["身份证号", "姓名", "户籍地", "开户银行", "银行账号"], [[two, "李四", "360202", "农行", "6222020000000000034"]])
      try office.run("import registrations @更正.xlsx --scheme jingdezhen --by clerk")
    }
    try office.run("batch list")

    let next = Month(month)!.adding(1)
    office.day(
      "\(next)-03T01:00:00Z",
      Text(en: "\(english): close and report (the 3rd of the next month, finance)", zh: "\(name)：月结、月报（次月 3 日，财务）"))
    try office.run("report unpaid")
    try office.run("close \(month) --by finance")
    try office.run("report monthly \(month) --as html --to @月报-\(month).html")
    try office.run("report monthly \(month)")
    let page = String(decoding: try office.box.read("月报-\(month).html"), as: UTF8.self)
    if office.language == .zh { #expect(page.contains("社会保险补贴月报 \(month)") && page.contains("已月结")) }
  }

  /// The total of a batch, as finance adds it up by hand.
  private static func total(_ office: Office, _ batch: String) -> String {
    Fen(Int64(figure(office, batch, "totalFen")) ?? 0).description
  }

  /// A figure of a batch.
  private static func figure(_ office: Office, _ batch: String, _ column: String) -> String {
    let ran = office.box.run("batch list --format csv")
    let lines = ran.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let place = lines[0].firstIndex { $0 == column }!
    return lines.first { $0[0] == batch }.map { String($0[place]) } ?? ""
  }

  private static func compare(_ page: String, _ language: Language) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../docs/\(language.rawValue)/three-months.md")
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_OUTPUTS"] != nil {
      try page.write(to: path, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: path, encoding: .utf8) == page)
  }
}

import Catalogue
import Foundation
import Ledger
import Papers
import Sheets
import Testing
import Values

@testable import subsidy

/// Texts that people type and read at the door: names, times, amounts, languages, papers.
@Suite struct DoorTests {
  @Test(
    "a point in time is a date's end in China, a time in China, or an instant in UTC",
    arguments: [
      ("2024-12-31", "2024-12-31T15:59:59Z"), ("2024-12-31T16:00:00Z", "2024-12-31T16:00:00Z"),
      ("2024-12-31 08:30", "2024-12-31T00:30:00Z"), ("2024-12-31T08:30:15", "2024-12-31T00:30:15Z"),
      ("2024-12-31T08:30:15+08:00", "2024-12-31T00:30:15Z"), ("2024-12-31 24:00", nil), ("2024-12-31T", nil),
      ("2024-13-01", nil), ("2024-12-31T08:30:15+09:00", nil), ("gestern", nil),
    ] as [(String, String?)])
  func instants(_ text: String, _ instant: String?) {
    #expect(ValueKind.instant(text) == instant.flatMap { Instant($0) })
  }

  @Test(
    "an amount has two decimals or 元; a bare integer could be yuan or fen",
    arguments: [
      ("800.00", 80_000), ("1,234.56", 123_456), ("¥1234.50", 123_450), ("800元", 80_000), ("800.5元", 80_050),
      ("800", nil), ("800.5", nil), ("0.005", nil), ("-1.00", nil), ("1e3", nil), ("", nil),
    ] as [(String, Int64?)])
  func amounts(_ text: String, _ fen: Int64?) { #expect(Fen(typed: text) == fen.map { Fen($0) }) }

  @Test("a bare integer is refused with both of its readings")
  func bareInteger() throws {
    let box = try FinanceCommandTests.box()
    FinanceCommandTests.refused(
      box, "batch approve b1 --by op-2 --total 1000", "could be 1,000.00 yuan or, in fen, 10.00 yuan", .usage)
  }

  @Test("the environment chooses the language, and the locale only at a terminal")
  func languages() {
    func help(_ environment: [String: String], _ line: String = "--version") -> String {
      run(line, environment: environment).output
    }
    let english = help([:])
    #expect(help(["SUBSIDY_LANG": "zh"]) != english && help(["SUBSIDY_LANG": "zh_CN.UTF-8"]) != english)
    #expect(help(["LANG": "zh_CN.UTF-8"]) == english && help(["LC_ALL": "zh_CN"]) == english)
    #expect(help(["SUBSIDY_LANG": "zh"], "--lang en --version") == english)
  }

  @Test(
    "amounts in capital characters are written as the regulations on payment instruments write them",
    arguments: [
      (140_950, "人民币壹仟肆佰零玖元伍角"), (600_714, "人民币陆仟零柒元壹角肆分"), (168_032, "人民币壹仟陆佰捌拾元零叁角贰分"),
      (10_700_053, "人民币壹拾万零柒仟元零伍角叁分"), (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"), (32_504, "人民币叁佰贰拾伍元零肆分"),
      (0, "人民币零元整"), (100, "人民币壹元整"), (5, "人民币伍分"), (50, "人民币伍角"), (1_000_000_000_000, "人民币壹佰亿元整"),
      (100_000_000_100, "人民币壹拾亿零壹元整"), (-50_000, "人民币负伍佰元整"),
    ] as [(Int64, String)])
  func capitals(_ fen: Int64, _ words: String) { #expect(Fen(fen).capital == words) }

  private static func people() throws -> Box {
    let box = try FinanceCommandTests.box()
    func person(_ key: String, _ name: String, _ id: String, _ phone: String) -> String {
      let (birth, sex) = key == "p2" ? ("1980-05-05", "male") : ("1976-08-12", "female")
      return
        #"{"type":"registered","person":"\#(key)","birth":"\#(birth)","sex":"\#(sex)","household":"360203","private":{"name":"\#(name)","idNumber":"\#(id)","phone":"\#(phone)","account":"6222020000000000026"}}"#
    }
    try box.write(
      "people",
      [
        person("p2", "阿依努尔·吐尔逊", "990200198005051234", "13800000002"),
        person("p3", "王建国", "99020019760812002X", "0798-8500003"),
      ].joined(separator: "\n"))
    try FinanceCommandTests.ok(box, "record @people --by op-1")
    return box
  }

  @Test(
    "somebody is found by a name or a part of it, a number or its end, a key and an application",
    arguments: [
      ("王", ["p1", "p3"]), ("阿依努尔", ["p2"]), ("阿依努尔•吐尔逊", ["p2"]), ("990200198005051234", ["p2"]),
      ("1234", ["p2"]), ("买买提", []), ("阿依努尔吐尔逊", ["p2"]), ("９９０２００198005051234", ["p2"]), ("+8613800000002", ["p2"]),
      ("002x", ["p3"]), ("8500003", ["p3"]), ("p1", ["p1"]), ("a1", ["p1"]), ("nobody", []),
    ])
  func finds(_ text: String, _ persons: [String]) throws {
    let box = try DoorTests.people()
    let ran = box.run("find \(text) --format csv")
    #expect(ran.code == (persons.isEmpty ? .found : .done), "\(ran.messages)")
    let found = ran.output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) }
    #expect(found == persons, "\(ran.output)")
    #expect(!ran.output.contains("990200198005051234") && !ran.output.contains("王建国"))
  }

  @Test("a person is shown with application, account and what is missing, and several namesakes are named")
  func card() throws {
    let box = try DoorTests.people()
    let ran = box.run("person 王㛃 --lang zh")
    #expect(ran.code == .done, "\(ran.messages)")
    for part in ["王*", "工行", "*0018", "a1（", "已核准", "尚缺", "身份证号"] {
      #expect(ran.output.contains(part), "\(part): \(ran.output)")
    }
    FinanceCommandTests.refused(box, "person 王", "2 persons answer to `王`: p1 王*, p3 王* 002X")
    FinanceCommandTests.refused(box, "person 无此人", "no person has the name")
  }

  @Test("what was annulled, corrected or is of a delegate is nobody's name")
  func namesThatCount() throws {
    let box = try DoorTests.people()
    func registered(_ name: String) -> String {
      #"{"type":"registered","person":"p4","birth":"1975-03-05","sex":"male","household":"360203","private":{"name":"\#(name)"}}"#
    }
    try box.write("right", registered("赵 六"))
    try FinanceCommandTests.ok(box, "record @right --by op-1")
    try box.write("wrong", registered("钱七"))
    try FinanceCommandTests.ok(box, "record @wrong --by op-1")
    try box.write("undo", #"{"type":"annulled","of":\#(Box.size(of: box) - 1),"reason":"slip"}"#)
    try FinanceCommandTests.ok(box, "record @undo --by op-1")
    #expect(box.run("find 赵六 --format csv").output.contains("p4,赵*"))
    #expect(box.run("find 钱七").code == .found)
    try box.write(
      "delegate",
      #"{"type":"applied","person":"p4","application":"a4","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c","private":{"delegate":"孙八","delegateNumber":"X1"}}"#
    )
    try FinanceCommandTests.ok(box, "record @delegate --by op-1")
    #expect(box.run("find 赵六 --format csv").output.contains("p4,赵*") && box.run("find 孙八").code == .found)
  }

  @Test("somebody's number is not repeated in an error, however it is written")
  func numbersInErrors() throws {
    let box = try FinanceCommandTests.box()
    for text in ["110101-19800101-001x", "138-0013-8000", "11010119800101001X"] {
      let ran = box.run("person \(text)")
      #expect(
        ran.code == .refused && ran.messages.contains("#") && !ran.messages.contains("8000")
          && !ran.messages.contains("0101"), "\(ran.messages)")
    }
  }

  @Test("names stand beside keys when they are asked for, masked unless whole ones are")
  func names() throws {
    let box = try DoorTests.people()
    let line = "batch show b1 --format csv"
    #expect(!box.run(line).output.contains("王"))
    #expect(box.run("\(line) --names").output.contains("p1,王*,"))
    #expect(box.run("\(line) --full-names").output.contains("p1,王㛃,"))
    FinanceCommandTests.refused(box, "batch show b1 --format json --full-names", "--full-names", .usage)
    FinanceCommandTests.refused(box, "batch show b1 --format json --names", "--names", .usage)
  }

  @Test("a list of batches says what arrived, what came back and what is silent, and ends as settled")
  func settled() throws {
    let box = try FinanceCommandTests.box()
    func state() -> String { box.run("batch list --lang zh").output }
    #expect(state().contains("已起草") && box.run("batch show b1 --lang zh").output.contains("尚未送银行"))
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    try FinanceCommandTests.ok(box, "batch export b1 --to @b1.csv --as csv --by op-1")
    #expect(state().contains("已送银行") && box.run("batch show b1 --lang zh").output.contains("未回盘"))
    try box.write("answer", "person,month,status,code\np1,2025-01,paid,\np1,2025-02,returned,AC04\n")
    try FinanceCommandTests.ok(box, "batch settle @answer --batch b1 --by op-1")
    let row = state().split(separator: "\n")[2].split(separator: " ").map(String.init)
    #expect(row.contains("已结清") && row.suffix(3) == ["500.00", "500.00", "0.00"], "\(row)")
    let today = box.run("today --lang zh").output
    #expect(today.contains("银行退回待重发"), "\(today)")
  }

  @Test("what there is to do comes with its next command")
  func today() throws {
    let box = try FinanceCommandTests.box()
    #expect(box.run("today").output.contains("batch check b1"))
    try FinanceCommandTests.ok(box, "batch check b1 --by street")
    #expect(box.run("today").output.contains("batch approve b1"))
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    #expect(box.run("today").output.contains("batch fund b1"))
    try FinanceCommandTests.ok(box, "batch fund b1 --request --by op-1")
    try FinanceCommandTests.ok(box, "batch fund b1 --receive --amount 1000.00 --reference R-1 --by op-1")
    #expect(box.run("today").output.contains("batch export b1"))
  }

  @Test("a payout list has names before the approval, and one that is put up masks numbers and has no accounts")
  func payoutList() throws {
    let box = try FinanceCommandTests.box()
    let list = box.run("paper payout-list b1 --as text")
    #expect(list.code == .done, "\(list.messages)")
    for part in ["王㛃", "6222020000000000018", "2025-01 至 2025-02", "1,000.00", "人民币壹仟元整", "单位：元"] {
      #expect(list.output.contains(part), "\(part): \(list.output)")
    }
    let shown = box.run("paper payout-list b1 --public --as text").output
    #expect(shown.contains("王㛃") && !shown.contains("6222020000000000018") && shown.contains("公示名单"))
    try FinanceCommandTests.ok(box, "paper payout-list b1 --as csv --to @list.csv")
    #expect(try box.read("list.csv").starts(with: [0xEF, 0xBB, 0xBF]))
  }

  @Test(
    "a report goes out as a workbook with numbers and as a page for A4",
    arguments: ["batch list", "report unpaid", "today"])
  func reports(_ command: String) throws {
    let box = try FinanceCommandTests.box()
    try box.write("ledger/office.json", #"{"name":"某区就业中心"}"#)
    for _ in 1...2 {
      try FinanceCommandTests.ok(box, "\(command) --as xlsx --to @r.xlsx --lang zh --replace")
    }
    try FinanceCommandTests.ok(box, "\(command) --as html --to @r.html --lang zh")
    let page = String(decoding: try box.read("r.html"), as: UTF8.self)
    #expect(command != "report unpaid" || page.contains("截至 "))
    for part in ["size: A4", "counter(pages)", "编制单位：某区就业中心", "制表：", "校验"] {
      #expect(page.contains(part), "\(part)")
    }
    let book = try box.read("r.xlsx")
    #expect(book.starts(with: Array("PK".utf8)))
    FinanceCommandTests.refused(box, "\(command) --as xlsx", "--to FILE is missing", .usage)
  }

  @Test("an office's own names of districts take the place of those of GB/T 2260")
  func regions() throws {
    let box = try FinanceCommandTests.box()
    func list(_ file: String) -> Ran {
      run(
        "find p1 --lang zh",
        environment: ["SUBSIDY_LEDGER": box.ledger, "SUBSIDY_REGIONS": box.path(file)])
    }
    // As Windows writes it, and in the encoding of Chinese spreadsheets.
    try box.write("windows", "\u{FEFF}991235,另设区\r\n991236,又设区\r\n")
    #expect(list("windows").code == .done && RegionNames.name(of: "991236") == "又设区")
    try box.write("gb", Array("991237,".utf8) + [0xD0, 0xC2, 0xC7, 0xF8, 0x0A])
    #expect(list("gb").code == .done && RegionNames.name(of: "991237") == "新区")
    try box.write("bad", "360200,景德镇市\n3602,x\n")
    #expect(list("bad").code == .refused && list("bad").messages.contains("第 2 行"))
    try box.write("own", "991234,新设区\n\n")
    #expect(list("own").output.contains("景德镇市"))
    #expect(RegionNames.name(of: "991234") == "新设区" && RegionNames.code(of: "新设区") == "991234")
  }

  @Test("an office's details that are not what they should be are refused by their member")
  func office() throws {
    let box = try FinanceCommandTests.box()
    for (text, member) in [
      (#"{"nam":"x"}"#, "nam"), (#"{"repaymentDays":0}"#, "repaymentDays"), (#"{"account":{"name":"x"}}"#, "account"),
    ] {
      try box.write("ledger/office.json", text)
      FinanceCommandTests.refused(box, "paper payout-list b1", "`\(member)`")
    }
    try box.write("ledger/office.json", "[]")
    FinanceCommandTests.refused(box, "paper payout-list b1", "not one JSON object")
  }

  @Test("no table for people is wider than a terminal: words wrap, then columns go on in a second line")
  func width() {
    let report = Report<Int>(
      "wide",
      [
        .column("person", .person) { _ in "person-with-a-key" },
        .column("why", .why) { _ in "one two three four five six" },
      ]
        + (0..<8).map { number in .column("amountFen", .amount) { _ in Fen(Int64(number) * 1_000_000) } })
    for width in [40, 60, 80, 100, 200] {
      let text = report.table([1, 2]).text(in: .en, width: width)
      let widest = text.split(separator: "\n").map(\.count).max() ?? 0
      #expect(widest <= width, "\(width): \(text)")
      #expect(text.contains("six") && text.contains("70,000.00"))
    }
  }

  @Test(
    "what is recorded is told of at the door, and taken",
    arguments: [
      (#""account":"6222020000000000019""#, "private.account", "check digit"),
      (#""phone":"12345""#, "private.phone", "telephone"), (#""name":"张 三""#, "private.name", "blank"),
    ])
  func warnings(_ member: String, _ field: String, _ words: String) throws {
    let box = try Box(adopting: "jingdezhen-2024-139")
    try box.write(
      "p",
      #"{"type":"registered","person":"p1","birth":"1980-05-05","sex":"male","household":"369999","private":{\#(member)}}"#
    )
    let ran = try FinanceCommandTests.ok(box, "record @p --by op-1")
    #expect(ran.messages.contains("\(field): ") && ran.messages.contains(words), "\(ran.messages)")
    #expect(ran.messages.contains("no region 369999"))
  }
}

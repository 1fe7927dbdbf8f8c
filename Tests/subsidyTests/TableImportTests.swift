import Catalogue
import Foundation
import Ledger
import Policy
import Sheets
import Testing
import Values

@testable import subsidy

/// Tables of entries: from the empty form to the events in the log, and back to the person who must correct a row.
@Suite struct TableImportTests {
  private static let (one, two) = ("990200198005051234", "99020019760812002X")

  /// Adopts all packs that need no parameter besides Jingdezhen.
  private static func box() throws -> Box { try Box(adopting: "jingdezhen-2024-139") }

  /// Writes a workbook with the headings of a form and some rows, each a list of headings and cells.
  private static func fill(_ name: String, _ headings: [String], _ rows: [[String]], _ box: Box) throws {
    let draft = SheetDraft(name: "表", columns: headings.map { SheetDraft.Column(title: $0) }, rows: rows)
    try box.write(name, draft.bytes(made: .sheetEpoch))
  }

  /// The lines of the log of some types, from behind the type on.
  private static func events(_ box: Box, _ types: [String]) throws -> [String] {
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self)
    return log.split(separator: "\n").compactMap { line in
      guard let match = line.firstMatch(of: /"type":"([a-z-]+)",/), types.contains(String(match.1)) else { return nil }
      let rest = line[match.range.upperBound...].replacing(/"(recorded|by|id|vault)":"[^"]*",?/, with: "")
      return "\(match.1) \(rest.dropLast().trimmingCharacters(in: CharacterSet(charactersIn: ",")))"
    }
  }

  /// Writes a workbook of applications, with all facts that they need.
  private static func fillApplications(_ name: String, _ persons: [(number: String, name: String)], _ box: Box) throws {
    let facts = try EntryTable.applications.form(pack).columns.filter { $0.key.hasPrefix("fact.") }
      .compactMap(\.headings.first)
    #expect(facts.count == 2)
    let rows = persons.map {
      [$0.number, $0.name, "360203", "2025年2月", "是", "窗口", "街道", "2015-01-01", "2015/1/2"]
    }
    try fill(name, ["身份证号", "姓名", "户籍地", "申请起始月份", "是否签订承诺书", "受理渠道", "数据来源"] + facts, rows, box)
  }

  private static let persons = ["身份证号（必填）", "姓名", "户籍地", "联系电话", "开户银行", "银行账号"]
  private static let rows = [
    [one, "张三", "景德镇市珠山区", "13800000000", "工行", "6222020000000000018"],
    [two, "李四", "360202", "", "工行", "6222020000000000026"],
  ]

  @Test("persons are registered under keys that say nothing of them, and a table sent twice changes nothing")
  func registrations() throws {
    let box = try TableImportTests.box()
    try TableImportTests.fill("a.xlsx", TableImportTests.persons, TableImportTests.rows, box)
    let line = "import registrations @a.xlsx --scheme jingdezhen --by op-1 --lang zh"
    let before = try box.fingerprint()
    let trial = box.run("\(line) --dry-run")
    #expect(trial.code == .done && trial.output.contains("共 2 行，新登记 2 人"), "\(trial.output)\(trial.messages)")
    #expect(try box.fingerprint() == before)
    let ran = try FinanceCommandTests.ok(box, line)
    #expect(ran.output.contains("共 2 行，新登记 2 人") && ran.output.contains("第 2 行：新登记人员"), "\(ran.output)")
    let events = try TableImportTests.events(box, ["registered"])
    #expect(events.count == 2)
    #expect(events[0].hasSuffix(#""birth":"1980-05-05","sex":"male","household":"360203""#), "\(events)")
    #expect(events[1].hasSuffix(#""birth":"1976-08-12","sex":"female","household":"360202""#), "\(events)")
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self)
    for secret in ["张三", TableImportTests.one, "6222020000000000018", "13800000000"] {
      #expect(!log.contains(secret) && !ran.output.contains(secret) && !ran.messages.contains(secret))
    }
    let size = Box.size(of: box)
    let again = try FinanceCommandTests.ok(box, line)
    #expect(again.output.contains("新登记 0 人，未变 2 行") && Box.size(of: box) == size, "\(again.output)")
    // One cell that differs, and one that is left empty.
    var changed = TableImportTests.rows
    changed[0][5] = "6222020000000000034"
    changed[0][3] = ""
    try TableImportTests.fill("b.xlsx", TableImportTests.persons, changed, box)
    let other = try FinanceCommandTests.ok(box, "import registrations @b.xlsx --scheme jingdezhen --by op-1 --lang zh")
    #expect(other.output.contains("新登记 0 人，未变 1 行") && Box.size(of: box) == size + 1, "\(other.output)")
  }

  @Test("one row is an application with its person and facts, and a list of reviews approves it")
  func applications() throws {
    let box = try TableImportTests.box()
    try TableImportTests.fillApplications("a.xlsx", [(TableImportTests.one, "张三")], box)
    let ran = try FinanceCommandTests.ok(box, "import applications @a.xlsx --scheme jingdezhen --by op-1 --lang zh")
    #expect(ran.output.contains("共 1 行，新登记 1 人，未变 0 行，不符合条件 0 件"), "\(ran.output)")
    let types = try TableImportTests.events(box, ["registered", "fact-recorded", "applied", "rejected"])
      .map { $0.prefix { $0 != " " } }
    #expect(types == ["registered", "fact-recorded", "fact-recorded", "applied"])
    try TableImportTests.fill(
      "r.xlsx", ["身份证号", "审核环节", "审核结果", "不通过原因"], [[TableImportTests.one, "", "通过", ""]], box)
    let reviews = "import reviews @r.xlsx --scheme jingdezhen --by op-2 --lang zh"
    try FinanceCommandTests.ok(box, reviews)
    try FinanceCommandTests.ok(box, reviews)
    #expect(try TableImportTests.events(box, ["verified"]).count == 2)
    #expect(try TableImportTests.events(box, ["approved"]).count == 1)
    FinanceCommandTests.refused(box, reviews, ":2: `application` 列")
  }

  @Test(
    "an import of applications is undone as a whole, or all of it on which nothing rests; reviews are not undone so")
  func undone() throws {
    let box = try TableImportTests.box()
    func take(_ line: String) throws -> (id: Substring, output: String) {
      let ran = try FinanceCommandTests.ok(box, "\(line) --scheme jingdezhen --by op-1 --lang zh")
      let log = String(decoding: try box.read(Box.segment), as: UTF8.self)
      return (try #require(log.matches(of: #/"id":"([^"/]+)/[0-9]+"/#).last).1, ran.output)
    }
    try TableImportTests.fillApplications(
      "a.xlsx", [(TableImportTests.one, "张三"), (TableImportTests.two, "李四")], box)
    let first = try take("import applications @a.xlsx")
    #expect(first.output.contains("`subsidy import undo \(first.id)`"), "\(first.output)")
    let before = try box.fingerprint()
    let trial = box.run("import undo \(first.id) --by op-1 --dry-run")
    #expect(trial.code == .done && trial.output.contains("undid 8 entries"), "\(trial.output)\(trial.messages)")
    #expect(try box.fingerprint() == before)
    try FinanceCommandTests.ok(box, "import undo \(first.id) --by op-1")
    #expect(try TableImportTests.events(box, ["annulled"]).count == 6)
    #expect(try TableImportTests.events(box, ["withdrawn"]).count == 2)
    #expect(try FinanceCommandTests.ok(box, "import undo \(first.id) --by op-1").output.contains("undid 0 entries"))
    // Rows taken in by mistake can be taken in again, and then one of the two is approved.
    let second = try take("import applications @a.xlsx")
    #expect(second.output.contains("共 2 行，新登记 2 人，未变 0 行，不符合条件 0 件"), "\(second.output)")
    try TableImportTests.fill("r.xlsx", ["身份证号", "审核结果"], [[TableImportTests.one, "通过"]], box)
    for reviewer in ["op-2", "op-3"] {
      try FinanceCommandTests.ok(box, "import reviews @r.xlsx --scheme jingdezhen --by \(reviewer)")
    }
    FinanceCommandTests.refused(
      box, "import undo \(second.id) --by op-1", "something rests on 4 entries of the import \(second.id)")
    let rest = try FinanceCommandTests.ok(box, "import undo \(second.id) --by op-1 --rest")
    #expect(rest.output.contains("undid 4 entries of the import \(second.id); 4 stay"), "\(rest.output)")
    #expect(try TableImportTests.events(box, ["withdrawn"]).count == 3)
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self)
    let review = try #require(log.matches(of: #/"type":"verified".*?"id":"([^"/]+)/1"/#).last).1
    FinanceCommandTests.refused(box, "import undo \(review) --by op-1", "review of ")
    try FinanceCommandTests.ok(box, "audit verify")
  }

  @Test("facts are in the words of the program or in its codes")
  func facts() throws {
    let box = try FinanceCommandTests.box()
    try TableImportTests.fill(
      "f.xlsx", ["人员标识", "事实", "起始日期", "终止日期", "数据来源"],
      [["p1", "已在单位就业", "2025-03-05", "2025-03-20", "社保"], ["p1", "training", "2025.4.1", "", "学校"]], box)
    let line = "import facts @f.xlsx --scheme jingdezhen --by op-1 --lang zh"
    try FinanceCommandTests.ok(box, line)
    let events = try TableImportTests.events(box, ["fact-recorded"]).suffix(2)
    #expect(
      Array(events) == [
        #"fact-recorded "person":"p1","fact":"employed","from":"2025-03-05","to":"2025-03-20","source":"社保""#,
        #"fact-recorded "person":"p1","fact":"training","from":"2025-04-01","source":"学校""#,
      ])
    let size = Box.size(of: box)
    #expect(try FinanceCommandTests.ok(box, line).output.contains("未变 2 行") && Box.size(of: box) == size)
  }

  @Test("rows that cannot be taken come back with their reason, and nothing is recorded")
  func refused() throws {
    let box = try TableImportTests.box()
    var rows = TableImportTests.rows
    rows[1][0] = "990200197608120020"
    try TableImportTests.fill("a.xlsx", TableImportTests.persons, rows + [rows[0]], box)
    let before = try box.fingerprint()
    let ran = box.run("import registrations @a.xlsx --scheme jingdezhen --by op-1 --lang zh --refused-to @back.xlsx")
    #expect(ran.code == .refused && ran.messages.contains(":3: ") && ran.messages.contains(":4: "), "\(ran.messages)")
    #expect(try box.fingerprint() == before)
    // The file that comes back has the rows that were wrong, and is a table of the same form.
    let back = box.run("import registrations @back.xlsx --scheme jingdezhen --by op-1 --lang zh --refused-to @b2.xlsx")
    #expect(
      back.code == .refused && back.messages.contains(":2: ") && !back.messages.contains(":3: "), "\(back.messages)")
    let mode = try FileManager.default.attributesOfItem(atPath: box.path("back.xlsx"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let table = try SheetTable(box.read("back.xlsx"), EntryTable.registrations.form(TableImportTests.pack))
    let texts = table.texts(ofRows: [2, 3])
    #expect(texts.headings.last?.hasPrefix("退回原因") == true)
    #expect(texts.rows.map { $0.cells.count } == [7, 7])
    #expect(texts.rows[0].cells[6].contains("公民身份号码") && texts.rows[1].cells[6].contains("已有一行"), "\(texts)")
    #expect(texts.rows[1].cells[0] == TableImportTests.one)
  }

  private static var pack: PolicyPack {
    get throws { try PolicyPack(text: #require(ShippedPacks.text("jingdezhen-2024-139"))) }
  }

  @Test(
    "a row that leaves out what it needs is refused by its column",
    arguments: [
      ("registrations", "身份证号,姓名,户籍地\n,张三,360203\n", "`身份证号` 列"),
      ("registrations", "身份证号,姓名,户籍地\n990200198005051234,张三,某地\n", "`户籍地` 列：实为 `xx`，应为六位行政区划代码或地区全称"),
      ("applications", "身份证号,申请起始月份,是否签订承诺书\n990200198005051234,2025-02,是\n", "`household` 列"),
      ("facts", "身份证号,事实,起始日期,数据来源\n990200198005051234,已在单位就业,2025-03-05,社保\n", "没有登记人员使用该公民身份号码"),
      ("facts", "人员标识,事实,起始日期,数据来源\np1,发财,2025-03-05,社保\n", "`事实` 列：实为 `xx`，应为事实的名称或代码"),
      ("reviews", "人员标识,审核环节,审核结果\np1,,通过\n", "`application` 列"),
      ("reviews", "人员标识,申请编号,审核环节,审核结果\np1,a1,受理,不通过\n", "`审核环节` 列"),
    ])
  func incomplete(_ kind: String, _ table: String, _ words: String) throws {
    let box = try FinanceCommandTests.box()
    try box.write("t.csv", table)
    let before = try box.fingerprint()
    FinanceCommandTests.refused(box, "import \(kind) @t.csv --scheme jingdezhen --by op-1 --lang zh", words)
    #expect(try box.fingerprint() == before)
  }

  @Test(
    "an empty form has the headings that its import reads, and is the same file each time",
    arguments: ["contributions"] + EntryTable.allCases.map(\.rawValue),
    ["liuzhou-2022-9", "jingdezhen-2024-139"])
  func templates(_ kind: String, _ pack: String) throws {
    let box = try Box(adopting: pack)
    let scheme = String(pack.prefix { $0 != "-" })
    for name in ["a.xlsx", "b.xlsx"] {
      try FinanceCommandTests.ok(box, "template \(kind) --scheme \(scheme) --to @\(name)")
    }
    #expect(try box.read("a.xlsx") == box.read("b.xlsx"))
    let form =
      try EntryTable(rawValue: kind)?.form(PolicyPack(text: #require(ShippedPacks.text(Identifier(pack)!))))
      ?? .contributions
    #expect(throws: SheetFault.empty) { try SheetTable(box.read("a.xlsx"), form) }
    // A row under these very headings fills every column.
    let draft = form.draft(marking: "（必填）")
    let filled = SheetDraft(name: "x", columns: draft.columns, rows: [draft.columns.map { _ in "1" }])
    let table = try SheetTable(filled.bytes(made: .sheetEpoch), form)
    for column in form.columns { #expect(table.has(column.key), "\(column.key)") }
  }
}

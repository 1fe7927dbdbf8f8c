import Foundation
import Ledger
import System
import Merkle
import Papers
import Policy
import Subsidy
import Testing
import Values

/// The papers about one application.
@Suite struct FormPaperTests {
  @Test("BJ29 BJ30 BJ34 BJ35 the application form has its ten fields, the declaration and the opinion, filled in")
  func form() throws {
    let made = try PaperLedger()
    let form = try made.ledger.applicationForm("a-1")
    try PaperLedger.compare(form.text, "form-a-1.txt")
    try PaperLedger.compare(form.html, "form-a-1.html")
    #expect(form.hasForm && !form.isWithoutDetails)
    let labels = form.sheet.parts.compactMap { if case .field(let label, _) = $0 { label } else { nil } }
    #expect(
      labels.prefix(10) == [
        "姓名", "性别", "出生日期", "文化程度", "失业前身份", "家庭居住地址", "失业时间", "户口所在地址", "社会保障号（身份证号）", "存档单位",
      ])
    // 12 January to 2 September 2024, both days counted.
    #expect(form.sheet.parts.contains(.line("本人自2024年1月12日起从事修自行车工作，至今已235日，取得合法收入，月收入区间为：")))
  }

  @Test(
    "BJ31 P42 the income band that holds the declared income is ticked, by its code or by whole yuan",
    arguments: [
      ("a-1", "1001元至2000元"), ("a-2", "5000元以上"), ("a-3", "1000元以下"), ("a-5", "2001元至4999元"),
    ])
  func bands(_ application: Identifier, _ band: String) throws {
    let made = try PaperLedger()
    let lines = try made.ledger.applicationForm(application).sheet.parts
    #expect(lines.filter { if case .line(let line) = $0 { line.hasPrefix("☑") } else { false } } == [.line("☑" + band)])
  }

  @Test("BJ33 BJ34 what nobody has signed or granted stays blank, and a person without private data is told of")
  func blanks() throws {
    let made = try PaperLedger()
    let form = try made.ledger.applicationForm("a-3")
    #expect(form.isWithoutDetails)
    #expect(form.sheet.parts.contains(.field("姓名", "")) && form.sheet.parts.contains(.field("核查人签字", "")))
  }

  @Test("BJ36 BJ37 BJ38 BJ46 the undertaking has what is confirmed, bank and contacts, and room for the copy by hand")
  func undertaking() throws {
    let made = try PaperLedger()
    let undertaking = try made.ledger.undertaking("a-1")
    try PaperLedger.compare(undertaking.text, "undertaking-a-1.txt")
    try PaperLedger.compare(undertaking.html, "undertaking-a-1.html")
    #expect(undertaking.sheet.parts.contains(.line("抄写内容：")))
  }

  @Test("JD35 Jingdezhen's undertaking is filled in; of two persons with the same application id one has to be named")
  func undertakingOfJingdezhen() throws {
    let made = try PaperLedger()
    try PaperLedger.compare(try made.ledger.undertaking("a-7", of: "p02").text, "undertaking-a-7.txt")
    #expect(throws: LedgerFailure.ambiguousApplication("a-7", persons: ["p02", "p03"])) {
      _ = try made.ledger.undertaking("a-7")
    }
    #expect(throws: LedgerFailure.unknownApplication("a-7")) { _ = try made.ledger.undertaking("a-7", of: "p01") }
    #expect(
      try refusal { _ = try made.ledger.undertaking("a-6") } == .paperNotInDocument(scheme: "liuzhou", .undertaking))
  }

  @Test("BJ25 BJ47 a district may add to the undertaking and leave nothing out")
  func districtText() throws {
    let made = try PaperLedger()
    let rule = try #require(ShippedPacks.pack("beijing-2019-1")?.application?.undertaking)
    let own = rule.lines + [try #require(rule.copied)]
    let more = try made.test.file(own + ["8、{name}同意接受本区回访。"])
    let sheet = try made.ledger.undertaking("a-1", districtText: more).sheet
    #expect(sheet.parts.contains(.heading("本区增加内容")))
    #expect(sheet.parts.contains(.line("8、𠮷翠花同意接受本区回访。")))
    for missing in own.indices {
      var cut = own
      let line = cut.remove(at: missing)
      let file = try made.test.file(cut)
      #expect(
        try refusal { _ = try made.ledger.undertaking("a-1", districtText: file) }
          == .undertakingShortened(line: line, clause: "附件3"))
    }
    let windows = try made.test.file(Array(own.map { $0 + "\r\n" }.joined().utf8))
    #expect(try made.ledger.undertaking("a-1", districtText: windows).sheet == made.ledger.undertaking("a-1").sheet)
  }

  @Test("LZ22 LZ24 LZ25 LZ26 a document without a form gives its list of materials, each with its clause")
  func materials() throws {
    let made = try PaperLedger()
    let form = try made.ledger.applicationForm("a-6")
    #expect(!form.hasForm)
    try PaperLedger.compare(form.text, "materials-a-6.txt")
  }

  @Test("JD09 JD10 JD11 BJ09 the materials say of whom they are asked, and what the systems know is not asked for")
  func materialsOfOthers() throws {
    let made = try PaperLedger()
    let text = String(decoding: try made.ledger.applicationForm("a-7", of: "p02").text, as: UTF8.self)
    #expect(text.contains("□户口本复印件（外省市迁入户籍人员）［限外省市迁入户籍人员］（依据：四）"))
    #expect(text.contains("□灵活就业证明材料［系统核查或数据共享可得的免交］（依据：四）"))
    let beijing = String(decoding: try made.ledger.applicationForm("a-1").text, as: UTF8.self)
    #expect(beijing.contains("申请材料清单") && beijing.contains("（依据：三.2）"))
  }

  @Test("a page of HTML shows what a person entered as text and never runs it")
  func escaping() throws {
    let made = try PaperLedger()
    let page = String(decoding: try made.ledger.applicationForm("a-5").html, as: UTF8.self)
    #expect(page.contains("𬱖·艾力&lt;b&gt;") && !page.contains("<b>"))
    #expect(!page.contains("http"))
  }

  @Test("a table for people disarms what a spreadsheet would run; a file for a program is left as it is")
  func formulas() {
    let table = PaperTable(
      title: "名单", columns: ["姓名", "金额"], numbers: ["金额"], rows: [["=SUM(A1)㛃", "-1.50"], ["007", "7"]])
    #expect(
      String(decoding: table.csv(over: nil), as: UTF8.self) == "名单\n姓名,金额\n'=SUM(A1)㛃,-1.50\n\"=\"\"007\"\"\",7\n")
    #expect(
      String(decoding: table.text(over: nil), as: UTF8.self)
        == "名单\n姓名        金额\n----------  -----\n=SUM(A1)㛃  -1.50\n007         7\n")
    let forPrograms = PaperTable(title: nil, columns: ["phone"], rows: [["+8613800000002"]])
    #expect(
      String(decoding: forPrograms.csv(over: PrintedHead(size: 1, root: SHA256.hash([]))), as: UTF8.self)
        == "phone\n+8613800000002\n")
  }
}

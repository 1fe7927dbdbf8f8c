import Catalogue
import JSONText
import Subsidy
import Testing

@testable import subsidy

/// Findings as an auditor gets them, and what the auditor says of them.
@Suite struct FindingCommandTests {
  static let finding = "paid-employed/p1/beijing/2022-02"

  private func report(_ box: Box, _ options: String = "") throws -> JSONValue {
    let ran = box.run("audit replay --format json \(options)")
    #expect(ran.code == .found, "\(ran.messages)")
    return try JSONValue(Array(ran.output.utf8))
  }

  private func found(_ report: JSONValue) -> [String] {
    (report["findings"]?.elements ?? []).compactMap { $0["finding"]?.text }
  }

  @Test("no command of the audit but an explicit disposition changes the ledger")
  func writesNothing() throws {
    let lines = [
      "audit verify": "", "audit replay": "--doubts @doubts.csv", "audit explain": "p1 2022-02", "audit timeline": "p1",
      "audit diff": "--from \(TwoPasts.end)", "audit checkpoint": "", "audit prove": "3",
      "audit consistency": "2", "audit check-proof": "@proof",
      "audit sample": "--size 2 --seed x", "audit report": "--to @page.html",
      "audit package": "@package --month 2022-02", "audit witness": "@kept",
    ]
    let box = try TwoPasts().box
    try box.write("proof", box.run("audit prove 3").output)
    let before = try box.fingerprint()
    for name in Program.commands.map(\.spec.name) where name.hasPrefix("audit ") && name != "audit dispose" {
      let line = try #require(lines[name], "\(name) is not tried")
      #expect([ExitCode.done, .found].contains(box.run("\(name) \(line)").code), "\(name)")
      #expect(try box.fingerprint() == before, "\(name)")
    }
    #expect(
      box.run("audit dispose \(FindingCommandTests.finding) --outcome confirmed --note x --by aud-1").code == .done)
    #expect(try box.fingerprint() != before)
  }

  @Test("a finding has severity, sums by code and a name that is the same in every audit")
  func namesAndSums() throws {
    let box = try TwoPasts().box
    let report = try report(box)
    let findings = report["findings"]?.elements ?? []
    let employed = try #require(findings.first { $0["finding"]?.text == FindingCommandTests.finding })
    #expect(employed["severity"]?.text == "high" && employed["disposition"] == .null)
    let sums = report["sums"]?.elements ?? []
    #expect(sums.reduce(0) { $0 + ($1["count"]?.number ?? 0) } == Int64(findings.count))
    let order = sums.compactMap { $0["severity"]?.text }
    #expect(
      order
        == order.sorted {
          ["high", "medium", "low"].firstIndex(of: $0)! < ["high", "medium", "low"].firstIndex(of: $1)!
        })
    let early = try self.report(box, "--known-at \(TwoPasts.end)")
    #expect(found(early).contains(FindingCommandTests.finding) && early["day"]?.text == "2022-05-31")
    let text = box.run("audit replay")
    #expect(text.output.contains("high") && text.output.contains(FindingCommandTests.finding))
    let chinese = box.run("audit replay --lang zh").output
    #expect(chinese.contains("严重") && chinese.contains("不应发放：已在单位就业"))
  }

  @Test("the days after which a month is unpaid are the document's, sixty, or the auditor's")
  func unpaid() throws {
    let box = try TwoPasts().box
    let unpaid = "entitled-unpaid/p1/beijing/2022-04"
    // Paid in by 2022-04-20, recorded later; nothing is named by the document.
    #expect(found(try report(box)).contains(unpaid))
    #expect(!found(try report(box, "--unpaid-after 90")).contains(unpaid))
    #expect(found(try report(box, "--unpaid-after 90 --on 2022-07-20")).contains(unpaid))
    #expect(!found(try report(box, "--on 2022-06-19")).contains(unpaid))
  }

  @Test("what became of a finding is recorded once, shown with it, and changes nothing else")
  func disposes() throws {
    let box = try TwoPasts().box
    let name = FindingCommandTests.finding
    let person = box.run("person --all --format json").output
    let before = try found(report(box))
    #expect(
      box.run("audit dispose paid-employed/p1/beijing/2022-03 --outcome confirmed --note x --by aud-1").code == .refused
    )
    #expect(box.run("audit dispose nonsense --outcome confirmed --note x --by aud-1").code == .refused)
    #expect(box.run("audit dispose \(name) --outcome perhaps --note x --by aud-1").code == .usage)
    let line = "audit dispose \(name) --outcome confirmed --note 属实 --by aud-1"
    #expect(box.run(line).output.hasPrefix("\(name): confirmed, recorded\nlog of "))
    let once = try box.fingerprint()
    #expect(box.run(line).output.hasPrefix("\(name): confirmed, recorded before\nlog of "))
    #expect(try box.fingerprint() == once)
    #expect(box.run("audit dispose \(name) --outcome corrected --note 已退回 --by aud-2").code == .done)
    let report = try report(box)
    #expect(found(report) == before)
    let shown = report["findings"]?.elements?.first { $0["finding"]?.text == name }?["disposition"]
    #expect(shown?["outcome"]?.text == "corrected" && shown?["note"]?.text == "已退回" && shown?["by"]?.text == "aud-2")
    #expect(box.run("person --all --format json").output == person)
    #expect(box.run("audit timeline p1 --lang zh").output.contains("疑点处理"))
    #expect(box.run("projections check").code == .done)
  }

  @Test("the list of doubtful points has a row for each finding, the gravest first, and what became of it")
  func doubts() throws {
    let box = try TwoPasts().box
    let count = try found(report(box)).count
    #expect(
      box.run("audit dispose \(FindingCommandTests.finding) --outcome referred --note 移送 --by aud-1").code == .done)
    #expect(box.run("audit replay --doubts @doubts.csv --lang zh").code == .found)
    let rows = String(decoding: try box.read("doubts.csv"), as: UTF8.self).split(separator: "\n")
    #expect(rows[0] == "\u{FEFF}疑点清单" && rows.count == count + 3)
    #expect(rows[2].hasPrefix("序号,疑点编号,严重程度,") && rows[2].contains("处理结果,处理说明,处理人,处理日期"))
    #expect(rows[3].contains(",严重,") && rows.last?.contains(",轻微,") == true)
    let row = try #require(rows.first { $0.contains(FindingCommandTests.finding) })
    #expect(row.contains(#",已移送,移送,"=""aud-1""","#))
    #expect(box.run("audit replay --doubts @doubts.csv --replace").code == .found)
    let english = String(decoding: try box.read("doubts.csv"), as: UTF8.self)
    #expect(english.hasPrefix("\u{FEFF}Doubtful points\n") && english.contains("what became of it"))
  }
}

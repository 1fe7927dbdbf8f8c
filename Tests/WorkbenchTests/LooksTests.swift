import Foundation
import Ledger
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// The log of looks at private data, in the browser.
@Suite struct LooksTests {
  private let office: Office

  init() throws {
    office = try Office()
    for (name, person) in [("op-110", "jd-001"), ("op-110", "lz-004"), ("op-111", "jd-001")] {
      let answer = try Browser(office, as: name).post("/people/\(person)/reveal", ["reason": "核对\(name)来访人"])
      #expect(answer.status == 303)
    }
  }

  @Test func `everybody sees their own looks alone, and whoever supervises those of all`() throws {
    let own = try Browser(office, as: "op-110").get("/looks").text
    #expect(own.contains("核对op-110来访人") && !own.contains("核对op-111来访人") && own.contains("您的查看"))
    let none = try Browser(office, as: "op-021").get("/looks").text
    #expect(!none.contains("来访人"))
    for name in ["op-051", "op-001"] {
      let all = try Browser(office, as: name).get("/looks").text
      #expect(all.contains("核对op-110来访人") && all.contains("核对op-111来访人") && all.contains("查看记录完整"), "\(name)")
      #expect(all.contains("href=\"/looks?looks.by=op-110\"") && all.contains("href=\"/looks?person=jd-001\""))
      #expect(!all.contains("陆庆生") && all.contains("陆*"))
    }
  }

  @Test func `looks are narrowed to a person, to an operator, and to the day that is asked about`() throws {
    let auditor = try Browser(office, as: "op-051")
    let person = try auditor.get("/looks?person=lz-004").text
    #expect(person.contains("核对op-110来访人") && !person.contains("核对op-111来访人"))
    #expect(try !auditor.get("/looks?looks.by=op-111").text.contains("核对op-110来访人"))
    #expect(try !auditor.get("/looks?known-at=2025-12-31").text.contains("来访人"))
    #expect(try auditor.get("/looks?known-at=2026-01-05").text.contains("来访人"))
    #expect(try auditor.get("/looks?person=nobody").status == 404)
    #expect(try auditor.get("/looks?lang=en").text.contains("the log of looks is whole"))
    #expect(try auditor.get("/people/lz-004").text.contains("href=\"/looks?person=lz-004\""))
    // A user sees nothing of others' looks by a person either.
    #expect(try !Browser(office, as: "op-111").get("/looks?person=lz-004").text.contains("核对op-110"))
  }

  @Test func `a log of looks that was changed says so`() throws {
    let path = "\(office.folder)/ledger/vault-access.jsonl"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("核对op-110来访人", with: "核对op-119来访人").utf8).write(to: URL(fileURLWithPath: path))
    for name in ["op-110", "op-051"] {
      #expect(try Browser(office, as: name).get("/looks").text.contains("class=\"bad\""), "\(name)")
    }
  }
}

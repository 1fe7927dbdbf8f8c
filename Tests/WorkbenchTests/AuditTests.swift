import EventLog
import Foundation
import Ledger
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// An auditor's work in the browser: the findings, and what is said of them.
@Suite struct AuditTests {
  private let office: Office
  /// A month that was paid though its person owned a business, which was known.
  private let finding = "/audit/findings/paid-business-owner~lz-004~liuzhou~2025-07"
  private let ofBatch = "/audit/findings/batch-approved-by-drafter~liuzhou~2025-07~lz-2025-07-x"

  init() throws { office = try Office() }

  /// The browser of a user for whom the audit has been made.
  private func browser(_ name: String = "op-051") throws -> Browser {
    let browser = try Browser(office, as: name)
    _ = try browser.outcome(browser.post("/audit", [:]))
    return browser
  }

  @Test(arguments: [
    ("severity", "findings.severity=high"), ("responsible", "findings.responsible=op-020"),
    ("batch", "findings.batch=lz-2025-07-x"), ("scheme", "findings.scheme=liuzhou"),
    ("month", "findings.month=2025-07"),
  ])
  func `findings are put together by what they have in common, which leads to them`(by: String, link: String) throws {
    let browser = try browser()
    #expect(try browser.get("/audit/findings?by=\(by)").text.contains("href=\"/audit/findings?\(link)\""))
    let (key, code) = (link.prefix { $0 != "=" }, link.drop { $0 != "=" }.dropFirst())
    let narrowed = try browser.get("/audit/findings?\(link)").text
    #expect(narrowed.contains(ofBatch) && narrowed.contains("<option value=\"\(code)\" selected"))
    #expect(narrowed.contains(finding) == (by != "batch"))
    #expect(try !browser.get("/audit/findings?\(key)=none").text.contains(ofBatch))
  }

  @Test func `a finding leads to its person, its batch, the explanation of its month and its events`() throws {
    let browser = try browser()
    let page = try browser.get(finding).text
    for link in ["/people/lz-004", "/people/lz-004/months/2025-07"] {
      #expect(page.contains("href=\"\(link)\""), "\(link)")
    }
    #expect(page.contains(">1239</th>") && page.contains("三（二）2") && !page.contains("江大"))
    #expect(try browser.get(ofBatch).text.contains("href=\"/batches/lz-2025-07-x\""))
    #expect(try browser.get("\(finding)?lang=en").text.contains("What proves it?"))
    #expect(try browser.get("/audit/findings/paid-twice~nobody").status == 404)
  }

  @Test func `an auditor records what became of a finding, once, and every list says it`() throws {
    let browser = try browser()
    let before = try office.ledger.size()
    let token = try Browser.token(browser.get(finding).text)
    let lacking = try browser.post(finding, ["token": token, "note": "核对了工商登记"])
    #expect(lacking.status == 422 && lacking.text.contains("value=\"核对了工商登记\""))
    let private1 = try browser.act(finding, ["outcome": "confirmed", "note": "身份证 360202197507042195"])
    #expect(try browser.outcome(private1).status == 422)
    #expect(try office.ledger.size() == before)
    let fields = ["token": token, "outcome": "confirmed", "note": "核对了工商登记"]
    let done = try browser.outcome(browser.post(finding, fields))
    #expect(done.status == 200 && done.text.contains("属实，已登记") && done.text.contains("疑点处理"))
    #expect(try browser.post(finding, fields).field("location")?.contains("/done/") == true)
    #expect(try browser.post(finding, fields.merging(["outcome": "referred"]) { $1 }).status == 409)
    #expect(try office.ledger.size() == before + 1)
    let known = try office.ledger.state().dispositions.first
    #expect(known?.key.description == "paid-business-owner/lz-004/liuzhou/2025-07" && known?.value.by == "op-051")
    let page = try browser.get(finding).text
    #expect(page.contains("<dd>属实</dd>") && page.contains("<dd>核对了工商登记</dd>"))
    #expect(page.contains("<dd>2026-01-05 09:00:00</dd>") && !page.contains("T01:00:00Z"))
    #expect(try browser.get("/audit/findings").text.contains("data-code=\"confirmed\""))
    #expect(try browser.outcome(browser.act(finding, fields)).text.contains("早已登记"))
    #expect(office.ledger.verify().outcome == .whole)
  }

  @Test func `of two auditors the second is told who was faster`() throws {
    let (one, other) = (try browser(), try browser())
    var fields = ["outcome": "explained", "note": "已核实", "token": try Browser.token(other.get(finding).text)]
    let late = fields
    fields["token"] = try Browser.token(one.get(finding).text)
    _ = try one.outcome(one.post(finding, fields))
    let answer = try other.outcome(other.post(finding, late))
    #expect(answer.status == 409 && answer.text.contains("op-051 于 "))
    // Another finding is another matter.
    #expect(try other.outcome(other.act(ofBatch, ["outcome": "referred", "note": "移送"])).text.contains("已登记"))
  }

  @Test func `who only reads sees the finding without a form, and others are refused`() throws {
    let administrator = try browser("op-001")
    let page = try administrator.get(finding)
    #expect(page.status == 200 && !page.text.contains("name=\"token\"") && page.text.contains("<p class=\"warn\">"))
    let fields = ["token": try Browser.token(try browser().get(finding).text), "outcome": "confirmed", "note": "x"]
    #expect(try administrator.post(finding, fields).status == 403)
    let clerk = try Browser(office, as: "op-110")
    for path in [finding, "/audit/findings"] { #expect(try clerk.get(path).status == 403, "\(path)") }
    #expect(try clerk.post(finding, fields).status == 403)
    // In the past nothing is recorded.
    let auditor = try browser()
    _ = try auditor.outcome(auditor.post("/audit?known-at=2025-12-20", [:]))
    let past = try auditor.get("\(finding)?known-at=2025-12-20").text
    #expect(past.contains("过去的时点不能办理") && !past.contains("name=\"token\""))
  }
}

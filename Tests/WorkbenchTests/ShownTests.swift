import EventLog
import Foundation
import Ledger
import Papers
import ReadModel
import Subsidy
import Synchronization
import System
import Testing
import Values
import WebSupport

import Workbench

/// A record says what a page showed, and a page shows one log.
@Suite struct ShownTests {
  private let office: Office

  init() throws { office = try Office() }

  private func size() throws -> UInt64 { try office.ledger.size() }

  /// Records entries beside the server, as another process does.
  private func record(_ entries: String..., by name: String = "op-110") throws {
    _ = try office.signing(name).record(
      entries: Array((entries.joined(separator: "\n") + "\n").utf8), named: "entries", by: #require(Identifier(name)))
  }

  private static func fact(_ person: String, _ fact: String, from day: String) -> String {
    #"{"type":"fact-recorded","person":"\#(person)","fact":"\#(fact)","from":"\#(day)","source":"street"}"#
  }

  /// Something that changes neither a sweep, nor books, nor what a table of others says.
  private static let elsewhere = fact("bj-002", "annual-verified", from: "2026-01-02")

  /// Nothing was recorded, and the message says why without blaming anyone.
  private func isRefused(_ answer: Answer, _ before: UInt64) throws -> Bool {
    try answer.status == 409 && answer.text.contains("页面内容已有变化") && answer.text.contains("您没有登记任何内容")
      && size() == before
  }

  // MARK: - Tried or listed, then recorded

  @Test func `a sweep that would record something else than its page listed records nothing`() throws {
    let reviewer = try Browser(office, as: "op-111")
    let token = try Browser.token(reviewer.get("/deadlines/sweep").text)
    let day = CivilDate("2026-01-05")!
    let listed = try office.ledger.sweepPreview(on: day).map(\.body)
    // Another reviewer records the first of them by hand.
    let first = String(decoding: EventLine.entry(try #require(listed.first)), as: UTF8.self)
    try record(String(first.prefix { $0 != "\n" }), by: "op-111")
    let left = try office.ledger.sweepPreview(on: day).map(\.body)
    try #require(left != listed && !left.isEmpty)
    let before = try size()
    #expect(try isRefused(reviewer.outcome(reviewer.post("/deadlines/sweep", ["token": token])), before))
    let anew = try reviewer.outcome(reviewer.act("/deadlines/sweep"))
    #expect(try anew.text.contains("已登记") && size() > before)
  }

  @Test func `a sweep is recorded though the ledger has grown, if its list is the same`() throws {
    let reviewer = try Browser(office, as: "op-111")
    let token = try Browser.token(reviewer.get("/deadlines/sweep").text)
    let due = try office.ledger.sweepPreview(on: CivilDate("2026-01-05")!)
    try record(ShownTests.elsewhere)
    let before = try size()
    _ = try reviewer.outcome(reviewer.post("/deadlines/sweep", ["token": token]))
    #expect(try !due.isEmpty && size() == before + UInt64(due.count))
  }

  @Test func `a sweep of yesterday's page records nothing`() throws {
    office.clock.move(seconds: 14 * 3_600 + 59 * 60)
    let reviewer = try Browser(office, as: "op-111")
    let page = try reviewer.get("/deadlines/sweep").text
    try #require(page.contains("2026-01-05 巡检"))
    office.clock.move(seconds: 2 * 60)
    let before = try size()
    let answer = try reviewer.outcome(reviewer.post("/deadlines/sweep", ["token": try Browser.token(page)]))
    #expect(try isRefused(answer, before))
  }

  /// A demand of which something is outstanding.
  private func demand() throws -> RecoveryDemand {
    try #require(try office.ledger.answer(.openDemands).value.first { $0.outstanding > Fen(100) })
  }

  private func repay(_ yuan: String) throws {
    let demand = try demand()
    let fen = try #require(Fen(yuan: yuan)).value
    try record(
      #"{"type":"repaid","person":"\#(demand.person)","scheme":"\#(demand.scheme)","notice":"\#(demand.id)","#
        + #""amountFen":\#(fen),"receipt":"S-SHOWN-\#(yuan)"}"#, by: "op-112")
  }

  @Test func `a month whose books are not what the close's page showed is not closed`() throws {
    try repay("0.50")
    let path = "/months/2026-01/close"
    let finance = try Browser(office, as: "op-021")
    let page = try finance.get(path).text
    let books = try office.ledger.answer(.books(of: Month("2026-01")!)).value
    #expect(page.contains("2026-01 账目") && page.contains(">\(books.total.repaid.yuan)</td>"))
    try repay("0.25")
    try #require(try office.ledger.answer(.books(of: Month("2026-01")!)).value.total != books.total)
    let before = try size()
    #expect(try isRefused(finance.post(path, ["token": Browser.token(page), "early": "yes"]), before))
    #expect(try finance.outcome(finance.act(path, ["early": "yes"])).text.contains("已登记"))
  }

  @Test func `a month is closed though the ledger has grown, if its books are the same`() throws {
    let path = "/months/2026-01/close"
    let finance = try Browser(office, as: "op-021")
    let token = try Browser.token(finance.get(path).text)
    try record(ShownTests.elsewhere)
    let before = try size()
    #expect(try finance.post(path, ["token": token, "early": "yes"]).status == 303)
    #expect(try size() == before + 1)
  }

  private static let table = "/counter/many/facts/liuzhou"

  /// Tries a table of two facts.
  private func tried(_ clerk: Browser) throws -> String {
    let rows =
      "person,fact,factFrom,source\nlz-006,annual-verified,2026-01-02,street\nlz-007,training,2026-01-02,street\n"
    let token = try Browser.token(clerk.get(ShownTests.table).text)
    let answer = try clerk.outcome(
      clerk.upload("\(ShownTests.table)/try", ["token": token], "facts.csv", Array(rows.utf8)))
    try #require(answer.text.contains("尚未登记任何内容"), "\(answer.text)")
    return try Browser.token(answer.text)
  }

  @Test func `a table that would bring something else than its preview said is not recorded`() throws {
    let clerk = try Browser(office, as: "op-110")
    let token = try tried(clerk)
    // One of its rows is recorded by another.
    try record(ShownTests.fact("lz-006", "annual-verified", from: "2026-01-02"))
    let before = try size()
    #expect(try isRefused(clerk.outcome(clerk.post(ShownTests.table, ["token": token])), before))
    let anew = try tried(clerk)
    #expect(try clerk.outcome(clerk.post(ShownTests.table, ["token": anew])).text.contains("已登记"))
    #expect(try size() == before + 1)
  }

  @Test func `a table is recorded though the ledger has grown, if it brings the same`() throws {
    let clerk = try Browser(office, as: "op-110")
    let token = try tried(clerk)
    try record(ShownTests.elsewhere)
    let before = try size()
    #expect(try clerk.outcome(clerk.post(ShownTests.table, ["token": token])).text.contains("已登记"))
    #expect(try size() == before + 2)
  }

  @Test func `who was faster with the person of an ID number is named, though no key was typed`() throws {
    let clerk = try Browser(office, as: "op-112")
    let path = "/counter/one/registrations/liuzhou"
    var ledger = office.ledger
    ledger.viewer = Viewer(by: "op-112", purpose: "test", reason: "a number to type")
    let number = try #require(try ledger.card(of: "lz-008", as: .whole).data?.idNumber)
    let token = try Browser.token(clerk.get(path).text)
    let fields = ["token": token, "idNumber": number, "household": "450202", "phone": "19000000555"]
    let preview = try clerk.outcome(clerk.post("\(path)/try", fields)).text
    try #require(preview.contains("尚未登记任何内容") && preview.contains("人员 lz-008："), "\(preview)")
    try record(ShownTests.fact("lz-008", "annual-verified", from: "2026-01-02"))
    let before = try size()
    let answer = try clerk.outcome(clerk.post(path, ["token": token]))
    #expect(answer.status == 409 && answer.text.contains("他人已先办理") && answer.text.contains("op-110 于 "))
    #expect(try size() == before)
  }

  @Test func `whoever demands money back sees what it comes to`() throws {
    let recovery = try Browser(office, as: "op-112")
    let statement = try #require(try office.ledger.answer(.recovery).value.claims.first { $0.recovery.isAny })
    let page = try recovery.get("/recovery/\(statement.person)/of/\(statement.scheme)/raise").text
    let sums = statement.recovery
    #expect(page.contains("多发 \(sums.overpaid.yuan)，") && page.contains("未通知追回 \(sums.undemanded.yuan)"), "\(page)")
  }

  // MARK: - The log of a page

  @Test(arguments: ["/audit", "/audit/findings"])
  func `an audit's page and its files say the log that was audited, and that the ledger has grown`(path: String) throws
  {
    let auditor = try Browser(office, as: "op-051")
    _ = try auditor.outcome(auditor.post("/audit", [:]))
    let table = path == "/audit" ? "codes" : "findings"
    let fresh = try auditor.get(path).text
    #expect(fresh.contains("2,791 条，完整") && !fresh.contains("本次审计针对前"))
    try record(ShownTests.elsewhere)
    #expect(try auditor.get("/").text.contains("2,792 条，完整"))
    let page = try auditor.get(path).text
    #expect(page.contains("2,791 条，完整") && page.contains("demo-district\n2791\n"))
    #expect(page.contains("本次审计针对前 2791 个事件；台账现有 2792 个"))
    let file = try auditor.get("\(path)?export=\(table).csv").text
    #expect(file.contains("2,791 条") && !file.contains("2,792 条"))
    // With the time of its last event, and not of the ledger's.
    #expect(try ShownTests.strip(page) == ShownTests.strip(fresh))
    #expect(try ShownTests.strip(page) != ShownTests.strip(auditor.get("/").text))
  }

  /// The strip above a page: which ledger it speaks of, and how much of it.
  private static func strip(_ page: String) throws -> Substring {
    try #require(page.firstMatch(of: #/class="strip"(?s:.*?)<\/dl>/#)).0
  }

  @Test func `whoever asks about another past than the one that is being folded is told so, and the page asks again`()
    throws
  {
    let office = try Office(readers: 4)
    let browser = try Browser(office, as: "op-051")
    let cookies = browser.cookies
    let told = Mutex<[Answer]>([])
    var day = CivilDate("2025-12-20")!
    // Whether two requests meet is chance: they are sent until they have met.
    for _ in 0..<50 where told.withLock({ $0.isEmpty }) {
      let asked = (0..<4).map { "/batches?known-at=\(day.adding(days: -$0))" }
      day = day.adding(days: -asked.count)
      DispatchQueue.concurrentPerform(iterations: asked.count) { index in
        let one = Browser(office)
        one.cookies = cookies
        guard let answer = try? one.get(asked[index]), answer.status != 200 else { return }
        told.withLock { $0.append(answer) }
      }
    }
    let answers = told.withLock { $0 }
    #expect(!answers.isEmpty)
    for answer in answers {
      #expect(answer.status == 503 && answer.field("refresh") == "2" && answer.text.contains("正在计算过去时点"))
    }
    #expect(try browser.get("/batches?known-at=2025-12-20").status == 200)
  }

  // MARK: - Links

  @Test func `today's links lead to what a task is about, and only whom a request asks is led to it`() throws {
    let finance = try Browser(office, as: "op-021")
    // The name of this batch reads as a month.
    let entry =
      #"{"type":"contributed","person":"lz-005","month":"2025-12","amountFen":76055,"paidOn":"2025-12-18","source":"si-bureau"}"#
    try record(entry)
    _ = try finance.outcome(finance.act("/months/2025-12/draft", ["batch": "2025-12", "scheme": "liuzhou"]))
    _ = try finance.outcome(finance.act("/months/2026-01/close", ["early": "yes"]))
    _ = try finance.outcome(finance.act("/months/2026-01/reopen", ["reason": "a late answer"]))
    let request = try #require(finance.get("/requests").text.firstMatch(of: #/href="(\/requests\/[^"?]+)"/#)?.1)
    let link = "href=\"\(request)\""
    func today(_ name: String) throws -> String { try Browser(office, as: name).get("/").text }
    let approver = try today("op-022")
    #expect(approver.contains("href=\"/batches/2025-12\"") && !approver.contains("href=\"/months/2025-12\""))
    #expect(approver.contains(link), "\(approver)")
    // The operator who asked does not consent, and a clerk may consent to nothing of finance.
    for name in ["op-021", "op-110", "op-111"] { #expect(try !today(name).contains(link), "\(name)") }
  }

  @Test func `the open month of today's list leads to its page`() throws {
    let page = try Browser(office, as: "op-021").get("/").text
    #expect(page.contains(#">月结</th><td class="text" data-label="对象"><a href="/months/2025-12" class="rowlink">"#))
  }

  @Test func `a page that comes of a form has its own page's address in its links`() throws {
    let clerk = try Browser(office, as: "op-110")
    let refused = try clerk.post("/people/jd-001/reveal", ["reason": ""])
    #expect(refused.status == 422 && !refused.text.contains("href=\"/people/jd-001/reveal"))
    #expect(refused.text.contains("href=\"/people/jd-001?lang=en\""))
    #expect(refused.text.contains("class=\"asof no-print\" action=\"/people/jd-001\""))
    #expect(refused.text.contains("href=\"/people/jd-001?export=events.csv\""))
    let path = "/counter/one/facts/liuzhou"
    let lacking = try clerk.post("\(path)/try", ["token": Browser.token(clerk.get(path).text)])
    #expect(lacking.status == 422 && lacking.text.contains("href=\"\(path)?lang=en\""))
    #expect(!lacking.text.contains("href=\"\(path)/try"))
  }
}

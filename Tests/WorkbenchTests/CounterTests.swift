import EventLog
import Foundation
import Ledger
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// What is taken in at the counter: one person on a form, or many as a table, tried before it is recorded.
@Suite struct CounterTests {
  private let office: Office
  private let clerk: Browser

  init() throws {
    office = try Office()
    clerk = try Browser(office, as: "op-110")
  }

  private func size() throws -> UInt64 { try office.ledger.size() }

  static let one = "/counter/one/applications/liuzhou"

  /// What somebody types who applies in Liuzhou.
  static func application(_ token: String) -> [String: String] {
    [
      "token": token, "idNumber": "450202198406010027", "name": "韦小㛃·测试", "household": "450202",
      "phone": "19000000555", "from": "2026-01", "undertaking": "yes", "channel": "counter",
      "fact.difficulty-recognised": "2025-12-01", "fact.flexible-registered": "2025-12-01",
      "fact.annual-verified": "2025-12-01", "source": "street",
    ]
  }

  @Test func `an application is previewed, recorded once with its person and facts, and a reload books nothing`() throws
  {
    let before = try size()
    let page = try clerk.get(CounterTests.one).text
    #expect(page.contains("身份证号") && page.contains("出生日期和性别由此得出"))
    let tried = try clerk.outcome(clerk.post("\(CounterTests.one)/try", CounterTests.application(Browser.token(page))))
    #expect(tried.status == 200 && tried.text.contains("尚未登记任何内容"), "\(tried.text)")
    #expect(tried.text.contains("人员登记：") && tried.text.contains("申请：") && !tried.text.contains("不予核准"))
    #expect(!tried.text.contains("韦小㛃") && !tried.text.contains("450202198406010027"))
    #expect(try size() == before)
    let token = try Browser.token(tried.text)
    let first = try clerk.post(CounterTests.one, ["token": token])
    #expect(first.status == 303)
    let recorded = try size()
    #expect(recorded == before + 5)
    let done = try clerk.outcome(first)
    #expect(done.text.contains("已登记") && done.text.contains("href=\"/people/p-"))
    for _ in 0..<2 { #expect(try clerk.post(CounterTests.one, ["token": token]).status == 303) }
    #expect(try size() == recorded)
    #expect(office.ledger.verify().outcome == .whole)
    #expect(!office.log.text.contains("450202198406010027"))
  }

  @Test func `what is filled in wrongly is said at its field, and what the rules refuse is said as that`() throws {
    let before = try size()
    var fields = CounterTests.application(try Browser.token(clerk.get(CounterTests.one).text))
    fields["from"] = "soon"
    let wrong = try clerk.post("\(CounterTests.one)/try", fields)
    #expect(wrong.status == 422 && wrong.text.contains("id=\"from-error\"") && wrong.text.contains("韦小㛃·测试"))
    fields["from"] = "2026-01"
    fields["fact.annual-verified"] = ""
    let against = try clerk.outcome(clerk.post("\(CounterTests.one)/try", fields))
    #expect(against.status == 200 && against.text.contains("不予核准") && against.text.contains("未进行年度核验"))
    // What the ledger finds wrong with a column stands at its field, in the words of its label.
    for (field, typed, label) in [("idNumber", "450202198406010025", "身份证号"), ("household", "nowhere", "户籍地")] {
      fields[field] = typed
      let answer = try clerk.outcome(clerk.post("\(CounterTests.one)/try", fields))
      #expect(answer.status == 422 && answer.text.contains("填写有误"))
      #expect(answer.text.contains("href=\"#\(field)\">`\(label)` 列"), "\(field)")
      fields[field] = ["idNumber": "450202198406010027", "household": "450202"][field]
    }
    #expect(try size() == before)
  }

  @Test func `a table is tried, its bad rows are shown and given back, and a good one is recorded whole`() throws {
    let path = "/counter/many/facts/liuzhou"
    let before = try size()
    func attempt(_ text: String, count: String = "") throws -> Answer {
      let token = try Browser.token(clerk.get(path).text)
      return try clerk.outcome(
        clerk.upload("\(path)/try", ["token": token, "count": count], "facts.csv", Array(text.utf8)))
    }
    let header = "person,fact,factFrom,source\n"
    let bad = try attempt(header + "lz-001,employed,2026-01-02,street\nlz-404,employed,soon,street\n")
    #expect(bad.text.contains("有 1 处问题") && bad.text.contains("第 3 行"))
    let link = try #require(bad.text.firstMatch(of: #/href="(\/done\/[^"]+\/files\/0)"/#)?.1)
    let workbook = try clerk.get(String(link))
    #expect(workbook.status == 200 && workbook.body.starts(with: [0x50, 0x4B]))
    let good = try attempt(header + "lz-001,employed,2026-01-02,street\n", count: "1")
    #expect(good.text.contains("尚未登记任何内容") && good.text.contains("facts.csv"))
    #expect(try size() == before)
    let token = try Browser.token(good.text)
    let done = try clerk.outcome(clerk.post(path, ["token": token]))
    #expect(done.text.contains("已登记"))
    #expect(try size() > before)
    let after = try size()
    #expect(try clerk.outcome(clerk.post(path, ["token": token])).text.contains("已登记"))
    #expect(try size() == after)
    #expect(try attempt(header + "lz-001,employed,2026-01-02,street\n", count: "2").status == 422)
  }

  @Test func `the bureau's list of a month is taken in once`() throws {
    let path = "/counter/contributions/2025-12"
    let before = try size()
    let token = try Browser.token(clerk.get(path).text)
    let list = Array("person,amount,paidOn\nlz-005,760.55,2025-12-18\n".utf8)
    let tried = try clerk.outcome(clerk.upload("\(path)/try", ["token": token], "12月.csv", list))
    #expect(tried.text.contains("尚未登记任何内容") && tried.text.contains("760.55"))
    let done = try clerk.outcome(clerk.post(path, ["token": token]))
    #expect(done.text.contains("已登记"))
    #expect(try size() == before + 1)
  }

  @Test func `what was typed and tried is gone after half an hour, and nobody else has it`() throws {
    let tried = try clerk.outcome(
      clerk.post("\(CounterTests.one)/try", CounterTests.application(Browser.token(clerk.get(CounterTests.one).text))))
    let token = try Browser.token(tried.text)
    let before = try size()
    let other = try Browser(office, as: "op-112")
    #expect(try other.post(CounterTests.one, ["token": token]).status == 422)
    office.clock.move(seconds: 29 * 60)
    #expect(try clerk.get("\(CounterTests.one)?form=\(token)").text.contains("尚未登记任何内容"))
    office.clock.move(seconds: 31 * 60)
    let late = try Browser(office, as: "op-110")
    let answer = try late.post(CounterTests.one, ["token": token])
    #expect(answer.status == 422 && answer.text.contains("此表单已失效"))
    #expect(try size() == before)
  }
}

/// Money that comes back, and acts that need two people.
@Suite struct RecoveryActTests {
  @Test func `a repayment is booked once with its receipt`() throws {
    let office = try Office()
    let clerk = try Browser(office, as: "op-112")
    let page = try clerk.get("/recovery").text
    let demand = try #require(page.firstMatch(of: #/href="(\/recovery\/[^"]+)"/#)?.1).description
    let shown = try clerk.get(demand)
    #expect(shown.status == 200 && shown.text.contains("\(demand)/repaid"))
    let before = try office.ledger.size()
    #expect(try clerk.act("\(demand)/repaid", ["amount": "x", "receipt": "S-1"]).status == 422)
    let token = try Browser.token(clerk.get("\(demand)/repaid").text)
    let fields = ["token": token, "amount": "1.00", "receipt": "S-TEST-1"]
    let first = try clerk.post("\(demand)/repaid", fields)
    if first.status == 303 {
      #expect(try office.ledger.size() == before + 1)
      #expect(try clerk.post("\(demand)/repaid", fields).field("location") == first.field("location"))
      #expect(try office.ledger.size() == before + 1)
    } else {
      // The story has no open demand: what is above the debt is refused, and nothing is recorded.
      #expect(first.status == 422)
      #expect(try office.ledger.size() == before)
    }
    let letter = try clerk.outcome(clerk.act("\(demand)/letter"))
    let link = try #require(letter.text.firstMatch(of: #/href="(\/done\/[^"]+\/files\/0)"/#)?.1)
    #expect(try clerk.get(String(link)).text.contains("追回"))
  }

  @Test func `one asks to reopen a month, and another consents in a session of their own`() throws {
    let office = try Office()
    let finance = try Browser(office, as: "op-021")
    let closed = try finance.outcome(finance.act("/months/2026-01/close", ["early": "yes"]))
    #expect(closed.text.contains("已登记"))
    #expect(try finance.get("/months/2026-01").text.contains("/months/2026-01/reopen"))
    let asked = try finance.outcome(
      finance.act("/months/2026-01/reopen", ["reason": "a late answer", "authority": ""]))
    #expect(asked.text.contains("已登记"))
    let list = try finance.get("/requests").text
    let request = try #require(list.firstMatch(of: #/href="(\/requests\/[^"?]+)"/#)?.1).description
    #expect(try finance.get(request).text.contains("须由另一人同意"))
    #expect(try !finance.get(request).text.contains("name=\"token\""))
    #expect(try Browser(office, as: "op-110").get(request).status == 403)
    let before = try office.ledger.size()
    let second = try Browser(office, as: "op-022")
    let token = try Browser.token(second.get(request).text)
    #expect(try second.post(request, ["token": token]).status == 303)
    #expect(try office.ledger.size() == before + 1)
    #expect(try second.post(request, ["token": token]).status == 303)
    #expect(try finance.post(request, ["token": token]).status == 404)
    #expect(try second.get("/months/2026-01").text.contains("尚未月结"))
    #expect(try second.get(request).status == 404)
  }
}

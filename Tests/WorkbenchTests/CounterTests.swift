import EventLog
import Foundation
import Ledger
import Papers
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// Entries at the counter: one person on a form, or many as a table, tried before it is recorded.
@Suite struct CounterTests {
  private let office: Office
  private let clerk: Browser

  init() throws {
    office = try Office()
    clerk = try Browser(office, as: "op-110")
  }

  private func size() throws -> UInt64 { try office.ledger.size() }

  static let one = "/counter/one/applications/liuzhou"

  /// The fields that an applicant in Liuzhou fills in.
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
    // The ledger's problem with a column is shown at its field, in the words of its label.
    for (field, typed, label) in [("idNumber", "450202198406010025", "身份证号"), ("household", "nowhere", "户籍地")] {
      fields[field] = typed
      let answer = try clerk.outcome(clerk.post("\(CounterTests.one)/try", fields))
      #expect(answer.status == 422 && answer.text.contains("填写有误"))
      #expect(answer.text.contains("href=\"#\(field)\">`\(label)` 列"), "\(field)")
      fields[field] = ["idNumber": "450202198406010027", "household": "450202"][field]
    }
    #expect(try size() == before)
  }

  @Test func `a preview says whose it is and which private data change, and shows none of them`() throws {
    let path = "/counter/one/facts/liuzhou"
    let fact = [
      "token": try Browser.token(clerk.get(path).text), "person": "lz-008", "fact": "annual-verified",
      "factFrom": "2025-10-01", "source": "street",
    ]
    let tried = try clerk.outcome(clerk.post("\(path)/try", fact)).text
    #expect(tried.contains("人员 lz-008：罗* 0666") && !tried.contains("罗素琴") && !tried.contains("个人信息（"))
    let person = "/counter/one/registrations/liuzhou"
    let changed = [
      "token": try Browser.token(clerk.get(person).text), "person": "lz-008", "household": "450202",
      "phone": "19000000555", "bank": "柳州银行", "account": "6299990000000633523",
    ]
    let preview = try clerk.outcome(clerk.post("\(person)/try", changed)).text
    #expect(preview.contains("人员 lz-008：罗* 0666") && preview.contains("（内容不显示）：联系电话<"), "\(preview)")
    #expect(!preview.contains("19000000555"))
    let application = CounterTests.application(try Browser.token(clerk.get(CounterTests.one).text))
    let new = try clerk.outcome(clerk.post("\(CounterTests.one)/try", application)).text
    #expect(new.contains("：韦* 0027") && new.contains("姓名、联系电话"))
  }

  @Test func `another household needs the day of the move, which the form has`() throws {
    let path = "/counter/one/registrations/liuzhou"
    let before = try size()
    var fields = [
      "token": try Browser.token(clerk.get(path).text), "person": "lz-008", "household": "450205",
    ]
    let refused = try clerk.outcome(clerk.post("\(path)/try", fields))
    #expect(refused.status == 422 && refused.text.contains("id=\"since-error\"") && !refused.text.contains("`since`"))
    fields["since"] = "2025-12-20"
    let tried = try clerk.outcome(clerk.post("\(path)/try", fields))
    #expect(tried.text.contains("尚未登记任何内容") && tried.text.contains("2025-12-20"))
    #expect(try clerk.outcome(clerk.post(path, ["token": try Browser.token(tried.text)])).text.contains("已登记"))
    #expect(try size() == before + 1)
    fields["token"] = try Browser.token(clerk.get(path).text)
    #expect(try clerk.outcome(clerk.post("\(path)/try", fields)).text.contains("台账中已有此内容"))
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
    #expect(try attempt(header + "lz-001,employed,2026-01-02,street\n", count: "１").status == 200)
    let without = try attempt("person,factFrom\nlz-001,2026-01-02\n")
    #expect(without.status == 422 && without.text.contains("facts.csv") && !without.text.contains("/proc/"))
  }

  @Test func `rows of strangers are left out if that is asked for, and given back`() throws {
    let path = "/counter/many/facts/liuzhou"
    let text = "person,fact,factFrom,source\nlz-404,employed,2026-01-02,street\nlz-001,employed,2026-01-02,street\n"
    func attempt(_ fields: [String: String]) throws -> Answer {
      let all = fields.merging(["token": try Browser.token(clerk.get(path).text)]) { $1 }
      return try clerk.outcome(clerk.upload("\(path)/try", all, "facts.csv", Array(text.utf8)))
    }
    #expect(try attempt([:]).text.contains("有 1 处问题"))
    let tried = try attempt(["strangers": "yes"])
    #expect(tried.text.contains("尚未登记任何内容") && tried.text.contains("有 1 行所列人员未登记"), "\(tried.text)")
    let before = try size()
    let done = try clerk.outcome(clerk.post(path, ["token": Browser.token(tried.text)]))
    #expect(done.text.contains("已登记") && done.text.contains("有 1 行所列人员未登记"))
    #expect(try size() == before + 1)
    let link = try #require(done.text.firstMatch(of: #/href="(\/done\/[^"]+\/files\/0)"/#)?.1)
    #expect(try clerk.get(String(link)).body.starts(with: [0x50, 0x4B]))
  }

  @Test func `the bureau's list of a month is taken in once`() throws {
    let path = "/counter/contributions/2025-12"
    let before = try size()
    let token = try Browser.token(clerk.get(path).text)
    let list = Array("person,amount,paidOn,paid\nlz-005,760.55,2025-12-18,yes\nlz-008,760.55,2025-12-18,no\n".utf8)
    let tried = try clerk.outcome(clerk.upload("\(path)/try", ["token": token, "count": "2"], "12月.csv", list))
    #expect(tried.text.contains("尚未登记任何内容") && tried.text.contains("760.55"))
    #expect(tried.text.contains("<dt>行数</dt><dd>2<") && tried.text.contains("未缴费成功"))
    let done = try clerk.outcome(clerk.post(path, ["token": token]))
    #expect(done.text.contains("已登记") && !done.text.contains("subsidy import undo"))
    #expect(try size() == before + 1)
  }

  @Test func `typed and tried values are gone after half an hour, and no other operator has them`() throws {
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
    #expect(try first.status == 303 && office.ledger.size() == before + 1)
    #expect(try clerk.post("\(demand)/repaid", fields).field("location") == first.field("location"))
    #expect(try office.ledger.size() == before + 1)
    // A receipt beyond the debt is refused at its field, until the clerk confirms it.
    var above = ["amount": "90,000.00", "receipt": "S-TEST-2"]
    let refused = try clerk.act("\(demand)/repaid", above)
    #expect(refused.status == 422 && refused.text.contains("id=\"amount-error\"") && refused.text.contains("确认本人多退"))
    #expect(!refused.text.contains("--above-debt") && !refused.text.contains("amountFen"))
    let size = try office.ledger.size()
    above["above"] = "yes"
    #expect(try clerk.act("\(demand)/repaid", above).status == 303)
    #expect(try office.ledger.size() == size + 1)
  }

  @Test func `a letter is made while somebody records, appends nothing, and has its person's name`() throws {
    let office = try Office()
    let clerk = try Browser(office, as: "op-112")
    let page = try clerk.get("/recovery").text
    let demand = try #require(page.firstMatch(of: #/href="(\/recovery\/([^"\/]+)\/[^"]+)"/#))
    let before = try office.ledger.size()
    // A request that waits for the record to end waits for this test, and is given up.
    let letter = try office.bench.live.append { _ in try clerk.outcome(clerk.act("\(demand.1)/letter")) }
    #expect(letter.status == 200 && letter.text.contains("通知书已生成") && letter.text.contains("台账没有因此新增事件"))
    #expect(try office.ledger.size() == before)
    let link = try #require(letter.text.firstMatch(of: #/href="(\/done\/[^"]+\/files\/0)"/#)?.1)
    var ledger = office.ledger
    ledger.viewer = Viewer(by: "op-112", purpose: "test", reason: "the name of a letter")
    let person = try #require(Identifier(String(demand.2)))
    let name = try #require(try ledger.card(of: person, as: .whole).data?.name)
    #expect(try clerk.get(String(link)).text.contains(name))
  }

  @Test func `letters count among the looks at private data as they are`() throws {
    let office = try Office()
    var clerk = try Browser(office, as: "op-112")
    let page = try clerk.get("/recovery").text
    let letter = try #require(page.firstMatch(of: #/href="(\/recovery\/[^"]+)"/#)?.1).description + "/letter"
    func looks() throws -> Int {
      try String(contentsOfFile: "\(office.folder)/ledger/vault-access.jsonl", encoding: .utf8).split(separator: "\n")
        .count
    }
    let token = try Browser.token(clerk.get(letter).text)
    // A double click makes it once.
    for _ in 1...2 { #expect(try clerk.post(letter, ["token": token]).status == 303) }
    func reveal() throws -> Int { try clerk.post("/people/jd-001/reveal", ["reason": "核对来访人"]).status }
    for _ in 1...59 { try #require(try reveal() == 303) }
    let before = try looks()
    #expect(try reveal() == 429)
    #expect(try clerk.act(letter).status == 429)
    #expect(try looks() == before)
    office.clock.move(seconds: 60 * 60)
    clerk = try Browser(office, as: "op-112")
    #expect(try clerk.act(letter).status == 303 && looks() == before + 1)
  }

  @Test func `who consents to many items sees how many and how much, and takes them all away`() throws {
    let office = try Office()
    let entries = ["lz-005", "lz-007", "lz-008", "lz-009"].flatMap { person in
      [
        #"{"type":"fact-recorded","person":"\#(person)","fact":"annual-verified","from":"2026-01-01","source":"street"}"#
      ]
        + (1...7).map { month in
          #"{"type":"contributed","person":"\#(person)","month":"2026-0\#(month)","amountFen":76055,"#
            + #""paidOn":"2025-12-18","source":"si-bureau"}"#
        }
    }
    _ = try office.signing("op-110").record(
      entries: Array((entries.joined(separator: "\n") + "\n").utf8), named: "entries", by: "op-110")
    let drafter = try Browser(office, as: "op-021")
    let path = "/batches/lz-ahead"
    let drafted = try drafter.outcome(
      drafter.act("/months/2026-07/draft", ["batch": "lz-ahead", "scheme": "liuzhou", "ahead": "yes"]))
    try #require(drafted.text.contains("已登记"), "\(drafted.text)")
    let items = try office.ledger.state().items(ofBatch: "lz-ahead")
    let total = items.reduce(Fen.zero) { $0 + $1.amount }
    try #require(items.count > 20)
    let approver = try Browser(office, as: "op-022")
    _ = try approver.act("\(path)/approve", ["count": "\(items.count)", "total": "\(total)"])
    // Another who drafts consents.
    var details = try #require(try office.ledger.state().operators["op-111"]).details
    details.roles.append(.draft)
    let change = try office.signing("op-001").change(.changed(details), AskedReason("on leave"), by: "op-001")
    _ = try office.signing("op-002").consent(to: try #require(change).request, by: "op-002")
    let second = try Browser(office, as: "op-111")
    for person in ["lz-005", "lz-007", "lz-008", "lz-009"] {
      let fact =
        #"{"type":"fact-recorded","person":"\#(person)","fact":"deceased","from":"2025-12-01","source":"street"}"#
      _ = try office.signing("op-110").record(entries: Array("\(fact)\n".utf8), named: "entries", by: "op-110")
    }
    _ = try drafter.outcome(drafter.act("\(path)/withhold", ["reason": "a late notice"]))
    let request = try #require(second.get("/requests").text.firstMatch(of: #/href="(\/requests\/[^"?]+)"/#)?.1)
      .description
    let page = try second.get(request).text
    #expect(page.contains("<dd>\(items.count)<") && page.contains("<dd>\(total.yuan)<"), "\(page)")
    let file = try second.get("\(request)?export=acts.csv").text
    #expect(file.split(separator: "\n").count { $0.contains(",270.00") && $0.contains("lz-ahead") } == items.count)
    let done = try second.outcome(second.act(request)).text
    #expect(done.contains("已登记") && done.contains("另有 \(items.count - 20) 项"))
  }

  @Test func `one asks to reopen a month, and another consents in a session of their own`() throws {
    let office = try Office()
    let finance = try Browser(office, as: "op-021")
    let closed = try finance.outcome(finance.act("/months/2026-01/close", ["early": "yes"]))
    #expect(closed.text.contains("已登记"))
    #expect(try finance.get("/months/2026-01").text.contains("/months/2026-01/reopen"))
    let asked = try finance.outcome(
      finance.act("/months/2026-01/reopen", ["reason": "a late answer", "authority": ""]))
    #expect(asked.text.contains("已登记") && asked.text.contains("在“待同意”中办理"))
    #expect(!asked.text.contains("subsidy consent"))
    let list = try finance.get("/requests").text
    let request = try #require(list.firstMatch(of: #/href="(\/requests\/[^"?]+)"/#)?.1).description
    #expect(try finance.get(request).text.contains("须由另一人同意"))
    #expect(try !finance.get(request).text.contains("name=\"token\""))
    #expect(try Browser(office, as: "op-110").get(request).status == 403)
    let before = try office.ledger.size()
    let second = try Browser(office, as: "op-022")
    let slower = try Browser(office, as: "op-022")
    let late = try Browser.token(slower.get(request).text)
    let token = try Browser.token(second.get(request).text)
    #expect(try second.post(request, ["token": token]).status == 303)
    let told = try slower.post(request, ["token": late])
    #expect(told.status == 409 && told.text.contains("op-022 于 "))
    #expect(try office.ledger.size() == before + 1)
    #expect(try second.post(request, ["token": token]).status == 303)
    #expect(try finance.post(request, ["token": token]).status == 409)
    #expect(try second.get("/months/2026-01").text.contains("尚未月结"))
    #expect(try second.get(request).text.contains("该申请已经同意或者已过期"))
  }
}

import EventLog
import Foundation
import Ledger
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// A month of finance in the browser: two people, from the draft to the close, each step once.
@Suite struct MonthTests {
  private let office: Office

  init() throws {
    office = try Office()
    // The contributions of the story's people for the month after its own.
    let entry =
      #"{"type":"contributed","person":"lz-005","month":"2025-12","amountFen":76055,"paidOn":"2025-12-18","source":"si-bureau"}"#
    _ = try office.signing("op-110").record(entries: Array("\(entry)\n".utf8), named: "entries", by: "op-110")
  }

  private func size() throws -> UInt64 { try office.ledger.size() }

  /// Drafts the one item of the month: 270 yuan.
  private func draft(_ drafter: Browser, _ name: String = "lz-2025-12") throws -> Answer {
    try drafter.outcome(drafter.act("/months/2025-12/draft", ["batch": name, "scheme": "liuzhou"]))
  }

  @Test func `a month is drafted, approved, sent, answered and closed by two people, and nothing is booked twice`()
    throws
  {
    let (drafter, approver) = (try Browser(office, as: "op-021"), try Browser(office, as: "op-022"))
    let drafted = try draft(drafter)
    #expect(drafted.status == 200 && drafted.text.contains("已登记") && drafted.text.contains("/batches/lz-2025-12"))
    #expect(try drafter.get("/batches/lz-2025-12").text.contains("由 op-021 起草，须由另一人核准"))
    #expect(try !drafter.get("/batches/lz-2025-12").text.contains("/batches/lz-2025-12/approve"))

    // An approver has counted: a wrong sum is refused, and the typed values stay.
    let page = try approver.get("/batches/lz-2025-12/approve").text
    var fields = ["token": try Browser.token(page), "count": "1", "total": "270.01"]
    let before = try size()
    let refused = try approver.post("/batches/lz-2025-12/approve", fields)
    #expect(refused.status == 422 && refused.text.contains("value=\"270.01\"") && refused.text.contains("<title>错误："))
    // It says which of the two is wrong, at its field, and not what would be right.
    #expect(refused.text.contains("控制金额 270.01 元与发放批次 lz-2025-12 不符") && refused.text.contains("id=\"total-error\""))
    #expect(!refused.text.contains("270.00") && !refused.text.contains("控制笔数"))
    #expect(try size() == before)
    fields["total"] = "270,5o"
    let unread = try approver.post("/batches/lz-2025-12/approve", fields)
    #expect(unread.status == 422 && unread.text.contains("至多两位小数"))
    // As an input method for Chinese writes them.
    fields["count"] = "１"
    fields["total"] = "２７０"
    let first = try approver.post("/batches/lz-2025-12/approve", fields)
    #expect(first.status == 303)
    let again = try approver.post("/batches/lz-2025-12/approve", fields)
    #expect(again.status == 303 && again.field("location") == first.field("location"))
    #expect(try size() == before + 1)
    #expect(try approver.outcome(first).text.contains("已登记"))

    // The bank's file: made once in the log, and again to the byte.
    let sent = try drafter.outcome(drafter.act("/batches/lz-2025-12/export", ["form": "csv"]))
    let link = try #require(sent.text.firstMatch(of: #/href="(\/done\/[^"]+\/files\/0)"/#)?.1)
    let file = try drafter.get(String(link))
    #expect(file.status == 200 && file.field("content-disposition")?.contains("lz-2025-12.csv") == true)
    #expect(file.text.contains("lz-005") && file.text.contains("270.00"))
    #expect(try approver.get(String(link)).status == 404)
    let size = try size()
    #expect(try drafter.outcome(drafter.act("/batches/lz-2025-12/export", ["form": "csv"])).text.contains("没有新增内容"))
    #expect(try self.size() == size)

    // The answer: tried first, then booked.
    let answer = Array("person,month,status\nlz-005,2025-12,paid\n".utf8)
    let settle = [
      "token": try Browser.token(drafter.get("/batches/lz-2025-12/settle").text), "count": "1", "total": "270",
    ]
    let tried = try drafter.outcome(drafter.upload("/batches/lz-2025-12/settle/try", settle, "a.csv", answer))
    #expect(tried.text.contains("尚未登记任何内容") && tried.text.contains("已付 1 笔（270.00 元）"))
    #expect(try self.size() == size)
    let booked = try drafter.outcome(
      drafter.post("/batches/lz-2025-12/settle", ["token": try Browser.token(tried.text)]))
    #expect(booked.text.contains("已登记") && booked.text.contains("已付 1 笔"))
    #expect(try self.size() == size + 1)
    #expect(try drafter.get("/batches/lz-2025-12").text.contains("已结清"))

    let closed = try drafter.outcome(drafter.act("/months/2025-12/close"))
    #expect(closed.status == 200 && closed.text.contains("已登记"))
    // It was over when it was closed, and stays closed.
    #expect(try !drafter.get("/months/2025-12").text.contains("/months/2025-12/reopen"))
    #expect(office.ledger.verify().outcome == .whole)
  }

  @Test func `what is wrong with the bank's file is said under the name that it came with`() throws {
    let (drafter, approver) = (try Browser(office, as: "op-021"), try Browser(office, as: "op-022"))
    _ = try draft(drafter)
    _ = try approver.act("/batches/lz-2025-12/approve", ["count": "1", "total": "270"])
    _ = try drafter.outcome(drafter.act("/batches/lz-2025-12/export", ["form": "csv"]))
    func attempt(_ text: String, count: String = "1") throws -> Answer {
      let token = try Browser.token(drafter.get("/batches/lz-2025-12/settle").text)
      let fields = ["token": token, "count": count, "total": "270"]
      return try drafter.outcome(
        drafter.upload("/batches/lz-2025-12/settle/try", fields, "回盘.csv", Array(text.utf8)))
    }
    let columns = try attempt("person,status\nlz-005,paid\n")
    #expect(columns.status == 422 && columns.text.contains("回盘.csv") && !columns.text.contains("/proc/"))
    let rows = try attempt("person,month,status\nlz-005,2025-12,paid\n", count: "2")
    #expect(rows.status == 422 && rows.text.contains("id=\"count-error\"") && !rows.text.contains("--count"))
  }

  @Test func `the drafter cannot approve, neither on the page nor past it`() throws {
    let (drafter, approver) = (try Browser(office, as: "op-021"), try Browser(office, as: "op-022"))
    _ = try draft(drafter)
    let before = try size()
    #expect(try drafter.get("/batches/lz-2025-12/approve").status == 403)
    let token = try Browser.token(approver.get("/batches/lz-2025-12/approve").text)
    #expect(
      try drafter.post("/batches/lz-2025-12/approve", ["token": token, "count": "1", "total": "270.00"]).status == 403)
    let auditor = try Browser(office, as: "op-051")
    for act in ["check", "approve", "request", "fund", "export", "cancel", "recall", "withhold"] {
      #expect(try auditor.post("/batches/lz-2025-12/\(act)", ["token": token]).status == 403, "\(act)")
    }
    #expect(try auditor.upload("/batches/lz-2025-12/settle/try", ["token": token], "a.csv", [1]).status == 403)
    #expect(try size() == before)
  }

  @Test func `whoever may draft and approve approves what others have drafted, and nothing else`() throws {
    let own = try Browser(office, as: "op-023")
    let path = "/batches/lz-2025-12/approve"
    _ = try draft(own)
    let page = try own.get(path)
    #expect(page.status == 200 && page.text.contains("由 op-023 起草，须由另一人核准") && !page.text.contains("name=\"token\""))
    let before = try size()
    let token = try Browser.token(Browser(office, as: "op-022").get(path).text)
    let forged = try own.post(path, ["token": token, "count": "1", "total": "270.00"])
    #expect(forged.status == 403 && forged.text.contains("须由另一人核准"))
    #expect(try size() == before)
  }

  @Test func `of two approvers the second is told who was faster, and a form is used for one thing`() throws {
    _ = try draft(try Browser(office, as: "op-021"))
    let (one, other) = (try Browser(office, as: "op-022"), try Browser(office, as: "op-023"))
    let path = "/batches/lz-2025-12/approve"
    var fields = ["count": "1", "total": "270.00"]
    let late = try Browser.token(other.get(path).text)
    fields["token"] = try Browser.token(one.get(path).text)
    #expect(try one.post(path, fields).status == 303)
    let before = try size()
    let elsewhere = try Browser(office, as: "op-021")
    _ = try elsewhere.get("/")
    #expect(try elsewhere.post("/batches/lz-2025-12/cancel", ["token": fields["token"] ?? ""]).status == 409)
    fields["token"] = late
    let answer = try other.post(path, fields)
    #expect(answer.status == 409 && answer.text.contains("他人已先办理") && answer.text.contains("op-022 于 "))
    #expect(try size() == before)
  }

  @Test func `an act is recorded once also after a restart`() throws {
    _ = try draft(try Browser(office, as: "op-021"))
    let approver = try Browser(office, as: "op-022")
    let path = "/batches/lz-2025-12/approve"
    let fields = ["token": try Browser.token(approver.get(path).text), "count": "1", "total": "270.00"]
    #expect(try approver.post(path, fields).status == 303)
    let before = try size()
    // Another program with the same ledger: it has held no form.
    let restarted = try Office(of: office)
    let same = try Browser(restarted, as: "op-022")
    let answer = try same.post(path, fields)
    #expect(answer.status == 303 && answer.field("location")?.contains("/done/w-") == true)
    #expect(try same.get(answer.field("location") ?? "").text.contains("已登记"))
    #expect(try size() == before)
  }

  @Test func `a form that lacks something comes back, and one that is ill-formed is refused`() throws {
    let drafter = try Browser(office, as: "op-021")
    let path = "/months/2025-12/draft"
    let before = try size()
    let token = try Browser.token(drafter.get(path).text)
    let lacking = try drafter.post(path, ["token": token, "batch": "a b", "scheme": ""])
    #expect(lacking.status == 422 && lacking.text.contains("value=\"a b\"") && lacking.text.contains("aria-invalid"))
    #expect(try drafter.post(path, ["token": "x", "batch": "b", "scheme": "liuzhou"]).status == 400)
    #expect(try drafter.post(path, ["batch": "b", "scheme": "liuzhou"]).status == 400)
    #expect(try drafter.post(path, ["token": token], withSecret: false).status == 400)
    #expect(try drafter.get("/batches/none/approve").status == 404)
    #expect(try drafter.get("/batches/lz-2025-11/none").status == 404)
    #expect(try drafter.post("/batches/lz-2025-11/settle", ["token": token]).status == 422)
    #expect(try size() == before)
  }

  @Test func `who is signed out in the middle of a form signs in and finds it, and nobody else does`() throws {
    let drafter = try Browser(office, as: "op-021")
    let path = "/months/2025-12/draft"
    let fields = [
      "token": try Browser.token(drafter.get(path).text), "batch": "lz-kept", "scheme": "liuzhou", "district": "450202",
    ]
    let before = try size()
    office.clock.move(seconds: 16 * 60)
    let over = try drafter.post(path, fields)
    let login = try #require(over.field("location"))
    #expect(over.status == 303 && login.hasPrefix("/login?form=w-"))
    #expect(try size() == before)
    let other = Browser(office)
    _ = try other.get(login)
    let elsewhere = try other.post(login, ["operator": "op-110", "passphrase": "demo-demo"])
    #expect(elsewhere.field("location") == "/")
    #expect(try drafter.get(login).text.contains("填写的内容已保留"))
    let back = try drafter.post(login, ["operator": "op-021", "passphrase": "demo-demo"])
    let form = try drafter.get(try #require(back.field("location")))
    #expect(form.text.contains("value=\"lz-kept\"") && form.text.contains("value=\"450202\""))
    #expect(try Browser.token(form.text) == fields["token"])
    #expect(try drafter.outcome(drafter.post(path, fields)).text.contains("已登记"))
    // The form of a session that ended longer ago belongs to no one.
    office.clock.move(seconds: 16 * 60 + 31 * 60)
    #expect(try drafter.post(path, fields).field("location") == "/login")
  }
}

import EventLog
import Foundation
import Ledger
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// One application is reviewed: it passes, fails or has to be corrected, once, signed, and by the first reviewer.
@Suite struct ReviewTests {
  private let office: Office
  private let path = "/reviews/jd-099/A-jd-099"

  /// An office with an application that waits for its acceptance.
  init() throws {
    office = try Office()
    let entries = """
      {"type":"registered","person":"jd-099","birth":"1979-09-05","sex":"male","household":"360202","private":{"name":"莫新宝","idNumber":"360202197909053997"}}
      {"type":"fact-recorded","person":"jd-099","fact":"difficulty-recognised","from":"2025-11-03","source":"street"}
      {"type":"fact-recorded","person":"jd-099","fact":"flexible-registered","from":"2025-11-03","source":"street"}
      {"type":"applied","person":"jd-099","application":"A-jd-099","scheme":"jingdezhen","from":"2025-12","undertaking":true,"channel":"app","work":{"kind":"陶瓷彩绘零工","since":"2025-08-18","incomeBand":"2001-4999"}}

      """
    _ = try office.signing("op-110").record(entries: Array(entries.utf8), named: "entries", by: "op-110")
  }

  /// The hidden fields of a page's form.
  private func form(_ page: String) throws -> [String: String] {
    var fields = ["reason": "", "items": "", "why": ""]
    fields["token"] = try Browser.token(page)
    return fields
  }

  private func size() throws -> UInt64 { try office.ledger.size() }

  @Test func `it passes stage by stage, signed with the session's key, and a reload books nothing twice`() throws {
    let reviewer = try Browser(office, as: "op-111")
    let queue = try reviewer.get("/reviews").text
    #expect(queue.contains("href=\"\(path)\"") && queue.contains("A-jd-099"))
    for events in [UInt64(1), 2] {
      let before = try size()
      var fields = try form(try reviewer.get(path).text)
      fields["decision"] = "passed"
      let first = try reviewer.post(path, fields)
      #expect(first.status == 303)
      #expect(try size() == before + events)
      let again = try reviewer.post(path, fields)
      #expect(again.status == 303 && again.field("location") == first.field("location"))
      #expect(try size() == before + events)
      #expect(try reviewer.get(try #require(first.field("location"))).text.contains("已登记"))
    }
    #expect(try reviewer.get(path).text.contains("没有待办的审核环节"))
    let events = try office.ledger.timeline(of: "jd-099").content.map(\.event)
    #expect(events.last?.body.type == .approved && events.last?.by == "op-111")
    #expect(office.ledger.verify().outcome == .whole)
  }

  @Test func `a form that lacks something comes back with all that was typed`() throws {
    let reviewer = try Browser(office, as: "op-111")
    let before = try size()
    var fields = try form(try reviewer.get(path).text)
    #expect(try reviewer.post(path, fields).status == 422)
    fields["decision"] = "failed"
    fields["items"] = "身份证<复印件>"
    fields["why"] = "后来发现"
    let answer = try reviewer.post(path, fields)
    #expect(answer.status == 422 && answer.text.contains("<title>错误：") && answer.text.contains("请选择不通过的原因"))
    #expect(answer.text.contains("身份证&lt;复印件&gt;") && answer.text.contains("后来发现"))
    #expect(answer.text.contains("value=\"failed\" checked"))
    #expect(try form(answer.text)["token"] == fields["token"])
    #expect(try size() == before)
    fields["reason"] = "enterprise-owner-of-nothing"
    #expect(try reviewer.post(path, fields).status == 422)
  }

  @Test func `it fails for a check that the reviewer names, with the clause of the document`() throws {
    let reviewer = try Browser(office, as: "op-111")
    let page = try reviewer.get(path).text
    var fields = try form(page)
    let option = try #require(page.firstMatch(of: #/<option value="([a-z-]+)">[^<]*（六\.5）/#))
    fields["decision"] = "failed"
    fields["reason"] = String(option.1)
    #expect(try reviewer.post(path, fields).status == 303)
    let last = try #require(try office.ledger.timeline(of: "jd-099").content.last?.event)
    guard case .rejected(let body) = last.body else { throw Unexpected() }
    #expect(body.reasons == [RejectionReason(code: String(option.1), clause: "六.5")])
  }

  private struct Unexpected: Error {}

  @Test func `what is missing is asked for at once, and a second time only with a reason`() throws {
    let reviewer = try Browser(office, as: "op-111")
    var fields = try form(try reviewer.get(path).text)
    (fields["decision"], fields["items"]) = ("correction", "缴费凭证\r\n\r\n承诺书 签名 ")
    #expect(try reviewer.post(path, fields).status == 303)
    let last = try #require(try office.ledger.timeline(of: "jd-099").content.last?.event)
    guard case .correctionRequested(let body) = last.body else { throw Unexpected() }
    #expect(body.items == ["缴费凭证", "承诺书 签名"])
    fields = try form(try reviewer.get(path).text)
    (fields["decision"], fields["items"]) = ("correction", "户口簿")
    #expect(try reviewer.post(path, fields).status == 422)
    fields["why"] = "材料更正后发现"
    #expect(try reviewer.post(path, fields).status == 303)
  }

  @Test func `whoever was slower is told who was faster, and records nothing`() throws {
    let (one, other) = (try Browser(office, as: "op-111"), try Browser(office, as: "op-111"))
    var (first, second) = (try form(try one.get(path).text), try form(try other.get(path).text))
    (first["decision"], second["decision"]) = ("passed", "passed")
    #expect(try one.post(path, first).status == 303)
    let before = try size()
    let answer = try other.post(path, second)
    #expect(answer.status == 409 && answer.text.contains("他人已先办理") && answer.text.contains("您没有登记任何内容"))
    #expect(answer.text.contains("op-111 于 "))
    first["decision"] = "correction"
    first["items"] = "x"
    let changed = try one.post(path, first)
    #expect(changed.status == 409 && changed.text.contains("登记其他内容"))
    #expect(try size() == before)
    // An event about another person is no reason.
    var third = try form(try one.get(path).text)
    let fact = #"{"type":"fact-recorded","person":"lz-001","fact":"employed","from":"2026-01-01","source":"si-bureau"}"#
    _ = try office.signing("op-110").record(entries: Array("\(fact)\n".utf8), named: "entries", by: "op-110")
    third["decision"] = "passed"
    #expect(try one.post(path, third).status == 303)
  }

  @Test func `whoever was slower is told so also where nothing waits any more`() throws {
    let (one, other) = (try Browser(office, as: "op-111"), try Browser(office, as: "op-111"))
    let page = try one.get(path).text
    var (first, second) = (try form(page), try form(try other.get(path).text))
    first["decision"] = "failed"
    first["reason"] = String(try #require(page.firstMatch(of: #/<option value="([a-z-]+)">[^<]*（六\.5）/#)).1)
    #expect(try one.post(path, first).status == 303)
    let before = try size()
    second["decision"] = "passed"
    let answer = try other.post(path, second)
    #expect(answer.status == 409 && answer.text.contains("他人已先办理") && answer.text.contains("op-111 于 "))
    // A form that was made since then belongs to no one.
    let late = try Browser.token(try Browser(office, as: "op-110").get("/counter/one/facts/jingdezhen").text)
    #expect(try other.post(path, ["token": late, "decision": "passed"]).status == 403)
    #expect(try size() == before)
  }

  @Test func `a stage is decided by whom the roles allow, in the command and not on the page`() throws {
    let auditor = try Browser(office, as: "op-051")
    let page = try auditor.get(path).text
    #expect(!page.contains("name=\"decision\""))
    let reviewer = try Browser(office, as: "op-111")
    var fields = try form(try reviewer.get(path).text)
    fields["decision"] = "passed"
    let before = try size()
    #expect(try auditor.post(path, fields).status == 403)
    #expect(try Browser(office, as: "op-110").post(path, fields).status == 403)
    #expect(try reviewer.post("\(path)?known-at=2025-12-31", fields).status == 404)
    fields["token"] = "x"
    #expect(try reviewer.post(path, fields).status == 400)
    fields["token"] = nil
    #expect(try reviewer.post(path, fields).status == 400)
    #expect(try reviewer.post(path, fields, withSecret: false).status == 400)
    #expect(try reviewer.get("/reviews/jd-099/none").status == 404)
    #expect(try reviewer.get("/reviews/nobody/A-jd-099").status == 404)
    #expect(try size() == before)
  }
}

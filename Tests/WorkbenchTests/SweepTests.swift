import EventLog
import Foundation
import Ledger
import Policy
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// The effects of time, and those that another pack would have, in the browser.
@Suite struct SweepTests {
  private let office: Office

  init() throws { office = try Office() }

  @Test func `a sweep is shown to whoever works with deadlines, and recorded by a reviewer, once`() throws {
    let reviewer = try Browser(office, as: "op-111")
    let due = try office.ledger.sweepPreview(on: CivilDate("2026-01-05")!)
    #expect(!due.isEmpty && due.contains { $0.person == "lz-001" })
    let page = try reviewer.get("/deadlines/sweep")
    #expect(page.status == 200 && page.text.contains("应登记暂停、终止 \(due.count) 项"))
    for item in due { #expect(page.text.contains("href=\"/people/\(item.person)\""), "\(item.person)") }
    #expect(!page.text.contains("蓝天") && page.text.contains("蓝*"))
    #expect(try reviewer.get("/deadlines").text.contains("href=\"/deadlines/sweep\""))

    for name in ["op-051", "op-001", "op-110"] {
      let reader = try Browser(office, as: name)
      let read = try reader.get("/deadlines/sweep?lang=en").text
      #expect(read.contains("Sweep of 2026-01-05") && !read.contains("name=\"token\""), "\(name)")
      #expect(try reader.post("/deadlines/sweep", ["token": Browser.token(page.text)]).status == 403, "\(name)")
    }
    #expect(try Browser(office, as: "op-021").get("/deadlines/sweep").status == 403)
    let past = try reviewer.get("/deadlines/sweep?known-at=2025-12-20").text
    #expect(past.contains("过去的时点不能办理") && past.contains("2025-12-20 巡检"))

    let before = try office.ledger.size()
    let fields = ["token": try Browser.token(page.text)]
    let done = try reviewer.outcome(reviewer.post("/deadlines/sweep", fields))
    #expect(done.text.contains("追加事件 \(due.count) 个"))
    #expect(try reviewer.post("/deadlines/sweep", fields).status == 303)
    #expect(try office.ledger.size() == before + UInt64(due.count))
    let after = try reviewer.get("/deadlines/sweep").text
    #expect(after.contains("没有应暂停或终止的事项") && after.contains(">\(before)</th>"))
    #expect(try office.ledger.state().swept.map(\.person).sorted() == due.map(\.person).sorted())
    #expect(office.ledger.verify().outcome == .whole)
  }

  @Test func `two packs of a scheme are compared clause by clause, with the months that change`() throws {
    let clerk = try Browser(office, as: "op-110")
    #expect(try !clerk.get("/policies/liuzhou-2022-9").text.contains("/against/"))
    #expect(try clerk.get("/policies/liuzhou-2022-9/against/liuzhou-2022-9").text.contains("各条规则均相同"))
    let two = try clerk.get("/policies/liuzhou-2022-9/against/linyi-2021-63")
    #expect(two.status == 422 && two.text.contains("分属补贴项目 liuzhou 和 linyi"))
    #expect(try clerk.get("/policies/none/against/liuzhou-2022-9").status == 404)

    let pack = String(decoding: try #require(ShippedPacks.text("liuzhou-2022-9")), as: UTF8.self)
    let other = pack.replacing("\"liuzhou-2022-9\"", with: "\"liuzhou-2026-1\"").replacing(
      "\"flatFen\": 27000", with: "\"flatFen\": 31000")
    _ = try office.signing("op-001").adopt(
      Array(other.utf8), parameters: [:], effectiveFrom: CivilDate("2026-07-01"), by: "op-001")
    let page = try clerk.get("/policies/liuzhou-2026-1").text
    #expect(page.contains("href=\"/policies/liuzhou-2022-9/against/liuzhou-2026-1\""))
    let compared = try clerk.get("/policies/liuzhou-2022-9/against/liuzhou-2026-1").text
    #expect(compared.contains("一（一）") && compared.contains("270.00") && compared.contains("310.00"))
    #expect(compared.contains("比对 ") && !compared.contains("各条规则均相同"))
    let english = try clerk.get("/policies/liuzhou-2026-1/against/liuzhou-2022-9?lang=en").text
    #expect(english.contains("Rules that differ") && english.contains("compared: "))
    // Before the adoption the other pack was not known.
    #expect(try clerk.get("/policies/liuzhou-2022-9/against/liuzhou-2026-1?known-at=2025-12-31").status == 404)
  }
}

import Foundation
import Ledger
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// The contents of the pages, their readers, and the data that they do not show.
@Suite struct PagesTests {
  @Test func `every page has the headers that keep it to itself, and works without script`() throws {
    let browser = try Browser(try Office(), as: "op-001")
    for page in EntranceTests.pages.dropLast() {
      let answer = try browser.get(page)
      #expect(
        answer.field("content-security-policy")
          == "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
          + "frame-ancestors 'none'")
      #expect(answer.field("cache-control") == "no-store" && answer.field("referrer-policy") == "no-referrer")
      #expect(answer.field("x-content-type-options") == "nosniff")
      let text = answer.text
      #expect(!text.contains("<script") && !text.contains("style=\"") && !text.contains(" onclick"), "\(page)")
      #expect(text.components(separatedBy: "<h1>").count == 2, "\(page)")
      #expect(text.contains("<html lang=\"zh-CN\">") && text.contains("2,791 条，完整"), "\(page)")
    }
    let style = try #require(try browser.get("/").text.firstMatch(of: #/href="(\/static\/[^"]+)"/#)?.1)
    let sheet = try browser.get(String(style))
    #expect(sheet.status == 200 && sheet.field("cache-control")?.contains("immutable") == true)
  }

  @Test func `a place opens for its roles, and the menu shows no other`() throws {
    let office = try Office()
    let expected: [String: Set<String>] = [
      "op-001": ["/reviews", "/deadlines", "/months", "/batches", "/recovery", "/audit"],
      "op-110": ["/deadlines", "/recovery"], "op-111": ["/reviews", "/deadlines"],
      "op-112": ["/deadlines", "/recovery"],
      "op-021": ["/months", "/batches", "/recovery"], "op-022": ["/months", "/batches", "/recovery"],
      "op-051": ["/reviews", "/deadlines", "/months", "/batches", "/recovery", "/audit"],
    ]
    let restricted = ["/reviews", "/deadlines", "/months", "/batches", "/recovery", "/audit"]
    for (name, places) in expected {
      let browser = try Browser(office, as: name)
      let menu = try browser.get("/").text
      for place in restricted {
        let answer = try browser.get(place)
        #expect(answer.status == (places.contains(place) ? 200 : 403), "\(name) \(place)")
        #expect(menu.contains("<a href=\"\(place)\"") == places.contains(place), "\(name) \(place)")
        if answer.status == 403 { #expect(answer.text.contains("可办理")) }
      }
      for place in ["/", "/people", "/policies", "/sessions"] { #expect(try browser.get(place).status == 200) }
    }
    #expect(try Browser(office, as: "op-110").post("/audit", [:]).status == 403)
  }

  @Test func `names and numbers are masked on every page and in every file`() throws {
    let browser = try Browser(try Office(), as: "op-001")
    let whole = ["陆庆生", "360202197507042195", "6299990000002138133", "19000000027"]
    for page in EntranceTests.pages + ["/batches/jd-2025-11?export=items.csv", "/recovery?export=demands.csv"] {
      let text = try browser.get(page).text
      for word in whole { #expect(!text.contains(word), "\(page)") }
    }
    #expect(try browser.get("/batches/jd-2025-11").text.contains("陆*"))
    #expect(try browser.get("/batches/jd-2025-11?export=items.csv").text.contains("陆*"))
  }

  @Test func `data are shown as they are once, for a reason that is recorded before`() throws {
    let office = try Office()
    let browser = try Browser(office, as: "op-110")
    func looks() throws -> Int {
      try String(contentsOfFile: "\(office.folder)/ledger/vault-access.jsonl", encoding: .utf8).split(separator: "\n")
        .count
    }
    let before = try looks()
    let empty = try browser.post("/people/jd-001/reveal", ["reason": "  "])
    #expect(empty.status == 422 && !empty.text.contains("陆庆生"))
    #expect(try browser.post("/people/jd-001/reveal", ["reason": "陆庆生 来访"]).status == 422)
    #expect(try looks() == before)
    let shown = try #require(try browser.post("/people/jd-001/reveal", ["reason": "核对来访人"]).field("location"))
    #expect(try looks() == before + 1)
    // For another person the token gives nothing, and is not used up.
    let elsewhere = try browser.get(shown.replacing("jd-001", with: "jd-002"))
    #expect(elsewhere.status == 303 && elsewhere.field("location") == "/people/jd-002")
    // A page that cannot be made does not use it up: the person was not known at that point.
    #expect(try browser.get("\(shown)?known-at=2020-01-01").status == 404)
    let (path, page) = (shown, try browser.get(shown))
    let line = try #require(
      try String(contentsOfFile: "\(office.folder)/ledger/vault-access.jsonl", encoding: .utf8).split(separator: "\n")
        .last)
    #expect(line.contains("\"by\":\"op-110\"") && line.contains("核对来访人") && line.contains("\"persons\":[\"jd-001\"]"))
    #expect(page.status == 200 && page.text.contains("陆庆生") && page.text.contains("360202197507042195"))
    #expect(page.text.firstMatch(of: #/<title>[^<]*/#)?.0.contains("陆") == false)
    let again = try browser.get(path)
    #expect(again.status == 303 && again.field("location") == "/people/jd-001")
    #expect(try looks() == before + 1)
  }

  @Test func `a search term is in no address and in no log`() throws {
    let office = try Office()
    let browser = try Browser(office, as: "op-110")
    let (path, page) = try browser.follow("/people", ["who": "陆"])
    #expect(page.status == 200 && page.text.contains("jd-001"))
    #expect(path.wholeMatch(of: #/\/people\/(found\/[0-9a-f]{64}|[a-z]+-[0-9]+)/#) != nil)
    #expect(try browser.follow("/people", ["who": "360202197507042195"]).path == "/people/jd-001")
    let nobody = try browser.follow("/people", ["who": "没有这个人"]).answer
    #expect(nobody.status == 200 && nobody.text.contains("没有符合的人员"))
    #expect(
      !office.log.text.contains("陆") && !office.log.text.contains("360202") && !office.log.text.contains("jd-001"))
    let other = try Browser(office, as: "op-111")
    #expect(try other.get(path).status == (path.hasPrefix("/people/found") ? 404 : 200))
  }

  @Test func `a month is explained clause by clause, and a person that is not there is said`() throws {
    let browser = try Browser(try Office(), as: "op-110")
    let page = try browser.get("/people/jd-001/months/2025-11").text
    #expect(page.contains("六.5") && page.contains("应发 0.00 元"))
    // A command is for a user who has the log and a terminal.
    let auditor = try Browser(browser.office, as: "op-051").get("/people/jd-001/months/2025-11").text
    #expect(!page.contains("subsidy audit explain") && auditor.contains("subsidy audit explain jd-001 2025-11"))
    #expect(try browser.get("/people/nobody").status == 404)
    #expect(try browser.get("/people/jd-001/months/2025-13").status == 404)
    let finance = try Browser(browser.office, as: "op-021")
    #expect(try finance.get("/batches/none").status == 404)
    #expect(try browser.get("/policies/none").status == 404)
  }

  @Test func `every link keeps the point in the past and the language`() throws {
    let browser = try Browser(try Office(), as: "op-001")
    for page in ["/", "/batches", "/people/jd-001", "/months/2025-11"] {
      let text = try browser.get("\(page)?known-at=2025-12-10&lang=en").text
      #expect(text.contains("<html lang=\"en\">") && text.contains("class=\"strip past\""))
      for match in text.matches(of: #/(?:href|action)="(\/[^"]*)"/#) where !match.1.hasPrefix("/static/") {
        let link = match.1.replacing("&amp;", with: "&")
        // The way back to the latest, and to the other language, leave out what they are for.
        let own = [link.hasPrefix("\(page)?"), link.contains("known-at=2025-12-10"), link.contains("lang=en")]
        #expect(own[1] && own[2] || own[0] && (own[1] || own[2]) || link == page, "\(page): \(link)")
      }
    }
    #expect(try browser.get("/?known-at=yesterday").status == 400)
  }

  @Test func `a page of the past shows what was known then, and its checkpoint`() throws {
    let office = try Office()
    let browser = try Browser(office, as: "op-001")
    let then = ReplayPoint(knownAt: Instant(endOf: CivilDate("2025-12-11")!))
    let size = try office.ledger.known(at: then).log.size
    let text = try browser.get("/batches/jd-2025-11?known-at=2025-12-11").text
    #expect(text.contains("demo-district\n\(size)\n"))
    #expect(text.contains("data-code=\"now\"") && !text.contains("已结清"))
    #expect(try browser.get("/batches/jd-2025-11").text.contains("已结清"))
  }

  @Test func `a page shows what another process has recorded since`() throws {
    let office = try Office()
    let browser = try Browser(office, as: "op-001")
    #expect(try browser.get("/").text.contains("2,791 条"))
    _ = try office.signing("op-001").change(.retired("op-110"), AskedReason("left"), by: "op-001")
    #expect(try browser.get("/").text.contains("2,792 条"))
  }

  @Test func `an audit is made on demand and kept`() throws {
    let browser = try Browser(try Office(), as: "op-051")
    #expect(try browser.get("/audit").text.contains("开始审计"))
    #expect(try browser.post("/audit", [:]).status == 303)
    var page = try browser.get("/audit")
    for _ in 0..<600 where page.field("refresh") != nil {
      // A user who wants to read it in peace stops that.
      #expect(page.text.contains("/audit?still=yes"))
      #expect(try browser.get("/audit?still=yes").field("refresh") == nil)
      Thread.sleep(forTimeInterval: 0.1)
      page = try browser.get("/audit")
    }
    #expect(page.text.contains("多发") && page.text.contains("重新审计"))
    let findings = try browser.get("/audit/findings")
    #expect(findings.status == 200 && findings.field("refresh") == nil)
    for key in ["paid-business-owner~lz-004~liuzhou~2025-07", "batch-approved-by-drafter~liuzhou~2025-07~lz-2025-07-x"]
    {
      #expect(findings.text.contains("href=\"/audit/findings/\(key)\""), "\(key)")
    }
  }
}

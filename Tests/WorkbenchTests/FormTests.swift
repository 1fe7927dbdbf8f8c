import EventLog
import Foundation
import Ledger
import Subsidy
import Synchronization
import System
import Testing
import Values
import WebSupport

import Workbench

/// The rules for every form: it counts for its content, once, for the user who was given it.
@Suite struct FormTests {
  private let office: Office
  private let finance: Browser
  /// The page of a demand, and that of another one.
  private let demand: String

  init() throws {
    office = try Office()
    finance = try Browser(office, as: "op-112")
    demand = try #require(finance.get("/recovery").text.firstMatch(of: #/href="(\/recovery\/[^"]+)"/#)?.1).description
  }

  private func size() throws -> UInt64 { try office.ledger.size() }

  private static func list(_ person: String, _ yuan: String) -> [UInt8] {
    Array("person,amount,paidOn\n\(person),\(yuan),2025-12-18\n".utf8)
  }

  private static let path = "/counter/contributions/2025-12"

  /// Records a fact of a person through a form.
  private func fact(_ browser: Browser, of person: String, token: String? = nil) throws -> Answer {
    let path = "/counter/one/facts/liuzhou"
    let token = try token ?? Browser.token(browser.get(path).text)
    let fields = [
      "token": token, "person": person, "fact": "annual-verified", "factFrom": "2026-01-02", "source": "street",
    ]
    let tried = try browser.outcome(browser.post("\(path)/try", fields))
    guard tried.status == 200 else { return tried }
    return try browser.post(path, ["token": token])
  }

  @Test func `what is typed anew into a form takes the place of what is still being tried`() throws {
    let clerk = try Browser(office, as: "op-110")
    let token = try Browser.token(clerk.get(FormTests.path).text)
    // A list that takes a while, and at once another one under the same token.
    let long = "person,amount,paidOn\n" + (1...4_000).map { "zz-\($0),760.55,2025-12-18\n" }.joined()
    _ = try clerk.upload("\(FormTests.path)/try", ["token": token], "long.csv", Array(long.utf8))
    let second = try clerk.upload(
      "\(FormTests.path)/try", ["token": token], "short.csv", FormTests.list("lz-005", "760.55"))
    for _ in 1...40 {
      let shown = try clerk.outcome(second).text
      #expect(shown.contains("short.csv") && !shown.contains("long.csv"))
      usleep(25_000)
    }
  }

  @Test func `a form that was used for one thing is used for no other`() throws {
    let path = "\(demand)/repaid"
    let before = try size()
    let token = try Browser.token(finance.get(path).text)
    let fields = ["token": token, "amount": "1.00", "receipt": "S-FORM-1"]
    let first = try finance.post(path, fields)
    #expect(first.status == 303)
    #expect(try finance.post(path, fields).field("location") == first.field("location"))
    for other in [fields.merging(["amount": "2.00"]) { $1 }, fields.merging(["receipt": "S-FORM-2"]) { $1 }] {
      #expect(try finance.post(path, other).status == 409)
    }
    #expect(try finance.post("\(demand)/letter", ["token": token]).status == 409)
    #expect(try finance.post("/counter/one/facts/liuzhou/try", ["token": token, "person": "lz-001"]).status == 409)
    #expect(try size() == before + 1)
  }

  @Test func `a form is taken from whoever was given it`() throws {
    let path = "\(demand)/repaid"
    let before = try size()
    let fields = ["amount": "1.00", "receipt": "S-FORM-3"]
    let other = try Browser(office, as: "op-021")
    for token in [
      "w-bcdfghjkmnpq-99999999", "w-bcdfghjkmnpq-0", try Browser.token(other.get("/months/2025-12/draft").text),
    ] {
      let answer = try finance.post(path, fields.merging(["token": token]) { $1 })
      #expect(answer.status == 422 && answer.text.contains("此表单已失效") && answer.text.contains("S-FORM-3"), "\(token)")
      #expect(try Browser.token(answer.text) != token)
    }
    #expect(try size() == before)
  }

  @Test func `what a form has recorded is found without an index, and is all of one commit`() throws {
    let path = "\(demand)/repaid"
    let token = try Browser.token(finance.get(path).text)
    let fields = ["token": token, "amount": "1.00", "receipt": "S-FORM-4"]
    let first = try finance.post(path, fields)
    #expect(first.status == 303)
    let clerk = try Browser(office, as: "op-110")
    let (one, two) = (try fact(clerk, of: "lz-006"), try fact(clerk, of: "lz-007"))
    let page = try clerk.outcome(one).text
    #expect(page.contains("lz-006") && !page.contains("lz-007"))
    #expect(try clerk.outcome(two).text.contains("lz-007"))
    let before = try size()
    for end in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: "\(office.folder)/ledger/index.sqlite\(end)")
    }
    #expect(try finance.post(path, fields).field("location") == first.field("location"))
    #expect(try finance.get("/done/\(token)").text.contains("S-FORM-4"))
    #expect(try size() == before)
  }

  @Test func `of two requests for the same the second is told of the first`() throws {
    let path = "\(demand)/write-off"
    let (one, other) = (try Browser(office, as: "op-112"), try Browser(office, as: "op-112"))
    var fields = ["amount": "1.00", "reason": "gone"]
    let late = try Browser.token(other.get(path).text)
    fields["token"] = try Browser.token(one.get(path).text)
    #expect(try one.post(path, fields).status == 303)
    let before = try size()
    fields["token"] = late
    #expect(try other.post(path, fields).status == 409)
    #expect(try size() == before)
  }

  @Test func `at the counter somebody who was faster with the same person is named`() throws {
    let (one, other) = (try Browser(office, as: "op-110"), try Browser(office, as: "op-112"))
    let late = try Browser.token(other.get("/counter/one/facts/liuzhou").text)
    #expect(try fact(one, of: "lz-006").status == 303)
    let before = try size()
    let answer = try fact(other, of: "lz-006", token: late)
    #expect(answer.status == 409 && answer.text.contains("op-110 于 "), "\(answer.text)")
    #expect(try size() == before)
  }

  @Test func `the preview has the numbers that are recorded`() throws {
    let clerk = try Browser(office, as: "op-110")
    let token = try Browser.token(clerk.get(CounterTests.one).text)
    let tried = try clerk.outcome(clerk.post("\(CounterTests.one)/try", CounterTests.application(token))).text
    let number = try #require(tried.firstMatch(of: #/a-[a-z]{12}-[0-9]+-[0-9]+/#)?.0).description
    let done = try clerk.outcome(clerk.post(CounterTests.one, ["token": token])).text
    #expect(done.contains(number))
  }

  @Test func `what is sent after the session's end takes the place of what was tried before`() throws {
    let clerk = try Browser(office, as: "op-110")
    let page = try clerk.get(CounterTests.one).text
    var fields = CounterTests.application(try Browser.token(page))
    _ = try clerk.outcome(clerk.post("\(CounterTests.one)/try", fields))
    office.clock.move(seconds: 31 * 60)
    fields["phone"] = "19000000777"
    let answer = try clerk.post("\(CounterTests.one)/try", fields)
    #expect(answer.status == 303 && answer.field("location")?.hasPrefix("/login?form=") == true)
    // A second page that was open in the same browser is a form of the new session, too.
    _ = try clerk.get(answer.field("location") ?? "")
    let secret = try #require(page.firstMatch(of: #/name="csrf" value="([0-9a-f]{64})"/#)?.1)
    let signedIn = try clerk.post(answer.field("location") ?? "", ["operator": "op-110", "passphrase": "demo-demo"])
    let kept = try clerk.get(signedIn.field("location") ?? "").text
    #expect(kept.contains("19000000777") && !kept.contains("尚未登记任何内容"))
    clerk.secret = String(secret)
    #expect(try clerk.outcome(clerk.post("\(CounterTests.one)/try", fields)).text.contains("尚未登记任何内容"))
  }

  @Test func `so many forms with files of one operator are held and no more, and none of others goes for it`() throws {
    let (clerk, other) = (try Browser(office, as: "op-110"), try Browser(office, as: "op-112"))
    func attempt(_ browser: Browser) throws -> String {
      let token = try Browser.token(browser.get(FormTests.path).text)
      _ = try browser.outcome(
        browser.upload("\(FormTests.path)/try", ["token": token], "a.csv", FormTests.list("lz-005", "760.55")))
      return token
    }
    func isHeld(_ token: String, _ browser: Browser) throws -> Bool {
      try browser.get("\(FormTests.path)?form=\(token)").text.contains("尚未登记任何内容")
    }
    let theirs = try attempt(other)
    let first = try attempt(clerk)
    #expect(try isHeld(first, clerk))
    let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    for _ in 1...40 { _ = try attempt(clerk) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count < before + 40)
    #expect(try !isHeld(first, clerk))
    #expect(try isHeld(theirs, other))
  }

  @Test func `a session that is ended while a form is on its way records nothing`() throws {
    let path = "\(demand)/repaid"
    let token = try Browser.token(finance.get(path).text)
    let before = try size()
    let body = "csrf=\(finance.secret ?? "")&token=\(token)&amount=1.00&receipt=LATE-1"
    let cookie = finance.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    let head = [
      "POST \(path) HTTP/1.1", "Host: \(office.endpoint)", "Origin: http://\(office.endpoint)", "Cookie: \(cookie)",
      "Content-Type: application/x-www-form-urlencoded", "Content-Length: \(body.utf8.count)",
    ]
    let client = try Client(office.endpoint)
    client.send(Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body.prefix(20)).utf8))
    usleep(200_000)
    #expect(try finance.post("/logout", [:]).status == 303)
    client.send(Array(body.dropFirst(20).utf8))
    let answer = try client.answer()
    #expect(answer.status == 303 && answer.field("location")?.hasPrefix("/login") == true)
    #expect(try size() == before)
  }

  @Test func `a table tells how far its rows have come`() throws {
    let told = Told()
    let ledger = office.ledger.telling { if case .working(let work) = $0 { told.add(work) } }
    let rows = "person,amount,paidOn\n" + (1...3_000).map { "zz-\($0),760.55,2025-12-18\n" }.joined()
    let file = "\(office.folder)/rows.csv"
    try OutputFile(file).write(Array(rows.utf8), mode: 0o600)
    let month = try #require(Month("2025-12"))
    #expect(throws: LedgerFailure.self) {
      try ledger.importContributions(file, month: month, terms: ContributionTerms(isDryRun: true), by: "op-110")
    }
    #expect(told.works.map(\.done) == [1_023, 2_047, 3_000] && told.works.allSatisfy { $0.total == 3_000 })
  }
}

/// The news that a ledger has reported.
private final class Told: Sendable {
  private let all = Mutex<[RowWork]>([])
  func add(_ work: RowWork) { all.withLock { $0.append(work) } }
  var works: [RowWork] { all.withLock { $0 } }
}

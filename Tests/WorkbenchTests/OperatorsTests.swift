import EventLog
import Foundation
import Ledger
import Subsidy
import System
import Testing
import Values
import WebSupport

import Workbench

/// Operators and roles in the browser: one administrator asks, another consents.
@Suite struct OperatorsTests {
  private let office: Office

  init() throws { office = try Office() }

  /// A second administrator consents to the operator who was asked for.
  private func consent(_ asked: Answer) throws -> Answer {
    let second = try Browser(office, as: "op-002")
    let request = try #require(asked.text.firstMatch(of: #/Q20[0-9]{6}-[0-9]+/#)?.0)
    return try second.outcome(second.act("/requests/\(request)"))
  }

  @Test func `operators are listed with roles, key, state and since when, for audit and administration alone`() throws {
    for name in ["op-051", "op-001"] {
      let page = try Browser(office, as: name).get("/operators").text
      for word in ["op-112", "追回", "在岗", "href=\"/operators/of/op-112\""] {
        #expect(page.contains(word), "\(name) \(word)")
      }
      let key = try #require(try office.ledger.state().operators["op-112"]?.keysInForce.first)
      #expect(page.contains(key.id))
      #expect(page.contains("/operators/register") == (name == "op-001"))
    }
    let auditor = try Browser(office, as: "op-051")
    #expect(try auditor.get("/operators?lang=en").text.contains("Who may do what, and with which key?"))
    #expect(try auditor.get("/operators?operators.roles=audit").text.contains("op-051"))
    #expect(try !auditor.get("/operators?operators.roles=audit").text.contains("of/op-112"))
    #expect(try auditor.get("/operators/of/nobody").status == 404)
    // Before the operators of the story were registered.
    #expect(try !auditor.get("/operators?known-at=2025-06-01").text.contains("op-112"))
    for name in ["op-110", "op-021"] {
      let browser = try Browser(office, as: name)
      for path in ["/operators", "/operators/of/op-112", "/operators/register", "/operators/of/op-112/retire"] {
        #expect(try browser.get(path).status == 403, "\(name) \(path)")
      }
    }
  }

  @Test func `somebody is registered by two administrators, signs in, is changed and retired`() throws {
    let first = try Browser(office, as: "op-001")
    let key = try OperatorKeyFiles.create(
      of: "op-113", isSM2: false, in: OutputFile("\(office.folder)/keys/op-113.pem"), under: { Array("demo-demo".utf8) }
    )
    var fields = ["operator": "op-113", "role-enter": "yes", "keys": key.text, "reason": "新入职"]
    let asked = try first.outcome(first.act("/operators/register", fields))
    #expect(asked.text.contains("已提出申请"))
    #expect(try office.ledger.state().operators["op-113"] == nil)
    // The operator who asked is not the one who consents.
    let request = try #require(asked.text.firstMatch(of: #/Q20[0-9]{6}-[0-9]+/#)?.0)
    #expect(try first.get("/requests/\(request)").text.contains("须由另一人同意"))
    let shown = try Browser(office, as: "op-002").get("/requests/\(request)").text
    #expect(shown.contains("op-113") && shown.contains(key.id))
    #expect(try consent(asked).text.contains("已登记"))
    #expect(try office.ledger.state().operators["op-113"]?.registeredBy == ["op-002", "op-001"])
    let clerk = try Browser(office, as: "op-113")
    #expect(try clerk.get("/").status == 200)

    let form = try first.get("/operators/of/op-113/change").text
    #expect(form.contains("name=\"role-enter\" id=\"role-enter\" value=\"yes\" checked") && form.contains(key.text))
    fields = ["role-review": "yes", "office": "社区劳动保障站", "keys": key.text, "reason": "调岗"]
    #expect(try consent(first.outcome(first.act("/operators/of/op-113/change", fields))).text.contains("已登记"))
    let changed = try #require(try office.ledger.state().operators["op-113"]).details
    #expect(changed.roles == [.review] && changed.office == "社区劳动保障站" && changed.keys == [key])

    let leaving = try first.outcome(first.act("/operators/of/op-113/retire", ["reason": "离职"]))
    #expect(try clerk.get("/").status == 200)
    #expect(try consent(leaving).text.contains("已登记"))
    #expect(try clerk.get("/").status == 303)
    #expect(try first.get("/operators/of/op-113/retire").status == 404)
    #expect(office.ledger.verify().outcome == .whole)
  }

  @Test func `what the rules are against comes back with the form, and nobody else's form is taken`() throws {
    let first = try Browser(office, as: "op-001")
    let before = try office.ledger.size()
    let all = ["operator": "op-113", "role-enter": "yes", "reason": "新入职"]
    // The value filled in, and the text of the problem that leads to its field.
    for (name, value, at, words) in [
      ("role-enter", "", "role-enter", "请选择可以办理的事项"), ("keys", "op-113+nothing", "keys", "op-113+nothing"),
      ("operator", "op 113", "operator", "op 113"), ("operator", "op-110", "operator", "op-110"),
      ("reason", "", "reason", "请填写"), ("office", "财政局", "office", "经办机构"),
    ] {
      let answer = try first.outcome(first.act("/operators/register", all.merging([name: value]) { $1 }))
      let problems = answer.text.matches(of: #/<li><a href="#([^"]+)">([^<]*)</#).map { ($0.1, $0.2) }
      #expect(answer.status == 422 && problems.count == 1, "\(name)")
      #expect(problems.first.map { $0.0 == at && $0.1.contains(words) } == true, "\(name): \(problems)")
    }
    let draft = ["role-administer": "yes", "role-draft": "yes", "reason": "x"]
    #expect(try first.outcome(first.act("/operators/of/op-110/change", draft)).status == 422)
    let token = try Browser.token(first.get("/operators/register").text)
    for name in ["op-051", "op-110"] {
      let browser = try Browser(office, as: name)
      for path in ["/operators/register", "/operators/of/op-112/retire", "/operators/of/op-112/change"] {
        #expect(try browser.post(path, all.merging(["token": token]) { $1 }).status == 403, "\(name) \(path)")
      }
    }
    #expect(try office.ledger.size() == before)
  }
}

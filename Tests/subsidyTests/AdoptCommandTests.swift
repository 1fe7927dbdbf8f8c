import Catalogue
import Foundation
import JSONText
import Papers
import Policy
import Testing
import Values

@testable import subsidy

/// `policy adopt` while months are in flight, and the messages about later revisions.
@Suite struct AdoptCommandTests {
  /// The shipped pack of Jingdezhen with another amount, and without a revision if nil.
  private static func pack(_ change: (String) -> String) throws -> [UInt8] {
    let text = String(decoding: try #require(ShippedPacks.text("jingdezhen-2024-139")), as: UTF8.self)
    let changed = change(text)
    try #require(changed != text)
    return Array(changed.utf8)
  }

  @Test("the months are shown, all of them go into a file, and it takes two operators")
  func asks() throws {
    let box = try FinanceCommandTests.box()
    try box.write(
      "dear.json", AdoptCommandTests.pack { $0.replacing("\"flatFen\": 50000", with: "\"flatFen\": 60000") })
    let adopt = "policy adopt @dear.json --by op-3"
    let before = try box.fingerprint()
    let refused = box.run(adopt)
    #expect(refused.code == .refused && refused.messages.contains("--although-paid"))
    #expect(refused.output.contains("100.00") && refused.output.contains("p1"))
    let tried = box.run("\(adopt) --although-paid --reason x --dry-run --to @months.csv")
    #expect(tried.code == .done && tried.messages.contains("nothing was recorded"))
    #expect(try box.fingerprint() == before)
    let months = String(decoding: try box.read("months.csv"), as: UTF8.self)
    #expect(months.hasPrefix("person,month,oldPolicy,") && months.contains("p1,2025-01,"))
    #expect(box.run("\(adopt) --although-paid").code == .usage)
    let asked = box.run("\(adopt) --although-paid --reason raised")
    #expect(asked.code == .done && asked.messages.contains("--pack"))
    let request = try #require(
      box.run("requests --format csv").output.split(separator: "\n").last?.split(separator: ",").first)
    #expect(box.run("consent \(request) --by op-4").code == .refused)
    #expect(box.run("consent \(request) --pack @dear.json --by op-4").code == .done)
    #expect(box.run("audit timeline p1").code == .done)
  }

  @Test("a later revision of the program's pack is told, with the way to adopt it")
  func revision() throws {
    let box = try Box()
    #expect(box.run("init --by op-1").code == .done)
    try box.write("old.json", AdoptCommandTests.pack { $0.replacing("  \"revision\": 2,\n", with: "") })
    #expect(box.run("policy adopt @old.json --by op-1").code == .done)
    for line in ["policy list", "policy show jingdezhen-2024-139"] {
      let messages = box.run(line).messages
      #expect(messages.contains("policy adopt jingdezhen-2024-139 --dry-run"), "\(line): \(messages)")
    }
    #expect(box.run("policy adopt jingdezhen-2024-139 --by op-1").code == .done)
    #expect(box.run("policy list").messages.isEmpty)
  }

  @Test("an adoption names the readings that took their standard, each with its clause, and no other")
  func standards() throws {
    let box = try Box()
    #expect(box.run("init --by op-1").code == .done)
    let adopted = box.run("policy adopt liuzhou-2022-9 --set claimWindow=any-day --by op-1")
    #expect(adopted.code == .done)
    #expect(adopted.messages.contains("7 interpretations took the standard of the pack"))
    #expect(adopted.messages.contains("timely=off (一（一）, P5): "))
    #expect(!adopted.messages.contains("claimWindow="))
    let chinese = box.run("policy adopt liuzhou-2022-9 --set claimWindow=once --lang zh --by op-1")
    #expect(chinese.messages.contains("timely=off（一（一）, P5）：“按时”未写明期限"))
    #expect(box.run("policy adopt liuzhou-2022-9 --set claimWindow=once --by op-1").messages.isEmpty)
  }

  @Test("an adoption names the terms of an earlier pack that it has not")
  func termsGone() throws {
    let box = try Box()
    #expect(box.run("init --by op-1").code == .done)
    #expect(box.run("policy adopt liuzhou-2022-9 --by op-1").code == .done)
    let text = String(decoding: try #require(ShippedPacks.text("liuzhou-2022-9")), as: UTF8.self)
    try box.write("renamed.json", text.replacing("\"name\": \"until-2\"", with: "\"name\": \"women\""))
    let adopted = box.run("policy adopt @renamed.json --by op-1")
    #expect(adopted.code == .done && adopted.messages.contains("no term until-2"))
    #expect(!box.run("policy adopt @renamed.json --set womenAge=50 --by op-1").messages.contains("no term women"))
  }

  @Test("`policy show` sets every part of a document against the pack, and says of what it makes nothing")
  func comparison() throws {
    let box = try Box()
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Fixtures/documents/liuzhou-2022-9.txt")
    try box.write("notice.txt", Array(Data(contentsOf: file)))
    let shown = box.run("policy show liuzhou-2022-9 --document @notice.txt")
    #expect(shown.code == .done && shown.messages.isEmpty)
    #expect(shown.output.contains("一（三）1  与用人单位建立劳动关系的"))
    #expect(shown.output.contains("Nothing in the pack refers to it."))
    #expect(shown.output.split(separator: "\n").allSatisfy { $0.cells <= HelpPage.width })
    let other = box.run("policy show jingdezhen-2024-139 --document @notice.txt")
    #expect(other.code == .done && other.messages.contains("another SHA-256"))
    #expect(box.run("policy show liuzhou-2022-9").output.contains("一（一）  补贴对象实现灵活就业并进行就业登记"))
  }

  @Test(
    "two keys of which a pack may have one are named in Chinese",
    arguments: [
      ("months or until, not both", "months 或 until"), ("flatFen or rate, not both", "flatFen 或 rate"),
      ("pay, or atLeastFen, not both", "pay 或 atLeastFen"), ("prefix or includes, not both", "prefix 或 includes"),
      ("from or above, not both", "from 或 above"),
    ])
  func eitherKey(_ expected: String, _ shown: String) {
    let text = PolicyError(.contradiction, path: "x", found: "1", expected: expected).text
    #expect(text.zh.contains("\(shown) 之一，不得并用"), "\(text.zh)")
  }
}

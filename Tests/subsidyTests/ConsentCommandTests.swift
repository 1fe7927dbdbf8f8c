import Catalogue
import JSONText
import Testing

@testable import subsidy

/// The acts of two people on the command line: one asks, another consents.
@Suite struct ConsentCommandTests {
  /// A ledger whose batch b1 the bank has confirmed.
  private func box() throws -> Box {
    let box = try FinanceCommandTests.box()
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    try FinanceCommandTests.ok(box, "batch export b1 --to @a.csv --as csv --by op-1")
    try box.write("r.csv", "person,month,status\np1,2025-01,paid\np1,2025-02,paid\n")
    try FinanceCommandTests.ok(box, "batch settle @r.csv --batch b1 --by op-1")
    return box
  }

  @Test("a request says what comes next, waits in the list, and is done by somebody else")
  func asksAndConsents() throws {
    let box = try box()
    let asked = try FinanceCommandTests.ok(box, box.expanded("reverse PAID --reason 录错 --authority 会议纪要 --by op-3"))
    let name = try box.expanded("REQUEST")
    #expect(asked.output.contains("subsidy consent \(name)"))
    let waiting = try JSONValue(Array(try FinanceCommandTests.ok(box, "requests --format json").output.utf8))
    let request = try #require(waiting.elements?.first)
    #expect(
      request.members?.map(\.key) == [
        "request", "act", "events", "by", "recorded", "lastDay", "reason", "authority", "content",
      ])
    #expect(request["request"]?.text == name && request["act"]?.text == "reversed")
    #expect(request["content"]?.elements?.first?.members?.map(\.key) == ["of"])
    let list = try FinanceCommandTests.ok(box, "requests --lang zh").output
    #expect(list.contains("红字冲销") && list.contains("录错") && list.contains("会议纪要"))
    // A command that only shows does not record.
    let settle = "batch settle @r.csv --batch b1 --although-recalled --reason x --by op-3"
    #expect(box.run(settle + " --dry-run").code == .usage)
    FinanceCommandTests.refused(box, "consent \(name) --by OP-3", "cannot consent")
    FinanceCommandTests.refused(box, "consent \(name) --by op-1", "which this undoes")
    let done = try FinanceCommandTests.ok(box, "consent \(name) --by op-4 --lang zh")
    #expect(done.output.hasPrefix("已登记：红字冲销"))
    #expect(try FinanceCommandTests.ok(box, "requests").output == "(none)\n")
    let timeline = try FinanceCommandTests.ok(box, "audit timeline p1").output
    #expect(timeline.contains("reversed") && timeline.contains(name))
    #expect(box.run("audit verify").code == .done)
    #expect(try FinanceCommandTests.ok(box, "batch show b1 --format csv").output.contains("2025-02,50000,open"))
  }

  @Test("what is taken back stands in columns of its own of the month's report")
  func report() throws {
    let box = try box()
    let month = try box.expanded("THIS")
    let before = try FinanceCommandTests.ok(box, "report monthly \(month)").output
    #expect(!before.contains("reversed"))
    try FinanceCommandTests.ok(box, box.expanded("reverse PAID --reason x --by op-3"))
    try FinanceCommandTests.ok(box, box.expanded("consent REQUEST --by op-4"))
    let json = try FinanceCommandTests.ok(box, "report monthly \(month) --format json --html @m.html").output
    #expect(json.contains(#""netFen":50000,"#) && json.contains(#""reversedPaidFen":50000"#), "\(json)")
    #expect(String(decoding: try box.read("m.html"), as: UTF8.self).contains("红字冲销"))
  }
}

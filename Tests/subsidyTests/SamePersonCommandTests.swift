import Catalogue
import JSONText
import Testing
import Values

@testable import subsidy

/// Two keys of one person are joined on the command line, and a user who asks for the other key is told so.
@Suite struct SamePersonCommandTests {
  @Test("the request shows what is overpaid then; afterwards the other key answers with the person, and says so")
  func isJoined() throws {
    let box = try FinanceCommandTests.box()
    let twin = FinanceCommandTests.entries.map {
      $0.replacing("p1", with: "p2").replacing("6222020000000000018", with: "6222020000000000026")
    }
    try box.write("twin", twin.joined(separator: "\n"))
    try FinanceCommandTests.ok(box, "record @twin --by op-1")
    FinanceCommandTests.refused(box, "same-person p1 p1 --reason twice --by op-3", "one key")
    FinanceCommandTests.refused(box, "same-person p1 p9 --reason twice --by op-3", "p9")
    let asked = try FinanceCommandTests.ok(box, "same-person p1 p2 --reason twice --by op-3")
    #expect(asked.output.contains("used together") && asked.output.contains("subsidy consent"), "\(asked.output)")
    #expect(box.run("person p2").messages.isEmpty)
    FinanceCommandTests.refused(box, try box.expanded("consent REQUEST --by OP-3"), "cannot consent")
    let done = try FinanceCommandTests.ok(box, box.expanded("consent REQUEST --by op-4 --lang zh"))
    #expect(done.output.contains("同一人"), "\(done.output)")
    for command in ["person p2", "audit explain p2 2025-01", "audit timeline p2", "registration p2"] {
      let said = box.run(command)
      #expect(said.code == .done && said.messages.contains("p2 and p1 are one person"), "\(command): \(said.messages)")
      #expect(box.run("\(command) --lang zh").messages.contains("p2 与 p1 为同一人"))
      #expect(!box.run(command.replacing("p2", with: "p1")).messages.contains("one person"))
    }
    let json = try JSONValue(Array(box.run("person p2 --format json").output.utf8))
    #expect(json.elements?.map { $0["person"]?.text } == ["p1"])
    FinanceCommandTests.refused(box, "record @twin --by op-1", "record it for p1", .refused)
    for command in ["audit verify", "audit replay"] {
      let incidents = try JSONValue(Array(box.run("\(command) --format json").output.utf8))["incidents"]
      #expect(incidents?.elements?.map { $0["type"]?.text } == ["same-person"])
    }
    try FinanceCommandTests.ok(box, "audit report --to @r.html --lang zh")
    #expect(String(decoding: try box.read("r.html"), as: UTF8.self).contains("同一人"))
    #expect(box.run("projections check").code == .done)
  }
}

import Catalogue
import JSONText
import Testing

@testable import subsidy

/// The acts on the log itself, its time and closed books are listed by every check of a log.
@Suite struct IncidentCommandTests {
  @Test("verification and replay list imports, recoveries, a HEAD made anew, reopened months and corrected clocks")
  func isListed() throws {
    let box = try FinanceCommandTests.box()
    #expect(!box.run("audit verify --format json").output.contains("incidents"))
    try box.write("ledger/HEAD", "broken")
    try FinanceCommandTests.ok(box, box.expanded("repair head --confirm SIZE --by op-1"))
    try box.append(Box.segment, "{")
    try FinanceCommandTests.ok(box, box.expanded("close THIS --before-end --by op-1"))
    try FinanceCommandTests.ok(box, box.expanded("reopen THIS --reason early --by op-3"))
    try FinanceCommandTests.ok(box, box.expanded("consent REQUEST --by op-4"))
    try box.prepare("LEAP")
    try FinanceCommandTests.ok(box, box.expanded("clock correct LAST --reason battery --by op-3"))
    try FinanceCommandTests.ok(box, box.expanded("consent REQUEST --by op-4"))
    let types = ["recovered", "recovered", "month-reopened", "clock-corrected"]
    for command in ["audit verify", "audit replay"] {
      let said = box.run(command).output
      for words in [
        "4 events of the log itself", "HEAD made anew", "1 bytes in quarantine", "month reopened", "battery",
      ] {
        #expect(said.contains(words), "\(words): \(said)")
      }
      let chinese = box.run("\(command) --lang zh").output
      for words in ["特别事件 4 条", "重建 HEAD", "移入隔离区", "撤销月结", "更正时钟"] {
        #expect(chinese.contains(words), "\(words): \(chinese)")
      }
      let json = try JSONValue(Array(box.run("\(command) --format json").output.utf8))
      #expect(json["incidents"]?.elements?.compactMap { $0["type"]?.text } == types)
    }
  }

  @Test("what is checked says which log it speaks of, in every form")
  func namesTheLog() throws {
    let two = try TwoPasts()
    let json = try JSONValue(Array(two.box.run("audit verify --format json").output.utf8))
    let root = try #require(json["root"]?.text)
    for line in ["audit replay", "audit sample --size 2 --seed x", "audit diff --from \(TwoPasts.end)"] {
      #expect(two.box.run(line).output.contains(root), "\(line)")
      let table = two.box.run("\(line) --format csv")
      #expect(table.messages.contains(root) && !table.output.contains(root), "\(line)")
      let ran = two.box.run("\(line) --format json")
      #expect((ran.output + ran.messages).contains(root), "\(line)")
    }
    #expect(two.box.run("audit sample --size 2 --seed x --population").messages.contains(root))
    let finding = FindingCommandTests.finding
    let disposed = two.box.run("audit dispose \(finding) --outcome confirmed --note x --by aud-1")
    #expect(disposed.output.contains(root), "\(disposed.output)")
  }
}

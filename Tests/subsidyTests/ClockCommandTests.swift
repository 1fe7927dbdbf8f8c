import Catalogue
import JSONText
import Testing
import Values

@testable import subsidy

/// A wrong clock is corrected on the command line, and auditors are shown what that changed.
@Suite struct ClockCommandTests {
  @Test("the request lists every event whose time changes, and so do verification, replay and report afterwards")
  func isListed() throws {
    let box = try FinanceCommandTests.box()
    try box.prepare("LEAP")
    let plain = box.run("audit verify --format json").output
    #expect(!plain.contains("clockCorrections"))
    let wrong = "2035-03-01T01:00:00Z"
    let number = Box.size(of: box) - 1
    FinanceCommandTests.refused(box, "clock correct 1 --reason battery --by op-3", "give \(number)")
    let asked = try FinanceCommandTests.ok(box, "clock correct \(number) --reason battery --by op-3")
    #expect(asked.output.contains(wrong) && asked.output.contains("subsidy consent"), "\(asked.output)")
    FinanceCommandTests.refused(box, "record @visit --by op-1", "correction of the clock was asked for")
    FinanceCommandTests.refused(box, try box.expanded("consent REQUEST --by OP-3"), "cannot consent")
    let done = try FinanceCommandTests.ok(box, box.expanded("consent REQUEST --by op-4 --lang zh"))
    #expect(done.output.contains("更正时钟"), "\(done.output)")
    for command in ["audit verify", "audit replay"] {
      let said = box.run(command).output
      #expect(said.contains("corrects the clock of 1 event from \(number) on") && said.contains(wrong), "\(said)")
      #expect(box.run("\(command) --lang zh").output.contains("更正自事件 \(number) 起 1 个事件的时钟"))
      let json = try JSONValue(Array(box.run("\(command) --format json").output.utf8))
      let clock = try #require(json["clockCorrections"]?.elements?.first)
      #expect(clock.members?.map(\.key) == ["seq", "of", "request", "reason", "by", "recorded", "events"])
      let event = try #require(clock["events"]?.elements?.first)
      #expect(event.members?.map(\.key) == ["seq", "type", "recorded", "corrected"])
      #expect(event["seq"]?.number == Int64(number) && event["type"]?.text == "visited")
      #expect(event["recorded"]?.text == wrong && event["corrected"]?.text == clock["recorded"]?.text)
    }
    try FinanceCommandTests.ok(box, "audit report --to @r.html --lang zh")
    let local = try #require(Instant(wrong)).chinaTime
    #expect(String(decoding: try box.read("r.html"), as: UTF8.self).contains(local))
    #expect(!box.run("audit timeline p1").output.contains(wrong))
    #expect(box.run("projections check").code == .done)
    try FinanceCommandTests.ok(box, "record @visit --by op-1")
  }
}

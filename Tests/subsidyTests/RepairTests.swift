import Catalogue
import EventLog
import Testing

@testable import subsidy

/// The repairs that an operator makes by an explicit command, and the messages about them.
@Suite struct RepairTests {
  private static func filled() throws -> Box {
    let box = try Box(adopting: "liuzhou-2022-9")
    try box.write("people", BadInputTests.registered + "\n")
    #expect(box.run("record @people --by op-001").code == .done)
    return box
  }

  @Test func aLostHeadIsMadeAnewOnlyByItsCommandAndRecorded() throws {
    let box = try RepairTests.filled()
    #expect(box.run("repair head --by op-009").code == .refused)
    let head = try box.read("ledger/HEAD")
    try box.write("ledger/HEAD", "broken")
    for line in ["person --all", "record @people --by op-001", "audit replay"] {
      let ran = box.run(line)
      #expect(ran.code == .refused && ran.messages.contains("subsidy repair head"), "\(line): \(ran.messages)")
    }
    #expect(box.run("audit verify").code == .unreadable)
    let before = try box.fingerprint()
    let dry = box.run("repair head --by op-009")
    #expect(dry.code == .done && dry.output.contains("--confirm 3"), "\(dry)")
    #expect(box.run("repair head --by op-009 --confirm 4").code == .refused)
    #expect(try box.fingerprint() == before)
    #expect(box.run("repair head --by op-009 --confirm 3").code == .done)
    #expect(box.run("audit verify").code == .done)
    #expect(try box.read("ledger/HEAD") != head)
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self)
    #expect(log.contains(#""type":"recovered""#) && log.contains(#""by":"op-009","segment":0,"#))
    #expect(log.contains(#""bytes":0,"#))
    #expect(box.run("record @people --by op-001").code == .done)
    #expect(box.run("projections check").code == .done)
  }

  @Test func aHeadThatWasMadeAnewIsToldByTheNextChangeIfTheRepairWasCutShort() throws {
    let box = try RepairTests.filled()
    try box.write("ledger/HEAD", "")
    // As a crash leaves it between making HEAD and recording it.
    _ = try LogWriter.rebuildHead(ledger: box.ledger)
    #expect(box.run("audit verify").code == .done)
    for _ in 0..<2 { #expect(box.run("record @people --by op-002").code == .done) }
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self)
    #expect(log.occurrences(of: "\"recovered\"") == 1 && log.contains(#""by":"op-002","segment":0,"#))
  }

  @Test func aCorruptLogGetsNoHead() throws {
    let box = try RepairTests.filled()
    try box.write("ledger/HEAD", "")
    try box.flip(Box.segment, at: 200)
    let before = try box.fingerprint()
    for line in ["repair head --by op-009", "repair head --by op-009 --confirm 3"] {
      let ran = box.run(line)
      #expect(ran.code == .found && ran.messages.contains("corrupt"), "\(ran.messages)")
    }
    #expect(try box.fingerprint() == before)
  }

  @Test func aTailThatNoEventTellsOfIsToldByTheNextChangeAndOnlyOnce() throws {
    let box = try RepairTests.filled()
    // As a crash leaves it between moving the tail away and recording it: the tail is in quarantine already.
    let whole = try box.read(Box.segment)
    try box.append(Box.segment, "{\"torn\"")
    #expect(box.run("audit verify").code == .tornTail)
    let entry =
      #"{"type":"contributed","id":"c1","person":"p1","month":"2024-11","amountFen":1,"paidOn":"2024-11-20","source":"s"}"#
    try box.write("more", entry + "\n")
    #expect(box.run("record @more --by op-002").code == .done)
    let tails = try box.fingerprint().keys.filter { $0.hasPrefix("quarantine/") }
    #expect(tails.count == 1)
    func recovered() throws -> Int {
      String(decoding: try box.read(Box.segment), as: UTF8.self).occurrences(of: "\"recovered\"")
    }
    #expect(try recovered() == 1)
    // The log as it was before that event, the quarantine as it is now.
    try box.write("ledger/HEAD", "")
    try box.write(Box.segment, whole)
    #expect(box.run("repair head --by op-003 --confirm 3").code == .done)
    #expect(try recovered() == 2)
    #expect(box.run("record @more --by op-002").code == .done)
    #expect(box.run("record @more --by op-002").code == .done)
    #expect(try recovered() == 2)
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func occurrences(of text: String) -> Int { ranges(of: text).count }
}

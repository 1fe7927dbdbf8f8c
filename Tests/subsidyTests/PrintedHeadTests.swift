import Catalogue
import Foundation
import JSONText
import Testing

@testable import subsidy

/// The size and the beginning of the root at the foot of papers bind the log as a checkpoint does.
@Suite struct PrintedHeadTests {
  /// A head as it is typed; the words of a test's command line are apart by blanks, so that these are not.
  private static func typed(_ text: String) -> String { text.replacing(" ", with: "\u{A0}") }

  private static func root(_ ledger: SmallLedger) throws -> String {
    let json = try JSONValue(Array(ledger.call("audit verify --format json").output.utf8))
    return try #require(json["root"]?.text)
  }

  private static func grouped(_ digits: some StringProtocol) -> String {
    stride(from: 0, to: digits.count, by: 4).map { String(digits.dropFirst($0).prefix(4)) }.joined(separator: " ")
  }

  @Test("what is printed is taken as it is printed, in groups, in capitals, with its words, and whole")
  func agrees() throws {
    let ledger = try SmallLedger(events: 5)
    let root = try PrintedHeadTests.root(ledger)
    try ledger.grow(to: 8)
    let short = PrintedHeadTests.grouped(root.prefix(20))
    for text in [
      "5 \(short)", "5 \(root.prefix(20))", "5 \(short.uppercased())", "账本 5 条 · 校验 \(short)", "5 \(root)",
      "5 \(root.prefix(21))",
    ] {
      let ran = ledger.call("audit verify --against \(PrintedHeadTests.typed(text))")
      #expect(ran.code == .done && ran.output.contains("begins with the 5 events"), "\(text): \(ran.messages)")
      #expect(ran.output.contains("64 prove more") == !text.hasSuffix(root))
    }
    let json = ledger.call("audit verify --format json --against \(PrintedHeadTests.typed("5 \(short)"))").output
    let kept = try #require(try JSONValue(Array(json.utf8))["against"])
    #expect(kept["root"]?.text == String(root.prefix(20)) && kept["found"]?.text == root)
  }

  @Test("a rewritten log and one that was cut back are found out by paper alone, and nobody reads that they are whole")
  func disagrees() throws {
    let honest = try SmallLedger(events: 5)
    let forked = try SmallLedger(events: 2)
    try forked.grow(to: 6, as: "q")
    let root = try PrintedHeadTests.root(honest)
    for (size, language, words) in [
      (5, "en", "not what was kept"), (5, "zh", "不符"), (9, "en", "cut back"), (9, "zh", "截短"),
    ] {
      let text = PrintedHeadTests.typed("\(size) \(PrintedHeadTests.grouped(root.prefix(20)))")
      let ran = forked.call("audit verify --lang \(language) --against \(text)")
      #expect(ran.code == .found && ran.messages.contains(words), "\(ran.messages)")
      #expect(!ran.output.contains("the log is whole") && !ran.output.contains("日志完整"), "\(ran.output)")
      #expect(!ran.output.contains("  whole") && !ran.output.contains("  完整"), "\(ran.output)")
      let json = forked.call("audit verify --format json --against \(text)").output
      #expect(json.contains(#""outcome":"not-kept""#) && json.contains(#""failingProof":null"#), "\(json)")
    }
  }

  @Test("fewer than 20 digits are refused, and so is anything that is no root", arguments: [19, 0, 65])
  func refuses(digits: Int) throws {
    let ledger = try SmallLedger(events: 3)
    let text = PrintedHeadTests.typed(digits == 0 ? "3 somebody" : "3 \(String(repeating: "a", count: digits))")
    let ran = ledger.call("audit verify --against \(text)")
    #expect(ran.code == .refused && ran.output.isEmpty, "\(ran.messages)")
    #expect(ran.messages.contains(digits == 0 ? "hexadecimal" : "at least 20 of its 64"), "\(ran.messages)")
    let whole = PrintedHeadTests.typed("3 \(String(repeating: "a", count: 20))")
    for option in ["--vkey x", "--proof-to x"] {
      #expect(ledger.call("audit verify --against \(whole) \(option)").code == .usage)
    }
  }

  @Test("the foot of a paper is the head of the log that it was made from, and an issued one keeps its own")
  func feet() throws {
    let box = try FinanceCommandTests.box()
    func foot(_ text: String) throws -> String {
      let line = try #require(text.split(separator: "\n").last { $0.contains("校验") })
      return String(line).replacing("<footer class=\"log\">", with: "").replacing("</footer>", with: "")
    }
    let roster = "paper roster --scheme jingdezhen --month 2025-01"
    let issued = try FinanceCommandTests.ok(box, "\(roster) --by op-1").output
    var feet = [try foot(issued)]
    #expect(try FinanceCommandTests.ok(box, "\(roster) --by op-1").output == issued, "again as it was")
    feet.append(try foot(box.run(roster).output))
    #expect(feet[0] != feet[1])
    for line in try [
      "paper ledger p1", "paper ledger p1 --as text", "paper funding-plan --scheme jingdezhen --month 2025-02",
      "paper ledger p1 --known-at \(box.lastRecorded())",
    ] { feet.append(try foot(FinanceCommandTests.ok(box, line).output)) }
    try FinanceCommandTests.ok(box, "report monthly 2025-01 --html @month.html")
    feet.append(try foot(String(decoding: box.read("month.html"), as: UTF8.self)))
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    for form in ["control", "control-html"] {
      try FinanceCommandTests.ok(box, "batch export b1 --as \(form) --to @\(form) --by op-1")
      feet.append(try foot(String(decoding: box.read(form), as: UTF8.self)))
    }
    for foot in feet {
      let ran = box.run("audit verify --against \(PrintedHeadTests.typed(foot))")
      #expect(ran.code == .done && ran.output.contains("of the paper"), "\(foot): \(ran.messages)")
    }
    // Files for the bank and for programs have none.
    try FinanceCommandTests.ok(box, "batch export b1 --as csv --to @bank --by op-1")
    #expect(!String(decoding: try box.read("bank"), as: UTF8.self).contains("校验"))
  }
}

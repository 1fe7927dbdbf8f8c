import Catalogue
import Foundation
import Testing

@testable import subsidy

/// The forged history that one person brought to a running ledger, through the program.
@Suite struct LateHistoryCommandTests {
  private func done(_ box: Box, _ line: String) -> String {
    let ran = box.run(line)
    #expect(ran.code == .done, "\(line): \(ran.messages)")
    return ran.output
  }

  /// A running ledger with a person whose month is payable.
  private func running() throws -> Box {
    let box = try Box(adopting: "jingdezhen-2024-139")
    try box.write(
      "live",
      """
      {"type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"360200"}
      {"type":"fact-recorded","person":"p1","fact":"difficulty-recognised","from":"2024-01-10","source":"s"}
      {"type":"fact-recorded","person":"p1","fact":"flexible-registered","from":"2024-01-12","source":"s"}
      {"type":"applied","person":"p1","application":"a1","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c"}
      {"type":"verified","person":"p1","application":"a1","stage":"acceptance","outcome":"passed"}
      {"type":"verified","person":"p1","application":"a1","stage":"review","outcome":"passed"}
      {"type":"contributed","person":"p1","month":"2025-01","amountFen":60000,"paidOn":"2025-01-20","source":"si"}

      """)
    _ = done(box, "record @live --by op-1")
    return box
  }

  @Test("no history brings a batch to the bank on a running ledger")
  func forged() throws {
    let box = try running()
    // The time of the last event is the earliest that a history may have, and the import's own the latest.
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self)
    let last = try #require(log.matches(of: /"recorded":"([^"]+)"/).last).1
    func line(_ text: String, by: String) -> String { #"{"recorded":"\#(last)","by":"\#(by)",\#(text)}"# }
    let order = line(
      #""type":"payment-ordered","person":"p1","scheme":"jingdezhen","month":"2025-01","amountFen":50000,"batch":"b1""#,
      by: "op-2")
    let draft = line(
      #""type":"batch-drafted","batch":"b1","scheme":"jingdezhen","through":"2025-01","persons":1,"items":1,"totalFen":50000"#,
      by: "op-2")
    let approval = line(#""type":"batch-approved","batch":"b1""#, by: "op-3")
    try box.write("forged", [order, draft, approval].map { $0 + "\n" }.joined())
    let before = try box.fingerprint()
    let plain = box.run("record --history @forged")
    #expect(plain.code == .refused && plain.messages.contains("--late") && plain.messages.contains("event 1"))
    let late = box.run("record --history --late @forged")
    #expect(late.code == .refused)
    for (number, type) in ["payment-ordered", "batch-drafted", "batch-approved"].enumerated() {
      #expect(late.messages.contains("forged:\(number + 1): type: found \(type)"))
    }
    #expect(try box.fingerprint() == before)
    #expect(box.run("batch export b1 --to @out.csv --as csv --by op-1").code == .refused)
    #expect(!FileManager.default.fileExists(atPath: box.path("out.csv")))
    // Entries taken in on paper come in.
    try box.write("paper", line(#""type":"visited","person":"p1","on":"2025-01-20""#, by: "op-4") + "\n")
    #expect(done(box, "record --history --late @paper").contains("1 entry of history taken"))
    #expect(box.run("audit verify").code == .done)
  }
}

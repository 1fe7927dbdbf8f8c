import Catalogue
import Foundation
import System
import Testing

@testable import subsidy

/// A change that counts and that the index or the read model cannot follow is reported, and ends as the append did.
@Suite struct LeftBehindTests {
  private static func visit(_ day: Int) -> String {
    #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2025-04-0\#(day)","source":"si"}"#
  }

  private func record(_ box: Box, day: Int, _ options: String = "") throws -> Ran {
    try box.write("e", LeftBehindTests.visit(day))
    return box.run("record @e --by op-1\(options)")
  }

  @Test("a file that cannot be written is told with the command that mends it", arguments: ["index", "read-model"])
  func unwritable(_ name: String) throws {
    let box = try FinanceCommandTests.box()
    let file = box.path("ledger/\(name).sqlite")
    try FileManager.default.removeItem(atPath: file)
    // Nothing can be renamed over a folder, by any user.
    try FileManager.default.createDirectory(atPath: file + "/in", withIntermediateDirectories: true)
    let size = Box.size(of: box)
    let ran = try record(box, day: 1)
    #expect(ran.code == .done && ran.output.contains("1 entry taken"), "\(ran.messages)")
    #expect(Box.size(of: box) == size + 1)
    let what = name == "index" ? "the index and the read model do" : "the read model does"
    #expect(ran.messages.hasPrefix("subsidy: recorded, but \(what) not show it: cannot rename"), "\(ran.messages)")
    #expect(ran.messages.hasSuffix("`subsidy projections rebuild` makes them anew\n") && ran.lines.count == 1)
    let chinese = try record(box, day: 2, " --lang zh")
    #expect(chinese.code == .done && chinese.messages.contains("未能更新"), "\(chinese.messages)")
    try FileManager.default.removeItem(atPath: file)
    try FinanceCommandTests.ok(box, "projections rebuild")
    #expect(try record(box, day: 3).messages.isEmpty)
    #expect(box.run("projections check").code == .done)
  }

  @Test("a damaged table is told and thrown away, and the next change makes it anew")
  func damaged() throws {
    let box = try FinanceCommandTests.box()
    let file = box.path("ledger/read-model.sqlite")
    let page: Int
    do {
      let database = try SQLiteDatabase(path: file, access: .readOnly)
      let roots = try database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'facts'")
      page = try roots.step() ? Int(roots.int(at: 0)) : 0
    }
    #expect(page > 1)
    try box.settle("ledger/read-model.sqlite")
    var bytes = try box.read("ledger/read-model.sqlite")
    bytes.replaceSubrange((page - 1) * 4_096..<page * 4_096, with: [UInt8](repeating: 0xFF, count: 4_096))
    try box.write("ledger/read-model.sqlite", bytes)
    let ran = try record(box, day: 1)
    #expect(ran.code == .done, "\(ran.messages)")
    #expect(ran.messages.contains("read-model.sqlite is damaged"), "\(ran.messages)")
    #expect(ran.messages.contains("`subsidy projections rebuild`"))
    #expect(!FileManager.default.fileExists(atPath: file))
    #expect(try record(box, day: 2).messages.isEmpty)
    #expect(box.run("projections check").code == .done)
  }

  @Test("a table that is empty because of an import says so, and why")
  func emptyOfImport() throws {
    let box = try Box()
    _ = box.run("init --name x --history-from 2022-01-01T00:00:00Z --by op-1")
    #expect(!box.run("projections status").output.contains("empty"))
    let entries = [
      #""type":"policy-adopted","scheme":"liuzhou","policy":"liuzhou-2022-9","parameters":{}"#,
      #""type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"450200""#,
      #""type":"paid","person":"p1","scheme":"liuzhou","month":"2024-03","amountFen":27000,"batch":"b1""#,
    ]
    try box.write(
      "past", entries.map { #"{"recorded":"2024-04-03T02:00:00Z","by":"op-9",\#($0)}"# }.joined(separator: "\n"))
    #expect(box.run("record --history @past --no-tables").code == .done)
    // A text too wide for a line goes on in the next one, which begins with blanks.
    func state(_ table: String, _ options: String = "") throws -> String {
      let lines = box.run("projections status \(options)").output.split(separator: "\n")
      let first = try #require(lines.firstIndex { $0.hasPrefix(table) })
      let rest = lines[(first + 1)...].prefix { $0.hasPrefix(" ") }.map { $0.drop { $0 == " " } }
      return ([lines[first]] + rest).joined(separator: " ")
    }
    #expect(try state("payments").hasSuffix("behind; empty: the imported history is not in it yet"))
    #expect(box.run("projections status --format json").output.contains(#""empty":"import-waits""#))
    #expect(box.run("projections rebuild").code == .done)
    #expect(try state("payments").hasSuffix(" current"))
    #expect(try state("batches").hasSuffix("current; empty: neither the imported history nor anything since is for it"))
    #expect(try state("batches", "--lang zh").hasSuffix("最新；空：导入的历史及其后均无此类记录"))
    #expect(try state("batches", "--format csv") == "batches,5,5,current")
  }

  @Test("reading leaves no file beside the index and the tables")
  func leavesNothing() throws {
    let box = try FinanceCommandTests.box()
    // A paper with a name is a look, and is recorded.
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: box.ledger).sorted().filter { $0 != "vault-access.jsonl" }
    }
    let before = try names()
    for line in ["person p1", "projections status", "projections check", "audit replay", "paper ledger p1"] {
      _ = box.run(line)
      #expect(try names() == before, "\(line)")
    }
  }
}

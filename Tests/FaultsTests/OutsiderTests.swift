import FaultSupport
import Foundation
import Testing

/// The commands that docs/en/inspector.md gives to people who do not trust the program are run as written there.
@Suite struct OutsiderTests {
  /// The fenced blocks of the section, in their order.
  private static func blocks() throws -> [String] {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/en/inspector.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let section = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix("Commands of other") })
    return section.components(separatedBy: "```sh\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  /// A folder with what the section names.
  private static func folder() throws -> String {
    let folder = NSTemporaryDirectory() + "outsider-\(UUID().uuidString)"
    let tool = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/tools/verify.py")
    let script = """
      mkdir "$1"; cd "$1"; cp "$3" verify.py
      "$2" demo copy-of-ledger > demo.txt
      "$2" key create --name ledger.example/subsidy --to ledger.key | grep -o 'ledger[.]example.*' > ledger.pub
      "$2" audit checkpoint --ledger copy-of-ledger --key ledger.key --to signed.checkpoint
      "$2" key create --sm2 --name ledger.example/subsidy --to sm2.key | grep -o 'ledger[.]example.*' > sm2.pub
      "$2" audit checkpoint --ledger copy-of-ledger --hash sm3 --key ledger.key --key sm2.key --to sm3.checkpoint
      "$2" key create --witness --name audit.example/witness --to witness.key | grep -o 'audit[.]example.*' > witness.pub
      "$2" audit witness kept --add signed.checkpoint --vkey "$(cat ledger.pub)" --key witness.key --to witnessed.checkpoint
      "$2" audit prove 3 --ledger copy-of-ledger --to 3.tlog-proof
      """
    let ran = try Program.run(["bash", "-euo", "pipefail", "-c", script, "bash", folder, Program.path, tool.path])
    #expect(ran.code == 0, "\(ran.messages)")
    return folder
  }

  private static func lines(_ block: String, in folder: String) throws -> [String] {
    let ran = try Program.run(["bash", "-euo", "pipefail", "-c", "cd '\(folder)'\n" + block])
    #expect(ran.code == 0, "\(block)\n\(ran.messages)")
    return ran.output.split(separator: "\n").map(String.init)
  }

  @Test("what the page tells outsiders to type gives what the page says")
  func commands() throws {
    let blocks = try OutsiderTests.blocks()
    try #require(blocks.count == 9)
    let folder = try OutsiderTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let leaf = try OutsiderTests.lines(blocks[0], in: folder)
    #expect(leaf.first?.count == 67)
    let head = try OutsiderTests.lines(blocks[1], in: folder)
    #expect(head.count == 4 && head[0] == head[1] && head[2] == head[3] && head[0] != head[2])
    let missing = try ["jq", "openssl"].filter { try Program.run(["which", $0]).code != 0 }
    for tool in missing { print("skipped: there is no \(tool) here") }
    if !missing.contains("jq") {
      let rows = try OutsiderTests.lines(blocks[2], in: folder)
      #expect(rows.count > 10 && (rows.last.flatMap { Int($0) } ?? 0) > 0, "\(rows.last ?? "")")
    }
    let whole = try OutsiderTests.lines(blocks[3], in: folder)
    #expect(whole.count == 3 && whole.first == "\(whole[1]) \(whole[2])", "\(whole)")
    if !missing.contains("openssl") {
      for block in blocks[4...6] {
        #expect(try OutsiderTests.lines(block, in: folder) == ["Signature Verified Successfully"])
      }
    }
    if try Program.run(["python3", "-c", "import hashlib; hashlib.new('sm3')"]).code == 0 {
      let roots = try OutsiderTests.lines(blocks[7], in: folder)
      #expect(roots.count == 2 && roots[0] == roots[1] && roots[0].count == 64)
    } else {
      print("skipped: the hashlib of this Python has no SM3")
    }
    guard try Program.run(["python3", "-c", "import duckdb"]).code == 0 else {
      return print("skipped: the Python package duckdb is not installed here")
    }
    let rows = try OutsiderTests.lines(blocks[8], in: folder)
    let paid = try #require(rows.first { $0.hasPrefix("paid ") }, "\(rows)")
    if !missing.contains("jq") {
      #expect(paid.split(separator: " ").last.map(String.init) == (try OutsiderTests.lines(blocks[2], in: folder)).last)
    }
  }
}

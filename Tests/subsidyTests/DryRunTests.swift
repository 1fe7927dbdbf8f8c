import Catalogue
import Foundation
import Merkle
import System
import Testing

@testable import subsidy

/// `--dry-run` says what a command would do, ends as the command does, and leaves the folder as it is.
@Suite struct DryRunTests {
  /// Every file of the folder with its bytes and its time, and the names of folders.
  ///
  /// A `-shm` is no file with content: it is the memory that those share who read a database of SQLite.
  private func state(_ box: Box) throws -> [String: String] {
    var found: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: box.folder) where !name.hasSuffix("-shm") {
      let path = box.path(name)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let time = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      let isFile = attributes[.type] as? FileAttributeType == .typeRegular
      found[name] = isFile ? "\(time) \(SHA256.hash(try box.read(name)))" : "folder"
    }
    return found
  }

  /// A command line tried out, and then for good: both say the same of the lines, and end in the same way.
  private func tryOut(_ line: String, _ box: Box) throws -> Ran {
    let before = try state(box)
    let dry = box.run(line + " --dry-run")
    #expect(try state(box) == before, "\(line)")
    let size = Box.size(of: box)
    let done = box.run(line)
    #expect(dry.code == done.code && dry.output == done.output, "\(line): \(dry.messages) \(done.messages)")
    if done.code == .done { #expect(Box.size(of: box) > size) }
    return dry
  }

  @Test("entries are decided and private data tried, and nothing stays")
  func entries() throws {
    let box = try FinanceCommandTests.box()
    let private1 = #""private":{"name":"张三","phone":"13800000000"}"#
    try box.write(
      "new",
      [
        #"{"type":"registered","id":"n1","person":"n1","birth":"1980-05-05","sex":"male","household":"360200",\#(private1)}"#,
        #"{"type":"fact-recorded","id":"n2","person":"n1","fact":"difficulty-recognised","from":"2024-01-01","source":"s"}"#,
      ].joined(separator: "\n"))
    let ran = try tryOut("record @new --by op-1", box)
    #expect(ran.output.contains("2 entries") || ran.output.contains("2 events"), "\(ran.output)")
    #expect(ran.messages.hasSuffix("nothing was recorded\n"))
    #expect(box.run("record @new --by op-1 --dry-run --lang zh").messages.contains("未作任何登记"))
  }

  @Test("lines that cannot be taken are told, left out or not, and no file is written")
  func refused() throws {
    let box = try FinanceCommandTests.box()
    let good = #"{"type":"registered","id":"q","person":"q","birth":"1980-05-05","sex":"male","household":"110105"}"#
    try box.write("bad", good + "\n{}\n")
    #expect(try tryOut("record @bad --by op-1", box).code == .refused)
    let ran = try tryOut("record @bad --skip-refused --by op-1", box)
    #expect(ran.code == .refused && ran.messages.contains("bad:2"), "\(ran.messages)")
  }

  @Test("a history is read to its end and not brought in")
  func history() throws {
    let box = try Box()
    try FinanceCommandTests.ok(box, "init --name box --history-from 2021-12-01T00:00:00Z --by op-1")
    try box.write("first", TwoPasts.first.joined(separator: "\n"))
    #expect(try tryOut("record --history @first", box).code == .done)
    try box.write("wrong", TwoPasts.first[0] + "\n")
    #expect(try tryOut("record --history @wrong", box).code == .refused)
  }

  @Test("a list that lowers what was paid is tried out, told, and refused as it would be")
  func contributions() throws {
    let box = try FinanceCommandTests.box()
    try box.write("c.csv", "person,amount,paidOn\np1,500,2025-02-20\n")
    let line = "import contributions @c.csv --month 2025-02 --by op-1"
    let before = try state(box)
    let dry = box.run(line + " --dry-run")
    #expect(try state(box) == before)
    #expect(dry.code == .refused && dry.output.contains("100.00 yuan less"), "\(dry.output)")
    #expect(dry.messages.contains("--replacing"), "\(dry.messages)")
    #expect(box.run(line).code == .refused)
    #expect(box.run(line + " --replacing").code == .done)
  }

  @Test("a registration that takes paid months away names them and the sum, tried out and for good, in both languages")
  func takesMonths() throws {
    let box = try FinanceCommandTests.box()
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    // Born twenty years earlier the person has long been retired.
    try box.write(
      "older", #"{"type":"registered","person":"p1","birth":"1960-05-05","sex":"male","household":"360200"}"#)
    let size = Box.size(of: box)
    let dry = box.run("record @older --by op-1 --dry-run")
    #expect(dry.code == .done && Box.size(of: box) == size)
    let months = "p1 loses what is paid or in flight of jingdezhen 2025-01, jingdezhen 2025-02"
    #expect(dry.messages.contains(months) && dry.messages.contains("2 months of 1 person"), "\(dry.messages)")
    let done = box.run("record @older --by op-1 --lang zh")
    #expect(done.messages.contains("已发或在途") && done.messages.contains("1 人共 2 个月"), "\(done.messages)")
    // Said once: months taken away before are not taken again.
    try box.write(
      "again", #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2025-01-06","source":"si"}"#)
    #expect(!box.run("record @again --by op-1").messages.contains("p1 loses"))
  }
}

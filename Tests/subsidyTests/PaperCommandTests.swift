import Catalogue
import Foundation
import Testing

@testable import subsidy

/// The commands about papers and samples, from the command line.
@Suite struct PaperCommandTests {
  private static var story: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/papers/story.jsonl").path
  }

  /// A ledger with the people of Fixtures/papers.
  private func box() throws -> Box {
    let box = try Box()
    for line in [
      "init --name papers --history-from 2019-01-01T00:00:00Z --by op-001",
      "record --history \(PaperCommandTests.story)",
    ] {
      let ran = box.run(line)
      if ran.code != .done { throw CommandFailure(.bug, .internalError(ran.messages)) }
    }
    return box
  }

  @Test(
    "LZ40 BJ27 BJ29 BJ36 BJ53 LY19 every paper is printed, in both forms, or put into a private file",
    arguments: [
      "roster --scheme beijing --month 2024-09", "notices --scheme beijing --month 2024-09",
      "funding-plan --scheme beijing --month 2024-11", "new-starters --scheme beijing --month 2024-10",
      "statistics --scheme linyi --from 2024-01 --through 2024-12", "ledger p01", "form a-1", "undertaking a-1",
    ])
  func papers(_ line: String) throws {
    let box = try box()
    let before = try box.fingerprint()
    let form = line.hasPrefix("form") || line.hasPrefix("undertaking") ? "html" : "text"
    let plain = box.run("paper \(line)")
    let other = box.run("paper \(line) --as \(form)")
    #expect(plain.code == .done && other.code == .done, "\(plain.messages)")
    #expect(!plain.output.isEmpty && !other.output.isEmpty && plain.output != other.output)
    let filed = box.run("paper \(line) --to @paper.out")
    #expect(filed.output.isEmpty && filed.messages.contains("paper.out"))
    #expect(String(decoding: try box.read("paper.out"), as: UTF8.self) == plain.output)
    let mode = try FileManager.default.attributesOfItem(atPath: box.path("paper.out"))[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o600)
    #expect(try box.fingerprint() == before)
  }

  @Test("BJ54 issuing a roster tells its number and hash, and tells of people without private data")
  func issuing() throws {
    let box = try box()
    let line = "paper roster --scheme beijing --month 2024-09 --by op-041"
    let first = box.run(line)
    #expect(first.code == .done && first.output.contains("花名册编号：beijing-2024-09"))
    #expect(first.messages.contains("issued the roster beijing-2024-09 with 3 rows, SHA-256 "))
    #expect(first.messages.contains("1 person without private data in the vault"))
    let before = try box.fingerprint()
    let again = box.run("\(line) --to @roster.csv")
    #expect(again.messages.contains("was issued before with the same content"))
    #expect(String(decoding: try box.read("roster.csv"), as: UTF8.self) == first.output)
    let other = box.run("\(line) --as text --lang zh")
    #expect(other.code == .refused && other.messages.contains("请另用编号"))
    let past = box.run("\(line) --known-at 2024-12-31T16:00:00Z")
    #expect(past.code == .usage && past.output.isEmpty)
    #expect(try box.fingerprint() == before)
  }

  @Test("LZ24 BJ49 what a document does not have is said, in both languages")
  func notInDocument() throws {
    let box = try box()
    let form = box.run("paper form a-6")
    #expect(form.code == .done && form.messages.contains("has no form"))
    #expect(form.output.contains("委托书照片"))
    for line in [
      "notices --scheme liuzhou --month 2024-09", "statistics --scheme beijing --from 2024-09", "undertaking a-6",
    ] {
      #expect(box.run("paper \(line)").code == .refused, "\(line)")
    }
    #expect(box.run("paper roster --scheme nowhere --month 2024-09").code == .refused)
    #expect(box.run("paper statistics --scheme linyi --from 2024-09 --through 2024-08").code == .usage)
    #expect(box.run("paper roster --scheme beijing --month 2024-09 --district 11").code == .usage)
  }

  @Test("LZ42 a sample is drawn once and shown again, and its population can be listed")
  func sampling() throws {
    let box = try box()
    let drawn = box.run("sample draw --scheme beijing --sample s-1 --seed lot-321 --size 5 --by op-051 --format json")
    #expect(drawn.code == .done, "\(drawn.messages)")
    #expect(box.run("sample show s-1 --format json").output == drawn.output)
    #expect(box.run("sample population --scheme beijing").output == "p01\np02\np03\np05\n")
    #expect(box.run("policy adopt liuzhou-2022-9 --by op-1").code == .done)
    let before = try box.fingerprint()
    let again = box.run("sample draw --scheme beijing --sample s-1 --seed lot-321 --size 5 --by op-051 --format json")
    #expect(again.output == drawn.output && again.messages.contains("drawn before"))
    #expect(box.run("sample draw --scheme beijing --sample s-1 --seed lot-322 --size 5 --by op-051").code == .refused)
    let few = box.run("sample draw --scheme liuzhou --sample s-2 --seed lot-321 --size 4 --by op-051")
    #expect(few.code == .refused && few.messages.contains("5"))
    #expect(box.run("sample show s-2").code == .refused)
    #expect(try box.fingerprint() == before)
  }
}

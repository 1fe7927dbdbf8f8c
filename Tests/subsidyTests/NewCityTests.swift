import Foundation
import JSONText
import Policy
import Testing

@testable import subsidy

/// docs/new-city.md: a county joins with a file, and its commands do what the page says.
@Suite struct NewCityTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The fenced blocks of the page.
  private static func blocks() throws -> [String] {
    let text = try String(contentsOf: root.appendingPathComponent("docs/new-city.md"), encoding: .utf8)
    return text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map { block in
      block.element.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().joined()
    }
  }

  @Test("LZ05 a county brings its own pack and authority: the page's commands validate, adopt, record and show it")
  func page() throws {
    let box = try Box()
    for name in ["luzhai-example.json", "luzhai-person.jsonl", "luzhai-county.jsonl"] {
      let file = NewCityTests.root.appendingPathComponent("Fixtures/packs/\(name)")
      try box.write(name, Array(try Data(contentsOf: file)))
    }
    let blocks = try NewCityTests.blocks()
    let commands = blocks[0].split(separator: "\n").map { $0.dropFirst("subsidy ".count) }
    #expect(commands.count == 7)
    var last = ""
    for command in commands {
      let ran = box.run(String(command.replacing("luzhai-", with: "@luzhai-")))
      // A check of a pack may have notes for its author; nothing else has anything to say here.
      let isSilent = ran.messages.isEmpty || command.hasPrefix("policy validate")
      #expect(ran.code == .done && isSilent, "\(command): \(ran.messages)")
      last = ran.output
    }
    #expect(last == blocks[1])
    #expect(last.contains("250.00") && last.contains("150.01"))
  }

  @Test("the county's cases are right, the one of the page among them")
  func cases() throws {
    let box = try Box()
    for name in ["luzhai-example.json", "luzhai-cases.jsonl"] {
      let file = NewCityTests.root.appendingPathComponent("Fixtures/packs/\(name)")
      try box.write(name, Array(try Data(contentsOf: file)))
    }
    let blocks = try NewCityTests.blocks()
    let command = String(blocks[2].dropFirst("subsidy ".count)).replacing("luzhai-", with: "@luzhai-")
      .replacing("\n", with: "")
    let ran = box.run(command)
    #expect(ran.code == .done && ran.messages.isEmpty, "\(ran.output) \(ran.messages)")
    let lines = String(decoding: try box.read("luzhai-cases.jsonl"), as: UTF8.self).split(separator: "\n")
    #expect(try lines.contains { try JSONValue(Array($0.utf8)) == JSONValue(Array(blocks[3].utf8)) })
    try box.write("luzhai-cases.jsonl", lines.joined(separator: "\n").replacing("25000", with: "25001"))
    #expect(box.run(command).code == .found)
  }

  @Test("LZ05 the county's amount is its own: without one, or outside of its range, the pack is not adopted")
  func refusesWithoutAmount() throws {
    let box = try Box()
    let file = NewCityTests.root.appendingPathComponent("Fixtures/packs/luzhai-example.json").path
    #expect(box.run("init --by op-001").code == .done)
    let before = try box.fingerprint()
    #expect(box.run("policy adopt \(file) --by op-001").code == .refused)
    #expect(box.run("policy adopt \(file) --set flatFen=27001 --by op-001").code == .refused)
    #expect(try box.fingerprint() == before)
    let pack = try PolicyPack(text: Array(try Data(contentsOf: URL(fileURLWithPath: file))))
    #expect(pack.document.basis == ["柳人社规〔2022〕9号"])
    #expect(pack.document.title.contains("虚构，不是任何机关的文件"))
    #expect(ShippedPacks.pack(pack.id) == nil)
  }
}

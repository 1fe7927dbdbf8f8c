import Catalogue
import Foundation
import JSONText
import Papers
import Policy
import Testing

@testable import subsidy

/// docs/en/new-city.md and docs/zh/new-city.md: a county and a city join with a file, and the commands do what the page says.
@Suite struct NewCityTests {
  /// A fenced block of the page.
  private struct Block {
    /// The name on its fence: `sh`, the form of a file, or nothing.
    let form: String
    /// Its lines.
    let text: String
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The sections of the page that are typed here, by their place.
  private enum Section: Int {
    case county = 1
    case cases
    case firstPayment
  }

  /// The fenced blocks of a section.
  private static func blocks(_ section: Section, _ language: Language) throws -> [Block] {
    let path = "docs/\(language.rawValue)/new-city.md"
    let page = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    let section = page.components(separatedBy: "\n## ")[section.rawValue]
    return section.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map { block in
      let lines = block.element.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return Block(form: String(lines[0]), text: lines.dropFirst().joined())
    }
  }

  /// A box with copies of files of the fixtures.
  private static func box(with files: [String]) throws -> Box {
    let box = try Box()
    for name in files {
      let file = root.appendingPathComponent("Fixtures/\(name)")
      try box.write(file.lastPathComponent, Array(try Data(contentsOf: file)))
    }
    return box
  }

  /// A command line of the page as a box runs it, its files those of the box.
  private static func line(_ command: Substring) -> String {
    let words = command.split(separator: " ").dropFirst().map { word -> String in
      let isFile = word.hasSuffix(".json") || word.hasSuffix(".jsonl") || word.hasSuffix(".csv")
      return isFile ? "@\(word)" : String(word)
    }
    return words.joined(separator: " ")
  }

  /// Runs the commands of blocks in their order and gives what the last one printed.
  ///
  /// A block whose fence names nothing shows what the command before it printed, or a part of it.
  private static func run(_ blocks: [Block], in box: Box, _ language: Language) -> String {
    var last = ""
    for block in blocks {
      if block.form.isEmpty { #expect(last.contains(block.text)) }
      guard block.form == "sh" else { continue }
      for command in block.text.split(separator: "\n") {
        let isAsked = command.contains(" --lang ")
        let ran = box.run(line(command) + (isAsked ? "" : " --lang \(language.rawValue)"))
        // A check of a pack has notes for its author, and an adoption has some for the operator; no other command has any.
        let hasNotes = command.hasPrefix("subsidy policy validate") || command.hasPrefix("subsidy policy adopt")
        let isSilent = ran.messages.isEmpty || hasNotes
        #expect(ran.code == .done && isSilent, "\(command): \(ran.messages)")
        last = ran.output
      }
    }
    return last
  }

  @Test(
    "LZ05 a county brings its own pack and authority: the page's commands validate, adopt, record and show it",
    arguments: Language.allCases)
  func page(language: Language) throws {
    let box = try NewCityTests.box(
      with: ["packs/luzhai-example.json", "packs/luzhai-person.jsonl", "packs/luzhai-county.jsonl"])
    let blocks = try NewCityTests.blocks(.county, language)
    #expect(blocks.map(\.form) == ["sh", ""])
    #expect(blocks.first?.text.split(separator: "\n").count == 7)
    let last = NewCityTests.run(blocks, in: box, language)
    #expect(last == blocks.last?.text)
    #expect(last.contains("250.00") && last.contains("150.01"))
  }

  @Test("the county's cases are right, the one of the page among them", arguments: Language.allCases)
  func cases(language: Language) throws {
    let box = try NewCityTests.box(with: ["packs/luzhai-example.json", "packs/luzhai-cases.jsonl"])
    let blocks = try NewCityTests.blocks(.cases, language)
    #expect(blocks.map(\.form) == ["sh", "json"])
    let last = NewCityTests.run(blocks, in: box, language)
    #expect(last.hasSuffix(language == .en ? "all right\n" : "全部相符\n"))
    let block = try #require(blocks.last)
    let shown = try JSONValue(Array(block.text.utf8))
    let lines = String(decoding: try box.read("luzhai-cases.jsonl"), as: UTF8.self).split(separator: "\n")
    #expect(try lines.contains { try JSONValue(Array($0.utf8)) == shown })
    try box.write("luzhai-cases.jsonl", lines.joined(separator: "\n").replacing("25000", with: "25001"))
    let commands = try #require(blocks.first).text.split(separator: "\n")
    #expect(commands.map { box.run(NewCityTests.line($0)).code } == [.found])
  }

  @Test(
    "a city goes from its rule to its first payment: the page's commands, files and outputs are as it shows them",
    arguments: Language.allCases)
  func firstPayment(language: Language) throws {
    let box = try NewCityTests.box(
      with: [
        "packs/cities/dalian-2017-46.json", "policy-cases/dalian-2017-46.jsonl", "packs/dalian-person.jsonl",
        "packs/dalian-office.jsonl", "packs/dalian-contributions.csv", "packs/dalian-answer.csv",
      ])
    let blocks = try NewCityTests.blocks(.firstPayment, language)
    let last = NewCityTests.run(blocks, in: box, language)
    #expect(last == blocks.last?.text)
    // The files that the page shows, in its order; the bank's file is one that the commands wrote.
    let names = [
      "dalian-person.jsonl", "dalian-office.jsonl", "dalian-contributions.csv", "dalian-2024-02.csv",
      "dalian-answer.csv",
    ]
    let files = try names.map { String(decoding: try box.read($0), as: UTF8.self) }
    #expect(blocks.filter { ["json", "csv"].contains($0.form) }.map(\.text) == files)
    let person = box.run("person p1 --format json")
    #expect(person.code == .done && person.output.contains(#""paidFen":33120"#), "\(person.output)")
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

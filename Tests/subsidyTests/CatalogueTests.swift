import Foundation
import Testing

@testable import subsidy

/// Both languages, everywhere: the initialiser asks for both, and here the sources are held to it.
@Suite struct CatalogueTests {
  private static var program: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/subsidy")
  }

  private static func sources() throws -> [(path: String, text: String)] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: program.path).filter { $0.hasSuffix(".swift") }
    return try paths.sorted().map { path in
      (path, try String(contentsOf: program.appendingPathComponent(path), encoding: .utf8))
    }
  }

  @Test func textsAreMadeInTheCatalogueOnly() throws {
    for source in try CatalogueTests.sources() where !source.path.hasPrefix("Catalogue/") {
      #expect(!source.text.contains("Text(en:") && !source.text.contains("zh:"), "\(source.path)")
      #expect(!holdsChinese(source.text), "\(source.path) speaks Chinese outside the catalogue")
    }
  }

  @Test func everyEntryHasEnglishAndChinese() throws {
    var entries = 0
    let pair = /en: +"(?<en>.*?)",\s+zh: +"(?<zh>.*)/
    for source in try CatalogueTests.sources() where source.path.hasPrefix("Catalogue/") {
      for match in source.text.matches(of: pair) {
        entries += 1
        // The hint is empty in both languages where there is nothing to suggest.
        if match.en.isEmpty, match.zh.hasPrefix("\")") { continue }
        #expect(!match.en.isEmpty && !holdsChinese(match.en), "\(source.path): \(match.0)")
        #expect(holdsChinese(match.zh), "\(source.path): \(match.0)")
      }
    }
    #expect(entries > 150, "the search has lost its entries")
  }

  @Test(arguments: Program.commands.map(\.spec.name))
  func commandsSpeakBothLanguages(name: String) throws {
    let spec = try #require(Program.commands.map(\.spec).first { $0.name == name })
    let texts =
      [spec.summary, spec.example.effect] + spec.positionals.map(\.help) + spec.allOptions.map(\.help)
      + spec.exits.map(\.meaning)
    for text in texts { check(text) }
  }

  @Test func headingsWordsAndGroupsSpeakBothLanguages() {
    for heading in Heading.allCases { check(heading.text) }
    for word in Word.allCases { check(word.text) }
    for audience in Audience.allCases { check(audience.text) }
  }

  @Test func codesOfDecisionsAreReadAsWords() {
    #expect(Word.text(for: "employed").zh == "已在单位就业")
    #expect(Word.text(for: "missing-annual-verified").zh == "缺少：年度核验")
    #expect(Word.text(for: "own-rule").zh == "own-rule")
  }

  private func check(_ text: Text) {
    #expect(!text.en.isEmpty && !holdsChinese(text.en), "\(text)")
    #expect(holdsChinese(text.zh), "\(text)")
  }
}

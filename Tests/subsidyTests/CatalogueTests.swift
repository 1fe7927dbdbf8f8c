import Catalogue
import Foundation
import Papers
import Papers
import Policy
import Subsidy
import Testing

@testable import subsidy

/// Both languages, everywhere: the initialiser asks for both, and here the sources are held to it.
@Suite struct CatalogueTests {
  /// The sources of a module.
  private static func sources(_ module: String = "subsidy") throws -> [(path: String, text: String)] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/\(module)")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    return try paths.sorted().map { path in
      (path, try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8))
    }
  }

  @Test func textsAreMadeInTheCatalogueOnly() throws {
    let programs = try CatalogueTests.sources().filter { !$0.path.hasPrefix("Catalogue/") }
    let pages = try CatalogueTests.sources("Workbench").filter { !$0.path.hasPrefix("Words/") }
    for source in programs + pages {
      #expect(!source.text.contains("Text(en:") && !source.text.contains("zh:"), "\(source.path)")
      #expect(!holdsChinese(source.text), "\(source.path) speaks Chinese outside the catalogue")
    }
  }

  @Test func everyEntryHasEnglishAndChinese() throws {
    var entries = 0
    let pair = /en: +"(?<en>.*?)",\s+zh: +"(?<zh>.*)/
    let catalogue = try CatalogueTests.sources().filter { $0.path.hasPrefix("Catalogue/") }
    let shared = try ["Catalogue", "Workbench/Words", "Papers/Words", "Reports"].flatMap {
      try CatalogueTests.sources($0)
    }
    for source in catalogue + shared {
      for match in source.text.matches(of: pair) {
        entries += 1
        // The hint is empty in both languages if there is nothing to suggest.
        if match.en.isEmpty, match.zh.hasPrefix("\")") { continue }
        #expect(!match.en.isEmpty && !holdsChinese(match.en), "\(source.path): \(match.0)")
        #expect(holdsChinese(match.zh), "\(source.path): \(match.0)")
      }
    }
    #expect(entries > 150, "the search has lost its entries")
  }

  @Test func helpHasALineForAllThatCommandsShowAndNoOther() {
    let lines = HelpWords.lines
    let keys = lines.map(\.key)
    #expect(Set(keys).count == keys.count, "a key has two lines")
    for line in lines { check(line.text) }
    var used: Set<String> = []
    let specs = Program.commands.map(\.spec)
    for spec in specs {
      for key in HelpWords.keys(of: spec) {
        // An argument or an option may have the line of every command.
        let common = String(key.dropFirst(spec.name.count + 1))
        let isNamed = (spec.positionals.map(\.name) + spec.allOptions.map(\.name)).contains(common)
        if keys.contains(key) {
          used.insert(key)
        } else if isNamed, keys.contains(common) {
          used.insert(common)
        } else {
          Issue.record("Words/help.tsv has no line \(key)")
        }
      }
    }
    #expect(Set(keys).subtracting(used).isEmpty, "nobody shows these lines")
  }

  @Test func codesAndGroupsSpeakBothLanguages() {
    let codes: [[any Worded]] = [
      FactCode.allCases, ReasonCode.allCases, ApplicationFault.allCases, SweepCause.allCases, Finding.Code.allCases,
      Finding.Severity.allCases, FindingDisposed.Outcome.allCases, BatchState.Stage.allCases,
      BatchItem.Outcome.allCases, BatchTotal.Kind.allCases, Deadline.Kind.allCases, Deadline.State.allCases,
    ]
    for code in codes.joined() { check(code.words) }
    for audience in Audience.allCases { check(audience.text) }
  }

  @Test func codesOfDecisionsAreReadAsWords() {
    for reason in ReasonCode.allCases { #expect(Text.code(reason.code) == reason.words) }
    for fault in ApplicationFault.allCases { #expect(Text.code(fault.code) == fault.words) }
    for cause in SweepCause.allCases { #expect(Text.code(cause.code) == cause.words) }
    #expect(Text.code("own-rule") == Text(same: "own-rule"))
  }

  private func check(_ text: Text) {
    #expect(!text.en.isEmpty && !holdsChinese(text.en), "\(text)")
    #expect(holdsChinese(text.zh), "\(text)")
  }
}

import Catalogue
import Papers
import Testing

@testable import subsidy

/// The pages that the program prints about itself.
@Suite struct HelpTests {
  @Test(arguments: Program.commands.map(\.spec.name), Language.allCases)
  func everyPageFitsAndMentionsEveryOption(name: String, language: Language) throws {
    let spec = try #require(Program.commands.map(\.spec).first { $0.name == name })
    let ran = run("\(name) --help --lang \(language.rawValue)")
    #expect(ran.code == .done)
    for option in spec.allOptions { #expect(ran.output.contains("\n  \(option.label)"), "\(name) \(option.name)") }
    for positional in spec.positionals { #expect(ran.output.contains("\n  \(positional.name) ")) }
    #expect(ran.output.contains("subsidy \(spec.example)\n"))
    for line in ran.output.split(separator: "\n") { #expect(line.cells <= HelpPage.width, "\(line)") }
  }

  @Test(arguments: Program.commands.map(\.spec.name))
  func everyExampleIsOfItsCommandAndParses(name: String) throws {
    let spec = try #require(Program.commands.map(\.spec).first { $0.name == name })
    let ran = run(spec.example, as: name) { _ in .found }
    #expect(ran.code == .found, "\(ran.messages)")
  }

  @Test(arguments: Program.commands.map(\.spec.name))
  func anOptionThatReplacesAnArgumentExists(name: String) throws {
    let spec = try #require(Program.commands.map(\.spec).first { $0.name == name })
    for presence in spec.positionals.map(\.presence) + spec.options.map(\.presence) {
      if case .requiredUnless(let other) = presence { #expect(spec.options.contains { $0.name == other }) }
    }
    let names = spec.allOptions.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: Language.allCases)
  func theOverviewNamesEveryCommandAndFits(language: Language) {
    let ran = run("--lang \(language.rawValue)")
    #expect(ran.code == .done)
    #expect(ran.output == run("--help --lang \(language.rawValue)").output)
    #expect(ran.output == run("help --lang \(language.rawValue)").output)
    for command in Program.commands { #expect(ran.output.contains("\n  \(command.spec.name) ")) }
    for line in ran.output.split(separator: "\n") { #expect(line.cells <= HelpPage.width) }
  }

  @Test func aGroupListsItsCommands() {
    let ran = run("batch --help")
    #expect(ran.code == .done)
    for name in ["draft", "show", "approve", "cancel", "export", "settle", "list"] {
      #expect(ran.output.contains("\n  batch \(name) "))
    }
    #expect(run("help batch").output == ran.output)
  }

  @Test func helpIsGivenEvenWhereTheRestIsWrong() {
    let page = run("help batch draft").output
    #expect(run("batch draft --help").output == page)
    #expect(run("batch draft --through nonsense -h").output == page)
  }

  @Test func theVersionIsOneLine() {
    #expect(run("--version").output == "subsidy \(Program.version)\n")
  }
}

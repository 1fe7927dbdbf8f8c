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

  @Test(arguments: Handbook.pages.map(\.name), Language.allCases)
  func `a page of the handbook is printed without its marks, and its code as it is`(name: String, language: Language)
    throws
  {
    let page = try #require(Handbook.page(name)).markdown(in: language)
    let ran = run("help \(name) --lang \(language.rawValue)")
    #expect(ran.code == .done && ran.messages.isEmpty)
    let shown = ran.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(shown.first == Handbook.page(name)?.title(in: language))
    var isCode = false
    for line in page.split(separator: "\n").map(String.init) {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("```") {
        isCode.toggle()
      } else if isCode {
        #expect(shown.contains { $0.hasPrefix("    ") && $0.hasSuffix(text) }, "\(line)")
      } else if text.hasPrefix("#") {
        let words = text.drop { $0 == "#" || $0 == " " }
        #expect(shown.contains(String(words)), "\(line)")
      }
    }
    // Lines of tables and code may be as long as a word in them.
    for line in shown where !line.contains("  ") && line.split(separator: " ").allSatisfy({ $0.cells < 60 }) {
      #expect(line.cells <= HelpPage.width, "\(line)")
    }
    #expect(!shown.contains { $0.hasPrefix("#") || $0.hasPrefix("```") || $0.hasPrefix("| ") || $0.contains("](") })
  }

  @Test func `no page of the handbook has the name of a command, and the overview lists all`() {
    let names = Handbook.pages.map(\.name)
    #expect(names.count > 5 && Set(names).isDisjoint(with: Program.commands.map { $0.spec.path[0] }))
    for name in names { #expect(run("help").output.contains("\n  \(name) ")) }
  }

  @Test func `a page of Markdown is filled, aligned and indented by the cells of a terminal`() {
    let page = """
      # 表册 Papers

      A paper is printed
      from the **ledger** ([finance](../en/finance.md), [`the` law](https://example.org)).
      第一行
      第二行。

      | 列 | what it is |
      | --- | ---: |
      | 姓名 | `a\\|b` |
      | id | 12 |

      1. First, with words that go on to the next line of forty.

         ```
         subsidy today
         ```
      - Second.
      - Third.
      """
    let text = """
      表册 Papers
      ===========

      A paper is printed from the ledger
      (finance (`subsidy help finance`), `the`
      law). 第一行第二行。

      列    what it is
      ----  ----------
      姓名       `a|b`
      id            12

      1. First, with words that go on to the
         next line of forty.

          subsidy today

      - Second.
      - Third.

      """
    #expect(MarkdownText(width: 40).text(of: page) == text)
  }

  @Test func theVersionIsOneLine() {
    #expect(run("--version").output == "subsidy \(Program.version)\n")
  }
}

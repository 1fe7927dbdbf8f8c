import Foundation
import Testing

/// docs/en and docs/zh are one handbook in two languages.
@Suite struct HandbookTests {
  /// A page and its translation.
  struct Pair: CustomTestStringConvertible {
    let english: Project.Page
    let chinese: Project.Page

    var testDescription: String { english.path }
  }

  /// The pages of a language, without README.md.
  private static func names(_ language: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: Project.root.appending(path: "docs/\(language)").path)
      .filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
  }

  /// All pairs; the English README is that of the project.
  static func pairs() throws -> [Pair] {
    try [Pair(english: Project.page("README.md"), chinese: Project.page("docs/zh/README.md"))]
      + names("en").map { name in
        try Pair(english: Project.page("docs/en/\(name)"), chinese: Project.page("docs/zh/\(name)"))
      }
  }

  @Test func `neither language lacks a page of the other`() throws {
    let english = try HandbookTests.names("en")
    #expect(try HandbookTests.names("zh") == english)
    #expect(english.count > 3)
    #expect(try Project.text("README.md").split(separator: "\n").first?.contains("](docs/zh/README.md)") == true)
    #expect(try Project.text("docs/zh/README.md").split(separator: "\n").first?.contains("](../../README.md)") == true)
  }

  @Test func `the program has every page`() throws {
    let source = try Project.text("Sources/CHandbook/handbook.c")
    let embedded = source.matches(of: #/PAGE\("([a-z-]+)", ([a-z_]+)\)/#)
    #expect(try embedded.map { "\($0.1).md" }.sorted() == HandbookTests.names("en"))
    for page in embedded {
      #expect(page.1.replacing("-", with: "_") == page.2)
      for language in ["en", "zh"] {
        #expect(source.contains("\(language)_\(page.2)[] = {\n#embed \"../../docs/\(language)/\(page.1).md\"\n"))
      }
    }
  }

  @Test func `neither language lacks a heading of the other`() throws {
    for pair in try HandbookTests.pairs() {
      let (english, chinese) = (pair.english.headings, pair.chinese.headings)
      #expect(english.map(\.level) == chinese.map(\.level), "\(pair.english.path): \(english), \(chinese)")
      #expect(english.first?.level == 1, "\(pair.english.path)")
    }
  }

  @Test func `neither language lacks a command or an option of the other`() throws {
    let paths = try Project.commandPaths()
    for pair in try HandbookTests.pairs() {
      func commands(_ page: Project.Page) -> Set<String> {
        Set(
          page.commandLines.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            return paths.filter { words.starts(with: $0) }.max { $0.count < $1.count }?.joined(separator: " ")
          })
      }
      let (english, chinese) = (commands(pair.english), commands(pair.chinese))
      #expect(english.symmetricDifference(chinese).sorted() == [], "commands of \(pair.english.path)")
      let options = (pair.english.options, pair.chinese.options)
      #expect(options.0.symmetricDifference(options.1).sorted() == [], "options of \(pair.english.path)")
    }
  }

  @Test func `neither language lacks a file or a screen of the other`() throws {
    for pair in try HandbookTests.pairs() {
      #expect(pair.english.fences == pair.chinese.fences, "\(pair.english.path)")
    }
  }
}

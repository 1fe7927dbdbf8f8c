import Foundation
import Testing

/// docs/en/promises.md lists what the pages promise, each with the tests and commands that show it.
@Suite struct PromiseTests {
  /// A row of the list.
  private struct Promise {
    let quote: String
    let page: String
    let proofs: [String]
  }

  private static func promises(_ language: String) throws -> [Promise] {
    try Project.text("docs/\(language)/promises.md").split(separator: "\n").filter { $0.hasPrefix("| ") }.compactMap {
      row in
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, let link = cells[1].firstMatch(of: #/\]\(([^)]+)\)/#)?.1 else { return nil }
      let path = Project.root.appending(path: "docs/\(language)/\(link)").standardizedFileURL.path
      return Promise(
        quote: cells[0], page: String(path.dropFirst(Project.root.standardizedFileURL.path.count).drop { $0 == "/" }),
        proofs: cells[2].matches(of: #/`([^`]+)`/#).map { String($0.1) })
    }
  }

  /// The words of a page without the ends of its lines.
  private static func words(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The sentences of a page that promise something.
  private static func promising(_ page: Project.Page, _ language: String) -> [String] {
    let prose = page.text.components(separatedBy: "```").enumerated().filter { $0.offset.isMultiple(of: 2) }
      .map(\.element).joined(separator: "\n\n")
    let blocks = prose.components(separatedBy: "\n").reduce(into: [""]) { blocks, line in
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix("- ") { blocks.append("") }
      // A row of a table says what a word means.
      if !line.hasPrefix("|") { blocks[blocks.count - 1] += " " + line }
    }
    let sentences = blocks.flatMap { block in
      language == "en"
        ? words(block).split(separator: #/[.:;] /#).map(String.init)
        : words(block).split { "。；：".contains($0) }.map(String.init)
    }
    return sentences.filter { sentence in
      language == "en"
        ? sentence.contains(#/(?i)\b(?:never|always)\b/#)
        : ["绝不", "从不", "永不", "始终", "总是"].contains { sentence.contains($0) }
    }
  }

  @Test(arguments: ["en", "zh"])
  func `every promise is on its page in these words, with a proof`(language: String) throws {
    let promises = try PromiseTests.promises(language)
    #expect(promises.count > 15)
    for promise in promises {
      let page = try Project.text(promise.page)
      let isThere = PromiseTests.words(page).contains(PromiseTests.words(promise.quote))
      #expect(isThere, "\(promise.page) does not say: \(promise.quote)")
      #expect(!promise.proofs.isEmpty, "\(promise.quote)")
    }
  }

  @Test func `both languages list the same promises with the same proofs`() throws {
    let (english, chinese) = try (PromiseTests.promises("en"), PromiseTests.promises("zh"))
    #expect(english.map(\.proofs) == chinese.map(\.proofs))
    func name(_ page: String) -> Substring? { page.split(separator: "/").last }
    #expect(english.map { name($0.page) } == chinese.map { name($0.page) })
  }

  @Test func `every test and command that shows a promise exists`() throws {
    let tests = try Project.sources("Tests")
    let paths = try Project.commandPaths()
    for proof in Set(try PromiseTests.promises("en").flatMap(\.proofs)) {
      if let test = proof.wholeMatch(of: #/([A-Za-z0-9]+Tests)/(.+)/#) {
        let isThere = tests.filter { $0.path.hasSuffix("/\(test.1).swift") }.contains { source in
          source.text.contains("func \(test.2)(") || source.text.contains("func `\(test.2)`(")
        }
        #expect(isThere, "there is no test \(proof)")
      } else if proof.hasPrefix("subsidy ") {
        let words = proof.split(separator: " ").dropFirst().map(String.init)
        #expect(paths.contains { words.starts(with: $0) }, "\(proof)")
      } else {
        let file = String(proof.split(separator: " ")[0])
        #expect(FileManager.default.fileExists(atPath: Project.root.appending(path: file).path), "\(proof)")
      }
    }
  }

  @Test func `the program depends on no package`() throws {
    let manifest = try Project.text("Package.swift")
    #expect(!manifest.contains(".package("))
  }

  @Test func `no socket is opened but by the server of the workbench`() throws {
    let makers = try Project.sources("Sources").filter { $0.text.contains(#/[. (](?:socket|connect|getaddrinfo)\(/#) }
    #expect(makers.map(\.path) == ["Sources/System/ListeningSocket.swift"])
    let users = try Project.sources("Sources").filter { $0.text.contains("ListeningSocket") }.map(\.path)
    #expect(users.allSatisfy { $0.hasPrefix("Sources/Web/") || $0 == "Sources/System/ListeningSocket.swift" })
    let manifest = try Project.text("Package.swift")
    let program = try #require(manifest.firstMatch(of: #/name: "subsidy",\n +dependencies: \[([^\]]+)\]/#)?.1)
    #expect(!program.contains("\"Web\"") && !program.contains("\"Workbench\""))
  }

  @Test(arguments: ["en", "zh"])
  func `no page says never or always without a row in the list`(language: String) throws {
    let promises = try PromiseTests.promises(language)
    for pair in try HandbookTests.pairs() {
      let page = language == "en" ? pair.english : pair.chinese
      guard !page.path.hasSuffix("/promises.md") else { continue }
      let quotes = promises.filter { $0.page == page.path }.map { PromiseTests.words($0.quote) }
      for sentence in PromiseTests.promising(page, language) {
        #expect(quotes.contains { sentence.contains($0) }, "\(page.path): \(sentence)")
      }
    }
  }
}

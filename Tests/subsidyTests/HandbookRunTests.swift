import Catalogue
import Foundation
import Papers
import Testing
import Values

@testable import subsidy

/// The screens of the handbook are those of the program: the tutorials of its pages are typed here.
///
/// A block `console` has lines `$ command`, each over what it shows; `…` is whatever is there, in a line or as lines of its
/// own. A block whose fence names a file is that file. `console 2026-02-20T01:00:00Z` is a block at that time by the machine's
/// clock. `"$(cat FILE)"` is a file's content, and `> FILE` at the end of a line takes the output. `SUBSIDY_WRITE_OUTPUTS=1`
/// writes what a screen shows into the page.
@Suite struct HandbookRunTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A page with screens, and the language of the screens.
  struct Page: Sendable, CustomTestStringConvertible {
    let path: String
    let language: Language

    var testDescription: String { path }

    var file: URL { HandbookRunTests.root.appending(path: path) }

    func text() throws -> String { try String(contentsOf: file, encoding: .utf8) }
  }

  private static let pages: [Page] = {
    let found = [("docs/en", Language.en), ("docs/zh", .zh)].flatMap { folder, language in
      ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? [])
        .filter { $0.hasSuffix(".md") }.sorted().map { Page(path: "\(folder)/\($0)", language: language) }
    }
    return ([Page(path: "README.md", language: .en)] + found).filter { page in
      (try? page.text().contains("\n```console")) ?? false
    }
  }()

  @Test func `the tutorials are found in both languages`() {
    #expect(HandbookRunTests.pages.count > 5 && HandbookRunTests.pages.count.isMultiple(of: 2))
  }

  @Test(arguments: pages)
  func `a screen of the handbook is what the program shows`(page: Page) throws {
    var reader = Reader(box: try Box(), language: page.language)
    var text = ""
    for (number, part) in try page.text().components(separatedBy: "```").enumerated() {
      text += (number > 0 ? "```" : "") + (number.isMultiple(of: 2) ? part : try reader.block(part, of: page))
    }
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_OUTPUTS"] != nil {
      try text.write(to: page.file, atomically: true, encoding: .utf8)
    }
  }

  @Test("the picture of the audit's page is as wide and high as README shows it", arguments: Language.allCases)
  func picture(language: Language) throws {
    let picture = HandbookRunTests.root.appending(path: language == .en ? "docs/audit.png" : "docs/audit-zh.png")
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_PICTURES"] != nil {
      let box = try Box()
      let browser = try #require(Browser())
      #expect(run("demo \(box.path("demo"))").code == .done)
      let line = "audit report --to \(box.path("audit.html")) --lang \(language.rawValue) --ledger \(box.path("demo"))"
      #expect(run(line).code == .done)
      _ = try browser.open(box.path("audit.html"), "--window-size=1280,930", "--screenshot=\(picture.path)")
    }
    let bytes = Array(try Data(contentsOf: picture))
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(bytes[16..<24].map { Int($0) } == [0, 0, 1280 / 256, 1280 % 256, 0, 0, 930 / 256, 930 % 256])
  }

  /// A reader who types the lines of a page, in a folder of their own, a line a minute.
  private struct Reader {
    let box: Box
    let language: Language
    private var now = Instant("2026-01-05T01:00:00Z")!
    private var environment: [String: String] = [:]

    init(box: Box, language: Language) {
      self.box = box
      self.language = language
    }

    /// Does what a block asks for; gives the block with the screens as they are.
    mutating func block(_ part: String, of page: Page) throws -> String {
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let form = lines[0].split(separator: " ").map(String.init)
      guard form.first == "console" else {
        if form.count == 2 { try box.write(form[1], lines.dropFirst().joined(separator: "\n")) }
        return part
      }
      if form.count == 2 { now = try #require(Instant(form[1]), "\(page.path): \(form[1])") }
      var written = [lines[0]]
      var rest = lines.dropFirst().dropLast()[...]
      while let command = rest.popFirst() {
        try #require(command.hasPrefix("$ "), "\(page.path): \(command)")
        let expected = rest.prefix { !$0.hasPrefix("$ ") }
        rest = rest.dropFirst(expected.count)
        let shown = try screen(String(command.dropFirst(2)), isLeftOut: Array(expected) == ["…"])
        let isShown = Reader.fits(Array(expected), shown)
        if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_OUTPUTS"] == nil {
          #expect(isShown, "\(page.path): \(command)\n\(shown.joined(separator: "\n"))")
        }
        written += [command] + (isShown ? Array(expected) : shown.map(Reader.masked))
      }
      return (written + [""]).joined(separator: "\n")
    }

    /// The screen of a command, line by line.
    private mutating func screen(_ typed: String, isLeftOut: Bool) throws -> [String] {
      now = Instant(seconds: now.seconds + 60)
      var text: String
      let command = try typed.replacing(#/"\$\(cat ([^)]+)\)"/#) { match in
        try String(contentsOfFile: box.path(String(match.1)), encoding: .utf8)
          .trimmingCharacters(in: .whitespacesAndNewlines)
      }
      var words = command.split(separator: " ").map(String.init)
      if words[0] == "export" {
        for word in words.dropFirst() {
          let parts = word.split(separator: "=").map(String.init)
          environment[parts[0]] = parts[0] == "SUBSIDY_LEDGER" || isFile(parts[1]) ? box.path(parts[1]) : parts[1]
        }
        return []
      } else if words[0] == "subsidy" {
        let output = words.dropLast().last == ">" ? words.removeLast() : nil
        if output != nil { words.removeLast() }
        let line = (words.dropFirst().prefix(1) + words.dropFirst(2).map { isFile($0) ? box.path($0) : $0 })
          .joined(separator: " ")
        let now = now
        // People have a terminal in their language; a test has none.
        let asked = environment.merging(["SUBSIDY_LANG": language.rawValue]) { mine, _ in mine }
        let ran = subsidyTests.run(line, environment: asked, clock: { now })
        // A command whose screen a page leaves out must have succeeded.
        if isLeftOut { #expect(ran.code == .done, "\(command): \(ran.messages)") }
        if let output { try box.write(output, ran.output) }
        text = (output == nil ? ran.output : "") + ran.messages
      } else {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(filePath: box.folder)
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
      }
      text = text.replacing("\(box.folder)/", with: "")
      if text.hasSuffix("\n") { text.removeLast() }
      return text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether a word names a file of the reader's folder: by what it ends in, or as the sample ledger.
    private func isFile(_ word: String) -> Bool {
      let endings = ["csv", "xlsx", "json", "jsonl", "html", "txt", "xml", "checkpoint", "tlog-proof", "pem", "pub"]
      return word == "demo" || word.hasPrefix("demo-files/") || word.hasPrefix("./")
        || endings.contains { word.hasSuffix(".\($0)") }
    }

    /// A line without what rests on the vault's random key.
    private static func masked(_ line: String) -> String {
      line.replacing(/[0-9a-f]{64}/, with: "…").replacing(/校验 [0-9a-f ]+/, with: "校验 …")
    }

    /// Whether lines are those that a page shows.
    private static func fits(_ expected: [String], _ shown: [String]) -> Bool {
      guard let first = expected.first else { return shown.isEmpty }
      if first == "…" {
        return (0...shown.count).contains { fits(Array(expected.dropFirst()), Array(shown.dropFirst($0))) }
      }
      guard let line = shown.first else { return false }
      return fits(first[...], line[...]) && fits(Array(expected.dropFirst()), Array(shown.dropFirst()))
    }

    /// Whether a line is the one that a page shows.
    private static func fits(_ expected: Substring, _ line: Substring) -> Bool {
      guard let mark = expected.firstIndex(of: "…") else { return expected == line }
      guard line.hasPrefix(expected[..<mark]) else { return false }
      let (rest, tail) = (expected[expected.index(after: mark)...], line.dropFirst(expected[..<mark].count))
      return (0...tail.count).contains { fits(rest, tail.dropFirst($0)) }
    }
  }
}

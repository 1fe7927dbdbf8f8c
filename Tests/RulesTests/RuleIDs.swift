import Foundation

/// The numbers of all rules with their clauses, in order, and files of the project.
enum Project {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The Swift files under a folder, by path.
  static func swiftFiles(_ folder: String) throws -> [(path: String, text: String)] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { ("\(folder)/\($0)", try text("\(folder)/\($0)")) }
  }
}

/// Fixtures/rules/ids.tsv: every rule of the documents, open question and golden case, with its clause.
struct RuleIDs {
  let all: [String]
  private let clauses: [String: String]

  init() throws {
    let lines = try Project.text("Fixtures/rules/ids.tsv").split(separator: "\n")
    let pairs = lines.map { $0.split(separator: "\t", maxSplits: 1).map(String.init) }
    all = pairs.map { $0[0] }
    clauses = Dictionary(pairs.map { ($0[0], $0[1]) }) { first, _ in first }
  }

  func clause(of id: String) -> String { clauses[id] ?? "" }

  /// The clauses that a rule names, written as the packs write them: 一(三)1 is 一（三）1.
  func clauses(of id: String) -> [String] {
    clause(of: id).replacing("(", with: "（").replacing(")", with: "）").split(separator: "、").map(String.init)
  }

  /// Whether a word is a rule's number, or a range of them.
  func isNumber(_ word: Substring) -> Bool {
    let parts = word.filter { !",:".contains($0) }.split(whereSeparator: { "–-".contains($0) })
    return !parts.isEmpty && parts.allSatisfy { clauses[String($0)] != nil }
  }

  /// The rules that a text names; `JD22–JD28` names all from the first to the last.
  func named(in text: String) -> [String] {
    var found: [String] = []
    for match in text.matches(of: #/\b((?:LZ|JD|BJ|LY|LG|P|G)\d+[a-z]?)(?:[–-]((?:LZ|JD|BJ|LY|LG|P|G)\d+[a-z]?))?\b/#) {
      let first = String(match.1)
      guard let start = all.firstIndex(of: first) else { continue }
      guard let last = match.2.map(String.init), let end = all.firstIndex(of: last), end >= start else {
        found.append(first)
        continue
      }
      found += all[start...end]
    }
    return found
  }
}

/// The tests of the project that name rules.
struct TestIndex {
  struct Entry: Hashable {
    /// The file's name without its ending.
    let file: String
    let name: String
  }

  private(set) var entries: [String: [Entry]] = [:]

  /// The index of this project's tests, read once.
  static let shared = Result { try TestIndex(RuleIDs()) }

  /// Reads the display names of `@Test("…")` and the names in backquotes of test functions.
  private init(_ ids: RuleIDs) throws {
    for (path, text) in try Project.swiftFiles("Tests") {
      let file = String(path.split(separator: "/").last?.dropLast(6) ?? "")
      let lines = text.split(separator: "\n")
      for (number, line) in lines.enumerated() {
        let words = line.drop { $0 == " " }
        guard let name = TestIndex.name(words, next: lines.dropFirst(number + 1).first) else { continue }
        for id in ids.named(in: name) {
          let entry = Entry(file: file, name: name)
          if entries[id]?.contains(entry) != true { entries[id, default: []].append(entry) }
        }
      }
    }
  }

  /// The name of the test that a line begins; a long one is on the line after `@Test(`.
  private static func name(_ line: Substring, next: Substring?) -> String? {
    let quote: Character = line.hasPrefix("@Test(") ? "\"" : "`"
    guard line.hasPrefix("@Test") || line.hasPrefix("func `") else { return nil }
    let text = line == "@Test(" ? next ?? "" : line
    let parts = text.split(separator: quote, maxSplits: 2, omittingEmptySubsequences: false)
    let before = parts[0].drop { $0 == " " }
    guard parts.count == 3, ["", "@Test(", "func ", "@Test func "].contains(String(before)) else { return nil }
    return String(parts[1])
  }

  func tests(of id: String) -> [Entry] { entries[id] ?? [] }
}

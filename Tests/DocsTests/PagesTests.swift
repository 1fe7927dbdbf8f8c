import Foundation
import ReadModel
import Testing

/// The pages' statements about files and commands are true.
@Suite struct PagesTests {
  @Test func `every relative link leads to a file`() throws {
    for page in try Project.pages() {
      let folder = page.path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
      for match in page.text.matches(of: #/\]\(([^)\s]+)\)/#) {
        let link = String(match.1)
        if link.hasPrefix("https://") { continue }
        let target = Project.root.appending(path: folder + link).standardizedFileURL
        #expect(FileManager.default.fileExists(atPath: target.path), "\(page.path) links to \(link)")
      }
    }
  }

  @Test func `every command line names a command and options that exist`() throws {
    let paths = try Project.commandPaths()
    #expect(paths.count > 20)
    let program = try Project.sources("Sources/subsidy").map(\.text).joined()
    var lines = 0
    for page in try Project.pages() {
      for line in page.commandLines {
        lines += 1
        let words = line.split(separator: " ").map(String.init)
        let helps = words[0] == "help" && (words.count < 2 || isHelped(words[1], paths))
        #expect(helps || paths.contains { words.starts(with: $0) }, "\(page.path): subsidy \(line)")
        for word in words where word.hasPrefix("--") {
          let isKnown = word == "--help" || program.contains("\"\(word)\"")
          #expect(isKnown, "\(page.path): \(word) in subsidy \(line)")
        }
      }
    }
    #expect(lines > 40)
  }

  /// Whether `subsidy help` takes a word: a command, a page, or a placeholder for one.
  private func isHelped(_ word: String, _ paths: [[String]]) -> Bool {
    let page = Project.root.appending(path: "docs/en/\(word).md").path
    return paths.contains { $0[0] == word } || FileManager.default.fileExists(atPath: page)
      || word.allSatisfy(\.isUppercase)
  }

  @Test func `every command is explained on a page`() throws {
    let lines = try Project.pages().flatMap(\.commandLines)
    for path in try Project.commandPaths().map({ $0.joined(separator: " ") }) {
      #expect(lines.contains { $0 == path || $0.hasPrefix(path + " ") }, "no page shows subsidy \(path)")
    }
  }

  @Test func `every file and folder of the sources that a page names is there`() throws {
    for page in try Project.pages() {
      for match in page.text.matches(of: #/`((?:Sources|Tests|Fixtures|docs)/[A-Za-z0-9\/._-]+|\.ci\/run)`/#) {
        let path = Project.root.appending(path: String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: path), "\(page.path): \(match.1)")
      }
    }
  }

  @Test(arguments: ["README.md", "docs/zh/README.md"])
  func `README has its two commands, each one line`(path: String) throws {
    let text = try Project.text(path)
    let lines = text.split(separator: "\n").filter { $0.contains("apt-get") && $0.contains("&&") }
    #expect(lines.count == 2)
    #expect(lines.first?.hasSuffix("&& swift run -c release subsidy demo") == true)
    #expect(lines.last?.hasSuffix("&& swift test -c release --disable-xctest --disable-testable-imports") == true)
  }

  @Test(
    arguments: Projections.standard.map(\.layout).flatMap { table in
      [(table.name, table.columns)] + table.sums.map { ($0.name, $0.columns) }
    })
  func `a table of the read model is described column by column`(
    _ table: (name: String, columns: [ColumnLayout])
  ) throws {
    let page = try Project.text("docs/read-model.md")
    let section = try #require(page.components(separatedBy: "\n## ").first { $0.hasPrefix("\(table.name):") })
    var described: [String: (type: String, unit: String)] = [:]
    for row in section.split(separator: "\n") where row.hasPrefix("| `") {
      let cells = row.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let names = cells[0].matches(of: #/`([a-z0-9_]+)`/#).map { String($0.1) }
      // A cell written once applies to all columns of the line.
      func each(_ cell: String) -> [String] {
        let parts = cell.components(separatedBy: ", ")
        return parts.count == 1 ? Array(repeating: cell, count: names.count) : parts
      }
      let (types, units) = (each(cells[1]), each(cells[2]))
      try #require(types.count == names.count && units.count == names.count, "\(row)")
      for (name, (type, unit)) in zip(names, zip(types, units)) { described[name] = (type, unit) }
    }
    for column in table.columns {
      let found = try #require(described[column.name], "\(table.name).\(column.name)")
      #expect(found.type == column.kind.sql + (column.isNullable ? " or NULL" : ""), "\(table.name).\(column.name)")
      let isUnit =
        if let unit = unit(of: column.kind) {
          found.unit == unit || found.unit == "\(unit) a month"
        } else {
          !["fen", "fen a month", "month", "date", "instant", "0 or 1"].contains(found.unit)
        }
      #expect(isUnit, "\(table.name).\(column.name): \(found.unit)")
    }
    #expect(Set(described.keys) == Set(table.columns.map(\.name)), "\(table.name)")
  }

  /// The unit that the page gives a kind of column; nil for the kinds that say nothing of it.
  private func unit(of kind: ColumnKind) -> String? {
    switch kind {
    case .money: "fen"
    case .month: "month"
    case .date: "date"
    case .instant: "instant"
    case .flag: "0 or 1"
    case .text, .identifier, .count, .event, .bytes: nil
    }
  }

  @Test(arguments: [
    ("docs/read-model.md", "Tests/LedgerTests/VisitsProjection.swift"),
    ("docs/developer.md", "Tests/LedgerTests/Counter.swift"),
  ])
  func `the worked examples are the ones that the tests run`(page: String, file: String) throws {
    let blocks = try Project.text(page).components(separatedBy: "```swift\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
    #expect(blocks.contains(try Project.text(file)))
  }

  @Test func `the comparison's tables have every row of the script that the page names`() throws {
    let page = try Project.text("docs/comparison.md")
    #expect(page.contains("&& Fixtures/tools/compare/run.sh"))
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }
    let script = try Project.text("Fixtures/tools/compare/run.sh")
    let steps = script.matches(of: #/\nrow \S.*? '([^']+)'/#).map { String($0.1) }
    #expect(steps.count > 8)
    for step in steps { #expect(rows.contains { $0.contains("| \(step) ") }, "no row: \(step)") }
    for contender in ["subsidy", "DuckDB", "PostgreSQL", "hledger", "eventsourcing"] {
      #expect(rows.contains { $0.hasPrefix("| \(contender) ") }, "no row of \(contender)")
    }
    let everyday = try Project.text("Fixtures/tools/compare/everyday.py")
    let questions = everyday.matches(of: #/Question\("\w+", "([^"]+)"/#).map { String($0.1) }
    #expect(questions.count > 8)
    for question in questions { #expect(rows.contains { $0.hasPrefix("| \(question) ") }, "no row: \(question)") }
  }
}

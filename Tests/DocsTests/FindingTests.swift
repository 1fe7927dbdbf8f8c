import Foundation
import Subsidy
import Testing

/// docs/en/auditor.md lists every finding that an audit can have, with the severity that the code gives it.
@Suite struct FindingTests {
  private struct Row {
    let codes: [String]
    let cells: [String]
  }

  private func rows() throws -> [Row] {
    let page = try Project.text("docs/en/auditor.md")
    let table = try #require(
      page.components(separatedBy: "| finding | meaning | clause | severity | what to do |\n").last)
    return table.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("|") }.dropFirst().map {
      line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return Row(codes: cells[0].matches(of: #/`([a-z-]+)`/#).map { String($0.1) }, cells: cells)
    }
  }

  @Test func `every code has one row, and no row names another`() throws {
    let listed = try rows().flatMap(\.codes)
    #expect(Set(listed).count == listed.count)
    #expect(Set(listed) == Set(Finding.Code.allCases.map(\.code)))
  }

  @Test func `meaning, clause, severity and what to do are said of each`() throws {
    let severities = Dictionary(uniqueKeysWithValues: Finding.Code.allCases.map { ($0.code, $0.severity.rawValue) })
    for row in try rows() {
      #expect(row.cells.count == 5 && row.cells.allSatisfy { !$0.isEmpty }, "\(row.codes)")
      for code in row.codes { #expect(severities[code] == row.cells[3], "\(code)") }
    }
  }

  @Test func `every outcome of a disposition is explained`() throws {
    let page = try Project.text("docs/en/auditor.md")
    for outcome in FindingDisposed.Outcome.allCases { #expect(page.contains("| `\(outcome.rawValue)` |")) }
  }
}

import Foundation
import Testing

/// docs/durability.md names every rule and every fault, and tests that exist.
@Suite struct DurabilityTests {
  @Test func `every rule and fault has a row, and every test that a row names is there`() throws {
    let page = try Project.text("docs/durability.md")
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }
    let rules = rows.flatMap { row in
      row.firstMatch(of: #/^\| ([0-9, ]+)\. /#).map { $0.1.split(separator: ", ").compactMap { Int($0) } } ?? []
    }
    #expect(rules == Array(1...45))
    let faults = rows.flatMap { row in
      row.split(separator: "|")[0].matches(of: #/\bF([0-9]+)/#).compactMap { Int($0.1) }
    }
    #expect(Set(faults) == Set(1...31).union(33...35))
    let tests = try Project.sources("Tests")
    for row in rows {
      for name in row.matches(of: #/`([A-Za-z]+Tests)/([A-Za-z0-9]+)`/#) {
        let source = tests.first { $0.path.hasSuffix("/\(name.1).swift") && $0.text.contains("func \(name.2)(") }
        #expect(source != nil, "no test \(name.1)/\(name.2)")
      }
    }
  }

  @Test func `the page gives each variable the value that the checks of a clean clone set`() throws {
    let page = try Project.text("docs/durability.md")
    let said = page.matches(of: #/\n\| `(SUBSIDY_[A-Z_]+)` \| .* \| ([0-9,]+) \|/#)
      .map { (String($0.1), $0.2.filter { $0 != "," }) }
    let set = try Project.text(".ci/run").split(separator: "\n").filter { $0.hasPrefix("export SUBSIDY_") }.flatMap {
      line in
      line.matches(of: #/(SUBSIDY_[A-Z_]+)=([0-9]+)/#).map { (String($0.1), String($0.2)) }
    }
    #expect(set.count > 5)
    #expect(Dictionary(uniqueKeysWithValues: said) == Dictionary(uniqueKeysWithValues: set))
  }
}

import Foundation
import Subsidy
import Testing

/// docs/formats.md lists the events as the code writes them.
@Suite struct FormatsTests {
  /// The fields of a type by its name, in order, with whether each may be missing.
  private func table() throws -> [String: [String]] {
    let page = try Project.text("docs/formats.md")
    let section = try #require(page.components(separatedBy: "\n## ").first { $0.hasPrefix("Events") })
    var table: [String: [String]] = [:]
    for line in section.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|")
      guard cells.count == 3, let type = cells[0].firstMatch(of: #/`([a-z-]+)`/#)?.1 else { continue }
      table[String(type)] = cells[1].matches(of: #/`([A-Za-z0-9]+)`/#).map { String($0.1) }
    }
    return table
  }

  /// The fields that a type's `write` writes, in order, without those of nested objects.
  private func written() throws -> [String: [String]] {
    let sources = try Project.sources("Sources/Subsidy/Lines").map(\.text).joined(separator: "\n")
    var written: [String: [String]] = [:]
    for part in sources.components(separatedBy: "\nextension ").dropFirst() {
      guard let name = part.firstMatch(of: #/^([A-Za-z]+): EventFields/#)?.1,
        let start = part.range(of: "func write(to")
      else { continue }
      var fields: [String] = []
      var depth = 0
      let token = #/beginObject|endObject|\.reasons\(|(?:field|key)\("([A-Za-z0-9]+)"/#
      for match in part[start.upperBound...].matches(of: token) {
        switch match.0 {
        case "beginObject": depth += 1
        case "endObject": depth -= 1
        case ".reasons(": fields.append("reasons")
        default: if depth == 0, let field = match.1, fields.last != String(field) { fields.append(String(field)) }
        }
      }
      written[String(name)] = fields
    }
    return written
  }

  @Test func `every event type has a row, and no row names another`() throws {
    let names = try table().keys.filter { !["seq", "type", "recorded", "by", "key", "id"].contains($0) }
    #expect(Set(names) == Set(EventType.allCases.map(\.rawValue)))
  }

  @Test func `the fields of every event type stand in the order in which they are written`() throws {
    let table = try table()
    let written = try written()
    for type in EventType.allCases {
      let name =
        [.batchApproved, .batchCancelled, .listChecked].contains(type)
        ? "BatchNamed" : type.rawValue.split(separator: "-").map(\.capitalized).joined()
      let fields = try #require(written[name], "no EventFields of \(name)")
      #expect(table[type.rawValue] == fields, "\(type.rawValue) in docs/formats.md")
    }
  }

  @Test func `the types that record takes and those that can be annulled are listed`() throws {
    let page = try Project.text("docs/formats.md")
    func names(from start: String, to end: String) throws -> Set<String> {
      let from = try #require(page.range(of: start), "\(start)")
      let to = try #require(page[from.upperBound...].range(of: end), "\(end)")
      return Set(page[from.upperBound..<to.lowerBound].matches(of: #/`([a-z-]+)`/#).map { String($0.1) })
    }
    #expect(try names(from: "Types: ", to: "\n\n") == Set(EventType.allCases.filter(\.isRecordable).map(\.rawValue)))
    let annullable = Set(EventType.allCases.filter(\.canBeAnnulled).map(\.rawValue))
    #expect(try names(from: "has effect only on a ", to: " that") == annullable)
  }
}

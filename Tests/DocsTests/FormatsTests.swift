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
      table[String(type)] = cells[1].matches(of: #/`([A-Za-z0-9]+)`(\??)/#).map { "\($0.1)\($0.2)" }
    }
    return table
  }

  @Test func `every event type has a row, and no row names another`() throws {
    let names = try table().keys.filter { !["seq", "type", "recorded", "by", "key", "id"].contains($0) }
    #expect(Set(names) == Set(EventType.allCases.map(\.rawValue)))
  }

  @Test func `the fields of every event type stand in the order in which they are written`() throws {
    let table = try table()
    for type in EventType.allCases {
      let declared = type.fields.map { $0.isOptional ? "\($0.name)?" : $0.name }
      #expect(table[type.rawValue] == declared, "\(type.rawValue) in docs/formats.md")
    }
  }

  /// The fields of one kind of text, as `work.kind`, of some fields.
  private func names(_ fields: [EventField], of kind: TextKind, at path: String = "") -> [String] {
    fields.flatMap { field in
      let isIdentifier = [.identifier, .entryID, .identifiers].contains(field.form)
      return (field.text == kind && !isIdentifier ? [path + field.name] : [])
        + names(field.fields, of: kind, at: "\(path)\(field.name).")
    }
  }

  @Test(arguments: [("free text", TextKind.free), ("designation", .designation)])
  func `the texts of each kind are listed as the events declare them`(_ row: String, _ kind: TextKind) throws {
    let page = try Project.text("docs/formats.md")
    let cells = page.split(separator: "\n").filter { $0.hasPrefix("| \(row) |") }.map { $0.split(separator: "|")[1] }
    let listed = cells.flatMap { $0.matches(of: #/`([A-Za-z.]+)`/#) }.map { String($0.1) }
    #expect(Set(listed) == Set(EventType.allCases.flatMap { names($0.fields, of: kind) }))
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

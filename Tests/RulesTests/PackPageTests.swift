import Policy
import Testing

/// docs/en/new-city.md names every key that a pack may have.
@Suite struct PackPageTests {
  /// The texts in the calls with which the decoder reads an object's members.
  static func keys(in source: String) -> Set<String> {
    var keys: Set<String> = []
    for call in ["members(", "rule(", "keys("] {
      for part in source.split(separator: call, omittingEmptySubsequences: false).dropFirst() {
        var depth = 1
        let arguments = part.prefix { character in
          if character == "(" { depth += 1 }
          if character == ")" { depth -= 1 }
          return depth > 0
        }
        keys.formUnion(arguments.matches(of: /"([A-Za-z0-9]+)"/).map { String($0.1) })
      }
    }
    return keys
  }

  @Test func `every key that the decoder of packs knows is on the page`() throws {
    let page = try Project.text("docs/en/new-city.md")
    let named = Set(page.matches(of: /`([A-Za-z0-9]+)`/).map { String($0.1) })
    var known: Set<String> = ["parameter"]
    known.formUnion(["underYears", "womanAged", "untilAge"])
    for (path, text) in try Project.swiftFiles("Sources/Policy") where path.contains("PackDecoder") {
      known.formUnion(PackPageTests.keys(in: text))
    }
    #expect(known.count > 130)
    #expect(known.isSuperset(of: ["id", "sha256", "underYears", "otherKeyThan", "incomeBands", "threshold"]))
    #expect(known.subtracting(named).subtracting(["parameter"]).sorted() == [], "keys that no page explains")
    #expect(page.contains(#"{"parameter": NAME}"#))
  }

  @Test func `the keys of a call are found, nested calls and line breaks included`() {
    let source = """
      let a = try rule(pack["effective"], ["from"])
      let b = try node.members(
        [], optional: [
          "cycle", "reports",
        ])
      """
    #expect(PackPageTests.keys(in: source) == ["effective", "from", "cycle", "reports"])
  }
}

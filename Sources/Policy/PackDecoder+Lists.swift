import Values

extension PackDecoder {
  /// A list of entries, each with its code, its words in two languages and its clause.
  mutating func listed(_ node: PackNode?) throws(PolicyError) -> [ListedRule] {
    var rules: [ListedRule] = []
    for element in try node?.elements() ?? [] {
      rules.append(try listed(rule(element, ["code", "chinese", "english"]), besides: rules))
    }
    return rules
  }

  /// The entry that an object describes, with a code that no earlier entry has.
  mutating func listed(
    _ members: PackMembers, besides earlier: [ListedRule] = []
  ) throws(PolicyError) -> ListedRule {
    let code = try members["code"].identifier().description
    if earlier.contains(where: { $0.code == code }) { throw members["code"].error(.repeated, expected: "one") }
    return ListedRule(
      code: code, chinese: try members["chinese"].text(), english: try members["english"].text(),
      clause: try clause(members))
  }

  /// One of a few words.
  func choice<Value: RawRepresentable & CaseIterable>(
    _ node: PackNode, _ type: Value.Type = Value.self
  ) throws(PolicyError) -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: try node.text()) else {
      throw node.error(.malformed, expected: Value.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return value
  }

  /// A rule that consists of its clause alone.
  mutating func clauseOnly(_ node: PackNode?) throws(PolicyError) -> String? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, [])
    _ = try members["clause"].text()
    return try clause(members)
  }

  /// Digits that region codes begin with.
  func regionPrefix(_ node: PackNode) throws(PolicyError) -> String {
    let prefix = try node.text()
    guard (1...6).contains(prefix.utf8.count),
      prefix.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { throw node.error(.malformed, expected: "1 to 6 digits") }
    return prefix
  }

  /// Beginnings of region codes; none if there is no list.
  func regionPrefixes(_ node: PackNode?, orNone: Bool = false) throws(PolicyError) -> [String] {
    var prefixes: [String] = []
    for element in try node?.elements(orNone: orNone) ?? [] { prefixes.append(try regionPrefix(element)) }
    return prefixes
  }

  /// The two lists of an area: the regions inside, and those of them that are outside.
  func regions(_ members: PackMembers) throws(PolicyError) -> (includes: [String], excludes: [String]) {
    let includes = try regionPrefixes(members["includes"])
    let excludes = try regionPrefixes(members["excludes"], orNone: true)
    for (prefix, element) in zip(excludes, try members["excludes"].elements(orNone: true))
    where !includes.contains(where: { prefix.hasPrefix($0) }) {
      throw element.error(.contradiction, expected: "a part of what is included")
    }
    return (includes, excludes)
  }

  mutating func window(_ node: PackNode?) throws(PolicyError) -> WindowRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["days"])
    return WindowRule(
      days: try worded(members["days"], kind: .window) { YearWindow($0) }, clause: try clause(members))
  }
}

import JSONText
import Values

extension PackDecoder {
  /// The terms: as the pack has them, or the older keys in the same form.
  ///
  /// > Source: contract 2, section 7.
  mutating func terms(_ pack: PackMembers) throws(PolicyError) -> [TermRule] {
    let older = ["limit", "until", "graduates"]
    guard let node = pack.optional("terms") else {
      for key in older where pack.optional(key) == nil { throw pack.missing(key) }
      let terms = try olderTerms(pack)
      termNames = terms.map(\.name)
      return terms
    }
    for key in older {
      if let node = pack.optional(key), !node.isNull {
        throw node.error(.contradiction, expected: "terms, or limit, until and graduates")
      }
    }
    var terms: [TermRule] = []
    let elements = try node.elements()
    // The tests of a term may name one that comes later.
    termNames = elements.compactMap { $0.value.members?.first { $0.key == "name" }?.value.text }
    for (index, element) in elements.enumerated() {
      let members = try rule(element, ["name"], optional: ["when", "months", "until", "during", "extension"])
      try checkLast(members.optional("when"), of: members, isLast: index == elements.count - 1)
      terms.append(try term(members, besides: terms))
    }
    return terms
  }

  /// In a list in which one entry decides, the last has no tests, and all others have some.
  func checkLast(_ when: PackNode?, of members: PackMembers, isLast: Bool) throws(PolicyError) {
    let hasTests = when.map { !($0.value.elements?.isEmpty ?? false) } ?? false
    if isLast, hasTests, let when { throw when.error(.contradiction, expected: "no tests in the last entry") }
    if !isLast, !hasTests { throw when?.error(.empty, expected: "one or more tests") ?? members.missing("when") }
  }

  private mutating func term(_ members: PackMembers, besides others: [TermRule]) throws(PolicyError) -> TermRule {
    let name = try members["name"].identifier().description
    if others.contains(where: { $0.name == name }) { throw members["name"].error(.repeated, expected: "one") }
    let length: TermRule.Length
    switch (members.optional("months"), members.optional("until")) {
    case (let months?, nil): length = .months(try limitMonths(months))
    case (nil, let until?): length = try self.until(until)
    case (nil, nil): throw members.error(.missingKey, found: "nothing", expected: "months or until")
    case (_?, let until?): throw until.error(.contradiction, expected: "months or until, not both")
    }
    if let node = members.optional("extension"), !node.isNull, members.optional("months") == nil {
      throw node.error(.contradiction, expected: "an extension only beside months")
    }
    return TermRule(
      name: name, when: try tests(members.optional("when"), at: .term), length: length,
      during: try tests(members.optional("during"), at: .other),
      extensionRule: try extended(members.optional("extension")),
      clause: try clause(members), path: members.path.description)
  }

  private func until(_ node: PackNode) throws(PolicyError) -> TermRule.Length {
    if node.value.members != nil { return .untilAge(Int(try node.members(["age"])["age"].number(16...150))) }
    guard try node.text() == "retirement" else {
      throw node.error(.malformed, expected: "\"retirement\" or {\"age\": n}")
    }
    return .untilRetirement
  }

  private mutating func limitMonths(_ node: PackNode) throws(PolicyError) -> Quantity<Int> {
    try quantity(node, kind: .months) { (node) throws(PolicyError) in Int(try node.number(1...1200)) }
  }

  private mutating func extended(_ node: PackNode?) throws(PolicyError) -> ExtensionRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["maximumMonths"], optional: ["after", "when"])
    let after = members.optional("after")
    if let when = members.optional("when"), after == nil {
      throw when.error(.contradiction, expected: "tests only beside an after")
    }
    return ExtensionRule(
      maximumMonths: Int(try members["maximumMonths"].number(1...120)), after: try chosen(after) ?? .fixed(.anyTime),
      when: try tests(members.optional("when"), at: .other), clause: try clause(members))
  }
}

/// The older keys of a pack in the form of terms.
extension PackDecoder {
  private static var olderGraduates: String { "graduate" }
  private static var olderLimit: String { "limit" }
  private static func olderUntil(_ index: Int) -> String { "until-\(index + 1)" }

  /// The meaning of `unlessGraduate`: the term is not that of graduates.
  static var notGraduate: RuleTest { .not(.term([olderGraduates])) }

  private mutating func olderTerms(_ pack: PackMembers) throws(PolicyError) -> [TermRule] {
    let graduates = try olderGraduates(pack["graduates"])
    let until = try olderUntil(pack["until"])
    return [graduates].compactMap { $0 } + until + [try olderLimit(pack["limit"])]
  }

  private mutating func olderLimit(_ node: PackNode) throws(PolicyError) -> TermRule {
    let members = try rule(node, ["months", "extension"])
    return TermRule(
      name: PackDecoder.olderLimit, when: [], length: .months(try limitMonths(members["months"])), during: [],
      extensionRule: try extended(members["extension"]), clause: try clause(members), path: node.path.description)
  }

  private mutating func olderGraduates(_ node: PackNode) throws(PolicyError) -> TermRule? {
    if node.isNull { return nil }
    let members = try rule(node, ["withinYears", "months"])
    let years = Int(try members["withinYears"].number(1...20))
    let within = TestRange<Int>(lower: nil, upper: .init(value: years, isInclusive: true))
    return TermRule(
      name: PackDecoder.olderGraduates,
      when: [.since(.graduated, within), .not(.fact(.difficultyRecognised, details: nil))],
      length: .months(.fixed(Int(try members["months"].number(1...1200)))), during: [], extensionRule: nil,
      clause: try clause(members), path: node.path.description)
  }

  /// The kinds of `until` by their own key, with the keys that belong to it.
  private enum OlderUntil: String, CaseIterable {
    case underYears
    case womanAged

    var keys: [String] {
      switch self {
      case .underYears: ["underYears"]
      case .womanAged: ["womanAged", "untilAge"]
      }
    }

    static var everyKey: [String] { allCases.flatMap(\.keys) }
  }

  private mutating func olderUntil(_ node: PackNode) throws(PolicyError) -> [TermRule] {
    var terms: [TermRule] = []
    var kinds: Set<OlderUntil> = []
    let all = OlderUntil.allCases
    for (index, element) in try node.elements(orNone: true).enumerated() {
      let members = try rule(element, [], optional: OlderUntil.everyKey)
      guard let kind = all.first(where: { members.optional($0.rawValue) != nil }) else {
        throw members.error(.missingKey, found: "nothing", expected: all.map(\.rawValue).joined(separator: " or "))
      }
      let first = members[kind.rawValue]
      if !kinds.insert(kind).inserted { throw first.error(.repeated, expected: "one") }
      if OlderUntil.everyKey.contains(where: { !kind.keys.contains($0) && members.optional($0) != nil }) {
        throw members.error(
          .contradiction, found: "several",
          expected: all.map { $0.keys.joined(separator: " with ") }.joined(separator: ", or "))
      }
      if let key = kind.keys.first(where: { members.optional($0) == nil }) { throw members.missing(key) }
      let (tests, length) = try olderUntil(kind, members)
      terms.append(
        TermRule(
          name: PackDecoder.olderUntil(index), when: tests, length: length, during: [], extensionRule: nil,
          clause: try clause(members), path: element.path.description))
    }
    return terms
  }

  private func olderUntil(
    _ kind: OlderUntil, _ members: PackMembers
  ) throws(PolicyError) -> (tests: [RuleTest], length: TermRule.Length) {
    let node = members[kind.rawValue]
    switch kind {
    case .underYears:
      let years = Int(try node.number(1...20))
      return ([.toRetirement(TestRange(lower: nil, upper: .init(value: years, isInclusive: false)))], .untilRetirement)
    case .womanAged:
      let years = try node.number(16...80)
      let last = try members["untilAge"].number(16...80)
      guard years < last else { throw members["untilAge"].error(.outOfOrder, expected: "above \(years)") }
      let aged = TestRange<Int>(lower: .init(value: Int(years), isInclusive: true), upper: nil)
      return ([.sex(isMale: false), .age(aged)], .untilAge(Int(last)))
    }
  }
}

import JSONText
import Values

extension PackDecoder {
  /// The place of a test, which decides what it may ask for.
  enum TestPlace {
    /// In `terms[].when`, before there is a term.
    case term
    /// In `amount.tiers[].when`, with the month's contribution known.
    case tier
    /// Anywhere else.
    case other
  }

  /// The tests of a rule; none if it has no `when`.
  mutating func tests(_ node: PackNode?, at place: TestPlace) throws(PolicyError) -> [RuleTest] {
    var tests: [RuleTest] = []
    for element in try node?.elements(orNone: true) ?? [] { tests.append(try test(element, at: place)) }
    return tests
  }

  /// The one key of a test.
  private enum TestKey: String, CaseIterable {
    case fact
    case sex
    case age
    case toRetirement
    case since
    case sameYear
    case day
    case contribution
    case term
    case parameter
    case not
    case any
  }

  private mutating func test(_ node: PackNode, at place: TestPlace) throws(PolicyError) -> RuleTest {
    let members = try node.members([], optional: TestKey.allCases.map(\.rawValue)).members
    guard members.count == 1, let key = TestKey(rawValue: members[0].key) else {
      throw node.error(.contradiction, expected: "one key")
    }
    let value = PackNode(value: members[0].value, path: .member(node.path, key.rawValue))
    switch key {
    case .fact: return try factTest(value)
    case .sex:
      switch try value.text() {
      case "female": return .sex(isMale: false)
      case "male": return .sex(isMale: true)
      default: throw value.error(.malformed, expected: "female or male")
      }
    case .age: return .age(try years(value))
    case .toRetirement: return .toRetirement(try years(value))
    case .since:
      let fact = try value.members(["fact"], optional: PackDecoder.rangeKeys)["fact"].fact()
      return .since(fact, try years(value, besides: ["fact"]))
    case .sameYear: return .sameYear(try value.fact())
    case .day:
      return .day(try range(value) { (node) throws(PolicyError) in try node.date() })
    case .contribution:
      guard place == .tier else { throw value.error(.contradiction, expected: "a test of contribution only in a tier") }
      return .contribution(
        try range(value) { (node) throws(PolicyError) in Fen(try node.number(0...Fen.largestInEvent.value)) })
    case .term: return try termTest(value, at: place)
    case .parameter: return try parameterTest(value)
    case .not: return .not(try test(value, at: place))
    case .any:
      var tests: [RuleTest] = []
      for element in try value.elements() { tests.append(try test(element, at: place)) }
      return .any(tests)
    }
  }

  private func factTest(_ node: PackNode) throws(PolicyError) -> RuleTest {
    guard node.value.members != nil else { return .fact(try node.fact(), details: nil) }
    let members = try node.members(["code", "detail"])
    var details: [Identifier] = []
    for element in try members["detail"].elements() {
      let detail = try element.identifier()
      if details.contains(detail) { throw element.error(.repeated, expected: "one") }
      if !targets.isEmpty, !targets.contains(detail.description) {
        throw element.error(.undeclared, expected: "a code of scope.targets: \(targets.joined(separator: ", "))")
      }
      details.append(detail)
    }
    return .fact(try members["code"].fact(), details: details)
  }

  private func termTest(_ node: PackNode, at place: TestPlace) throws(PolicyError) -> RuleTest {
    guard place != .term else { throw node.error(.contradiction, expected: "no test of the term where it is found") }
    var names: [String] = []
    for element in try node.elements() {
      let name = try element.text()
      if names.contains(name) { throw element.error(.repeated, expected: "one") }
      guard termNames.contains(name) else {
        throw element.error(.undeclared, expected: "a term: \(termNames.joined(separator: ", "))")
      }
      names.append(name)
    }
    return .term(names)
  }

  private mutating func parameterTest(_ node: PackNode) throws(PolicyError) -> RuleTest {
    let members = try node.members(["name", "is"])
    let parameter = try declared(members["name"])
    var values: [String] = []
    for element in try members["is"].elements() {
      let value = try element.text()
      if values.contains(value) { throw element.error(.repeated, expected: "one") }
      if case .choice(let words) = parameter.kind, !words.contains(value) {
        throw element.error(.undeclared, expected: words.joined(separator: " or "))
      }
      values.append(value)
    }
    return .parameter(name: parameter.name, values: values)
  }

  private static let rangeKeys = ["from", "above", "below", "to"]

  private func years(_ node: PackNode, besides others: [String] = []) throws(PolicyError) -> TestRange<Int> {
    try range(node, besides: others) { (node) throws(PolicyError) in Int(try node.number(0...150)) }
  }

  /// A range: one bound at least, at most one at each end, and with values between them.
  private func range<Value: Comparable & Hashable & Sendable>(
    _ node: PackNode, besides others: [String] = [], _ value: (PackNode) throws(PolicyError) -> Value
  ) throws(PolicyError) -> TestRange<Value> {
    let members = try node.members(others, optional: PackDecoder.rangeKeys)
    func bound(_ inclusive: String, _ exclusive: String) throws(PolicyError) -> TestRange<Value>.Bound? {
      switch (members.optional(inclusive), members.optional(exclusive)) {
      case (let node?, nil): return TestRange.Bound(value: try value(node), isInclusive: true)
      case (nil, let node?): return TestRange.Bound(value: try value(node), isInclusive: false)
      case (_?, let node?): throw node.error(.contradiction, expected: "\(inclusive) or \(exclusive), not both")
      case (nil, nil): return nil
      }
    }
    let range = TestRange(lower: try bound("from", "above"), upper: try bound("to", "below"))
    switch (range.lower, range.upper) {
    case (nil, nil): throw node.error(.empty, expected: PackDecoder.rangeKeys.joined(separator: ", "))
    case (let lower?, let upper?)
    where lower.value > upper.value || lower.value == upper.value && !(lower.isInclusive && upper.isInclusive):
      throw node.error(.outOfOrder, expected: "a value between both ends")
    case (_, _): return range
    }
  }
}

import Values

extension PackDecoder {
  mutating func parameterRules(_ node: PackNode) throws(PolicyError) -> [ParameterRule] {
    var rules: [ParameterRule] = []
    for element in try node.elements(orNone: true) {
      let members = try rule(
        element, ["name", "kind", "standard", "why"], optional: ["from", "above", "to", "oneOf", "optional"])
      let name = try members["name"].identifier().description
      if rules.contains(where: { $0.name == name }) { throw members["name"].error(.repeated, expected: "one") }
      let kind = try kind(members)
      let standard: String? = members["standard"].isNull ? nil : try members["standard"].text()
      if let standard, !kind.allows(standard) { throw members["standard"].error(.outOfRange, expected: kind.range) }
      let isOptional = try members.optional("optional")?.bool() ?? false
      if isOptional, standard != nil {
        throw members["standard"].error(.contradiction, expected: "null, or no optional")
      }
      rules.append(
        ParameterRule(
          name: name, kind: kind, standard: standard, isOptional: isOptional, clause: try clause(members),
          why: try members["why"].text()))
    }
    return rules
  }

  private func kind(_ members: PackMembers) throws(PolicyError) -> ParameterRule.Kind {
    switch try choice(members["kind"], ParameterRule.Kind.Name.self) {
    case .fen: return .fen(try bounds(members, within: 1...Fen.largestInEvent.value))
    case .months: return .months(try bounds(members, within: 1...1200))
    case .age:
      var ages: [Int64] = []
      for node in try keys(members, ["oneOf"])[0].elements() {
        let age = try node.number(0...200)
        guard [50, 55].contains(age) else { throw node.error(.outOfRange, expected: "50 or 55") }
        if ages.contains(age) { throw node.error(.repeated, expected: "one") }
        ages.append(age)
      }
      return .age(ages)
    case .choice: return .choice(try keys(members, ["oneOf"])[0].texts())
    case .ratio:
      let includesLower = members.optional("from") != nil
      let range = try keys(members, [includesLower ? "from" : "above", "to"])
      let lower = try range[0].ratio(aboveZero: includesLower)
      let upper = try range[1].ratio(aboveZero: true)
      guard includesLower ? lower <= upper : lower < upper else {
        throw range[1].error(.outOfOrder, expected: "\(lower) or more")
      }
      return .ratio(lower: lower, includesLower: includesLower, upper: upper)
    case .table: return .table(try bounds(members, within: 1...Fen.largestInEvent.value))
    case .window: return try plain(.window, members)
    case .claims: return try plain(.claims, members)
    case .deadline: return try plain(.deadline, members)
    case .insurances: return try plain(.insurances, members)
    }
  }

  /// A kind of parameter that has no keys of its own.
  private func plain(
    _ kind: ParameterRule.Kind, _ members: PackMembers
  ) throws(PolicyError) -> ParameterRule.Kind {
    _ = try keys(members, [])
    return kind
  }

  private func bounds(
    _ members: PackMembers, within range: ClosedRange<Int64>
  ) throws(PolicyError) -> ClosedRange<Int64> {
    let nodes = try keys(members, ["from", "to"])
    let lower = try nodes[0].number(range)
    let upper = try nodes[1].number(range)
    guard lower <= upper else { throw nodes[1].error(.outOfOrder, expected: "\(lower) or more") }
    return lower...upper
  }

  /// The nodes of the keys that a kind of parameter has; keys of other kinds are refused.
  private func keys(_ members: PackMembers, _ wanted: [String]) throws(PolicyError) -> [PackNode] {
    for key in ["from", "above", "to", "oneOf"] where !wanted.contains(key) {
      if let node = members.optional(key) {
        throw node.error(.unknownKey, expected: wanted.isEmpty ? "none" : wanted.joined(separator: ", "))
      }
    }
    var nodes: [PackNode] = []
    for key in wanted {
      guard let node = members.optional(key) else {
        throw members.missing(key)
      }
      nodes.append(node)
    }
    return nodes
  }
}

extension ParameterRule.Kind {
  /// A kind's name in a pack.
  enum Name: String, CaseIterable {
    case fen
    case months
    case age
    case choice
    case window
    case ratio
    case table
    case claims
    case deadline
    case insurances
  }

  /// The kind's name.
  var name: Name {
    switch self {
    case .fen: .fen
    case .months: .months
    case .age: .age
    case .choice: .choice
    case .window: .window
    case .ratio: .ratio
    case .table: .table
    case .claims: .claims
    case .deadline: .deadline
    case .insurances: .insurances
    }
  }

  /// The values allowed, in short: `1 to 1200`, `50 or 55`, `1/2 to 2/3`, `above 0/1 to 1/1`.
  public var range: String {
    switch self {
    case .fen(let range), .months(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .age(let ages): ages.map { "\($0)" }.joined(separator: " or ")
    case .choice(let words): words.joined(separator: " or ")
    case .window: "MM-DD/MM-DD"
    case .claims: "once, any-day or MM-DD/MM-DD with months 01 to 24"
    case .deadline: "off, days:N, months:N or year"
    case .insurances: "all, or \(InsuranceKind.allCases.map(\.rawValue).joined(separator: ", ")) with commas between"
    case .table(let range): "YYYY-MM:FEN,… of \(range.lowerBound) to \(range.upperBound), months ascending"
    case .ratio(let lower, let includesLower, let upper): "\(includesLower ? "" : "above ")\(lower) to \(upper)"
    }
  }

  /// Whether an adoption may set the parameter to this text.
  ///
  /// Whole numbers have one text form, without sign or leading zeros; a rate is `n/d`, never `0.7`.
  public func allows(_ text: String) -> Bool {
    switch self {
    case .fen(let range), .months(let range): ParameterRule.Kind.whole(text).map(range.contains) ?? false
    case .age(let ages): ParameterRule.Kind.whole(text).map(ages.contains) ?? false
    case .choice(let words): words.contains(text)
    case .window: YearWindow(text) != nil
    case .table(let range): AmountTable(text)?.entries.allSatisfy { range.contains($0.amount.value) } ?? false
    case .claims: ClaimWindow(text) != nil
    case .deadline: ContributionDeadline(text) != nil
    case .insurances: InsuranceSet(text) != nil
    case .ratio(let lower, let includesLower, let upper):
      Ratio(text).map { (includesLower ? $0 >= lower : $0 > lower) && $0 <= upper } ?? false
    }
  }

  static func whole(_ text: String) -> Int64? {
    Int64(text).flatMap { $0 >= 0 && "\($0)".utf8.elementsEqual(text.utf8) ? $0 : nil }
  }
}

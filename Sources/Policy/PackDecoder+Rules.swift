import Values

extension PackDecoder {
  mutating func amount(_ node: PackNode) throws(PolicyError) -> AmountRule {
    var tiers: [AmountRule.Tier] = []
    let elements = try node.members(["tiers"])["tiers"].elements()
    for element in elements {
      let members = try rule(element, ["atLeastFen"], optional: ["flatFen", "rate"])
      let atLeast = members["atLeastFen"]
      let threshold = Fen(try atLeast.number(0...Fen.largestInEvent.value))
      if let last = tiers.last, threshold >= last.atLeast {
        throw atLeast.error(.outOfOrder, expected: "below \(last.atLeast.value)")
      }
      tiers.append(
        AmountRule.Tier(atLeast: threshold, value: try tierValue(members), clause: try clause(members)))
    }
    if let last = tiers.last, last.atLeast > .zero {
      throw PolicyError(
        .outOfRange, path: "\(elements[elements.count - 1].path).atLeastFen", found: "\(last.atLeast.value)",
        expected: "0")
    }
    return AmountRule(tiers: tiers)
  }

  private mutating func tierValue(_ members: PackMembers) throws(PolicyError) -> AmountRule.Tier.Value {
    switch (members.optional("flatFen"), members.optional("rate")) {
    case (let flat?, nil):
      return .flat(
        try quantity(flat, kind: "fen") { (node) throws(PolicyError) in
          Fen(try node.number(1...Fen.largestInEvent.value))
        })
    case (nil, let rate?):
      return .rate(
        try quantity(rate, kind: "ratio") { (node) throws(PolicyError) in try node.ratio(aboveZero: true) })
    case (nil, nil): throw members.error(.missingKey, found: "nothing", expected: "flatFen or rate")
    case (_?, let rate?): throw rate.error(.contradiction, expected: "flatFen or rate, not both")
    }
  }

  mutating func limit(_ node: PackNode) throws(PolicyError) -> LimitRule {
    let members = try rule(node, ["months", "extension"])
    let months: Quantity<Int> = try quantity(members["months"], kind: "months") { (node) throws(PolicyError) in
      Int(try node.number(1...1200))
    }
    var extended: ExtensionRule?
    if !members["extension"].isNull {
      let inner = try rule(members["extension"], ["maximumMonths"])
      extended = ExtensionRule(
        maximumMonths: Int(try inner["maximumMonths"].number(1...120)), clause: try clause(inner))
    }
    return LimitRule(months: months, clause: try clause(members), extensionRule: extended)
  }

  mutating func until(_ node: PackNode) throws(PolicyError) -> [UntilRule] {
    var rules: [UntilRule] = []
    var kinds: Set<UntilRule.Kind> = []
    let all = UntilRule.Kind.allCases
    for element in try node.elements(orNone: true) {
      let members = try rule(element, [], optional: UntilRule.Kind.everyKey)
      guard let kind = all.first(where: { members.optional($0.rawValue) != nil }) else {
        throw members.error(
          .missingKey, found: "nothing", expected: all.map(\.rawValue).joined(separator: " or "))
      }
      let first = members[kind.rawValue]
      if !kinds.insert(kind).inserted { throw first.error(.repeated, expected: "one") }
      if UntilRule.Kind.everyKey.contains(where: { !kind.keys.contains($0) && members.optional($0) != nil }) {
        throw members.error(
          .contradiction, found: "several",
          expected: all.map { $0.keys.joined(separator: " with ") }.joined(separator: ", or "))
      }
      if let key = kind.keys.first(where: { members.optional($0) == nil }) { throw members.missing(key) }
      switch kind {
      case .underYears: rules.append(.underYears(Int(try first.number(1...20)), clause: try clause(members)))
      case .womanAged:
        let (age, last) = try ages(members, kind)
        rules.append(.womanAged(age, untilAge: last, clause: try clause(members)))
      }
    }
    return rules
  }

  /// The age from which a rule holds, and the later one until which it pays.
  private func ages(_ members: PackMembers, _ kind: UntilRule.Kind) throws(PolicyError) -> (from: Int, until: Int) {
    let years = try members[kind.rawValue].number(16...80)
    let last = try members["untilAge"].number(16...80)
    guard years < last else { throw members["untilAge"].error(.outOfOrder, expected: "above \(years)") }
    return (Int(years), Int(last))
  }

  mutating func statutoryAge(_ node: PackNode) throws(PolicyError) -> StatutoryAgeRule {
    let members = try rule(node, ["men", "women"])
    // The gradual delay is defined for these original ages and for no others.
    let men = Int(try members["men"].number(60...60))
    let women: Quantity<Int> = try quantity(members["women"], kind: "age") { (node) throws(PolicyError) in
      let age = try node.number(0...200)
      guard age == 50 || age == 55 else { throw node.error(.outOfRange, expected: "50 or 55") }
      return Int(age)
    }
    return StatutoryAgeRule(men: men, women: women, clause: try clause(members))
  }

  mutating func excluded(_ node: PackNode) throws(PolicyError) -> [FactRule] {
    var rules: [FactRule] = []
    for element in try node.elements(orNone: true) {
      let members = try rule(element, ["fact"])
      let fact = try members["fact"].fact()
      if rules.contains(where: { $0.fact == fact }) { throw members["fact"].error(.repeated, expected: "one") }
      rules.append(FactRule(fact: fact, clause: try clause(members)))
    }
    return rules
  }

  mutating func required(
    _ node: PackNode, besides excluded: [FactRule], hasGraduates: Bool
  ) throws(PolicyError) -> [RequirementRule] {
    var rules: [RequirementRule] = []
    for element in try node.elements(orNone: true) {
      let members = try rule(element, ["fact", "unlessGraduate"])
      let fact = try members["fact"].fact()
      if rules.contains(where: { $0.fact == fact }) { throw members["fact"].error(.repeated, expected: "one") }
      if excluded.contains(where: { $0.fact == fact }) {
        throw members["fact"].error(.contradiction, expected: "a fact that is not excluded")
      }
      let unlessGraduate = try members["unlessGraduate"].bool()
      if unlessGraduate && !hasGraduates {
        throw members["unlessGraduate"].error(.contradiction, expected: "graduates, or false")
      }
      rules.append(RequirementRule(fact: fact, unlessGraduate: unlessGraduate, clause: try clause(members)))
    }
    return rules
  }

  mutating func household(_ node: PackNode) throws(PolicyError) -> HouseholdRule? {
    if node.isNull { return nil }
    let members = try rule(node, ["prefix"])
    return HouseholdRule(prefix: try regionPrefix(members["prefix"]), clause: try clause(members))
  }

  mutating func graduates(_ node: PackNode) throws(PolicyError) -> GraduateRule? {
    if node.isNull { return nil }
    let members = try rule(node, ["withinYears", "months"])
    return GraduateRule(
      withinYears: Int(try members["withinYears"].number(1...20)), months: Int(try members["months"].number(1...1200)),
      clause: try clause(members))
  }
}

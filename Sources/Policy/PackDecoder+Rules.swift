import JSONText
import Values

extension PackDecoder {
  mutating func amount(_ node: PackNode) throws(PolicyError) -> AmountRule {
    var tiers: [AmountRule.Tier] = []
    var threshold: Fen?
    let elements = try node.members(["tiers"])["tiers"].elements()
    for (index, element) in elements.enumerated() {
      let members = try rule(element, [], optional: ["atLeastFen", "flatFen", "rate", "when", "pay"])
      let isLast = index == elements.count - 1
      let tier: AmountRule.Tier
      if let pay = members.optional("pay") {
        for key in ["atLeastFen", "flatFen", "rate"] {
          if let node = members.optional(key) { throw node.error(.contradiction, expected: "pay, or \(key), not both") }
        }
        try checkLast(members.optional("when"), of: members, isLast: isLast)
        tier = AmountRule.Tier(
          when: try tests(members.optional("when"), at: .tier), pay: try values(pay), clause: try clause(members))
      } else {
        if let when = members.optional("when") { throw when.error(.contradiction, expected: "tests only beside pay") }
        let atLeast = try atLeast(members, below: threshold, isLast: isLast)
        threshold = atLeast
        tier = AmountRule.Tier(
          when: atLeast == .zero
            ? [] : [.contribution(TestRange(lower: .init(value: atLeast, isInclusive: true), upper: nil))],
          pay: [try value(members, leastFlat: 1)], clause: try clause(members))
      }
      tiers.append(tier)
    }
    if let place = tiers.dropLast().firstIndex(where: { $0.when.isEmpty }) {
      throw elements[place].error(.contradiction, expected: "tests, or atLeastFen above 0, in all tiers but the last")
    }
    return AmountRule(tiers: tiers)
  }

  /// The smallest contribution of a tier in the older form, which descends to zero.
  private func atLeast(_ members: PackMembers, below last: Fen?, isLast: Bool) throws(PolicyError) -> Fen {
    guard let node = members.optional("atLeastFen") else { throw members.missing("atLeastFen") }
    let threshold = Fen(try node.number(0...Fen.largestInEvent.value))
    if let last, threshold >= last { throw node.error(.outOfOrder, expected: "below \(last.value)") }
    if isLast, threshold > .zero { throw node.error(.outOfRange, expected: "0") }
    return threshold
  }

  private mutating func values(_ node: PackNode) throws(PolicyError) -> [AmountRule.Value] {
    var values: [AmountRule.Value] = []
    for element in try node.elements() {
      values.append(try value(element.members([], optional: ["flatFen", "rate", "of"]), leastFlat: 0))
    }
    return values
  }

  private mutating func value(_ members: PackMembers, leastFlat: Int64) throws(PolicyError) -> AmountRule.Value {
    switch (members.optional("flatFen"), members.optional("rate")) {
    case (let flat?, nil):
      if let of = members.optional("of") { throw of.error(.contradiction, expected: "of only beside rate") }
      return .flat(
        try quantity(flat, kind: .fen) { (node) throws(PolicyError) in
          Fen(try node.number(leastFlat...Fen.largestInEvent.value))
        })
    case (nil, let rate?):
      let rate: Quantity<Ratio> = try quantity(rate, kind: .ratio) { (node) throws(PolicyError) in
        try node.ratio(aboveZero: true)
      }
      return .rate(rate, of: try base(members.optional("of")))
    case (nil, nil): throw members.error(.missingKey, found: "nothing", expected: "flatFen or rate")
    case (_?, let rate?): throw rate.error(.contradiction, expected: "flatFen or rate, not both")
    }
  }

  private mutating func base(_ node: PackNode?) throws(PolicyError) -> AmountRule.Base {
    guard let node, let members = node.value.members else {
      if let node, try node.text() != "contribution" {
        throw node.error(.malformed, expected: "\"contribution\" or shares of tables")
      }
      return .contribution
    }
    guard (1...Ratio.mostShares).contains(members.count) else {
      throw node.error(members.isEmpty ? .empty : .outOfRange, expected: "1 to \(Ratio.mostShares) tables")
    }
    var shares: [AmountRule.Share] = []
    for member in members {
      let value = PackNode(value: member.value, path: .member(node.path, member.key))
      guard let parameter = parameters.first(where: { $0.name == member.key }), parameter.kind.name == .table else {
        throw value.error(.undeclared, expected: "a declared parameter of kind table")
      }
      if shares.contains(where: { $0.table == member.key }) { throw value.error(.repeated, expected: "one") }
      used.insert(member.key)
      guard let share = Ratio(try value.text()), share.numerator > 0 else {
        throw value.error(.malformed, expected: "n/d")
      }
      shares.append(AmountRule.Share(table: member.key, share: share))
    }
    return .tables(shares)
  }

  mutating func statutoryAge(_ node: PackNode) throws(PolicyError) -> StatutoryAgeRule {
    let members = try rule(node, ["men", "women"], optional: ["own"])
    // The gradual delay is defined for these original ages and for no others.
    let men = Int(try members["men"].number(60...60))
    let women: Quantity<Int> = try quantity(members["women"], kind: .age) { (node) throws(PolicyError) in
      let age = try node.number(0...200)
      guard age == 50 || age == 55 else { throw node.error(.outOfRange, expected: "50 or 55") }
      return Int(age)
    }
    return StatutoryAgeRule(
      men: men, women: women, allowsOwn: try members.optional("own")?.bool() ?? true, clause: try clause(members))
  }

  /// Rules with facts that are against an entitlement or application; `keys` are the members that an entry may have besides its
  /// fact and its tests.
  mutating func excluded(
    _ node: PackNode, alsoTaking keys: [String] = ["outside", "applying"]
  ) throws(PolicyError) -> [FactRule] {
    var rules: [FactRule] = []
    let elements = try node.elements(orNone: true)
    try checkCount(elements, node)
    for element in elements {
      let members = try rule(element, ["fact"], optional: ["when"] + keys)
      let fact = try members["fact"].fact()
      let when = try tests(members.optional("when"), at: .other)
      if rules.contains(where: { $0.fact == fact && $0.when.isEmpty }) {
        throw members["fact"].error(.repeated, expected: "one")
      }
      let outside = members.optional("outside")
      if let outside, fact != .movedOut {
        throw outside.error(.contradiction, expected: "outside only of \(FactCode.movedOut.rawValue)")
      }
      rules.append(
        FactRule(
          fact: fact, when: when, outside: try regionPrefixes(outside), clause: try clause(members),
          applying: try applying(members)))
    }
    return rules
  }

  mutating func required(
    _ node: PackNode, besides excluded: [FactRule], hasGraduates: Bool
  ) throws(PolicyError) -> [RequirementRule] {
    var rules: [RequirementRule] = []
    let elements = try node.elements(orNone: true)
    try checkCount(elements, node)
    for element in elements {
      let members = try rule(element, ["fact"], optional: ["unlessGraduate", "when", "counts", "applying"])
      let fact = try members["fact"].fact()
      var when = try tests(members.optional("when"), at: .other)
      if let unless = members.optional("unlessGraduate") {
        if members.optional("when") != nil { throw unless.error(.contradiction, expected: "unlessGraduate or when") }
        if try unless.bool() {
          if !hasGraduates { throw unless.error(.contradiction, expected: "graduates, or false") }
          when = [PackDecoder.notGraduate]
        }
      }
      if rules.contains(where: { $0.fact == fact && $0.when.isEmpty }) {
        throw members["fact"].error(.repeated, expected: "one")
      }
      if when.isEmpty, excluded.contains(where: { $0.fact == fact && $0.when.isEmpty }) {
        throw members["fact"].error(.contradiction, expected: "a fact that is not excluded")
      }
      rules.append(
        RequirementRule(
          fact: fact, counts: try chosen(members.optional("counts")) ?? .fixed(.month), when: when,
          clause: try clause(members), applying: try applying(members)))
    }
    return rules
  }

  /// Refuses more rules in a list than are distinguished for each month of each person.
  private func checkCount(_ elements: [PackNode], _ node: PackNode) throws(PolicyError) {
    guard elements.count <= UInt32.bitWidth else {
      throw node.error(.outOfRange, expected: "at most \(UInt32.bitWidth) entries")
    }
  }

  /// The clause that bars applying, if it differs from the one that stops.
  private func applying(_ members: PackMembers) throws(PolicyError) -> ApplyingClause {
    guard let node = members.optional("applying") else { return .same }
    if members["clause"].isNull { throw node.error(.contradiction, expected: "applying only beside a clause") }
    return node.isNull ? .none : .other(try node.text())
  }

  mutating func household(_ node: PackNode) throws(PolicyError) -> HouseholdRule? {
    if node.isNull { return nil }
    let members = try rule(node, [], optional: ["prefix", "includes", "excludes", "movedOut", "when", "applying"])
    let includes: [String]
    let excludes: [String]
    if let prefix = members.optional("prefix") {
      for key in ["includes", "excludes"] {
        if let node = members.optional(key) { throw node.error(.contradiction, expected: "prefix or \(key), not both") }
      }
      (includes, excludes) = ([try regionPrefix(prefix)], [])
    } else {
      for key in ["includes", "excludes"] where members.optional(key) == nil { throw members.missing(key) }
      (includes, excludes) = try regions(members)
    }
    return HouseholdRule(
      includes: includes, excludes: excludes, movedOut: try members.optional("movedOut")?.bool() ?? false,
      when: try tests(members.optional("when"), at: .other), clause: try clause(members),
      applying: try applying(members))
  }

  /// The rule on the retirement month: if the key is missing, it always applies, by the clause among the decisions'.
  mutating func retired(_ pack: PackMembers) throws(PolicyError) -> RetiredRule? {
    guard let node = pack.optional("retired") else {
      let members = try rule(decisionMembers(pack)["retired"], [])
      return RetiredRule(when: [], clause: try clause(members), applying: .same, path: members.path.description)
    }
    if node.isNull { return nil }
    let members = try rule(node, [], optional: ["when", "applying"])
    return RetiredRule(
      when: try tests(members.optional("when"), at: .other), clause: try clause(members),
      applying: try applying(members), path: members.path.description)
  }

  mutating func contributions(_ node: PackNode?) throws(PolicyError) -> ContributionRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["insurances"])
    return ContributionRule(
      insurances: try worded(members["insurances"], kind: .insurances) { InsuranceSet($0) },
      clause: try clause(members))
  }

  mutating func timely(_ node: PackNode?) throws(PolicyError) -> TimelyRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["by"], optional: ["when"])
    return TimelyRule(
      by: try worded(members["by"], kind: .deadline) { ContributionDeadline($0) },
      when: try tests(members.optional("when"), at: .other), clause: try clause(members))
  }

  mutating func claims(_ node: PackNode?) throws(PolicyError) -> ClaimRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["every", "window", "over", "contributed"], optional: ["when"])
    return ClaimRule(
      every: try choice(members["every"]),
      window: try worded(members["window"], kind: .claims) { ClaimWindow($0) },
      isOver: try members["over"].bool(), isContributed: try members["contributed"].bool(),
      when: try tests(members.optional("when"), at: .other), clause: try clause(members))
  }
}

import Values

extension PackDecoder {
  mutating func supervision(_ node: PackNode?) throws(PolicyError) -> SupervisionRule? {
    guard let node, !node.isNull else { return nil }
    let members = try node.members(
      [],
      optional: [
        "cycle", "reports", "debits", "verification", "exits", "sampling", "notices", "statistics",
      ])
    return SupervisionRule(
      cycle: try cycle(members.optional("cycle")), reports: try reports(members.optional("reports")),
      debits: try debits(members.optional("debits")), verification: try window(members.optional("verification")),
      exits: try exits(members.optional("exits")), sampling: try sampling(members.optional("sampling")),
      notifications: try notifications(members.optional("notices")),
      statistics: try statistics(members.optional("statistics")))
  }

  private mutating func cycle(_ node: PackNode?) throws(PolicyError) -> CycleRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["every"])
    return CycleRule(every: try choice(members["every"]), clause: try clause(members))
  }

  private mutating func reports(_ node: PackNode?) throws(PolicyError) -> ReportRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["everyMonths", "effect"], optional: ["from"])
    return ReportRule(
      everyMonths: Int(try members["everyMonths"].number(1...24)),
      from: try chosen(members.optional("from")) ?? .fixed(.start), effect: try chosen(members["effect"]),
      clause: try clause(members))
  }

  private mutating func debits(_ node: PackNode?) throws(PolicyError) -> DebitRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["failures"])
    let failures: Quantity<Int> = try quantity(members["failures"], kind: .months) { (node) throws(PolicyError) in
      Int(try node.number(1...12))
    }
    return DebitRule(failures: failures, clause: try clause(members))
  }

  private mutating func exits(_ node: PackNode?) throws(PolicyError) -> [ExitRule] {
    var rules: [ExitRule] = []
    for element in try node?.elements() ?? [] {
      let members = try rule(element, ["code", "chinese", "english", "fact", "automatic"])
      let fact = members["fact"].isNull ? nil : try members["fact"].fact()
      let isAutomatic = try members["automatic"].bool()
      if isAutomatic && fact == nil {
        throw members["automatic"].error(.contradiction, expected: "a fact, or false")
      }
      rules.append(
        ExitRule(item: try listed(members, besides: rules.map(\.item)), fact: fact, isAutomatic: isAutomatic))
    }
    return rules
  }

  private mutating func sampling(_ node: PackNode?) throws(PolicyError) -> SamplingRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["atLeast"])
    return SamplingRule(atLeast: Int(try members["atLeast"].number(1...100_000)), clause: try clause(members))
  }

  private mutating func notifications(_ node: PackNode?) throws(PolicyError) -> [NotificationTemplate] {
    var templates: [NotificationTemplate] = []
    for element in try node?.elements() ?? [] {
      let members = try rule(element, ["kind", "text"])
      let kind: NotificationTemplate.Kind = try choice(members["kind"])
      if templates.contains(where: { $0.kind == kind }) { throw members["kind"].error(.repeated, expected: "one") }
      let text = try members["text"].text()
      try checkPlaces(text, members["text"], NotificationTemplate.values)
      templates.append(NotificationTemplate(kind: kind, text: text, clause: try clause(members)))
    }
    return templates
  }

  private mutating func statistics(_ node: PackNode?) throws(PolicyError) -> [StatisticRule] {
    var rules: [StatisticRule] = []
    for element in try node?.elements() ?? [] {
      let members = try rule(element, ["code", "chinese", "english", "test", "threshold"])
      var threshold: String?
      if !members["threshold"].isNull {
        threshold = try members["threshold"].text()
        guard let parameter = parameters.first(where: { $0.name == threshold }), parameter.kind.name == .fen else {
          throw members["threshold"].error(.undeclared, expected: "a declared parameter of kind fen")
        }
        used.insert(parameter.name)
      }
      rules.append(
        StatisticRule(
          item: try listed(members, besides: rules.map(\.item)), test: try choice(members["test"]),
          threshold: threshold))
    }
    return rules
  }
}

extension NotificationTemplate {
  /// The values that a notification's text may name in braces.
  public static let values = ["name", "id-tail", "from-month", "months", "reason", "due-date", "stop-month"]
}

import Values

extension PackDecoder {
  mutating func process(_ node: PackNode) throws(PolicyError) -> ProcessRule {
    let members = try node.members(["stages", "publicity", "undertaking", "startConfirmation"])
    let publicity = try publicity(members["publicity"])
    var stages: [ProcessRule.Stage] = []
    for element in try members["stages"].elements() { stages.append(try stage(element, after: stages, publicity)) }
    if let publicity, !stages.contains(where: { $0.name == publicity.after }) {
      throw PolicyError(
        .undeclared, path: "process.publicity.after", found: "\"\(publicity.after)\"", expected: "a stage")
    }
    return ProcessRule(
      stages: stages, publicity: publicity, undertakingClause: try clauseOnly(members["undertaking"]),
      startConfirmationClause: try clauseOnly(members["startConfirmation"]))
  }

  private mutating func stage(
    _ node: PackNode, after earlier: [ProcessRule.Stage], _ publicity: Publicity?
  ) throws(PolicyError) -> ProcessRule.Stage {
    let members = try rule(
      node, ["name", "office"], optional: ["otherOperatorThan", "otherKeyThan", "afterPublicity"])
    let name = try members["name"].identifier()
    if earlier.contains(where: { $0.name == name }) { throw members["name"].error(.repeated, expected: "one") }
    var afterPublicity = false
    if let flag = members.optional("afterPublicity") {
      afterPublicity = try flag.bool()
      guard !afterPublicity || earlier.contains(where: { $0.name == publicity?.after }) else {
        throw flag.error(.contradiction, expected: "a publicity that begins with an earlier stage")
      }
    }
    return ProcessRule.Stage(
      name: name, office: try members["office"].text(),
      otherOperatorThan: try names(members.optional("otherOperatorThan"), among: earlier),
      otherKeyThan: try names(members.optional("otherKeyThan"), among: earlier), afterPublicity: afterPublicity,
      clause: try clause(members))
  }

  private func names(
    _ node: PackNode?, among stages: [ProcessRule.Stage]
  ) throws(PolicyError) -> [Identifier] {
    var names: [Identifier] = []
    for element in try node?.elements() ?? [] {
      let name = try element.identifier()
      if names.contains(name) { throw element.error(.repeated, expected: "one") }
      guard stages.contains(where: { $0.name == name }) else {
        throw element.error(.undeclared, expected: "an earlier stage")
      }
      names.append(name)
    }
    return names
  }

  private mutating func publicity(_ node: PackNode) throws(PolicyError) -> Publicity? {
    if node.isNull { return nil }
    let members = try rule(node, ["after", "workingDays"])
    return Publicity(
      after: try members["after"].identifier(), workingDays: Int(try members["workingDays"].number(1...60)),
      clause: try clause(members))
  }

  /// A step that exists by a clause alone: null where the document has none, and never without a clause.
  private mutating func clauseOnly(_ node: PackNode) throws(PolicyError) -> String? {
    if node.isNull { return nil }
    let members = try rule(node, [])
    _ = try members["clause"].text()
    return try clause(members)
  }

  mutating func decisionClauses(_ node: PackNode) throws(PolicyError) -> DecisionClauses {
    let members = try node.members([
      "fraud", "approval", "ended", "suspended", "contribution", "otherScheme", "retired", "recovery",
    ])
    return DecisionClauses(
      fraud: try clause(rule(members["fraud"], [])), approval: try clause(rule(members["approval"], [])),
      ended: try clause(rule(members["ended"], [])), suspended: try clause(rule(members["suspended"], [])),
      contribution: try clause(rule(members["contribution"], [])),
      otherScheme: try clause(rule(members["otherScheme"], [])), retired: try clause(rule(members["retired"], [])),
      recovery: try clause(rule(members["recovery"], [])))
  }
}

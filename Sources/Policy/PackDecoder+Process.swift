import JSONText
import Values

extension PackDecoder {
  mutating func process(_ node: PackNode) throws(PolicyError) -> ProcessRule {
    let members = try node.members(
      ["stages", "publicity", "undertaking", "startConfirmation"], optional: ["transition", "listCheck", "start"])
    let publicity = try publicity(members["publicity"])
    var stages: [ProcessRule.Stage] = []
    for element in try members["stages"].elements() { stages.append(try stage(element, after: stages, publicity)) }
    if let publicity, !stages.contains(where: { $0.name == publicity.after }) {
      throw PolicyError(
        .undeclared, path: "process.publicity.after", found: "\"\(publicity.after)\"", expected: "a stage")
    }
    let confirmation = try startConfirmation(members["startConfirmation"])
    return ProcessRule(
      stages: stages, publicity: publicity, undertakingClause: try clauseOnly(members["undertaking"]),
      startConfirmationClause: confirmation?.clause, startConfirmationDay: confirmation?.day,
      transition: try transition(members.optional("transition")),
      listCheck: try listCheck(members.optional("listCheck")), start: try start(members.optional("start")))
  }

  private mutating func stage(
    _ node: PackNode, after earlier: [ProcessRule.Stage], _ publicity: Publicity?
  ) throws(PolicyError) -> ProcessRule.Stage {
    let members = try rule(
      node, ["name", "office"], optional: ["otherOperatorThan", "otherKeyThan", "afterPublicity", "deadline"])
    let name = try members["name"].identifier()
    if earlier.contains(where: { $0.name == name }) { throw members["name"].error(.repeated, expected: "one") }
    let hasPublicity = earlier.contains { $0.name == publicity?.after }
    var afterPublicity = false
    if let flag = members.optional("afterPublicity") {
      afterPublicity = try flag.bool()
      guard !afterPublicity || hasPublicity else {
        throw flag.error(.contradiction, expected: "a publicity that begins with an earlier stage")
      }
    }
    return ProcessRule.Stage(
      name: name, office: try members["office"].text(),
      otherOperatorThan: try names(members.optional("otherOperatorThan"), among: earlier),
      otherKeyThan: try names(members.optional("otherKeyThan"), among: earlier), afterPublicity: afterPublicity,
      deadline: try deadline(members.optional("deadline"), isFirst: earlier.isEmpty, hasPublicity: hasPublicity),
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

  private mutating func deadline(
    _ node: PackNode?, isFirst: Bool, hasPublicity: Bool
  ) throws(PolicyError) -> StageDeadline? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["within", "from"], optional: ["days"])
    let days = members.optional("days")
    let length: StageDeadline.Length
    switch (try members["within"].text(), days) {
    case ("immediate", nil): length = .immediate
    case ("same-day", nil): length = .sameDay
    case ("week", nil): length = .week
    case ("working-days", let days?): length = .workingDays(Int(try days.number(1...250)))
    default: throw members["within"].error(.malformed, expected: "immediate, same-day, week or working-days with days")
    }
    let start: StageDeadline.Start = try choice(members["from"])
    if start == .previous && isFirst || start == .publicity && !hasPublicity {
      throw members["from"].error(.contradiction, expected: "something that comes before the stage")
    }
    return StageDeadline(length: length, start: start, clause: try clause(members))
  }

  private mutating func startConfirmation(
    _ node: PackNode
  ) throws(PolicyError) -> (clause: String, day: Int?)? {
    if node.isNull { return nil }
    let members = try rule(node, [], optional: ["byDay"])
    let text = try members["clause"].text()
    _ = try clause(members)
    return (text, try members.optional("byDay").map { (day) throws(PolicyError) in Int(try day.number(1...28)) })
  }

  private mutating func transition(_ node: PackNode?) throws(PolicyError) -> TransitionRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["acceptedFrom"])
    return TransitionRule(acceptedFrom: try members["acceptedFrom"].date(), clause: try clause(members))
  }

  private mutating func listCheck(_ node: PackNode?) throws(PolicyError) -> ListCheckRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["office"])
    return ListCheckRule(office: try members["office"].text(), clause: try clause(members))
  }

  private mutating func start(_ node: PackNode?) throws(PolicyError) -> StartRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["from"])
    return StartRule(from: try chosen(members["from"]), clause: try clause(members))
  }

  /// The members of `clauses`; the one on retirement only if the pack has no rule `retired` of its own.
  func decisionMembers(_ pack: PackMembers) throws(PolicyError) -> PackMembers {
    let retired = pack.optional("retired") == nil ? ["retired"] : []
    return try pack["clauses"].members(
      ["fraud", "approval", "ended", "suspended", "contribution", "otherScheme"] + retired + ["recovery"])
  }

  /// The clauses of the decisions that have no rule of their own.
  mutating func decisionClauses(_ pack: PackMembers) throws(PolicyError) -> DecisionClauses {
    let members = try decisionMembers(pack)
    return DecisionClauses(
      fraud: try clause(rule(members["fraud"], [])), approval: try clause(rule(members["approval"], [])),
      ended: try clause(rule(members["ended"], [])), suspended: try clause(rule(members["suspended"], [])),
      contribution: try clause(rule(members["contribution"], [])),
      otherScheme: try clause(rule(members["otherScheme"], [])),
      recovery: try recovery(members["recovery"]))
  }

  /// One rule for every reason, or rules that name theirs.
  private mutating func recovery(_ node: PackNode) throws(PolicyError) -> [RecoveryRule] {
    if node.value.members != nil { return [RecoveryRule(reasons: nil, clause: try clause(rule(node, [])))] }
    var rules: [RecoveryRule] = []
    for element in try node.elements(orNone: true) {
      let members = try rule(element, ["reasons"])
      var reasons: [ReasonCode] = []
      for node in try members["reasons"].elements() {
        guard let reason = ReasonCode(code: try node.text()) else {
          throw node.error(.undeclared, expected: "a code of a reason")
        }
        if reasons.contains(reason) || rules.contains(where: { $0.reasons?.contains(reason) ?? false }) {
          throw node.error(.repeated, expected: "one")
        }
        reasons.append(reason)
      }
      rules.append(RecoveryRule(reasons: reasons, clause: try clause(members)))
    }
    return rules
  }
}

import Values

extension PackDecoder {
  mutating func scope(_ node: PackNode?) throws(PolicyError) -> ScopeRule? {
    guard let node, !node.isNull else { return nil }
    let members = try node.members(
      [], optional: ["targets", "work", "jobs", "jurisdiction", "funding", "publication"])
    return ScopeRule(
      targets: try listed(members.optional("targets")), work: try listed(members.optional("work")),
      jobs: try listed(members.optional("jobs")), jurisdiction: try jurisdiction(members.optional("jurisdiction")),
      funding: try funding(members.optional("funding")),
      publicationClause: try clauseOnly(members.optional("publication")))
  }

  private mutating func jurisdiction(_ node: PackNode?) throws(PolicyError) -> JurisdictionRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["includes", "excludes"])
    let (includes, excludes) = try regions(members)
    return JurisdictionRule(includes: includes, excludes: excludes, clause: try clause(members))
  }

  private mutating func funding(_ node: PackNode?) throws(PolicyError) -> FundingRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["source"])
    return FundingRule(source: try members["source"].text(), clause: try clause(members))
  }

  mutating func registration(_ node: PackNode?) throws(PolicyError) -> RegistrationRule? {
    guard let node, !node.isNull else { return nil }
    let members = try node.members([], optional: ["commitment", "checks", "places", "fields", "minimumAge"])
    return RegistrationRule(
      commitmentClause: try clauseOnly(members.optional("commitment")),
      checks: try listed(members.optional("checks")), places: try listed(members.optional("places")),
      fields: try listed(members.optional("fields")), minimumAge: try age(members.optional("minimumAge")))
  }

  private mutating func age(_ node: PackNode?) throws(PolicyError) -> AgeRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["years"])
    return AgeRule(years: Int(try members["years"].number(1...100)), clause: try clause(members))
  }
}

import Values

extension PackDecoder {
  mutating func application(_ node: PackNode?) throws(PolicyError) -> ApplicationRule? {
    guard let node, !node.isNull else { return nil }
    let members = try node.members(
      [],
      optional: [
        "window", "payFirst", "places", "channels", "order", "excluded", "delegation", "materials", "form",
        "undertaking",
      ])
    var delegation: ListedRule?
    if let node = members.optional("delegation") {
      delegation = try listed(rule(node, ["code", "chinese", "english"]))
    }
    return ApplicationRule(
      window: try window(members.optional("window")), payFirstClause: try clauseOnly(members.optional("payFirst")),
      places: try listed(members.optional("places")), channels: try listed(members.optional("channels")),
      order: try order(members.optional("order")),
      excluded: try members.optional("excluded").map { (node) throws(PolicyError) in
        try excluded(node, alsoTaking: [])
      } ?? [], delegation: delegation,
      materials: try materials(members.optional("materials")), form: try form(members.optional("form")),
      undertaking: try undertaking(members.optional("undertaking")))
  }

  private mutating func order(_ node: PackNode?) throws(PolicyError) -> OrderRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["facts"])
    var facts: [FactCode] = []
    for element in try members["facts"].elements() {
      let fact = try element.fact()
      if facts.contains(fact) { throw element.error(.repeated, expected: "one") }
      facts.append(fact)
    }
    return OrderRule(facts: facts, clause: try clause(members))
  }

  private mutating func materials(_ node: PackNode?) throws(PolicyError) -> [MaterialRule] {
    var rules: [MaterialRule] = []
    for element in try node?.elements() ?? [] {
      let members = try rule(element, ["code", "chinese", "english", "when"])
      rules.append(
        MaterialRule(
          item: try listed(members, besides: rules.map(\.item)), condition: try choice(members["when"])))
    }
    return rules
  }

  private mutating func form(_ node: PackNode?) throws(PolicyError) -> FormRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["title", "fields", "statements", "incomeBands", "opinion", "notes"])
    var fields: [FormField] = []
    for element in try members["fields"].elements() {
      let field = try element.members(["chinese", "english", "from"])
      fields.append(
        FormField(
          chinese: try field["chinese"].text(), english: try field["english"].text(),
          source: try choice(field["from"])))
    }
    return FormRule(
      title: try members["title"].text(), fields: fields, statements: try sentences(members["statements"]),
      incomeBands: try bands(members["incomeBands"]), opinion: try sentences(members["opinion"]),
      notes: try members["notes"].texts(orNone: true), clause: try clause(members))
  }

  private func bands(_ node: PackNode) throws(PolicyError) -> [IncomeBand] {
    var bands: [IncomeBand] = []
    for element in try node.elements(orNone: true) {
      let members = try element.members(["code", "chinese", "english", "fromYuan", "toYuan"])
      let from = try members["fromYuan"].number(0...1_000_000)
      // The bands go up and never overlap, so that an income is in one of them at most (P42).
      if let before = bands.last {
        guard let last = before.toYuan, from > last else {
          throw members["fromYuan"].error(.outOfOrder, expected: "above \(before.toYuan.map { "\($0)" } ?? "the last")")
        }
      }
      let to = members["toYuan"].isNull ? nil : try members["toYuan"].number(from...1_000_000)
      bands.append(
        IncomeBand(
          code: try members["code"].text(), chinese: try members["chinese"].text(),
          english: try members["english"].text(), fromYuan: from, toYuan: to))
    }
    return bands
  }

  private mutating func undertaking(_ node: PackNode?) throws(PolicyError) -> UndertakingRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["title", "lines", "copied"])
    return UndertakingRule(
      title: try members["title"].text(), lines: try sentences(members["lines"]),
      copied: members["copied"].isNull ? nil : try members["copied"].text(), clause: try clause(members))
  }

  /// Sentences whose `{…}` are values that the program knows.
  private func sentences(_ node: PackNode) throws(PolicyError) -> [String] {
    var texts: [String] = []
    for element in try node.elements(orNone: true) {
      let text = try element.text()
      try checkPlaces(text, element, FormValue.allCases.map(\.rawValue))
      texts.append(text)
    }
    return texts
  }

  /// Refuses a `{…}` that is not among the known ones, most often a typing error.
  func checkPlaces(_ text: String, _ node: PackNode, _ known: [String]) throws(PolicyError) {
    for part in text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1) {
      guard let end = part.firstIndex(of: "}"), known.contains(String(part[..<end])) else {
        throw node.error(.undeclared, expected: known.map { "{\($0)}" }.joined(separator: " "))
      }
    }
  }
}

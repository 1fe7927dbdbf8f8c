public import JSONText
import Values

extension PolicyPack {
  /// Reads a pack from its JSON.
  ///
  /// It is strict, because a pack decides about money: unknown keys, missing keys (`clause` included), values of
  /// another kind or out of range, facts and stages named twice, and parameters not declared or not used are refused.
  ///
  /// - Throws: ``PolicyError`` with the path of the first fault.
  public init(json: JSONValue) throws(PolicyError) {
    var decoder = PackDecoder()
    self = try decoder.pack(PackNode(value: json, path: .pack))
  }

  /// Reads a pack from the text of its file.
  ///
  /// - Throws: ``PolicyError``; ``PolicyError/Kind/notJSON`` names the byte if the text is not strict JSON.
  public init(text: [UInt8]) throws(PolicyError) {
    let json: JSONValue
    do {
      json = try JSONValue(text)
    } catch {
      throw PolicyError(.notJSON, path: "", found: "\(error.kind.rawValue) at byte \(error.offset)", expected: "JSON")
    }
    try self.init(json: json)
  }
}

/// Decodes one pack and keeps the names that its rules refer to: parameters used and interpretations named.
struct PackDecoder {
  /// The parameters that the pack declares.
  var parameters: [ParameterRule] = []
  /// The names of parameters that a rule uses.
  var used: Set<String> = []
  /// The ids that rules name as their `interpretation`, with the rules' paths, in the order of the text.
  var interpreted: [(node: PackNode, rule: String)] = []
  /// The names of the pack's terms, which tests may name.
  var termNames: [String] = []
  /// The codes of the target groups, which the details of facts are.
  var targets: [String] = []

  mutating func pack(_ node: PackNode) throws(PolicyError) -> PolicyPack {
    let pack = try node.members(
      [
        "id", "scheme", "effective", "document", "parameters", "amount", "statutoryAge", "excluded", "required",
        "household", "process", "clauses", "payee", "interpretations",
      ],
      optional: [
        "revision", "limit", "until", "graduates", "terms", "retired", "contributions", "timely", "claims", "scope",
        "application",
        "registration", "supervision", "retention",
      ])
    let effective = try rule(pack["effective"], ["from"])
    let payee = try rule(pack["payee"], ["to"])
    guard let to = Payee(rawValue: try payee["to"].text()) else {
      throw payee["to"].error(.malformed, expected: "person or insurance-fund")
    }
    parameters = try parameterRules(pack["parameters"])
    let scope = try scope(pack.optional("scope"))
    targets = scope?.targets.map(\.code) ?? []
    let terms = try terms(pack)
    let excluded = try excluded(pack["excluded"])
    let result = PolicyPack(
      id: try pack["id"].identifier(), scheme: try pack["scheme"].identifier(),
      revision: try pack.optional("revision")?.revision(),
      effectiveFrom: try effective["from"].date(), effectiveClause: try clause(effective),
      document: try document(pack["document"]), parameters: parameters, amount: try amount(pack["amount"]),
      terms: terms, statutoryAge: try statutoryAge(pack["statutoryAge"]), excluded: excluded,
      required: try required(
        pack["required"], besides: excluded, hasGraduates: terms.contains { $0.path == "graduates" }),
      household: try household(pack["household"]),
      retired: try retired(pack),
      contributions: try contributions(pack.optional("contributions")), timely: try timely(pack.optional("timely")),
      claims: try claims(pack.optional("claims")), process: try process(pack["process"]), scope: scope,
      application: try application(pack.optional("application")),
      registration: try registration(pack.optional("registration")),
      supervision: try supervision(pack.optional("supervision")),
      retention: try retention(pack.optional("retention")),
      clauses: try decisionClauses(pack), payee: to, payeeClause: try clause(payee),
      interpretations: try interpretations(pack["interpretations"]))
    for (index, parameter) in parameters.enumerated() where !used.contains(parameter.name) {
      throw PolicyError(
        .unused, path: "parameters[\(index)].name", found: "\"\(parameter.name)\"", expected: "a rule that uses it")
    }
    return result
  }

  /// The members of a rule: its own keys, its `clause` and its `interpretation`, if it has one.
  func rule(
    _ node: PackNode, _ keys: [String], optional: [String] = []
  ) throws(PolicyError) -> PackMembers {
    try node.members(keys + ["clause"], optional: optional + ["interpretation"])
  }

  /// The clause of a rule; nil only if the rule names the interpretation that it rests on instead.
  mutating func clause(_ rule: PackMembers) throws(PolicyError) -> String? {
    let interpretation = rule.optional("interpretation")
    if let interpretation {
      _ = try interpretation.text()
      interpreted.append((interpretation, rule.path.description))
    }
    guard rule["clause"].isNull else { return try rule["clause"].text() }
    guard interpretation != nil else { throw rule["clause"].error(.noAuthority, expected: "clause or interpretation") }
    return nil
  }

  /// A number of the pack itself, or `{"parameter": NAME}` with a parameter of a fitting kind.
  mutating func quantity<Value: Hashable & Sendable>(
    _ node: PackNode, kind: ParameterRule.Kind.Name, mayBeUnset: Bool = false,
    fixed: (PackNode) throws(PolicyError) -> Value
  ) throws(PolicyError) -> Quantity<Value> {
    guard node.value.members != nil else { return .fixed(try fixed(node)) }
    return .parameter(try parameter(node, ofKind: kind, mayBeUnset: mayBeUnset).name)
  }

  private mutating func retention(_ node: PackNode?) throws(PolicyError) -> RetentionRule? {
    guard let node, !node.isNull else { return nil }
    let members = try rule(node, ["months"])
    let months: Quantity<Int> = try quantity(
      members["months"], kind: .months, mayBeUnset: true
    ) { (node) throws(PolicyError) in
      Int(try node.number(1...1200))
    }
    return RetentionRule(months: months, clause: try clause(members))
  }

  /// A text of the pack itself that has a value, or `{"parameter": NAME}` with a parameter of a kind.
  mutating func worded<Value: Hashable & Sendable>(
    _ node: PackNode, kind: ParameterRule.Kind, _ parse: (String) -> Value?
  ) throws(PolicyError) -> Quantity<Value> {
    try quantity(node, kind: kind.name) { (node) throws(PolicyError) in
      guard let value = parse(try node.text()) else { throw node.error(.malformed, expected: kind.range) }
      return value
    }
  }

  /// One of a few words, or `{"parameter": NAME}` with a choice among no others.
  mutating func chosen<Value: RawRepresentable & CaseIterable & Hashable & Sendable>(
    _ node: PackNode
  ) throws(PolicyError) -> Quantity<Value> where Value.RawValue == String {
    guard node.value.members != nil else { return .fixed(try choice(node)) }
    let parameter = try parameter(node, ofKind: .choice)
    if case .choice(let words) = parameter.kind, let word = words.first(where: { Value(rawValue: $0) == nil }) {
      throw PolicyError(
        .contradiction, path: node.path.description, found: "\"\(word)\"",
        expected: "a choice among \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return .parameter(parameter.name)
  }

  /// The same for a key that may be missing.
  mutating func chosen<Value: RawRepresentable & CaseIterable & Hashable & Sendable>(
    _ node: PackNode?
  ) throws(PolicyError) -> Quantity<Value>? where Value.RawValue == String {
    guard let node else { return nil }
    return try chosen(node)
  }

  private mutating func parameter(
    _ node: PackNode, ofKind kind: ParameterRule.Kind.Name, mayBeUnset: Bool = false
  ) throws(PolicyError) -> ParameterRule {
    let name = try node.members(["parameter"])["parameter"]
    let parameter = try declared(name)
    guard parameter.kind.name == kind else {
      throw name.error(.contradiction, expected: "a parameter of kind \(kind.rawValue)")
    }
    if parameter.isOptional, !mayBeUnset {
      throw name.error(.contradiction, expected: "a parameter that is always set")
    }
    return parameter
  }

  /// The parameter that a text names, which counts as used.
  mutating func declared(_ name: PackNode) throws(PolicyError) -> ParameterRule {
    let text = try name.text()
    guard let parameter = parameters.first(where: { $0.name == text }) else {
      throw name.error(.undeclared, expected: "a declared parameter")
    }
    used.insert(text)
    return parameter
  }

  private func document(_ node: PackNode) throws(PolicyError) -> SourceDocument {
    let members = try node.members(["number", "title", "issuers", "issuedOn", "sha256", "basis", "repeals"])
    let sha256 = try members["sha256"].text()
    guard sha256.utf8.count == 64, sha256.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else {
      throw members["sha256"].error(.malformed, expected: "64 of 0-9 a-f")
    }
    return SourceDocument(
      number: try members["number"].text(), title: try members["title"].text(),
      issuers: try members["issuers"].texts(), issuedOn: try members["issuedOn"].date(), sha256: sha256,
      basis: try members["basis"].texts(orNone: true), repeals: try members["repeals"].texts(orNone: true))
  }

  private func interpretations(_ node: PackNode) throws(PolicyError) -> [Interpretation] {
    var found: [Interpretation] = []
    for element in try node.elements(orNone: true) {
      let members = try element.members(["id", "clause", "reading", "chinese", "why"])
      let id = try members["id"].identifier().description
      if found.contains(where: { $0.id == id }) { throw members["id"].error(.repeated, expected: "one") }
      let clause = members["clause"]
      found.append(
        Interpretation(
          id: id, clause: clause.isNull ? nil : try clause.text(), reading: try members["reading"].text(),
          readingChinese: try members["chinese"].text(), why: try members["why"].text(),
          rules: interpreted.filter { $0.node.value.text == id }.map(\.rule)))
    }
    for one in interpreted where !found.contains(where: { $0.id == one.node.value.text }) {
      throw one.node.error(.undeclared, expected: "an id among the interpretations")
    }
    return found
  }
}

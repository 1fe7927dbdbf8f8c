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
  /// - Throws: ``PolicyError``; ``PolicyError/Kind/notJSON`` names the byte where the text is no strict JSON.
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

/// Decodes one pack and keeps what its rules refer to: parameters used and interpretations named.
struct PackDecoder {
  /// What the pack declares.
  var parameters: [ParameterRule] = []
  /// The names of parameters that a rule uses.
  var used: Set<String> = []
  /// The ids that rules name as their `interpretation`, with the rules' paths, in the order of the text.
  var interpreted: [(node: PackNode, rule: String)] = []

  mutating func pack(_ node: PackNode) throws(PolicyError) -> PolicyPack {
    let pack = try node.members(
      [
        "id", "scheme", "effective", "document", "parameters", "amount", "limit", "until", "statutoryAge", "excluded",
        "required", "household", "graduates", "process", "clauses", "payee", "interpretations",
      ], optional: ["revision", "scope", "application", "registration", "supervision"])
    let effective = try rule(pack["effective"], ["from"])
    let payee = try rule(pack["payee"], ["to"])
    guard let to = Payee(rawValue: try payee["to"].text()) else {
      throw payee["to"].error(.malformed, expected: "person or insurance-fund")
    }
    parameters = try parameterRules(pack["parameters"])
    let graduates = try graduates(pack["graduates"])
    let excluded = try excluded(pack["excluded"])
    let result = PolicyPack(
      id: try pack["id"].identifier(), scheme: try pack["scheme"].identifier(),
      revision: try pack.optional("revision")?.revision(),
      effectiveFrom: try effective["from"].date(), effectiveClause: try clause(effective),
      document: try document(pack["document"]), parameters: parameters, amount: try amount(pack["amount"]),
      limit: try limit(pack["limit"]), untilRules: try until(pack["until"]),
      statutoryAge: try statutoryAge(pack["statutoryAge"]), excluded: excluded,
      required: try required(pack["required"], besides: excluded, hasGraduates: graduates != nil),
      household: try household(pack["household"]), graduates: graduates, process: try process(pack["process"]),
      scope: try scope(pack.optional("scope")), application: try application(pack.optional("application")),
      registration: try registration(pack.optional("registration")),
      supervision: try supervision(pack.optional("supervision")),
      clauses: try decisionClauses(pack["clauses"]), payee: to, payeeClause: try clause(payee),
      interpretations: try interpretations(pack["interpretations"]))
    for (index, parameter) in parameters.enumerated() where !used.contains(parameter.name) {
      throw PolicyError(
        .unused, path: "parameters[\(index)].name", found: "\"\(parameter.name)\"", expected: "a rule that uses it")
    }
    return result
  }

  /// The members of a rule: its own keys, its `clause` and, where it has one, its `interpretation`.
  func rule(
    _ node: PackNode, _ keys: [String], optional: [String] = []
  ) throws(PolicyError) -> PackMembers {
    try node.members(keys + ["clause"], optional: optional + ["interpretation"])
  }

  /// The clause of a rule; nil only where the rule names the interpretation that it rests on instead.
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
    _ node: PackNode, kind: String, fixed: (PackNode) throws(PolicyError) -> Value
  ) throws(PolicyError) -> Quantity<Value> {
    guard node.value.members != nil else { return .fixed(try fixed(node)) }
    let name = try node.members(["parameter"])["parameter"]
    let text = try name.text()
    guard let parameter = parameters.first(where: { $0.name == text }) else {
      throw name.error(.undeclared, expected: "a declared parameter")
    }
    guard parameter.kind.name == kind else { throw name.error(.contradiction, expected: "a parameter of kind \(kind)") }
    used.insert(text)
    return .parameter(text)
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

import Catalogue
import Ledger
import Papers
import Policy
import Subsidy
import Values
import Web

/// An act of an operator, by the last part of its address.
enum OperatorAct: String, CaseIterable, WordInPath {
  case change, retire
}

/// Changes of operators: an administrator asks for a change, and a second one consents.
///
/// > Source: contract 3, section 6.
enum OperatorActs {
  /// Registers an operator.
  static func register(_ desk: Desk) -> Act {
    let name = FormField("operator", Heading.operatorName.text, .operatorNumberHint, .value(.identifier))
    return act(
      Paths.registerOperator(), .registerOperator, .registerQuestion, [.operatorRegistered], .nothing,
      fields: [name] + details(of: nil, desk), desk
    ) { values in
      .registered(try read(values.identifier("operator"), nil, values))
    }
  }

  /// Changes an operator's roles, office, district or keys, or retires the operator; nil if there is none in office.
  static func act(_ kind: OperatorAct, of name: Identifier, _ desk: Desk) -> Act? {
    guard let known = desk.state.operators[name], !known.isRetired else { return nil }
    let (path, own) = (Paths.operatorAct(name, kind), known.details)
    switch kind {
    case .change:
      return act(
        path, .act(kind, name), .changeQuestion, [.operatorChanged], .operator(name), fields: details(of: own, desk),
        desk
      ) { .changed(try read(own.name, own.vault, $0)) }
    case .retire:
      return act(path, .act(kind, name), .retireQuestion, [.operatorRetired], .operator(name), fields: [], desk) { _ in
        .retired(own.name)
      }
    }
  }

  private static func act(
    _ path: LocalPath, _ title: Text, _ question: Text, _ events: [EventType], _ subject: Act.Subject,
    fields: [FormField], _ desk: Desk, _ change: @escaping @Sendable (ActValues) throws -> OperatorChange
  ) -> Act {
    let by = desk.seat.by
    return Act(
      path: path, place: .operators, title: title, question: question,
      button: .askIt, events: events, subject: subject,
      fields: fields + ConsentActs.reasons,
      check: { values in
        if fields.isEmpty { return [] }
        if roles(values).isEmpty { return [FormProblem(field: field(of: .enter), text: .roleNeeded)] }
        do {
          _ = try keys(values)
          return []
        } catch {
          return [FormProblem(field: "keys", text: CommandFailure(mapping: error).text)]
        }
      }
    ) { ledger, values in
      let asked = try ledger.change(change(values), ConsentActs.reason(values), by: by)
      return Act.Outcome(notes: asked.map { [.asked($0)] } ?? [])
    }
  }

  /// The fields of an operator's details, with the last ones.
  private static func details(of known: OperatorDetails?, _ desk: Desk) -> [FormField] {
    let offices = Set(
      desk.state.timelines.flatMap(\.policies).flatMap(\.pack.process.stages).map(\.office)
        + [known?.office].compactMap { $0 })
    return OperatorRole.allCases.map { role in
      FormField(
        field(of: role), role.words, .roleHint(role), .tick,
        initial: known?.roles.contains(role) ?? false ? "yes" : "")
    } + [
      FormField(
        "office", Heading.office.text, .operatorOfficeHint,
        .choice(offices.sorted().map { ($0, Text(same: $0.printable)) }), isRequired: false,
        initial: known?.office ?? ""),
      FormField(
        "district", .district, .operatorDistrictHint, .value(.region), isRequired: false,
        initial: known?.district?.description ?? ""),
      FormField(
        "keys", .publicKeys, .publicKeysHint, .lines, isRequired: false,
        initial: (known?.keys ?? []).map(\.text).joined(separator: "\n")),
    ]
  }

  private static func field(of role: OperatorRole) -> String { "role-\(role.rawValue)" }

  private static func roles(_ values: ActValues) -> [OperatorRole] {
    OperatorRole.allCases.filter { values.has(field(of: $0)) }
  }

  private static func keys(_ values: ActValues) throws -> [OperatorKey] {
    try values["keys"].split(whereSeparator: \.isWhitespace).map {
      try OperatorKeyFiles.publicKey(typed: String($0), as: String($0.prefix(24)))
    }
  }

  private static func read(
    _ name: Identifier, _ vault: String?, _ values: ActValues
  ) throws -> OperatorDetails {
    OperatorDetails(
      name, roles: roles(values), office: values.text("office"),
      district: try values.optional("district", values.region),
      keys: try keys(values), vault: vault)
  }
}

import Catalogue
import JSONText
import Ledger
import Papers
import Policy
import ReadModel
import Reports
import Subsidy
import Values

/// `subsidy person`: a person's entitlement, month by month.
enum PersonCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: personSpec, run: person)]
  }

  /// The specification of `person`.
  static var personSpec: CommandSpec {
    CommandSpec(
      path: ["person"], audience: .everyday,
      positionals: [Positional(name: "P", kind: .someone, presence: .requiredUnless("--all"))],
      options: [
        Option(name: "--all"),
        .onlyScheme,
        .knownAt,
        Option(name: Option.size.name, valueName: "N", kind: .number, needs: .init(option: "--all")),
        Option(name: "--as-if-policy", valueName: "PACK", kind: .path),
        Option(name: "--set", valueName: "K=V", kind: .setting, repeats: true),
      ],
      printsData: true, namesPersons: true,
      example: "person p0012345 --known-at 2024-12-31T16:00:00Z"
    )
  }
}

extension PersonCommand {
  /// Runs `person`.
  static func person(_ context: CommandContext) throws -> ExitCode {
    let scheme = try context.optionalIdentifier("--scheme")
    if context.has("--all") {
      try all(of: scheme, context)
      return .done
    }
    let (person, known) = try context.person("P")
    let state = try assumed(known, context)
    guard let number = state.number(ofPerson: person) else { throw LedgerFailure.unknownPerson(person) }
    context.tellIfJoined(person, with: state.personKey(person))
    let claims = state.statements(ofPersonAt: Int(number)).filter { scheme == nil || $0.scheme == scheme }
    switch context.format {
    case .json:
      try context.refuseNamesInJSON()
      writeJSON(context) { write in claims.forEach(write) }
    case .csv:
      let table = EntitlementReports.months.table(EntitlementReports.months(of: claims))
      try context.named(table).writeCSV(to: context.output.write)
    case .text:
      let card = try SubsidyLedger(context.ledger).card(
        of: person, at: ReplayPoint(knownAt: context.knownAt), as: context.nameForm)
      let words = context.localWords
      context.write(figures: PersonReports.card.figures(PersonReports.Row(card, words)))
      context.output.line()
      for claim in claims { try writeText(claim, words.scheme(claim.scheme), context) }
      if claims.isEmpty { context.diagnostics.note(.noClaims(state.persons.identifiers[Int(number)], scheme)) }
    }
    return .done
  }

  /// Writes the claims of all persons.
  private static func all(of scheme: Identifier?, _ context: CommandContext) throws {
    if context.format == .json { try context.refuseNamesInJSON() }
    let forEach = try everybody(of: scheme, context)
    switch context.format {
    case .json: try writeJSON(context, forEach)
    case .csv:
      var months: [EntitlementReports.MonthLine] = []
      try forEach { months += EntitlementReports.months(of: [$0]) }
      try context.named(EntitlementReports.months.table(months)).writeCSV(to: context.output.write)
    case .text:
      var claims: [ClaimStatement] = []
      try forEach { claims.append($0) }
      try context.write(EntitlementReports.claims.table(claims))
      context.sayOfHowManyEvents()
    }
  }

  /// Returns a function that gives the claims of all persons, one by one: from the tables, or from a fold if a pack that was
  /// not adopted is tried.
  private static func everybody(
    of scheme: Identifier?, _ context: CommandContext
  ) throws -> (@escaping (ClaimStatement) -> Void) throws -> Void {
    if context.has("--as-if-policy") || context.has("--set") {
      let state = try assumed(context.state(), context)
      return { body in
        for number in state.personsInOrder {
          state.statements(ofPersonAt: number).filter { scheme == nil || $0.scheme == scheme }.forEach(body)
        }
      }
    }
    return { try context.answer(.claims(of: scheme, withMonths: context.format != .text, $0)) }
  }

  /// The state as if the pack that `--as-if-policy` names were adopted last; the ledger's own state without it.
  private static func assumed(_ state: LedgerState, _ context: CommandContext) throws -> LedgerState {
    let parameters = try context.parameters("--set")
    guard let name = try context.optionalPath("--as-if-policy") else {
      if parameters.isEmpty { return state }
      throw UsageError.missingOption(label: "--as-if-policy PACK", command: context.spec.name)
    }
    let pack = try PolicyCommands.read(try PolicyCommands.packText(name), name)
    let policy = try Policy(pack: pack, parameters: parameters)
    guard let assumed = state.assuming(policy) else { throw Refusal.unknownScheme(pack.scheme) }
    context.diagnostics.note(.asIfPolicy(pack.id))
    return assumed
  }

  /// Writes the array of the contract, an object a line, in parts: a whole city does not fit in memory twice.
  static func writeJSON(
    _ context: CommandContext, _ forEach: (@escaping (ClaimStatement) -> Void) throws -> Void
  ) rethrows {
    var writer = JSONWriter()
    var isFirst = true
    context.output.write("[")
    try forEach { claim in
      context.output.write(isFirst ? "\n" : ",\n")
      isFirst = false
      writer.removeAll()
      EntitlementReports.claims.write(claim, to: &writer)
      context.output.write(writer.bytes)
    }
    context.output.write("\n]\n")
  }

  private static func writeText(_ claim: ClaimStatement, _ scheme: Text, _ context: CommandContext) throws {
    let packs = Set(claim.months.map(\.policy))
    let pack = packs.count == 1 ? packs.first ?? nil : nil
    context.say(.claimHeading(claim, scheme, policy: pack))
    let table = EntitlementReports.months.table(EntitlementReports.months(of: [claim]))
      .without(pack == nil ? ["person", "scheme"] : ["person", "scheme", "policy"])
    try context.write(table)
    if claim.recovery.isAny { context.say(.recoveryLine(claim.recovery)) }
    context.output.write("\n")
  }
}

import JSONText
import Ledger
import Papers
import Policy
import Subsidy
import Values

/// `subsidy person`: what somebody is due, month by month.
enum PersonCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: personSpec, run: person)]
  }

  /// What `person` takes.
  static var personSpec: CommandSpec {
    CommandSpec(
      path: ["person"], audience: .everyday,
      positionals: [Positional(name: "P", kind: .person, presence: .requiredUnless("--all"))],
      options: [
        Option(name: "--all"),
        .onlyScheme,
        .knownAt,
        Option(name: "--as-if-policy", valueName: "PACK", kind: .path),
        Option(name: "--set", valueName: "K=V", kind: .setting, repeats: true),
      ],
      printsData: true,
      example: "person p0012345 --known-at 2024-12-31T16:00:00Z"
    )
  }
}

extension PersonCommand {
  /// Runs `person`.
  static func person(_ context: CommandContext) throws -> ExitCode {
    let whom = context.has("--all") ? nil : try context.identifier("P")
    let state = try assumed(context.state(of: whom), context)
    let scheme = try context.optionalIdentifier("--scheme")
    var numbers = state.personsInOrder
    if let person = whom {
      guard let number = state.number(ofPerson: person) else { throw LedgerFailure.unknownPerson(person) }
      numbers = [Int(number)]
      context.tellIfJoined(person, with: state.personKey(person))
    }
    func claims(_ number: Int) -> [ClaimEntitlement] {
      state.entitlementsByScheme(ofPersonAt: number)
        .filter { scheme == nil || state.schemes[$0.scheme] == scheme }
    }
    switch context.format {
    case .json: writeJSON(numbers, state, context, claims)
    case .csv:
      let months = EntitlementReports.months(of: numbers.flatMap(claims))
      context.output.write(EntitlementReports(state).months.table(months).csv())
    case .text:
      if context.has("--all") {
        let table = EntitlementReports(state).claims.table(numbers.flatMap(claims))
        context.output.write(table.text(in: context.language))
      } else {
        let claims = claims(numbers[0])
        for claim in claims { writeText(claim, state, context) }
        if claims.isEmpty { context.diagnostics.note(.noClaims(state.persons.identifiers[numbers[0]], scheme)) }
      }
    }
    return .done
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
  private static func writeJSON(
    _ numbers: [Int], _ state: LedgerState, _ context: CommandContext, _ claims: (Int) -> [ClaimEntitlement]
  ) {
    let report = EntitlementReports(state).claims
    var writer = JSONWriter()
    var isFirst = true
    context.output.write("[")
    for number in numbers {
      for claim in claims(number) {
        context.output.write(isFirst ? "\n" : ",\n")
        isFirst = false
        writer.removeAll()
        report.write(claim, to: &writer)
        context.output.write(writer.bytes)
      }
    }
    context.output.write("\n]\n")
  }

  private static func writeText(_ claim: ClaimEntitlement, _ state: LedgerState, _ context: CommandContext) {
    let packs = Set(claim.months.map { $0.policy(in: state.timelines[Int(claim.scheme)])?.pack.id })
    let pack = packs.count == 1 ? packs.first ?? nil : nil
    context.say(.claimHeading(claim, state, policy: pack))
    let table = EntitlementReports(state).months.table(EntitlementReports.months(of: [claim]))
      .without(pack == nil ? ["person", "scheme"] : ["person", "scheme", "policy"])
    context.output.write(table.text(in: context.language))
    if claim.recovery.isAny { context.say(.recoveryLine(claim.recovery)) }
    context.output.write("\n")
  }
}

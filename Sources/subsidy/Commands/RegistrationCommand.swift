import JSONText
import Ledger
import Policy
import Subsidy
import Values

/// `subsidy registration`: since when somebody is registered, what was compared, and what ended it.
enum RegistrationCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: registrationSpec, run: registration)] }

  /// What `registration` takes.
  static var registrationSpec: CommandSpec {
    CommandSpec(
      path: ["registration"], audience: .everyday, summary: .registrationSummary,
      positionals: [Positional(name: "P", kind: .person, help: .personArgument)],
      options: [
        .onlyScheme,
        .knownAt,
      ],
      printsData: true,
      example: Example("registration p0012345 --scheme linyi", .registrationExample)
    )
  }
}

/// A sheet with the scheme and the pack that it is of.
struct RegistrationSheet {
  /// The scheme.
  let scheme: Identifier
  /// The pack.
  let policy: Identifier
  /// What is known.
  let record: RegistrationRecord
}

extension RegistrationCommand {
  /// Runs `registration`.
  static func registration(_ context: CommandContext) throws -> ExitCode {
    let state = try context.state()
    let person = try context.identifier("P")
    guard state.number(ofPerson: person) != nil else { throw LedgerFailure.unknownPerson(person) }
    let scheme = try context.optionalIdentifier("--scheme")
    let month = try context.time(of: SubsidyLedger(context.ledger)).civilDate.month
    let sheets = try sheets(of: person, scheme, in: month, state)
    if sheets.isEmpty { context.diagnostics.note(.noRegistration(scheme)) }
    switch context.format {
    case .text:
      for sheet in sheets {
        context.say(.registrationHeading(person, sheet.scheme, sheet.policy))
        context.output.write(RegistrationTables.sheet([sheet], person, isNamed: false).text(in: context.language))
        context.output.write("\n")
      }
    case .csv: context.output.write(RegistrationTables.sheet(sheets, person, isNamed: true).csv())
    case .json:
      var writer = JSONWriter()
      writer.beginArray()
      for sheet in sheets { RegistrationTables.write(sheet, person, to: &writer) }
      writer.endArray()
      writer.newline()
      context.output.write(writer.bytes)
    }
    return .done
  }

  /// The sheets of the schemes whose policy in force has rules of registration, by scheme.
  private static func sheets(
    of person: Identifier, _ scheme: Identifier?, in month: Month, _ state: LedgerState
  ) throws(Refusal) -> [RegistrationSheet] {
    if let scheme, state.timeline(of: scheme)?.policies.isEmpty ?? true { throw .unknownScheme(scheme) }
    return state.schemes.identifiers.filter { scheme == nil || $0 == scheme }.sorted().compactMap { name in
      let policies = state.timeline(of: name)
      guard let pack = (policies?.timeline.inForce(for: month) ?? policies?.policies.last)?.pack,
        let record = state.registration(of: person, in: name, under: pack)
      else { return nil }
      return RegistrationSheet(scheme: name, policy: pack.id, record: record)
    }
  }
}

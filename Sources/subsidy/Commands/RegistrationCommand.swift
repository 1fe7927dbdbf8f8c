import Catalogue
import JSONText
import Ledger
import Papers
import Policy
import Reports
import Subsidy
import Values

/// `subsidy registration`: since when a person is registered, the comparisons made, and the end of the registration.
enum RegistrationCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: registrationSpec, run: registration)] }

  /// The specification of `registration`.
  static var registrationSpec: CommandSpec {
    CommandSpec(
      path: ["registration"], audience: .everyday,
      positionals: [.someone],
      options: [
        .onlyScheme,
        .knownAt,
      ],
      printsData: true,
      example: "registration p0012345 --scheme linyi"
    )
  }
}

extension RegistrationCommand {
  /// Runs `registration`.
  static func registration(_ context: CommandContext) throws -> ExitCode {
    let (asked, state) = try context.person("P")
    let person = state.personKey(asked)
    context.tellIfJoined(asked, with: person)
    let scheme = try context.optionalIdentifier("--scheme")
    let month = try context.time(of: SubsidyLedger(context.ledger)).civilDate.month
    let sheets = try state.registrationSheets(of: person, in: scheme, month)
    if sheets.isEmpty { context.diagnostics.note(.noRegistration(scheme)) }
    if context.format == .text {
      for sheet in sheets {
        context.say(.registrationHeading(person, sheet.scheme, sheet.policy))
        let table = RegistrationReports.rows.table(RegistrationReports.rows(of: sheet))
          .without(["person", "scheme", "policy"])
        context.output.write(table.text(in: context.language) + "\n")
      }
      return .done
    }
    try context.emit {
      RegistrationReports.rows.table(sheets.flatMap(RegistrationReports.rows(of:)))
    } json: { writer in
      RegistrationReports.sheet.write(sheets, to: &writer)
    }
    return .done
  }
}

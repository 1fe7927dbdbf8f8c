import JSONText
import Ledger
import Papers
import Policy
import Reports
import Subsidy
import Values

/// `subsidy eligible`: who could be subsidised and has not applied.
enum EligibleCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: eligibleSpec, run: eligible)] }

  /// What `eligible` takes.
  static var eligibleSpec: CommandSpec {
    CommandSpec(
      path: ["eligible"], audience: .everyday,
      options: [
        .scheme,
        Option(name: "--month", valueName: "M", kind: .month, presence: .required),
        .knownAt,
      ],
      printsData: true,
      example: "eligible --scheme lianyungang --month 2024-12"
    )
  }

  /// Runs `eligible`.
  static func eligible(_ context: CommandContext) throws -> ExitCode {
    let scheme = try context.identifier("--scheme")
    let state = try context.state()
    guard state.timeline(of: scheme)?.policies.isEmpty == false else { throw Refusal.unknownScheme(scheme) }
    let ledger = SubsidyLedger(context.ledger)
    let persons = state.eligible(
      in: scheme, from: try context.month("--month"),
      DecisionContext(now: try context.time(of: ledger), by: "-", calendar: .shipped()))
    context.emit(DeadlineReports.eligible, persons)
    return .done
  }
}

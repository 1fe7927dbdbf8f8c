import Catalogue
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

  /// The specification of `eligible`.
  static var eligibleSpec: CommandSpec {
    CommandSpec(
      path: ["eligible"], audience: .everyday,
      options: [
        .scheme,
        Option(name: "--month", valueName: "M", kind: .month, presence: .required),
        .knownAt, .size,
      ],
      printsData: true, isReport: true, namesPersons: true,
      example: "eligible --scheme lianyungang --month 2024-12"
    )
  }

  /// Runs `eligible`.
  static func eligible(_ context: CommandContext) throws -> ExitCode {
    let scheme = try context.identifier("--scheme")
    let month = try context.month("--month")
    let persons = try context.answered { ledger, progress in
      try ledger.eligible(
        in: scheme, from: month, at: context.point, now: context.time(of: ledger), progress: progress)
    }
    context.spoken.subject = [.ofScheme(context.localWords.scheme(scheme)), .ofMonth(month, from: nil)]
    try context.emit(DeadlineReports.eligible, persons)
    return .done
  }
}

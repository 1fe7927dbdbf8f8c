import Ledger
import Values

/// `subsidy import`: takes in lists of other authorities.
enum ImportCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: contributionsSpec, run: contributions)]
  }

  /// What `import contributions` takes.
  static var contributionsSpec: CommandSpec {
    CommandSpec(
      path: ["import", "contributions"], audience: .everyday,
      positionals: [Positional(name: "FILE.csv", kind: .path)],
      options: [
        Option(name: "--month", valueName: "M", kind: .month, presence: .required),
        .by,
      ],
      example: "import contributions november.csv --month 2024-11 --by op-017"
    )
  }
}

extension ImportCommand {
  /// Runs `import contributions`.
  static func contributions(_ context: CommandContext) throws -> ExitCode {
    let file = try context.path("FILE.csv")
    let month = try context.month("--month")
    let outcome = try SubsidyLedger(context.ledger).importContributions(
      file, month: month, by: try context.identifier("--by"))
    context.say(.contributionsTaken(month, outcome))
    return .done
  }
}

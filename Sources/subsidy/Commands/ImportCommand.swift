import Ledger
import Values

/// `subsidy import`: takes in lists of other authorities.
enum ImportCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: contributionsSpec, run: contributions), Command(spec: undoSpec, run: undo)]
  }

  /// What `import contributions` takes.
  static var contributionsSpec: CommandSpec {
    CommandSpec(
      path: ["import", "contributions"], audience: .everyday,
      positionals: [Positional(name: "FILE.csv", kind: .path)],
      options: [
        Option(name: "--month", valueName: "M", kind: .month, presence: .required),
        .count,
        Option(name: "--replacing"),
        Option(name: "--skip-unknown"),
        Option(name: "--dry-run"),
        .by,
      ],
      outputBeside: OutputBeside(
        argument: "FILE.csv", ending: SubsidyLedger.strangersEnding, flag: "--skip-unknown"),
      example: "import contributions november.csv --month 2024-11 --by op-017",
      exits: [
        .refused
      ]
    )
  }
}

extension ImportCommand {
  /// What `import undo` takes.
  static var undoSpec: CommandSpec {
    CommandSpec(
      path: ["import", "undo"], audience: .everyday,
      positionals: [Positional(name: "IMPORT", kind: .identifier)],
      options: [Option(name: "--rest"), Option(name: "--dry-run"), .by],
      example: "import undo I20241206-881 --by op-017", exits: [.refused])
  }

  /// Runs `import undo`.
  static func undo(_ context: CommandContext) throws -> ExitCode {
    let name = try context.identifier("IMPORT")
    let isDryRun = context.has("--dry-run")
    let outcome = try SubsidyLedger(context.ledger).undoImport(
      name, keepsResting: context.has("--rest"), isDryRun: isDryRun, by: try context.identifier("--by"))
    context.say(.importUndone(name, outcome))
    if isDryRun { context.diagnostics.note(.nothingRecorded) }
    return .done
  }

  /// Runs `import contributions`.
  static func contributions(_ context: CommandContext) throws -> ExitCode {
    let file = try context.path("FILE.csv")
    let month = try context.month("--month")
    let terms = ContributionTerms(
      replacesWithLess: context.has("--replacing"), skipsStrangers: context.has("--skip-unknown"),
      isDryRun: context.has("--dry-run"), replacesFile: context.has(Option.replace.name))
    let outcome = try SubsidyLedger(context.ledger).importContributions(
      file, month: month, terms: terms, by: try context.identifier("--by"), rows: try context.optionalNumber("--count"))
    context.say(.contributionsTaken(month, outcome))
    if let id = outcome.id { context.say(.importNamed(id)) }
    if outcome.replaced > 0 { context.say(.contributionsReplaced(outcome)) }
    for stranger in outcome.strangers {
      context.diagnostics.located(stranger.file, line: stranger.line, stranger.problem.text)
    }
    if terms.isDryRun {
      context.diagnostics.note(.nothingRecorded)
    } else if !outcome.strangers.isEmpty {
      context.diagnostics.note(.strangersLeftOut(outcome, file + SubsidyLedger.strangersEnding))
    }
    if let refusal = outcome.refusal { context.diagnostics.report(CommandFailure(mapping: refusal)) }
    return outcome.strangers.isEmpty && outcome.refusal == nil ? .done : .refused
  }
}

import Catalogue
import JSONText
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// `subsidy sweep`: events that time itself brings about.
enum SweepCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: sweepSpec, run: sweep)] }

  /// The specification of `sweep`.
  static var sweepSpec: CommandSpec {
    CommandSpec(
      path: ["sweep"], audience: .everyday,
      options: [
        Option(name: "--on", valueName: "DATE", kind: .date, presence: .required),
        Option(
          name: "--by", valueName: "OP", kind: .identifier, presence: .requiredUnless("--dry-run")),
        .onlyScheme,
        Option(name: "--dry-run"),
        .knownAt,
      ],
      printsData: true, namesPersons: true,
      example: "sweep --on 2024-12-31 --by op-017"
    )
  }
}

extension SweepCommand {
  /// Runs `sweep`.
  static func sweep(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    let day = try context.date("--on") ?? ledger.now.civilDate
    let scheme = try context.optionalIdentifier("--scheme")
    let isDryRun = context.has("--dry-run")
    // A sweep is recorded on what is known now; an earlier point is only for looking.
    if context.has("--known-at"), !isDryRun { throw CommandFailure(.usage, .sweepIsNow) }
    let items: [SweepItem]
    if isDryRun {
      let progress = context.diagnostics.progress()
      items = try ledger.sweepPreview(on: day, scheme: scheme, knownAt: context.knownAt) {
        progress.update(done: $0, of: $1)
      }
      progress.finish()
    } else {
      items = try ledger.sweep(on: day, scheme: scheme, by: try context.identifier("--by"))
    }
    if context.format == .text, items.isEmpty {
      context.say(.nothingToSweep)
      return .done
    }
    try context.emit(DeadlineReports.sweep, items)
    if context.format == .text { context.say(isDryRun ? .sweepPreviewed(items.count) : .swept(items.count)) }
    return .done
  }
}

import Catalogue
import Ledger
import Subsidy
import Values

/// `subsidy record`: appends entries.
enum RecordCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: recordSpec, run: record)]
  }

  /// The specification of `record`.
  static var recordSpec: CommandSpec {
    CommandSpec(
      path: ["record"], audience: .everyday,
      positionals: [Positional(name: "FILE", kind: .path, repeats: true)],
      options: [
        Option(
          name: "--by", valueName: "OP", kind: .identifier, presence: .requiredUnless("--history")),
        Option(name: "--key", valueName: "K", kind: .identifier),
        Option(name: "--skip-refused", idleWith: ["--history"]),
        Option(name: "--history"),
        Option(name: "--late", needs: .init(option: "--history")),
        Option(name: "--no-tables", needs: .init(option: "--history")),
        Option(name: "--above-debt", idleWith: ["--history"]),
        Option(name: "--dry-run"),
        .calendar,
      ],
      outputBeside: OutputBeside(argument: "FILE", ending: SubsidyLedger.refusedEnding, flag: "--skip-refused"),
      example: "record counter-3.jsonl --by op-017",
      exits: [
        .refused
      ]
    )
  }
}

extension RecordCommand {
  /// Runs `record`.
  static func record(_ context: CommandContext) throws -> ExitCode {
    let ledger = try context.ledgerWithCalendar()
    var code = ExitCode.done
    for file in context.all("FILE") {
      if context.has("--history") {
        try importHistory(file, ledger, context)
      } else {
        let outcome = try ledger.record(
          file, by: try context.identifier("--by"), key: try context.optionalIdentifier("--key"),
          skipsRefused: context.has("--skip-refused"), replacing: context.has(Option.replace.name),
          aboveDebt: context.has("--above-debt"), isDryRun: context.has("--dry-run"))
        tell(outcome, file, context)
        if !outcome.refused.isEmpty { code = .refused }
      }
    }
    if context.has("--dry-run") { context.diagnostics.note(.nothingRecorded) }
    return code
  }

  private static func importHistory(_ file: String, _ ledger: SubsidyLedger, _ context: CommandContext) throws {
    let progress = context.diagnostics.progress(in: .entries)
    let outcome = try ledger.importHistory(
      file, by: context.has("--late") ? try context.optionalIdentifier("--by") : nil, isLate: context.has("--late"),
      isDryRun: context.has("--dry-run"),
      withoutTables: context.has("--no-tables")
    ) { progress.update(done: $0, of: nil) }
    progress.finish()
    context.say(.historyTaken(file, entries: outcome.entries))
    if outcome.repeated > 0 { context.say(.entriesRepeated(outcome.repeated)) }
    tell(outcome.textWarnings, file, context)
  }

  /// Prints the warnings about texts, which are recorded all the same.
  private static func tell(_ texts: TextWarnings, _ file: String, _ context: CommandContext) {
    for place in texts.places {
      context.diagnostics.located(file, line: place.line, .textWarning(place.field, place.warning))
    }
    if texts.count > texts.places.count {
      context.diagnostics.note(.moreTextWarnings(texts.count - texts.places.count, file))
    }
  }

  static func tell(_ outcome: RecordOutcome, _ file: String, _ context: CommandContext) {
    context.say(.entriesTaken(file, entries: outcome.accepted, events: outcome.events))
    for result in outcome.results { context.say(result) }
    for one in outcome.withoutPapers {
      context.diagnostics.located(file, line: one.line, .delegationPapersMissing(one.person, one.papers))
    }
    for one in outcome.confirmedLate {
      context.diagnostics.located(file, line: one.line, .confirmedLate(one.person, one.late))
    }
    tell(outcome.textWarnings, file, context)
    for problem in outcome.refused {
      context.diagnostics.located(problem.file, line: problem.line, problem.problem.text)
    }
    if !outcome.refused.isEmpty, !context.has("--dry-run") {
      context.diagnostics.note(.linesLeftOut(outcome.refused.count, file))
    }
    for note in outcome.notes { context.diagnostics.note(note) }
  }
}

import Catalogue
import Ledger
import Papers
import Sheets
import Values

/// `subsidy import`: takes in lists of other authorities.
enum ImportCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: contributionsSpec, run: contributions)]
      + [
        tableCommand(.registrations, path: ["import", "registrations"]),
        tableCommand(.applications, path: ["import", "applications"]),
        tableCommand(.facts, path: ["import", "facts"]), tableCommand(.reviews, path: ["import", "reviews"]),
      ]
      + [Command(spec: undoSpec, run: undo)]
  }

  /// The specification of `import contributions`.
  static var contributionsSpec: CommandSpec {
    CommandSpec(
      path: ["import", "contributions"], audience: .everyday,
      positionals: [Positional(name: "FILE", kind: .path)],
      options: [
        Option(name: "--month", valueName: "M", kind: .month, presence: .required),
        .count,
        .sheetProfile,
        Option(name: "--replacing"),
        Option(name: "--skip-unknown"),
        .refusedTo,
        Option(name: "--dry-run"),
        .by,
      ],
      outputBeside: OutputBeside(
        argument: "FILE", ending: SubsidyLedger.strangersEnding, flag: "--skip-unknown"),
      example: "import contributions november.xlsx --month 2024-11 --by op-017",
      exits: [
        .refused
      ]
    )
  }
}

extension ImportCommand {
  /// The specification of `import undo`.
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
    for note in RecordOutcome.notes(of: outcome.taken) { context.diagnostics.note(note) }
    if isDryRun { context.diagnostics.note(.nothingRecorded) }
    return .done
  }

  /// Runs `import contributions`.
  static func contributions(_ context: CommandContext) throws -> ExitCode {
    let file = try context.path("FILE")
    let month = try context.month("--month")
    let terms = ContributionTerms(
      replacesWithLess: context.has("--replacing"), strangers: context.strangers, isDryRun: context.has("--dry-run"))
    let outcome = try SubsidyLedger(context.ledger).importContributions(
      file, month: month, terms: terms, by: try context.identifier("--by"), rows: try context.optionalNumber("--count"),
      profile: try context.sheetProfile(), returning: try context.refusedRows())
    context.say(.contributionsTaken(month, outcome))
    if !outcome.unreadColumns.isEmpty { context.diagnostics.note(.columnsNotRead(outcome.unreadColumns)) }
    if let id = outcome.id { context.say(.importNamed(id)) }
    if outcome.failed > 0 { context.diagnostics.note(.contributionsFailed(outcome)) }
    if outcome.replaced > 0 { context.say(.contributionsReplaced(outcome)) }
    for stranger in outcome.strangers {
      context.diagnostics.located(stranger.file, line: stranger.line, stranger.problem.text)
    }
    if terms.isDryRun {
      context.diagnostics.note(.nothingRecorded)
    } else if !outcome.strangers.isEmpty {
      context.diagnostics.note(.strangersLeftOut(outcome.strangers.count, file + SubsidyLedger.strangersEnding))
    }
    if let refusal = outcome.refusal { context.diagnostics.report(CommandFailure(mapping: refusal)) }
    return outcome.strangers.isEmpty && outcome.refusal == nil ? .done : .refused
  }
}

extension ImportCommand {
  private static func tableCommand(_ kind: EntryTable, path words: [String]) -> Command {
    Command(spec: spec(kind, words)) { try table(kind, $0) }
  }

  /// The specification of an import of a table of entries.
  private static func spec(_ kind: EntryTable, _ words: [String]) -> CommandSpec {
    CommandSpec(
      path: words, audience: .everyday,
      positionals: [Positional(name: "FILE", kind: .path)],
      options: [.scheme, .count, .sheetProfile] + (kind.registersPersons ? [] : [Option(name: "--skip-unknown")]) + [
        .refusedTo,
        Option(name: "--dry-run"),
        .by,
        Option(name: "--key", valueName: "K", kind: .identifier),
        .calendar,
      ],
      outputBeside: kind.registersPersons
        ? nil
        : OutputBeside(argument: "FILE", ending: SubsidyLedger.strangersEnding, flag: "--skip-unknown"),
      example: "import \(kind.rawValue) \(kind.rawValue).xlsx --scheme liuzhou --by op-017", exits: [.refused])
  }

  /// Runs the import of a table of entries.
  static func table(_ kind: EntryTable, _ context: CommandContext) throws -> ExitCode {
    let file = try context.path("FILE")
    let terms = TableTerms(strangers: context.strangers, isDryRun: context.has("--dry-run"))
    let outcome = try context.ledgerWithCalendar().importTable(
      file, as: kind, scheme: try context.identifier("--scheme"), terms: terms, by: try context.identifier("--by"),
      key: try context.optionalIdentifier("--key"), rows: try context.optionalNumber("--count"),
      profile: try context.sheetProfile(), returning: try context.refusedRows())
    context.say(.tableTaken(file, outcome))
    if !outcome.unreadColumns.isEmpty { context.diagnostics.note(.columnsNotRead(outcome.unreadColumns)) }
    for new in outcome.newPersons.prefix(mostNamed) { context.say(.personMade(row: new.row, new.person)) }
    RecordCommand.tell(outcome.record, file, context)
    if let id = outcome.id { context.say(kind == .reviews ? .reviewsReversed : .importNamed(id)) }
    for stranger in outcome.strangers {
      context.diagnostics.located(stranger.file, line: stranger.line, stranger.problem.text)
    }
    if terms.isDryRun {
      context.diagnostics.note(.nothingRecorded)
    } else if !outcome.strangers.isEmpty {
      context.diagnostics.note(.strangersLeftOut(outcome.strangers.count, file + SubsidyLedger.strangersEnding))
    }
    return outcome.strangers.isEmpty ? .done : .refused
  }

  /// So many new persons are named.
  private static let mostNamed = 20
}

extension Option {
  /// The workbook for rows that cannot be taken.
  static var refusedTo: Option { Option(name: "--refused-to", valueName: "FILE.xlsx", kind: .output) }

  /// The office's names for the columns of its tables.
  static var sheetProfile: Option { Option(name: "--profile", valueName: "PROFILE.json", kind: .path) }
}

extension CommandContext {
  /// The profile that is named; nil for the usual headings.
  func sheetProfile() throws -> SheetProfile? {
    guard let file = try optionalPath(Option.sheetProfile.name) else { return nil }
    let bytes = try Input.read(file, atMost: InputLimit.document)
    do {
      return try SheetProfile(json: bytes)
    } catch { throw LedgerFailure.notSheetProfile(file: file, field: error.field) }
  }

  /// Writes rows that cannot be taken into the workbook that is named, each with the reason; nil if none is.
  func refusedRows() throws -> ((ReturnedRows) throws -> Void)? {
    guard let file = try optionalOutputFile(Option.refusedTo.name) else { return nil }
    try file.check()
    return { returned in
      // The rows may hold identity numbers.
      diagnostics.note(try write(returned.workbook(), to: file, mode: 0o600))
    }
  }
}

extension CommandContext {
  /// How rows of persons who are not registered are treated.
  fileprivate var strangers: StrangerRows {
    has("--skip-unknown") ? .writtenBeside(replacing: has(Option.replace.name)) : .refused
  }
}

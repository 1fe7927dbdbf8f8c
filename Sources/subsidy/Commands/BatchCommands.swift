import Catalogue
import JSONText
import Ledger
import Papers
import ReadModel
import Reports
import Subsidy
import Values

/// `subsidy batch`: the monthly payment batch, from its draft to the bank's results.
enum BatchCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: draftSpec, run: draft),
      Command(spec: showSpec, run: show),
      Command(spec: approveSpec, run: approve),
      Command(spec: cancelSpec, run: cancel),
      Command(spec: exportSpec, run: export),
      Command(spec: settleSpec, run: settle),
      Command(spec: listSpec, run: list),
      Command(spec: checkSpec, run: check),
      Command(spec: fundSpec, run: fund),
      Command(spec: reconcileSpec, run: reconcile),
      Command(spec: checkFileSpec, run: checkFile),
    ]
  }

  /// The specification of `batch draft`.
  static var draftSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "draft"], audience: .finance,
      positionals: [.batch],
      options: [
        .scheme,
        Option(name: "--through", valueName: "M", kind: .month, presence: .required),
        Option(name: "--months-ahead"),
        Option(name: "--after-sweep"),
        .district,
        .batch,
        .by,
      ],
      printsData: true,
      example: "batch draft --scheme liuzhou --through 2024-11 --batch 2024-11-a --by op-021"
    )
  }

  /// The specification of `batch show`.
  static var showSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "show"], audience: .finance,
      positionals: [.batch],
      options: [
        Option(name: "--totals", idleWith: [Option.names.name, Option.fullNames.name]),
        .batch,
        .knownAt,
        .size,
      ],
      printsData: true, isReport: true, namesPersons: true,
      example: "batch show 2024-11-a --format csv"
    )
  }

  /// The specification of `batch approve`.
  static var approveSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "approve"], audience: .finance,
      positionals: [.batch],
      options: [
        Option(name: "--count", valueName: "N", kind: .number),
        Option(name: "--total", valueName: "YUAN", kind: .yuan),
        Option(name: "--require-check"),
        .batch,
        .by,
      ],
      example: "batch approve 2024-11-a --by op-022"
    )
  }

  /// The specification of `batch cancel`.
  static var cancelSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "cancel"], audience: .finance,
      positionals: [.batch],
      options: [
        .batch,
        .by,
      ],
      example: "batch cancel 2024-11-a --by op-022"
    )
  }

  /// The specification of `batch export`.
  static var exportSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "export"], audience: .finance,
      positionals: [.batch],
      options: [
        Option(name: "--to", valueName: "FILE", kind: .output, presence: .required),
        Option(
          name: "--as", valueName: "csv|pain.001|FORM", kind: .choice(forms), presence: .required),
        Option(name: "--profile", valueName: "FILE", kind: .path, needs: .init(option: "--as", value: "profile")),
        Option(name: "--payer", valueName: "NAME", kind: .text, needs: .init(option: "--as", value: "pain.001")),
        Option(name: "--payer-account", valueName: "NUMBER", kind: .text, needs: .init(option: "--payer")),
        Option(name: "--payer-bank", valueName: "NAME", kind: .text, needs: .init(option: "--payer")),
        Option(name: "--require-funds"),
        Option(name: "--require-accounts"),
        .batch,
        .by,
      ],
      unmasks: true,
      example: "batch export 2024-11-a --to 2024-11-a.csv --as csv --by op-021"
    )
  }

  /// The specification of `batch settle`.
  static var settleSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "settle"], audience: .finance,
      positionals: [.batch, Positional(name: "RESULT.csv", kind: .path)],
      options: [
        Option(name: "--total", valueName: "YUAN", kind: .yuan),
        Option(name: "--sent", valueName: "FILE", kind: .path),
        // A request records, and nothing happens by it.
        Option(name: "--dry-run", idleWith: ["--although-recalled", "--although-ordered-again"]),
        Option(name: "--although-recalled", needs: .init(option: "--reason")),
        Option(name: "--although-ordered-again", needs: .init(option: "--reason"), idleWith: ["--although-recalled"]),
        Option(name: "--reason", valueName: "TEXT", kind: .text),
        Option(name: "--authority", valueName: "TEXT", kind: .text, needs: .init(option: "--reason")),
        .batch,
        .count,
        .by,
      ],
      printsData: true,
      example: "batch settle result.csv --batch 2024-11-a --by op-021"
    )
  }

  /// The specification of `batch check-file`.
  static var checkFileSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "check-file"], audience: .finance,
      positionals: [.batch, Positional(name: "FILE", kind: .path)], options: [.batch],
      example: "batch check-file copy.csv --batch 2024-11-a", exits: [.found])
  }

  /// The specification of `batch list`.
  static var listSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "list"], audience: .finance,
      options: [.knownAt, .size],
      printsData: true, isReport: true,
      example: "batch list"
    )
  }
}

extension BatchCommands {
  /// Runs `batch draft`.
  static func draft(_ context: CommandContext) throws -> ExitCode {
    let batch = try context.identifier("ID")
    let terms = DraftTerms(
      monthsAhead: context.has("--months-ahead"), afterSweep: context.has("--after-sweep"),
      district: try context.region("--district"))
    let outcome = try SubsidyLedger(context.ledger).draft(
      batch, scheme: try context.identifier("--scheme"), through: try context.month("--through"), terms: terms,
      by: try context.identifier("--by"))
    try context.emit(BatchReports.draft, outcome)
    for note in outcome.notes { context.diagnostics.note(note) }
    if context.format == .text { context.say(.batchDraftedNext(batch)) }
    return .done
  }

  /// Runs `batch show`.
  static func show(_ context: CommandContext) throws -> ExitCode {
    let batch = try context.identifier("ID")
    let content = try context.batch(batch)
    let found = content.batch
    if context.format == .text, !context.has(Option.reportAs.name) { context.say(.batchHeading(found)) }
    context.spoken.subject = Text.ofBatch(found)
    if found.fundsToReturn > .zero { context.diagnostics.note(.fundsToReturn(batch, found.fundsToReturn)) }
    if context.has("--totals") { return try totals(context, batch) }
    try context.emit {
      BatchReports.items.table(content.lines)
    } json: { writer in
      BatchReports.list.write(.init(found, items: content.lines), to: &writer)
    }
    return .done
  }

  /// Runs `batch approve`.
  static func approve(_ context: CommandContext) throws -> ExitCode {
    let batch = try context.identifier("ID")
    let controls = ApprovalControls(
      count: try context.optionalNumber("--count").map { Int(clamping: $0) },
      total: try context.optionalYuan("--total"),
      requiresListCheck: context.has("--require-check"))
    let outcome = try SubsidyLedger(context.ledger).approve(
      batch, controls: controls, by: try context.identifier("--by"))
    context.say(.batchApproved(batch))
    for note in outcome.notes(of: batch) { context.diagnostics.note(note) }
    return .done
  }

  /// Runs `batch cancel`.
  static func cancel(_ context: CommandContext) throws -> ExitCode {
    let batch = try context.identifier("ID")
    let left = try SubsidyLedger(context.ledger).cancel(batch, by: try context.identifier("--by"))
    context.say(.batchCancelled(batch))
    if left > .zero { context.diagnostics.note(.fundsToReturn(batch, left)) }
    return .done
  }

  /// Runs `batch export`.
  static func export(_ context: CommandContext) throws -> ExitCode {
    let file = try context.outputFile("--to")
    let batch = try context.identifier("ID")
    let outcome = try SubsidyLedger(context.ledger).export(
      batch, to: file, as: try order(context), by: try context.identifier("--by"))
    if outcome.files.count == 1 { try context.say(.batchExported(file.path, outcome), of: file) }
    for part in outcome.files where outcome.files.count > 1 {
      try context.say(.bankFileWritten(part, isNew: !outcome.unchanged.contains(part.path)), of: file)
    }
    for note in outcome.notes(of: batch) { context.diagnostics.note(note) }
    return .done
  }

  /// Runs `batch settle`.
  static func settle(_ context: CommandContext) throws -> ExitCode {
    let controls = ControlTotals(
      count: try context.optionalNumber("--count").map { Int(clamping: $0) },
      total: try context.optionalYuan("--total"))
    if context.has("--although-recalled") { return try askToTake(.ofRecalled, controls, context) }
    if context.has("--although-ordered-again") { return try askToTake(.orderedAgain, controls, context) }
    let isDryRun = context.has("--dry-run")
    let outcome = try SubsidyLedger(context.ledger).settle(
      try context.identifier("ID"), results: try context.path("RESULT.csv"), sent: try context.optionalPath("--sent"),
      controls: controls, isDryRun: isDryRun, by: try context.identifier("--by"))
    try context.emit {
      BatchReports.parts.table(BatchReports.parts(of: outcome))
    } json: { writer in
      BatchReports.settlement.write(outcome, to: &writer)
    }
    for note in outcome.notes { context.diagnostics.note(note) }
    if isDryRun { context.diagnostics.note(.nothingRecorded) }
    return .done
  }

  /// Asks to take payments that the ledger did not expect.
  private static func askToTake(
    _ payments: UnexpectedPayments, _ controls: ControlTotals, _ context: CommandContext
  ) throws -> ExitCode {
    let (requested, passedOver, uncertain) = try SubsidyLedger(context.ledger).requestPayments(
      payments, of: try context.identifier("ID"), results: try context.path("RESULT.csv"),
      sent: try context.optionalPath("--sent"), controls: controls, try ConsentCommands.reason(context),
      by: try context.identifier("--by"))
    ConsentCommands.tell(requested, context)
    if !uncertain.isEmpty { context.diagnostics.note(.payeesUncertain(uncertain)) }
    if passedOver > 0 { context.diagnostics.note(.linesPassedOver(passedOver)) }
    return .done
  }

  /// Runs `batch check-file`.
  static func checkFile(_ context: CommandContext) throws -> ExitCode {
    let (batch, file) = (try context.identifier("ID"), try context.path("FILE"))
    let check = try SubsidyLedger(context.ledger).checkFile(file, of: batch)
    context.say(.fileChecked(file, check, batch))
    return check.isSame ? .done : .found
  }

  /// Runs `batch list`.
  static func list(_ context: CommandContext) throws -> ExitCode {
    try context.emit(BatchReports.list, try context.answer(.batches).map { BatchReports.Row($0) })
    return .done
  }
}

extension CommandContext {
  /// A batch and its lines as they are today.
  ///
  /// - Throws: `Refusal.unknownBatch`, and as ``answer(_:)``.
  func batch(_ batch: Identifier) throws -> BatchContent {
    guard let found = try answer(.batch(batch, on: SubsidyLedger(ledger).now.civilDate)) else {
      throw Refusal.unknownBatch(batch)
    }
    return found
  }
}

import EventLog
import Ledger
import Notes
import Papers
import Subsidy
import System
import Values

/// `subsidy audit`: checks that trust nothing but the log.
enum AuditCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: verifySpec, run: verify),
      Command(spec: replaySpec, run: replay),
      Command(spec: disposeSpec, run: dispose),
    ]
  }

  /// What `audit verify` takes.
  static var verifySpec: CommandSpec {
    CommandSpec(
      path: ["audit", "verify"], audience: .auditor, summary: .auditVerifySummary,
      options: [Option(name: "--against", valueName: "CHECKPOINT", kind: .path, help: .verifyAgainst)],
      printsData: true,
      example: Example("audit verify --ledger copy-of-ledger", .auditVerifyExample),
      exits: [
        (.done, .exitWhole),
        (.found, .exitCorrupt),
        (.tornTail, .exitTorn),
        (.unreadable, .exitUnreadable),
        (.signatureMissing, .exitUnsigned),
      ]
    )
  }

  /// What `audit replay` takes.
  static var replaySpec: CommandSpec {
    CommandSpec(
      path: ["audit", "replay"], audience: .auditor, summary: .auditReplaySummary,
      options: [
        .knownAt, .auditOn, .unpaidAfter,
        Option(name: "--doubts", valueName: "FILE", kind: .path, help: .auditDoubts),
      ],
      printsData: true,
      example: Example("audit replay --doubts doubts.csv --lang zh", .auditReplayExample),
      exits: [
        (.done, .exitNoFindings),
        (.found, .exitFindings),
      ]
    )
  }
}

extension AuditCommands {
  /// What `audit dispose` takes.
  static var disposeSpec: CommandSpec {
    CommandSpec(
      path: ["audit", "dispose"], audience: .auditor, summary: .auditDisposeSummary,
      positionals: [Positional(name: "FINDING", kind: .text, help: .auditDisposeFinding)],
      options: [
        Option(
          name: "--outcome", valueName: "OUTCOME",
          kind: .choice(FindingDisposed.Outcome.allCases.map(\.rawValue)), presence: .required,
          help: .auditDisposeOutcome),
        Option(name: "--note", valueName: "TEXT", kind: .text, presence: .required, help: .auditDisposeNote),
        .auditOn, .unpaidAfter, .by,
      ],
      example: Example(
        "audit dispose paid-employed/p1/liuzhou/2024-11 --outcome confirmed --note seen --by op-051",
        .auditDisposeExample)
    )
  }
}

extension AuditCommands {
  /// Runs `audit verify`.
  static func verify(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    // What was kept is read first: a check against nothing must not look like one that went well.
    let kept = try context.optionalPath("--against").map { try NoteFiles.checkpoint($0).checkpoint }
    let report = ledger.verify()
    let exit = AuditTables.exit(of: report)
    if case .unreadable(let error) = report.outcome, context.format != .json {
      // Figures of what could not be read would only mislead.
      context.diagnostics.report(CommandFailure(mapping: error))
      return exit
    }
    let comparison = try exit == .done || exit == .tornTail ? kept.map { try ledger.compare(with: $0) } : nil
    context.emit {
      AuditTables.verification(report)
    } json: { writer in
      AuditTables.write(report, comparison, to: &writer)
    }
    if context.format == .text {
      context.say(.verification(report))
    } else if report.outcome != .whole {
      context.diagnostics.note(.verification(report))
    }
    guard let comparison else { return exit }
    guard comparison.isPrefix else { throw comparison }
    if context.format == .text { context.say(.keptAgrees(comparison)) }
    return exit
  }

  /// Runs `audit replay`.
  static func replay(_ context: CommandContext) throws -> ExitCode {
    let progress = context.diagnostics.progress()
    let report = try SubsidyLedger(context.ledger).auditReplay(
      knownAt: context.knownAt, on: context.date("--on"), unpaidAfter: unpaidAfter(context)
    ) { progress.update(done: $0, of: $1) }
    progress.finish()
    for year in report.yearsMissing.sorted() { context.diagnostics.note(.stagesNotJudged(year)) }
    if context.format == .text {
      context.say(.replayed(report))
      context.output.write(AuditTables.totals(report.totals).text(in: context.language))
      context.output.write("\n")
    }
    if context.format == .text, report.findings.isEmpty {
      context.say(.noFindings)
    } else {
      if context.format == .text {
        context.say(.findingsOn(report.day, report.findings.count))
        context.output.write(FindingTables.sums(report.findings).text(in: context.language))
        context.output.write("\n")
      }
      context.emit {
        let table = FindingTables.findings(report)
        return context.format == .text ? table.withoutBlanks() : table
      } json: { writer in
        AuditTables.write(report, to: &writer)
      }
    }
    if let file = try context.optionalPath("--doubts") {
      try Files.atomicallyWrite(file, FindingTables.doubts(report, in: context.language).csv)
      context.diagnostics.note(.fileWritten(file))
    }
    return report.findings.isEmpty ? .done : .found
  }

  /// Runs `audit dispose`.
  static func dispose(_ context: CommandContext) throws -> ExitCode {
    guard let outcome = FindingDisposed.Outcome(rawValue: try context.text("--outcome")) else {
      preconditionFailure("the parser checks the outcomes")
    }
    let finding = try context.text("FINDING")
    let isNew = try SubsidyLedger(context.ledger).dispose(
      of: finding, outcome, note: context.text("--note"), on: context.date("--on"),
      unpaidAfter: unpaidAfter(context), by: context.identifier("--by"))
    context.say(.findingDisposed(finding, outcome, isNew: isNew))
    return .done
  }

  /// After how many days a month counts as unpaid, if given.
  static func unpaidAfter(_ context: CommandContext) throws(UsageError) -> Int? {
    try context.optionalNumber("--unpaid-after").map { Int(clamping: min($0, 36_500)) }
  }
}

extension Option {
  /// The day on which an audit asks what is late.
  static var auditOn: Option { Option(name: "--on", valueName: "DATE", kind: .date, help: .auditOn) }

  /// After how many days a month that is due counts as unpaid.
  static var unpaidAfter: Option {
    Option(name: "--unpaid-after", valueName: "DAYS", kind: .number, help: .auditUnpaidAfter)
  }
}

import EventLog
import Ledger
import Notes
import Values

/// `subsidy audit`: checks that trust nothing but the log.
enum AuditCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: verifySpec, run: verify),
      Command(spec: replaySpec, run: replay),
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
        .knownAt
      ],
      printsData: true,
      example: Example("audit replay --format json", .auditReplayExample),
      exits: [
        (.done, .exitNoFindings),
        (.found, .exitFindings),
      ]
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
    let report = try SubsidyLedger(context.ledger).auditReplay(knownAt: try context.instant("--known-at")) {
      progress.update(done: $0, of: $1)
    }
    progress.finish()
    if context.format == .text {
      context.say(.replayed(report))
      context.output.write(AuditTables.totals(report.totals).text(in: context.language))
      context.output.write("\n")
    }
    if context.format == .text, report.findings.isEmpty {
      context.say(.noFindings)
    } else {
      context.emit {
        AuditTables.findings(report.findings)
      } json: { writer in
        AuditTables.write(report, to: &writer)
      }
    }
    return report.findings.isEmpty ? .done : .found
  }
}

import Ledger
import Subsidy
import Values

/// `subsidy audit report`: what an audit shows, as one page to be read without this program.
enum AuditReportCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: spec, run: make)] }

  /// What `audit report` takes.
  static var spec: CommandSpec {
    CommandSpec(
      path: ["audit", "report"], audience: .auditor,
      options: [
        Option(name: "--to", valueName: "FILE", kind: .output, presence: .required),
        .auditOn, .unpaidAfter, .knownAt,
      ],
      example: "audit report --to audit.html --lang zh"
    )
  }

  /// Runs `audit report`.
  static func make(_ context: CommandContext) throws -> ExitCode {
    let file = try context.outputFile("--to")
    let ledger = try context.ledgerWithCalendar()
    let progress = context.diagnostics.progress()
    let brief = try ledger.auditBrief(
      knownAt: try context.knownAt, on: try context.date("--on"), unpaidAfter: try AuditCommands.unpaidAfter(context)
    ) { progress.update(done: $0, of: $1) }
    progress.finish()
    let page = AuditPage(brief, language: context.language).bytes
    try context.say(context.write(page, to: file, mode: 0o644, .reportContent(brief)), of: file)
    return .done
  }
}

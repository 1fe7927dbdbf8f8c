import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// `subsidy audit report`: the results of an audit, as one page to be read without this program.
enum AuditReportCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: spec, run: make)] }

  /// The specification of `audit report`.
  static var spec: CommandSpec {
    CommandSpec(
      path: ["audit", "report"], audience: .auditor,
      options: [
        Option(name: "--to", valueName: "FILE", kind: .output, presence: .required), .onlyScheme,
        Option(name: "--operator", valueName: "OP", kind: .identifier),
        Option(name: "--from", valueName: "M", kind: .month), Option(name: "--through", valueName: "M", kind: .month),
        .auditOn, .unpaidAfter, .knownAt,
      ],
      example: "audit report --to audit.html --lang zh"
    )
  }

  /// The ending of the list beside the page.
  private static let listEnding = ".findings.csv"

  /// Runs `audit report`.
  static func make(_ context: CommandContext) throws -> ExitCode {
    let file = try context.outputFile("--to")
    let list = try file.beside(listEnding)
    try list?.check()
    let cut = AuditCut(
      scheme: try context.optionalIdentifier("--scheme"), by: try context.optionalIdentifier("--operator"),
      from: try context.optionalMonth("--from"), through: try context.optionalMonth("--through"))
    if let from = cut.from, let through = cut.through, through < from {
      throw CommandFailure(.usage, .monthsBackwards(from: from, through: through))
    }
    let ledger = try context.ledgerWithCalendar()
    let progress = context.diagnostics.progress()
    let brief = try ledger.auditBrief(
      knownAt: try context.knownAt, on: try context.date("--on"), unpaidAfter: try AuditCommands.unpaidAfter(context),
      cut: cut
    ) { progress.update(done: $0, of: $1) }
    progress.finish()
    if let by = cut.by, !brief.knows(by) { context.diagnostics.note(.operatorUnknown(by)) }
    if let note = AuditCommands.accounts(brief.report) { context.diagnostics.note(note) }
    var files = [(file, AuditPage(brief, language: context.language).bytes)]
    if let list {
      let doubts = FindingReports.doubts(brief.findings, brief.report, in: context.language)
      files.append((list, doubts.csvForSpreadsheets(over: nil)))
    }
    let written = try OutputFile.handOut(files, mode: 0o644)
    try context.say(.written(file.path, isNew: written[0], .reportContent(brief)), of: file)
    if let list { try context.say(.written(list.path, isNew: written[1], nil), of: file) }
    return .done
  }
}

import Catalogue
import EventLog
import Ledger
import Notes
import Papers
import Reports
import Values

/// `subsidy backup` and `subsidy restore`: a copy of the ledger for the day on which its disk is lost.
enum BackupCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: backupSpec, run: backUp), Command(spec: restoreSpec, run: restore)]
  }

  /// The specification of `backup`.
  static var backupSpec: CommandSpec {
    CommandSpec(
      path: ["backup"], audience: .developer,
      positionals: [Positional(name: "DIR", kind: .outputFolder)],
      options: [.noteKey, .origin],
      printsData: true,
      example: "backup /backup/2024-12-06",
      exits: [.done, .found]
    )
  }

  /// The specification of `restore`.
  static var restoreSpec: CommandSpec {
    CommandSpec(
      path: ["restore"], audience: .developer,
      positionals: [Positional(name: "BACKUP", kind: .inputFolder)],
      options: [Option(name: "--against", valueName: "CHECKPOINT", kind: .path)],
      printsData: true,
      example: "restore /backup/2024-12-06 --ledger restored --against 2024-12.checkpoint",
      exits: [.done, .found]
    )
  }
}

extension BackupCommands {
  /// Runs `backup`.
  static func backUp(_ context: CommandContext) throws -> ExitCode {
    let folder = try context.outputFolder("DIR")
    let copy = try SubsidyLedger(context.ledger).backUp(to: folder, by: try ProofCommands.signer(context))
    for leftover in copy.leftovers { context.diagnostics.note(.leftover(leftover)) }
    let made = BackupReports.Made(copy, in: folder)
    try context.emit(BackupReports.backup, figures: made)
    if context.format == .text { context.say(.backupMade(folder)) }
    return tellOfLooks(in: copy, context)
  }

  /// Reports a fault in the log of looks of a copy, which was made all the same.
  private static func tellOfLooks(in copy: LedgerCopy, _ context: CommandContext) -> ExitCode {
    guard let fault = copy.looks?.fault else { return .done }
    context.diagnostics.note(fault.text)
    return .found
  }

  /// Runs `restore`: events that were kept elsewhere and are not in the backup are a finding, but the ledger is restored all
  /// the same.
  static func restore(_ context: CommandContext) throws -> ExitCode {
    let (backup, ledger) = (try context.inputFolder("BACKUP"), context.ledger.path)
    // The kept head is read first: a check against nothing must not look like a successful one.
    let kept = try context.optionalPath("--against").map { try NoteFiles.kept($0).head }
    let progress = context.diagnostics.progress()
    let outcome = try SubsidyLedger(context.ledger).restore(from: backup, against: kept) {
      progress.update(done: $0, of: $1)
    }
    progress.finish()
    for leftover in outcome.copy.leftovers { context.diagnostics.note(.leftover(leftover)) }
    let restored = BackupReports.Restored(outcome, in: ledger)
    try context.emit(BackupReports.restore, figures: restored)
    if context.format == .text { context.say(.ledgerRestored(ledger, from: backup)) }
    let found = tellOfLooks(in: outcome.copy, context)
    guard let comparison = outcome.kept else { return found }
    guard let lost = outcome.lost else {
      if context.format == .text { context.say(.keptAgrees(comparison)) }
      return found
    }
    context.diagnostics.note(.lost(lost, comparison, after: outcome.copy.report.recorded))
    return .found
  }
}

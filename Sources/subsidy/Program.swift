import Catalogue
import EventLog
import Glibc
import Ledger
import Papers
import System
import Values
import Vault

/// The program: a command line in, data and messages out, an exit code back.
struct Program {
  /// The version that `--version` names.
  static var version: String { "0.1.0" }

  /// All commands, in the order of the overview.
  static var commands: [Command] {
    [
      DemoCommand.commands, InitCommand.commands, PolicyCommands.commands, RecordCommand.commands,
      ImportCommand.commands, TemplateCommand.commands, FindCommand.commands, PersonCommand.commands,
      RegistrationCommand.commands, EligibleCommand.commands, DeadlinesCommand.commands, SweepCommand.commands,
      PaperCommands.commands, FormCommands.commands,
      BatchCommands.commands, RecoveryCommands.commands, FinanceCommands.commands, ConsentCommands.commands,
      OperatorCommands.commands,
      AuditCommands.commands,
      ExplainCommands.commands, AuditSampleCommand.commands, AuditPackageCommand.commands, AuditReportCommand.commands,
      SampleCommands.commands, ProofCommands.commands, WitnessCommand.commands, ProjectionsCommands.commands,
      BackupCommands.commands, StoreCommands.commands, VaultCommands.commands, RepairCommands.commands,
      FoldCommand.commands,
    ].flatMap { $0 }
  }

  /// The output for data.
  let output: ByteSink
  /// The output for messages.
  let messages: ByteSink
  /// Looks up a variable of the environment.
  let environment: (String) -> String?
  /// The commands.
  var commands = Program.commands
  /// Tells the time.
  var clock: @Sendable () -> Instant = { SystemClock.now() }

  /// The system's user, as the log of looks names them; nil for the one who runs the program.
  var account: String?

  /// Runs one command line, the program's own name left out.
  func run(_ arguments: [String]) -> ExitCode {
    let language = ArgumentParser.language(of: arguments) ?? languageOfEnvironment
    let output = Output(output)
    let diagnostics = Diagnostics(messages, language: language)
    let commits = CommitNotes()
    var invocation: Invocation?
    var code: ExitCode
    var hasFailed = false
    do {
      let parsed = try ArgumentParser(commands: commands).parse(arguments)
      invocation = parsed
      code = try dispatch(parsed, language, output, diagnostics, commits)
    } catch {
      let failure = CommandFailure(mapping: error).stopped(at: diagnostics.reached, recorded: commits.total != nil)
      // The output printed before the failure comes first, in case both are on one terminal.
      output.flush()
      diagnostics.report(failure)
      code = failure.exit
      hasFailed = true
    }
    do throws(CommandFailure) {
      // A reader that stops early has not learned what was recorded.
      try output.finish(mayBeCut: commits.total == nil)
    } catch {
      diagnostics.report(error)
      if code == .done || commits.total != nil { code = error.exit }
      hasFailed = true
    }
    if hasFailed, let total = commits.total {
      diagnostics.note(.recordedAllTheSame(total, isMadeAgain: invocation?.command?.spec.isMadeAgain ?? false))
    }
    diagnostics.clearStatus()
    return code
  }

  /// The language that `SUBSIDY_LANG` names; else, for a person at a terminal, that of the locale; else English, on which a
  /// program that reads a pipe can rely.
  ///
  /// > Source: POSIX.1-2017, XBD 8.2: the first of LC_ALL, LC_MESSAGES and LANG that is not empty.
  private var languageOfEnvironment: Language {
    if let named = variable("SUBSIDY_LANG") { return Language(ofLocale: named) ?? .en }
    guard output.isTerminal else { return .en }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(variable).first
    return locale.flatMap { Language(ofLocale: $0) } ?? .en
  }

  private func variable(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }

  private func dispatch(
    _ invocation: Invocation, _ language: Language, _ output: Output, _ diagnostics: Diagnostics, _ commits: CommitNotes
  ) throws -> ExitCode {
    // Running a command does not wait for the help's words to be read.
    var help: HelpPage { HelpPage(commands: commands, language: language) }
    switch invocation {
    case .overview: output.write(help.overview())
    case .group(let name): output.write(help.group(name))
    case .page(let spec): output.write(help.page(of: spec))
    case .topic(let page): output.write(MarkdownText(width: output.width).text(of: page.markdown(in: language)))
    case .version: output.line(Text.version(Program.version)(in: language))
    case .run(let command, let parsed):
      let signer = try SignerOptions(command.spec, parsed, variable, language)?.signer()
      let place = try NamedPlace(
        parsed.last("--ledger") ?? variable("SUBSIDY_LEDGER") ?? "ledger", for: command.spec, variable)
      var ledger = NamedLedger(
        path: place.folder, store: place.store,
        patience: Option.patience(parsed), clockIsRight: parsed.has(Option.clockIsRight.name),
        office: variable("SUBSIDY_OFFICE"), signer: signer, viewer: try viewer(of: command.spec, parsed),
        vaultKeys: VaultKeys.keyring(variable, language, asks: command.spec.path.first != "audit"), clock: clock,
        commits: commits,
        diagnostics: diagnostics)
      if place.store != nil {
        let progress = diagnostics.progress()
        try SubsidyLedger(ledger).followStore { progress.update(done: Int($0), of: nil) }
        progress.finish()
      }
      // Before anything is shown; the command itself reports a missing ledger.
      if command.spec.unmasks(parsed) {
        do {
          ledger.viewer = try SubsidyLedger(ledger).admitting(ledger.viewer)
        } catch LogError.notLedger {}
      }
      let context = CommandContext(
        spec: command.spec, arguments: parsed, ledger: ledger,
        calendar: parsed.last("--calendar") ?? variable("SUBSIDY_CALENDAR"),
        passphrase: Passphrase(parsed, variable, language),
        language: language, output: output, diagnostics: diagnostics)
      if let file = variable("SUBSIDY_REGIONS") {
        let bytes = try Input.read(file, atMost: InputLimit.document)
        guard let text = String(validating: bytes, as: UTF8.self) ?? decodeGB18030(bytes) else {
          throw LedgerFailure.unreadableText(file: file)
        }
        do throws(RegionNames.Malformed) { try RegionNames.add(text) } catch {
          throw CommandFailure(.refused, .badRegion(file, line: error.line))
        }
      }
      try context.checkInputs()
      try context.checkOutputs()
      // A change already recorded is not recorded twice, and input that is gone is not read again.
      do {
        if try !command.spec.usesLedger || !context.readsAgain { return try command.run(context) }
        return try SubsidyLedger(ledger).decidingAgain(unless: { commits.total != nil }) { try command.run(context) }
      } catch VaultError.missing where place.store != nil {
        throw CommandFailure(.noFile, .vaultNotShared)
      }
    }
    return .done
  }

  /// The viewer of private data by a command line: the operator that `--by` names, else `SUBSIDY_BY`.
  private func viewer(of spec: CommandSpec, _ arguments: ParsedArguments) throws(UsageError) -> Viewer {
    let isWhole = arguments.has(Option.fullNames.name)
    var by = arguments.last(Option.by.name).flatMap { Identifier($0) }
    if by == nil, spec.unmasks(arguments), let named = variable(Program.viewerVariable) {
      by = Identifier(named)
      if by == nil {
        throw .badValue(name: "$\(Program.viewerVariable)", kind: .identifier, found: named, command: spec.name)
      }
    }
    return Viewer(
      by: by, account: account, purpose: spec.name + (isWhole ? " \(Option.fullNames.name)" : ""),
      reason: arguments.last(Option.purpose(with: nil).name))
  }

  /// The variable that names the operator who looks.
  private static let viewerVariable = "SUBSIDY_BY"
}

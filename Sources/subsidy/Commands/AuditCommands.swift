import Catalogue
import System
import EventLog
import Ledger
import Merkle
import Notes
import Papers
import Reports
import Subsidy
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

  /// The specification of `audit verify`.
  static var verifySpec: CommandSpec {
    CommandSpec(
      path: ["audit", "verify"], audience: .auditor,
      options: [
        Option(name: "--against", valueName: "CHECKPOINT", kind: .path),
        Option(name: "--since", valueName: "CHECKPOINT", kind: .path, idleWith: ["--against"]),
        Option(name: "--vkey", valueName: "VKEY", kind: .text, repeats: true),
        Option(name: "--proof-to", valueName: "FILE", kind: .newOutput),
        Option(name: "--threads", valueName: "N", kind: .number),
      ],
      printsData: true,
      example: "audit verify --ledger copy-of-ledger",
      exits: [
        .done,
        .found,
        .tornTail,
        .unreadable,
        .signatureMissing,
      ]
    )
  }

  /// The specification of `audit replay`.
  static var replaySpec: CommandSpec {
    CommandSpec(
      path: ["audit", "replay"], audience: .auditor,
      options: [
        .knownAt, .auditOn, .unpaidAfter,
        Option(name: "--doubts", valueName: "FILE", kind: .output),
      ],
      printsData: true,
      example: "audit replay --doubts doubts.csv --lang zh",
      exits: [
        .done,
        .found,
      ]
    )
  }
}

extension AuditCommands {
  /// The specification of `audit dispose`.
  static var disposeSpec: CommandSpec {
    CommandSpec(
      path: ["audit", "dispose"], audience: .auditor,
      positionals: [Positional(name: "FINDING", kind: .text)],
      options: [
        Option(
          name: "--outcome", valueName: "OUTCOME",
          kind: .choice(FindingDisposed.Outcome.allCases.map(\.rawValue)), presence: .required),
        Option(name: "--note", valueName: "TEXT", kind: .text, presence: .required),
        .auditOn, .unpaidAfter, .by,
      ],
      example: "audit dispose paid-employed/p1/liuzhou/2024-11 --outcome confirmed --note seen --by op-051"
    )
  }
}

extension AuditCommands {
  /// Runs `audit verify`.
  static func verify(_ context: CommandContext) throws -> ExitCode {
    let given = optionOfKept(context)
    if context.has("--proof-to") || context.has("--vkey"), !context.has(given) {
      throw UsageError.missingOption(label: "--against CHECKPOINT", command: context.spec.name)
    }
    let ledger = SubsidyLedger(context.ledger)
    // The kept head is read first: a check against nothing must not look like a successful one.
    let kept = try context.optionalPath(given).map { try NoteFiles.kept($0) }
    if let kept, kept.published == nil, let idle = ["--vkey", "--proof-to"].first(where: { context.has($0) }) {
      throw UsageError.idleOption(
        option: idle, with: "\(given) \(try context.path(given))", command: context.spec.name)
    }
    let unsigned = try kept?.published.flatMap { try missingSignature(of: $0, context) }
    let threads = try context.optionalNumber("--threads").map { Int(min(max($0, 1), UInt64(Threads.most))) }
    let verified = ledger.verifyWithDigests(
      since: context.has("--since") ? kept?.head.size ?? 0 : 0, threads: threads)
    let report = verified.report
    // The progress of a verification that was stopped says nothing about the log.
    context.diagnostics.reached = ProgressLine.Reach(done: Int(clamping: report.size), total: nil, unit: .events)
    try StopRequest.check()
    context.diagnostics.reached = nil
    var exit = exit(of: report)
    if case .unreadable(let error) = report.outcome, context.format != .json {
      // Figures of what could not be read would only mislead.
      context.diagnostics.report(CommandFailure(mapping: error))
      return exit
    }
    let comparison = try exit == .done || exit == .tornTail ? kept.map { try ledger.compare(with: $0.head) } : nil
    // The evidence comes first: it must be there even if the output has no reader.
    let file = try comparison.flatMap { try keepProof($0, context) }
    let vault = verdict(on: ledger, verified.digests, &exit, context)
    let looks = looks(of: ledger, verified, vault, &exit, context)
    let isSound = report.outcome != .whole ? exit == .tornTail : true
    let clocks = verified.correctsClock && isSound ? try ledger.correctedClocks() : []
    let found = AuditReports.Verification(
      report, vault: vault, against: comparison.map { ($0, file) }, clocks: clocks, incidents: verified.incidents,
      looks: looks)
    try context.emit(AuditReports.verification, figures: found)
    let isKept = comparison?.isPrefix ?? true
    if context.format == .text {
      // "Whole" must not be printed of a log that is not the one that was kept.
      if isKept {
        context.say(.verification(report))
        if report.outcome == .whole || exit == .tornTail { context.say(.signatures(verified.signatures)) }
      }
      say(vault, context)
      if let looks, looks.fault == nil { context.say(.looksWhole(looks)) }
      try tell(verified.incidents, clocks, context)
    } else if report.outcome != .whole {
      context.diagnostics.note(.verification(report))
    }
    if let recovery = try unwitnessedRecovery(verified.incidents, kept?.published, context) {
      context.diagnostics.note(.keysRecovered(recovery))
      if exit == .done { exit = .signatureMissing }
    }
    guard let comparison else {
      if kept != nil { context.diagnostics.note(.notCompared) }
      return exit
    }
    guard comparison.isPrefix else { throw comparison }
    if context.format == .text { context.say(.keptAgrees(comparison)) }
    guard let unsigned else { return exit }
    context.diagnostics.note(unsigned.text)
    return exit == .done ? .signatureMissing : exit
  }

  /// The option that names the kept head; with `--since` the signatures up to there are not checked again.
  private static func optionOfKept(_ context: CommandContext) -> String {
    context.has("--since") ? "--since" : "--against"
  }

  /// The exit code that says how verification ended.
  ///
  /// > Source: contract section 7, `audit verify`.
  private static func exit(of report: VerificationReport) -> ExitCode {
    switch report.outcome {
    case .whole: .done
    case .corrupt: .found
    case .tornTail: .tornTail
    case .unreadable: .unreadable
    }
  }

  /// How the vault agrees with the log's digests, if there is one and the log is whole.
  ///
  /// Missing data, or the reason why it cannot be read, go to standard error and are the command's exit code.
  private static func verdict(
    on ledger: SubsidyLedger, _ digests: VaultDigests, _ exit: inout ExitCode, _ context: CommandContext
  ) -> AuditReports.VaultVerdict {
    guard exit == .done || exit == .tornTail else { return .notCompared }
    do {
      guard try ledger.hasVault else { return .absent }
      let comparison = try ledger.compareVault(with: digests)
      if !comparison.isWhole {
        context.diagnostics.note(comparison.text)
        exit = .found
      }
      if comparison.toErase > 0 { context.diagnostics.note(.stillToErase(comparison.toErase)) }
      return .compared(comparison)
    } catch {
      let failure = CommandFailure(mapping: error)
      context.diagnostics.report(failure)
      exit = failure.exit == .found ? .found : .unreadable
      return .unreadable
    }
  }

  /// How the log of looks agrees with itself and with the closes; nil if there is none, as beside a log that was copied without
  /// the vault.
  ///
  /// A fault goes to standard error and is the command's exit code.
  private static func looks(
    of ledger: SubsidyLedger, _ verified: LedgerVerification, _ vault: AuditReports.VaultVerdict,
    _ exit: inout ExitCode, _ context: CommandContext
  ) -> AccessComparison? {
    switch vault {
    case .notCompared, .absent: return nil
    case .unreadable, .compared: break
    }
    do {
      let looks = try ledger.compareLooks(with: verified.lookHeads)
      if let fault = looks?.fault {
        context.diagnostics.note(fault.text)
        exit = .found
      }
      return looks
    } catch {
      context.diagnostics.report(CommandFailure(mapping: error))
      exit = .unreadable
      return nil
    }
  }

  private static func say(_ vault: AuditReports.VaultVerdict, _ context: CommandContext) {
    switch vault {
    case .absent: context.say(.vaultAbsent)
    case .compared(let comparison) where comparison.isWhole:
      context.say(comparison.isSealed ? .vaultNotOpened : .vaultWhole(comparison))
    case .compared, .unreadable, .notCompared: break
    }
  }

  /// The signature by one of the given keys that a kept checkpoint lacks; nil if it lacks none.
  ///
  /// - Throws: ``SignatureFailure`` for a signature that is wrong: then nothing in the file is to be believed.
  private static func missingSignature(
    of published: PublishedCheckpoint, _ context: CommandContext
  ) throws -> SignatureFailure? {
    let keys = try context.all("--vkey").map { try NoteFiles.verifierKey($0) }
    do throws(SignatureFailure) {
      _ = try published.signers(among: keys, isRequired: true, by: LibcryptoNotes())
      return nil
    } catch {
      guard case .missing = error else { throw error }
      return error
    }
  }

  /// The last recovery of an administrator's keys that no witness has seen: no witness has cosigned a kept checkpoint after it.
  ///
  /// > Source: contract 3, section 6.
  private static func unwitnessedRecovery(
    _ incidents: [Event], _ published: PublishedCheckpoint?, _ context: CommandContext
  ) throws -> Event? {
    guard let recovery = incidents.last(where: { $0.body.type == .operatorRecovered }) else { return nil }
    let witnesses = try context.all("--vkey").map { try NoteFiles.verifierKey($0) }.filter { $0.type == .cosignature }
    guard let published, published.checkpoint.size > recovery.sequence, !witnesses.isEmpty,
      try !published.signers(among: witnesses, isRequired: false, by: LibcryptoNotes()).isEmpty
    else { return recovery }
    return nil
  }

  /// Keeps the proof that fails, beside the checkpoint if no other place was named.
  ///
  /// A failure to write it is reported, and hides no finding.
  ///
  /// - Returns: the file; nil if nothing fails or nothing was written.
  private static func keepProof(_ comparison: KeptComparison, _ context: CommandContext) throws -> String? {
    guard let failing = comparison.failing, let kept = try context.optionalPath(optionOfKept(context)) else {
      return nil
    }
    // The name contains the head that was found, so that another finding never meets the file of this one.
    let beside = "\(kept).\(comparison.size)-\(comparison.head.description.prefix(8)).failed.proof"
    let file = try context.optionalOutputFile("--proof-to") ?? context.outputFile(beside, isReplaceable: false)
    do {
      let isNew = try file.write(failing.bytes, mode: 0o644)
      context.diagnostics.note(.failingProof(file.path, against: kept, isNew: isNew))
      return file.path
    } catch {
      context.diagnostics.report(CommandFailure(mapping: error))
      return nil
    }
  }

  /// Runs `audit replay`.
  static func replay(_ context: CommandContext) throws -> ExitCode {
    let progress = context.diagnostics.progress()
    let report = try context.ledgerWithCalendar().auditReplay(
      knownAt: context.knownAt, on: context.date("--on"), unpaidAfter: unpaidAfter(context)
    ) { progress.update(done: $0, of: $1) }
    progress.finish()
    for year in report.yearsMissing.sorted() { context.diagnostics.note(.stagesNotJudged(year)) }
    if let note = accounts(report) { context.diagnostics.note(note) }
    if context.format == .csv {
      context.diagnostics.note(.log(report.log))
      if !report.state.operators.demandsKeys { context.diagnostics.note(.unsigned) }
    }
    if context.format == .text {
      context.say(.replayed(report))
      try tell(report.incidents, report.clocks, context)
      try context.write(AuditReports.totals.table([report.totals]))
      context.output.write("\n")
    }
    if context.format == .text, report.findings.isEmpty {
      context.say(.noFindings)
    } else {
      if context.format == .text {
        context.say(.findingsOn(report.day, report.findings.count))
        try context.write(FindingReports.sums.table(FindingSum.sums(of: report.findings)))
        context.output.write("\n")
      }
      try context.emit {
        FindingReports.findings.table(FindingReports.rows(report))
      } json: { writer in
        AuditReports.replay.write(report, to: &writer)
      }
    }
    if let file = try context.optionalOutputFile("--doubts") {
      let list = FindingReports.doubts(report, in: context.language).csvForSpreadsheets(over: nil)
      context.diagnostics.note(try context.write(list, to: file, mode: 0o644))
    }
    return report.findings.isEmpty ? .done : .found
  }

  /// Lists the events about the log itself, its time and closed books, and with each correction of the clock the events whose
  /// instants it changes.
  private static func tell(_ incidents: [Event], _ clocks: [CorrectedClock], _ context: CommandContext) throws {
    if !incidents.isEmpty {
      context.say(.incidents(incidents.count))
      try context.write(AuditReports.incidents.table(incidents))
      context.output.line()
    }
    for clock in clocks {
      context.say(.clockCorrected(clock))
      try context.write(AuditReports.changedInstants.table(clock.changes))
      context.output.line()
    }
  }

  /// Runs `audit dispose`.
  static func dispose(_ context: CommandContext) throws -> ExitCode {
    guard let outcome = FindingDisposed.Outcome(rawValue: try context.text("--outcome")) else {
      preconditionFailure("the parser checks the outcomes")
    }
    let finding = try context.text("FINDING")
    let (isNew, log) = try SubsidyLedger(context.ledger).dispose(
      of: finding, outcome, note: context.text("--note"), on: context.date("--on"),
      unpaidAfter: unpaidAfter(context), by: context.identifier("--by"))
    context.say(.findingDisposed(finding, outcome, isNew: isNew))
    context.say(.log(log))
    return .done
  }

  /// The text about accounts that could not be compared; nil if all could.
  static func accounts(_ report: AuditReport) -> Text? {
    guard let unknown = report.accountsUnknown else { return .accountsNotCompared }
    return unknown > 0 ? .accountsUnknown(unknown) : nil
  }

  /// After how many days a month counts as unpaid, if given.
  static func unpaidAfter(_ context: CommandContext) throws(UsageError) -> Int? {
    try context.optionalNumber("--unpaid-after").map { Int(clamping: min($0, 36_500)) }
  }
}

extension Option {
  /// The day on which an audit asks what is late.
  static var auditOn: Option { Option(name: "--on", valueName: "DATE", kind: .date) }

  /// After how many days a month that is due counts as unpaid.
  static var unpaidAfter: Option {
    Option(name: "--unpaid-after", valueName: "DAYS", kind: .number)
  }
}
